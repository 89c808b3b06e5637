"""The ground a district is planned on: outline, bend, anchors, corridors, terrain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from servicecircle.synthetic.bend import Bend
from servicecircle.synthetic.corridors import Corridor, cut_corridors, read_corridors
from servicecircle.synthetic.facts import list_communities
from servicecircle.synthetic.outline import (
    district_outline,
    outline_of_some,
    to_metres,
)
from servicecircle.synthetic.planar import Partition
from servicecircle.synthetic.randomness import generator
from servicecircle.synthetic.terrain import Terrain
from servicecircle.synthetic.ways import Way

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from servicecircle.synthetic.facts import CommunityFacts


class Ground(NamedTuple):
    """What is given before any land is used, in the plane before it is bent."""

    bend: Bend
    land: Partition
    strips: dict[int, Corridor]
    terrain: Terrain
    anchors: NDArray[np.float64]
    """The middles of the communities."""
    share: float
    """How much of the whole district's area this is."""


def lay_ground(
    seed: int, facts: Mapping[str, Any], communities: Sequence[CommunityFacts]
) -> Ground:
    """Lay out the ground for all communities of the facts, or for some."""
    every = list_communities(facts)
    names = {community.name for community in communities}
    chosen = np.array([community.name in names for community in every])
    anchors = to_metres([(c.longitude, c.latitude) for c in every], facts)
    whole = district_outline(facts, generator(seed, "outline"))
    outline = whole
    if not chosen.all():
        outline = outline_of_some(whole, anchors, chosen, communities)
    middle = whole.centroid
    bend = Bend(generator(seed, "bend"), (middle.x, middle.y))
    ring = np.round(bend.undo(shapely.get_coordinates(outline)[:-1]), 3)
    land = Partition([(float(x), float(y)) for x, y in ring], way=Way.BORDER)
    corridors = read_corridors(facts, bend)
    straight = bend.undo(anchors[chosen])
    terrain = Terrain(
        generator(seed, "terrain"),
        shapely.Polygon(ring),
        straight,
        dense=np.array([community.dense for community in communities]),
        roads=shapely.MultiLineString(
            [(c.start, c.end) for c in corridors if c.kind == "main_road"]
        ),
        hills_share=facts["land_use"]["hills_share"],
    )
    strips = cut_corridors(land, corridors)
    share = outline.area / whole.area
    return Ground(bend, land, strips, terrain, straight, share)
