"""One table of places: read, conformed, checked and brought to the working CRS."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import geopandas as gpd
import numpy as np

from servicecircle.area.reading import in_working_crs
from servicecircle.area.row_datums import in_one_datum
from servicecircle.area.settle_reading import (
    Coordinates,
    Located,
    bounds_of,
    check_numbers,
    settle_reading,
)
from servicecircle.area.zone_numbers import as_numbered
from servicecircle.errors import CrsError
from servicecircle.inputs import UnusableInputError, points_from_columns, read_table
from servicecircle.tables import check_geometry, conform, locate, usable_rows
from servicecircle.tables.say import error

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    import pyproj

    from servicecircle.area.reading import Reading
    from servicecircle.findings import Finding
    from servicecircle.inputs import DatabaseUrl
    from servicecircle.tables import Table


class Source(Located, Protocol):
    """A section of area.toml that names a file with a table in it."""

    @property
    def layer(self) -> str | None:
        """The layer or sheet."""

    @property
    def columns(self) -> Mapping[str, str]:
        """The user's own names of columns."""


class Rows(NamedTuple):
    """A table of places as it stands in the file."""

    frame: gpd.GeoDataFrame
    """
    The table's columns, and geometry with the file's own numbers and no CRS.

    Numbers of rows that name another datum are brought to the one of the reading.
    """
    raw: pd.DataFrame
    """The file's own columns, for the same rows."""
    matched: dict[str, str]
    """From the table's columns to the file's."""
    source: str
    """What to call the file in messages."""
    coordinates: Coordinates
    """What the file says of its coordinates."""
    reading: Reading | None
    """How they are to be read; None where that is not clear."""


class Places(NamedTuple):
    """A table of places as read."""

    frame: gpd.GeoDataFrame
    """The table's columns and geometry in the working CRS, indexed by row."""
    raw: pd.DataFrame
    """The file's own columns, for the same rows."""
    matched: dict[str, str]
    """From the table's columns to the file's."""
    reading: Reading
    """How the file's coordinates were read."""
    rows: Rows
    """The table as it stands in the file."""


class Read(NamedTuple):
    """What could be made of a table of places."""

    places: Places | None
    """The rows that can be used; None where there is none."""
    rows: Rows | None
    """The table as it stands in the file; None where it could not be read."""
    findings: list[Finding]
    """Everything that is wrong with the file, errors for the rows put aside."""


def read_places(  # noqa: PLR0913 - a file, what it is to be, and how to read it
    path: Path | DatabaseUrl,
    section: Source,
    table: Table,
    *,
    crs: pyproj.CRS,
    usual_layers: Sequence[str] = (),
    folder: Path | None = None,
) -> Read:
    """
    Read a table of places.

    Parameters
    ----------
    path
        The file, or the database.
    section
        Layer, column names and how to read the coordinates, from area.toml.
    table
        What the file must conform to.
    crs
        The working CRS.
    usual_layers
        Layers to try where several are there and none is named.
    folder
        Where the file of control points lies; beside the file where not given.
    """
    source = path.name
    findings: list[Finding] = []
    rows: Rows | None = None
    try:
        raw = read_table(
            path, layer=section.layer, usual_layers=usual_layers, placed=False
        )
        done, findings, matched = conform(
            raw, table, columns=section.columns, source=source
        )
        if usable_rows(done, table).empty:
            return Read(None, None, findings)
        frame, coordinates = with_numbers(done, matched, source=source)
        rows = Rows(frame, raw, matched, source, coordinates, None)
        reading, found = settle_reading(
            section,
            coordinates,
            source=source,
            crs=crs,
            folder=_beside(path) if folder is None else folder,
        )
        findings += found
        if reading is None:
            return Read(None, rows, findings)
        frame, found = in_one_datum(frame, reading, table=table.name, source=source)
        findings += found
        rows = rows._replace(frame=frame)
        reading, found = _doubtful_numbers(frame, reading, table, source=source)
        findings += found
        rows = rows._replace(reading=reading)
    except UnusableInputError as problem:
        if problem.rule == "coordinates-missing" and _unreadable(raw, done, matched):
            said = []
        else:
            said = [problem.finding(table.name)]
        return Read(None, rows, [*findings, *said])
    except CrsError as problem:
        remedy = f"Correct crs where area.toml names {source}."
        said = [error("crs-unknown", table.name, f"{source}: {problem}", remedy)]
        return Read(None, rows, [*findings, *said])
    shapes = np.array(frame.geometry.array, dtype=object)
    projected = frame.set_geometry(in_working_crs(shapes, reading, crs=crs), crs=crs)
    findings = locate(findings, projected.geometry)
    # What cannot be used is put aside, so that the rest is checked in the same run.
    # Checked after projecting: that may tie a knot, or lead nowhere.
    sound, found = check_geometry(projected, table, source=source)
    usable = usable_rows(sound, table)
    told = {f.row for f in findings if f.rule == "row-of-totals"}
    told |= _unreadable(raw, done, matched)
    findings += [f for f in found if f.rule != "empty-geometry" or f.row not in told]
    if usable.empty:
        return Read(None, rows, findings)
    places = Places(usable, raw.loc[usable.index], matched, reading, rows)
    return Read(places, rows, findings)


def _doubtful_numbers(
    frame: gpd.GeoDataFrame, reading: Reading, table: Table, *, source: str
) -> tuple[Reading, list[Finding]]:
    """
    Refuse numbers that cannot be what they are read as.

    A table on the numbers of another zone is read on, so that all but its places is
    checked in the same run. Units are held against everything and must lie right: they
    are read on in the zone that their numbers name, if they do.
    """
    try:
        check_numbers(frame, reading, source=source)
    except UnusableInputError as problem:
        if problem.rule != "zone-number":
            raise
        if table.geometry is not None and table.geometry.dtype == "polygon":
            fitting = as_numbered(bounds_of(frame, reading), reading)
            if fitting is None:
                raise
            reading = fitting
        return reading, [problem.finding(table.name)]
    return reading, []


def with_numbers(
    frame: pd.DataFrame, matched: Mapping[str, str], *, source: str
) -> tuple[gpd.GeoDataFrame, Coordinates]:
    """Give every row the geometry of the file's own numbers."""
    if isinstance(frame, gpd.GeoDataFrame):
        bare = frame.drop(columns=["x", "y"], errors="ignore")
        return bare.set_crs(None, allow_override=True), Coordinates(frame.crs)
    if "x" not in frame:
        message = f"{source} has no geometry."
        remedy = "Name a file that has, such as a GeoPackage."
        raise UnusableInputError(message, remedy, rule="geometry-missing")
    names = tuple(matched[axis] for axis in ("x", "y") if axis in matched)
    points = points_from_columns(frame, crs=None, source=source)
    return points, Coordinates(None, columns=names)


def _unreadable(
    raw: pd.DataFrame, done: pd.DataFrame, matched: Mapping[str, str]
) -> set[object]:
    """Rows whose coordinates are no numbers: that they lie nowhere follows."""
    axes = [axis for axis in ("x", "y") if axis in matched]
    rows: set[object] = set()
    for axis in axes:
        rows.update(raw.index[raw[matched[axis]].notna() & done[axis].isna()])
    return rows


def _beside(path: Path | DatabaseUrl) -> Path:
    return path.parent if isinstance(path, Path) else Path()
