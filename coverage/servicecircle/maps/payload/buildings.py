"""The buildings: places, footprints, units and residents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from servicecircle.maps.payload.ids import add_ids
from servicecircle.maps.payload.rings import rings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

    from servicecircle.maps.payload.pixels import Pixels
    from servicecircle.maps.payload.sections import Sections

FRACTION = 1000
"""Residents that are not whole are kept to a thousandth."""


def inside(shapes: gpd.GeoSeries, pixels: Pixels) -> np.ndarray:
    """Give a pixel inside each shape, shape (n, 2)."""
    points = shapely.point_on_surface(shapes.to_numpy())
    return pixels.of(shapely.get_coordinates(points).reshape(-1, 2))


def add_buildings(  # noqa: PLR0913 - what is written of a building
    sections: Sections,
    buildings: gpd.GeoDataFrame,
    levels: Mapping[str, gpd.GeoDataFrame],
    *,
    entered: pd.Index[str],
    pixels: Pixels,
    residents: bool,
) -> dict[str, Any]:
    """
    Write the buildings in the order given.

    Parameters
    ----------
    sections
        Where to write.
    buildings
        Indexed by building id: ``residents``, ``<level>_id``, footprints or points, and
        ``name`` where there are names.
    levels
        By level: units indexed by their ids.
    entered
        Ids of the buildings whose entrances are known: others leave by their outline.
    pixels
        Where things are.
    residents
        Whether the page may know the residents and the name of each building.

    Returns
    -------
    dict
        What the header says of the buildings.
    """
    shapes = buildings.geometry
    at = inside(shapes, pixels)
    sections.places("building_xy", at)
    rings = rings_of(shapes.to_numpy(), pixels)
    sections.counts("building_rings", np.bincount(rings.shape, minlength=len(at)))
    sections.counts("ring_size", rings.size)
    sections.signed("ring_xy", _steps_from(at[rings.shape], rings.xy, rings.size))
    for number, (key, units) in enumerate(levels.items()):
        unit = units.index.get_indexer(buildings[f"{key}_id"])
        sections.differences(f"unit_{number}", unit)
    sections.raw("has_entrance", buildings.index.isin(entered))
    described = {
        "count": len(buildings),
        "id": _ids(sections, buildings),
        "names": _add_names(sections, buildings if residents else buildings[:0]),
    }
    if residents:
        described["residents_per_person"] = _add_residents(sections, buildings)
    return described


def _ids(sections: Sections, buildings: gpd.GeoDataFrame) -> dict[str, Any]:
    return add_ids(sections, "building_id", [str(i) for i in buildings.index])


def _add_names(sections: Sections, buildings: gpd.GeoDataFrame) -> list[str]:
    """Write which buildings have a name; return the names."""
    if "name" not in buildings:
        sections.differences("building_named", [])
        return []
    names = buildings["name"].fillna("").astype("str").str.strip()
    named = np.flatnonzero((names != "").to_numpy())
    sections.differences("building_named", named)
    return list(names.iloc[named])


def _steps_from(anchor: np.ndarray, xy: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Give each ring's first point from an anchor, the others from the one before."""
    steps = np.diff(xy, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    first = np.cumsum(size) - size
    steps[first] = xy[first] - anchor
    return np.asarray(steps)


def _add_residents(sections: Sections, buildings: gpd.GeoDataFrame) -> int:
    """Write residents as whole numbers; return how many of them make a person."""
    residents: pd.Series[float] = buildings["residents"]
    whole = bool((residents == np.rint(residents)).all())
    per_person = 1 if whole else FRACTION
    sections.counts("residents", np.rint(residents.to_numpy() * per_person))
    return per_person
