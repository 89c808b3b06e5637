"""The map's clock and resolution are those of the run of `respond`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from servicecircle.maps.risk_view import STATES
from servicecircle.pipeline.measured import count_area
from servicecircle.pipeline.risk_view import risk_view
from servicecircle.progress import Stages

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.area import PlanningArea
    from servicecircle.maps.risk_view import RiskView
    from servicecircle.network.walk_network import WalkNetwork

TARGET = ["level", "unit_id", "class", "step", "limit"]


@pytest.fixture(scope="module")
def view(village_area: PlanningArea, village_network: WalkNetwork) -> RiskView:
    """Count what the map shows."""
    return risk_view(count_area(village_area, village_network), stages=Stages())


def test_the_clock_is_the_runs(view: RiskView, run: Path) -> None:
    """Of all appeals at the last moment; of each quarter's at its own."""
    for file, moments in (
        ("response.csv", view.moments[-1:]),
        ("response_quarters.csv", view.moments[:-1]),
    ):
        told = pd.read_csv(run / file).rename(columns={"quarter": "moment"})
        shown = view.clock[view.clock["moment"].isin(moments)]
        if "moment" in told:
            told = told[told["moment"].isin(moments)]
        columns = [*TARGET, *STATES]
        pd.testing.assert_frame_equal(
            shown[columns].reset_index(drop=True),
            told[columns].reset_index(drop=True),
            check_dtype=False,
        )


def test_quarters_end_before_the_last_day(view: RiskView) -> None:
    """A quarter that is not over has no state of its own."""
    assert list(view.moments) == ["2024-Q1", "2024-04-30"]


def test_what_was_resolved_is_the_runs(view: RiskView, run: Path) -> None:
    """Received and resolved, in all and by every word."""
    told = pd.read_csv(run / "resolution.csv")
    for column in ("received", "resolved"):
        assert view.resolution[column].tolist() == told[column].tolist()
