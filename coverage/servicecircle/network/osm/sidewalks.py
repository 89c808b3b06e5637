"""
Streets whose sidewalks are mapped as ways of their own.

``sidewalk=separate`` promises such ways; often they were never drawn. A street is left
out only where they really run beside it and nothing else hangs on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from servicecircle.network.osm.content import NodePlaces, OsmLine
    from servicecircle.network.osm.walk_rules import SidewalkRules

STEP_M = 5.0
"""How far apart the points are at which a street looks for its sidewalk."""


def streets_to_leave_out(
    lines: Sequence[OsmLine], places: NodePlaces, rules: SidewalkRules
) -> tuple[NDArray[np.int64], dict[str, int]]:
    """
    Find the streets that their mapped sidewalks replace.

    Parameters
    ----------
    lines
        The walkable ways.
    places
        Where their nodes lie.
    rules
        What counts as a mapped sidewalk, how near it must be, and along what share of
        the street, measured every 5 m or closer.

    Returns
    -------
    positions : array
        Positions in `lines` of the streets to leave out.
    counts : dict
        How many streets say that their sidewalks are separate, and what was done. A
        street that other walked ways would lose their connection with is kept.
    """
    said = np.array([_separate(line.tags, rules) for line in lines], dtype=bool)
    beside = np.array([_sidewalk(line.tags, rules) for line in lines], dtype=bool)
    counts = {"said separate": int(said.sum())}
    replaced = np.flatnonzero(said)
    if len(replaced) and beside.any():
        streets = [places.line(lines[i].refs) for i in replaced.tolist()]
        walks = [places.line(lines[i].refs) for i in np.flatnonzero(beside).tolist()]
        share = share_beside(streets, walks, within_m=rules.within_m)
        replaced = replaced[share >= rules.share]
    else:
        replaced = replaced[:0]
    needed = _needed(lines, replaced) if len(replaced) else np.zeros(0, dtype=bool)
    counts["kept, sidewalks not mapped"] = counts["said separate"] - len(replaced)
    counts["kept, others depend on them"] = int(needed.sum())
    counts["left out"] = int((~needed).sum())
    return replaced[~needed], counts


def share_beside(
    streets: Sequence[shapely.LineString],
    walks: Sequence[shapely.LineString],
    *,
    within_m: float,
) -> NDArray[np.float64]:
    """
    Measure what share of each street lies near any of some lines, shape (streets,).

    Examples
    --------
    >>> street = shapely.LineString([(0, 0), (100, 0)])
    >>> walk = shapely.LineString([(0, 10), (60, 10)])
    >>> share_beside([street], [walk], within_m=10)
    array([0.6])
    """
    lengths = shapely.length(np.asarray(streets, object))
    pieces = np.maximum(np.ceil(lengths / STEP_M), 1).astype(np.int64)
    street = np.repeat(np.arange(len(pieces)), pieces)
    step = np.arange(len(street)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    middle = (step + 0.5) / pieces[street] * lengths[street]
    points = shapely.line_interpolate_point(np.asarray(streets, object)[street], middle)
    tree = shapely.STRtree(np.asarray(walks, object))
    near = np.unique(tree.query(points, predicate="dwithin", distance=within_m)[0])
    return np.bincount(street[near], minlength=len(pieces)) / pieces


def _separate(tags: Mapping[str, str], rules: SidewalkRules) -> bool:
    street = tags.get("highway") not in rules.mapped_as
    return street and any(tags.get(key) == "separate" for key in rules.separate_keys)


def _sidewalk(tags: Mapping[str, str], rules: SidewalkRules) -> bool:
    mapped = tags.get("highway") in rules.mapped_as
    return mapped and tags.get("footway") != "crossing"


def _needed(lines: Sequence[OsmLine], replaced: NDArray[np.int64]) -> NDArray[np.bool_]:
    """
    Whether leaving a street out would part walked ways that it joins.

    A side street often ends at the middle of the main one. Where no crossing leads
    from there to the sidewalk, the main street must stay.
    """
    kept = np.setdiff1d(np.arange(len(lines)), replaced)
    refs = [np.asarray(line.refs, np.int64) for line in lines]
    ids, flat = np.unique(np.concatenate([*refs, [0]]), return_inverse=True)
    at = np.split(flat[:-1], np.cumsum([len(r) for r in refs])[:-1])
    first = np.concatenate([[0], *(at[i][:-1] for i in kept)]).astype(np.int64)
    second = np.concatenate([[0], *(at[i][1:] for i in kept)]).astype(np.int64)
    ones = np.ones(len(first), np.int8)
    graph = coo_array((ones, (first, second)), (len(ids), len(ids)))
    _, part = connected_components(graph, directed=False)
    walked = np.zeros(len(ids), dtype=bool)
    walked[first[1:]] = walked[second[1:]] = True
    joins = [np.unique(part[at[i][walked[at[i]]]]) for i in replaced]
    return np.array([len(parts) > 1 for parts in joins], dtype=bool)
