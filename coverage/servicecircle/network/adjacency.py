"""The network as arrays for the kernels: every node's usable arcs, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork


@dataclass(frozen=True, eq=False)
class Adjacency:
    """
    Arcs in compressed rows: those of node ``i`` stand at ``start[i]:start[i + 1]``.

    Nodes are numbered along a Hilbert curve, so that neighbours on the ground are
    neighbours in memory. Lengths are tenths of a millimetre. What is read together
    lies together: an arc's neighbour, length, edge and whether the neighbour leads on
    (it has another arc) are one row of ``arcs``; an edge's first node, second node and
    length are one row of ``ends``.
    """

    start: NDArray[np.uint32]
    arcs: NDArray[np.uint32]
    ends: NDArray[np.uint32]

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return len(self.start) - 1


def build_adjacency(network: WalkNetwork) -> Adjacency:
    """Arrange the usable edges of a network by node."""
    number = _hilbert_numbers(network)
    u, v = number[network.u], number[network.v]
    edge = np.flatnonzero(network.usable())
    tail = np.concatenate([u[edge], v[edge]])
    head = np.concatenate([v[edge], u[edge]])
    both = np.concatenate([edge, edge])
    # By tail, then by edge: the order never depends on how the sort was done.
    order = np.lexsort((both, tail))
    arcs_of_node = np.bincount(tail, minlength=len(network.nodes))
    length = network.length_units
    leads_on = arcs_of_node[head] > 1
    arcs = np.stack([head, length[both], both, leads_on], axis=1)[order]
    return Adjacency(
        start=np.concatenate([[0], np.cumsum(arcs_of_node)]).astype(np.uint32),
        arcs=arcs.astype(np.uint32),
        ends=np.stack([u, v, length], axis=1).astype(np.uint32),
    )


def _hilbert_numbers(network: WalkNetwork) -> NDArray[np.int64]:
    """Rank the nodes by a Hilbert curve; those at one spot keep their order."""
    if network.nodes.empty:
        return np.empty(0, np.int64)
    along = network.nodes.geometry.hilbert_distance().to_numpy()
    number = np.empty(len(along), np.int64)
    number[np.argsort(along, kind="stable")] = np.arange(len(along))
    return number
