"""Entrances on another side of the house than the street its walk begins on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.maps.payload.pixels import Pixels
    from servicecircle.maps.payload.sections import Sections

NEAR_M = 1.0


def add_doors(
    sections: Sections,
    legs: gpd.GeoDataFrame,
    buildings: gpd.GeoSeries,
    *,
    name: str,
    pixels: Pixels,
) -> None:
    """
    Write where access legs leave their building, where that cannot be told.

    Most legs leave by the point of the outline that is nearest to the street, which
    the page finds by itself.

    Parameters
    ----------
    sections
        Where to write.
    legs
        The access legs of buildings, in the payload's order, with ``building_id``: each
        from the building to the street.
    buildings
        Footprints or points, by building id.
    name
        What the sections' names begin with.
    pixels
        Where things are.
    """
    shapes = buildings.loc[legs["building_id"]].to_numpy()
    lines = legs.geometry.to_numpy()
    outlines = np.where(
        shapely.get_dimensions(shapes) > 1, shapely.boundary(shapes), shapes
    )
    shortest_m = shapely.distance(outlines, shapely.get_point(lines, -1))
    elsewhere = np.flatnonzero(shapely.length(lines) > shortest_m + NEAR_M)
    doors = shapely.get_coordinates(shapely.get_point(lines[elsewhere], 0))
    sections.differences(f"{name}_door_place", elsewhere)
    sections.places(f"{name}_door_xy", pixels.of(doors.reshape(-1, 2)))
