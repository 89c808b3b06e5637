r"""
Set the explorer beside folium's own GeoJSON output, in Chromium, in one table.

    python scripts/benchmark_maps.py my-run
    python scripts/benchmark_maps.py my-run --skip-svg

For the same buildings of a run: the size of the file, the time until all is drawn and
the worst frame of a drag, on a desktop and on a phone four times slower. folium's SVG
takes a minute or more for a district.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import folium
import geopandas as gpd
import shapely
from measure_map import PROFILES

from servicecircle.crs import LONLAT
from servicecircle.maps import OfflineFigure

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DECIMALS = 6
PATIENCE_MS = 240_000
STYLE = {"fillColor": "#2b76ae", "weight": 0.5, "fillOpacity": 0.9}

DRAWN = """() => new Promise((done) => requestAnimationFrame(
  () => requestAnimationFrame(() => done(performance.now()))))"""
FRAMES = """() => {
  window.longest = 0;
  let before = performance.now();
  const tick = (now) => {
    window.longest = Math.max(window.longest, now - before);
    before = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""


class Figures(NamedTuple):
    """What was measured of one page on one profile."""

    load_s: float
    pan_ms: float


def main() -> None:
    """Measure every page and print the table."""
    options = read_options()
    homes = gpd.read_file(options.run / "reach.gpkg", layer="buildings")
    with tempfile.TemporaryDirectory() as folder:
        pages = {"explorer": options.map or options.run / "map.html"}
        kinds = [("folium GeoJson, canvas", True)]
        kinds += [] if options.skip_svg else [("folium GeoJson, SVG", False)]
        for name, canvas in kinds:
            pages[name] = Path(folder) / f"{len(pages)}.html"
            pages[name].write_text(folium_page(homes, canvas=canvas), "utf-8")
        print(f"{len(homes)} buildings; load s and worst pan frame ms")
        print(f"{'':24}{'MB':>7}{'desktop':>18}{'phone':>18}")
        for name, page in pages.items():
            cells = "".join(
                f"{found.load_s:9.1f} /{found.pan_ms:6.0f} "
                for found in (measure(page, profile) for profile in PROFILES)
            )
            print(f"{name:24}{page.stat().st_size / 1e6:7.1f} {cells}", flush=True)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    about, example, more = (__doc__ or "").strip().split("\n\n")
    parser = argparse.ArgumentParser(
        description=f"{about} {more}",
        epilog=f"Example:\n{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("run", type=Path, help="a run folder")
    parser.add_argument("--map", type=Path, help="its map (default: map.html in it)")
    parser.add_argument("--skip-svg", action="store_true", help="leave the slowest out")
    return parser.parse_args()


def folium_page(homes: gpd.GeoDataFrame, *, canvas: bool) -> str:
    """Draw the buildings as folium does by itself, without a network."""
    there = homes.geometry.to_crs(LONLAT).to_numpy()
    rounded = shapely.transform(there, lambda xy: xy.round(DECIMALS))
    frame = gpd.GeoDataFrame({"id": range(len(homes))}, geometry=rounded, crs=LONLAT)
    west, south, east, north = frame.total_bounds
    board = folium.Map(tiles=None, max_zoom=20, prefer_canvas=canvas)
    board.add_child(folium.GeoJson(frame, style_function=lambda _: STYLE))
    board.fit_bounds([[south, west], [north, east]])
    figure = OfflineFigure(title="folium", language="en")
    figure.add_child(board)
    return figure.render()


def measure(path: Path, profile: str) -> Figures:
    """Open a page and drag it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    found = os.environ.get("SERVICECIRCLE_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            return _measure(browser, path, profile)
        finally:
            browser.close()


def _measure(browser: Browser, path: Path, profile: str) -> Figures:
    slower, options = PROFILES[profile]
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(PATIENCE_MS)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(path.resolve().as_uri())
    load_ms = page.evaluate(DRAWN)
    if page.evaluate("typeof ServiceCircle !== 'undefined'"):
        page.evaluate("new Promise((d) => ServiceCircle.app.stage.whenSettled(d))")
        load_ms = page.evaluate(
            "performance.getEntriesByName('sc-complete')[0].startTime"
        )
    return Figures(load_ms / 1000, _drag(page))


def _drag(page: Page) -> float:
    """Drag the map to and fro, and give its worst frame in milliseconds."""
    box = page.viewport_size or {"width": 0, "height": 0}
    x, y = 0.6 * box["width"], 0.35 * box["height"]
    # The first drag is for the browser's compiler.
    for counted in (False, True):
        page.wait_for_timeout(1000)
        if counted:
            page.evaluate(FRAMES)
        page.mouse.move(x, y)
        page.mouse.down()
        for step in [*range(10), *range(10, 0, -1)]:
            page.mouse.move(x - 12 * step, y + 6 * step)
        page.mouse.up()
        page.evaluate(DRAWN)
    return float(page.evaluate("window.longest"))


if __name__ == "__main__":
    main()
