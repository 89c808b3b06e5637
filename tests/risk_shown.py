"""Risk as a map takes it, worked out by hand for any area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.maps.risk_view import RiskView

if TYPE_CHECKING:
    from servicecircle.area.planning_area import PlanningArea

MOMENTS = ("2024-Q1", "2024-05-01")
TIERS = ("red", "yellow", "blue", "insufficient")
WHY = ("too few appeals", "诉求太少")


def risk_of(area: PlanningArea) -> RiskView:
    """
    Give the finest units tiers in turn; a quarter before all were insufficient.

    The first unit kept its target 3 times of 4 in the quarter, and 6 of 10 in all; 10
    appeals were received there and 9 resolved; it has the only alarm.
    """
    level, ids = area.finest.value, area.units(area.finest).index.astype("str")
    rows = [
        (moment, level, unit, TIERS[i % 4] if moment == MOMENTS[1] else TIERS[3])
        for i, unit in enumerate(ids)
        for moment in MOMENTS
    ]
    states = pd.DataFrame(rows, columns=["moment", "level", "unit_id", "tier"])
    alarmed = (states["unit_id"] == ids[0]) & (states["moment"] == MOMENTS[1])
    known = states["tier"] != "insufficient"
    first = {"level": level, "unit_id": ids[0]}
    target = {"class": "一类", "step": "responded", "limit": "10 min"}
    clock = [
        {"moment": MOMENTS[0], "met": 3, "missed": 1, "running": 0},
        {"moment": MOMENTS[1], "met": 6, "missed": 4, "running": 2},
    ]
    counted = [
        ("all", "all", 10, 9),
        ("channel", "扫码", 7, 7),
        ("channel", None, 3, 2),
    ]
    alarm = {"alarm": "A1", "reason": "12 in 7 days", "reason_zh": "七天12宗"}
    return RiskView(
        moments=MOMENTS,
        states=states.assign(
            tier_probability=known.map({True: 0.87, False: float("nan")}),
            tier_stability=0.5,
            score=61.4,
            rate=12.34,
            rate_low=10.0,
            rate_high=15.5,
            appeals=10,
            reason=known.map({True: "61 points", False: WHY[0]}),
            reason_zh=known.map({True: "61分", False: WHY[1]}),
            alarm=alarmed.map({True: "A1", False: ""}),
            points_appeals=41.4,
            points_overdue=20.0,
        ),
        thresholds=pd.DataFrame(
            [(moment, level, 50.0, float("nan")) for moment in MOMENTS],
            columns=["moment", "level", "red", "yellow"],
        ),
        indicators=pd.DataFrame(
            [
                ("appeals", "appeals per resident", "人均", 5.0),
                ("overdue", "late", "超时", 1),
            ],
            columns=["name", "english", "chinese", "weight"],
        ),
        clock=pd.DataFrame(
            [first | target | row | {"not_computable": 1} for row in clock]
        ),
        resolution=pd.DataFrame(
            [
                first | {"by": by, "value": value, "received": n, "resolved": done}
                for by, value, n, done in counted
            ]
        ),
        alarms=pd.DataFrame([first | alarm]),
        method={
            "first_day": "2020-01-01",
            "half_life_days": 365.0,
            "window_days": None,
            "tiers": "quantile",
            "red": 0.95,
            "yellow": 0.8,
            "draws": 400,
            "swing": 0.2,
            "expected": 5.0,
            "quiet_below": 0.5,
            "unresolved_after_days": 30.0,
            "prior": "fitted",
        },
    )
