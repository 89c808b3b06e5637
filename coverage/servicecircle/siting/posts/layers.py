"""Posts on the map: units coloured by post, and a line from each to its post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import networkx as nx
import numpy as np
import shapely

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.siting.posts.result import PostsResult
    from servicecircle.siting.problem import SitingProblem

COLOURS = 8
"""Neighbouring groups of units get different ones of so many colours."""
NO_POST = "none"


def posts_layers(
    problem: SitingProblem, result: PostsResult, units: gpd.GeoDataFrame
) -> dict[str, gpd.GeoDataFrame]:
    """
    Draw a result.

    Parameters
    ----------
    problem
        Its sites are a GeoDataFrame of points.
    result
        Who is housed where.
    units
        The level's units with ``name`` and their polygons.

    Returns
    -------
    dict
        ``units``, the polygons with `result.units`' columns and ``colour`` (a number
        as text, ``none`` without a post); ``to_post``, lines from a point in each unit
        to its post; ``posts``, the points.
    """
    told = units[["name", "geometry"]].join(result.units, how="left")
    told = gpd.GeoDataFrame(told, geometry="geometry", crs=units.crs)
    told = told.rename_axis("unit_id")
    told["colour"] = _colours(told)
    spots = problem.sites["geometry"]
    posts = gpd.GeoDataFrame(
        result.posts, geometry=spots.reindex(result.posts.index), crs=units.crs
    )
    housed = told[told["post_id"].notna()]
    middle = shapely.get_coordinates(shapely.point_on_surface(_shapes(housed)))
    at_post = shapely.get_coordinates(
        np.array(spots.reindex(housed["post_id"]).array, dtype=object)
    )
    ends = np.stack([middle.reshape(-1, 2), at_post.reshape(-1, 2)], axis=1)
    lines: Any = shapely.linestrings(ends) if len(ends) else []
    columns = ["post_id", "is_new", "residents", "mean_walk_m", "max_walk_m"]
    to_post = gpd.GeoDataFrame(housed[columns], geometry=lines, crs=units.crs)
    return {"units": told, "to_post": to_post, "posts": posts}


def _shapes(frame: gpd.GeoDataFrame) -> NDArray[np.object_]:
    return np.array(frame.geometry.array, dtype=object)


def _colours(units: gpd.GeoDataFrame) -> pd.Series[str]:
    """Give the units of one post one colour, and neighbours another."""
    shapes = _shapes(units)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    post = units["post_id"].to_numpy(dtype=object)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(units["post_id"].dropna().unique()))
    graph.add_edges_from(
        sorted(
            (post[a], post[b])
            for a, b in zip(one, other, strict=True)
            if isinstance(post[a], str)
            and isinstance(post[b], str)
            and post[a] != post[b]
        )
    )
    number = nx.greedy_color(graph, strategy="largest_first")
    words = {site: str(k % COLOURS) for site, k in number.items()}
    colours: pd.Series[str] = units["post_id"].map(words).astype("str").fillna(NO_POST)
    return colours
