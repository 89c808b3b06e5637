"""
A village drawn by hand, 2 km by 1 km, whose every walk can be worked out on paper.

Streets run along round coordinates and houses are small diamonds that point a corner
at their street, so an answer is a short sum. A river without a bridge but one, a walled
compound with a locked gate, a flight of steps, an island of path and a house that no
path reaches show what makes walking differ from the circle. It is synthetic, and every
name says so (合成).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from servicecircle.synthetic.csv_files import write_csv
from servicecircle.synthetic.layers import write_layers
from servicecircle.synthetic.notice import NOTICE
from servicecircle.whole_folder import new_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

CRS = "EPSG:4547"
Unit = tuple[str, str | None, shapely.Polygon]
"""A unit's id, its parent's id and its outline."""
ORIGIN = (493_000.0, 2_516_000.0)
"""Where the drawing's corner lies, so that it can be shown on a map."""

STREETS = (
    ("Main Street", "", ((0, 500), (250, 500), (750, 500), (1250, 500), (1350, 500))),
    ("Main Street", "", ((1350, 500), (1600, 500), (1750, 500), (2000, 500))),
    ("North Street West", "", ((0, 900), (250, 900), (750, 900), (960, 900))),
    ("North Street East", "", ((1040, 900), (1250, 900), (1600, 900), (1750, 900))),
    ("North Street East", "", ((1750, 900), (2000, 900))),
    ("South Street West", "", ((0, 100), (250, 100), (750, 100), (960, 100))),
    ("South Street East", "", ((1100, 100), (1250, 100), (1750, 100), (2000, 100))),
    ("First Lane", "", ((250, 100), (250, 500), (250, 900))),
    ("Second Lane", "", ((750, 100), (750, 500))),
    ("Hill Steps", "steps", ((750, 500), (750, 900))),
    ("Third Lane", "", ((1250, 100), (1250, 500), (1250, 900))),
    ("Fourth Lane", "", ((1750, 100), (1750, 500), (1750, 900))),
    ("Compound Drive", "", ((1600, 900), (1600, 620))),
    ("Locked Gate", "closed", ((1600, 620), (1600, 500))),
    ("Island Path", "", ((1850, 300), (1950, 300))),
)

RIVER = (
    shapely.box(990, 0, 1010, 480),
    shapely.box(990, 520, 1010, 1000),
)
PARK = shapely.box(280, 540, 480, 700)
WALL = shapely.box(1520, 600, 1680, 860).exterior

HOUSES: tuple[tuple[str, tuple[float, float], float, int, str], ...] = (
    # id, middle, half diagonal, residents, why it is there
    ("A1", (100, 520), 10, 30, "near the hall"),
    ("A2", (230, 700), 10, 40, "around a corner"),
    ("A3", (400, 880), 10, 50, "inside the circle, too far on foot"),
    ("A4", (735, 480), 10, 60, "inside the circle, too far on foot"),
    ("A5", (730, 515), 5, 20, "at the limit itself"),
    ("A6", (730.1, 485), 5, 20, "a hand's breadth beyond the limit"),
    ("B1", (600, 915), 5, 30, "far on every way"),
    ("B2", (730, 890), 5, 10, "near, but only by steps"),
    ("D1", (1020, 100), 5, 25, "nearer to the street across the river"),
    ("E1", (1580, 650), 5, 80, "in the compound, behind its locked gate"),
    ("F1", (1900, 320), 5, 15, "on an island of path"),
    ("G1", (1450, 300), 5, 5, "no path nearby"),
    ("Q1", (1500, 915), 0, 15, "given as a point"),
)
LONG_HOUSE = ("L1", shapely.box(1300, 520, 1400, 560), 100)
LONG_HOUSE_DOORS = ((1300, 540), (1350, 520))

STATIONS = (
    ("H1", "District hall", "district", "appeals;legal;psychology", (250, 510)),
    ("C2", "East hall", "community", "appeals;legal", (1750, 90)),
    ("P3", "Compound post", "post", "appeals", (1610, 880)),
    ("N4", "Counselling post", "post", "psychology", (800, 510)),
)

AREA_TOML = f"""\
# A village drawn by hand, whose every walk can be worked out on paper: {NOTICE}.

[area]
name = "Demonstration village (synthetic) 示范村（合成）"
crs = "EPSG:4547"
attribution = ["合成数据 Synthetic data: not a real place"]
notice = "{NOTICE}"

[levels.district]
file = "units.gpkg"
layer = "district"

[levels.community]
file = "units.gpkg"
layer = "communities"

[levels.red_sub_grid]
file = "units.gpkg"
layer = "red_sub_grids"

[levels.grid]
file = "units.gpkg"
layer = "grids"

[stations]
file = "stations.csv"
crs = "EPSG:4547"

[buildings]
file = "buildings.gpkg"
layer = "buildings"

[entrances]
file = "buildings.gpkg"
layer = "entrances"

[[network.sources]]
file = "streets.gpkg"
layer = "streets"

[[network.obstacles]]
file = "streets.gpkg"
layer = "obstacles"

# What maps draw quietly below everything.
[[background]]
file = "streets.gpkg"
layer = "background"

[services.appeals]
name = "Appeals 诉求"
distance_m = 500

[services.legal]
name = "Legal 法律"
distance_m = 500

[services.psychology]
name = "Psychology 心理"
distance_m = 500

[services.psychology_step_free]
name = "Psychology, step-free 心理（无台阶）"
offered_as = "psychology"
distance_m = 500
step_free = true

[services.appeals_elderly]
name = "Appeals, 10 min at an elder's pace 诉求（老人10分钟）"
offered_as = "appeals"
minutes = 10
pace = "elderly"

# QR points. The host is an example; keys are never written here: make one with
# `servicecircle qr key keys.txt`.
[qr]
host = "qr.example"
hotline = "12345"
key_id = "A"
"""


