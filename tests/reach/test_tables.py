"""Coverage, honesty and equity: sums that close, worked by hand and by another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.errors import InternalError
from servicecircle.reach import coverage_table, gini
from servicecircle.reach.coverage_table import walk_figures

if TYPE_CHECKING:
    from servicecircle.pipeline import Measured


def unit(village: Measured, table: str, unit_id: str, service: str) -> pd.Series:
    """Pick one unit's row of one service."""
    frame = getattr(village, table)
    return frame[(frame["unit_id"] == unit_id) & (frame["service"] == service)].iloc[0]


def test_grid_worked_by_hand(village: Measured) -> None:
    """R1N: A1 30 at 170 m, A2 40 at 200 m, A3 50 at 550 m."""
    row = unit(village, "coverage", "R1N", "appeals")
    assert row["covered_residents"] == 70
    assert row["share_of_residents"] == pytest.approx(70 / 120)
    assert row["share_of_buildings"] == pytest.approx(2 / 3)
    assert row["circle_share_of_residents"] == 1
    assert row["mean_walk_m"] == pytest.approx((30 * 170 + 40 * 200 + 50 * 550) / 120)
    assert row["p90_walk_m"] == 550


def test_unknown_residents_are_counted_and_not_covered(village: Measured) -> None:
    """G1 has no street and F1 no path: 20 residents in the district."""
    row = unit(village, "coverage", "V", "appeals")
    assert row["unknown_residents"] == 20
    assert row["share_of_residents"] == pytest.approx(185 / 500)


def test_empty_grid_has_no_share(village: Measured) -> None:
    """A share of nothing is missing, not zero."""
    row = unit(village, "coverage", "R1S", "appeals")
    assert row["buildings"] == 0
    assert row[["share_of_residents", "mean_walk_m"]].isna().all()


def test_every_level_adds_up_to_the_same(village: Measured) -> None:
    """Buildings and residents in = out at every level (DESIGN section 8)."""
    columns = ["buildings", "residents", "covered_residents", "unknown_residents"]
    sums = village.coverage.groupby(["service", "level"])[columns].sum()
    first = sums.groupby("service").transform("first")
    assert (sums == first).all(axis=None)


def test_a_lost_building_stops_the_run(village: Measured) -> None:
    """A unit that buildings name and the table lacks is our own mistake."""
    levels = {k: units.iloc[1:] for k, units in village.area.levels.items()}
    with pytest.raises(InternalError, match="went in"):
        coverage_table(village.reach, village.area.buildings, levels)


def test_honesty_counts_who_the_circle_claims(village: Measured) -> None:
    """R2S: A4 and A6 are inside the circle and too far on foot."""
    row = unit(village, "honesty", "R2S", "appeals")
    assert row[["share_by_circle", "share_by_detour", "share_by_walk"]].tolist() == [
        1,
        0,
        0,
    ]
    assert row["overstated_residents"] == 80
    assert row["gap"] == 1


def test_beyond_counts_unknown_walks_as_beyond(village: Measured) -> None:
    """R4: 80 at 255 m, 15 without a path."""
    row = unit(village, "equity", "R4", "appeals")
    assert row["share_beyond_500_m"] == pytest.approx(15 / 95)
    assert row["gini_walk_m"] == 0


def test_worst_grids_come_worst_first(village: Measured) -> None:
    """By residents left out, ties by id."""
    rows = village.worst[village.worst["service"] == "appeals"]
    assert rows["unit_id"].tolist()[:3] == ["R3N", "R2S", "R1N"]
    assert rows["uncovered_residents"].is_monotonic_decreasing


people = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(0, 30)), min_size=1, max_size=12
)


@given(people)
def test_gini_agrees_with_all_pairs(walks: list[tuple[int, int]]) -> None:
    """Half the mean difference of all pairs over the mean, person by person."""
    everyone = np.repeat(*np.array(walks, dtype=float).T.astype(int))
    found = gini(
        *(pd.Series(column, dtype=float) for column in zip(*walks, strict=True))
    )
    if not len(everyone):
        assert np.isnan(found)
    elif everyone.sum() == 0:
        assert found == 0
    else:
        pairs = np.abs(everyone[:, None] - everyone[None, :]).mean()
        assert found == pytest.approx(pairs / (2 * everyone.mean()), abs=1e-9)


@given(people)
def test_p90_agrees_with_person_by_person(walks: list[tuple[int, int]]) -> None:
    """The walk of the last of the first nine tenths, everybody lined up."""
    everyone = np.sort(np.repeat(*np.array(walks).T))
    metres, weights = (pd.Series(c, dtype=float) for c in zip(*walks, strict=True))
    figures = walk_figures(metres, weights, pd.Series("u", index=metres.index))
    if not len(everyone):
        assert figures.empty
        return
    last = -(-9 * len(everyone) // 10) - 1
    assert figures.loc["u", "p90_walk_m"] == everyone[last]
    assert figures.loc["u", "mean_walk_m"] == pytest.approx(everyone.mean())
