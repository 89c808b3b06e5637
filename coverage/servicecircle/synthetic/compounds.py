"""Walled land: where the paths of a compound or park meet its wall, and the gates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from servicecircle.synthetic.ways import INNER, KINDS, WIDE, Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from servicecircle.synthetic.planar import Edge, Partition

    End = tuple[int, Edge]
    """A vertex, and an edge that ends there."""

LOCKED_SHARE = 0.30
"""Mouths of paths in a wall that are gates, but locked."""
ENDS_TO_A_GATE = 13
"""A wall with more mouths than this has a further gate."""
MOST_GATES = 3
ABANDONED_SHARE = 0.04
"""Walled blocks without an open gate; most of them get one back (see `joining`)."""
WALLED_STREETS = 0.28
"""Wide streets that villages turn their back on: railings, backs of shops, walls."""
MOUTH_WALLED = {
    Way.LANE: {True: 0.98, False: 0.15},
    Way.LOCAL: {True: 0.90, False: 0.03},
}
"""Lanes and streets that do not reach a wide street, where it is walled or not."""
LANE_BUILT_OVER = 0.06


@dataclass
class Closures:
    """What keeps a walker from an edge of the partition."""

    walled: set[End] = field(default_factory=set)
    """Ends of edges that stop at a wall."""
    gates: set[End] = field(default_factory=set)
    """Ends of edges that pass a wall by an open gate."""
    locked: set[End] = field(default_factory=set)
    """Walled ends with a gate in the wall that nobody opens."""
    built_over: set[Edge] = field(default_factory=set)

    def is_open(self, edge: Edge) -> bool:
        """Say whether nothing on an edge stops a walker."""
        a, b = edge
        return (
            edge not in self.built_over
            and (a, edge) not in self.walled
            and (b, edge) not in self.walled
        )

    def open_up(self, edge: Edge) -> None:
        """Let walkers through: a wall gets a gate, a lane is cleared."""
        self.built_over.discard(edge)
        for end in ((edge[0], edge), (edge[1], edge)):
            if end in self.walled:
                self.walled.discard(end)
                self.locked.discard(end)
                self.gates.add(end)


def rim_ways(land: Partition) -> dict[int, set[Way]]:
    """Name the ways outside walls at every vertex."""
    rim: dict[int, set[Way]] = {}
    for edge, way in land.way.items():
        if way not in INNER:
            for vertex in edge:
                rim.setdefault(vertex, set()).add(way)
    return rim


def setback_m(ways: set[Way]) -> float:
    """Give how far from a vertex of the rim a wall stands."""
    return max(KINDS[way].half_width_m for way in ways) + 1.0


def close_off(
    land: Partition,
    block_of: Mapping[int, int],
    chance: np.random.Generator,
) -> Closures:
    """
    Wall compounds and parks, and close lanes of villages.

    A walled block has one gate, or up to three where many paths meet its wall; they
    open on the widest streets.
    """
    closures = Closures()
    rim = rim_ways(land)
    walled = _on_walled_streets(land, chance)
    ends_of: dict[int, list[End]] = {}
    for edge, way in sorted(land.way.items()):
        if way in INNER:
            block = block_of[land.face_left_of[edge]]
            ends_of.setdefault(block, []).extend(
                (vertex, edge) for vertex in edge if vertex in rim
            )
        elif way in {Way.LANE, Way.LOCAL}:
            for vertex in edge:
                share = MOUTH_WALLED[way][vertex in walled]
                if rim[vertex] & WIDE and chance.random() < share:
                    closures.walled.add((vertex, edge))
            if way == Way.LANE and chance.random() < LANE_BUILT_OVER:
                closures.built_over.add(edge)
    for _, ends in sorted(ends_of.items()):
        shuffled = [ends[int(i)] for i in chance.permutation(len(ends))]
        shuffled.sort(key=lambda end: not rim[end[0]] & WIDE)
        gates = min(MOST_GATES, 1 + len(ends) // ENDS_TO_A_GATE)
        gates *= chance.random() >= ABANDONED_SHARE
        closures.gates.update(shuffled[:gates])
        for end in shuffled[gates:]:
            closures.walled.add(end)
            if chance.random() < LOCKED_SHARE:
                closures.locked.add(end)
    return closures


def _on_walled_streets(land: Partition, chance: np.random.Generator) -> set[int]:
    """Draw the wide streets that are walled, and name their vertices."""
    wide = [edge for edge, way in sorted(land.way.items()) if way in WIDE]
    chords = sorted({land.chord[edge] for edge in wide})
    drawn = chance.random(len(chords)) < WALLED_STREETS
    walled = {chord for chord, yes in zip(chords, drawn, strict=True) if yes}
    return {v for edge in wide if land.chord[edge] in walled for v in edge}
