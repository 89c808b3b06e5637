"""The units of every level: read, dissolved from a finer level, or their union."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.area.places import Places, read_places
from servicecircle.findings import Finding
from servicecircle.tables import Column, Table, conform, units_table
from servicecircle.tables.schema import level_aliases
from servicecircle.vocabulary import Level, Severity

if TYPE_CHECKING:
    from pathlib import Path

    import pyproj
    from numpy.typing import NDArray

    from servicecircle.area.config import AreaConfig, LevelSection

DISTRICT_ID = "district"
"""The id of a district that is derived, or has a single outline without a code."""


class Units(NamedTuple):
    """The units of one level, before their parents are proved."""

    frame: gpd.GeoDataFrame
    """Indexed by unit_id, sorted: name, parent_id (as stated), residents, geometry."""
    states_parents: bool
    source: str


def read_levels(
    config: AreaConfig, folder: Path, *, crs: pyproj.CRS
) -> tuple[dict[Level, Units] | None, list[Finding]]:
    """
    Read all levels, top down.

    A level with `derive_from` is dissolved from the finer level's table. A district
    that is not there is the union of the widest level that is.

    Returns
    -------
    levels
        None where a finding blocks.
    findings
        Everything that is wrong, and a note for what was derived.
    """
    findings: list[Finding] = []
    read: dict[Level, Places] = {}
    order = [
        level for level in Level if level in config.levels or level is Level.DISTRICT
    ]
    for level, section in config.levels.items():
        if section.file is None:
            continue
        above = order[: order.index(level)]
        places, found = _read_units(
            folder / section.file, section, level, above[-1] if above else None, crs=crs
        )
        findings += found
        if places is not None:
            read[level] = places
    if any(f.blocks for f in findings):
        return None, findings

    levels: dict[Level, Units] = {}
    for level in order:
        if level in read:
            name = str(config.levels[level].file)
            levels[level] = _units(read[level], config.area.name, source=name)
    stated: dict[Level, pd.Series] = {}
    for level, section in config.levels.items():
        if section.derive_from is None:
            continue
        units, ids, found = _derived(
            level,
            section,
            read[section.derive_from],
            str(config.levels[section.derive_from].file),
        )
        findings += found
        if units is not None:
            levels[level] = units
            below = order[order.index(level) + 1 :]
            if below and below[0] is section.derive_from:
                stated[section.derive_from] = ids
    if any(f.blocks for f in findings):
        return None, findings
    for level, ids in stated.items():
        if not levels[level].states_parents:
            frame = levels[level].frame.assign(parent_id=ids)
            levels[level] = levels[level]._replace(frame=frame, states_parents=True)
    if Level.DISTRICT not in levels:
        widest = next(level for level in order if level in levels)
        levels[Level.DISTRICT] = _union(levels[widest].frame, config.area.name)
        message = f"No district is given: it is the union of the {widest.layer}."
        remedy = "Add [levels.district] if there is an official outline."
        findings.append(
            Finding(
                Severity.NOTE,
                "district-derived",
                Level.DISTRICT.layer,
                "",
                message,
                remedy,
            )
        )
    return {level: levels[level] for level in order}, findings


def _read_units(
    path: Path,
    section: LevelSection,
    level: Level,
    parent: Level | None,
    *,
    crs: pyproj.CRS,
) -> tuple[Places | None, list[Finding]]:
    table = units_table(level, parent)
    usual = (level.layer, level.value)
    places, findings = read_places(path, section, table, crs=crs, usual_layers=usual)
    if places is None and level is Level.DISTRICT and _only_lacks_id(findings):
        # One outline needs no code to be told from others.
        optional = tuple(
            Column(c.name, "id", aliases=c.aliases, fallbacks=c.fallbacks)
            if c.dtype == "key"
            else c
            for c in table.columns
        )
        alone, found = read_places(
            path, section, Table(table.name, optional), crs=crs, usual_layers=usual
        )
        if alone is not None and len(alone.frame) == 1:
            return alone, found
    return places, findings


def _only_lacks_id(findings: list[Finding]) -> bool:
    blocking = [f for f in findings if f.blocks]
    return all(f.rule == "column-missing" and "unit_id" in f.message for f in blocking)


def _units(places: Places, area_name: str, *, source: str) -> Units:
    frame = places.frame
    ids = frame["unit_id"].fillna(DISTRICT_ID)
    only = places.frame["unit_id"].isna()
    name = frame["name"].mask(only & frame["name"].isna(), area_name)
    frame = frame.assign(unit_id=ids, name=name.fillna(ids))
    frame = frame.set_index("unit_id").sort_index()
    columns = ["name", "parent_id", "residents", "geometry"]
    return Units(frame[columns], "parent_id" in places.matched, source)


def _derived(
    level: Level, section: LevelSection, finer: Places, source: str
) -> tuple[Units | None, pd.Series, list[Finding]]:
    """Dissolve a level from the table of a finer one."""
    ids, names = level_aliases()[level]
    table = Table(
        level.layer,
        (
            Column("unit_id", "id", required=True, aliases=ids),
            Column("name", "text", aliases=names),
        ),
    )
    own_id = finer.matched.get("unit_id")
    # The finer level's own `name` column is not the wider level's.
    plain = pd.DataFrame(finer.raw).drop(
        columns=[
            c
            for c in ("name", "unit_id", own_id)
            if c in finer.raw and c not in section.columns.values()
        ]
    )
    done, findings, matched = conform(
        plain, table, columns=section.columns, source=source
    )
    of_finer = pd.Series(
        done["unit_id"].to_numpy(), index=finer.frame["unit_id"].to_numpy(), dtype="str"
    )
    if any(f.blocks for f in findings):
        return None, of_finer, findings
    label = done["name"].fillna(done["unit_id"])
    pairs = pd.DataFrame({"unit_id": done["unit_id"], "name": label})
    pairs = pairs.drop_duplicates().sort_values(["unit_id", "name"])
    twice = pairs[pairs["unit_id"].duplicated(keep=False)]
    for unit_id, group in twice.groupby("unit_id"):
        message = f"{source} gives {level.layer} {unit_id!r} the names {' and '.join(map(repr, group['name']))}."
        findings.append(
            Finding(
                Severity.WARNING,
                "name-differs",
                level.layer,
                str(unit_id),
                message,
                "Keep one; the first is used.",
            )
        )
    name = pairs.drop_duplicates("unit_id").set_index("unit_id")["name"]
    outlines = dissolve(
        np.array(finer.frame.geometry.array, dtype=object), done["unit_id"].to_numpy()
    )
    frame = gpd.GeoDataFrame(
        {
            "name": name,
            "parent_id": pd.Series(None, index=name.index, dtype="str"),
            "residents": np.nan,
        },
        geometry=outlines.reindex(name.index).to_numpy(),
        crs=finer.frame.crs,
        index=name.index,
    )
    how = "" if "name" in matched else ", named by its code"
    message = f"{len(frame)} {level.layer} are dissolved from {source} by {matched['unit_id']!r}{how}."
    note = Finding(
        Severity.NOTE, "level-derived", level.layer, "", message, "Nothing to do."
    )
    return (
        Units(frame, states_parents=False, source=source),
        of_finer,
        [*findings, note],
    )


def dissolve(shapes: NDArray[np.object_], labels: NDArray[np.object_]) -> pd.Series:
    """
    Unite the polygons that share a label.

    Returns
    -------
    Series of polygons, indexed by label, sorted.

    Examples
    --------
    >>> squares = shapely.box([0, 1, 5], 0, [1, 2, 6], 1)
    >>> shapely.area(dissolve(squares, np.array(["a", "a", "b"])).to_numpy()).tolist()
    [2.0, 1.0]
    """
    united = {}
    # Edge-matched units unite much faster, and without slivers.
    matched = bool(shapely.coverage_is_valid(shapes))
    unite = shapely.coverage_union_all if matched else shapely.union_all
    for label, rows in pd.Series(range(len(labels))).groupby(
        np.asarray(labels, dtype=object)
    ):
        united[label] = unite(shapes[rows.to_numpy()])
    return pd.Series(united, dtype=object).sort_index()


def _union(frame: gpd.GeoDataFrame, name: str) -> Units:
    shapes = np.array(frame.geometry.array, dtype=object)
    outline = dissolve(shapes, np.array([DISTRICT_ID] * len(shapes), dtype=object))
    index = pd.Index([DISTRICT_ID], name="unit_id", dtype="str")
    district = gpd.GeoDataFrame(
        {
            "name": pd.Series([name], index=index, dtype="str"),
            "parent_id": pd.Series([None], index=index, dtype="str"),
            "residents": np.nan,
        },
        geometry=outline.to_numpy(),
        crs=frame.crs,
        index=index,
    )
    return Units(district, states_parents=False, source="area.toml")
