"""What area.toml says of coordinates, file by file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import shapely

from servicecircle.area import examine_area, read_area
from servicecircle.area.reading import Reading, as_in_the_file
from servicecircle.crs import LONLAT, parse_crs

if TYPE_CHECKING:
    import geopandas as gpd
    from conftest import Board

X0, Y0 = 490_000.0, 2_510_000.0
CRS = parse_crs("EPSG:4547")
PLACES = shapely.points([(X0 + 500, Y0 + 500), (X0 + 1500, Y0 + 500)])
CITY = "+proj=tmerc +lat_0=22 +lon_0=114.2 +k=1 +x_0=120000 +y_0=5000 +ellps=GRS80"
OWN_CRS = 'file = "stations.csv"\ncrs = "EPSG:4547"'


def put(board: Board, reading: Reading, says: str, *, names: str = "x y") -> None:
    """Write the stations' coordinates in a reading, and what area.toml says of them."""
    written = as_in_the_file(np.array(PLACES), reading, crs=CRS)
    columns = pd.DataFrame(shapely.get_coordinates(written), columns=names.split())
    others = board.stations.drop(columns=["x", "y"])
    board.stations = pd.concat([others, columns], axis=1)
    assert OWN_CRS in board.toml
    board.toml = board.toml.replace(OWN_CRS, f'file = "stations.csv"\n{says}')


def in_place(board: Board) -> bool:
    """Whether the stations are where they are."""
    found = read_area(board.write()).stations.geometry.to_numpy()
    return bool(shapely.equals_exact(found, PLACES, tolerance=0.001).all())


@pytest.mark.parametrize(
    ("reading", "says"),
    [
        (Reading(LONLAT), ""),
        (Reading(LONLAT, "gcj02"), 'datum = "gcj02"'),
        (Reading(LONLAT, "bd09", swap_axes=True), 'datum = "bd09"\nswap_axes = true'),
        (Reading(CRS, swap_axes=True), 'crs = "EPSG:4547"\nswap_axes = true'),
        (Reading(parse_crs("EPSG:4526")), 'crs = "EPSG:4526"'),
        (Reading(parse_crs("EPSG:2435")), 'crs = "EPSG:2435"'),
        (Reading(parse_crs(CITY)), f'crs = "{CITY}"'),
    ],
)
def test_stations_are_where_they_are(board: Board, reading: Reading, says: str) -> None:
    """However they are written, if area.toml says how."""
    put(board, reading, says)
    assert in_place(board)


def test_a_local_system_by_control_points(board: Board) -> None:
    """Two points tie it; the note says how well they fit."""
    board.stations[["x", "y"]] -= [390_000.0, 2_500_000.0]
    board.toml = board.toml.replace(
        OWN_CRS, 'file = "stations.csv"\ncontrol_points = "points.csv"'
    )
    points = "local_x,local_y,x,y\n100000,10000,490000,2510000\n0,0,390000,2500000\n"
    (board.folder / "points.csv").write_text(points, encoding="utf-8")
    assert in_place(board)
    assert len(board.findings("control-points-fitted")) == 1
    (board.folder / "points.csv").write_text(points[:-20], encoding="utf-8")
    assert [f.table for f in board.findings()] == ["control_points"]


def test_columns_that_tell_their_datum(board: Board) -> None:
    """A name such as lng_gcj02 is believed: area.toml must say the same."""
    put(board, Reading(LONLAT, "gcj02"), "", names="lng_gcj02 lat_gcj02")
    (said,) = board.findings()
    assert said.rule == "datum-named"
    assert said.remedy == 'Write datum = "gcj02" beside the file in area.toml.'
    board.toml = board.toml.replace(
        'file = "stations.csv"\n', 'file = "stations.csv"\ndatum = "gcj02"\n'
    )
    assert in_place(board)


@pytest.mark.parametrize("also", ['crs = "EPSG:4547"', 'datum = "gcj02"'])
def test_control_points_stand_alone(board: Board, also: str) -> None:
    """They say where a place is; nothing else may."""
    board.toml = board.toml.replace(
        OWN_CRS, f'file = "stations.csv"\ncontrol_points = "points.csv"\n{also}'
    )
    (said,) = board.findings()
    assert said.rule == "reading-unfit"
    assert said.remedy.startswith(f"Take {also[:3]}")


def test_a_derived_level_has_no_coordinates(board: Board) -> None:
    """What is said of them is refused by name."""
    board.toml = board.toml.replace(
        '[levels.community]\nfile = "units.gpkg"',
        '[levels.community]\nderive_from = "grid"\ndatum = "gcj02"',
    )
    (said,) = board.findings()
    assert "levels.community: datum cannot stand beside derive_from" in said.message


def test_units_and_buildings_from_a_web_map(board: Board) -> None:
    """Vector files are read like tables."""
    here = read_area(board.write())
    board.layers = {name: moved(units) for name, units in board.layers.items()}
    board.buildings = moved(board.buildings)
    for file in ("units.gpkg", "buildings.gpkg"):
        (board.folder / file).unlink()
        board.toml = board.toml.replace(
            f'file = "{file}"', f'file = "{file}"\ndatum = "gcj02"'
        )
    area = read_area(board.write())
    for before, after in (
        (here.buildings, area.buildings),
        *zip(here.levels.values(), area.levels.values(), strict=True),
    ):
        shapes = before.geometry.to_numpy(), after.geometry.to_numpy()
        assert shapely.hausdorff_distance(*shapes).max() < 0.001


def moved(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give a layer as a web map shows it."""
    shapes = np.array(frame.geometry.array, dtype=object)
    shifted = as_in_the_file(shapes, Reading(LONLAT, "gcj02"), crs=CRS)
    return frame.set_geometry(shifted, crs=LONLAT)


def test_what_is_wrong_is_a_finding(board: Board) -> None:
    """A CRS that nobody knows, for a table with columns."""
    board.toml = board.toml.replace(
        '"stations.csv"\ncrs = "EPSG:4547"', '"stations.csv"\ncrs = "EPSG:1"'
    )
    _, found = examine_area(board.write())
    assert "crs-unknown" in {f.rule for f in found}
