"""The units of every level: names, outlines with shared borders, and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from servicecircle.maps.payload.arcs import shared_arcs, simplified
from servicecircle.maps.payload.rings import Rings, rings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from servicecircle.maps.payload.pixels import Pixels
    from servicecircle.maps.payload.sections import Sections


def add_levels(
    sections: Sections,
    levels: Mapping[str, gpd.GeoDataFrame],
    *,
    labels: Mapping[str, str],
    pixels: Pixels,
) -> list[dict[str, Any]]:
    """
    Write the units of all levels, from the widest to the finest.

    Parameters
    ----------
    sections
        Where to write.
    levels
        By level: indexed by unit id, with ``name``, ``parent_id`` and polygons.
    labels
        What the levels are called here.
    pixels
        Where things are.

    Returns
    -------
    list of dict
        What the header says of each level.
    """
    rings = [rings_of(units.geometry.to_numpy(), pixels) for units in levels.values()]
    _add_outlines(sections, rings)
    described: list[dict[str, Any]] = []
    above = pd.Index([])
    for number, (key, units) in enumerate(levels.items()):
        inside = shapely.point_on_surface(units.geometry.to_numpy())
        sections.places(f"label_{number}", pixels.of(shapely.get_coordinates(inside)))
        parent = above.get_indexer(pd.Index(units["parent_id"]))
        sections.differences(f"parent_{number}", parent)
        count = np.bincount(rings[number].shape, minlength=len(units))
        sections.counts(f"unit_rings_{number}", count)
        described.append(
            {
                "key": key,
                "label": labels[key],
                "ids": [str(unit) for unit in units.index],
                "names": ["" if pd.isna(n) else str(n) for n in units["name"]],
            }
        )
        above = units.index
    return described


def _add_outlines(sections: Sections, rings: list[Rings]) -> None:
    """Write the arcs of all levels together, and each level's rings made of them."""
    level = np.repeat(np.arange(len(rings)), [len(r.size) for r in rings])
    together = Rings(
        np.concatenate([r.shape for r in rings]),
        np.concatenate([r.size for r in rings]),
        np.concatenate([r.xy for r in rings]),
    )
    arcs = simplified(shared_arcs(together))
    index = np.where(arcs.member < 0, -1 - arcs.member, arcs.member)
    widest = np.full(len(arcs.size), len(rings))
    np.minimum.at(widest, index, np.repeat(level, arcs.ring_size))
    sections.counts("arc_size", arcs.size)
    sections.places("arc_xy", arcs.xy)
    sections.raw("arc_level", widest)
    cuts = np.cumsum(np.bincount(level, weights=arcs.ring_size)).astype(int)
    members = np.split(arcs.member, cuts[:-1])
    for number in range(len(rings)):
        sections.counts(f"ring_arcs_{number}", arcs.ring_size[level == number])
        sections.differences(f"arcs_{number}", members[number])
