"""Houses and ways drawn on paper, and where their doors are planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.area.qr_config import StairsSection
from servicecircle.network.lines import network_from_lines
from servicecircle.qr.places.infer import infer_doors

if TYPE_CHECKING:
    from servicecircle.network.walk_network import WalkNetwork

CRS = "EPSG:4547"
ORIGIN = (493_000.0, 2_516_000.0)
ONE_EACH = StairsSection(by=())


@dataclass(frozen=True)
class Scene:
    """A few houses by position, ways as coordinates, walls as lines."""

    houses: list[shapely.Geometry]
    ways: list[list[tuple[float, float]]]
    walls: list[list[tuple[float, float]]] = field(default_factory=list)
    kinds: list[str] | None = None
    names: list[str] | None = None
    closed: list[bool] | None = None
    obstacle: str = "wall"

    @property
    def network(self) -> WalkNetwork:
        """The ways as a walking network, with the walls as obstacles."""
        columns = {"highway": self.kinds, "name": self.names, "closed": self.closed}
        known = {name: value for name, value in columns.items() if value is not None}
        lines = [shapely.LineString(way) for way in self.ways]
        frame = gpd.GeoDataFrame(known, geometry=_moved(lines), crs=CRS)
        network = network_from_lines(frame, crs=frame.crs)
        if not self.walls:
            return network
        walls = gpd.GeoDataFrame(
            {"kind": [self.obstacle] * len(self.walls)},
            geometry=_moved([shapely.LineString(wall) for wall in self.walls]),
            crs=CRS,
        )
        return network.replace(obstacles=walls)

    @property
    def shapes(self) -> np.ndarray:
        """The houses where they stand."""
        return _moved(self.houses)

    def doors(
        self,
        *asked: int,
        rule: StairsSection = ONE_EACH,
        within_m: float = 100.0,
        **numbers: list[float],
    ) -> pd.DataFrame:
        """Plan the doors of some houses, by default all; places as they are drawn."""
        wanted = np.array(asked or range(len(self.houses)), dtype=np.int64)
        floors = np.full(len(self.houses), np.nan)
        table = pd.DataFrame({"floors": floors}).assign(**numbers)
        tree = shapely.STRtree(self.shapes)
        doors = infer_doors(
            tree, wanted, table, self.network, rule=rule, within_m=within_m
        )
        xy = (doors[["x", "y"]].to_numpy() - ORIGIN).round(3)
        return doors.assign(x=xy[:, 0], y=xy[:, 1])


def _moved(shapes: list[shapely.Geometry]) -> np.ndarray:
    drawn = np.array(shapes, dtype=object)
    return np.asarray(shapely.transform(drawn, lambda xy: xy + ORIGIN), dtype=object)
