"""One unit of a measured area with what lies around it: a map small enough to send."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import shapely

from servicecircle.area.background import cut_background
from servicecircle.errors import InputError
from servicecircle.maps.payload.distances import beyond_m
from servicecircle.reach.measure import Reach

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.reach.measure import Snapped
    from servicecircle.vocabulary import Level


class Part(NamedTuple):
    """A part of a measured area, as `explorer_map` takes it."""

    area: PlanningArea
    network: WalkNetwork
    reach: Reach
    openings: gpd.GeoDataFrame
    """What could be opened, under the ids that it has in the whole."""


def part_of(  # noqa: PLR0913 - what a map is made of, and which part
    area: PlanningArea,
    network: WalkNetwork,
    reach: Reach,
    *,
    openings: gpd.GeoDataFrame,
    level: Level,
    unit_id: str,
) -> Part:
    """
    Cut one unit out of a measured area.

    Its buildings are kept, and of what lies around it as much as the map's distances
    can tell of: streets and stations as far away as the slider goes, so that every walk
    up to there is what it is in the whole. Nothing is measured anew.

    Parameters
    ----------
    area, network, reach
        The whole.
    openings
        What could be opened in the whole: `closed_openings` of the network.
    level, unit_id
        The unit.

    Returns
    -------
    Part
        Its levels begin with the unit. Of a building whose nearest station is farther
        than the slider goes, that station is kept too.

    Raises
    ------
    InputError
        If there is no such level or unit.
    """
    units = area.units(level)
    if unit_id not in units.index:
        msg = f"There is no {level.value} {unit_id!r} in {area.name}."
        raise InputError(msg)
    margin_m = float(beyond_m(area.standards))
    buildings = area.buildings[area.buildings[level.id_column] == unit_id]
    homes = shapely.convex_hull(
        shapely.geometrycollections(buildings.geometry.to_numpy())
    )
    ground = shapely.union(units.geometry[unit_id], homes)
    shapely.prepare(ground)

    def near(shapes: gpd.GeoDataFrame) -> NDArray[np.bool_]:
        every = np.array(shapes.geometry.array, dtype=object)
        return np.asarray(shapely.dwithin(every, ground, margin_m), dtype=bool)

    edges = np.flatnonzero(near(network.edges))
    table = reach.table[reach.table["building_id"].isin(buildings.index)]
    named = area.stations.index.isin(table["station_id"].dropna().unique())
    stations = area.stations[near(area.stations) | named]
    levels = _levels_below(area, level, unit_id)
    window = shapely.bounds(ground) + margin_m * np.array([-1, -1, 1, 1])
    part = area.replace(
        name=f"{area.name} · {units['name'][unit_id]}",
        levels=levels,
        buildings=buildings,
        stations=stations,
        entrances=area.entrances[area.entrances["building_id"].isin(buildings.index)],
        candidates=area.candidates[near(area.candidates)],
        background=cut_background(area.background, window),
    )
    small = _cut_network(network, edges, near(network.obstacles))
    snapped = {
        kind: _cut_positions(whole, small.step_free if kind else small, edges, part)
        for kind, whole in reach.snapped.items()
    }
    could = _renumbered(openings, len(network.edges), edges)
    cut = Reach(table.reset_index(drop=True), reach.standards, snapped)
    return Part(part, small, cut, could)


def _levels_below(
    area: PlanningArea, level: Level, unit_id: str
) -> dict[Level, gpd.GeoDataFrame]:
    """Keep the unit and what it is made of; it has no parent any more."""
    chain = list(area.levels)
    top = area.levels[level].loc[[unit_id]]
    kept = {level: top.assign(parent_id=pd.Series([None], index=top.index, dtype=str))}
    above = level
    for finer in chain[chain.index(level) + 1 :]:
        units = area.levels[finer]
        kept[finer] = units[units["parent_id"].isin(kept[above].index)]
        above = finer
    return kept


def _cut_network(
    network: WalkNetwork, edges: NDArray[np.int64], obstacles: NDArray[np.bool_]
) -> WalkNetwork:
    """Keep some edges, numbered anew, and what belongs to them."""
    kept = network.edges.iloc[edges].reset_index(drop=True).rename_axis("edge_id")
    nodes = network.nodes[
        network.nodes.index.isin(pd.unique(kept[["u", "v"]].to_numpy().ravel()))
    ]
    openings = network.openings[network.openings["node_id"].isin(nodes.index)]
    return network.replace(
        nodes=nodes,
        edges=kept,
        openings=_renumbered(openings, len(network.edges), edges),
        obstacles=network.obstacles[obstacles],
    )


def _renumbered(
    openings: gpd.GeoDataFrame, count: int, edges: NDArray[np.int64]
) -> gpd.GeoDataFrame:
    """Keep openings all of whose edges are kept, and name those as they are now."""
    number = _new_numbers(count, edges)
    named = [number[np.array(ids, dtype=np.int64)] for ids in openings["edge_ids"]]
    whole = np.array([bool((ids >= 0).all()) for ids in named], dtype=bool)
    inside = openings[whole].copy()
    inside["edge_ids"] = pd.Series(
        [tuple(ids.tolist()) for ids, kept in zip(named, whole, strict=True) if kept],
        index=inside.index,
        dtype=object,
    )
    return inside


def _cut_positions(
    whole: Snapped,
    network: WalkNetwork,
    edges: NDArray[np.int64],
    part: PlanningArea,
) -> Snapped:
    """Keep the positions of a part's buildings and stations."""
    number = _new_numbers(len(whole.network.edges), edges)

    def renamed(positions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        edge = positions["edge_id"]
        known = edge.notna().to_numpy()
        at = np.full(len(edge), -1)
        at[known] = number[edge[known].to_numpy(dtype=np.int64)]
        return positions.assign(
            edge_id=pd.Series(at, index=edge.index).where(at >= 0).astype(edge.dtype)
        )

    places = whole.places[whole.places["building_id"].isin(part.buildings.index)]
    stations = whole.stations.loc[part.stations.index]
    return replace(
        whole,
        network=network,
        places=renamed(places.reset_index(drop=True)),
        stations=renamed(stations),
    )


def _new_numbers(count: int, edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give each edge's number among those kept, -1 for the others."""
    number = np.full(count, -1, dtype=np.int64)
    number[edges] = np.arange(len(edges))
    return number
