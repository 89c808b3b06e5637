"""The map's risk is that of `risk`: every unit of the committed community."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from map_engine import engine_page

from servicecircle.area.read import read_area
from servicecircle.maps.payload import explorer_payload
from servicecircle.network.from_area import network_of
from servicecircle.pipeline.measured import count_area
from servicecircle.pipeline.risk_run import assess_risk
from servicecircle.pipeline.risk_view import risk_view
from servicecircle.progress import Stages
from servicecircle.siting.openings.closed import closed_openings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

COMMUNITY = Path(__file__).parents[2] / "data" / "community"
QUICK = """
[risk]
levels = ["red_sub_grid", "grid"]
draws = 100

[risk.warning]
replicates = 2
"""
TELL = """() => {
  const { risk, levels } = model;
  const last = risk.moments.length - 1;
  return levels.flatMap(({ key, ids, count }, n) => !risk.levels[n].assessed ? [] :
    Array.from({ length: count }, (_, unit) => {
      const of = risk.levels[n];
      const points = of.points(unit, last).map((value, i) => [
        `points_${risk.indicators[i].name}`,
        value,
      ]);
      const why = of.why(unit, last);
      const alarm = of.alarm(unit, last);
      return {
        level: key,
        unit_id: ids[unit],
        tier: risk.tiers[of.tier(unit, last)],
        reason: why < 0 ? null : risk.whys[why][0],
        alarm: alarm < 0 ? null : risk.alarms[alarm].english,
        ...of.values(unit, last),
        ...Object.fromEntries(points),
      };
    })
  );
}"""
STEPS = {
    "tier_probability": ("probability", 0.01),
    "tier_stability": ("stability", 0.01),
    "score": ("score", 1),
    "rate": ("rate", 0.1),
    "rate_low": ("rateLow", 0.1),
    "rate_high": ("rateHigh", 0.1),
    "appeals": ("appeals", 1),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the community; fewer draws are quicker, and the same for both."""
    area = tmp_path_factory.mktemp("risk_of_run") / "area"
    shutil.copytree(COMMUNITY, area)
    with (area / "area.toml").open("a", encoding="utf-8", newline="\n") as file:
        file.write(QUICK)
    return area


@pytest.fixture(scope="module")
def run(folder: Path) -> Path:
    """Assess it."""
    out = folder.parent / "run"
    assess_risk(folder, out)
    return out


@pytest.fixture(scope="module")
def told(folder: Path, chromium: Browser) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Read what the page says of every unit, and its header."""
    area = read_area(folder)
    counted = count_area(area, network_of(area))
    view = risk_view(counted, quarters=0, stages=Stages())
    payload = explorer_payload(
        area,
        counted.network,
        counted.reach,
        openings=closed_openings(counted.network),
        page={},
        risk=view,
    )
    with engine_page(chromium, payload) as page:
        rows = page.evaluate(TELL)
        header = page.evaluate("() => model.header.risk")
    return pd.DataFrame(rows).set_index(["level", "unit_id"]), header


def test_tiers_points_and_reasons(
    run: Path, told: tuple[pd.DataFrame, dict[str, Any]]
) -> None:
    """As far as the page's steps go: whole points, percents, tenths."""
    shown, header = told
    csv = pd.read_csv(run / "risk.csv", dtype={"unit_id": "str"})
    csv = csv.set_index(["level", "unit_id"]).loc[shown.index]
    assert len(csv) == 83 + 13
    assert shown["tier"].tolist() == csv["tier"].tolist()
    unsure = csv["tier"] == "insufficient"
    assert 0 < unsure.sum() < len(csv)
    assert shown.loc[unsure, "reason"].tolist() == csv.loc[unsure, "reason"].tolist()
    assert shown.loc[~unsure, "reason"].isna().all()
    for column, (name, step) in STEPS.items():
        far = (shown[name].astype(float) - csv[column]).abs()
        assert (shown[name].isna() == csv[column].isna()).all(), column
        assert far.max() <= step / 2 + 1e-9, column
    points = [column for column in csv if column.startswith("points_")]
    assert points
    for column in points:
        if column in shown:
            far = (shown[column] - csv[column].fillna(0)).abs()
            assert far.max() <= 0.5 + 1e-9, column
        else:
            assert csv[column].fillna(0).eq(0).all(), column
    assert header["moments"] == ["2024-05-01"]


def test_alarms(run: Path, told: tuple[pd.DataFrame, dict[str, Any]]) -> None:
    """Those that are running, the gravest first; a unit says its own."""
    shown, header = told
    csv = pd.read_csv(run / "alarms.csv", dtype={"unit_id": "str"})
    running = csv[csv["state"] == "running"].sort_values("rank")
    assert [one["english"] for one in header["alarms"]] == running["reason"].tolist()
    units = pd.read_csv(run / "risk.csv", dtype={"unit_id": "str", "alarm": "str"})
    named = units.set_index(["level", "unit_id"])["alarm"].loc[shown.index]
    reasons = csv.set_index("alarm")["reason"]
    assert shown["alarm"].fillna("").tolist() == [
        "" if pd.isna(alarm) or not alarm else reasons[alarm] for alarm in named
    ]
