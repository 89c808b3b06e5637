"""Indicators from appeals: a rate per resident, and shares of the appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.risk.counts import CATEGORY, FLAGS, dispersion
from servicecircle.risk.effort import reporting_effort
from servicecircle.risk.indicator import Measure, built_in
from servicecircle.risk.rates import fit_rates
from servicecircle.risk.shares import fit_shares
from servicecircle.risk.steady import steady_counts

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.area.risk_config import RiskSection
    from servicecircle.risk.rates import Rates

    Floats = NDArray[np.float64]

PROBABILITY = 0.9
"""Of the intervals that are told."""
TAILS = (0.5 - PROBABILITY / 2, 0.5 + PROBABILITY / 2)
THOUSAND = 1_000


class Burden(NamedTuple):
    """How many appeals each unit brings, and how far its reporting explains them."""

    rates: Rates
    """
    Of the window, older appeals counting less; at the district's reporting effort,
    relative to the district's rate.
    """
    lasting: Rates
    """The same, all appeals of the window counting alike, single outbreaks aside."""
    expected: Floats
    """Appeals to be expected at the district's rate, before reporting effort."""
    effort: Floats
    """How much more of its burden each unit reports than the district."""
    raw: Floats
    """Appeals per 1,000 residents and year as counted; NaN where nobody lives."""
    per_1000: float
    """The district's rate."""
    dispersion: float
    """How much more counts vary than by chance alone."""


def burden_of(  # noqa: PLR0913 - what a rate is made of
    counts: pd.DataFrame,
    periods: NDArray[np.int64],
    blocks: NDArray[np.int64],
    residents: Floats,
    *,
    weighted: float,
    years: float,
    neighbours: list[NDArray[np.int64]] | None,
    config: RiskSection,
) -> Burden:
    """
    Estimate every unit's rate of appeals.

    Parameters
    ----------
    counts, periods, blocks
        As `count_appeals` gives them, for the units of one level.
    residents
        Of each unit.
    weighted
        The sum of the weights of all appeals.
    years
        How many years the window amounts to.
    neighbours
        As `neighbours_of` gives them.
    config
        The settings.
    """
    events = counts["events"].to_numpy(dtype=float)
    lived = float(residents.sum())
    expected = events.sum() * residents / lived if lived else np.zeros(len(events))
    effort = reporting_effort(
        counts["scanned"].to_numpy(dtype=float),
        counts["weight"].to_numpy(dtype=float),
        most=config.effort.most,
    )
    spread = dispersion(periods)
    lived_in = residents > 0

    def fit(seen: Floats, time: Floats) -> Rates:
        """Fit rates; what varies more than by chance tells as much as fewer would."""
        exposed = residents * effort * time
        usual = seen.sum() * exposed / max(exposed.sum(), 1.0)
        return fit_rates(
            np.where(lived_in, seen, 0.0) / spread,
            usual / spread,
            neighbours=neighbours,
            prior=config.prior,
        )

    per_1000 = weighted / years / lived * THOUSAND if lived else np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = np.where(residents > 0, events / expected * per_1000, np.nan)
    lasting = fit(*steady_counts(blocks))
    always = np.ones(len(events))
    return Burden(fit(events, always), lasting, expected, effort, raw, per_1000, spread)


def appeal_measures(
    counts: pd.DataFrame,
    burden: Burden,
    residents: Floats,
    *,
    draws: int,
    generator: np.random.Generator,
) -> list[Measure]:
    """Measure every indicator that the appeals give."""
    low, high = burden.rates.interval(PROBABILITY)
    nobody = residents <= 0
    scale = np.where(nobody, np.nan, burden.per_1000)
    found = [
        Measure(
            built_in()["appeals"],
            burden.rates.mean * scale,
            residents,
            burden.per_1000,
            low * scale,
            high * scale,
            burden.rates.draw(draws, generator) * scale,
        )
    ]
    names = [str(name) for name in counts]
    of = {flag: (flag, f"{flag} stated") for flag in FLAGS if flag in names}
    if "unresolved" in names:
        of["unresolved"] = ("unresolved", "weight")
    of["scanned"] = ("scanned", "weight")
    of |= {n: (n, "weight") for n in names if n.startswith(CATEGORY)}
    for name, (with_, base) in of.items():
        first, _, word = name.partition(" ")
        indicator = built_in()[first]
        shares = fit_shares(
            counts[with_].to_numpy(dtype=float) / burden.dispersion,
            counts[base].to_numpy(dtype=float) / burden.dispersion,
        )
        drawn = shares.draw(draws, generator)
        least, most = np.quantile(drawn, TAILS, axis=0)
        stated = counts[base].to_numpy(dtype=float)
        total = float(stated.sum())
        district = float(counts[with_].sum()) / total if total else np.nan
        indicator = indicator.of(word) if word else indicator
        value = shares.mean
        found.append(Measure(indicator, value, stated, district, least, most, drawn))
    return found


def group_counts(
    counts: pd.DataFrame, unit: pd.Series, units: pd.Index
) -> pd.DataFrame:
    """Add the finest units' counts up to the units that hold them."""
    holder = unit.reindex(counts.index).to_numpy()
    return counts.groupby(holder).sum().reindex(units, fill_value=0)
