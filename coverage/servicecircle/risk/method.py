"""The method as a table: every window, weight, scale and threshold that was used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from servicecircle.area.risk_config import RiskSection
    from servicecircle.risk.assess import Assessment
    from servicecircle.risk.decay import Window

Row = tuple[str, str, object, str]
ALL = "all"


def method_table(
    assessments: Sequence[Assessment], window: Window, config: RiskSection
) -> pd.DataFrame:
    """
    List everything that the result depends on.

    Returns
    -------
    DataFrame
        ``level`` (or *all*), ``setting``, ``value`` and ``meaning``.
    """
    rows = [*_settings(window, config)]
    for assessment in assessments:
        rows += [(assessment.level.value, *row) for row in _of(assessment)]
    return pd.DataFrame(rows, columns=["level", "setting", "value", "meaning"]).astype(
        "str"
    )


def indicator_table(assessment: Assessment) -> pd.DataFrame:
    """
    List every indicator of every unit of a level, scored or only told.

    Returns
    -------
    DataFrame
        ``level``, ``unit_id``, ``indicator``, ``value``, ``low`` and ``high`` (90 %;
        missing where the value is no estimate), ``unit``, ``denominator``,
        ``counted_on`` (how much of it there is), ``weight`` and ``points``.
    """
    parts = []
    ids = assessment.units.index.to_numpy()
    for measure in assessment.measures:
        of = measure.indicator
        points = f"points_{of.name}"
        part = pd.DataFrame(
            {
                "unit_id": ids,
                "value": measure.value,
                "low": measure.low,
                "high": measure.high,
                "counted_on": measure.counted_on,
            }
        )
        scored = points in assessment.units
        part["points"] = assessment.units[points].to_numpy() if scored else np.nan
        part["indicator"] = of.name
        part["unit"], part["denominator"] = of.unit, of.denominator
        part["weight"] = assessment.weights[of.name]
        parts.append(part)
    table = pd.concat(parts, ignore_index=True)
    table["level"] = assessment.level.value
    return table[list(COLUMNS)]


COLUMNS = (
    "level",
    "unit_id",
    "indicator",
    "value",
    "low",
    "high",
    "unit",
    "denominator",
    "counted_on",
    "weight",
    "points",
)


def _settings(window: Window, config: RiskSection) -> Iterator[Row]:
    yield ALL, "first_day", window.first, "First day of the window."
    yield ALL, "last_day", window.last, "Last day: the one whose state is assessed."
    half = config.half_life_days
    yield ALL, "half_life_days", half, "An appeal counts half after so many days."
    yield ALL, "window_years", round(window.years, 6), "What the window amounts to."
    after = config.unresolved_after_days
    yield ALL, "unresolved_after_days", after, "Open matters count from this age on."
    yield ALL, "prior", config.prior, "What rates of few appeals lean on."
    channels = "|".join(config.effort.channels)
    yield ALL, "effort_channels", channels, "Channels of reporting effort."
    yield ALL, "effort_most", config.effort.most, "Bound of the reporting effort."
    yield ALL, "scale_from", config.scale_from, "Quantile of the units that scores 0."
    yield ALL, "scale_to", config.scale_to, "Quantile of the units that scores 1."
    enough = config.enough
    yield ALL, "enough_expected", enough.expected, "Appeals to be expected at least."
    yield ALL, "quiet_below", enough.quiet_below, "Part of the district's rate."
    told = "How probable less than that must be for a low unit to be insufficient."
    yield ALL, "quiet_probability", enough.quiet_probability, told
    yield ALL, "tier_method", config.tiers.method, "How thresholds are settled."
    if config.tiers.method != "natural_breaks":
        yield ALL, "tier_red", config.tiers.red, "Share of units, or score."
        yield ALL, "tier_yellow", config.tiers.yellow, "Share of units, or score."
    hot = config.hot_spots
    yield ALL, "hot_times", hot.times, "A hot spot's rate over the district's."
    yield ALL, "false_discoveries", hot.false_discoveries, "Share that may be false."
    yield ALL, "draws", config.draws, "Draws for the probabilities of tiers."
    yield ALL, "weight_swing", config.weight_swing, "By how much weights are moved."


def _of(assessment: Assessment) -> Iterator[tuple[str, object, str]]:
    thresholds, burden = assessment.thresholds, assessment.burden
    yield "threshold_red", f"{thresholds.red:.6g}", "Score from which a unit is red."
    yield "threshold_yellow", f"{thresholds.yellow:.6g}", "Score for yellow."
    rate = f"{burden.per_1000:.6g}"
    yield "district_rate", rate, "Appeals per 1,000 residents and year."
    spread = f"{burden.dispersion:.6g}"
    yield "dispersion", spread, "How much more counts vary than by chance alone."
    shape = f"{burden.rates.prior_shape:.6g}"
    yield "prior_shape", shape, "The larger, the more alike units are."
    local = f"{burden.rates.local_share:.6g}"
    yield "local_share", local, "How much rates lean on the neighbours' (0 to 1)."
    for name, weight in assessment.weights.items():
        yield f"weight_{name}", f"{weight:.6g}", "Weight in the score; 0 is told only."
    for name, scale in assessment.scales.items():
        first, last = f"{scale.low:.6g}", f"{scale.high:.6g}"
        if scale.better:
            first, last = last, first
        yield f"scale_{name}", f"{first} to {last}", "Values that score 0 and 1."
