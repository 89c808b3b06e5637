"""The page reads back what was drawn: places, footprints, units, names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from map_engine import Walked, engine_page
from risk_shown import risk_of

from servicecircle.errors import InputError
from servicecircle.maps.payload.pixels import Pixels
from servicecircle.pipeline.measured import measure_walks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.pipeline import Measured

IDS = ["楼{#1", "{{7*7}}", "<script>alert(1)</script>", "🏠007", "009"]
COURT = shapely.Polygon(
    [(0, 0), (60, 0), (60, 60), (0, 60)], [[(20, 20), (40, 20), (40, 40), (20, 40)]]
)
TWINS = shapely.MultiPolygon([shapely.box(0, 0, 20, 20), shapely.box(30, 0, 50, 20)])
SPECK = shapely.box(0, 0, 0.01, 0.01)
SHAPES = [COURT, TWINS, shapely.Point(0, 0), SPECK, shapely.box(0, 0, 10, 10)]
CORNERS = [(100, 520), (300, 520), (500, 510), (600, 520), (1450, 300)]
OUTLINES = """() => {
  const { ringStart, pointStart, ringXy, count } = model.buildings;
  return Array.from({ length: count }, (_, i) => {
    const rings = [];
    for (let r = ringStart[i]; r < ringStart[i + 1]; r += 1) {
      rings.push([...ringXy.subarray(2 * pointStart[r], 2 * pointStart[r + 1])]);
    }
    return [model.buildings.id(i), rings];
  });
}"""
UNITS = """(level) => {
  const { ringStart, arcStart, arcs, ids } = model.levels[level];
  const { start, xy } = model.outlines;
  return ids.map((_, unit) => {
    const rings = [];
    for (let r = ringStart[unit]; r < ringStart[unit + 1]; r += 1) {
      const ring = [];
      for (let k = arcStart[r]; k < arcStart[r + 1]; k += 1) {
        const arc = arcs[k] < 0 ? -1 - arcs[k] : arcs[k];
        const points = [];
        for (let p = start[arc]; p < start[arc + 1]; p += 1) {
          points.push([xy[2 * p], xy[2 * p + 1]]);
        }
        ring.push(...(arcs[k] < 0 ? points.reverse() : points));
      }
      rings.push(ring);
    }
    return rings;
  });
}"""


def with_buildings(
    area: PlanningArea, ids: list[str], shapes: list[Any]
) -> PlanningArea:
    """Put other buildings into the village, each in the unit it stands in."""
    moved = gpd.GeoDataFrame(
        {"name": None, "use": None, "floors": np.nan, "residents": 2.5},
        index=pd.Index(ids, name="building_id", dtype="str"),
        geometry=shapes,
        crs=area.crs,
    )
    points = moved.representative_point()
    for level, units in area.levels.items():
        held = gpd.sjoin(
            gpd.GeoDataFrame(geometry=points), units[["geometry"]], how="left"
        )
        held = held[~held.index.duplicated()]
        moved[level.id_column] = held["unit_id"].astype("str")
    return area.replace(buildings=moved, entrances=area.entrances[:0])


@pytest.fixture(scope="module")
def odd(village: Measured) -> Walked:
    """Measure courtyards, twins, points and specks with hostile ids."""
    x0, y0 = 493_000.0, 2_516_000.0
    shapes = [
        shapely.affinity.translate(shape, x0 + x, y0 + y)
        for shape, (x, y) in zip(SHAPES, CORNERS, strict=True)
    ]
    area = with_buildings(village.area, IDS, shapes)
    return Walked(area, village.network, measure_walks(area, village.network))


@pytest.fixture(scope="module")
def page(chromium: Browser, odd: Walked) -> Iterator[Page]:
    """Open the odd village once."""
    with engine_page(chromium, odd.payload()) as page:
        yield page


def test_footprints_keep_courtyards_and_parts(odd: Walked, page: Page) -> None:
    """By the even-odd rule every footprint has the area it had."""
    rings = dict(page.evaluate(OUTLINES))
    scale = np.prod(page.evaluate("model.header.metres_per_pixel"))
    for name in (IDS[0], IDS[1], IDS[4]):
        parts = [shapely.Polygon(np.reshape(r, (-1, 2))) for r in rings[name]]
        drawn = 0.0
        for part in sorted(parts, key=lambda p: -p.area):
            inside = any(p.contains(part) for p in parts if p is not part)
            drawn += -part.area if inside else part.area
        true = odd.area.buildings.geometry[name].area
        assert drawn * scale == pytest.approx(true, rel=0.05)
    assert [len(rings[name]) for name in IDS] == [2, 2, 0, 0, 1]
    assert len(rings["009"][0]) == 2 * 4


def test_hostile_ids_stay_themselves(page: Page) -> None:
    """Emoji, braces and tags are ids like any other."""
    assert sorted(name for name, _ in page.evaluate(OUTLINES)) == sorted(IDS)


def test_places_are_within_a_pixel(odd: Walked, page: Page) -> None:
    """Longitude and latitude of every building, within 0.15 m."""
    found = page.evaluate(
        """() => Array.from({ length: model.buildings.count }, (_, i) => [
        model.buildings.id(i),
        ...ServiceCircle.model.toLonLat(
          model, model.buildings.xy[2 * i], model.buildings.xy[2 * i + 1]),
      ])"""
    )
    inside = shapely.point_on_surface(odd.area.buildings.geometry.to_numpy())
    true = gpd.GeoSeries(inside, index=odd.area.buildings.index, crs=odd.area.crs)
    shown = gpd.GeoSeries(
        {name: shapely.Point(lon, lat) for name, lon, lat in found}, crs="EPSG:4326"
    ).to_crs(odd.area.crs)
    assert (shown.reindex(true.index).distance(true) < 0.15).all()


def test_pixels_are_the_webs_own(odd: Walked) -> None:
    """Against pyproj's own Web Mercator (EPSG:3857)."""
    stations = odd.area.stations
    pixels = Pixels.around([stations], odd.area.crs)
    there = stations.to_crs(3857).geometry
    half, world = 20037508.342789244, 256 * 2**20
    x = (there.x / half + 1) / 2 * world - pixels.origin[0]
    y = (1 - there.y / half) / 2 * world - pixels.origin[1]
    drawn = pixels.of(shapely.get_coordinates(stations.geometry.to_numpy()))
    assert np.abs(drawn - np.stack([x, y], axis=1)).max() <= 0.51
    assert drawn.min() >= 0


