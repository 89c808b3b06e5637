"""The map as a reader meets it, in a real browser."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import pytest
from shapely import Point

from servicecircle.maps.palette import REASON_COLOURS, SHARE_COLOURS
from servicecircle.vocabulary import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.maps.conftest import Tables, Visit

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


def said(share: float) -> str:
    """Write a share as the page should, by other means than the page does."""
    if math.isnan(share):
        return "–"
    if 0 < share < 1:
        return f"{min(max(share * 100, 0.1), 99.9):.1f} %"
    return f"{share:.1%}".replace("%", " %")


def counted(value: float) -> str:
    """Write a whole number as the page should."""
    return "–" if math.isnan(value) else f"{value:,.0f}"


@pytest.mark.parametrize("service", ["appeals", "legal"])
def test_every_number_is_the_tables(
    tables: Tables, visit: Callable[..., Visit], service: str
) -> None:
    """Each area's panel shows that area's row, for every level and service."""
    seen = visit(tables.draw())
    seen.page.select_option("#sc-service", str(["appeals", "legal"].index(service)))
    seen.page.uncheck("#sc-show-stations")
    seen.page.uncheck("#sc-show-buildings")
    rows = tables.coverage[tables.coverage["service"] == service]
    for row in rows.itertuples():
        seen.page.select_option("#sc-level", label=str(row.level).capitalize())
        seen.page.locator(f"path[data-unit-id='{row.unit_id}']").click()
        metres = counted(row.mean_walk_m)
        assert seen.fields() == {
            "share_of_residents": said(row.share_of_residents),
            "circle_share_of_residents": said(row.circle_share_of_residents),
            "residents": counted(row.residents),
            "covered_residents": counted(row.covered_residents),
            "buildings": counted(row.buildings),
            "mean_walk_m": metres if metres == "–" else f"{metres} m",
        }


def test_names_are_shown_as_they_are(
    tables: Tables, visit: Callable[..., Visit]
) -> None:
    """No name of an area, service, station or page is markup, script or template."""
    seen = visit(tables.draw())
    assert seen.page.title() == "{{7*7}}"
    assert seen.page.locator("h1").text_content() == "{{7*7}}"
    attribution = seen.page.locator(".leaflet-control-attribution").text_content()
    assert attribution == "Leaflet | © <script>alert(1)</script> · ODbL"
    service = seen.page.locator("#sc-service option").first
    assert service.text_content() == "Appeals <b> (500 m)"
    for unit, name in tables.levels["community"]["name"].items():
        # Beside the middle, where no building or station lies.
        path = seen.page.locator(f"path[data-unit-id='{unit}']")
        path.click(position={"x": 60, "y": 60})
        assert seen.page.locator("#sc-panel h2").text_content() == name


def test_a_building_gives_its_answer_and_reason(
    tables: Tables, visit: Callable[..., Visit]
) -> None:
    """A walk just above the standard is rounded up, never into it."""
    seen = visit(tables.draw())
    answers = []
    for place in tables.buildings.centroid.to_crs(4326):
        seen.click_place(place)
        answers.append(tuple(seen.fields().values()))
    assert answers == [
        ("Covered", "500 m", "Hall <script>alert(1)</script>"),
        ("Too far", "501 m", "Hall <script>alert(1)</script>"),
        ("No path to a station", "–", "–"),
        ("No footway nearby", "–", "–"),
    ]


def test_a_station_lists_what_it_offers(
    tables: Tables, visit: Callable[..., Visit]
) -> None:
    """A service is matched by what stations call it, and shown by its own name."""
    seen = visit(tables.draw())
    offered = []
    for place in tables.stations.to_crs(4326).geometry:
        seen.click_place(place)
        offered.append(seen.fields()["services"])
    assert offered == ["Appeals <b>, 法律", "法律"]
    assert seen.fields()["tier"] == "Community"


def test_areas_are_filled_by_the_chosen_share(
    tables: Tables, visit: Callable[..., Visit]
) -> None:
    """The class is that of the number shown; missing is hatched; circle is another."""
    seen = visit(tables.draw())
    fills = "all => all.map(e => e.getAttribute('fill'))"
    paths = seen.page.locator("path[data-unit-id]")
    hatch = "url(#sc-no-data)"
    high, low = SHARE_COLOURS[-1], SHARE_COLOURS[0]
    assert paths.evaluate_all(fills) == [high, high, low, hatch]
    seen.page.select_option("#sc-level", "0")
    assert paths.evaluate_all(fills) == [SHARE_COLOURS[2]]
    seen.page.select_option("#sc-measure", "circle")
    assert paths.evaluate_all(fills) == [SHARE_COLOURS[3]]


def test_buildings_have_the_colour_of_their_reason(
    tables: Tables, visit: Callable[..., Visit]
) -> None:
    """The canvas shows each reason in the colour that the legend gives it."""
    seen = visit(tables.draw())
    places = tables.buildings.centroid.to_crs(4326)
    drawn = seen.page.evaluate(PIXELS, [[place.y, place.x] for place in places])
    reasons = [Reason.COVERED, Reason.TOO_FAR, Reason.NO_PATH, Reason.NO_EDGE_NEARBY]
    assert drawn == [REASON_COLOURS[reason] for reason in reasons]
    keys = seen.page.locator(".sc-legend .sc-dot")
    colours = keys.evaluate_all("all => all.map(e => e.style.background)")
    as_rgb = [tuple(bytes.fromhex(REASON_COLOURS[reason][1:])) for reason in reasons]
    assert colours == [f"rgb{rgb}" for rgb in as_rgb]


PIXELS = """(places) => {
  const map = Object.entries(window).find(([name]) => name.startsWith("map_"))[1];
  const canvas = document.querySelector("canvas.leaflet-zoom-hide");
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const hex = (value) => value.toString(16).padStart(2, "0");
  return places.map((place) => {
    const at = map.latLngToLayerPoint(place).subtract(L.DomUtil.getPosition(canvas));
    const first = 4 * (at.y * width + at.x);
    return "#" + [...data.slice(first, first + 3)].map(hex).join("");
  });
}"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_fits_a_phone(
    tables: Tables, visit: Callable[..., Visit], language: str
) -> None:
    """The legend is folded, nothing sticks out, and the attribution stays in sight."""
    seen = visit(tables.draw(language=language), **PHONE)
    assert not seen.page.locator(".sc-legend").is_visible()
    seen.page.locator("path[data-unit-id='c3']").tap(position={"x": 20, "y": 20})
    panel = seen.page.locator(".sc-panel").bounding_box()
    foot = seen.page.locator(".leaflet-control-attribution").bounding_box()
    assert panel is not None
    assert foot is not None
    assert panel["y"] + panel["height"] <= foot["y"]
    assert foot["y"] + foot["height"] <= 844
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 390


