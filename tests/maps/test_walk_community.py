"""What the page counts is what the run counts, to the last building."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from map_engine import Walked, engine_page

from servicecircle.maps.payload.pixels import Pixels
from servicecircle.network.distances import nearest_stations
from servicecircle.network.snapping import snap
from servicecircle.reach.measure import measure_reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    import pyproj
    from playwright.sync_api import Browser, Page

COMMUNITY = Path(__file__).parents[2] / "data" / "community"
BEYOND = 1501
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


def pixels_of(page: Page, crs: pyproj.CRS) -> Pixels:
    """Turn the working CRS into the page's pixels."""
    header = page.evaluate("model.header")
    parts = (tuple(header[key]) for key in ("origin", "size", "metres_per_pixel"))
    return Pixels(crs, *parts)


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
@pytest.mark.parametrize("service", [0, 1, 4])
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


def exact_walks(added: gpd.GeoSeries) -> pd.Series[int]:
    """Measure everybody's walk with new stations, by the run's own engine."""
    area, network, reach = community()
    settings, snapped = area.config.network, reach.snapped[False]
    joined = snap(
        network,
        added,
        limit_m=settings.snap_limit_m,
        island_tolerance_m=settings.island_tolerance_m,
    )
    stations = pd.concat([snapped.stations, joined])
    walk_m = nearest_stations(network, snapped.places, stations)["walk_m"]
    best = walk_m.groupby(snapped.places["building_id"]).min().fillna(BEYOND)
    up = np.ceil((best * 10_000).round() / 10_000)
    return up.clip(upper=BEYOND).astype(int)


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_what_ifs_gain_what_the_run_would_find(page: Page, seed: int) -> None:
    """Twenty new stations: nobody's walk is off by more than a metre."""
    area = community().area
    homes = area.buildings.geometry.representative_point().sample(20, random_state=seed)
    added = homes.translate(7, -11).set_axis([f"W{i}" for i in range(20)])
    pixels = pixels_of(page, area.crs)
    trials = [
        {"action": "open", "x": int(x), "y": int(y)}
        for x, y in pixels.of(added.get_coordinates().to_numpy())
    ]
    shown = pd.Series(
        page.evaluate(
            """(trials) => {
            const choice = { service: 0, tiers: engine.allTiers };
            const { distances } = engine.tryOut(trials, choice);
            return Object.fromEntries(
              [...distances].map((metres, i) => [model.buildings.id(i), metres]));
          }""",
            trials,
        )
    )
    true = exact_walks(added)
    off = (shown.reindex(true.index) - true).abs()
    assert off.max() <= 1
    # Whole pixels and decimetres: a walk in ten falls into the next metre.
    assert (off > 0).mean() < 0.2
