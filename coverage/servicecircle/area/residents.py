"""How residents come to the buildings: stated, from households, or spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle._validation import name_some
from servicecircle.errors import InternalError
from servicecircle.findings import Finding
from servicecircle.tables.match_columns import fold
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.area.config import ResidentsSection
    from servicecircle.vocabulary import Level

TABLE = "buildings"
WHOLE = ""
"""The one group when a total is spread over the whole area."""


def settle_residents(
    buildings: gpd.GeoDataFrame,
    levels: Mapping[Level, gpd.GeoDataFrame],
    section: ResidentsSection | None,
    *,
    source: str,
) -> tuple[pd.Series, list[Finding]]:
    """
    Give every building its residents.

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

    Returns
    -------
    residents
        Persons, never missing unless an error says why; indexed like `buildings`.
    findings
        A note that says how the numbers came about, and what is missing or doubtful.

    Notes
    -----
    What is spread is kept: the buildings of a unit sum to the unit's residents to one
    part in a million. Only buildings inside the area take part.
    """
    stated = buildings["residents"]
    spreads = section is not None and section.spreads
    if stated.notna().any():
        findings = [] if not spreads else [_ignored(source)]
        residents, found = _stated(buildings, stated, section, source)
        return residents, findings + found
    if section is not None and section.persons_per_household is not None:
        return _from_households(buildings, section, source)
    if section is not None and section.from_level is not None:
        return _from_level(buildings, levels, section)
    if section is not None and section.total is not None:
        groups = _inside(buildings, levels)
        totals = pd.Series({WHOLE: section.total})
        return spread(buildings, groups, totals, section, what="the area")
    message = f"{source} does not say how many residents a building has."
    remedy = (
        "Add the column residents, or [buildings.residents] with from_level, total or "
        "persons_per_household to area.toml."
    )
    return stated, [_finding(Severity.ERROR, "residents-unknown", "", message, remedy)]


def spread(
    buildings: gpd.GeoDataFrame,
    groups: pd.Series,
    totals: pd.Series,
    section: ResidentsSection,
    *,
    what: str,
) -> tuple[pd.Series, list[Finding]]:
    """
    Spread each group's total over its buildings by floor area or footprint.

    Parameters
    ----------
    buildings
        With ``floors``, ``use`` and geometry.
    groups
        The group of each building; missing takes no part and gets 0.
    totals
        Persons by group.
    section
        How to weigh, and which uses nobody lives in.
    what
        What the groups are called in messages.

    Returns
    -------
    residents, findings
        An error for a group with residents and no building; a warning for a group
        in which nobody could live and all its buildings were used.

    Notes
    -----
    Weight is the footprint's area in m2, times floors when by floor area. Floors that
    are missing take the median of the group, else 1, and never less than 1. A point
    weighs as much as the median footprint, or 1 where there are only points.
    """
    weight = _weights(buildings, groups, by_floors=section.spread_by == "floor_area")
    lived_in = _lived_in(buildings["use"], section.non_residential)
    member = groups.notna().to_numpy()
    homes = groups[member & lived_in]
    homeless = totals[(totals > 0) & ~totals.index.isin(homes)].index
    rescued = homeless[homeless.isin(groups[member])]
    lost = homeless.difference(rescued)
    findings = [
        _finding(
            Severity.ERROR,
            "residents-without-building",
            str(label),
            f"{what} {label!r} has {totals[label]:g} residents and no building.".replace(
                f" {WHOLE!r}", ""
            ),
            "Add its buildings, set its residents to 0, or spread from a wider level.",
        )
        for label in lost
    ]
    if len(rescued):
        message = (
            f"{what} {name_some(rescued)}: residents, and no building of a residential "
            "use. They are spread over all buildings there."
        )
        remedy = "Check use, or [buildings.residents] non_residential."
        findings.append(
            _finding(Severity.WARNING, "residents-without-home", "", message, remedy)
        )
    takes = member & (lived_in | groups.isin(rescued).to_numpy())
    weight = np.where(takes, weight, 0.0)
    sums = pd.Series(weight, index=groups.index).groupby(groups).sum()
    factor = (totals / sums.where(sums > 0)).reindex(groups.to_numpy()).to_numpy()
    residents = np.where(takes, weight * np.nan_to_num(factor), 0.0)
    if not len(lost):
        _prove_kept(residents, groups, totals)
    message = (
        f"{totals.sum():,.0f} residents of {len(totals)} {what} are spread over "
        f"{int((residents > 0).sum())} buildings by {section.spread_by.replace('_', ' ')}; "
        f"{int((member & ~takes).sum())} buildings have a use that nobody lives in."
    ).replace("1 the area", "the area")
    findings.append(
        _finding(
            Severity.NOTE,
            "residents-spread",
            "",
            message,
            "Replace it by a register when there is one.",
        )
    )
    return pd.Series(residents, index=buildings.index, name="residents"), findings


def _stated(
    buildings: gpd.GeoDataFrame,
    stated: pd.Series,
    section: ResidentsSection | None,
    source: str,
) -> tuple[pd.Series, list[Finding]]:
    """Use the table's own numbers; an empty cell is 0 only where that is certain."""
    uses = section.non_residential if section is not None else ()
    empty = stated.isna()
    if section is None or not section.blank_is_zero:
        unsure = empty & _lived_in(buildings["use"], uses)
        if unsure.any():
            message = (
                f"{source}: {int(unsure.sum())} buildings have an empty cell for "
                f"residents: {name_some(stated.index[unsure])}."
            )
            remedy = (
                "Fill them in, or, if nobody lives there, add blank_is_zero = true to "
                "[buildings.residents]."
            )
            return stated, [
                _finding(Severity.ERROR, "residents-blank", "", message, remedy)
            ]
    if not empty.any():
        return stated, []
    message = (
        f"{source}: {int(empty.sum())} buildings have an empty cell for residents."
    )
    remedy = "They count as 0, because of their use or of blank_is_zero."
    return stated.fillna(0.0), [
        _finding(Severity.NOTE, "residents-blank", "", message, remedy)
    ]


