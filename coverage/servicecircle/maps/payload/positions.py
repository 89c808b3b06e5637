"""Where the walks of buildings and stations meet the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.maps.payload.doors import add_doors
from servicecircle.maps.payload.network import PER_METRE

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.maps.payload.network import EdgeOrder
    from servicecircle.maps.payload.pixels import Pixels
    from servicecircle.maps.payload.sections import Sections
    from servicecircle.reach.measure import Snapped


def add_positions(  # noqa: PLR0913 - what a position is made of
    sections: Sections,
    snapped: Snapped,
    order: EdgeOrder,
    *,
    name: str,
    buildings: gpd.GeoSeries,
    pixels: Pixels,
) -> None:
    """
    Write the positions on one kind of network.

    Parameters
    ----------
    sections
        Where to write.
    snapped
        Access places and stations on that network.
    order
        How the payload's edges follow from the network's.
    name
        What the sections' names begin with.
    buildings
        Footprints or points, by building id, in the payload's order.
    pixels
        Where things are.
    """
    length_m = snapped.network.edges["length_m"].to_numpy()
    places = snapped.places.assign(subject=snapped.places["building_id"])
    legs = _joined(sections, places, buildings.index, f"{name}_buildings")
    _add(sections, legs, order, length_m, f"{name}_buildings")
    add_doors(sections, legs, buildings, name=name, pixels=pixels)
    stations = snapped.stations.assign(subject=snapped.stations.index)
    legs = _joined(sections, stations, stations.index, f"{name}_stations")
    _add(sections, legs, order, length_m, f"{name}_stations")


def _joined(
    sections: Sections, positions: gpd.GeoDataFrame, ids: pd.Index[str], name: str
) -> gpd.GeoDataFrame:
    """Keep those with an edge, subject by subject, and write how many each has."""
    subject = ids.get_indexer(pd.Index(positions["subject"]))
    rows = np.flatnonzero(positions["edge_id"].notna())
    rows = rows[np.argsort(subject[rows], kind="stable")]
    sections.counts(f"{name}_count", np.bincount(subject[rows], minlength=len(ids)))
    return positions.iloc[rows]


def _add(
    sections: Sections,
    positions: pd.DataFrame,
    order: EdgeOrder,
    length_m: NDArray[np.float64],
    name: str,
) -> None:
    """Write edge, distance from its first node, and access leg of each position."""
    edge = positions["edge_id"].to_numpy(dtype=np.int64)
    along_m = positions["position_m"].to_numpy()
    along_m = np.where(order.turned[edge], length_m[edge] - along_m, along_m)
    sections.differences(f"{name}_edge", order.place[edge])
    sections.counts(f"{name}_along", np.rint(np.maximum(along_m, 0) * PER_METRE))
    sections.counts(f"{name}_leg", np.rint(positions["snap_m"].to_numpy() * PER_METRE))
