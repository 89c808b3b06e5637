"""Layers and graphs of the network, read as area.toml says that they are to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import networkx as nx
import numpy as np
import shapely

from servicecircle.area.reading import in_working_crs
from servicecircle.area.settle_reading import (
    Coordinates,
    check_numbers,
    settle_reading,
)
from servicecircle.crs import parse_crs
from servicecircle.datum import convert_datum, convert_datum_of_shapes
from servicecircle.errors import CrsError
from servicecircle.inputs import UnusableInputError, locate, read_table
from servicecircle.network.meanings import with_meanings
from servicecircle.tables import table as table_of

if TYPE_CHECKING:
    from pathlib import Path

    import pyproj

    from servicecircle.area.config import NetworkFile

DECIMALS = 4
"""What is brought to the working CRS is rounded to 0.1 mm, as every network is."""


def read_layer(
    folder: Path, source: NetworkFile, *, crs: pyproj.CRS, meaning: str
) -> gpd.GeoDataFrame:
    """
    Read a layer that must have geometry.

    Parameters
    ----------
    folder
        The planning area's folder.
    source
        What `area.toml` says of the file.
    crs
        The working CRS.
    meaning
        The table whose columns it may have: streets or obstacles.

    Returns
    -------
    GeoDataFrame
        With the columns of that table by their names there and all others as they are.
        In the file's own CRS where that says everything; in the working CRS where axes
        were swapped, a datum undone or control points applied.

    Raises
    ------
    UnusableInputError
        If there is no geometry, the CRS is unknown, two columns could be one, or
        area.toml says of it what cannot be.
    """
    place = locate(folder, source.file)
    table = read_table(place, layer=source.layer, placed=False)
    if not isinstance(table, gpd.GeoDataFrame):
        msg = f"{source.file} has no geometry."
        remedy = "Name a vector layer, such as a GeoPackage's."
        raise UnusableInputError(msg, remedy, rule="no-geometry")
    table = with_meanings(
        table, table_of(meaning), columns=source.columns, source=place.name
    )
    own = Coordinates(table.crs)
    try:
        reading, findings = settle_reading(
            source, own, source=place.name, crs=crs, folder=folder
        )
    except CrsError as problem:
        remedy = f"Correct crs where area.toml names {place.name}."
        raise UnusableInputError(str(problem), remedy, rule="crs-unknown") from problem
    if reading is None:
        first = findings[0]
        raise UnusableInputError(first.message, first.remedy, rule=first.rule)
    bare = table.set_crs(None, allow_override=True)
    check_numbers(bare, reading, source=place.name)
    if reading.datum == "wgs84" and not reading.swap_axes and reading.local is None:
        return bare.set_crs(reading.crs)
    shapes = np.array(bare.geometry.array, dtype=object)
    moved = shapely.transform(
        in_working_crs(shapes, reading, crs=crs), lambda xy: np.round(xy, DECIMALS)
    )
    return bare.set_geometry(moved, crs=crs)


def refuse_unfit(source: NetworkFile, *, shiftable: bool) -> None:
    """
    Refuse what cannot be said of OpenStreetMap data or of a graph.

    Raises
    ------
    UnusableInputError
        Naming the key.
    """
    if source.columns:
        msg = f"{source.file} cannot have columns: its keys are OpenStreetMap's."
        remedy = "Take columns out of area.toml."
        raise UnusableInputError(msg, remedy, rule="reading-unfit")
    given = {
        "control_points": source.control_points is not None,
        "swap_axes": source.swap_axes,
        "datum": source.datum != "wgs84" and not shiftable,
    }
    for key, is_given in given.items():
        if is_given:
            what = "a graph's" if shiftable else "OpenStreetMap's"
            msg = f"{source.file} cannot have {key}: {what} coordinates are known."
            remedy = f"Take {key} out of area.toml."
            raise UnusableInputError(msg, remedy, rule="reading-unfit")


def undo_datum(
    graph: nx.MultiDiGraph[int], source: NetworkFile
) -> nx.MultiDiGraph[int]:
    """
    Undo the shift of a graph in degrees: its nodes and the lines of its edges.

    Raises
    ------
    UnusableInputError
        If the graph is not in degrees.
    """
    if source.datum == "wgs84":
        return graph
    try:
        degrees = parse_crs(graph.graph.get("crs")).is_geographic
    except CrsError:
        degrees = False
    if not degrees:
        msg = f"{source.file} is not in degrees, so its datum cannot be {source.datum}."
        raise UnusableInputError(
            msg, "Save the graph unprojected.", rule="reading-unfit"
        )
    moved = graph.copy()
    ids = list(moved.nodes)
    x, y = (np.array([moved.nodes[node][axis] for node in ids], float) for axis in "xy")
    x, y = convert_datum(x, y, source=source.datum, target="wgs84")
    nx.set_node_attributes(moved, dict(zip(ids, x.tolist(), strict=True)), "x")
    nx.set_node_attributes(moved, dict(zip(ids, y.tolist(), strict=True)), "y")
    lines = nx.get_edge_attributes(moved, "geometry")
    shapes = convert_datum_of_shapes(
        list(lines.values()), source=source.datum, target="wgs84"
    )
    drawn = dict(zip(lines, shapes.tolist(), strict=True))
    nx.set_edge_attributes(moved, drawn, "geometry")
    return moved
