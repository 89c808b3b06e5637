"""Outside tiles: only those asked for, and Gaode's where they truly are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import pytest

from servicecircle.datum import convert_datum
from servicecircle.errors import InputError
from servicecircle.maps.base_maps import BaseMap, gaode, tianditu
from servicecircle.pipeline.draw import draw_map

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from servicecircle.pipeline.measured import Measured

KEY = "0123456789abcdef0123456789abcdef"
CENTIMETRE = 0.01
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944"
    "4154789c63f8cfc0f01f0005000101ff5ab6f10f0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def shifted(chromium: Browser, village: Measured) -> Page:
    """Open the village over Gaode's tiles, and give a picture for every one."""
    page = chromium.new_page(viewport={"width": 900, "height": 700})
    page.route(re.compile("^https:"), lambda route: route.fulfill(body=PICTURE))
    page.set_content(draw_map(village, base=gaode()))
    page.wait_for_selector(".leaflet-tile-loaded", state="attached")
    return page


def test_the_page_s_shift_is_the_library_s(shifted: Page) -> None:
    """Both ways, to a centimetre, over China and beyond."""
    chance = np.random.default_rng(1)
    lon = np.append(chance.uniform(73, 135, 60), [113.9, -15.4])
    lat = np.append(chance.uniform(18, 53, 60), [22.75, 28.1])
    for name, way in (
        ("toGcj", {"source": "wgs84", "target": "gcj02"}),
        ("fromGcj", {"source": "gcj02", "target": "wgs84"}),
    ):
        there = shifted.evaluate(
            f"all => all.map((place) => ServiceCircle.base.{name}(place))",
            np.column_stack([lat, lon]).tolist(),
        )
        x, y = convert_datum(lon, lat, **way)
        got = np.array(there)
        apart_m = pyproj.Geod(ellps="WGS84").inv(x, y, got[:, 1], got[:, 0])[2]
        assert np.max(apart_m) < CENTIMETRE


def test_tiles_lie_where_they_truly_are(shifted: Page) -> None:
    """Each tile's middle is where its own place is on our map, to half a pixel."""
    tiles: list[dict[str, Any]] = shifted.evaluate(
        """() => {
          const { map } = ServiceCircle.app;
          let layer = null;
          map.eachLayer((one) => { layer = one.options.subdomains ? one : layer; });
          return Object.values(layer._tiles).map(({ coords, el }) => {
            const at = L.DomUtil.getPosition(el).add([128, 128]);
            const world = at.add(layer._level.origin);
            const place = map.unproject(world, coords.z);
            return { ...coords, lat: place.lat, lon: place.lng };
          });
        }"""
    )
    assert tiles
    for tile in tiles:
        across = 2.0 ** tile["z"]
        lon = (tile["x"] + 0.5) / across * 360 - 180
        mercator = np.pi * (1 - 2 * (tile["y"] + 0.5) / across)
        lat = np.degrees(np.arctan(np.sinh(mercator)))
        x, y = convert_datum(lon, lat, source="gcj02", target="wgs84")
        metres = pyproj.Geod(ellps="WGS84").inv(x, y, tile["lon"], tile["lat"])[2]
        pixel_m = 40_075_016.7 / 256 / across * np.cos(np.radians(lat))
        assert metres < 0.75 * pixel_m


def test_only_the_asked_hosts_are_fetched_from(
    chromium: Browser, village: Measured, tmp_path: Path
) -> None:
    """The browser itself is told so."""
    html = draw_map(village, base=tianditu(KEY))
    path = tmp_path / "map.html"
    path.write_text(html, "utf-8")
    page, asked = chromium.new_page(), []
    page.route(re.compile("^https:"), lambda route: route.fulfill(body=PICTURE))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_selector(".leaflet-tile-loaded", state="attached")
    asked = [url for url in asked if url.startswith("http")]
    assert asked
    assert all(url.startswith(tianditu(KEY).hosts) for url in asked)
    assert {"LAYER=vec", "LAYER=cva"} <= {p for url in asked for p in url.split("&")}
    page.close()


def test_without_one_nothing_may_be_fetched(village_page: str, visit: Callable) -> None:
    """No host is named in the policy, and no script knows how."""
    assert "img-src data: blob:;" in village_page
    assert "autonavi" not in village_page
    assert "tianditu" not in village_page
    assert visit(village_page).page.evaluate("ServiceCircle.base === undefined")


@pytest.mark.parametrize("key", ["", "short", "a" * 65, "<script>alert(1)</script>"])
def test_what_is_no_key_is_refused(key: str) -> None:
    """It goes into an address."""
    with pytest.raises(InputError, match="no Tianditu key"):
        tianditu(key)


def test_hosts_are_every_subdomain_once() -> None:
    """As the policy needs them."""
    base = BaseMap(("https://t{s}.x.cn/a", "https://t{s}.x.cn/b"), "01", "x", False, 9)  # noqa: FBT003
    assert base.hosts == ("https://t0.x.cn", "https://t1.x.cn")
