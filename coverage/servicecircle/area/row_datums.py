"""Rows that say in a column of their own which datum their coordinates are in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from servicecircle.area.reading import as_in_the_file, in_working_crs
from servicecircle.crs import LONLAT
from servicecircle.tables.datum_words import WORDS, datum_in_cell
from servicecircle.tables.match_columns import fold
from servicecircle.tables.say import LISTED, error

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.area.reading import Reading
    from servicecircle.datum.convert import Datum
    from servicecircle.findings import Finding

COLUMN = "datum"


def in_one_datum(
    frame: gpd.GeoDataFrame, reading: Reading, *, table: str, source: str
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """
    Bring all rows to the datum of the reading, from the one that each row names.

    Parameters
    ----------
    frame
        A conformed table with the file's own numbers as geometry and the column
        ``datum``, missing where a row does not say; or without that column.
    reading
        How rows that do not say are to be read.
    table
        The table's name.
    source
        What to call the file in messages.

    Returns
    -------
    frame
        With numbers that the reading reads rightly in every row.
    findings
        Errors for cells that name no datum, and for shifted rows of a local system.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from servicecircle.area.reading import Reading
    >>> here = gpd.points_from_xy([113.912316, 113.917176], [22.543758, 22.540796])
    >>> rows = gpd.GeoDataFrame({"datum": ["WGS84", "高德"]}, geometry=here)
    >>> alike, _ = in_one_datum(rows, Reading(LONLAT), table="stations", source="s")
    >>> alike.geometry.x.round(6).tolist()
    [113.912316, 113.912316]
    """
    if COLUMN not in frame or frame[COLUMN].isna().all():
        return frame, []
    words = frame[COLUMN].dropna()
    named = words.map({word: datum_in_cell(fold(word)) for word in words.unique()})
    findings = [
        replace(_unknown(row, words.loc[row], table, source, words.index.name), row=row)
        for row in named.index[named.isna()][:LISTED]
    ]
    shapes = np.array(frame.geometry.array, dtype=object)
    for datum in sorted(set(named.dropna()) - {reading.datum}):
        if reading.local is not None:
            if datum != "wgs84":
                findings.append(_local(datum, table, source))
            continue
        rows = np.flatnonzero(frame.index.isin(named.index[named == datum]))
        own = replace(reading, datum=cast("Datum", datum))
        places = in_working_crs(shapes[rows], own, crs=LONLAT)
        shapes[rows] = as_in_the_file(places, reading, crs=LONLAT)
    return frame.set_geometry(shapes), findings


def _unknown(row: object, word: str, table: str, source: str, noun: object) -> Finding:
    message = f"{source} {noun or 'row'} {row}: {word!r} is no datum that is known."
    remedy = (
        f"Write {', '.join(WORDS)} (CGCS2000 is wgs84 here), or leave the cell empty; "
        "another CRS is named as crs in area.toml, for the whole file."
    )
    return error("datum-unknown", table, message, remedy)


def _local(datum: str, table: str, source: str) -> Finding:
    message = f"{source}: rows say that they are in {datum}, and it has control points."
    remedy = "Take control_points out of area.toml, or those rows into another file."
    return error("reading-unfit", table, message, remedy)
