"""Closed gates and ways that could be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from servicecircle.maps.payload.buildings import inside

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.maps.payload.network import EdgeOrder
    from servicecircle.maps.payload.pixels import Pixels
    from servicecircle.maps.payload.sections import Sections


def add_gates(
    sections: Sections, openings: gpd.GeoDataFrame, order: EdgeOrder, *, pixels: Pixels
) -> dict[str, Any]:
    """
    Write the openings, as `closed_openings` lists them.

    Returns
    -------
    dict
        What the header says of them.
    """
    sections.places("gate_xy", inside(openings.geometry, pixels))
    edges = [np.array(ids, dtype=np.int64) for ids in openings["edge_ids"]]
    sections.counts("gate_edges_count", [len(ids) for ids in edges])
    joined = np.concatenate([np.array([], dtype=np.int64), *edges])
    sections.differences("gate_edges", order.place[joined])
    return {
        "ids": [str(opening) for opening in openings.index],
        "kinds": [str(kind) for kind in openings["kind"]],
    }
