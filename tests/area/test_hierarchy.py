"""Each level partitions the one above."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import translate

from servicecircle.area.hierarchy import check_overlaps, check_partition
from servicecircle.area.parents import find_parents
from servicecircle.vocabulary import Level, Severity

if TYPE_CHECKING:
    from conftest import Board

    from servicecircle.findings import Finding


def halves(*boxes: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    """Give grids as boxes, all children of community A."""
    shapes = [shapely.box(*box) for box in boxes]
    ids = [f"g{k}" for k in range(len(boxes))]
    return gpd.GeoDataFrame({"parent_id": "A"}, geometry=shapes, index=ids)


WHOLE = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1000, 1000)], index=["A"])


def prove(units: gpd.GeoDataFrame) -> list[Finding]:
    """Check one level against the whole."""
    return [
        *check_overlaps(units, level=Level.GRID),
        *check_partition(units, WHOLE, level=Level.GRID, parent=Level.COMMUNITY),
    ]


@pytest.mark.parametrize(
    ("middle", "severity"),
    [
        ((500.0, 500.0), None),
        ((500.0, 500.0009), None),  # 0.9 m2: rounding
        ((500.0, 500.0011), Severity.WARNING),  # 1.1 m2 of 1 km2
        ((500.0, 500.9), Severity.WARNING),  # 900 m2, and thin
        ((500.0, 501.1), Severity.ERROR),  # 1,100 m2: above a thousandth
    ],
)
def test_a_gap_is_graded_by_its_area(
    middle: tuple[float, float], severity: Severity | None
) -> None:
    """Nothing below 1 m2, a warning below a thousandth, an error above."""
    west, east = middle
    findings = prove(halves((0, 0, west, 1000), (east, 0, 1000, 1000)))
    rule = "gap" if severity is Severity.ERROR else "sliver"
    assert [(f.rule, f.severity) for f in findings] == (
        [(rule, severity)] if severity else []
    )
    if severity:
        area = (east - west) * 1000
        says = "communities 'A' is not filled by its grids beside 'g0', 'g1': "
        assert findings[0].message.startswith(says)
        assert f"{area:,.1f} m2" in findings[0].message
        assert findings[0].where.equals(shapely.box(west, 0, east, 1000))


@pytest.mark.parametrize(("crumbs", "rules"), [(1, []), (2, ["gap"])])
def test_crumbs_count_together(crumbs: int, rules: list[str]) -> None:
    """Of 0.81 m2 one is rounding, even in a small unit; two of them are not."""
    small = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 100, 100)], index=["A"])
    holes = [shapely.box(10 * k, 50, 10 * k + 0.9, 50.9) for k in range(1, crumbs + 1)]
    shape = shapely.difference(small.geometry.iloc[0], shapely.union_all(holes))
    units = gpd.GeoDataFrame({"parent_id": "A"}, geometry=[shape], index=["g"])
    found = check_partition(units, small, level=Level.GRID, parent=Level.COMMUNITY)
    assert [f.rule.replace("sliver", "gap") for f in found] == rules
    assert all(f.where.area == pytest.approx(1.62) for f in found)


def test_an_overlap_names_both() -> None:
    """And the area they share."""
    (finding,) = prove(halves((0, 0, 510, 1000), (500, 0, 1000, 1000)))
    assert finding.rule == "units-overlap"
    assert finding.message == (
        "grids 'g0' and 'g1' overlap: 10,000.0 m2, 9.9 m wide on average."
    )
    assert finding.where.equals(shapely.box(500, 0, 510, 1000))


def test_a_unit_inside_another_overlaps_it() -> None:
    """A grid drawn twice, or an island, is found as well."""
    findings = prove(halves((0, 0, 1000, 1000), (100, 100, 200, 200)))
    assert [f.rule for f in findings] == ["units-overlap"]


def test_a_unit_that_sticks_out_is_named() -> None:
    """With the area that lies beyond its parent."""
    (finding,) = prove(halves((0, 0, 500, 1000), (500, 0, 1010, 1000)))
    assert finding.rule == "unit-sticks-out"
    assert finding.id == "g1"
    assert "its parent 'A': 10,000.0 m2" in finding.message


def test_a_parent_without_children_is_named() -> None:
    """No community is left without a grid."""
    beside = gpd.GeoDataFrame(geometry=[shapely.box(1000, 0, 2000, 1000)], index=["B"])
    above = gpd.GeoDataFrame(
        geometry=[*WHOLE.geometry, *beside.geometry], index=["A", "B"]
    )
    units = halves((0, 0, 1000, 1000))
    findings = check_partition(units, above, level=Level.GRID, parent=Level.COMMUNITY)
    assert [f.message for f in findings] == ["communities 'B' holds no grids."]


@given(
    cuts=st.lists(st.integers(1, 999), min_size=1, max_size=6, unique=True),
    drop=st.integers(0, 6),
)
def test_strips_fill_the_square_unless_one_is_missing(
    cuts: list[int], drop: int
) -> None:
    """The gap is exactly the strip that was taken out."""
    edges = np.array([0, *sorted(cuts), 1000], dtype=float)
    strips = [(a, 0, b, 1000) for a, b in pairwise(edges)]
    assert prove(halves(*strips)) == []
    gone = strips.pop(drop % len(strips))
    (finding,) = prove(halves(*strips))
    assert finding.where is not None
    assert finding.where.equals(shapely.box(*gone))
    assert f"{(gone[2] - gone[0]) * 1000:,.1f} m2" in finding.message


@pytest.mark.parametrize(
    ("codes", "rule"),
    [
        (["A", "A", "B", "C"], "parent-unknown"),
        (["A", "A", "B", "A"], "parent-disagrees"),
    ],
)
def test_stated_parents_are_cross_checked(
    board: Board, codes: list[str], rule: str
) -> None:
    """A parent must be there, and where the grid lies."""
    board.layers["grids"]["SQCODE"] = codes
    (finding,) = board.findings()
    assert (finding.rule, finding.id) == (rule, "g4")


@pytest.mark.parametrize(
    ("border", "parent"), [(300.0, "B"), (500.0, "A"), (700.0, "A")]
)
def test_a_straddling_unit_belongs_where_most_of_it_lies(
    border: float, parent: str
) -> None:
    """Of two that hold as much, to the one whose id sorts first."""
    above = gpd.GeoDataFrame(
        geometry=[
            shapely.box(0, 0, border, 1000),
            shapely.box(border, 0, 1000, 1000),
        ],
        index=["A", "B"],
    )
    units = halves((0, 0, 1000, 1000))
    parents, findings = find_parents(units, above, level=Level.GRID, stated=False)
    assert parents.tolist() == [parent]
    assert findings == []


def test_a_unit_outside_all_is_named(board: Board) -> None:
    """A grid on the moon has no parent."""
    grids = board.layers["grids"].drop(columns="SQCODE")
    grids.loc[3, "geometry"] = shapely.box(0, 0, 1000, 500)
    board.layers["grids"] = grids
    assert ("unit-outside", "g4") in [(f.rule, f.id) for f in board.findings()]


def test_a_unit_outside_the_parent_it_names_lies_nowhere(board: Board) -> None:
    """To cut it at the border would leave nothing: it is elsewhere, or miscoded."""
    grids = board.layers["grids"]
    grids.loc[3, "geometry"] = translate(grids.geometry[3], -9000)
    found = [f for f in board.findings() if f.id == "g4"]
    assert [f.rule for f in found] == ["unit-outside"]
    assert "nor in 'B', which it names" in found[0].message


def test_a_unit_drawn_twice_is_told_as_such() -> None:
    """One of two goes; there is no common border to move."""
    twice = halves((0, 0, 500, 1000), (500, 0, 1000, 1000), (500, 0, 1000, 990))
    (finding,) = check_overlaps(twice, level=Level.GRID)
    assert finding.rule == "units-overlap"
    assert "grids 'g1' and 'g2' are one unit drawn twice" in finding.message
    assert finding.remedy.startswith("Keep one of the two")
