"""Leaving out the edges of a graph that the tag table says nobody walks."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from servicecircle.network.osm.walk_rules import walkable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from servicecircle.network.graph.pairs import DirectedEdge
    from servicecircle.network.osm.walk_rules import WalkRules

    Tags = tuple[tuple[str, tuple[str, ...]], ...]


def keep_walkable(
    directed: Sequence[DirectedEdge],
    pairs: Sequence[tuple[int, int | None]],
    *,
    rules: WalkRules,
) -> tuple[list[tuple[int, int | None]], dict[str, int]]:
    """
    Keep the pairs that may be walked, and count the others by reason.

    OSMnx merges ways end to end and lists the values where they differ. Such an edge
    is a chain, as closed as its worst link: it stays only if every combination of its
    values may be walked.
    """
    judged: dict[Tags, str] = {}
    kept: list[tuple[int, int | None]] = []
    refused: dict[str, int] = {}
    for there, back in pairs:
        tags = _tags(directed[there].data)
        if tags not in judged:
            judged[tags] = _reason_against(tags, rules=rules)
        reason = judged[tags]
        if reason:
            refused[reason] = refused.get(reason, 0) + 1
        else:
            kept.append((there, back))
    return kept, dict(sorted(refused.items()))


def _tags(data: Mapping[str, object]) -> Tags:
    """Give an edge's attributes that are OSM tags, each with all its values."""
    texts = (
        (name, tuple(v for v in values if isinstance(v, str)))
        for name, value in data.items()
        for values in [value if isinstance(value, list) else [value]]
    )
    return tuple(sorted((name, values) for name, values in texts if values))


def _reason_against(tags: Tags, *, rules: WalkRules) -> str:
    """Say why an edge may not be walked; nothing if it may."""
    names = [name for name, _ in tags]
    for values in product(*(values for _, values in tags)):
        verdict = walkable(dict(zip(names, values, strict=True)), rules)
        if not verdict.walkable:
            return verdict.reason
    return ""
