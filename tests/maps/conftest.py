"""Tables of a small district with hostile names, and a browser to open its map in."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from servicecircle.maps import reach_map
from servicecircle.standards import ServiceStandard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

CRS = "EPSG:32628"
NAMES = [
    "{{7*7}}",
    "<script>alert(1)</script>",
    "楼{#1 \"quoted\" 'too'",
    "</script>{%",
]
STANDARDS = (
    ServiceStandard("appeals", 500, name="Appeals <b>"),
    ServiceStandard("legal", 800, name="法律", offered_as="law", step_free=True),
)


@dataclass
class Tables:
    """What a map is drawn from."""

    levels: dict[str, gpd.GeoDataFrame]
    stations: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    coverage: pd.DataFrame
    reach: pd.DataFrame

    def draw(self, **options: Any) -> str:  # noqa: ANN401
        """Draw the map of these tables."""
        tables = (self.levels, self.stations, self.buildings, self.coverage, self.reach)
        words = {"title": NAMES[0], "attribution": [f"© {NAMES[1]}", "ODbL"]}
        return reach_map(*tables, **{"standards": STANDARDS, **words, **options})


@pytest.fixture
def tables() -> Tables:
    """Return a district of four communities, four buildings and two stations."""
    x0, y0 = 458_000.0, 3_110_000.0
    corners = [(x0 + 500 * i, y0 + 500 * j) for j in (0, 1) for i in (0, 1)]
    squares = [box(x, y, x + 500, y + 500) for x, y in corners]
    district = gpd.GeoDataFrame(
        {"name": ["District"]},
        index=["D"],
        geometry=[box(x0, y0, x0 + 1000, y0 + 1000)],
        crs=CRS,
    )
    communities = gpd.GeoDataFrame(
        {"name": NAMES}, index=["c1", "c2", "c3", "c4"], geometry=squares, crs=CRS
    )
    stations = gpd.GeoDataFrame(
        {
            "name": ["Hall " + NAMES[1], "Room"],
            "tier": ["street", "community"],
            "host_type": ["hall", None],
            "services": [("appeals", "law"), ("law",)],
        },
        index=["S1", "S2"],
        geometry=[Point(x0 + 100, y0 + 100), Point(x0 + 900, y0 + 900)],
        crs=CRS,
    )
    buildings = gpd.GeoDataFrame(
        index=["b1", "b2", "b3", "<b>4"],
        geometry=[Point(x + 400, y + 250).buffer(8) for x, y in corners],
        crs=CRS,
    )
    return Tables(
        {"district": district, "community": communities},
        stations,
        buildings,
        _coverage(),
        _reach(),
    )


def _coverage() -> pd.DataFrame:
    """Two services at two levels; the last community has no residents."""
    units = [("district", "D"), *(("community", f"c{i}") for i in (1, 2, 3, 4))]
    rows = [
        {
            "level": level,
            "unit_id": unit,
            "service": standard.service,
            "residents": 0.0 if unit == "c4" else 1234.4 + number,
            "covered_residents": 0.0 if unit == "c4" else 700.6 + number,
            "buildings": 4 if level == "district" else 1,
            "share_of_residents": walk,
            "circle_share_of_residents": circle,
            "mean_walk_m": None if unit == "c4" else 410.7,
        }
        for number, standard in enumerate(STANDARDS)
        for (level, unit), walk, circle in zip(
            units,
            [0.5678 + number / 10, 1.0, 0.99996, 0.123, None],
            [0.8, 1.0, 1.0, 0.00001, None],
            strict=True,
        )
    ]
    return pd.DataFrame(rows)


def _reach() -> pd.DataFrame:
    """Four answers per service, one of each kind."""
    ids = ["b1", "b2", "b3", "<b>4"]
    answers = {
        "reason": ["covered", "too_far", "no_path", "no_edge_nearby"],
        "station_id": ["S1", "S1", None, None],
        "walk_m": [499.2, 500.2, None, None],
    }
    frames = [
        pd.DataFrame({"building_id": ids, "service": s.service} | answers)
        for s in STANDARDS
    ]
    return pd.concat(frames, ignore_index=True)


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

    def click_place(self, lonlat: Point) -> None:
        """Click the map at a place."""
        place = self.page.evaluate(
            "([lat, lng]) => Object.entries(window).find(([name]) =>"
            " name.startsWith('map_'))[1].latLngToContainerPoint([lat, lng])",
            [lonlat.y, lonlat.x],
        )
        self.page.mouse.click(place["x"], place["y"])

    def fields(self) -> dict[str, str]:
        """Read the panel: every shown value by its column."""
        values = self.page.locator("#sc-panel [data-field]")
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
