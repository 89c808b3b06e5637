"""What speaks for a layer's being one part or another of a planning area."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle.area.draft.look import Kind
from servicecircle.area.draft.roles import Role, roles, roles_named
from servicecircle.inputs import DatabaseUrl
from servicecircle.tables import Column, Table, table
from servicecircle.tables.match_columns import fold, match_columns
from servicecircle.tables.schema import level_aliases
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyproj

    from servicecircle.area.draft.look import Look

SURE, FAIR = 6, 4
"""Points from which a guess is called sure, and fair; below, it is a question."""
KEY = 4
"""Points for the code that only this table has."""
ALONE = 2
MOST_COLUMNS = 3
LARGEST_BUILDING_M2 = 20_000
SMALLEST_UNIT_M2 = 3_000
SHARED = frozenset({"name", "residents", "host_type", "x", "y", "kind", "status"})
"""Columns that several tables have, and which therefore tell nothing."""
PATH_COLUMNS = frozenset({
    "highway", "oneway", "bridge", "tunnel", "steps", "sidewalk", "roadname",
    "roadclass", "道路名称", "道路等级", "道路类型", "路名", "车道数",
})  # fmt: skip
"""Columns that layers of streets have."""
KIND_COLUMNS = frozenset({"kind", "type", "fclass", "class", "类型", "类别", "种类"})
KINDS = {
    "stations": {Kind.POINTS, Kind.TABLE},
    "buildings": {Kind.POLYGONS, Kind.POINTS, Kind.TABLE},
    "entrances": {Kind.POINTS, Kind.TABLE},
    "candidates": {Kind.POINTS, Kind.TABLE},
    "network": {Kind.LINES, Kind.OSM, Kind.GRAPH},
    "obstacles": {Kind.LINES, Kind.POLYGONS},
    "appeals": {Kind.POINTS, Kind.TABLE},
}
"""What the layers of each role are made of; units are polygons, others anything."""


@dataclass
class Evidence:
    """Points for and against, with the reasons that are for."""

    points: float = 0
    reasons: list[str] = field(default_factory=list)

    def add(self, points: float, reason: str = "") -> None:
        """Add points, and the reason if there is one to tell."""
        self.points += points
        if reason:
            self.reasons.append(reason)

    @property
    def confidence(self) -> str:
        """How far to trust the guess."""
        if self.points >= SURE:
            return "sure"
        return "likely" if self.points >= FAIR else "a guess"


def weigh(look: Look, *, crs: pyproj.CRS) -> dict[str, Evidence]:
    """
    Weigh what a layer may be.

    Parameters
    ----------
    look
        The layer.
    crs
        A CRS in metres to measure in.

    Returns
    -------
    dict
        For each role that the layer's geometry allows, the evidence.
    """
    if look.kind in {Kind.OSM, Kind.GRAPH}:
        return {
            "network": Evidence(SURE, [f"it is a whole network ({look.kind.value})"])
        }
    named = _named(look)
    area_m2 = median_area_m2(look, crs) if look.kind is Kind.POLYGONS else None
    keys = unit_keys(look)
    weighed = {}
    for role in roles().values():
        if look.kind not in KINDS.get(role.name, _default_kinds(role)):
            continue
        found = Evidence()
        if role.name in named:
            points, where = named[role.name]
            found.add(points, f"{where} says {role.name.replace('_', ' ')}")
        if role.level is not None:
            _weigh_units(found, role.level, keys, area_m2)
            if role.level is Level.DISTRICT and len(look.frame) == 1 and found.points:
                found.add(ALONE, "it is one outline")
        elif role.kind == "table" or role.name == "appeals":
            _weigh_columns(found, role, look)
        _weigh_geometry(found, role, look, area_m2)
        weighed[role.name] = found
    return weighed


def _default_kinds(role: Role) -> Iterable[Kind]:
    return {Kind.POLYGONS} if role.level is not None else tuple(Kind)


def _named(look: Look) -> dict[str, tuple[int, str]]:
    """Say what the layer's name speaks of; the file's counts where that is silent."""
    # What a database is called is where it is, not what its tables hold.
    at_hand = not isinstance(look.path, DatabaseUrl)
    stem = look.path.name.split(".")[0] if at_hand else ""
    told = {role: (points, "the file") for role, points in roles_named(stem).items()}
    if look.layer is None:
        return told
    # A file of buildings may have a layer of entrances: the layer knows better.
    by_layer = roles_named(look.layer)
    return {role: (points, "the layer") for role, points in by_layer.items()} or told


def median_area_m2(look: Look, crs: pyproj.CRS) -> float:
    """Give the median area of a layer's polygons."""
    areas = shapely.area(look.shapes_in(crs).to_numpy())
    return float(np.median(areas)) if len(areas) else 0.0


