"""Reading an edition: a planning area's folder, or a file of units."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pyogrio

from servicecircle._validation import name_some
from servicecircle.area.config import LevelSection
from servicecircle.area.prove import prove_levels
from servicecircle.area.read import read_area
from servicecircle.area.read_config import FILE
from servicecircle.area.units import Units, read_units, units_from_places
from servicecircle.crosswalk.edition import Edition, edition_of
from servicecircle.crs import LONLAT, label, parse_crs, suggest_crs
from servicecircle.errors import AreaError
from servicecircle.inputs import UnusableInputError, read_table
from servicecircle.tables.say import any_blocks
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    import pyproj

    from servicecircle.findings import Finding

LAYERED = (".gpkg",)
"""Kinds of files that can hold several levels."""


def is_area(path: Path) -> bool:
    """Say whether a path names a planning area rather than a file of units."""
    return path.is_dir() or path.name == FILE


def read_edition(
    path: PathLike[str] | str,
    *,
    levels: Sequence[Level] | None = None,
    layer: str | None = None,
    crs: pyproj.CRS | None = None,
) -> Edition:
    """
    Read one edition of a place's units.

    Parameters
    ----------
    path
        A folder with `area.toml`, or a file of units. A GeoPackage can hold several
        levels in layers called as `Level.layer` says.
    levels
        The levels to read from a file; all whose layers are there where None.
    layer
        The file's layer, where one level is read and its name does not say so.
    crs
        The working CRS for a file; its own where None.

    Raises
    ------
    ConfigError, AreaError, UnusableInputError
        If it cannot be used as it is. Messages name the edition.
    """
    path = Path(path)
    try:
        if is_area(path):
            return edition_of(read_area(path), name=str(path))
        return _from_file(path, levels=levels, layer=layer, crs=crs)
    except AreaError as error:
        named = [replace(f, message=f"{path}: {f.message}") for f in error.findings]
        raise AreaError(named) from error


def _from_file(
    path: Path,
    *,
    levels: Sequence[Level] | None,
    layer: str | None,
    crs: pyproj.CRS | None,
) -> Edition:
    order = [k for k in Level if k in levels] if levels else _levels_in(path)
    if layer is not None and len(order) != 1:
        msg = f"One layer holds one level, and {path} is asked for {len(order)}."
        remedy = "Say with --level which one it is."
        raise UnusableInputError(msg, remedy, rule="level-unclear")
    working = crs or _own_crs(path, layer or _layer_of(path, order[0]))
    findings: list[Finding] = []
    read: dict[Level, Units] = {}
    for k, level in enumerate(order):
        places, found = read_units(
            path,
            LevelSection(file=path.name, layer=layer),
            level=level,
            parent=order[k - 1] if k else None,
            crs=working,
        )
        findings += found
        if places is not None:
            read[level] = units_from_places(places, area_name=path.stem)
    if not any_blocks(findings):
        proved, found = prove_levels(read)
        findings += found
    if any_blocks(findings):
        raise AreaError(findings)
    return Edition(str(path), working, proved)


def _levels_in(path: Path) -> list[Level]:
    """Find the levels whose layers a file holds."""
    found = []
    if path.is_file() and path.suffix.lower() in LAYERED:
        found = [level for level in Level if _layer_of(path, level) is not None]
    if not found:
        # A file that is not there is told as such.
        if not path.is_file():
            read_table(path)
        known = name_some(level.layer for level in Level)
        msg = f"{path} does not say which level its units are of."
        remedy = f"Say so with --level, or call the layers {known}."
        raise UnusableInputError(msg, remedy, rule="level-unclear")
    return found


def _layer_of(path: Path, level: Level) -> str | None:
    """Find the layer that is called as the level."""
    if not path.is_file() or path.suffix.lower() not in LAYERED:
        return None
    try:
        there = {str(name) for name, _ in pyogrio.list_layers(path)}
    except pyogrio.errors.DataSourceError:
        return None
    return next((name for name in (level.layer, level.value) if name in there), None)


def _own_crs(path: Path, layer: str | None) -> pyproj.CRS:
    """Take the file's own CRS, if distance in it is in metres."""
    frame = read_table(path, layer=layer)
    if not isinstance(frame, gpd.GeoDataFrame):
        msg = f"{path} has no geometry."
        remedy = "Name a file of outlines, such as a GeoPackage."
        raise UnusableInputError(msg, remedy, rule="geometry-missing")
    crs = parse_crs(frame.crs)
    if crs.is_projected and {axis.unit_name for axis in crs.axis_info} == {"metre"}:
        return crs
    west, south, east, north = frame.to_crs(LONLAT).total_bounds
    zone = suggest_crs((west + east) / 2, (south + north) / 2)
    msg = f"{path} is in {label(crs)}, and area needs metres."
    remedy = f"Say in which CRS to compare, for example --crs {zone}."
    raise UnusableInputError(msg, remedy, rule="editions-crs")
