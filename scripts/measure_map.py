r"""
Measure how fast a map answers in Chromium, on a desktop and on a slow phone.

    python scripts/measure_map.py run/map.html

The phone is 390 by 844 pixels at three to one with its processor slowed four times. Of
every figure but the first picture the median and the worst of several are given.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROFILES: dict[str, tuple[int, dict[str, Any]]] = {
    "desktop": (1, {"viewport": {"width": 1280, "height": 800}}),
    "phone": (
        4,
        {
            "viewport": {"width": 390, "height": 844},
            "device_scale_factor": 3,
            "is_mobile": True,
            "has_touch": True,
        },
    ),
}
"""How many times slower the processor is, and the browser's context."""

TARGETS_MS = {
    "first picture": (1500, 4000),
    "slider to frame": (60, 200),
    "what-if": (10, 40),
    "what-if to frame": (60, 200),
    "pan frame": (60, 200),
    "search": (16, 53),
}
"""Milliseconds to stay under, on the desktop and on the phone."""

TOOLS = """
window.measured = {
  settled: () => new Promise((done) => ServiceCircle.app.stage.whenSettled(done)),
  async timed(act) {
    const start = performance.now();
    act();
    await measured.settled();
    return performance.now() - start;
  },
  slide(metres) {
    const slider = document.getElementById("sc-distance");
    slider.value = metres;
    slider.dispatchEvent(new Event("input"));
    return new Promise((done) => requestAnimationFrame(done));
  },
};
"""

SLIDER = """async () => {
  const taken = [];
  for (const metres of [400, 700, 300, 900, 500]) {
    const start = performance.now();
    await measured.slide(metres);
    await measured.settled();
    taken.push(performance.now() - start);
  }
  return taken;
}"""

WHAT_IF = """async () => {
  const { look, store, tryOut, model } = ServiceCircle.app;
  const answers = [];
  const frames = [];
  for (let k = 0; k < 5; k += 1) {
    const building = Math.floor((model.buildings.count * (2 * k + 1)) / 10);
    const [x, y] = model.buildings.xy.subarray(2 * building);
    const start = performance.now();
    const trials = [{ action: "open", x, y, services: null }];
    const { service, tiers } = store.state;
    look.within(ServiceCircle.app.engine.tryOut(trials, { service, tiers }).distances);
    answers.push(performance.now() - start);
    frames.push(await measured.timed(() => tryOut(trials[0])));
  }
  store.set({ trials: [] });
  await measured.settled();
  return { answers, frames };
}"""

SEARCH = """() => ["小区", "4403", "合水口", "00", "x"].map((text) => {
  const start = performance.now();
  const input = document.getElementById("sc-search");
  input.value = text;
  input.dispatchEvent(new Event("input"));
  return performance.now() - start;
})"""

FRAMES = """() => {
  window.frames = [];
  let before = performance.now();
  const tick = (now) => {
    window.frames.push(now - before);
    before = now;
    window.ticking = requestAnimationFrame(tick);
  };
  window.ticking = requestAnimationFrame(tick);
}"""


def main() -> None:
    """Measure the page that the command line names and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path, help="an explorer map, such as map.html")
    page = parser.parse_args().page
    figures = measure_map(page)
    print(f"{page.name}: {page.stat().st_size / 1e6:.2f} MB")
    print(f"{'':18} {'desktop ms':>24} {'phone ms':>24}")
    for what, limits in TARGETS_MS.items():
        cells = [
            f"{statistics.median(taken):6.1f}, worst {max(taken):6.1f} (<= {limit})"
            for limit, taken in zip(
                limits, (figures[name][what] for name in PROFILES), strict=True
            )
        ]
        print(f"{what:18} {cells[0]:>24} {cells[1]:>24}")


def measure_map(page: Path) -> dict[str, dict[str, list[float]]]:
    """
    Open an explorer map and measure it.

    Returns
    -------
    dict
        By profile (`PROFILES`) and by what was measured (`TARGETS_MS`): milliseconds.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    found = os.environ.get("SERVICECIRCLE_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            return {name: _measure(browser, page, name) for name in PROFILES}
        finally:
            browser.close()


def _measure(browser: Browser, path: Path, profile: str) -> dict[str, list[float]]:
    """Measure one page on one profile."""
    slower, options = PROFILES[profile]
    context = browser.new_context(**options)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(path.resolve().as_uri())
    page.wait_for_function("performance.getEntriesByName('sc-complete').length > 0")
    first = page.evaluate("performance.getEntriesByName('sc-complete')[0].startTime")
    page.wait_for_timeout(1000)
    page.evaluate(TOOLS)
    page.evaluate(SLIDER)  # once for the browser's compiler
    figures = {
        "first picture": [first],
        "slider to frame": page.evaluate(SLIDER),
    }
    page.evaluate(WHAT_IF)
    tried = page.evaluate(WHAT_IF)
    figures["what-if"] = tried["answers"]
    figures["what-if to frame"] = tried["frames"]
    page.evaluate(SEARCH)
    figures["search"] = page.evaluate(SEARCH)
    page.evaluate("document.getElementById('sc-search').blur()")
    figures["pan frame"] = _pan(page)
    context.close()
    return figures


def _pan(page: Page) -> list[float]:
    """Drag the map to and fro at three zooms; return the worst frame of each."""
    worst = []
    box = page.viewport_size or {"width": 0, "height": 0}
    x, y = 0.7 * box["width"], 0.4 * box["height"]
    for zoom in (0, 2.5, 4.5):
        page.evaluate(
            "async (nearer) => { const { map } = ServiceCircle.app;"
            " window.whole = window.whole || map.getZoom();"
            " map.setZoom(window.whole + nearer, { animate: false });"
            " await measured.settled() }",
            zoom,
        )
        page.evaluate(FRAMES)
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(24):
            shift = 12 * (step if step < 12 else 24 - step)  # noqa: PLR2004
            page.mouse.move(x - shift, y + shift / 2)
            page.wait_for_timeout(16)
        page.mouse.up()
        page.wait_for_timeout(300)
        page.evaluate("cancelAnimationFrame(window.ticking)")
        worst.append(max(page.evaluate("window.frames")[1:]))
    return worst


if __name__ == "__main__":
    main()
