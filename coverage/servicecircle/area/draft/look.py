"""Looking at files: which layers there are, and what is in each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from servicecircle.area.draft.heads import read_head
from servicecircle.area.draft.layer_names import layer_names
from servicecircle.area.draft.whole_networks import extract_bounds, graph_bounds
from servicecircle.area.reading import swap_axes
from servicecircle.crs import LONLAT
from servicecircle.errors import ServiceCircleError
from servicecircle.inputs import (
    DatabaseUrl,
    UnusableInputError,
    check_unit,
    read_table,
)
from servicecircle.inputs.database import list_tables
from servicecircle.inputs.files import LARGEST_LATITUDE, LARGEST_LONGITUDE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    import pyproj

    from servicecircle.area.draft.whole_networks import Bounds

OSM_SUFFIXES = (".pbf", ".osm", ".osm.gz", ".osm.bz2")
GRAPH_SUFFIX = ".graphml"
LOOKED_AT = 4_000
"""Rows, evenly spaced over the layer, on whose content and places guesses rest."""


class Kind(StrEnum):
    """What a layer is made of."""

    POINTS = "points"
    LINES = "lines"
    POLYGONS = "polygons"
    TABLE = "rows"
    OSM = "OpenStreetMap extract"
    GRAPH = "street graph"


class Skipped(NamedTuple):
    """A file or layer that could not be looked at, and why."""

    what: str
    reason: str


@dataclass(frozen=True, eq=False)
class Look:
    """A layer of a file, as found."""

    path: Path | DatabaseUrl
    layer: str | None
    """Its name, where the file has several."""
    kind: Kind
    frame: pd.DataFrame
    """All of it, or its first rows; empty for OpenStreetMap extracts and graphs."""
    crs: pyproj.CRS | None = None
    """The CRS that the file carries."""
    lines: int | None = None
    """How many rows there are, where only the first were read."""
    swapped: bool = False
    """Whether x and y stood in each other's place, and were put right."""
    covers: Bounds | None = None
    """Where an extract or graph lies, in degrees, if it tells."""

    @property
    def rows(self) -> int:
        """How many rows the layer has."""
        return len(self.frame) if self.lines is None else self.lines

    @property
    def file(self) -> str:
        """Where it is, in full, as area.toml may name it."""
        return self.path.url if isinstance(self.path, DatabaseUrl) else str(self.path)

    @property
    def title(self) -> str:
        """The file's name, and the layer's where there are several."""
        return _title(self.path, self.layer)

    @cached_property
    def columns(self) -> list[str]:
        """The columns, without geometry."""
        spatial = isinstance(self.frame, gpd.GeoDataFrame)
        geometry = self.frame.geometry.name if spatial else None
        return [str(c) for c in self.frame.columns if c != geometry]

    @cached_property
    def sample(self) -> pd.DataFrame:
        """Rows evenly spaced over the layer."""
        count = len(self.frame)
        if count <= LOOKED_AT:
            return self.frame
        return self.frame.iloc[np.linspace(0, count - 1, LOOKED_AT).astype(int)]

    def shapes_in(self, crs: pyproj.CRS) -> gpd.GeoSeries:
        """
        Give the sample's geometries in a CRS, without empty ones.

        What says no CRS is taken for degrees where it can be, else for that CRS's.
        """
        if not isinstance(self.sample, gpd.GeoDataFrame):
            return gpd.GeoSeries([], crs=crs)
        shapes = self.sample.geometry
        drawn = shapes.to_numpy()
        shapes = shapes[~(shapely.is_missing(drawn) | shapely.is_empty(drawn))]
        if self.crs is None:
            shapes = shapes.set_crs(LONLAT if self.in_degrees else crs)
        return shapes.to_crs(crs)

    @cached_property
    def in_degrees(self) -> bool:
        """Whether the coordinates can be longitude and latitude."""
        west, south, east, north = self.frame.total_bounds
        wide = max(-west, east) <= LARGEST_LONGITUDE
        return bool(wide and max(-south, north) <= LARGEST_LATITUDE)


def look_at(path: Path | DatabaseUrl) -> tuple[list[Look], list[Skipped]]:
    """
    Look at every layer of a file, or every table of a database.

    Returns
    -------
    looks
        In the file's order. Layers are read through the same door as for planning, so
        what can be looked at can be read.
    skipped
        What could not be, with the reason.
    """
    name = path.name.lower()
    none = gpd.GeoDataFrame()
    try:
        if isinstance(path, DatabaseUrl):
            return _each(path, list_tables(path))
        if name.endswith(OSM_SUFFIXES):
            covers: Bounds | None = extract_bounds(path)
            return [Look(path, None, Kind.OSM, none, covers=covers)], []
        if name.endswith(GRAPH_SUFFIX):
            covers = graph_bounds(path)
            return [Look(path, None, Kind.GRAPH, none, covers=covers)], []
        head = read_head(path)
        if head is not None:
            frame, lines = head
            crs = frame.crs if isinstance(frame, gpd.GeoDataFrame) else None
            return [Look(path, None, _kind(frame), frame, crs, lines)], []
        layers = layer_names(path)
    except ServiceCircleError as problem:
        return [], [Skipped(path.name, str(problem))]
    return _each(path, layers)


def _each(
    path: Path | DatabaseUrl, layers: Sequence[str | None]
) -> tuple[list[Look], list[Skipped]]:
    looks: list[Look] = []
    skipped: list[Skipped] = []
    for layer in layers:
        try:
            looks.append(_look(path, layer))
        except ServiceCircleError as problem:
            skipped.append(Skipped(_title(path, layer), str(problem)))
    return looks, skipped


def in_whole(look: Look) -> Look:
    """
    Read the rest of a layer of which only the first rows were read.

    Raises
    ------
    UnusableInputError
        If a later row makes it unusable.
    """
    return look if look.lines is None else _look(look.path, look.layer)


def _title(path: Path | DatabaseUrl, layer: str | None) -> str:
    return path.name if layer is None else f"{path.name}, {layer}"


def _look(path: Path | DatabaseUrl, layer: str | None) -> Look:
    frame = read_table(path, layer=layer, placed=False)
    if not isinstance(frame, gpd.GeoDataFrame) or frame.crs is None:
        return Look(path, layer, _kind(frame), frame)
    swapped = False
    try:
        check_unit(frame.total_bounds, frame.crs, source=path.name)
    except UnusableInputError as problem:
        if problem.rule != "swapped-coordinates":
            raise
        turned = swap_axes(np.array(frame.geometry.array, dtype=object))
        frame, swapped = frame.set_geometry(turned, crs=frame.crs), True
    return Look(path, layer, _kind(frame), frame, frame.crs, swapped=swapped)


def _kind(frame: pd.DataFrame) -> Kind:
    """Say what most of the rows are."""
    if not isinstance(frame, gpd.GeoDataFrame):
        return Kind.TABLE
    dimension = shapely.get_dimensions(frame.geometry.to_numpy())
    there = dimension[dimension >= 0]
    if not len(there):
        return Kind.TABLE
    return (Kind.POINTS, Kind.LINES, Kind.POLYGONS)[int(np.bincount(there).argmax())]
