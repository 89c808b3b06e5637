"""Invented names for streets, so that a walk can be told in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.synthetic.ways import Way

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from servicecircle.synthetic.corridors import Corridor
    from servicecircle.synthetic.planar import Partition

WORDS = {Way.ARTERIAL: "大道", Way.COLLECTOR: "路", Way.LOCAL: "街", Way.LANE: "巷"}


def name_streets(
    land: Partition,
    community_of: Mapping[int, int],
    corridor_of: Mapping[int, Corridor],
    short_names: Sequence[str],
) -> dict[int, str]:
    """
    Name every chord after the community where it begins, with a number of its own.

    Parameters
    ----------
    community_of
        The community of every cell, as a position in `short_names`.
    corridor_of
        The corridor of every cell that is part of one; main roads keep its name.
    """
    names: dict[int, str] = {}
    count: dict[tuple[int, Way], int] = {}
    for edge, way in sorted(land.way.items()):
        chord = land.chord[edge]
        if chord in names:
            continue
        faces = [face for face in land.faces_beside(edge) if face is not None]
        roads = [corridor_of[f].name for f in faces if f in corridor_of]
        if way == Way.BANK and roads:
            names[chord] = f"{roads[0]}沿线"
        elif way in WORDS:
            kind = community_of[faces[0]], way
            count[kind] = count.get(kind, 0) + 1
            names[chord] = f"{short_names[kind[0]]}{count[kind]}号{WORDS[way]}"
    return names
