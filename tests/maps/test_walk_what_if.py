"""What is saved in the page is what `servicecircle site --what-if` reads, and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from map_engine import Walked, engine_page

from servicecircle.siting.tried import place_what_if
from servicecircle.siting.what_if import what_if

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from servicecircle.pipeline import Measured

HASH = 64 * "a"
WRITE = "(trials) => ServiceCircle.model.writeWhatIf(model, trials)"
READ = """(text) => {
  try {
    return ServiceCircle.model.readWhatIf(model, text);
  } catch (error) {
    return [error.message, error.zh];
  }
}"""
TRIALS = [
    {"action": "open", "x": 700.25, "y": 900.5, "name": "楼{#1", "services": [1]},
    {"action": "open", "x": 800, "y": 500, "id": "W1"},
    {"action": "open_gate", "gate": 0},
    {"action": "close", "station": 1, "id": "W1"},
]


@pytest.fixture(scope="module")
def page(chromium: Browser, village: Measured) -> Iterator[Page]:
    """Open the village's engine once."""
    walked = Walked(village.area, village.network, village.reach)
    with engine_page(chromium, walked.payload(area_hash=HASH)) as page:
        yield page


@pytest.fixture
def file(page: Page) -> dict[str, Any]:
    """Save some trials."""
    return dict(json.loads(page.evaluate(WRITE, TRIALS)))


def test_the_command_reads_what_the_page_saves(
    village: Measured, file: dict[str, Any]
) -> None:
    """Every action arrives, on the ground it was tried on."""
    placed = place_what_if(village.area, village.network, what_if(file), "legal")
    actions = ["open", "open", "open_gate", "close"]
    assert placed.actions["action"].tolist() == actions
    assert placed.actions.index.tolist() == ["W1", "W2", "W3", "W4"]
    assert placed.actions["target_id"].tolist()[3] == village.area.stations.index[1]


def test_the_page_reads_what_it_saved(page: Page, file: dict[str, Any]) -> None:
    """Places come back within a centimetre, everything else as it was."""
    found = page.evaluate(READ, json.dumps(file))
    assert found["outdated"] is False
    first, *_, last = found["trials"]
    assert (first["name"], first["services"]) == ("楼{#1", [1])
    assert (first["x"], first["y"]) == pytest.approx((700.25, 900.5), abs=0.07)
    assert last == {"action": "close", "id": "W4", "station": 1}


def test_changed_data_are_told(page: Page, file: dict[str, Any]) -> None:
    """A file saved from an older map is read, and said to be old."""
    assert page.evaluate(READ, json.dumps(file | {"area_hash": ""}))["outdated"]


def feature(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """Make a station that opens, and spoil it."""
    spot = {"type": "Point", "coordinates": [113.93, 22.74]}
    opens = {"type": "Feature", "geometry": spot, "properties": {"action": "open"}}
    return opens | changes


@pytest.mark.parametrize(
    ("spoilt", "sentence"),
    [
        ("no json", "The file is no JSON"),
        ("[" * 100_000, "The file is no JSON"),
        ("null", "not saved by this map"),
        ("[]", "not saved by this map"),
        ({"servicecircle": "what-if 2"}, "not saved by this map"),
        ({"area": "Elsewhere"}, "about another area"),
        ({"features": []}, "1 to 1000 trials"),
        ({"features": [None]}, "Feature 1: it is no station"),
        ({"features": [feature(properties={"action": "__proto__"})]}, "is no station"),
        ({"features": [feature(properties={"action": "constructor"})]}, "no station"),
        ({"features": [feature(properties=[])]}, "is no station"),
        ({"features": [feature(geometry=None)]}, "no Point with longitude"),
        (
            {
                "features": [
                    feature(geometry={"type": "Point", "coordinates": [1, "2"]})
                ]
            },
            "no Point with longitude",
        ),
        (
            {"features": [feature(geometry={"type": "Point", "coordinates": [0, 91]})]},
            "nowhere near this area",
        ),
        (
            {"features": [feature(properties={"action": "open", "secret": 1})]},
            "something this map does not know",
        ),
        (
            {"features": [feature(properties={"action": "open", "services": ["x"]})]},
            "services names something else",
        ),
        (
            {"features": [feature(properties={"action": "open", "services": "legal"})]},
            "services names something else",
        ),
        (
            {"features": [feature(properties={"action": "close", "station_id": "?"})]},
            "no station of that id",
        ),
        (
            {"features": [feature(properties={"action": "open_gate", "gate_id": 7})]},
            "no closed gate of that id",
        ),
        ({"features": [feature(id=["W1"])]}, "a name or id is no text"),
        (
            {"features": [feature(id="W"), feature(id="W")]},
            "the same id more than once",
        ),
        ({"features": 1001 * [feature()]}, "1 to 1000 trials"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(
    page: Page, file: dict[str, Any], spoilt: str | dict[str, Any], sentence: str
) -> None:
    """In English and Chinese; nothing of it is taken over."""
    text = spoilt if isinstance(spoilt, str) else json.dumps(file | spoilt)
    english, chinese = page.evaluate(READ, text)
    assert sentence in english
    assert chinese.endswith("。")


def test_a_gate_that_moved_is_refused(page: Page, file: dict[str, Any]) -> None:
    """Gates are numbered anew when the network changes."""
    file["features"][2]["geometry"]["coordinates"][0] += 0.001
    (english, _) = page.evaluate(READ, json.dumps(file))
    assert english == "Feature 3: the gate is somewhere else on this map."
