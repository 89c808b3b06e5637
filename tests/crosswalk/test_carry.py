"""Counts carried onto redrawn units: nothing is lost, and estimates say so."""

from __future__ import annotations

import pandas as pd
import pytest
from editions import House, box, edition, partitions, towns
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.crosswalk import carry, compare_editions
from servicecircle.errors import InputError
from servicecircle.vocabulary import Level

WEST, EAST = box(0, 0, 4, 4), box(4, 0, 8, 4)
OLD = {"a": WEST, "b": EAST}
SPLIT = {"a1": box(0, 0, 3, 4), "a2": box(3, 0, 4, 4), "b": EAST}
HOUSES: list[House] = [(1, 1, 60), (3.5, 1, 30), (6, 1, 5)]


def table(
    old: dict[str, object], new: dict[str, object], houses: list[House]
) -> pd.DataFrame:
    """Compare two editions that have the same houses."""
    return compare_editions(edition(old, houses), edition(new, houses)).table


THERE_AND_BACK = table(OLD, SPLIT, HOUSES), table(SPLIT, OLD, HOUSES)


def counts(**columns: object) -> pd.DataFrame:
    """Make a table of counts."""
    return pd.DataFrame(columns)


def test_counts_of_a_split_unit_follow_its_residents() -> None:
    """Two in three live in the west; a whole unit's count is no estimate."""
    carried = carry(
        counts(unit_id=["a", "b"], month=["11", "11"], count=[9, 4]),
        table(OLD, SPLIT, HOUSES),
        level=Level.GRID,
    )
    assert carried["unit_id"].tolist() == ["a1", "a2", "b"]
    assert carried["count"].tolist() == [6, 3, 4]
    assert carried["carried_share"].tolist() == [1, 1, 0]


def test_a_sum_of_an_estimate_and_a_whole_unit_says_which_part_is_estimated() -> None:
    """The east of a goes to b: 3 of b's 7 are an estimate."""
    new = {"a": box(0, 0, 3, 4), "b": box(3, 0, 8, 4)}
    carried = carry(
        counts(unit_id=["a", "b"], count=[9, 4]),
        table(OLD, new, HOUSES),
        level=Level.GRID,
    ).set_index("unit_id")
    assert carried.loc["b", "count"] == 7
    assert carried.loc["b", "carried_share"] == pytest.approx(3 / 7)


@pytest.mark.parametrize(("by", "west"), [("area", 6.75), ("buildings", 4.5)])
def test_counts_can_follow_area_or_buildings(by: str, west: float) -> None:
    """Three quarters of the ground, one of two buildings."""
    carried = carry(
        counts(unit_id=["a"], count=[9]),
        table(OLD, SPLIT, HOUSES),
        level=Level.GRID,
        by=by,  # type: ignore[arg-type]
    )
    assert carried["count"].tolist()[0] == west


@given(
    old=partitions(across=4),
    new=partitions(across=5),
    houses=towns(),
    values=st.lists(st.integers(0, 10**6), min_size=10, max_size=10),
    whole=st.booleans(),
)
@settings(max_examples=5)
def test_totals_in_are_totals_out(
    old: dict[str, object],
    new: dict[str, object],
    houses: list[House],
    values: list[int],
    whole: bool,  # noqa: FBT001 - drawn
) -> None:
    """By month, exactly where whole numbers are asked for."""
    rows = [
        (u, m, v) for m in ("1", "2") for u, v in zip(sorted(old), values, strict=False)
    ]
    before = pd.DataFrame(rows, columns=["unit_id", "month", "count"])
    after = carry(before, table(old, new, houses), level=Level.GRID, whole=whole)
    expected = before.groupby("month")["count"].sum().tolist()
    assert after.groupby("month")["count"].sum().tolist() == pytest.approx(
        expected, rel=0 if whole else 1e-12
    )
    assert after["carried_share"].dropna().between(0, 1).all()


@given(value=st.integers(0, 1000))
@settings(max_examples=15)
def test_there_and_back_over_a_split_is_where_it_was(value: int) -> None:
    """OLD to NEW to OLD, in whole numbers."""
    there, back = THERE_AND_BACK
    before = counts(unit_id=["a", "b"], count=[value, 7])
    between = carry(before, there, level=Level.GRID, whole=True)
    again = carry(between[["unit_id", "count"]], back, level=Level.GRID, whole=True)
    assert again["unit_id"].tolist() == ["a", "b"]
    assert again["count"].tolist() == [value, 7]


def test_remainders_go_to_the_larger_then_to_the_code_that_sorts_first() -> None:
    """One of three thirds gets the odd one."""
    thirds = {f"a{k}": box(4 * k / 3, 0, 4 * (k + 1) / 3, 4) for k in range(3)}
    houses = [(0.5, 1, 5), (2, 1, 5), (3.5, 1, 5)]
    carried = carry(
        counts(unit_id=["a"], count=[4]),
        table({"a": WEST}, thirds, houses),
        level=Level.GRID,
        whole=True,
    )
    assert carried["count"].tolist() == [2, 1, 1]


def test_what_lies_in_no_unit_keeps_its_count() -> None:
    """Half of the people of b live outside the new edition."""
    new = {"a": WEST, "b": box(4, 0, 6, 4)}
    houses = [(5, 1, 10), (7, 1, 10)]
    carried = carry(
        counts(unit_id=["b"], count=[8]), table(OLD, new, houses), level=Level.GRID
    )
    assert carried["unit_id"].isna().tolist() == [False, True]
    assert carried["count"].tolist() == [4, 4]


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"unit_id": ["z"], "count": [1]}, "not in the old edition: 'z'"),
        ({"unit_id": ["a"], "count": [None]}, "missing is not 0"),
        ({"unit_id": ["a"], "count": [-1]}, "no count from 0 on"),
        ({"unit_id": ["a"], "count": [0.5]}, "not whole"),
        ({"unit": ["a"], "count": [1]}, "lack the columns 'unit_id'"),
        ({"unit_id": ["a"], "count": [1], "carried_share": [0]}, "names are taken"),
    ],
)
def test_counts_that_cannot_be_carried_are_refused(
    columns: dict[str, list[object]], says: str
) -> None:
    """With the rule and the remedy."""
    crosswalk = table(OLD, SPLIT, HOUSES)
    with pytest.raises(InputError, match=says):
        carry(pd.DataFrame(columns), crosswalk, level=Level.GRID, whole=True)
