"""Counts in the data against counts that are published or agreed ([stated])."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.tables.say import warning

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from servicecircle.area.config import StatedSection
    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level

RESIDENTS_SHARE = 0.005
"""Half a hundredth: registers of two days differ by no more."""
REMEDY = "Find what is missing or too much, or correct [stated] in area.toml."


def check_stated_units(
    levels: Mapping[Level, pd.DataFrame], stated: StatedSection
) -> list[Finding]:
    """Compare how many units each level has with what is stated; exactly."""
    found: list[Finding] = []
    for level, count in stated.units.items():
        if level in levels:
            found += _compare(level.layer, level.layer, len(levels[level]), count)
    return found


def check_stated_buildings(
    buildings: pd.DataFrame, stated: StatedSection
) -> list[Finding]:
    """Compare buildings exactly, and residents within half a hundredth."""
    found = _compare("buildings", "buildings", len(buildings), stated.buildings)
    count = stated.residents
    if count is not None:
        there = round(float(buildings["residents"].sum()))
        near = abs(there - count) <= RESIDENTS_SHARE * count
        found += [] if near else _compare("buildings", "residents", there, count)
    return found


def check_stated_stations(
    tiers: pd.Series, open_tiers: pd.Series, *, stated: StatedSection
) -> list[Finding]:
    """
    Compare stations, in all and by tier, and what is stated with its own parts.

    Parameters
    ----------
    tiers, open_tiers
        The tier of every station of the table, and of those open at the planning date.
        Nobody says which of the two a published count is of: either may agree.
    stated
        What is published.

    Examples
    --------
    >>> import pandas as pd
    >>> from servicecircle.area.config import StatedSection
    >>> stated = StatedSection(
    ...     stations=197,
    ...     stations_by_tier={"district": 1, "street": 6, "community": 31, "post": 160},
    ... )
    >>> tiers = ["district"] + ["street"] * 6 + ["community"] * 31 + ["post"] * 160
    >>> there = pd.Series(tiers)
    >>> for found in check_stated_stations(there, there[:192], stated=stated):
    ...     print(found.message)
    There are 198 stations (192 of them open); 197 are stated: +1 (+0.5%).
    [stated] states 197 stations, and its own tiers add up to 198.
    """
    counts: dict[str, tuple[int, int, int | None]] = {
        "stations": (len(tiers), len(open_tiers), stated.stations)
    }
    for tier, published in stated.stations_by_tier.items():
        every, open_ones = (int((of == tier).sum()) for of in (tiers, open_tiers))
        counts[f"stations of tier {tier!r}"] = every, open_ones, published
    found: list[Finding] = []
    for what, (there, shown, count) in counts.items():
        if count != shown:
            aside = "" if shown == there else f" ({shown:,} of them open)"
            found += _compare("stations", f"{what}{aside}", there, count)
    parts = sum(stated.stations_by_tier.values())
    if stated.stations is not None and parts not in {0, stated.stations}:
        message = (
            f"[stated] states {stated.stations:,} stations, and its own tiers add up "
            f"to {parts:,}."
        )
        remedy = "Ask who published it which of the two is meant."
        found.append(warning("stated-sum-differs", "stations", message, remedy))
    return found


def _compare(table: str, what: str, there: int, stated: int | None) -> list[Finding]:
    if stated is None or there == stated:
        return []
    apart = there - stated
    share = f" ({apart / stated:+.1%})" if stated else ""
    message = f"There are {there:,} {what}; {stated:,} are stated: {apart:+,}{share}."
    return [warning("count-differs", table, message, REMEDY)]
