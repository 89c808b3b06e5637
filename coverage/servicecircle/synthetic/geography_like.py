"""What a made-up society needs to know of the geography it lives in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from servicecircle.vocabulary import Level


class GeographyLike(Protocol):
    """
    A district's geography, all of it in one projected CRS in metres.

    Stated as a protocol, so that a society can live in any geography: one at full
    scale, a part of it, or a lattice drawn for a test.
    """

    @property
    def levels(self) -> Mapping[Level, gpd.GeoDataFrame]:
        """Units by level, top down: unit_id; name, parent_id, residents, polygon."""

    @property
    def buildings(self) -> gpd.GeoDataFrame:
        """By building_id: floors, use, land_use, residents, footprint."""

    @property
    def entrances(self) -> gpd.GeoDataFrame:
        """Doors: building_id and a point on the footprint's outline."""

    @property
    def streets(self) -> gpd.GeoDataFrame:
        """Lines that people walk along; ``bridge`` says which lead over something."""

    @property
    def obstacles(self) -> gpd.GeoDataFrame:
        """What nobody walks across: ``kind`` and geometry."""

    @property
    def gates(self) -> gpd.GeoDataFrame:
        """Points in walls, open or closed."""

    @property
    def land(self) -> gpd.GeoDataFrame:
        """What the land is used for: ``kind`` and polygons."""

    @property
    def background(self) -> gpd.GeoDataFrame:
        """What maps draw below: ``kind`` (wood, grass, park, water) and polygons."""