def test_speaks_chinese(tables: Tables, visit: Callable[..., Visit]) -> None:
    """In Chinese no English word is left but names."""
    seen = visit(tables.draw(language="zh"))
    seen.page.locator("path[data-unit-id='c2']").click(position={"x": 60, "y": 60})
    text = seen.page.locator(".sc-panel dl").inner_text()
    assert "居民" in text
    assert re.findall("[A-Za-z]+", text) == ["m"]
    assert seen.page.locator("html").get_attribute("lang") == "zh"


def test_without_scripts_there_is_a_table(
    tables: Tables, visit: Callable[..., Visit]
) -> None:
    """Where scripts do not run, a drawing and a table hold the first service."""
    seen = visit(tables.draw(), java_script_enabled=False)
    rows = seen.page.locator(".sc-static tbody tr").all_inner_texts()
    first = tables.coverage.query("service == 'appeals' and level == 'community'")
    names = tables.levels["community"]["name"]
    assert [row.split("\t") for row in rows] == [
        [
            names[row.unit_id],
            counted(row.residents),
            said(row.share_of_residents),
            said(row.circle_share_of_residents),
        ]
        for row in first.itertuples()
    ]
    assert seen.page.locator(".sc-static path").count() == 4


def test_escape_closes_the_panel(tables: Tables, visit: Callable[..., Visit]) -> None:
    """A pinned panel stays until it is closed, by key or button."""
    seen = visit(tables.draw())
    seen.click_place(Point(tables.stations.to_crs(4326).geometry.iloc[0]))
    assert seen.page.locator(".sc-panel").is_visible()
    seen.page.keyboard.press("Escape")
    assert not seen.page.locator(".sc-panel").is_visible()
