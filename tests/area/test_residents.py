"""Residents: stated, from households, or spread, and never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.area import read_area
from servicecircle.area.spread import spread

if TYPE_CHECKING:
    from conftest import Board

floors = st.none() | st.integers(0, 40)
uses = st.sampled_from([None, "house", "school"])
houses = st.lists(
    st.tuples(st.integers(1, 30), floors, uses, st.sampled_from("ab")),
    min_size=1,
    max_size=8,
)


def with_section(board: Board, text: str) -> None:
    """Take the residents out of the table and configure them instead."""
    board.buildings = board.buildings.drop(columns="residents")
    board.layers["communities"]["residents"] = [60.0, 40.0]
    board.toml = board.toml.replace(
        "[[network", f"[buildings.residents]\n{text}\n[[network", 1
    )


def residents(board: Board) -> list[float]:
    """Read the area and give the residents of b1 to b4."""
    return read_area(board.write()).buildings["residents"].tolist()


def test_spreads_a_levels_residents_by_floor_area(board: Board) -> None:
    """60 in A over 2 and 4 floors, 40 in B over 2 and 2."""
    with_section(board, 'from_level = "community"')
    board.buildings["floors"] = [2, 4, 2, 2]
    assert residents(board) == [20, 40, 20, 20]
    (finding,) = read_area(board.folder).findings
    assert finding.rule == "residents-spread"
    assert "100 residents of 2 communities are spread over 4 of 4" in finding.message


def test_spreads_by_footprint(board: Board) -> None:
    """Floors do not count then."""
    with_section(board, 'spread_by = "footprint"\ntotal = 200')
    board.buildings["floors"] = [2, 40, None, 2]
    assert residents(board) == [50, 50, 50, 50]


def test_missing_floors_take_the_units_median(board: Board) -> None:
    """And one where the whole unit says nothing."""
    with_section(board, 'from_level = "community"')
    board.buildings["floors"] = [3, None, None, None]
    assert residents(board) == [30, 30, 20, 20]


def test_nobody_lives_in_a_school(board: Board) -> None:
    """Unless nothing else stands where residents are."""
    with_section(board, 'from_level = "community"')
    board.buildings["use"] = ["School", "house", "学校", "garage"]
    assert residents(board) == [0, 60, 20, 20]
    (finding,) = board.findings("residents-without-home")
    assert "'B'" in finding.message


def test_residents_without_any_building_block(board: Board) -> None:
    """They cannot be put anywhere, and must not vanish."""
    with_section(board, 'from_level = "community"')
    board.buildings = board.buildings.iloc[:2]
    (finding,) = board.findings()
    assert (finding.rule, finding.id) == ("residents-without-building", "B")
    assert "'B' has 40 residents and no building" in finding.message


def test_a_total_stays_inside_the_district(board: Board) -> None:
    """Buildings outside take no part."""
    with_section(board, "total = 90")
    board.buildings.loc[3, "geometry"] = shapely.Point(0, 0)
    assert residents(board) == [30, 30, 30, 0]


def test_counts_households(board: Board) -> None:
    """Times the persons per household."""
    with_section(board, "persons_per_household = 2.5")
    board.buildings["户数"] = [4, 0, 2, 8]
    assert residents(board) == [10, 0, 5, 20]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('from_level = "grid"', "residents-unknown"),
        ('from_level = "street"', "residents-unknown"),
        ("persons_per_household = 2", "residents-unknown"),
        ("blank_is_zero = true", "residents-unknown"),
    ],
)
def test_what_nobody_states_is_unknown(board: Board, text: str, rule: str) -> None:
    """It is asked for, never taken as 0."""
    with_section(board, text)
    assert [f.rule for f in board.findings()] == [rule]


def test_an_empty_cell_is_a_question(board: Board) -> None:
    """Unless the use or the configuration answers it."""
    board.buildings["residents"] = [10, 20, None, 40]
    (finding,) = board.findings()
    assert finding.rule == "residents-blank"
    assert "'b3'" in finding.message
    board.buildings["use"] = ["house", "house", "garage", "house"]
    assert residents(board) == [10, 20, 0, 40]


def test_empty_cells_may_be_declared_zero(board: Board) -> None:
    """With one line in area.toml."""
    board.buildings["residents"] = [10, 20, None, 40]
    board.toml = board.toml.replace(
        "[[network", "[buildings.residents]\nblank_is_zero = true\n[[network", 1
    )
    assert residents(board) == [10, 20, 0, 40]


def test_the_tables_own_residents_go_first(board: Board) -> None:
    """A total beside them is ignored, with a warning."""
    board.toml = board.toml.replace(
        "[[network", "[buildings.residents]\ntotal = 5\n[[network", 1
    )
    assert residents(board) == [10, 20, 30, 40]
    assert [f.rule for f in read_area(board.folder).findings] == ["residents-twice"]


@pytest.mark.parametrize(
    ("storeys", "expected"),
    [
        ([1, 1, 8, None], [10, 10, 80, 10]),  # the median is 1, the mean 3.3
        ([0, 2, 2, 2], [10, 20, 20, 20]),  # nothing above ground counts as one floor
    ],
)
def test_doubtful_floors_are_worked_by_hand(
    storeys: list[int | None], expected: list[float]
) -> None:
    """Four houses of one size in one unit, ten persons a floor."""
    frame = gpd.GeoDataFrame(
        {"floors": pd.Series(storeys, dtype=float), "use": "house"},
        geometry=[shapely.box(0, 0, 10, 10)] * 4,
    )
    groups = pd.Series(["g"] * 4)
    totals = pd.Series({"g": float(sum(expected))})
    got, _ = spread(frame, groups, totals, by_floors=True, non_residential=[])
    assert got.tolist() == expected


@given(houses=houses, total=st.floats(0, 1e6), by_floors=st.booleans())
def test_spreading_keeps_every_resident(
    houses: list[tuple[int, int | None, str | None, str]],
    total: float,
    *,
    by_floors: bool,
) -> None:
    """The buildings of a unit sum to the unit, and nobody gets less than none."""
    side, storeys, use, unit = zip(*houses, strict=True)
    frame = gpd.GeoDataFrame(
        {"floors": pd.Series(storeys, dtype=float), "use": pd.Series(use, dtype="str")},
        geometry=[shapely.box(0, 0, s, s) for s in side],
    )
    groups = pd.Series(unit, dtype="str")
    totals = pd.Series(dict.fromkeys(sorted(set(unit)), total))
    got, findings = spread(
        frame, groups, totals, by_floors=by_floors, non_residential=["school"]
    )
    assert not [f for f in findings if f.blocks]
    assert (got >= 0).all()
    kept = got.groupby(groups).sum()
    np.testing.assert_allclose(kept, totals[kept.index], rtol=1e-9)


def test_a_cell_that_is_no_number_is_not_called_empty(board: Board) -> None:
    """It is told once, for what it is; empty cells are asked for as ever."""
    board.buildings["residents"] = ["10", "a few", None, "40"]
    found = board.findings()
    assert {f.rule for f in found} == {"not-a-number", "residents-blank"}
    (blank,) = [f for f in found if f.rule == "residents-blank"]
    assert "1 buildings have no number of residents: 'b3'" in blank.message
