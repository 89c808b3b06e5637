"""Trying stations, gates and closures on the page, and taking them home in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from servicecircle.siting.what_if import read_what_if

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.maps.conftest import Visit

APP = "ServiceCircle.app"
TRIALS = f"{APP}.store.state.trials.map(({{ action }}) => action)"
WITHIN = f"{APP}.look.within({APP}.look.distances('walk')).residents"


@pytest.fixture
def seen(village_page: str, visit: Callable[..., Visit]) -> Visit:
    """Open the village."""
    return visit(village_page)


def place_of(seen: Visit, building: str) -> list[float]:
    """Find a building's place in the model."""
    found: list[float] = seen.page.evaluate(
        "id => { const { model } = ServiceCircle.app;"
        " const { index } = ServiceCircle.model.search(model, id)[0];"
        " return [...model.buildings.xy.subarray(2 * index, 2 * index + 2)] }",
        building,
    )
    return found


def test_a_station_placed_by_a_click_gains_residents(seen: Visit) -> None:
    """Everyone around it is covered then, and the list says how many that is."""
    before = seen.page.evaluate(WITHIN)
    seen.page.click("#sc-try-station")
    x, y = place_of(seen, "B1")
    seen.click_map(x, y + 30)
    assert seen.page.evaluate(TRIALS) == ["open"]
    gained = seen.page.evaluate(WITHIN) - before
    assert gained > 0
    told = seen.page.locator(".sc-trials li b").inner_text()
    assert told == f"about +{gained} residents"
    seen.choose(
        "building",
        seen.page.evaluate(f"ServiceCircle.model.search({APP}.model, 'B1')[0].index"),
    )
    assert seen.fields()["reason"] == "Newly covered"
    legend = seen.page.locator(".sc-legend").inner_text()
    assert "Newly covered" in legend.splitlines()


def test_an_opened_gate_and_a_closure_count_together(seen: Visit) -> None:
    """Each is listed with what it changes alone, and removed by its own button."""
    before = seen.page.evaluate(WITHIN)
    seen.page.click("#sc-try-gate")
    gate = seen.page.evaluate(f"[...{APP}.model.gates.xy.subarray(0, 2)]")
    seen.click_map(*gate)
    hall = seen.page.evaluate(f"{APP}.model.stations.ids.indexOf('H1')")
    seen.choose("station", hall)
    seen.page.click("#sc-card button:has-text('closing')")
    assert seen.page.evaluate(TRIALS) == ["open_gate", "close"]
    listed = seen.page.locator(".sc-trials li b").all_inner_texts()
    assert listed[1].startswith("about −")
    for _ in range(2):
        seen.page.locator(".sc-trials li button").first.click()
    assert seen.page.evaluate(WITHIN) == before


def test_no_station_where_no_street_is(seen: Visit) -> None:
    """A place without a street nearby is refused in a sentence."""
    seen.page.click("#sc-try-station")
    seen.click_map(-3000, -3000)
    assert seen.page.evaluate(TRIALS) == []
    assert "No street" in seen.page.locator(".sc-error").inner_text()


def test_what_is_saved_is_read_by_the_planner_and_by_the_page(
    seen: Visit, tmp_path: Path
) -> None:
    """The file goes to `servicecircle site --what-if`, and back onto the map."""
    x, y = place_of(seen, "B1")
    seen.page.evaluate(
        f"{APP}.tryOut({{ action: 'open', x: {x}, y: {y}, services: null }});"
        f"{APP}.tryOut({{ action: 'close', station: 0 }})"
    )
    with seen.page.expect_download() as waiting:
        seen.page.click("#sc-save")
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert list(read_what_if(path).actions["action"]) == ["open", "close"]
    then = seen.page.evaluate(WITHIN)
    seen.page.click("#sc-clear")
    seen.page.set_input_files("#sc-read", path)
    seen.page.wait_for_selector(".sc-trials li")
    assert seen.page.evaluate(WITHIN) == then


@pytest.mark.parametrize("text", ["", "{", '{"type": "FeatureCollection"}', "[" * 9999])
def test_a_bad_file_is_refused_in_a_sentence(
    seen: Visit, tmp_path: Path, text: str
) -> None:
    """Nothing is tried, nothing is thrown, and the page says why."""
    path = tmp_path / "bad.geojson"
    path.write_text(text)
    seen.page.set_input_files("#sc-read", path)
    seen.page.wait_for_selector(".sc-error:not([hidden])")
    said = seen.page.locator(".sc-error").inner_text()
    assert said.startswith("This file cannot be read: ")
    assert seen.page.evaluate(TRIALS) == []


def test_a_pin_is_dragged_and_deleted_by_key(seen: Visit) -> None:
    """A station that is tried follows its pin, and Delete takes it away."""
    x, y = place_of(seen, "B1")
    seen.page.evaluate(f"{APP}.tryOut({{ action: 'open', x: {x}, y: {y} }})")
    seen.page.evaluate(
        f"ServiceCircle.page.showPlace({APP}.model, {APP}.map, {x}, {y}, 17)"
    )
    pin = seen.page.locator(".sc-pin")
    box = pin.bounding_box()
    assert box is not None
    seen.page.mouse.move(box["x"] + 22, box["y"] + 22)
    seen.page.mouse.down()
    seen.page.mouse.move(box["x"] + 60, box["y"] + 22, steps=4)
    seen.page.mouse.up()
    assert seen.page.evaluate(f"{APP}.store.state.trials[0].x") > x
    seen.page.locator(".sc-pin").focus()
    seen.page.keyboard.press("Delete")
    assert seen.page.evaluate(TRIALS) == []
