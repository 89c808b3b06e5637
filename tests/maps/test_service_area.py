"""The ground within reach as the page paints it, held against the run's polygons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from servicecircle.maps.payload.pixels import Pixels

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.maps.conftest import Visit

    from servicecircle.pipeline.measured import Measured

WALKS = """([x, y, service]) => {
  const { model, engine, stage } = ServiceCircle.app;
  const { ServiceArea, View } = ServiceCircle.draw;
  const view = new View();
  const [width, height] = model.size;
  const scale = 1200 / Math.max(width, height);
  view.place([0, 0], { x: 0, y: 0 }, 20, 1, 0, 0);
  Object.assign(view, { scale, left: 0, top: 0, west: 0, north: 0 });
  Object.assign(view, { east: width, south: height });
  Object.assign(view, { width: width * scale, height: height * scale });
  const area = new ServiceArea(model);
  const from = engine.stationDistances(service, engine.allTiers);
  const walks = area.reckon(view, from, model.services[service].kind);
  const side = 3 / scale;
  const columns = Math.ceil(view.width / 3);
  return x.map((_, i) => {
    const walk = walks[Math.floor(y[i] / side) * columns + Math.floor(x[i] / side)];
    return Number.isFinite(walk) ? walk : 1e9;
  });
}"""
NEAR_M = 9.0
"""The run draws its areas in parts of 10 m; the page in cells of some metres."""


def sampled(measured: Measured, count: int) -> np.ndarray:
    """Draw places all over an area, the same ones each time."""
    west, south, east, north = measured.area.levels[measured.area.widest].total_bounds
    rng = np.random.default_rng(6)
    return rng.uniform([west, south], [east, north], (count, 2))


def disagreeing(measured: Measured, html: str, visit: Callable[..., Visit]) -> float:
    """Give the share of places that page and run disagree on, away from the border."""
    area, at = measured.area, sampled(measured, 3000)
    frames = [area.buildings, area.stations, measured.network.nodes]
    pixels = Pixels.around([*frames, *area.levels.values()], area.crs)
    x, y = pixels.of(at).T.tolist()
    seen = visit(html)
    wrong = []
    for number, standard in enumerate(area.standards):
        mine = measured.service_areas["service"] == standard.service
        ground = shapely.union_all(measured.service_areas.geometry[mine].to_numpy())
        walks = np.array(seen.page.evaluate(WALKS, [x, y, number]))
        points = shapely.points(at)
        far = shapely.distance(points, shapely.boundary(ground)) > NEAR_M
        inside = shapely.covers(ground, points)
        assert inside.mean() > 0.02
        wrong.append(((walks <= standard.distance_m) != inside)[far].mean())
    return max(wrong)


def test_the_village_ground_is_the_runs(
    village: Measured, village_page: str, visit: Callable[..., Visit]
) -> None:
    """Place by place, for every service, farther from borders than a street's part."""
    assert disagreeing(village, village_page, visit) < 0.002


def test_a_long_street_is_reached_around_its_station(
    village_page: str, visit: Callable[..., Visit]
) -> None:
    """Also where neither end of the street is within the distance."""
    seen = visit(village_page)
    shares = seen.page.evaluate(
        """() => ServiceCircle.walk.reachedShares(
          { u: [0], v: [1], lengthDm: [3000] },
          { dm: [1500, 1500], onEdge: new Map([[0, [{ alongDm: 1500, legDm: 0 }]]]) },
          0, 600)"""
    )
    assert shares == [pytest.approx([0.3, 0.7])]
