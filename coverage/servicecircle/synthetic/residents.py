"""What buildings are used for, how high they are, and how many people live in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.synthetic.land_use import LandUse
from servicecircle.synthetic.randomness import whole_shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from servicecircle.synthetic.facts import CommunityFacts

SHARES: dict[LandUse, tuple[tuple[str, float], ...]] = {
    LandUse.VILLAGE: (("village_house", 0.965), ("shop", 0.035)),
    LandUse.COMPOUND: (("apartment", 1.0),),
    LandUse.PARK: (("dormitory", 0.16), ("factory", 0.77), ("office", 0.07)),
    LandUse.PUBLIC: (
        ("shop", 0.25),
        ("public", 0.55),
        ("school", 0.175),
        ("hospital", 0.025),
    ),
}
"""Uses of the buildings on each use of land."""
VILLAGE_FLOORS = (
    (2, 0.04),
    (3, 0.08),
    (4, 0.12),
    (5, 0.2),
    (6, 0.26),
    (7, 0.2),
    (8, 0.1),
)
FLOORS = {
    "factory": (1, 5),
    "dormitory": (5, 8),
    "office": (5, 15),
    "shop": (1, 3),
    "public": (2, 6),
    "school": (3, 6),
    "hospital": (4, 12),
}
"""Fewest and most floors."""
TOWER_FLOORS, SLAB_FLOORS = (17, 32), (6, 11)
SLAB_FROM_M2 = 700.0
LIVING = {
    "village_house": (30.0, 900.0),
    "apartment": (55.0, 900.0),
    "dormitory": (22.0, 650.0),
}
"""Square metres to a resident, and the most of a floor that is lived in."""


class Dwellings(NamedTuple):
    """What is known of every building."""

    use: NDArray[np.str_]
    floors: NDArray[np.int64]
    residents: NDArray[np.int64]


def furnish(  # noqa: PLR0913 - all that buildings depend on
    area_m2: NDArray[np.float64],
    land_use: NDArray[np.object_],
    block: NDArray[np.int64],
    community: NDArray[np.int64],
    *,
    communities: Sequence[CommunityFacts],
    total: int,
    chance: np.random.Generator,
) -> Dwellings:
    """
    Give buildings their use, floors and residents.

    Communities whose residents are stated have exactly those; the others share the
    rest of `total` by living space.
    """
    use = _uses(land_use, chance)
    floors = _floors(use, area_m2, block, chance)
    space = np.zeros(len(use))
    for kind, (m2, most) in LIVING.items():
        here = use == kind
        space[here] = floors[here] * np.minimum(area_m2[here], most) / m2
    space *= chance.gamma(8, 1 / 8, len(use))
    residents = np.zeros(len(use), dtype=np.int64)
    rest = np.ones(len(use), dtype=bool)
    left = total
    for i, facts in enumerate(communities):
        if facts.residents is not None:
            own = community == i
            residents[own] = whole_shares(space[own], facts.residents)
            rest &= ~own
            left -= facts.residents
    if rest.any():
        residents[rest] = whole_shares(space[rest], left)
    return Dwellings(use, floors, residents)


def _uses(
    land_use: NDArray[np.object_], chance: np.random.Generator
) -> NDArray[np.str_]:
    """Draw a use for every building, by what its land is used for."""
    use = np.full(len(land_use), "public", dtype="U16")
    drawn = chance.random(len(land_use))
    for kind, shares in SHARES.items():
        here = land_use == kind
        bounds = np.cumsum([share for _, share in shares])[:-1]
        names = np.array([name for name, _ in shares])
        use[here] = names[np.searchsorted(bounds, drawn[here], side="right")]
    return use


def _floors(
    use: NDArray[np.str_],
    area_m2: NDArray[np.float64],
    block: NDArray[np.int64],
    chance: np.random.Generator,
) -> NDArray[np.int64]:
    """Draw floors; the towers of one compound are equally high."""
    count = len(use)
    numbers, weights = zip(*VILLAGE_FLOORS, strict=True)
    floors = chance.choice(numbers, count, p=weights)
    for kind, (low, high) in FLOORS.items():
        here = use == kind
        floors[here] = chance.integers(low, high, int(here.sum()), endpoint=True)
    low, high = TOWER_FLOORS
    of_block = chance.integers(low, high, int(block.max(initial=0)) + 1, endpoint=True)
    towers = (use == "apartment") & (area_m2 < SLAB_FROM_M2)
    floors[towers] = of_block[block[towers]]
    slabs = (use == "apartment") & ~towers
    floors[slabs] = chance.integers(*SLAB_FLOORS, int(slabs.sum()), endpoint=True)
    return floors.astype(np.int64)