def _from_households(
    buildings: gpd.GeoDataFrame, section: ResidentsSection, source: str
) -> tuple[pd.Series, list[Finding]]:
    per_household = section.persons_per_household or 0.0
    households = buildings["households"]
    if households.isna().all():
        message = f"{source} has no households to multiply by persons_per_household."
        remedy = "Add the column households, or spread a total instead."
        return households, [
            _finding(Severity.ERROR, "residents-unknown", "", message, remedy)
        ]
    persons, findings = _stated(buildings, households * per_household, section, source)
    message = f"Residents of {source} are households times {per_household:g}."
    note = _finding(
        Severity.NOTE, "residents-from-households", "", message, "Nothing to do."
    )
    return persons.rename("residents"), [*findings, note]


def _from_level(
    buildings: gpd.GeoDataFrame,
    levels: Mapping[Level, gpd.GeoDataFrame],
    section: ResidentsSection,
) -> tuple[pd.Series, list[Finding]]:
    level = section.from_level
    unknown = pd.Series(np.nan, index=buildings.index, name="residents")
    if level is None or level not in levels:
        message = f"[buildings.residents] from_level = {str(level)!r}, and the area has no such level."
        return unknown, [
            _finding(
                Severity.ERROR,
                "residents-unknown",
                "",
                message,
                f"Choose from: {name_some(str(k) for k in levels)}.",
            )
        ]
    totals = levels[level]["residents"]
    if totals.isna().any():
        silent = totals.index[totals.isna()]
        message = f"{len(silent)} {level.layer} do not state their residents: {name_some(silent)}."
        remedy = "Fill in the column residents of that level (0 where nobody lives)."
        return unknown, [
            _finding(Severity.ERROR, "residents-unknown", "", message, remedy)
        ]
    return spread(
        buildings, buildings[level.id_column], totals, section, what=level.layer
    )


def _inside(
    buildings: gpd.GeoDataFrame, levels: Mapping[Level, gpd.GeoDataFrame]
) -> pd.Series:
    finest = list(levels)[-1]
    placed = buildings[finest.id_column].notna()
    return pd.Series(WHOLE, index=buildings.index, dtype="str").where(placed)


def _weights(
    buildings: gpd.GeoDataFrame, groups: pd.Series, *, by_floors: bool
) -> NDArray[np.float64]:
    area_m2 = shapely.area(np.array(buildings.geometry.array, dtype=object))
    known = area_m2[area_m2 > 0]
    area_m2 = np.where(area_m2 > 0, area_m2, np.median(known) if len(known) else 1.0)
    if not by_floors:
        return area_m2
    floors = buildings["floors"]
    typical = floors.groupby(groups).transform("median")
    return np.asarray(area_m2 * floors.fillna(typical).fillna(1.0).clip(lower=1.0))


def _lived_in(use: pd.Series, non_residential: Sequence[str]) -> NDArray[np.bool_]:
    """Which buildings somebody may live in; an unknown use counts as lived in."""
    nobody = {fold(word) for word in non_residential}
    kinds = {kind: fold(kind) in nobody for kind in use.dropna().unique()}
    return ~use.map(kinds).fillna(value=False).to_numpy(dtype=bool)


def _prove_kept(
    residents: NDArray[np.float64], groups: pd.Series, totals: pd.Series
) -> None:
    kept = pd.Series(residents, index=groups.index).groupby(groups).sum()
    kept = kept.reindex(totals.index, fill_value=0.0)
    wrong = ~np.isclose(kept, totals, rtol=1e-6, atol=1e-6)
    if wrong.any():
        msg = f"spreading residents lost some of {name_some(totals.index[wrong])}."
        raise InternalError(msg)


def _ignored(source: str) -> Finding:
    message = (
        f"{source} states residents itself, so [buildings.residents] spreads nothing."
    )
    remedy = "Take from_level or total out of area.toml, or the column out of the file."
    return _finding(Severity.WARNING, "residents-twice", "", message, remedy)


def _finding(
    severity: Severity, rule: str, label: str, message: str, remedy: str
) -> Finding:
    return Finding(severity, rule, TABLE, label, message, remedy)
