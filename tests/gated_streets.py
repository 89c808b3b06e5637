"""Small towns with closed ways, for tests of what opening them gains."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.network.lines import network_from_lines
from servicecircle.network.snapping import snap
from servicecircle.siting.openings import Setting, closed_openings

CRS = "EPSG:4547"
Line = tuple[tuple[float, float], tuple[float, float]]


def town(  # noqa: PLR0913 - what a town is made of
    streets: list[Line],
    closed: list[Line],
    homes: dict[str, tuple[float, float, float]],
    *,
    stations: list[tuple[float, float]],
    candidates: list[tuple[float, float]] = [],  # noqa: B006 - never changed
    limit_m: float = 500.0,
) -> Setting:
    """Lay out streets, closed ways, homes (x, y, residents) and sites."""
    lines = gpd.GeoDataFrame(
        {"closed": [False] * len(streets) + [True] * len(closed)},
        geometry=[shapely.LineString(line) for line in [*streets, *closed]],
        crs=CRS,
    )
    network = network_from_lines(lines, crs=CRS)

    def at(spots: list[tuple[float, float]], prefix: str) -> pd.DataFrame:
        ids = [f"{prefix}{n}" for n in range(len(spots))]
        points = gpd.GeoSeries([shapely.Point(s) for s in spots], index=ids, crs=CRS)
        found = snap(network, points, limit_m=100)
        return pd.DataFrame(found.drop(columns="geometry"))

    doors = at([(x, y) for x, y, _ in homes.values()], "door")
    return Setting(
        network,
        closed_openings(network),
        pd.Series([w for _, _, w in homes.values()], index=list(homes), dtype=float),
        doors.assign(building_id=list(homes)),
        at(stations, "S"),
        at(candidates, "C").assign(cost=1.0),
        limit_m,
    )


def in_series() -> Setting:
    """Put two locked gates on the one road from the homes to the station."""
    return town(
        [((0, 0), (100, 0)), ((110, 0), (200, 0)), ((210, 0), (300, 0))],
        [((100, 0), (110, 0)), ((200, 0), (210, 0))],
        {"A": (150, 0, 5.0), "B": (300, 0, 20.0)},
        stations=[(0, 0)],
    )


def random_town(seed: int) -> Setting:
    """Draw a small grid of streets in which many are closed."""
    chance = np.random.default_rng(seed)
    lines = [
        ((100.0 * x, 100.0 * y), (100.0 * (x + dx), 100.0 * (y + dy)))
        for x in range(4)
        for y in range(3)
        for dx, dy in ((1, 0), (0, 1))
        if x + dx < 4 and y + dy < 3
    ]
    shut = set(chance.choice(len(lines), 6, replace=False).tolist())
    open_ = [line for k, line in enumerate(lines) if k not in shut]
    middles = [(np.array(a) + b) / 2 for a, b in map(np.array, open_)]
    picked = chance.choice(len(open_), 6, replace=False)
    homes = {
        f"B{k}": (*middles[i], float(chance.integers(1, 9)))
        for k, i in enumerate(picked[:5])
    }
    return town(
        open_,
        [lines[k] for k in sorted(shut)],
        homes,
        stations=[tuple(middles[picked[5]])],
        candidates=[tuple(middles[picked[0]]), tuple(middles[picked[1]])],
        limit_m=float(chance.choice([150, 250, 350])),
    )
