"""What the page counts is what the run counts, to the last building."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from map_engine import Walked, engine_page

from servicecircle.reach.measure import measure_reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from playwright.sync_api import Browser, Page

COMMUNITY = Path(__file__).parents[2] / "data" / "community"
LIMITS_M = list(range(100, 1501, 50))
COUNT = """([service, tiers, measure, limits]) => {
  const distances = engine[measure](service, tiers);
  return limits.map((limit) => model.levels.map((_, level) => {
    const counts = engine.count(level, distances, limit);
    return [[...counts.buildings], [...counts.residents]];
  }));
}"""


@cache
def community() -> Walked:
    """Measure the committed community once."""
    return Walked.of(COMMUNITY)


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """Open the community's engine once."""
    with engine_page(chromium, community().payload()) as page:
        yield page


def counted(distance_m: pd.Series[float], limit_m: float) -> list[Any]:
    """Count buildings and residents within a limit by pandas, level by level."""
    area = community().area
    units = 10_000
    # In the run's own units: whole tenths of a millimetre.
    near = (distance_m * units).round() <= limit_m * units
    covered = area.buildings[near.reindex(area.buildings.index)]
    found = []
    for level, frame in area.levels.items():
        groups = covered.groupby(covered[level.id_column])["residents"]
        sums = groups.agg(["size", "sum"]).reindex(frame.index, fill_value=0)
        found.append([sums["size"].tolist(), sums["sum"].tolist()])
    return found


@pytest.mark.parametrize(
    ("measure", "column"), [("walks", "walk_m"), ("straights", "straight_m")]
)
@pytest.mark.parametrize("service", range(5))
def test_counts_are_the_runs_at_every_distance(
    page: Page, service: int, measure: str, column: str
) -> None:
    """All levels, all units, every 50 m: nothing is off by one."""
    reach = community().reach
    distance_m = reach.of(reach.standards[service].service)[column]
    tiers = page.evaluate("engine.allTiers")
    shown = page.evaluate(COUNT, [service, tiers, measure, LIMITS_M])
    assert shown == [counted(distance_m, limit) for limit in LIMITS_M]


@pytest.mark.parametrize("tier", [0, 1])
def test_counts_of_one_tier_are_those_of_a_run_with_its_stations(
    page: Page, tier: int
) -> None:
    """Leaving a tier out on the page is leaving its stations out of the area."""
    area, network, _ = community()
    name = page.evaluate("tier => model.tiers[tier]", tier)
    settings = area.config.network
    alone = measure_reach(
        network,
        area.buildings,
        area.stations[area.stations["tier"] == name],
        area.standards[:1],
        entrances=area.entrances,
        snap_limit_m=settings.snap_limit_m,
        island_tolerance_m=settings.island_tolerance_m,
        detour_factor=1.4,
    )
    rows = alone.of(area.standards[0].service)
    for measure, column in (("walks", "walk_m"), ("straights", "straight_m")):
        shown = page.evaluate(COUNT, [0, 2**tier, measure, [500, 850]])
        assert shown == [counted(rows[column], limit) for limit in (500, 850)]


def test_totals_are_everybody(page: Page) -> None:
    """Nobody is lost on the way into the page."""
    area = community().area
    total = page.evaluate("[...engine.totals(0).residents]")
    assert total == [area.buildings["residents"].sum()]


def test_nobody_is_counted_without_tiers(page: Page) -> None:
    """With every tier off, nothing is within reach."""
    (((buildings, _), *_),) = page.evaluate(COUNT, [0, 0, "walks", [1500]])
    assert not np.any(buildings)
