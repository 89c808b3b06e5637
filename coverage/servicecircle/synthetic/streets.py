"""The walking network as lines that share a vertex where they join, and its gates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from servicecircle.synthetic.compounds import rim_ways, setback_m
from servicecircle.synthetic.land_use import LandUse
from servicecircle.synthetic.ways import INNER, KINDS, WALKABLE, Way

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from servicecircle.synthetic.compounds import Closures
    from servicecircle.synthetic.corridors import Corridor
    from servicecircle.synthetic.planar import Edge, Partition
    from servicecircle.synthetic.shapes import Shapes

MOST_OF_SEGMENT = 0.45
"""A gate stands within this share of the first stretch of a path."""
STEPS_ON_BRIDGE = 0.45
"""Footbridges that are climbed by steps."""
STEPS_ON_TRAIL = 0.12
BELOW = 0.5
"""Crossings of motorways and railways that are underpasses."""

XY = tuple[float, float]


class Streets(NamedTuple):
    """Streets and gates, with the kind of way and the edge of every street."""

    lines: gpd.GeoDataFrame
    gates: gpd.GeoDataFrame
    way: list[Way]


class _Row(NamedTuple):
    line: list[XY]
    way: Way
    edge: Edge
    closed: bool


def draw_streets(  # noqa: PLR0913 - all that streets depend on
    land: Partition,
    shapes: Shapes,
    closures: Closures,
    *,
    kept: Collection[int],
    corridor_of: Mapping[int, Corridor],
    names: Mapping[int, str],
    chance: np.random.Generator,
    crs: str,
) -> Streets:
    """
    Draw every walkable edge of the partition.

    Parameters
    ----------
    kept
        Vertices of the network; edges that lead from none of them are left out.
    corridor_of
        The corridor of every cell that is part of one.
    names
        The street's name by the number of its chord.
    """
    rim = rim_ways(land)
    rows: list[_Row] = []
    gates: list[tuple[XY, str, bool]] = []
    for edge, way in sorted(land.way.items()):
        if way not in WALKABLE or edge in closures.built_over:
            continue
        line = [_xy(shapes, vertex) for vertex in shapes.chain(edge)]
        inner_end = [v in kept and (v, edge) not in closures.walled for v in edge]
        if not any(inner_end):
            continue
        middle, loose = _with_gates(line, edge, way, closures, rim, gates)
        rows.append(_Row(middle, way, edge, closed=False))
        rows += [_Row(piece, way, edge, closed=True) for piece in loose]
    return Streets(
        _line_frame(land, rows, corridor_of, names, chance, crs),
        gpd.GeoDataFrame(
            {
                "kind": [kind for _, kind, _ in gates],
                "closed": [closed for _, _, closed in gates],
            },
            geometry=[shapely.Point(at) for at, _, _ in gates],
            crs=crs,
        ),
        [row.way for row in rows],
    )


def _xy(shapes: Shapes, vertex: int) -> XY:
    x, y = shapes.points[vertex]
    return float(x), float(y)


def _with_gates(  # noqa: PLR0913, PLR0917 - one line and what stands in its way
    line: list[XY],
    edge: Edge,
    way: Way,
    closures: Closures,
    rim: Mapping[int, set[Way]],
    gates: list[tuple[XY, str, bool]],
) -> tuple[list[XY], list[list[XY]]]:
    """
    Put gates on a line, and stop it short of walls.

    Returns
    -------
    The open line, and what lies beyond its locked gates.
    """
    kind = "gate" if way in INNER else "lane_gate"
    beyond: list[list[XY]] = []
    for vertex, at_end in ((edge[0], False), (edge[1], True)):
        end = vertex, edge
        if end not in closures.walled and end not in closures.gates:
            continue
        line = line[::-1] if at_end else line
        gate = _along(line[0], line[1], setback_m(rim[vertex]))
        if end in closures.gates:
            line = [line[0], gate, *line[1:]]
            gates.append((gate, kind, False))
        else:
            if end in closures.locked:
                beyond.append([line[0], gate])
                gates.append((gate, kind, True))
            line = [gate, *line[1:]]
        line = line[::-1] if at_end else line
    return line, beyond


def _along(start: XY, end: XY, metres: float) -> XY:
    """Go from a point towards another, in whole millimetres."""
    share = min(MOST_OF_SEGMENT, metres / max(1e-3, math.dist(start, end)))
    return (
        round(start[0] + share * (end[0] - start[0]), 3),
        round(start[1] + share * (end[1] - start[1]), 3),
    )


def _line_frame(  # noqa: PLR0913, PLR0917 - all columns of the table
    land: Partition,
    rows: list[_Row],
    corridor_of: Mapping[int, Corridor],
    names: Mapping[int, str],
    chance: np.random.Generator,
    crs: str,
) -> gpd.GeoDataFrame:
    """Tag every line as a map would."""
    over = [_kind_crossed(land, row, corridor_of) for row in rows]
    drawn = chance.random((len(rows), 2))
    deep = np.isin(over, ["motorway", "rail"])
    tunnel = deep & (drawn[:, 0] < BELOW)
    main = np.array([kind == "main_road" for kind in over], dtype=bool)
    raised = main & (drawn[:, 0] < BELOW)
    bridge = np.isin(over, ["river"]) | (deep & ~tunnel) | raised
    trail = np.array([row.way == Way.TRAIL for row in rows], dtype=bool)
    steps = bridge & ~np.isin(over, ["river"]) & (drawn[:, 1] < STEPS_ON_BRIDGE)
    steps |= trail & (drawn[:, 1] < STEPS_ON_TRAIL)
    highway = np.array([KINDS[row.way].highway for row in rows], dtype=object)
    highway[steps] = "steps"
    return gpd.GeoDataFrame(
        {
            "highway": highway.astype("str"),
            "name": [names.get(land.chord[row.edge], "") for row in rows],
            "steps": steps,
            "closed": [row.closed for row in rows],
            "bridge": bridge,
            "tunnel": tunnel,
            "layer": bridge.astype(np.int64) - tunnel.astype(np.int64),
        },
        geometry=_lines([row.line for row in rows]),
        crs=crs,
    )


def _lines(lines: list[list[XY]]) -> NDArray[np.object_]:
    """Make all lines at once."""
    which = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    corners = np.array([corner for line in lines for corner in line])
    return np.asarray(shapely.linestrings(corners, indices=which))


def _kind_crossed(
    land: Partition, row: _Row, corridor_of: Mapping[int, Corridor]
) -> str:
    """Say what a crossing leads over, or nothing."""
    if row.way != Way.CROSSING:
        return ""
    face = land.face_left_of[row.edge]
    return str(LandUse(corridor_of[face].kind))
