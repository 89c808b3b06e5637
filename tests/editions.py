"""Editions of units drawn on a table, 100 m to a square, for tests of crosswalks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from hypothesis import strategies as st

from servicecircle.crosswalk import Edition
from servicecircle.crs import parse_crs
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CRS = parse_crs("EPSG:4547")
SIDE = 6
"""Squares along a side of a random partition."""
House = tuple[float, float, float]
"""Where a house stands, and how many live in it."""


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """Draw a rectangle in units of 100 m."""
    return shapely.box(100 * west, 100 * south, 100 * east, 100 * north)


def units(
    shapes: Mapping[str, shapely.Geometry],
    *,
    parents: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> gpd.GeoDataFrame:
    """Make a level's frame; what has no name is called by its code."""
    ids = sorted(shapes)
    frame = gpd.GeoDataFrame(
        {
            "name": [(names or {}).get(label, label) for label in ids],
            "parent_id": [(parents or {}).get(label) for label in ids],
        },
        geometry=[shapes[label] for label in ids],
        crs=CRS,
    ).astype({"name": "str", "parent_id": "str"})
    return frame.set_axis(ids, axis=0).rename_axis("unit_id")


def edition(
    shapes: Mapping[str, shapely.Geometry],
    houses: Sequence[House] | None = None,
    *,
    name: str = "drawn",
    **more: Mapping[str, str],
) -> Edition:
    """Make an edition of grids; houses stand at coordinates in units of 100 m."""
    buildings = None
    if houses is not None:
        points = [shapely.Point(100 * x, 100 * y) for x, y, _ in houses]
        buildings = gpd.GeoDataFrame(
            {"residents": [float(house[2]) for house in houses]},
            geometry=points,
            crs=CRS,
        )
    return Edition(name, CRS, {Level.GRID: units(shapes, **more)}, buildings)


def partitions(*, across: int = SIDE) -> st.SearchStrategy[dict[str, shapely.Geometry]]:
    """Cut a square of 600 m into `across` times `across` squares, and join some."""
    return st.integers(0, 9999).map(lambda seed: partition(seed, across=across))


def partition(seed: int, *, across: int) -> dict[str, shapely.Geometry]:
    """Make one of the partitions."""
    step = SIDE / across
    labels = np.random.default_rng(seed).choice(list("abcde"), across**2)
    groups: dict[str, list[shapely.Geometry]] = {}
    for place, label in enumerate(labels):
        row, column = divmod(place, across)
        square = box(column * step, row * step, (column + 1) * step, (row + 1) * step)
        groups.setdefault(str(label), []).append(square)
    return {label: shapely.union_all(squares) for label, squares in groups.items()}


def towns() -> st.SearchStrategy[list[House]]:
    """Draw houses inside the square, off every border."""
    return st.integers(0, 9999).map(town)


def town(seed: int) -> list[House]:
    """Make one of the towns."""
    random = np.random.default_rng(seed)
    count = random.integers(0, 30)
    xy = random.integers(0, 4 * SIDE, (count, 2)) / 4 + 0.13
    lives = random.integers(0, 50, count)
    return [
        (x, y, who) for (x, y), who in zip(xy.tolist(), lives.tolist(), strict=True)
    ]
