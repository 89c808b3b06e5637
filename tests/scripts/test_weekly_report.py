"""Ranks of the week, and what they are worth."""

from __future__ import annotations

import runpy
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.fixture(scope="module")
def script(pytestconfig: pytest.Config) -> Mapping[str, Any]:
    """Load the script."""
    return runpy.run_path(str(pytestconfig.rootpath / "scripts" / "weekly_report.py"))


def units(count: int, *, residents: float = 5000.0) -> pd.DataFrame:
    """Give units that are alike."""
    ids = pd.Index([f"U{i:02d}" for i in range(count)], name="unit_id", dtype="str")
    return pd.DataFrame({"name": [f"<b>{i}" for i in ids], "residents": residents}, ids)


def test_units_that_are_alike_are_not_told_apart(script: Mapping[str, Any]) -> None:
    """Counts by chance give ranks, and the report says that they mean nothing."""
    events = np.random.default_rng(1).poisson(4, 30)
    told = script["rank_units"](units(30), events, events, "2024-04-01")
    assert (told["against_district"] == "alike").mean() >= 0.9
    assert (told["rank_to"] - told["rank_from"]).median() >= 15
    assert told["rank"].is_monotonic_increasing


def test_a_unit_far_above_is_said_to_be(script: Mapping[str, Any]) -> None:
    """Its rank leaves no doubt; of the others none is named."""
    events = np.array([60, *[4] * 29])
    told = script["rank_units"](units(30), events, events, "2024-04-01")
    first = told.iloc[0]
    assert (first["unit_id"], first["rank_from"], first["rank_to"]) == ("U00", 1, 1)
    assert first["against_district"] == "above"


def test_weeks_run_from_monday_to_sunday(script: Mapping[str, Any]) -> None:
    """A week that is not over is not ranked; the one that ends today is."""
    days = ["2024-04-22", "2024-04-28 23:59:59", "2024-04-29", "2024-04-21"]
    appeals = pd.DataFrame(
        {"unit_id": "U00", "reported_at": pd.to_datetime(days, format="mixed")}
    )
    rank = script["rank_weeks"]
    for last in ("2024-04-28", "2024-05-04"):
        told = rank(appeals, "unit_id", units(3), last=np.datetime64(last), weeks=1)
        assert told["week"].unique().tolist() == ["2024-04-22"]
        assert told.set_index("unit_id").loc[
            "U00", ["appeals", "week_before"]
        ].tolist() == [2, 1]


def test_names_cannot_break_the_page(script: Mapping[str, Any]) -> None:
    """And the page says in both languages that overlapping ranks have no order."""
    events = np.array([3, 0, 1])
    told = script["rank_units"](units(3), events, events, "2024-04-01")
    page = script["write_page"](told, "A", 1)
    assert "<b>" not in page
    assert "无法区分" in page
    assert 'name="viewport"' in page
    english = script["write_page"](told, "A", 0)
    assert "not distinguishable" in english
    assert "4 appeals in 3 units. Surely above the district: 0" in english
    ranges = [f"{row.rank_from}–{row.rank_to}<i>" for row in told.itertuples()]
    assert [english.find(text) > 0 for text in ranges] == [True] * 3
