"""A small square district of made-up grids, its appeals drawn from known rates."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.area.risk_config import RiskSection
from servicecircle.pipeline.risk_run import Assessed, assess_appeals
from servicecircle.risk import Ground
from servicecircle.standards import ServiceStandard
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from servicecircle.area import PlanningArea

CRS = "EPSG:4547"
SIDE, CELL_M = 12, 300
GRIDS = SIDE * SIDE
DAYS = np.arange("2022-01-01", "2024-01-01", dtype="M8[D]")


def district(residents: np.ndarray | None = None, **risk: object) -> PlanningArea:
    """Draw 144 grids in a square, one building each, in one community."""
    x, y = (m.ravel() * CELL_M for m in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
    boxes = shapely.box(x, y, x + CELL_M, y + CELL_M)
    ids = pd.Index([f"g{n:03d}" for n in range(GRIDS)], name="unit_id", dtype="str")
    lived = np.full(GRIDS, 800.0) if residents is None else residents
    grids = gpd.GeoDataFrame(
        {"name": ids, "parent_id": "c", "residents": lived}, geometry=boxes, crs=CRS
    ).set_axis(ids, axis=0)
    whole = gpd.GeoDataFrame(
        {"name": ["c"], "parent_id": [None], "residents": [lived.sum()]},
        geometry=[shapely.box(0, 0, SIDE * CELL_M, SIDE * CELL_M)],
        crs=CRS,
        index=pd.Index(["c"], name="unit_id", dtype="str"),
    )
    levels = {Level.COMMUNITY: whole, Level.GRID: grids}
    buildings = gpd.GeoDataFrame(
        {"residents": lived, "grid_id": ids, "community_id": "c"},
        geometry=shapely.centroid(boxes),
        crs=CRS,
    )
    return as_area(levels, buildings, **risk)


def as_area(
    levels: dict[Level, gpd.GeoDataFrame], buildings: gpd.GeoDataFrame, **risk: object
) -> PlanningArea:
    """Give levels and buildings what an assessment asks of a planning area."""
    nowhere = gpd.GeoDataFrame({"host_type": []}, geometry=[], crs=buildings.crs)
    scene = SimpleNamespace(
        levels=levels,
        finest=Level.GRID,
        widest=next(iter(levels)),
        standards=[ServiceStandard("legal", 500.0, name="Legal 法律")],
        units=levels.__getitem__,
        buildings=buildings,
        stations=nowhere,
        candidates=nowhere,
        config=SimpleNamespace(risk=RiskSection.model_validate(risk)),
    )
    return cast("PlanningArea", scene)


def appeals(rates: np.ndarray, *, each: float = 40.0, seed: int = 1) -> pd.DataFrame:
    """Draw two years of appeals, `each` a grid times its rate, a fifth by scan."""
    rng = np.random.default_rng(seed)
    grid = np.repeat(np.arange(len(rates)), rng.poisson(rates * each))
    day = rng.choice(DAYS, len(grid))
    frame = pd.DataFrame(
        {
            "unit_id": np.char.mod("g%03d", grid),
            "reported_at": day.astype("M8[s]"),
            "open": rng.random(len(grid)) < 0.02,
            "channel": np.where(rng.random(len(grid)) < 0.2, "扫码", "电话"),
        }
    )
    return frame.astype({"unit_id": "str"})


def assessed(
    area: PlanningArea,
    frame: pd.DataFrame,
    *levels: Level,
    ground: Ground | None = None,
) -> Assessed:
    """Assess grids, or the levels that are named."""
    return assess_appeals(
        area,
        frame,
        until=None,
        ground=ground or Ground(),
        levels=levels or (Level.GRID,),
    )
