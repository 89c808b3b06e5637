"""The map as a reader meets it, in a real browser."""

from __future__ import annotations

import dataclasses
import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import pytest
from tests.maps.conftest import NAMES

from servicecircle.maps import explorer_map

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.maps.conftest import Visit

    from servicecircle.pipeline.measured import Measured

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
}


def said(share: float) -> str:
    """Write a share as the page should, by other means than the page does."""
    if math.isnan(share):
        return "–"
    percent = Decimal(share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    shown = (
        min(max(percent, Decimal("0.1")), Decimal("99.9")) if 0 < share < 1 else percent
    )
    return f"{shown}\u00a0%"


def counted(value: float) -> str:
    """Write a whole number as the page should."""
    return f"{value:,.0f}"


def metres(value: float) -> str:
    """Write whole metres as the page should."""
    return "–" if math.isnan(value) else f"{value:,.0f}\u00a0m"


COUNTS = ["residents", "covered_residents", "buildings", "covered_buildings"]
COLUMNS = [*COUNTS, "share_of_residents", "circle_share_of_residents", "mean_walk_m"]


def test_every_number_is_the_runs(
    village: Measured, village_page: str, visit: Callable[..., Visit]
) -> None:
    """Each unit's card says what coverage.csv says, for every level and service."""
    seen = visit(village_page)
    levels = [level.value for level in village.area.levels]
    services = [standard.service for standard in village.area.standards]
    keys = ["level", "unit_id", "service"]
    detour = village.honesty.set_index(keys)["share_by_detour"]
    for row in village.coverage[[*keys, *COLUMNS]].itertuples():
        seen.page.select_option("#sc-service", str(services.index(row.service)))
        level = levels.index(row.level)
        unit = list(village.area.levels.values())[level].index.get_loc(row.unit_id)
        seen.choose("unit", unit, level)
        shown = seen.fields()
        assert shown["share_by_walk"] == said(row.share_of_residents)
        assert shown["share_by_circle"] == said(row.circle_share_of_residents)
        assert shown["share_by_detour"] == said(detour[tuple(row[1:4])])
        assert shown["mean_walk_m"] == metres(row.mean_walk_m)
        for column in COUNTS:
            assert shown[column] == counted(getattr(row, column))


def test_all_and_nothing_are_said_only_where_they_are_true(
    village_page: str, visit: Callable[..., Visit]
) -> None:
    """A share that would round to 0 or 100 % is shown a tenth short of it."""
    seen = visit(village_page)
    parts = [0, 0.4, 1, 4999, 5000, 9994, 9996, 9999.9, 10000]
    shown = seen.page.evaluate(
        "parts => parts.map(part => ServiceCircle.page.percent(part, 10000))", parts
    )
    assert shown == [said(part / 10000) for part in parts]


def test_names_are_shown_as_they_are(
    hostile_page: str, visit: Callable[..., Visit]
) -> None:
    """No name of an area, unit, service or station is markup, script or template."""
    seen = visit(hostile_page)
    assert seen.page.title() == NAMES[0]
    assert seen.page.locator("h1").text_content() == NAMES[0]
    option = seen.page.locator("#sc-service option").first
    assert option.text_content() == NAMES[3]
    seen.choose("station", 0)
    assert seen.page.locator("#sc-card h2").text_content() == NAMES[1]
    assert seen.fields()["host_type"] == NAMES[2]
    seen.page.fill("#sc-search", "{{7")
    assert seen.page.locator("#sc-found b").first.text_content() == NAMES[0]


def test_every_building_gives_its_reason_and_walk(
    village: Measured, village_page: str, visit: Callable[..., Visit]
) -> None:
    """A click on a house shows the run's answer; a walk is rounded up, never down."""
    seen = visit(village_page)
    words = "key => ServiceCircle.app.word(key)"
    rows = village.reach.table.query("service == 'appeals'").set_index("building_id")
    ids = seen.page.evaluate(
        "(({ count, id }) => Array.from({ length: count }, (_, i) => id(i)))"
        "(ServiceCircle.app.model.buildings)"
    )
    assert sorted(ids) == sorted(rows.index)
    for index, building in enumerate(ids):
        seen.choose("building", index)
        shown, row = seen.fields(), rows.loc[building]
        assert shown["reason"] == seen.page.evaluate(words, row["reason"])
        walk = row["walk_m"]
        metres = "–" if math.isnan(walk) else f"{math.ceil(walk - 1e-6):,}\u00a0m"
        assert shown["walk_m"] == metres


def test_a_click_chooses_what_is_there(
    village_page: str, visit: Callable[..., Visit]
) -> None:
    """Station, house and unit are found under the pointer; Escape lets go."""
    seen = visit(village_page)
    chosen = "ServiceCircle.app.store.state.chosen"
    places = seen.page.evaluate(
        "(() => { const { model } = ServiceCircle.app;"
        " return [model.stations.xy, model.buildings.xy].map(xy => [xy[0], xy[1]]) })()"
    )
    for place, kind in zip(places, ("station", "building"), strict=True):
        seen.click_map(*place)
        assert seen.page.evaluate(f"{chosen}.kind") == kind
    seen.page.keyboard.press("Escape")
    assert seen.page.evaluate(chosen) is None
    assert not seen.page.locator(".sc-card").is_visible()


def test_speaks_chinese_and_back(
    village_page: str, visit: Callable[..., Visit]
) -> None:
    """In Chinese no English word of the page is left, and the choices stay."""
    seen = visit(village_page)
    seen.page.select_option("#sc-colour-by", "gap")
    seen.page.click("#sc-language")
    text = seen.page.locator(".sc-panel").inner_text()
    left = set(re.findall("[A-Za-z]{2,}", text))
    named = seen.page.locator("#sc-service option, #sc-level option, .sc-about")
    of_data = set(re.findall("[A-Za-z]{2,}", " ".join(named.all_text_contents())))
    assert left <= of_data
    assert seen.page.locator("html").get_attribute("lang") == "zh"
    assert seen.page.locator("#sc-colour-by").input_value() == "gap"
    seen.page.click("#sc-language")
    assert "Walking distance" in seen.page.locator(".sc-panel").inner_text()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_fits_a_phone(
    village_page: str, visit: Callable[..., Visit], language: str
) -> None:
    """Half the map stays free, nothing sticks out, targets can be touched."""
    seen = visit(village_page, **PHONE)
    if language == "zh":
        seen.page.tap("#sc-language")
    panel = seen.page.locator(".sc-panel").bounding_box()
    assert panel is not None
    assert panel["height"] < 844 / 3
    seen.page.tap("#sc-grip")
    assert seen.page.locator("#sc-service").is_visible()
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 390
    small = seen.page.locator(
        ".sc-page button, .sc-page select, .sc-tick"
    ).evaluate_all(
        "all => all.filter(e => e.offsetHeight && e.offsetHeight < 40)"
        ".map(e => e.id || e.className)"
    )
    assert small == []


def test_a_small_area_has_a_map_too(
    village: Measured, visit: Callable[..., Visit]
) -> None:
    """One level, one service, points for houses, nobody living there: no error."""
    area = village.area
    level, units = next(iter(area.levels.items()))
    houses = area.buildings.assign(
        residents=0.0, geometry=area.buildings.geometry.centroid
    )
    kept = dataclasses.replace(
        area, levels={level: units}, buildings=houses, standards=area.standards[:1]
    )
    table = village.reach.table
    reach = dataclasses.replace(
        village.reach,
        standards=area.standards[:1],
        table=table[table["service"] == area.standards[0].service],
    )
    seen = visit(explorer_map(kept, village.network, reach))
    seen.choose("unit", 0, 0)
    assert seen.fields()["share_by_walk"] == "–"
    assert seen.fields()["buildings"] == counted(len(houses))
    seen.choose("building", 0)
    assert seen.page.locator(".sc-answer").is_visible()
