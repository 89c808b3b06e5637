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
    neighbours in memory; ``edge_u`` and ``edge_v`` use the same numbers. Lengths are
    tenths of a millimetre.
    """

    start: NDArray[np.uint32]
    neighbour: NDArray[np.uint32]
    length: NDArray[np.int32]
    edge: NDArray[np.uint32]
    edge_u: NDArray[np.uint32]
    edge_v: NDArray[np.uint32]
    edge_length: NDArray[np.int32]

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
    length = network.length_units.astype(np.int32)
    return Adjacency(
        start=np.concatenate([[0], np.cumsum(arcs_of_node)]).astype(np.uint32),
        neighbour=head[order].astype(np.uint32),
        length=length[both[order]],
        edge=both[order].astype(np.uint32),
        edge_u=u.astype(np.uint32),
        edge_v=v.astype(np.uint32),
        edge_length=length,
    )


def _hilbert_numbers(network: WalkNetwork) -> NDArray[np.int64]:
    """Rank the nodes by a Hilbert curve; those at one spot keep their order."""
    if network.nodes.empty:
        return np.empty(0, np.int64)
    along = network.nodes.geometry.hilbert_distance().to_numpy()
    number = np.empty(len(along), np.int64)
    number[np.argsort(along, kind="stable")] = np.arange(len(along))
    return number
