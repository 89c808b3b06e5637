"""Lines through nodes become edges: cut wherever lines meet, and only there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from servicecircle.network.osm_content import NodePlaces


@dataclass(frozen=True)
class Pieces:
    """Edges cut from lines, in the order of the lines."""

    line: NDArray[np.int64]
    """Position of the line that each edge was cut from."""
    u: NDArray[np.int64]
    v: NDArray[np.int64]
    geometry: NDArray[np.object_]


def split_lines(
    lines: Sequence[Sequence[int]], places: NodePlaces, *, cut_at: Collection[int] = ()
) -> Pieces:
    """
    Cut lines at every node that two of them share, or that one passes twice.

    Lines that merely cross on the map are left alone: a bridge over a street shares
    no node with it.

    Parameters
    ----------
    lines
        Node ids in order, at least two to a line, no node twice running.
    places
        Where the nodes lie.
    cut_at
        Further nodes to cut at.
    """
    sizes = np.array([len(line) for line in lines], np.int64)
    if not len(sizes):
        nothing = np.empty(0, np.int64)
        return Pieces(nothing, nothing, nothing, np.empty(0, object))
    refs = np.concatenate([np.asarray(line, np.int64) for line in lines])
    owner = np.repeat(np.arange(len(sizes)), sizes)
    last = np.cumsum(sizes) - 1
    first = last - sizes + 1

    _, inverse, uses = np.unique(refs, return_inverse=True, return_counts=True)
    cut = uses[inverse] > 1
    cut |= np.isin(refs, np.fromiter(cut_at, np.int64, len(cut_at)))
    cut[first] = cut[last] = True

    # Every cut but a line's last starts an edge, which runs to the next cut.
    at = np.flatnonzero(cut)
    starts = np.flatnonzero(~np.isin(at, last))
    start, stop = at[starts], at[starts + 1]
    points = stop - start + 1
    edge = np.repeat(np.arange(len(start)), points)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(points) - points, points)
    geometry = shapely.linestrings(
        places.of(refs[np.repeat(start, points) + step]), indices=edge
    )
    return Pieces(owner[start], refs[start], refs[stop], np.asarray(geometry))
