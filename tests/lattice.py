"""A district drawn as a lattice: what the society's tests live on."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.synthetic.facts import read_facts
from servicecircle.synthetic.society import Society, make_society
from servicecircle.vocabulary import Level

CRS = "EPSG:4547"
ORIGIN = (493_000.0, 2_516_000.0)
SIDE_M = 3_600
CODES = {
    Level.STREET: (3600, 1200, "440311{:03d}"),
    Level.COMMUNITY: (1200, 1200, "440311{:06d}"),
    Level.RED_SUB_GRID: (600, 600, "F{:05d}"),
    Level.GRID: (200, 300, "440311{:08d}"),
}
USES = ("apartment", "village_house", "factory", "shop", "school", "hospital")
SEED = 7


@dataclass(frozen=True)
class Lattice:
    """The seven tables of a geography."""

    levels: dict[Level, gpd.GeoDataFrame]
    buildings: gpd.GeoDataFrame
    entrances: gpd.GeoDataFrame
    streets: gpd.GeoDataFrame
    obstacles: gpd.GeoDataFrame
    gates: gpd.GeoDataFrame
    land: gpd.GeoDataFrame
    background: gpd.GeoDataFrame


@cache
def lattice() -> Lattice:
    """Draw 3 streets, 9 communities, 36 red sub-grids, 216 grids, 2,160 buildings."""
    buildings = _buildings()
    shapes = buildings.geometry
    doors = shapely.points(shapes.bounds["minx"] + 10, shapes.bounds["miny"])
    empty = _frame({"kind": [], "closed": []}, [])
    rail = shapely.box(1_195, -200, 1_197, -100)
    site = shapely.box(1_500, 300, 2_100, 3_000)
    return Lattice(
        levels=_levels(buildings),
        buildings=buildings,
        entrances=gpd.GeoDataFrame(
            {"building_id": buildings.index.to_numpy()}, geometry=doors, crs=CRS
        ),
        streets=_streets(),
        obstacles=_frame({"kind": ["rail"]}, [rail]),
        gates=empty,
        land=_frame({"kind": ["construction_site"]}, [site]),
        background=_frame({"kind": ["park"]}, [site]),
    )


@cache
def facts(share: float) -> dict[str, Any]:
    """Give the facts as if the lattice were this share of the district."""
    stated = deepcopy(read_facts())
    residents = float(lattice().buildings["residents"].sum())
    stated["district"]["residents_managed"] = residents / share
    return stated


@cache
def society(share: float = 0.25, seed: int = SEED) -> Society:
    """Make the society of the lattice once for all tests."""
    return make_society(lattice(), facts(share), seed=seed)


def without_buildings(unit: str, level: Level) -> Lattice:
    """Give the lattice without the buildings of one unit."""
    whole = lattice()
    outline = whole.levels[level].loc[unit, "geometry"]
    kept = whole.buildings[~whole.buildings.within(outline)]
    return replace(whole, buildings=kept)


def _levels(buildings: gpd.GeoDataFrame) -> dict[Level, gpd.GeoDataFrame]:
    spots = buildings.representative_point()
    district = gpd.GeoDataFrame(
        {"name": ["光明区"], "parent_id": pd.Series([None], dtype="str")},
        geometry=shapely.transform([shapely.box(0, 0, SIDE_M, SIDE_M)], _move),
        crs=CRS,
        index=pd.Index(["440311"], name="unit_id", dtype="str"),
    )
    levels = {Level.DISTRICT: district}
    above = district
    for level, (wide, high, code) in CODES.items():
        x, y = (
            part.ravel()
            for part in np.meshgrid(
                np.arange(0, SIDE_M, wide), np.arange(0, SIDE_M, high)
            )
        )
        boxes = shapely.transform(shapely.box(x, y, x + wide, y + high), _move)
        ids = [code.format(n + 1) for n in range(len(boxes))]
        holder = above.sindex.query(shapely.centroid(boxes), predicate="within")
        above = gpd.GeoDataFrame(
            {
                "name": [f"{level.value}{n + 1}" for n in range(len(boxes))],
                "parent_id": above.index[holder[1]],
            },
            geometry=boxes,
            crs=CRS,
            index=pd.Index(ids, name="unit_id", dtype="str"),
        )
        levels[level] = above
    for units in levels.values():
        inside = units.sindex.query(spots.to_numpy(), predicate="within")
        lived = buildings["residents"].to_numpy()[inside[0]]
        units["residents"] = np.bincount(inside[1], lived, minlength=len(units))
    return levels


def _buildings() -> gpd.GeoDataFrame:
    step_x, step_y = np.meshgrid(np.arange(0, SIDE_M, 40), np.arange(0, SIDE_M, 150))
    x, y = step_x.ravel() + 8.0, step_y.ravel() + 20.0
    rng = np.random.default_rng(5)
    use = rng.choice(USES, len(x), p=[0.5, 0.3, 0.12, 0.05, 0.02, 0.01])
    home = np.isin(use, ["apartment", "village_house"])
    return gpd.GeoDataFrame(
        {
            "floors": rng.integers(1, 30, len(x)).astype(float),
            "use": use,
            "land_use": np.where(use == "factory", "park", "compound"),
            "residents": np.where(home, rng.integers(5, 60, len(x)), 0).astype(float),
        },
        geometry=shapely.transform(shapely.box(x, y, x + 20, y + 16), _move),
        crs=CRS,
        index=pd.Index(
            [f"44031100100{n:08d}" for n in range(len(x))],
            name="building_id",
            dtype="str",
        ),
    )


def _streets() -> gpd.GeoDataFrame:
    marks = np.arange(50, SIDE_M, 100)
    lines = [shapely.LineString([(x, at) for x in marks]) for at in marks]
    lines += [shapely.LineString([(at, y) for y in marks]) for at in marks]
    return _frame(
        {
            "highway": ["footway"] * len(lines),
            "name": [f"street {n}" for n in range(len(lines))],
            "steps": [False] * len(lines),
            "closed": [False] * len(lines),
            "bridge": [False] * len(lines),
            "tunnel": [False] * len(lines),
            "layer": [0] * len(lines),
        },
        lines,
    )


def _frame(columns: dict[str, Any], shapes: list[Any]) -> gpd.GeoDataFrame:
    moved: Any = shapely.transform(shapes, _move) if shapes else []
    return gpd.GeoDataFrame(columns, geometry=moved, crs=CRS)


def _move(xy: np.ndarray) -> np.ndarray:
    return xy + ORIGIN
