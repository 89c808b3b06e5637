"""A small sound area on disk, to be spoilt by the test and mended again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from servicecircle.area import examine_area
from servicecircle.repair import chosen, perform, read_draft, write_repaired

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from servicecircle.findings import Finding
    from servicecircle.repair import Repaired

CRS = "EPSG:4547"
X0, Y0 = 493_000.0, 2_516_000.0

TOML = """\
# The board: drawn by hand.
[area]
name = "Board"
crs = "EPSG:4547"

[levels.district]
file = "units.gpkg"
[levels.community]
file = "units.gpkg" # one file for all
[levels.grid]
file = "units.gpkg"

[stations]
file = "stations.csv"
crs = "EPSG:4547"

[buildings]
file = "buildings.gpkg"
layer = "buildings"

[entrances]
file = "buildings.gpkg"
layer = "entrances"

[services.appeals]
distance_m = 500
"""


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """Give a rectangle in metres from the board's corner."""
    return shapely.box(X0 + west, Y0 + south, X0 + east, Y0 + north)


def frame(
    rows: Mapping[str, object], shapes: list[shapely.Geometry]
) -> gpd.GeoDataFrame:
    """Give a frame in the working CRS."""
    return gpd.GeoDataFrame(dict(rows), geometry=shapes, crs=CRS)


@dataclass
class Board:
    """
    The folder, and what is written into it.

    One district of 2000 m by 1000 m, two communities side by side, four grids of
    1000 m by 500 m, one building with one entrance in each.
    """

    folder: Path
    toml: str = TOML
    district: gpd.GeoDataFrame = field(
        default_factory=lambda: frame({"unit_id": ["440311"]}, [box(0, 0, 2000, 1000)])
    )
    communities: gpd.GeoDataFrame = field(
        default_factory=lambda: frame(
            {"unit_id": ["440311001", "440311002"]},
            [box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000)],
        )
    )
    grids: gpd.GeoDataFrame = field(
        default_factory=lambda: frame(
            {
                "unit_id": ["g1", "g2", "g3", "g4"],
                "parent_id": ["440311001", "440311001", "440311002", "440311002"],
            },
            [box(x, y, x + 1000, y + 500) for x in (0, 1000) for y in (0, 500)],
        )
    )
    stations: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            {
                "station_id": ["S1", "S2"],
                "x": [X0 + 500, X0 + 1500],
                "y": [Y0 + 500, Y0 + 500],
                "services": ["appeals", "appeals"],
            }
        )
    )
    buildings: gpd.GeoDataFrame = field(
        default_factory=lambda: frame(
            {
                "building_id": ["b1", "b2", "b3", "b4"],
                "residents": [10, 20, 30, 40],
                "grid_id": ["g1", "g2", "g3", "g4"],
            },
            [
                box(x + 490, y + 240, x + 510, y + 260)
                for x in (0, 1000)
                for y in (0, 500)
            ],
        )
    )
    entrances: gpd.GeoDataFrame = field(
        default_factory=lambda: frame(
            {"building_id": ["b1", "b2", "b3", "b4"]},
            [
                shapely.Point(X0 + x + 500, Y0 + y + 240)
                for x in (0, 1000)
                for y in (0, 500)
            ],
        )
    )

    def write(self) -> Path:
        """Write everything and return the folder."""
        (self.folder / "area.toml").write_text(self.toml, encoding="utf-8")
        for layer in ("district", "communities", "grids"):
            getattr(self, layer).to_file(self.folder / "units.gpkg", layer=layer)
        for layer in ("buildings", "entrances"):
            getattr(self, layer).to_file(self.folder / "buildings.gpkg", layer=layer)
        self.stations.to_csv(self.folder / "stations.csv", index=False)
        return self.folder

    def mended(self, *names: str, width_m: float | None = None) -> Repaired:
        """Write everything and repair it in memory."""
        return repaired(self.write(), *names, width_m=width_m)


def repaired(folder: Path, *names: str, width_m: float | None = None) -> Repaired:
    """Repair a folder in memory."""
    return perform(read_draft(folder), chosen(names, width_m=width_m), width_m=width_m)


def rewritten(folder: Path, *names: str, width_m: float | None = None) -> Path:
    """Repair a folder into one beside it."""
    out = folder.with_name(f"{folder.name}-new")
    write_repaired(repaired(folder, *names, width_m=width_m), out)
    return out


def rules(folder: Path) -> set[str]:
    """Name the rules that warn or block."""
    found: list[Finding] = examine_area(folder)[1]
    return {f.rule for f in found if f.severity != "note"}
