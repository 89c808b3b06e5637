"""One table of places: read, conformed, checked and brought to the working CRS."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import geopandas as gpd

from servicecircle.crs import LONLAT, parse_crs
from servicecircle.errors import CrsError
from servicecircle.inputs import UnusableInputError, points_from_columns, read_table
from servicecircle.tables import check_geometry, conform, locate, usable_rows
from servicecircle.tables.say import error

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    import pyproj

    from servicecircle.findings import Finding
    from servicecircle.inputs import DatabaseUrl
    from servicecircle.tables import Table


class Source(Protocol):
    """A section of area.toml that names a file with a table in it."""

    @property
    def layer(self) -> str | None:
        """The layer or sheet."""

    @property
    def crs(self) -> str | None:
        """The CRS of what does not carry its own."""

    @property
    def columns(self) -> Mapping[str, str]:
        """The user's own names of columns."""


class Places(NamedTuple):
    """A table of places as read."""

    frame: gpd.GeoDataFrame
    """The table's columns and geometry in the working CRS, indexed by row."""
    raw: pd.DataFrame
    """The file's own columns, for the same rows."""
    matched: dict[str, str]
    """From the table's columns to the file's."""
    source_crs: pyproj.CRS


def read_places(
    path: Path | DatabaseUrl,
    section: Source,
    table: Table,
    *,
    crs: pyproj.CRS,
    usual_layers: Sequence[str] = (),
) -> tuple[Places | None, list[Finding]]:
    """
    Read a table of places.

    Parameters
    ----------
    path
        The file.
    section
        Layer, CRS and column names from area.toml.
    table
        What the file must conform to.
    crs
        The working CRS.
    usual_layers
        Layers to try where several are there and none is named.

    Returns
    -------
    places
        The rows that can be used; None where there is none.
    findings
        Everything that is wrong with the file, errors for the rows put aside.
    """
    source = path.name
    findings: list[Finding] = []
    try:
        raw = read_table(
            path, layer=section.layer, usual_layers=usual_layers, crs=section.crs
        )
        done, findings, matched = conform(
            raw, table, columns=section.columns, source=source
        )
        if usable_rows(done, table).empty:
            return None, findings
        if isinstance(done, gpd.GeoDataFrame):
            frame = done.drop(columns=["x", "y"], errors="ignore")
        else:
            frame = _located(done, section, source=source)
    except UnusableInputError as problem:
        return None, [*findings, problem.finding(table.name)]
    except CrsError as problem:
        remedy = f"Correct crs where area.toml names {source}."
        said = error("crs-unknown", table.name, f"{source}: {problem}", remedy)
        return None, [*findings, said]
    # Checked after projecting: that may tie a knot, or lead nowhere.
    projected = frame.to_crs(crs)
    findings = locate(findings, projected.geometry)
    # What cannot be used is put aside, so that the rest is checked in the same run.
    sound, found = check_geometry(projected, table, source=source)
    usable = usable_rows(sound, table)
    findings += found
    if usable.empty:
        return None, findings
    return Places(usable, raw.loc[usable.index], matched, frame.crs), findings


def _located(frame: pd.DataFrame, section: Source, *, source: str) -> gpd.GeoDataFrame:
    """Give a table without geometry its points, or say that it has none."""
    if "x" not in frame:
        message = f"{source} has no geometry."
        remedy = "Name a file that has, such as a GeoPackage."
        raise UnusableInputError(message, remedy, rule="geometry-missing")
    crs = LONLAT if section.crs is None else parse_crs(section.crs)
    return points_from_columns(frame, crs=crs, source=source)