def unit_keys(look: Look) -> dict[Level, tuple[str, bool]]:
    """Find the columns of codes of levels, and whether each tells the rows apart."""
    asked = Table(
        "units",
        tuple(
            Column(level.id_column, "id", aliases=ids)
            for level, (ids, _) in level_aliases().items()
        ),
    )
    matched, _ = match_columns(look.columns, asked, columns={}, source="")
    keys = {}
    for level in level_aliases():
        if level.id_column in matched:
            values = look.frame[matched[level.id_column]]
            own = bool(values.notna().all() and values.is_unique)
            keys[level] = (matched[level.id_column], own)
    return keys


def _weigh_units(
    found: Evidence,
    level: Level,
    keys: Mapping[Level, tuple[str, bool]],
    area_m2: float | None,
) -> None:
    if level in keys:
        column, tells_apart = keys[level]
        if tells_apart:
            found.add(KEY, f"{column} is its own code")
        else:
            found.add(-KEY)
    elif any(level.finer_than(other) for other, (_, own) in keys.items() if own):
        found.add(-1)
    if area_m2 is not None and area_m2 < SMALLEST_UNIT_M2:
        found.add(-2 * KEY)


def _weigh_columns(found: Evidence, role: Role, look: Look) -> None:
    """Count the columns that only this table has; its code weighs most."""
    asked = table(role.name)
    matched, _ = match_columns(look.columns, asked, columns={}, source="")
    own = asked.key or "building_id"
    aliases = {fold(word) for word in (own, *asked.column(own).aliases)}
    if own in matched and fold(matched[own]) in aliases:
        unique = look.frame[matched[own]].is_unique
        fits = unique or role.name in {"entrances", "appeals"}
        found.add(KEY if fits else 1, f"{matched[own]} is the code")
    units = {level.id_column for level in level_aliases()}
    telling = [name for name in matched if name not in {*SHARED, *units, own}]
    telling = [name for name in telling if name != "building_id"]
    if telling:
        points = min(len(telling), MOST_COLUMNS)
        names = ", ".join(matched[name] for name in telling[:MOST_COLUMNS])
        found.add(points, f"it has {names}")
    elif role.name == "buildings" and own in matched:
        # A code of buildings alone is what tables that refer to buildings have.
        found.add(-2)
    if look.kind is Kind.TABLE and not {"x", "y"} <= matched.keys():
        found.add(-2 if role.name != "appeals" else 0)


def _weigh_geometry(
    found: Evidence, role: Role, look: Look, area_m2: float | None
) -> None:
    if role.name == "network":
        found.add(3, "it is made of lines")
        telling = [c for c in look.columns if fold(c) in PATH_COLUMNS]
        if telling:
            found.add(2, f"it has {', '.join(telling[:MOST_COLUMNS])}")
    elif role.name == "obstacles":
        _weigh_kinds(found, look)
    elif role.name == "buildings" and area_m2 is not None:
        if area_m2 > LARGEST_BUILDING_M2:
            found.add(-2 * KEY)
        elif len(look.frame) > 1 and area_m2 < SMALLEST_UNIT_M2:
            found.add(2, f"its polygons are small (median {area_m2:,.0f} m2)")
    elif role.name in {"stations", "candidates"} and not _numbers_alone(look.frame):
        found.add(0.5)


def _weigh_kinds(found: Evidence, look: Look) -> None:
    """See whether the kinds of what is drawn are kinds of obstacles."""
    for column in look.columns:
        if fold(column) in KIND_COLUMNS:
            kinds = look.sample[column].dropna().astype("str").unique()
            telling = [k for k in kinds if "obstacles" in roles_named(k)]
            if len(telling) * 2 > len(kinds):
                named = ", ".join(sorted(telling)[:MOST_COLUMNS])
                found.add(KEY, f"its column {column} holds {named}")
                return


def _numbers_alone(frame: pd.DataFrame) -> bool:
    """Whether a layer has no column of words: nobody's stations have no names."""
    return not any(pd.api.types.is_string_dtype(frame[c].dtype) for c in frame)
