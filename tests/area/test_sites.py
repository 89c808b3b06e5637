"""Entrances and candidate sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from servicecircle.area import read_area

if TYPE_CHECKING:
    from conftest import Board

X0, Y0 = 490_000.0, 2_510_000.0
CRS = "EPSG:4547"
AT_B1 = (X0 + 490, Y0 + 250)


@pytest.fixture
def doors(board: Board) -> Board:
    """Give the board a table of entrances."""
    board.toml += '[entrances]\nfile = "buildings.gpkg"\nlayer = "entrances"\n'
    return board


def add_doors(board: Board, ids: list[str], shapes: list[shapely.Point]) -> None:
    """Write a layer of entrances."""
    board.write()
    layer = gpd.GeoDataFrame({"building_id": ids}, geometry=shapes, crs=CRS)
    layer.to_file(board.folder / "buildings.gpkg", layer="entrances")


def test_entrances_belong_to_buildings(doors: Board) -> None:
    """They are sorted by building, and keep their order within."""
    add_doors(
        doors, ["b2", "b1"], [shapely.Point(X0 + 490, Y0 + 750), shapely.Point(AT_B1)]
    )
    area = read_area(doors.folder)
    assert area.entrances["building_id"].tolist() == ["b1", "b2"]
    assert area.findings == ()


def test_an_entrance_needs_its_building(doors: Board) -> None:
    """Its code is named."""
    doors.write()
    door = shapely.Point(AT_B1)
    layer = gpd.GeoDataFrame({"building_id": ["b9"]}, geometry=[door], crs=CRS)
    layer.to_file(doors.folder / "doors.gpkg")
    doors.toml = doors.toml.replace(
        'file = "buildings.gpkg"\nlayer = "entrances"', 'file = "doors.gpkg"'
    )
    (finding,) = doors.findings()
    assert finding.rule == "entrance-without-building"
    assert "'b9'" in finding.message


def test_an_entrance_far_from_its_building_is_doubtful(doors: Board) -> None:
    """More than 50 m is a warning."""
    add_doors(doors, ["b1"], [shapely.Point(X0 + 400, Y0 + 250)])
    (finding,) = read_area(doors.folder).findings
    assert finding.rule == "entrance-far"
    assert "'b1' lies 90 m from it" in finding.message


def test_candidates_outside_are_a_warning(board: Board) -> None:
    """They may be meant; stations may not."""
    sites = gpd.GeoDataFrame(
        {"site_id": ["n", "m"]},
        geometry=shapely.points([[X0 + 10, Y0 + 10], [X0 - 10, Y0 + 10]]),
        crs=CRS,
    )
    sites.to_file(board.folder / "candidates.gpkg")
    board.toml += '[candidates]\nfile = "candidates.gpkg"\n'
    area = read_area(board.write())
    assert area.candidates.index.tolist() == ["m", "n"]
    assert [(f.rule, f.id) for f in area.findings] == [("candidate-outside", "m")]


def test_without_tables_there_are_none(board: Board) -> None:
    """Empty, in the working CRS, with their columns."""
    area = read_area(board.write())
    assert len(area.entrances) == len(area.candidates) == 0
    assert area.candidates.index.name == "site_id"
    assert area.entrances.crs == area.crs
