"""What maps draw below: read, told apart and cut to the district's surroundings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from servicecircle.area import examine_area, read_area

if TYPE_CHECKING:
    from conftest import Board

X0, Y0 = 490_000.0, 2_510_000.0
CRS = "EPSG:4547"


def box(x: float, y: float, size: float) -> shapely.Polygon:
    """Give a square by its lower left corner."""
    return shapely.box(X0 + x, Y0 + y, X0 + x + size, Y0 + y + size)


def lay(
    board: Board, rows: dict[str, list], shapes: list, *, more: str = "", crs: str = CRS
) -> Board:
    """Give the board a background."""
    layer = gpd.GeoDataFrame(rows, geometry=shapes, crs=CRS).to_crs(crs)
    layer.to_file(board.folder / "ground.geojson")
    board.toml += f'[[background]]\nfile = "ground.geojson"\n{more}'
    return board


def test_kinds_are_told_by_their_words_and_drawn_in_order(board: Board) -> None:
    """In Chinese, in OpenStreetMap's words; single parts, water last."""
    brook = shapely.LineString([(X0, Y0), (X0 + 900, Y0 + 40)])
    woods = shapely.MultiPolygon([box(0, 600, 50), box(100, 600, 50)])
    shapes = [brook, box(0, 0, 90), woods, box(300, 0, 80)]
    lay(board, {"地类": ["Stream", "公园", "有林地", "草地"]}, shapes)
    drawn = read_area(board.write()).background
    assert drawn["kind"].tolist() == ["wood", "wood", "grass", "park", "water"]
    assert set(drawn.geom_type) == {"Polygon", "LineString"}
    assert drawn.geometry.iloc[-1].equals(brook)


def test_a_file_can_be_of_one_kind(board: Board) -> None:
    """Where no column says it."""
    lay(board, {"name": ["x"]}, [box(0, 0, 90)], more='kind = "水系"\n')
    assert read_area(board.write()).background["kind"].tolist() == ["water"]


def test_is_cut_around_the_district(board: Board) -> None:
    """1.5 km beyond its rectangle; what only touches that is left out."""
    far = shapely.box(X0 + 3500, Y0, X0 + 4000, Y0 + 10)
    lay(board, {"kind": ["water", "park"]}, [box(-9000, -9000, 30_000), far])
    drawn = read_area(board.write()).background
    assert drawn.total_bounds.tolist() == [X0 - 1500, Y0 - 1500, X0 + 3500, Y0 + 2500]
    assert len(drawn) == 1


def test_nothing_near_is_told(board: Board) -> None:
    """A file of another place is no picture of this one."""
    lay(board, {"kind": ["water"]}, [box(90_000, 0, 90)])
    (found,) = board.findings("background-elsewhere")
    assert "within 1500 m of the district" in found.message


def test_other_kinds_are_left_out_and_told(board: Board) -> None:
    """They are counted, and the remedy lists what there is."""
    shapes = [box(0, 0, 90), box(200, 0, 9), box(400, 0, 9)]
    lay(board, {"kind": ["water", "厂房", None]}, shapes)
    (found,) = board.findings("background-kind")
    said = "1 rows are of a kind that maps do not draw ('厂房') and 1 rows say no kind"
    assert (said in found.message, found.severity) == (True, "note")
    assert "wood, grass, park, water" in found.remedy


def test_a_row_that_cannot_be_drawn_does_not_block(board: Board) -> None:
    """It is a picture, and no reason to refuse a plan."""
    lay(board, {"kind": ["water", "park"]}, [box(0, 0, 90), shapely.Point(X0, Y0)])
    (found,) = board.findings("geometry-kind")
    assert found.severity == "warning"
    assert "background are polygons or lines" in found.message
    assert len(read_area(board.folder).background) == 1


def test_a_missing_file_blocks(board: Board) -> None:
    """As any file that area.toml names."""
    board.toml += '[[background]]\nfile = "ground.gpkg"\n'
    area, found = examine_area(board.write())
    assert area is None
    assert [f.rule for f in found if f.blocks] == ["file-missing"]


def test_is_brought_to_the_working_crs(board: Board) -> None:
    """From longitude and latitude, shifted or not."""
    lay(board, {"kind": ["park"]}, [box(0, 0, 400)], crs="EPSG:4326")
    drawn = read_area(board.write()).background
    assert drawn.crs == CRS
    assert drawn.area.iloc[0] == pytest.approx(160_000, rel=1e-3)


def test_the_order_of_the_file_does_not_matter(board: Board) -> None:
    """Sorted by kind and place."""
    shapes = [box(0, 0, 90), box(200, 0, 9), box(100, 50, 9)]
    lay(board, {"kind": ["park"] * 3}, shapes)
    one = read_area(board.write()).background
    gpd.GeoDataFrame({"kind": ["park"] * 3}, geometry=shapes[::-1], crs=CRS).to_file(
        board.folder / "ground.geojson"
    )
    assert read_area(board.folder).background.equals(one)


def test_without_a_background_it_is_empty(board: Board) -> None:
    """A frame all the same."""
    background = read_area(board.write()).background
    assert (len(background), list(background.columns)) == (0, ["kind", "geometry"])
