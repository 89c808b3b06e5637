"""Counting by unit and period, against a slow count of the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from clock_cases import judged, register
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.appeals import Said
from servicecircle.response.clock import State
from servicecircle.response.overdue import overdue
from servicecircle.response.tallies import not_computable, tally_periods, tally_units
from servicecircle.vocabulary import Level

MINUTES = st.one_of(st.none(), st.integers(0, 40))
UNITS = pd.DataFrame({"name": ["one"]}, index=pd.Index(["G1"], name="unit_id"))
START = np.datetime64("2024-03-31T23:50:01")


def times(late: list[int | None]) -> dict[str, list[str | None]]:
    """Write reports a day apart, answered so many minutes later."""
    began = START + np.arange(len(late)) * np.timedelta64(1, "D")
    after = [
        None if m is None else str(t + np.timedelta64(m, "m"))
        for t, m in zip(began, late, strict=True)
    ]
    return {"reported": began.astype(str).tolist(), "responded": after}


@settings(max_examples=20)
@given(st.lists(MINUTES, min_size=1, max_size=12))
def test_a_unit_counts_what_one_by_one_gives(late: list[int | None]) -> None:
    """Shares are of what is due; quantiles are times that some appeal took."""
    appeals = register(**times(late))
    one = judged(appeals, "responded", within_minutes=10.0)
    told = tally_units(appeals, [one], {Level.GRID: UNITS}).iloc[0]
    known = sorted(m for m in late if m is not None)
    met = sum(m <= 10 for m in known)
    assert (told["met"], told["due"]) == (met, len(late))
    assert told["late_open"] == late.count(None)
    assert told["met_share_of_due"] == pytest.approx(met / len(late))
    if known:
        assert told["median_minutes"] == known[(len(known) + 1) // 2 - 1]
        assert told["p90_minutes"] == known[int(np.ceil(0.9 * len(known))) - 1]


def test_periods_are_those_of_the_report() -> None:
    """Answered in April, reported in March."""
    appeals = register(**times([15, 5, 20]))
    one = judged(appeals, "responded", within_minutes=10.0)
    months = tally_periods(appeals, [one], [Level.GRID], period="month")
    assert months[["month", "met", "missed"]].to_numpy().tolist() == [
        ["2024-03", 0, 1],
        ["2024-04", 1, 1],
    ]
    quarters = tally_periods(appeals, [one], [Level.GRID], period="quarter")
    assert quarters["quarter"].tolist() == ["2024-Q1", "2024-Q2"]


def test_a_register_without_any_known_day_has_no_periods() -> None:
    """An empty table with its columns."""
    appeals = register(reported=["soon"], responded=[None])
    one = judged(appeals, "responded", within_minutes=10.0)
    months = tally_periods(appeals, [one], [Level.GRID], period="month")
    assert len(months) == 0
    assert {"month", "met", "due"} <= set(months.columns)
    why = not_computable([one]).set_index("why")["appeals"]
    assert why[why > 0].to_dict() == {"no_start": 1}


def test_overdue_is_any_target_missed() -> None:
    """Missing where nothing can be said."""
    appeals = register(
        reported=["2024-03-01 09:00:00"] * 3 + ["soon"],
        responded=["2024-03-01 09:05:00", "2024-03-01 09:15:00", None, None],
        resolved=["2024-03-02 09:00:00", "2024-03-01 10:00:00", None, None],
    )
    first = judged(appeals, "responded", within_minutes=10.0)
    second = judged(appeals, same_day=True)
    late = overdue(appeals, [first, second])
    assert late.tolist()[:3] == [True, True, True]
    assert late.isna().tolist() == [False, False, False, True]
    assert overdue(appeals, [first]).tolist()[:3] == [False, True, True]


def test_states_partition_the_appeals() -> None:
    """Every appeal of the class has one."""
    appeals = register(**times([1, 11, None, 3]))
    one = judged(appeals, "responded", within_minutes=10.0)
    assert len(one.state) == 4
    assert set(one.state) <= {state.value for state in State}
    assert (appeals.frame["responded_said"] == Said.TIME).sum() == 3
