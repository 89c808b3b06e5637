"""Where OpenStreetMap extracts and graphs lie, from their first lines."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError, iterparse

import numpy as np

from servicecircle.inputs import UnusableInputError
from servicecircle.inputs.files import LARGEST_LATITUDE, LARGEST_LONGITUDE
from servicecircle.inputs.osm_file import reading

if TYPE_CHECKING:
    from pathlib import Path

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""
NODES_LOOKED_AT = 500


def extract_bounds(path: Path) -> Bounds:
    """
    Read the box that an OpenStreetMap file says it covers, else its first node.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    import osmium  # noqa: PLC0415 - loads where it is used

    with reading(path):
        with osmium.io.Reader(str(path)) as reader:
            box = reader.header().box()
        if box.valid():
            low, high = box.bottom_left, box.top_right
            return low.lon, low.lat, high.lon, high.lat
        for node in osmium.FileProcessor(str(path), osmium.osm.NODE):
            if isinstance(node, osmium.osm.Node):
                where = node.location
                return where.lon, where.lat, where.lon, where.lat
    msg = f"{path.name} holds no points."
    raise UnusableInputError(msg, "Download or export it again.", rule="file-empty")


def graph_bounds(path: Path) -> Bounds | None:
    """
    Read where the first nodes of a GraphML file lie; None if not in degrees.

    Raises
    ------
    UnusableInputError
        If it is no graph whose nodes have x and y.
    """
    found: list[tuple[float, float]] = []
    keys: dict[str, str] = {}
    try:
        for _, element in iterparse(path):  # noqa: S314 - the user's own file
            tag = element.tag.rpartition("}")[2]
            if tag == "key":
                keys[str(element.get("id"))] = str(element.get("attr.name"))
            if tag == "node":
                data = {keys.get(str(d.get("key"))): d.text for d in element}
                found.append((float(str(data["x"])), float(str(data["y"]))))
            if len(found) == NODES_LOOKED_AT:
                break
    except (ParseError, ValueError, KeyError):
        found.clear()
    if not found:
        msg = f"{path.name} is not a graph saved by OSMnx."
        remedy = "Save it anew with osmnx.save_graphml."
        raise UnusableInputError(msg, remedy, rule="file-unreadable")
    xy = np.array(found)
    (west, south), (east, north) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    largest = [LARGEST_LONGITUDE, LARGEST_LATITUDE]
    return (west, south, east, north) if (np.abs(xy) <= largest).all() else None