def test_units_of_all_levels_come_back(odd: Walked, page: Page) -> None:
    """Rings made of shared arcs enclose what the units enclose."""
    scale = np.prod(page.evaluate("model.header.metres_per_pixel"))
    for number, units in enumerate(odd.area.levels.values()):
        rings = page.evaluate(UNITS, number)
        areas = [sum(shapely.Polygon(r).area for r in unit) * scale for unit in rings]
        assert areas == pytest.approx(units.area.tolist(), rel=0.01)


def test_buildings_know_their_units_and_residents(odd: Walked, page: Page) -> None:
    """Fractions of residents and units by index; outside is -1."""
    columns = list(odd.area.levels)
    found = page.evaluate(
        """() => Array.from({ length: model.buildings.count }, (_, i) => [
        model.buildings.id(i), model.buildings.residents[i],
        model.levels.map(({ ids }, level) =>
          ids[model.buildings.unit[level][i]] || null),
      ])"""
    )
    buildings = odd.area.buildings
    for name, residents, units in found:
        assert residents == buildings.loc[name, "residents"]
        own = [buildings.loc[name, level.id_column] for level in columns]
        assert units == [None if pd.isna(unit) else unit for unit in own]


def test_a_building_without_a_path_has_no_walk(page: Page) -> None:
    """It is in no count of walks, and no path is drawn."""
    found = page.evaluate(
        """() => {
        const i = [0, 1, 2, 3, 4].find((k) => model.buildings.id(k) === "009");
        const choice = { service: 0, tiers: engine.allTiers };
        return [engine.walks(0, engine.allTiers)[i], engine.path(i, choice),
          model.reasons[model.services[0].reason[i]]];
      }"""
    )
    assert found == [1501, None, "no_edge_nearby"]


