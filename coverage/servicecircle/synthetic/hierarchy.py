"""District, streets, communities, red sub-grids and grids, made of whole cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.synthetic.division import CellGraph, divide
from servicecircle.synthetic.randomness import whole_shares
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from servicecircle.synthetic.facts import CommunityFacts

FEWEST_GRIDS = 4
"""In a community."""
FEWEST_SUB_GRIDS = 1
FEWEST_GRIDS_OF_SUB_GRID = 2


class Units(NamedTuple):
    """The unit of every cell, as positions in order of community."""

    community: NDArray[np.int64]
    sub_grid: NDArray[np.int64]
    grid: NDArray[np.int64]


def divide_communities(
    graph: CellGraph,
    community: NDArray[np.int64],
    *,
    sub_grids: int,
    grids: int,
) -> Units:
    """Divide communities into so many red sub-grids and grids of similar weight."""
    count = int(community.max()) + 1
    weight = np.bincount(community, np.array(graph.weight), count)
    grids_of = whole_shares(weight, grids, least=FEWEST_GRIDS)
    sub_grids_of = whole_shares(grids_of, sub_grids, least=FEWEST_SUB_GRIDS)
    sub_grid = np.full(len(community), -1, dtype=np.int64)
    grid = np.full(len(community), -1, dtype=np.int64)
    subs_done = grids_done = 0
    for unit in range(count):
        own = np.flatnonzero(community == unit).tolist()
        parts = divide(graph, own, int(sub_grids_of[unit]))
        shares = whole_shares(
            [graph.weight_of(part) for part in parts],
            int(grids_of[unit]),
            least=FEWEST_GRIDS_OF_SUB_GRID,
        )
        for part, share in zip(parts, shares, strict=True):
            sub_grid[part] = subs_done
            subs_done += 1
            for piece in divide(graph, part, int(share)):
                grid[piece] = grids_done
                grids_done += 1
    return Units(community, sub_grid, grid)


def unit_frames(
    polygons: NDArray[np.object_],
    units: Units,
    residents: NDArray[np.int64],
    communities: Sequence[CommunityFacts],
    facts: Mapping[str, Any],
) -> dict[Level, gpd.GeoDataFrame]:
    """
    Draw every unit of every level as the union of its cells.

    Parameters
    ----------
    polygons, residents : array, shape (cells,)
        The cells and who lives on them.
    """
    codes = list(dict.fromkeys(c.street_code for c in communities))
    street_names = {c.street_code: c.street_name for c in communities}
    street = np.array([codes.index(c.street_code) for c in communities])
    community_of_sub = _parents(units.sub_grid, units.community)
    sub_of_grid = _parents(units.grid, units.sub_grid)
    community_ids = _numbered([c.street_code for c in communities], digits=3)
    sub_ids = _numbered([community_ids[i] for i in community_of_sub], digits=2)
    grid_ids = _numbered([sub_ids[i] for i in sub_of_grid], digits=2)
    short = [c.name.removesuffix("社区") for c in communities]
    sub_names = _serial([short[i] for i in community_of_sub], "红色小分格")
    grid_names = _serial([short[community_of_sub[i]] for i in sub_of_grid], "网格")
    district = facts["district"]
    levels: list[tuple[Level, list[str], list[str], list[str | None], Any]] = [
        (
            Level.DISTRICT,
            [district["code"]],
            [district["name"]],
            [None],
            np.zeros_like(units.grid),
        ),
        (
            Level.STREET,
            codes,
            [street_names[code] for code in codes],
            [district["code"]] * len(codes),
            street[units.community],
        ),
        (
            Level.COMMUNITY,
            community_ids,
            [c.name for c in communities],
            [codes[i] for i in street],
            units.community,
        ),
        (
            Level.RED_SUB_GRID,
            sub_ids,
            sub_names,
            [community_ids[i] for i in community_of_sub],
            units.sub_grid,
        ),
        (
            Level.GRID,
            grid_ids,
            grid_names,
            [sub_ids[i] for i in sub_of_grid],
            units.grid,
        ),
    ]
    return {
        level: gpd.GeoDataFrame(
            {
                "name": names,
                "parent_id": parents,
                "residents": np.bincount(unit, residents, len(ids)).astype(np.int64),
            },
            geometry=_dissolve(polygons, unit),
            index=pd.Index(ids, name="unit_id", dtype="str"),
            crs=district["working_crs"],
        )
        for level, ids, names, parents, unit in levels
    }


def _parents(child: NDArray[np.int64], parent: NDArray[np.int64]) -> NDArray[np.int64]:
    """Name the parent of every child."""
    _, first = np.unique(child, return_index=True)
    return parent[first]


def _numbered(parents: Sequence[str], *, digits: int) -> list[str]:
    """Give the children of each parent numbers from 1."""
    return [
        f"{parent}{number:0{digits}d}"
        for parent, number in zip(parents, _ranks(parents), strict=True)
    ]


def _serial(parents: Sequence[str], word: str) -> list[str]:
    """Name the children of each parent by a word and a number."""
    return [
        f"{parent}第{number}{word}"
        for parent, number in zip(parents, _ranks(parents), strict=True)
    ]


def _ranks(parents: Sequence[str]) -> list[int]:
    """Count how often each parent has come up so far."""
    seen: dict[str, int] = {}
    ranks = []
    for parent in parents:
        seen[parent] = seen.get(parent, 0) + 1
        ranks.append(seen[parent])
    return ranks


def _dissolve(
    polygons: NDArray[np.object_], unit: NDArray[np.int64]
) -> NDArray[np.object_]:
    """Unite the cells of each unit; common borders keep all their vertices."""
    order = np.argsort(unit, kind="stable")
    cuts = np.flatnonzero(np.diff(unit[order])) + 1
    groups = np.split(polygons[order], cuts)
    parts = [shapely.coverage_union_all(group) for group in groups]
    return np.asarray(shapely.normalize(np.array(parts, dtype=object)))