def write_village(folder: PathLike[str] | str) -> Path:
    """
    Write the village as a planning area's folder.

    Returns
    -------
    Path
        `folder`, for `read_area` or `plan`. The bytes are the same each time.

    Raises
    ------
    OutputError
        If the folder is not empty, or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = write_village(Path(tempfile.mkdtemp()) / "village")
    >>> sorted(path.name for path in folder.iterdir())
    ['area.toml', 'buildings.gpkg', 'stations.csv', 'streets.gpkg', 'units.gpkg']
    """
    with new_folder(folder) as area:
        text = AREA_TOML
        (area / "area.toml").write_text(text, encoding="utf-8", newline="\n")
        write_layers(area / "units.gpkg", _units())
        write_layers(
            area / "streets.gpkg",
            {
                "streets": _streets(),
                "obstacles": _obstacles(),
                "background": _background(),
            },
        )
        write_layers(
            area / "buildings.gpkg", {"buildings": _buildings(), "entrances": _doors()}
        )
        write_csv(area / "stations.csv", _stations())
    return Path(folder)


def _units() -> dict[str, gpd.GeoDataFrame]:
    """Cut the village into 2 communities, 4 red sub-grids and 8 grids."""
    grids: list[Unit] = []
    sub_grids: list[Unit] = []
    for column in range(4):
        west, sub_grid = column * 500, f"R{column + 1}"
        community = "W" if column < 2 else "E"  # noqa: PLR2004 - the middle
        sub_grids.append((sub_grid, community, shapely.box(west, 0, west + 500, 1000)))
        for row, side in enumerate("SN"):
            cell = shapely.box(west, row * 500, west + 500, row * 500 + 500)
            grids.append((f"{sub_grid}{side}", sub_grid, cell))
    communities: list[Unit] = [
        ("W", "V", shapely.box(0, 0, 1000, 1000)),
        ("E", "V", shapely.box(1000, 0, 2000, 1000)),
    ]
    layers: dict[str, list[Unit]] = {
        "district": [("V", None, shapely.box(0, 0, 2000, 1000))],
        "communities": communities,
        "red_sub_grids": sub_grids,
        "grids": grids,
    }
    frames = {}
    for layer, rows in layers.items():
        columns: dict[str, Sequence[object]] = {
            "unit_id": [unit_id for unit_id, _, _ in rows],
            "name": [f"{unit_id}（合成）" for unit_id, _, _ in rows],
            "parent_id": [parent for _, parent, _ in rows],
        }
        frames[layer] = _frame(columns, [shape for _, _, shape in rows])
    return frames


def _streets() -> gpd.GeoDataFrame:
    names, kinds, lines = zip(*STREETS, strict=True)
    columns = {
        "name": names,
        "highway": ["steps" if kind == "steps" else "footway" for kind in kinds],
        "closed": [kind == "closed" for kind in kinds],
    }
    return _frame(columns, [shapely.LineString(line) for line in lines])


def _obstacles() -> gpd.GeoDataFrame:
    return _frame({"kind": ["river", "river", "wall"]}, [*RIVER, WALL])


def _background() -> gpd.GeoDataFrame:
    return _frame({"kind": ["water", "water", "park"]}, [*RIVER, PARK])


def _buildings() -> gpd.GeoDataFrame:
    shapes = [_diamond(*middle, half) for _, middle, half, _, _ in HOUSES]
    ids = [house[0] for house in HOUSES]
    residents = [house[3] for house in HOUSES]
    names = [f"{house[4]} 合成" for house in HOUSES]
    columns: dict[str, Sequence[object]] = {
        "building_id": [*ids, LONG_HOUSE[0]],
        "residents": [*residents, LONG_HOUSE[2]],
        "name": [*names, "two doors 合成"],
    }
    return _frame(columns, [*shapes, LONG_HOUSE[1]])


def _diamond(x: float, y: float, half: float) -> shapely.Geometry:
    """Draw a square standing on its corner, or a point."""
    if half == 0:
        return shapely.Point(x, y)
    return shapely.Polygon([(x - half, y), (x, y - half), (x + half, y), (x, y + half)])


def _doors() -> gpd.GeoDataFrame:
    points = [shapely.Point(door) for door in LONG_HOUSE_DOORS]
    return _frame({"building_id": [LONG_HOUSE[0]] * len(points)}, points)


def _stations() -> pd.DataFrame:
    columns = ["station_id", "name", "tier", "services"]
    table = pd.DataFrame([row[:4] for row in STATIONS], columns=columns)
    table["name"] += "（合成）"
    table["x"] = [row[4][0] + ORIGIN[0] for row in STATIONS]
    table["y"] = [row[4][1] + ORIGIN[1] for row in STATIONS]
    return table


def _frame(
    columns: dict[str, Sequence[object]], shapes: Sequence[shapely.Geometry]
) -> gpd.GeoDataFrame:
    """Move drawn shapes to where the village lies."""
    moved = shapely.transform(list(shapes), lambda xy: xy + ORIGIN)
    return gpd.GeoDataFrame(columns, geometry=moved, crs=CRS)
