"""Doors of buildings whose entrances are not given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle.qr.places.choose_front import PASSAGE_M, choose_fronts
from servicecircle.qr.places.front import doors_along
from servicecircle.qr.places.path_ends import path_ends, paths_in
from servicecircle.qr.places.stairs import count_doors
from servicecircle.qr.places.words import PointWhy

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import STRtree

    from servicecircle.area.qr_config import StairsSection
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.qr.places.path_ends import PathDoors

COLUMNS = ("building", "why", "edge", "x", "y", "front_m")


def infer_doors(  # noqa: PLR0913 - buildings, ways, and two rules
    tree: STRtree,
    asked: NDArray[np.int64],
    buildings: pd.DataFrame,
    network: WalkNetwork,
    *,
    rule: StairsSection,
    within_m: float,
) -> pd.DataFrame:
    """
    Place doors on outlines: where paths end, or along the front.

    Parameters
    ----------
    tree
        Of all footprints, valid.
    asked
        Positions of the buildings that need doors, sorted; all have an area.
    buildings
        All buildings, for what `rule` counts.
    network
        The walking network.
    rule
        How many doors to plan.
    within_m
        The longest leg from a door to a way.

    Returns
    -------
    DataFrame
        ``building`` (position), ``why`` (a `PointWhy`), ``edge`` (-1 where no way is
        in sight), ``x``, ``y`` and ``front_m`` (metres of front that the door stands
        on; missing at the ends of paths). Every building asked for has a row.

    Notes
    -----
    A path that ends at the outline is a door. Where more doors are counted than paths
    end, the others stand along the front, away from those. A single door of the front
    moves to where a footpath leads into the house, if one does.
    """
    chosen = choose_fronts(tree, asked, network, within_m=within_m)
    place = np.searchsorted(asked, chosen.front.building)
    length_m = chosen.front.length_m
    front_m = np.bincount(place, length_m, len(asked)).astype(float)
    count = count_doors(buildings.iloc[asked], front_m, rule)
    ends = path_ends(network, tree, asked, passage_m=PASSAGE_M)
    ended = np.bincount(np.searchsorted(asked, ends.building), minlength=len(asked))
    wanted = np.where(count > ended, count, 0)
    some = wanted > 0
    owner, xy = doors_along(chosen.front, asked[some], wanted[some])
    taken = _nearest(owner, xy, ends)
    owner, xy = np.delete(owner, taken), np.delete(xy, taken, axis=0)
    which = np.searchsorted(asked, owner)
    xy = _onto_outlines(tree, owner, xy)
    planned = pd.DataFrame(
        {"building": owner, "why": chosen.why[which], "edge": chosen.edge[which]}
    ).assign(x=xy[:, 0], y=xy[:, 1], front_m=front_m[which])
    single = asked[(count == 1) & (ended == 0)]
    doors = pd.concat(
        [
            _into(planned, paths_in(network, tree, single)),
            _as_rows(ends, PointWhy.PATH_END),
        ],
        ignore_index=True,
    )
    return doors.sort_values(["building", "x", "y"], ignore_index=True)


def _nearest(
    owner: NDArray[np.int64], xy: NDArray[np.float64], ends: PathDoors
) -> NDArray[np.int64]:
    """Find the planned doors that path ends of the same building stand for."""
    here = pd.DataFrame({"building": owner, "row": np.arange(len(owner))})
    there = pd.DataFrame(
        {"building": ends.building, "end": np.arange(len(ends.building))}
    )
    pairs = here.merge(there, on="building")
    row, end = pairs["row"].to_numpy(), pairs["end"].to_numpy()
    apart_m = np.hypot(*(xy[row] - ends.xy[end]).T)
    order = np.lexsort((row, apart_m, end))
    _, first = np.unique(end[order], return_index=True)
    return np.unique(row[order[first]])


def _into(doors: pd.DataFrame, paths: PathDoors) -> pd.DataFrame:
    """Move single doors to the nearest place where a footpath leads in."""
    rows = _as_rows(paths, PointWhy.PATH_IN)
    pairs = rows.merge(
        doors[["building", "x", "y"]], on="building", suffixes=("", "_d")
    )
    apart_m = np.hypot(pairs["x"] - pairs["x_d"], pairs["y"] - pairs["y_d"])
    pairs = pairs.assign(apart_m=apart_m).sort_values(
        ["building", "apart_m", "edge", "x", "y"]
    )
    moved = pairs.drop_duplicates("building")[list(COLUMNS)]
    stay = doors[~doors["building"].isin(moved["building"])]
    return pd.concat([stay, moved], ignore_index=True) if len(moved) else doors


def _as_rows(paths: PathDoors, why: PointWhy) -> pd.DataFrame:
    return pd.DataFrame(
        {"building": paths.building, "why": why.value, "edge": paths.edge}
    ).assign(x=paths.xy[:, 0], y=paths.xy[:, 1], front_m=np.nan)


def _onto_outlines(
    tree: STRtree, building: NDArray[np.int64], xy: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Bring points of smoothed sides to the nearest point of the true outline."""
    outline = shapely.boundary(tree.geometries[building])
    leg = shapely.shortest_line(outline, shapely.points(xy))
    return shapely.get_coordinates(shapely.get_point(leg, 0)).reshape(-1, 2)
