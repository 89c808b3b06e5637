"""Units that rows name in a code or in words."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from servicecircle.area.datum_doctor.named_units import find_named_units
from servicecircle.vocabulary import Level

LEVELS = {
    Level.DISTRICT: gpd.GeoDataFrame({"name": ["光明区"]}, index=["D"]),
    Level.COMMUNITY: gpd.GeoDataFrame(
        {"name": ["东坑社区（合成）", "塘家社区（合成）"]}, index=["7", "8"]
    ),
    Level.GRID: gpd.GeoDataFrame(
        {"name": ["一", "二", "三"]}, index=["71", "72", "81"]
    ),
}


def named(**columns: list[object]) -> dict[Level, list[int]]:
    """Give what is found, by level."""
    found = find_named_units(pd.DataFrame(columns), LEVELS)
    return {one.level: one.position.tolist() for one in found}


def test_codes_and_names_of_two_levels() -> None:
    """The finest level comes first; blanks and width do not matter."""
    found = named(wg=["71", " 81", "７２"] * 4, sq=["东坑社区", "塘家社区", None] * 4)
    assert list(found) == [Level.GRID, Level.COMMUNITY]
    assert found[Level.GRID] == [0, 2, 1] * 4
    assert found[Level.COMMUNITY] == [0, 1, -1] * 4


def test_addresses() -> None:
    """A text with one unit's name names it; with two, or none, it names nothing."""
    texts = ["光明区东坑社区3栋", "东坑社区与塘家社区之间", "塘家社区", "无"] * 3
    assert named(地址=texts) == {Level.COMMUNITY: [0, -1, 1, -1] * 3}


def test_numbers_and_strangers_name_nothing() -> None:
    """Floors are no codes, and codes of another district are none here."""
    assert named(floors=[7, 8, 7, 8, 7, 8], code=["91", "92"] * 3) == {}


def test_a_few_hits_are_a_coincidence() -> None:
    """Five rows are too few, and a tenth of a column is no column of codes."""
    assert named(a=["71"] * 5 + [None]) == {}
    assert named(a=["71"] * 6 + ["x"] * 54) == {}
