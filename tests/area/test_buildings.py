"""Buildings are placed in units, and none is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import translate

from servicecircle.area import read_area
from servicecircle.area.placing import place
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from conftest import Board

X0, Y0 = 490_000.0, 2_510_000.0
SIDE = 4


def test_a_building_on_a_border_goes_to_the_id_that_sorts_first(board: Board) -> None:
    """Its representative point lies on the line between g1 and g3."""
    board.buildings.loc[0, "geometry"] = shapely.Point(X0 + 1000, Y0 + 250)
    area = read_area(board.write())
    assert area.buildings.loc["b1", "grid_id"] == "g1"


@given(
    st.lists(
        st.tuples(st.integers(-1, 2 * SIDE + 1), st.integers(-1, 2 * SIDE + 1)),
        min_size=1,
        max_size=20,
    )
)
def test_placing_agrees_with_arithmetic(halves: list[tuple[int, int]]) -> None:
    """On a chessboard the cell is a division; borders go to the lower number."""
    x, y = np.divmod(np.arange(SIDE * SIDE), SIDE)
    cells = gpd.GeoDataFrame(geometry=shapely.box(x, y, x + 1, y + 1))
    points = shapely.points(np.array(halves) / 2)
    expected = []
    for i, j in halves:
        inside = 0 <= i <= 2 * SIDE and 0 <= j <= 2 * SIDE
        column, row = max(0, (i - 1) // 2), max(0, (j - 1) // 2)
        expected.append(column * SIDE + row if inside else -1)
    assert place(points, cells).tolist() == expected


def test_a_building_outside_keeps_its_row(board: Board) -> None:
    """It counts in no unit, and that is said."""
    board.buildings.loc[3, "geometry"] = shapely.Point(X0 - 10, Y0)
    area = read_area(board.write())
    assert len(area.buildings) == 4
    assert area.buildings.loc["b4", ["grid_id", "district_id"]].isna().all()
    assert [f.rule for f in area.findings if f.table == "buildings"] == [
        "building-outside"
    ]
    finding = area.findings[0]
    assert finding.message == "building 'b4' lies 10 m outside the district."
    assert finding.where == shapely.Point(X0 - 10, Y0)


def test_all_buildings_outside_block(board: Board) -> None:
    """Then the CRS is wrong, not the buildings."""
    board.buildings.geometry = board.buildings.translate(10_000)
    assert "building-nowhere" in [f.rule for f in board.findings()]


def test_the_registers_word_is_used_and_cross_checked(board: Board) -> None:
    """A few that differ are a warning; the register knows its buildings."""
    many = board.buildings.iloc[[0] * 20].assign(
        building_id=[f"b{k:02d}" for k in range(20)], WGBM=["g1"] * 19 + ["g2"]
    )
    board.buildings = many
    area = read_area(board.write())
    assert area.buildings["grid_id"].tolist() == ["g1"] * 19 + ["g2"]
    (finding,) = [f for f in area.findings if f.rule == "building-unit-differs"]
    assert "1 buildings (5.0%)" in finding.message
    assert "'b19' names 'g2' and lies in 'g1'" in finding.message


def test_many_that_differ_block(board: Board) -> None:
    """Another datum or another edition of the grids."""
    board.buildings["WGBM"] = ["g1", "g2", "g3", "g3"]
    (finding,) = board.findings()
    assert finding.rule == "building-unit-differs"
    assert "datum" in finding.remedy


def test_a_unit_that_is_not_there_blocks(board: Board) -> None:
    """The codes are named."""
    board.buildings["WGBM"] = ["g1", "g2", "g3", "g9"]
    (finding,) = board.findings()
    assert finding.rule == "unit-unknown"
    assert "'g9'" in finding.message


def test_coarser_codes_are_cross_checked(board: Board) -> None:
    """Geometry decides where the table does not name the finest unit."""
    board.buildings["SQCODE"] = ["B", "A", "B", "B"]
    (finding,) = board.findings()
    assert "do not lie in the community they name: 'b1'" in finding.message


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 1, 0, 2]])
def test_the_order_of_the_file_does_not_matter(board: Board, order: list[int]) -> None:
    """Frames are sorted by id."""
    board.buildings = board.buildings.iloc[order]
    area = read_area(board.write())
    assert area.buildings.index.tolist() == ["b1", "b2", "b3", "b4"]
    assert area.buildings["residents"].tolist() == [10, 20, 30, 40]


@pytest.mark.parametrize(
    ("west_m", "told"),
    [(0.5, []), (200, [Severity.WARNING]), (9_000, [Severity.ERROR])],
)
def test_a_building_far_from_the_unit_it_names_is_told(
    board: Board, west_m: float, told: list[Severity]
) -> None:
    """It counts where it says, and beyond 300 m that is not believed."""
    board.buildings["WGBM"] = ["g1", "g2", "g3", "g4"]
    board.buildings.loc[0, "geometry"] = shapely.Point(X0 - west_m, Y0 + 250)
    found = board.findings("building-outside")
    assert [f.severity for f in found] == told
    for finding in found:
        assert f"lies {west_m:,.0f} m outside the district" in finding.message
        assert "the grid 'g1' that it names and counts in" in finding.message


def test_a_building_in_a_gap_names_its_unit(board: Board) -> None:
    """The gap is told, and that the building counts as it says."""
    board.layers["grids"].geometry = [
        shapely.box(X0, Y0, X0 + 1000, Y0 + 200),
        *board.layers["grids"].geometry[1:],
    ]
    board.buildings["WGBM"] = ["g1", "g2", "g3", "g4"]
    (finding,) = board.findings("building-outside")
    assert finding.severity is Severity.WARNING
    assert "in none of its grids, 50 m from the grid 'g1'" in finding.message


def move_away(board: Board) -> None:
    """Put six more buildings beside that of the grid g1, and the grid 5 km away."""
    spots = [shapely.Point(X0 + 100 * k, Y0 + 250) for k in range(1, 7)]
    added = gpd.GeoDataFrame(
        {"building_id": [f"v{k}" for k in range(6)], "WGBM": ["g1"] * 6},
        geometry=spots,
        crs=board.buildings.crs,
    )
    board.buildings["WGBM"] = ["g1", "g2", "g3", "g4"]
    board.buildings = gpd.GeoDataFrame(pd.concat([board.buildings, added]))
    outline, *others = board.layers["grids"].geometry
    board.layers["grids"].geometry = [translate(outline, -5_000), *others]


def test_a_unit_drawn_elsewhere_is_told_once(board: Board) -> None:
    """Not for each of its buildings."""
    move_away(board)
    (finding,) = board.findings("building-outside")
    assert (finding.table, finding.id, finding.blocks) == ("grids", "g1", True)
    assert "7 of the 7 buildings that name it lie outside it" in finding.message
    assert "Its outline seems misplaced" in finding.remedy


def test_a_gap_full_of_buildings_is_told_once(board: Board) -> None:
    """Where they do not name the unit that is missing there."""
    move_away(board)
    board.buildings = board.buildings.drop(columns="WGBM")
    (finding,) = board.findings("building-outside")
    assert "7 buildings lie in one gap between the grids: 'b1'" in finding.message
    assert finding.where is not None
    assert finding.where.area == pytest.approx(500_000)