@pytest.mark.parametrize("count", [0, 1])
def test_few_or_no_buildings(
    chromium: Browser, village: Measured, odd: Walked, count: int
) -> None:
    """An area with one building, or none yet, is an area."""
    area = odd.area.replace(buildings=odd.area.buildings[:count])
    reach = measure_walks(area, village.network)
    payload = Walked(area, village.network, reach).payload()
    with engine_page(chromium, payload) as page:
        assert page.evaluate("[...engine.totals(0).buildings]") == [count]
        trial = "[{ action: 'open', x: 900, y: 900 }]"
        choice = "{ service: 0, tiers: engine.allTiers }"
        tried = page.evaluate(f"engine.tryOut({trial}, {choice}).distances.length")
        assert tried == count


def test_a_measurement_of_another_area_is_refused(
    village: Measured, odd: Walked
) -> None:
    """Tables that do not belong together are never drawn together."""
    mixed = Walked(odd.area, village.network, village.reach)
    with pytest.raises(InputError, match="not measured for just the buildings"):
        mixed.payload()
    fewer = village.area.replace(stations=village.area.stations[1:])
    with pytest.raises(InputError, match=r"stations of measurement and area differ"):
        Walked(fewer, village.network, village.reach).payload()


def test_risk_is_for_insiders(chromium: Browser, odd: Walked) -> None:
    """Tiers reach the internal page, and never the public file."""
    risk = risk_of(odd.area)
    with engine_page(chromium, odd.payload(risk=risk)) as page:
        assert page.evaluate("model.risk.levels.at(-1).tier(0, 1)") == 2
        assert page.evaluate("model.risk.tiers[2]") == "red"
    with engine_page(chromium, odd.payload(risk=risk, public=True)) as page:
        assert page.evaluate("[model.risk, model.header.risk ?? null]") == [None, None]
        named = page.evaluate("Object.keys(model.header.sections).join(' ')")
        assert not any(word in named for word in ("risk", "clock", "received"))
        assert page.evaluate(
            "[model.buildings.residents, engine.totals(0).residents]"
        ) == [None, None]


def test_figures_are_the_runs(chromium: Browser, village: Measured) -> None:
    """Rounded once, to what is shown; missing stays missing; all means all."""
    coverage = village.coverage.copy()
    coverage.loc[coverage.index[0], "share_of_residents"] = 0.99996
    coverage.loc[coverage.index[1], "mean_walk_m"] = np.nan
    walked = Walked(village.area, village.network, village.reach)
    with engine_page(chromium, walked.payload(figures=coverage)) as page:
        shown = page.evaluate(
            """model.levels.flatMap(({ key, ids, figures }) =>
            figures.flatMap((of, s) => ids.map((id, i) => {
              const row = [key, id, model.services[s].key, of.residents[i]];
              return [...row, of.share_of_residents[i], of.mean_walk_m[i]];
            })))"""
        )
    columns = ["residents", "share_of_residents", "mean_walk_m"]
    keys = ["level", "unit_id", "service"]
    found = pd.DataFrame(shown, columns=[*keys, *columns]).set_index(keys)
    true = coverage.set_index(keys)[columns].round({"residents": 0, "mean_walk_m": 0})
    true["share_of_residents"] = true["share_of_residents"].round(3)
    true.iloc[0, 1] = 0.999
    found = found.reindex(true.index).astype(float)
    pd.testing.assert_frame_equal(found, true.astype(float), rtol=1e-12)


def test_background_is_drawn_where_it_lies(chromium: Browser, odd: Walked) -> None:
    """A pond with an island in it, and a stream."""
    x0, y0 = 493_000.0, 2_516_000.0
    pond = shapely.affinity.translate(COURT, x0 + 300, y0 + 300)
    stream = shapely.LineString([(x0, y0), (x0 + 50, y0), (x0 + 50, y0 + 90)])
    ground = gpd.GeoDataFrame(
        {"kind": ["park", "water"]}, geometry=[pond, stream], crs=odd.area.crs
    )
    walked = Walked(odd.area.replace(background=ground), odd.network, odd.reach)
    with engine_page(chromium, walked.payload()) as page:
        kinds = "[model.background.kinds, [...model.background.isLine]]"
        assert page.evaluate(kinds) == [["park", "water"], [0, 1]]
        rings = "[...model.background.ringStart, ...model.background.pointStart]"
        assert page.evaluate(rings) == [0, 2, 3, 0, 4, 8, 11]
