"""A browser to open maps in, and the village under names that try to break them."""

from __future__ import annotations

import dataclasses
import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from servicecircle.pipeline.draw import draw_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from servicecircle.pipeline.measured import Measured

NAMES = [
    "{{7*7}}",
    "<script>alert(1)</script>",
    "楼{#1 \"quoted\" 'too'",
    "</script>{%",
]


@pytest.fixture(scope="session")
def village_page(village: Measured) -> str:
    """Draw the village's map once for all tests."""
    return draw_map(village)


@pytest.fixture(scope="session")
def hostile_page(village: Measured) -> str:
    """Draw the village with names that are markup, scripts and templates."""
    area = village.area
    renamed = {
        level: units.assign(name=[NAMES[i % 4] for i in range(len(units))])
        for level, units in area.levels.items()
    }
    stations = area.stations.assign(name=NAMES[1], host_type=NAMES[2])
    standards = tuple(dataclasses.replace(s, name=NAMES[3]) for s in area.standards)
    hostile = dataclasses.replace(
        area, name=NAMES[0], levels=renamed, stations=stations, standards=standards
    )
    reach = dataclasses.replace(village.reach, standards=standards)
    return draw_map(dataclasses.replace(village, area=hostile, reach=reach))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium, or skip and say what is missing."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is missing")
    names = ("chromium", "chromium-browser", "google-chrome")
    found = [os.environ.get("SERVICECIRCLE_CHROMIUM"), *map(shutil.which, names)]
    path = next(filter(None, found), None)
    if path is None:
        pytest.skip("no Chromium is installed (set SERVICECIRCLE_CHROMIUM)")
    with api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@dataclass
class Visit:
    """An open page, and everything it asked for or complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def choose(self, kind: str, index: int, level: int = 0) -> None:
        """Choose something as a search does."""
        thing = {"kind": kind, "index": index, "level": level}
        self.page.evaluate("thing => ServiceCircle.app.goTo(thing)", thing)

    def click_map(self, x: float, y: float) -> None:
        """Click the map at a place of the model, brought into sight first."""
        place = self.page.evaluate(
            """([x, y]) => {
              const { map, model, place } = ServiceCircle.app;
              ServiceCircle.page.showPlace(model, map, x, y, 17);
              return map.latLngToContainerPoint(place.latLng(x, y));
            }""",
            [x, y],
        )
        self.page.mouse.click(place["x"], place["y"])

    def fields(self, where: str = "#sc-card") -> dict[str, str]:
        """Read what is shown: every value by its column."""
        values = self.page.locator(f"{where} [data-field]")
        return dict(
            values.evaluate_all("all => all.map(e => [e.dataset.field, e.textContent])")
        )


@pytest.fixture
def visit(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """Open a page from a file, and see at the end that it was quiet and alone."""
    visits, contexts = [], []

    def open_page(html: str, **options: Any) -> Visit:  # noqa: ANN401
        path = tmp_path / f"map{len(visits)}.html"
        path.write_text(html, encoding="utf-8")
        options = {"viewport": {"width": 1280, "height": 800}} | options
        contexts.append(chromium.new_context(**options))
        seen = Visit(contexts[-1].new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("console", lambda said: seen.complaints.append(said.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("dialog", lambda box: seen.complaints.append(box.message))
        seen.page.goto(path.as_uri())
        seen.requests.remove(path.as_uri())
        visits.append(seen)
        return seen

    yield open_page
    for context in contexts:
        context.close()
    for seen in visits:
        assert [u for u in seen.requests if not u.startswith("data:")] == []
        assert seen.complaints == []
