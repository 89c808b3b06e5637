"""What the land is used for: ranks of superblocks until every use has its area."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.spatial import KDTree

from servicecircle.synthetic.rings import middle_of
from servicecircle.synthetic.subdivide import Cut, subdivide
from servicecircle.synthetic.ways import Way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from servicecircle.synthetic.planar import Partition
    from servicecircle.synthetic.rings import Point
    from servicecircle.synthetic.terrain import Terrain


class LandUse(StrEnum):
    """A use of land."""

    VILLAGE = "village"
    """An urban village: houses wall to wall along narrow lanes."""
    COMPOUND = "compound"
    """Apartment towers behind a wall."""
    PARK = "enterprise_park"
    """Factories, dormitories and offices behind a wall."""
    PUBLIC = "public"
    SITE = "construction_site"
    OPEN = "open"
    HILL = "hill"
    RESERVOIR = "reservoir"
    RIVER = "river"
    MOTORWAY = "motorway"
    RAIL = "rail"
    MAIN_ROAD = "main_road"


HIGH_M = 0.25
"""Above this, hills are left in large pieces."""
STREET_FROM_M2 = {Way.ARTERIAL: 9e5, Way.COLLECTOR: 1.6e5}
EXTRA_NUCLEI = 20
"""Villages that are no community's centre."""


def street_of_area(area_m2: float) -> Way:
    """Give the street that cuts a face: the larger the face, the wider."""
    for way, least in STREET_FROM_M2.items():
        if area_m2 > least:
            return way
    return Way.LOCAL


def cut_superblocks(
    land: Partition,
    faces: Iterable[int],
    terrain: Terrain,
    chance: np.random.Generator,
) -> list[int]:
    """Cut the land between the corridors into superblocks of about 8.5 hectares."""

    def area_at(x: float, y: float) -> float:
        hill = terrain.hill(x, y)
        if hill > HIGH_M:
            return 2.6e5
        base = 1.0e5 if hill > 0 else 8.5e4
        return base * (1 + 0.25 * max(-1.0, min(1.6, terrain.homes(x, y))))

    cut = Cut(area_at, street_of_area, snap_m=45, jitter=0.16, skew=0.08)
    return sorted(
        part for face in sorted(faces) for part in subdivide(land, face, cut, chance)
    )


def choose_uses(  # noqa: PLR0913 - what a choice depends on
    land: Partition,
    superblocks: list[int],
    terrain: Terrain,
    centres: NDArray[np.float64],
    *,
    targets_m2: Mapping[LandUse, float],
    chance: np.random.Generator,
) -> dict[int, LandUse]:
    """
    Give every superblock its use.

    Hills come first, where the terrain says so; then each use in turn takes the free
    superblocks that suit it best, until it has its area. What is left is open land.
    """
    middle = {face: middle_of(land.corners(face)) for face in superblocks}
    height = terrain.hills(np.array([middle[face] for face in superblocks]))
    uses = {
        face: LandUse.HILL if high > 0 else LandUse.OPEN
        for face, high in zip(superblocks, height.tolist(), strict=True)
    }
    urban = [face for face in superblocks if uses[face] == LandUse.OPEN]
    if not urban:
        return uses
    scores = _scores(urban, middle, terrain, centres, chance)
    for use, score in scores.items():
        taken = 0.0
        free = [face for face in urban if uses[face] == LandUse.OPEN]
        for _, face in sorted((score(face), face) for face in free):
            if taken >= targets_m2[use]:
                break
            uses[face] = use
            taken += land.area(face)
    return uses


def _scores(
    urban: list[int],
    middle: Mapping[int, Point],
    terrain: Terrain,
    centres: NDArray[np.float64],
    chance: np.random.Generator,
) -> dict[LandUse, Callable[[int], float]]:
    """Say how little each use likes a superblock."""
    places = [middle[face] for face in urban]
    # Every community grew from a village at its centre.
    _, nearest = KDTree(places).query(centres)
    cores = {urban[int(i)] for i in np.atleast_1d(nearest)}
    extra = chance.choice(len(urban), min(EXTRA_NUCLEI, len(urban)), replace=False)
    nuclei = KDTree([*map(tuple, centres), *(places[int(i)] for i in extra)])

    def village(face: int) -> float:
        near = float(nuclei.query(middle[face])[0]) / 450
        liked = 9.0 * (face in cores) + 3.0 * terrain.is_dense(*middle[face])
        return near + 0.35 * terrain.works(*middle[face]) + noise(0.3) - liked

    def compound(face: int) -> float:
        near = terrain.to_centre_m(*middle[face]) / 900
        return near - terrain.homes(*middle[face]) + noise(0.4)

    def park(face: int) -> float:
        near = 0.5 * terrain.to_centre_m(*middle[face]) / 1000
        return near - terrain.works(*middle[face]) + noise(0.4)

    def public(face: int) -> float:
        return terrain.to_centre_m(*middle[face]) / 1000 + noise(0.5)

    def site(face: int) -> float:
        return noise(1.0) + 0 * face

    def noise(deviation: float) -> float:
        return float(chance.normal(0, deviation))

    return {
        LandUse.VILLAGE: village,
        LandUse.COMPOUND: compound,
        LandUse.PARK: park,
        LandUse.PUBLIC: public,
        LandUse.SITE: site,
    }


def use_targets_m2(facts: Mapping[str, Any], *, share: float) -> dict[LandUse, float]:
    """Read how much land each use should have, for a share of the district."""
    stated = facts["land_use"]
    names = {
        LandUse.VILLAGE: "village_km2",
        LandUse.COMPOUND: "compound_km2",
        LandUse.PARK: "park_km2",
        LandUse.PUBLIC: "public_km2",
        LandUse.SITE: "site_km2",
    }
    return {use: stated[name] * 1e6 * share for use, name in names.items()}
