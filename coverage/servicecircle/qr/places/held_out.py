"""How far inferred doors lie from real ones: entrances given, held out and guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from shapely import STRtree

from servicecircle.area.qr_config import StairsSection
from servicecircle.qr.places.facades import facades
from servicecircle.qr.places.infer import infer_doors
from servicecircle.qr.places.sureness import how_sure

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork

SAME_SIDE = 0.7
"""Least cosine between the outward directions of one side: up to 45 degrees apart."""
NEAR_M = 5.0
"""A plate this near to the door is at the door."""


def hold_out(
    buildings: gpd.GeoDataFrame,
    entrances: gpd.GeoDataFrame,
    network: WalkNetwork,
    *,
    within_m: float = 100.0,
) -> pd.DataFrame:
    """
    Infer one place for every building whose entrances are known, and measure the miss.

    The entrances are not told to the rule. The baseline is the point of the outline
    that is nearest to the nearest way, which planners use today.

    Parameters
    ----------
    buildings
        Valid footprints indexed by id, all of them: neighbours stand in the way. Those
        without an area are left out.
    entrances
        Points with ``building_id``.
    network
        The walking network.
    within_m
        The longest leg from a door to a way.

    Returns
    -------
    DataFrame
        Indexed by building: ``inferred_m`` and ``baseline_m`` (metres to the nearest
        real entrance of the building, of several inferred doors the mean),
        ``same_side`` and ``baseline_same_side`` (whether the side that the place is
        on looks the same way as that of this entrance; of several doors the share),
        ``confidence`` of the first.
    """
    shapes = np.array(buildings.geometry.array, dtype=object)
    owner = buildings.index.get_indexer(entrances["building_id"])
    real = np.array(entrances.geometry.array, dtype=object)[owner >= 0]
    owner = owner[owner >= 0]
    areal = shapely.area(shapes[owner]) > 0
    owner, real = owner[areal], real[areal]
    asked = np.unique(owner)
    tree = STRtree(shapes)
    rule = StairsSection(by=())
    doors = infer_doors(tree, asked, buildings, network, rule=rule, within_m=within_m)
    guess = np.asarray(shapely.points(doors[["x", "y"]].to_numpy()), dtype=object)
    missed = _missed(doors["building"].to_numpy(), guess, owner, real, shapes)
    naive = _missed(
        asked, _nearest_to_a_way(shapes[asked], network), owner, real, shapes
    )
    told = pd.DataFrame(
        {
            "inferred_m": missed["m"].groupby(level=0).mean(),
            "baseline_m": naive["m"],
            "same_side": missed["same"].groupby(level=0).mean(),
            "baseline_same_side": naive["same"].astype(float),
            "confidence": how_sure(doors["why"], doors["front_m"])
            .groupby(doors["building"])
            .first(),
        }
    )
    return told.set_axis(buildings.index[told.index])


def summarise(
    missed: pd.DataFrame, *, draws: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """
    Sum up what `hold_out` found, each number with what chance could make of it.

    Parameters
    ----------
    missed
        One row per building.
    draws, seed
        How often the buildings are drawn anew with replacement, and from which seed.

    Returns
    -------
    DataFrame
        Rows ``median_m``, ``p90_m``, ``within_5m`` and ``same_side`` (shares), columns
        ``inferred`` and ``baseline``, each with the 2.5 % and 97.5 % quantiles of the
        draws as ``_low`` and ``_high``, and ``better``: the share of draws in which the
        inferred number beats the baseline's.

    Examples
    --------
    >>> missed = pd.DataFrame(
    ...     {"inferred_m": [1.0, 2.0], "baseline_m": [4.0, 9.0]}
    ... ).assign(same_side=1.0, baseline_same_side=0.0)
    >>> summarise(missed)[["inferred", "baseline"]]
               inferred  baseline
    median_m        1.5       6.5
    p90_m           1.9       8.5
    within_5m       1.0       0.5
    same_side       1.0       0.0
    """
    rows = np.random.default_rng(seed).integers(len(missed), size=(draws, len(missed)))
    rows = np.concatenate([np.arange(len(missed))[None], rows])
    drawn = {
        "inferred": _numbers(missed["inferred_m"], missed["same_side"], rows),
        "baseline": _numbers(missed["baseline_m"], missed["baseline_same_side"], rows),
    }
    told: dict[str, NDArray[np.float64]] = {}
    for name, numbers in drawn.items():
        told[name] = numbers[:, 0]
        told[f"{name}_low"] = np.quantile(numbers[:, 1:], 0.025, axis=1)
        told[f"{name}_high"] = np.quantile(numbers[:, 1:], 0.975, axis=1)
    gained = (drawn["inferred"] - drawn["baseline"])[:, 1:]
    told["better"] = np.mean(gained * np.array([[-1], [-1], [1], [1]]) > 0, axis=1)
    return pd.DataFrame(told, index=["median_m", "p90_m", "within_5m", "same_side"])


def _numbers(
    metres: pd.Series[float], same: pd.Series[float], rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Sum up every draw: median, 90 % quantile, share within 5 m and on the side."""
    drawn = metres.to_numpy()[rows]
    return np.stack(
        [
            np.median(drawn, axis=1),
            np.quantile(drawn, 0.9, axis=1),
            np.mean(drawn <= NEAR_M, axis=1),
            np.mean(same.to_numpy()[rows], axis=1),
        ]
    )


def _nearest_to_a_way(
    shapes: NDArray[np.object_], network: WalkNetwork
) -> NDArray[np.object_]:
    """Take the point of each outline that is nearest to the nearest way."""
    tree = network.segments.tree
    way = tree.geometries[tree.nearest(shapes)]
    leg = shapely.shortest_line(shapely.boundary(shapes), way)
    return np.asarray(shapely.get_point(leg, 0), dtype=object)


def _missed(
    building: NDArray[np.int64],
    guess: NDArray[np.object_],
    owner: NDArray[np.int64],
    real: NDArray[np.object_],
    shapes: NDArray[np.object_],
) -> pd.DataFrame:
    """Measure from each guess to the nearest real entrance of its building."""
    pairs = pd.DataFrame({"building": building, "guess": np.arange(len(guess))}).merge(
        pd.DataFrame({"building": owner, "real": np.arange(len(owner))}), on="building"
    )
    g, r = pairs["guess"].to_numpy(), pairs["real"].to_numpy()
    pairs = pairs.assign(m=shapely.distance(guess[g], real[r]))
    best = pairs.sort_values(["guess", "m", "real"]).drop_duplicates("guess")
    g, r = best["guess"].to_numpy(), best["real"].to_numpy()
    where = best["building"].to_numpy()
    out = _outward(where, guess[g], shapes), _outward(where, real[r], shapes)
    same = np.sum(out[0] * out[1], axis=1) >= SAME_SIDE
    return best.assign(same=same).set_index("building")[["m", "same"]]


def _outward(
    building: NDArray[np.int64], point: NDArray[np.object_], shapes: NDArray[np.object_]
) -> NDArray[np.float64]:
    """Find where the side of the building looks that each point is nearest to."""
    sides = facades(shapes[building])
    away_m = shapely.distance(point[sides.building], sides.lines())
    order = np.lexsort((away_m, sides.building))
    _, first = np.unique(sides.building[order], return_index=True)
    return sides.outward[order[first]]
