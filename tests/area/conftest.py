"""A tiny planning area on a drawing board of whole metres, new for each test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from servicecircle.area import examine_area

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from servicecircle.findings import Finding

CRS = "EPSG:4547"
X0, Y0 = 490_000.0, 2_510_000.0

TOML = """\
[area]
name = "Drawing board"
crs = "EPSG:4547"

[levels.district]
file = "units.gpkg"
[levels.community]
file = "units.gpkg"
[levels.grid]
file = "units.gpkg"

[stations]
file = "stations.csv"
crs = "EPSG:4547"

[buildings]
file = "buildings.gpkg"

[[network.sources]]
file = "lines.geojson"

[services.appeals]
distance_m = 500
"""


def square(x: float, y: float, size: float) -> shapely.Polygon:
    """Give a square by its lower left corner, in metres from the board's corner."""
    return shapely.box(X0 + x, Y0 + y, X0 + x + size, Y0 + y + size)


def frame(
    rows: Mapping[str, object], shapes: list[shapely.Geometry]
) -> gpd.GeoDataFrame:
    """Give a frame in the working CRS."""
    return gpd.GeoDataFrame(dict(rows), geometry=shapes, crs=CRS)


@dataclass
class Board:
    """
    The folder, and what is written into it.

    One district of 2000 m by 1000 m; communities A (west) and B (east); four grids of
    1000 m by 500 m; one building of two floors in the middle of each grid.
    """

    folder: Path
    toml: str
    layers: dict[str, gpd.GeoDataFrame]
    stations: pd.DataFrame
    buildings: gpd.GeoDataFrame

    def write(self) -> Path:
        """Write everything and return the folder."""
        (self.folder / "area.toml").write_text(self.toml, encoding="utf-8")
        (self.folder / "lines.geojson").write_text("{}", encoding="utf-8")
        for layer, units in self.layers.items():
            units.to_file(self.folder / "units.gpkg", layer=layer)
        self.stations.to_csv(self.folder / "stations.csv", index=False)
        self.buildings.to_file(self.folder / "buildings.gpkg", layer="buildings")
        return self.folder

    def findings(self, rule: str | None = None) -> list[Finding]:
        """Write and examine everything; the findings of one rule, or all that block."""
        _, found = examine_area(self.write())
        return [f for f in found if (f.rule == rule if rule else f.blocks)]


@pytest.fixture
def board(tmp_path: Path) -> Board:
    """Give a sound area, to be spoilt by the test."""
    district = shapely.box(X0, Y0, X0 + 2000, Y0 + 1000)
    grids = [
        shapely.box(X0 + x, Y0 + y, X0 + x + 1000, Y0 + y + 500)
        for x in (0, 1000)
        for y in (0, 500)
    ]
    return Board(
        folder=tmp_path,
        toml=TOML,
        layers={
            "district": frame({"unit_id": ["D"], "name": ["Board"]}, [district]),
            "communities": frame(
                {"unit_id": ["A", "B"], "residents": [30.0, 70.0]},
                [square(0, 0, 1000), square(1000, 0, 1000)],
            ),
            "grids": frame(
                {
                    "unit_id": ["g1", "g2", "g3", "g4"],
                    "SQCODE": ["A", "A", "B", "B"],
                    "JDCODE": ["J", "J", "J", "J"],
                    "JDNAME": ["光明", "光明", "光明", "光明"],
                },
                grids,
            ),
        },
        stations=pd.DataFrame(
            {
                "station_id": ["S1", "S2"],
                "x": [X0 + 500, X0 + 1500],
                "y": [Y0 + 500, Y0 + 500],
                "services": ["appeals", "appeals"],
            }
        ),
        buildings=frame(
            {
                "building_id": ["b1", "b2", "b3", "b4"],
                "residents": [10, 20, 30, 40],
                "floors": [2, 2, 2, 2],
                "use": ["residential"] * 4,
            },
            [square(x + 490, y + 240, 20) for x in (0, 1000) for y in (0, 500)],
        ),
    )
