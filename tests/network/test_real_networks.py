"""Las Palmas: every building's walk against NetworkX on the graph cut at every door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from oracles import split_graph

from servicecircle.crs import parse_crs
from servicecircle.inputs.osm_places import buildings_from_pbf, facilities_from_pbf
from servicecircle.network.distances import nearest_stations, walking_distances
from servicecircle.network.osm.pbf import network_from_pbf
from servicecircle.network.snapping import snap

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from servicecircle.network.walk_network import WalkNetwork

World = tuple["WalkNetwork", "pd.DataFrame", "pd.DataFrame"]


@pytest.fixture(scope="module")
def las_palmas(realdata: Path) -> World:
    """Snap every tenth building and every facility."""
    pbf = realdata / "las_palmas" / "las_palmas_20230221.osm.pbf"
    crs = parse_crs("EPSG:32628")
    network = network_from_pbf(pbf, crs=crs)
    homes = buildings_from_pbf(pbf, crs=crs).geometry.iloc[::10]
    halls = facilities_from_pbf(pbf, crs=crs).geometry
    halls = halls.set_axis([f"f{i}" for i in range(len(halls))])
    return network, *(snap(network, x, limit_m=100) for x in (homes, halls))


@pytest.mark.realdata
def test_every_walk_is_networkx_own(las_palmas: World) -> None:
    """More than 2,000 buildings, in distance and in who is reached at all."""
    network, homes, halls = las_palmas
    graph = split_graph(network, home=homes, hall=halls)
    sources = {("hall", h) for h in halls.index if ("hall", h) in graph}
    walks = nx.multi_source_dijkstra_path_length(graph, sources, weight="weight")
    found = nearest_stations(network, homes, halls)["walk_m"]
    expected = np.array([walks.get(("home", h), np.nan) for h in homes.index])
    assert len(found) > 2_000
    assert (found.isna() == np.isnan(expected)).all()
    assert np.nanmax(np.abs(found - expected)) < 1e-6


@pytest.mark.realdata
def test_matrix_and_nearest_agree(las_palmas: World) -> None:
    """The least of a row of the matrix is the nearest station's walk."""
    network, homes, halls = las_palmas
    nearest = nearest_stations(network, homes, halls)
    matrix = walking_distances(network, homes, halls, cutoff_m=500).to_frame()
    best = matrix.sort_values(["walk_m", "station_id"]).drop_duplicates("place_id")
    best = best.set_index("place_id")
    within = nearest[nearest["walk_m"] <= 500]
    assert set(best.index) == set(within.index)
    assert (best.loc[within.index, "walk_m"] == within["walk_m"]).all()
    assert (best.loc[within.index, "station_id"] == within["station_id"]).all()
