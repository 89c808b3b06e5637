"""Paths through hills and fields: whole cuts that lead somewhere, few dead ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.synthetic.joining import find_pieces
from servicecircle.synthetic.land_use import LandUse
from servicecircle.synthetic.ways import WALKABLE, Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.synthetic.planar import Partition

TRAILS_SHARE = {LandUse.HILL: 0.36, LandUse.OPEN: 0.55}
"""Cuts that are trails from end to end."""
RURAL = {LandUse.HILL, LandUse.OPEN}
PRUNED_SHARE = 0.4
"""Dead ends that grow over, in every round."""
ROUNDS = 3


def lay_trails(
    land: Partition, uses: Mapping[int, LandUse], chance: np.random.Generator
) -> None:
    """
    Make trails of some cuts through hills and fields, and nothing of the others.

    Trails that lead to no street are given up, and most dead ends too.
    """
    edges = sorted(edge for edge, way in land.way.items() if way != Way.BORDER)
    chord = np.array([land.chord[edge] for edge in edges])
    way = np.array([land.way[edge] for edge in edges])
    sides = [
        {uses.get(face) for face in land.faces_beside(edge) if face is not None}
        for edge in edges
    ]
    wooded = np.array([around == {LandUse.HILL} for around in sides])
    fields = np.array([around <= RURAL for around in sides])
    drawn = chance.random(int(chord.max()) + 1)[chord]
    share = np.where(wooded, TRAILS_SHARE[LandUse.HILL], TRAILS_SHARE[LandUse.OPEN])
    rural = wooded | (way == Way.TRAIL) | (fields & (way == Way.LOCAL))
    way[rural] = np.where(drawn < share, Way.TRAIL, Way.NONE)[rural]
    pairs = np.array(edges)
    for _ in range(ROUNDS):
        walked = np.isin(way, list(WALKABLE))
        degree = np.bincount(pairs[walked].ravel(), minlength=len(land.points))
        dead_end = (way == Way.TRAIL) & (degree[pairs] == 1).any(axis=1)
        way[dead_end & (chance.random(len(way)) < PRUNED_SHARE)] = Way.NONE
    way[_lead_nowhere(pairs, way, vertices=len(land.points))] = Way.NONE
    for edge, kind in zip(edges, way.tolist(), strict=True):
        land.way[edge] = Way(kind)


def _lead_nowhere(
    pairs: NDArray[np.int64], way: NDArray[np.int64], *, vertices: int
) -> NDArray[np.bool_]:
    """Find the trails of pieces that are trails alone."""
    walked = np.isin(way, list(WALKABLE))
    label = find_pieces(pairs[walked], vertices=vertices).label[pairs[:, 0]]
    with_street = np.unique(label[walked & (way != Way.TRAIL)])
    return np.asarray((way == Way.TRAIL) & ~np.isin(label, with_street))
