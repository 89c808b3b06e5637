"""The straight pieces of edges, indexed for finding the nearest one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import STRtree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork


@dataclass(frozen=True, eq=False)
class Segments:
    """
    Straight pieces of usable edges, edge after edge, each edge's in walking order.

    ``edge`` is the edge's id, ``start_m`` and ``end_m`` where the piece begins and
    ends along it (metres from the edge's first node).
    """

    geometry: NDArray[np.object_]
    edge: NDArray[np.int64]
    start_m: NDArray[np.float64]
    end_m: NDArray[np.float64]
    tree: STRtree

    def positions_m(
        self, segment: NDArray[np.int64], points: NDArray[np.object_]
    ) -> NDArray[np.float64]:
        """Say how far along its edge each point on a segment lies, in metres."""
        geometry = self.geometry[segment]
        share = shapely.line_locate_point(geometry, points, normalized=True)
        start_m, end_m = self.start_m[segment], self.end_m[segment]
        return np.asarray(start_m + np.nan_to_num(share) * (end_m - start_m))


def build_segments(network: WalkNetwork) -> Segments:
    """Cut the usable edges of a network into their straight pieces."""
    edge_id = np.flatnonzero(network.usable())
    lines = network.edges.geometry.to_numpy()[edge_id]
    xy, of_line = shapely.get_coordinates(lines, return_index=True)
    joined = of_line[1:] == of_line[:-1]
    pairs = np.stack([xy[:-1], xy[1:]], axis=1)[joined]
    line = of_line[:-1][joined]
    piece_m = np.hypot(*(pairs[:, 1] - pairs[:, 0]).T)
    run_m = np.cumsum(piece_m)
    total_m = np.bincount(line, weights=piece_m, minlength=len(lines))
    before_m = np.concatenate([[0.0], np.cumsum(total_m)])[line]
    # An edge can be longer than its drawing (a lift, say): positions keep the share.
    length_m = network.edges["length_m"].to_numpy()[edge_id]
    with np.errstate(invalid="ignore", divide="ignore"):
        stretch = np.where(total_m > 0, length_m / total_m, 0.0)[line]
    geometry = shapely.linestrings(pairs)
    return Segments(
        geometry,
        edge_id[line],
        (run_m - piece_m - before_m) * stretch,
        (run_m - before_m) * stretch,
        STRtree(geometry),
    )
