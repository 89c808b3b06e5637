"""How residents come to the buildings: stated, from households, or spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle._validation import name_some
from servicecircle.area.config import ResidentsSection
from servicecircle.area.spread import may_be_home, spread
from servicecircle.tables.say import any_blocks, error, note, warning

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level

TABLE = "buildings"
SECTION = "[buildings.residents]"
AREA = "the area"
"""The one group when a total is spread over the whole area."""


def settle_residents(
    buildings: gpd.GeoDataFrame,
    levels: Mapping[Level, gpd.GeoDataFrame],
    section: ResidentsSection | None,
    *,
    source: str,
    misread: pd.Series | None = None,
) -> tuple[pd.Series, list[Finding]]:
    """
    Give every building its residents.

    The table's own column goes first; then households times persons per household;
    then a unit's or the area's total, spread over the buildings inside.

    Parameters
    ----------
    buildings
        Placed buildings, with ``residents`` and ``households`` as stated (NaN where
        not), ``floors``, ``use``, one ``<level>_id`` per level, and geometry.
    levels
        Units of every level, with their ``residents``.
    section
        [buildings.residents], if it is there.
    source
        What to call the file in messages.
    misread
        Whose cell is told already as being no number, indexed like `buildings`: it is
        not empty.

    Returns
    -------
    residents
        Persons, indexed like `buildings`; never missing unless a finding blocks.
    findings
        A note that says how the numbers came about, and what is missing or doubtful.

    Notes
    -----
    An empty cell is not 0: it blocks, unless nobody can live there by the building's
    use, or `blank_is_zero` says that it means 0.
    """
    rule = section or ResidentsSection()
    stated = buildings["residents"]
    if stated.notna().any():
        findings = [_ignored(source)] if rule.spreads else []
        told = buildings if misread is None else buildings[~misread]
        known, found = _without_blanks(
            stated[told.index], told, rule, findings, source=source
        )
        return known.reindex(stated.index, fill_value=0.0), found
    if rule.persons_per_household is not None:
        return _from_households(buildings, rule, source=source)
    if rule.from_level is not None:
        return _from_level(buildings, levels, rule)
    if rule.total is not None:
        finest = list(levels)[-1]
        placed = buildings[finest.id_column].notna()
        groups = pd.Series(AREA, index=buildings.index, dtype="str").where(placed)
        return _spread(buildings, groups, pd.Series({AREA: rule.total}), rule, AREA)
    message = f"{source} does not say how many residents a building has."
    remedy = (
        f"Add the column residents, or {SECTION} with from_level, total or "
        "persons_per_household to area.toml."
    )
    return stated, [error("residents-unknown", TABLE, message, remedy)]


def _without_blanks(
    persons: pd.Series,
    buildings: gpd.GeoDataFrame,
    rule: ResidentsSection,
    findings: list[Finding],
    *,
    source: str,
) -> tuple[pd.Series, list[Finding]]:
    """Fill empty cells with 0, and ask where that is not certain."""
    blank = persons.isna()
    if not blank.any():
        return persons, findings
    unsure = blank & may_be_home(buildings["use"], rule.non_residential)
    if unsure.any() and not rule.blank_is_zero:
        message = (
            f"{source}: {int(unsure.sum())} buildings have no number of residents: "
            f"{name_some(persons.index[unsure])}."
        )
        remedy = f"Fill them in; if empty means nobody, set blank_is_zero in {SECTION}."
        where = buildings[unsure].representative_point().union_all()
        asked = error("residents-blank", TABLE, message, remedy, where=where)
        return persons.fillna(0.0), [*findings, asked]
    message = (
        f"{source}: {int(blank.sum())} buildings have an empty cell for residents."
    )
    remedy = "They count as 0, by their use or by blank_is_zero."
    return persons.fillna(0.0), [
        *findings,
        note("residents-blank", TABLE, message, remedy),
    ]


def _from_households(
    buildings: gpd.GeoDataFrame, rule: ResidentsSection, *, source: str
) -> tuple[pd.Series, list[Finding]]:
    households = buildings["households"]
    if households.isna().all():
        message = f"{source} has no households to multiply by persons_per_household."
        remedy = "Add the column households, or spread a total instead."
        return households, [error("residents-unknown", TABLE, message, remedy)]
    factor = rule.persons_per_household or np.nan
    message = f"Residents of {source} are households times {factor:g}."
    remedy = "Replace it by a register when there is one."
    made = note("residents-from-households", TABLE, message, remedy)
    persons = (households * factor).rename("residents")
    return _without_blanks(persons, buildings, rule, [made], source=source)


def _from_level(
    buildings: gpd.GeoDataFrame,
    levels: Mapping[Level, gpd.GeoDataFrame],
    rule: ResidentsSection,
) -> tuple[pd.Series, list[Finding]]:
    unknown = pd.Series(np.nan, index=buildings.index, name="residents")
    level = rule.from_level
    if level is None or level not in levels:
        message = f"{SECTION} from_level names {level}, and the area has no such level."
        remedy = f"Choose from: {name_some(str(known) for known in levels)}."
        return unknown, [error("residents-unknown", TABLE, message, remedy)]
    totals = levels[level]["residents"]
    silent = totals.index[totals.isna()]
    if len(silent):
        message = (
            f"{len(silent)} {level.layer} do not state their residents: "
            f"{name_some(silent)}."
        )
        remedy = "Fill in the column residents of that level; 0 where nobody lives."
        return unknown, [error("residents-unknown", level.layer, message, remedy)]
    groups = buildings[level.id_column]
    what = f"{len(totals)} {level.layer}"
    return _spread(buildings, groups, totals, rule, what)


def _spread(
    buildings: gpd.GeoDataFrame,
    groups: pd.Series,
    totals: pd.Series,
    rule: ResidentsSection,
    what: str,
) -> tuple[pd.Series, list[Finding]]:
    residents, findings = spread(
        buildings,
        groups,
        totals,
        by_floors=rule.spread_by == "floor_area",
        non_residential=rule.non_residential,
    )
    if any_blocks(findings):
        return residents, findings
    homes = int((residents > 0).sum())
    message = (
        f"{totals.sum():,.0f} residents of {what} are spread over {homes} of "
        f"{len(buildings)} buildings by {rule.spread_by.replace('_', ' ')}."
    )
    remedy = "Replace it by a register when there is one."
    return residents, [*findings, note("residents-spread", TABLE, message, remedy)]


def _ignored(source: str) -> Finding:
    message = f"{source} states residents itself, so {SECTION} spreads nothing."
    remedy = "Take from_level or total out of area.toml, or the column out of the file."
    return warning("residents-twice", TABLE, message, remedy)
