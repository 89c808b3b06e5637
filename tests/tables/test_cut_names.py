"""Column names that a shapefile cut after ten bytes."""

from __future__ import annotations

import pytest

from servicecircle.tables import table, units_table
from servicecircle.tables.match_columns import match_columns
from servicecircle.vocabulary import Level

GRIDS = units_table(Level.GRID, Level.RED_SUB_GRID)
BUILDINGS = table("buildings")


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("综合网格编", "unit_id"),  # of 综合网格编码, in GBK
        ("综合网格名", "name"),
        ("regionPeop", "residents"),
        ("REGIONPEOP", "residents"),
    ],
)
def test_a_cut_name_means_the_one_column_that_it_can(name: str, column: str) -> None:
    """In GBK as in ASCII, in any case."""
    matched, _ = match_columns([name], GRIDS, columns={}, source="g.shp")
    assert matched == {column: name}


def test_a_cut_name_that_could_be_two_is_none() -> None:
    """In UTF-8, 综合网格编码 and 综合网格名称 are the same three characters."""
    matched, findings = match_columns(["综合网"], GRIDS, columns={}, source="g.shp")
    assert matched == {}
    assert [f.rule for f in findings] == ["column-missing"]


@pytest.mark.parametrize("name", ["综合网格", "综合网格编码备注", "regionPeo"])
def test_a_beginning_of_another_length_is_no_cut_name(name: str) -> None:
    """Only what ten bytes leave of a name counts."""
    matched, _ = match_columns([name], GRIDS, columns={}, source="g.shp")
    assert "unit_id" not in matched
    assert "residents" not in matched


def test_a_whole_name_goes_before_a_cut_one() -> None:
    """And the user's own mapping before both."""
    names = ["building_c", "楼栋编码"]
    matched, findings = match_columns(names, BUILDINGS, columns={}, source="b.shp")
    assert matched["building_id"] == "楼栋编码"
    assert findings == []
    asked = {"building_id": "building_c"}
    matched, _ = match_columns(names, BUILDINGS, columns=asked, source="b.shp")
    assert matched["building_id"] == "building_c"
