"""All levels of an area, top down, before their hierarchy is proved."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from servicecircle.area.derive import derive_district, derive_level
from servicecircle.area.units import Units, read_units, units_from_places
from servicecircle.inputs import locate
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path

    import pyproj

    from servicecircle.area.config import AreaConfig
    from servicecircle.area.places import Places
    from servicecircle.findings import Finding

OF_COORDINATES = (
    "crs-disagrees",
    "crs-missing",
    "crs-unknown",
    "degrees-for-metres",
    "metres-for-degrees",
    "swapped-coordinates",
    "zone-number",
)
"""Rules of how coordinates are to be read."""


def read_levels(
    config: AreaConfig, folder: Path, *, crs: pyproj.CRS
) -> tuple[dict[Level, Units], list[Finding]]:
    """
    Read all levels, top down.

    A level with `derive_from` is dissolved from the finer level's table. A district
    that is not there is the union of the widest level that is.

    Returns
    -------
    levels
        Those that could be read, as far as they could; none where nothing could.
    findings
        Everything that is wrong, and a note for what was derived.
    """
    order = [k for k in Level if k in config.levels or k is Level.DISTRICT]
    read, findings = _read(config, folder, order, crs=crs)
    derived, found = _derive(config, read)
    findings += found
    name = config.area.name
    levels = {k: units_from_places(v, area_name=name) for k, v in read.items()}
    levels |= derived
    # A district that could not be read is not made up from what lies below.
    if levels and Level.DISTRICT not in (levels.keys() | config.levels.keys()):
        widest = next(level for level in order if level in levels)
        district, derived_note = derive_district(levels[widest], of=widest, name=name)
        levels[Level.DISTRICT] = district
        findings.append(derived_note)
    for above, level in pairwise(order):
        if above not in levels and level in levels:
            # Codes of parents that could not be read prove nothing.
            levels[level] = levels[level]._replace(states_parents=False)
    return {level: levels[level] for level in order if level in levels}, findings


def _read(
    config: AreaConfig, folder: Path, order: list[Level], *, crs: pyproj.CRS
) -> tuple[dict[Level, Places], list[Finding]]:
    findings: list[Finding] = []
    read: dict[Level, Places] = {}
    for level, section in config.levels.items():
        if section.file is None:
            continue
        place = order.index(level)
        parent = order[place - 1] if place else None
        path = locate(folder, section.file)
        places, found = read_units(
            path, section, level=level, parent=parent, crs=crs, folder=folder
        )
        findings += found
        if places is not None:
            read[level] = places
    return read, told_once(findings)


def told_once(findings: list[Finding]) -> list[Finding]:
    """
    Tell what is wrong with the coordinates of several levels once, naming all of them.

    Levels that come from one hand are wrong alike, and mended alike.

    >>> from servicecircle.tables.say import error
    >>> said = [
    ...     error("crs-missing", layer, f"{layer}.shp says no CRS.", "Say it.")
    ...     for layer in ("streets", "communities", "grids")
    ... ]
    >>> print(told_once(said)[0].message)
    streets.shp says no CRS. So it is with communities, grids.
    """
    first: dict[tuple[str, str], Finding] = {}
    others: dict[tuple[str, str], list[str]] = {}
    told: list[Finding] = []
    for finding in findings:
        kind = (finding.rule, finding.remedy)
        if finding.rule not in OF_COORDINATES:
            told.append(finding)
        elif kind in first:
            others.setdefault(kind, []).append(finding.table)
        else:
            first[kind] = finding
            told.append(finding)
    same = {id(first[kind]): ", ".join(names) for kind, names in others.items()}
    return [
        replace(f, message=f"{f.message} So it is with {same[id(f)]}.")
        if id(f) in same
        else f
        for f in told
    ]


def _derive(
    config: AreaConfig, read: dict[Level, Places]
) -> tuple[dict[Level, Units], list[Finding]]:
    findings: list[Finding] = []
    derived: dict[Level, Units] = {}
    for level, section in config.levels.items():
        finer = section.derive_from
        if finer is None or finer not in read:
            continue
        made, found = derive_level(
            level,
            read[finer],
            columns=section.columns,
            source=str(config.levels[finer].file),
        )
        findings += found
        if made is not None:
            derived[level] = made
    return derived, findings
