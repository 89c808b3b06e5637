"""From counts and ground to the risk of every unit of one level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.risk.adjacency import neighbours_of
from servicecircle.risk.from_appeals import appeal_measures, burden_of, group_counts
from servicecircle.risk.from_ground import ground_measures, parents_of, residents_of
from servicecircle.risk.hot_spots import find_hot_spots
from servicecircle.risk.reasons import explain
from servicecircle.risk.scale import scale_of
from servicecircle.risk.score import contributions, score
from servicecircle.risk.tiers import Tier, probabilities, stability, thresholds_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.area.risk_config import EnoughSection
    from servicecircle.risk.counts import Counts
    from servicecircle.risk.decay import Window
    from servicecircle.risk.from_appeals import Burden
    from servicecircle.risk.from_ground import Ground
    from servicecircle.risk.indicator import Measure
    from servicecircle.risk.scale import Scale
    from servicecircle.risk.tiers import Thresholds
    from servicecircle.vocabulary import Level

    Floats = NDArray[np.float64]

SEED = 500
"""Of all draws: the same input gives the same probabilities."""
TIERS = tuple(Tier)
FEWEST_UNITS = 10
"""With fewer, none is red among the others; fixed thresholds need no others."""


@dataclass(frozen=True, eq=False)
class Assessment:
    """
    The risk of the units of one level.

    Parameters
    ----------
    level
        The level.
    units
        One row a unit, indexed by ``unit_id``: see `docs/risk.md`.
    measures
        Every indicator's values, scored or told.
    scales
        From which value to which each indicator goes, by name.
    weights
        Of each indicator, by name.
    thresholds
        Scores from which on a unit is red, and yellow.
    burden
        What is known of the rate of appeals.
    """

    level: Level
    units: pd.DataFrame
    measures: tuple[Measure, ...]
    scales: dict[str, Scale]
    weights: dict[str, float]
    thresholds: Thresholds
    burden: Burden


def assess(
    area: PlanningArea,
    level: Level,
    counts: Counts,
    window: Window,
    *,
    ground: Ground,
) -> Assessment:
    """
    Assess the units of one level.

    Parameters
    ----------
    area
        The planning area, with the settings.
    level
        The level.
    counts
        Appeals by unit of the finest level.
    window
        The days that they are of.
    ground
        What was measured of walks and codes.

    Returns
    -------
    Assessment
    """
    config = area.config.risk
    units = area.units(level)
    residents = residents_of(area, level)
    table, periods, blocks = _grouped(area, level, counts)
    neighbours = neighbours_of(units)
    burden = burden_of(
        table,
        periods,
        blocks,
        residents,
        weighted=counts.weighted,
        years=window.years,
        neighbours=neighbours,
        config=config,
    )
    generator = np.random.default_rng([SEED, *level.value.encode()])
    measures = (
        *appeal_measures(
            table, burden, residents, draws=config.draws, generator=generator
        ),
        *ground_measures(area, level, residents, ground),
    )
    why = _too_little(residents, burden, config.enough)
    enough = why == ""
    if config.tiers.method != "fixed" and enough.sum() < FEWEST_UNITS:
        why[enough] = "alone"
    weights = {
        m.indicator.name: m.indicator.weight_in(config.weights) for m in measures
    }
    scored = [m for m in measures if weights[m.indicator.name] > 0]
    scales = {
        m.indicator.name: scale_of(
            m, enough, from_=config.scale_from, to=config.scale_to
        )
        for m in scored
    }
    by = np.array([weights[m.indicator.name] for m in scored])
    parts = np.stack([scales[m.indicator.name].score(m.value) for m in scored])
    points = contributions(parts, by)
    scores = score(points)
    thresholds = thresholds_of(scores[enough], config.tiers)
    chances = probabilities(_drawn(scored, scales, by, config.draws), thresholds)
    codes = thresholds.classify(scores)
    quiet = 1 - burden.lasting.above(config.enough.quiet_below)
    low = codes == TIERS.index(Tier.BLUE)
    silent = low & (quiet >= config.enough.quiet_probability) & (why == "")
    why = np.where(silent, "quiet", why)
    told = np.where(why == "", codes, TIERS.index(Tier.INSUFFICIENT))
    tiers = [TIERS[code] for code in told]
    english, chinese = explain(
        tiers, why.tolist(), points, [m.indicator for m in scored]
    )
    hot = find_hot_spots(burden.lasting, neighbours, enough, config.hot_spots)
    frame = pd.DataFrame(
        {
            "name": units["name"],
            "tier": pd.Categorical(tiers, categories=list(Tier)),
            "tier_probability": np.where(
                why == "", chances[codes, np.arange(len(codes))], np.nan
            ),
            "probability_red": chances[0],
            "probability_yellow": chances[1],
            "probability_blue": chances[2],
            "tier_stability": stability(
                parts,
                by,
                enough,
                config.tiers,
                swing=config.weight_swing,
                generator=generator,
            ),
            "score": scores,
            **{
                f"points_{m.indicator.name}": row
                for m, row in zip(scored, points, strict=True)
            },
            "reason": english,
            "reason_zh": chinese,
            "residents": residents,
            "appeals": table["appeals"].to_numpy(dtype=np.int64),
            "rate": measures[0].value,
            "rate_low": measures[0].low,
            "rate_high": measures[0].high,
            "rate_as_counted": burden.raw,
            "reporting_effort": burden.effort,
            "quiet_probability": quiet,
        },
        index=units.index,
    )
    frame = frame.join(hot.set_axis(units.index))
    return Assessment(level, frame, measures, scales, weights, thresholds, burden)


def _grouped(
    area: PlanningArea, level: Level, counts: Counts
) -> tuple[pd.DataFrame, NDArray[np.int64], NDArray[np.int64]]:
    """Add the counts up to the level."""
    if level == area.finest:
        return counts.table, counts.periods, counts.blocks
    up = parents_of(area, area.finest, level)
    ids = area.units(level).index
    periods, blocks = (
        group_counts(pd.DataFrame(by, index=counts.table.index), up, ids).to_numpy()
        for by in (counts.periods, counts.blocks)
    )
    return group_counts(counts.table, up, ids), periods, blocks


def _too_little(
    residents: Floats, burden: Burden, enough: EnoughSection
) -> NDArray[np.object_]:
    """Say of each unit why it cannot be assessed; nothing where it can."""
    few = burden.expected / burden.dispersion < enough.expected
    why = np.where(few, "few", "")
    return np.where(residents <= 0, "nobody", why).astype(object)


def _drawn(
    scored: list[Measure], scales: dict[str, Scale], weights: Floats, draws: int
) -> Floats:
    """Draw scores that may be, shape (draws, units)."""
    parts = [
        np.broadcast_to(
            scales[m.indicator.name].score(m.value if m.draws is None else m.draws),
            (draws, len(m.value)),
        )
        for m in scored
    ]
    return score(contributions(np.stack(parts), weights))
