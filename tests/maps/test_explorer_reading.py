"""Search, keys, layers and paper: the ways of reading the map."""

from __future__ import annotations

import math
import re
import zlib
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from servicecircle.maps import explorer_map
from servicecircle.maps.palette import (
    ACTION_COLOURS,
    SHARE_COLOURS,
    STATUS_COLOURS,
)
from servicecircle.pipeline.draw import draw_map

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.maps.conftest import Visit

    from servicecircle.pipeline.measured import Measured

APP = "ServiceCircle.app"
MOST_STROKES_OF_THE_COLUMN = 60
"""Symbols of the legend are strokes too."""
CHOSEN = f"{APP}.store.state.chosen"
SETTLED = f"new Promise(done => {APP}.stage.whenSettled(done))"

COLOUR_AT = """([x, y, sheet]) => new Promise(done => {
  const { map, model, place, stage } = ServiceCircle.app;
  ServiceCircle.page.showPlace(model, map, x, y, 17);
  stage.repaint();
  stage.whenSettled(() => {
    const canvas = document.querySelectorAll(".sc-sheet")[sheet];
    const at = map.latLngToLayerPoint(place.latLng(x, y))
      .subtract(L.DomUtil.getPosition(canvas));
    const ratio = canvas.width / parseFloat(canvas.style.width);
    const copy = document.createElement("canvas").getContext("2d");
    copy.drawImage(canvas, -Math.round(at.x * ratio), -Math.round(at.y * ratio));
    const [r, g, b] = copy.getImageData(0, 0, 1, 1).data;
    done("#" + [r, g, b].map(v => v.toString(16).padStart(2, "0")).join(""));
  });
})"""


def test_search_finds_by_code_and_name_and_obeys_keys(
    village_page: str, visit: Callable[..., Visit]
) -> None:
    """A slash opens it, arrows choose, Enter takes, and the map goes there."""
    seen = visit(village_page)
    seen.page.locator(".folium-map").focus()
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("hall")
    names = seen.page.locator("#sc-found b").all_inner_texts()
    assert sorted(name[:4] for name in names[:2]) == ["Dist", "East"]
    assert names[2:] == ["near the hall 合成"]
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")
    assert seen.page.locator("#sc-card h2").inner_text() == names[1]
    seen.page.fill("#sc-search", "no such thing")
    assert seen.page.locator("#sc-found").inner_text() == "Nothing found"


def test_search_finds_houses_by_name_and_gates(
    village_page: str, visit: Callable[..., Visit]
) -> None:
    """A named house comes once; a gate can be tried open from its card."""
    seen = visit(village_page)
    seen.page.fill("#sc-search", "two doors")
    assert seen.page.locator("#sc-found li").count() == 1
    seen.page.keyboard.press("Enter")
    assert seen.page.locator("#sc-card h2").text_content() == "two doors 合成"
    seen.page.fill("#sc-search", seen.page.evaluate(f"{APP}.model.gates.ids[0]"))
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate(f"{CHOSEN}.kind") == "gate"
    seen.page.click("#sc-card button:has-text('Try opening')")
    assert seen.page.locator(".sc-trials li").count() == 1


def test_enter_on_the_map_picks_what_is_in_the_middle(
    village_page: str, visit: Callable[..., Visit]
) -> None:
    """Without a mouse everything on the map can be asked too."""
    seen = visit(village_page)
    seen.page.evaluate(
        f"(() => {{ const {{ map, model }} = {APP}; const [x, y] = model.buildings.xy;"
        " ServiceCircle.page.showPlace(model, map, x, y, 18) })()"
    )
    seen.page.locator(".folium-map").focus()
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate(CHOSEN) == {"kind": "building", "index": 0}


def test_houses_have_the_colour_that_the_legend_gives_them(
    village_page: str, visit: Callable[..., Visit]
) -> None:
    """Every status on the canvas is the palette's, and the legend lists those shown."""
    seen = visit(village_page)
    model = f"{APP}.model.buildings"
    for index in range(seen.page.evaluate(f"{model}.count")):
        pair = f"{2 * index}, {2 * index + 2}"
        place = seen.page.evaluate(f"[...{model}.xy.subarray({pair})]")
        drawn = seen.page.evaluate(COLOUR_AT, [*place, 1])
        status = seen.page.evaluate(f"{APP}.look.status()[{index}]")
        assert drawn == list(STATUS_COLOURS.values())[status]
    keys = seen.page.locator(".sc-legend .sc-dot")
    listed = keys.evaluate_all("all => all.map(e => e.style.background)")
    there = seen.page.evaluate(f"[...new Set({APP}.look.status())].sort()")
    expected = [list(STATUS_COLOURS.values())[code] for code in there]
    assert listed == [f"rgb{tuple(bytes.fromhex(c[1:]))}" for c in expected]


def test_areas_are_filled_by_the_class_of_the_share_shown(
    village: Measured, village_page: str, visit: Callable[..., Visit]
) -> None:
    """All residents within the widest circle: the highest class everywhere."""
    seen = visit(village_page)
    colours = f"{APP}.look.unitColours()"
    district = village.coverage.query("level == 'district' and service == 'appeals'")
    share = 100 * district["share_of_residents"].iloc[0]
    seen.page.select_option("#sc-level", "0")
    breaks = seen.page.evaluate(f"{APP}.model.page.palette.share.breaks")
    assert (
        seen.page.evaluate(colours)[0] == SHARE_COLOURS[sum(share >= b for b in breaks)]
    )
    seen.page.select_option("#sc-colour-by", "circle")
    seen.page.evaluate(f"{APP}.store.set({{ distanceM: 1500 }})")
    assert seen.page.evaluate(colours)[0] == SHARE_COLOURS[-1]
    seen.page.select_option("#sc-colour-by", "none")
    assert seen.page.evaluate(colours) is None


def test_the_slider_counts_at_once_and_goes_back_to_the_standard(
    village: Measured, village_page: str, visit: Callable[..., Visit]
) -> None:
    """Moving it by key changes the share shown to that of the table of walks."""
    seen = visit(village_page)
    slider = seen.page.locator("#sc-distance")
    slider.focus()
    seen.page.keyboard.press("End")
    seen.page.wait_for_function(f"{APP}.store.state.distanceM === 1500")
    rows = village.reach.table.query("service == 'appeals' and walk_m <= 1500")
    residents = village.area.buildings["residents"]
    within = residents[rows["building_id"]].sum()
    amount = seen.page.locator("[data-field=amount]").inner_text()
    assert amount == f"{within:,.0f} of {residents.sum():,.0f} residents"
    seen.page.click("#sc-to-standard")
    assert seen.page.evaluate(f"{APP}.store.state.distanceM") == 500


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_prints_on_one_sheet_and_comes_back(
    village_page: str, visit: Callable[..., Visit], paper: str
) -> None:
    """The paper is the one asked for, and the screen is as it was before."""
    seen = visit(village_page)
    seen.page.select_option("#sc-paper", paper)
    view = f"[{APP}.map.getZoom(), {APP}.map.getCenter(), {APP}.map.getSize()]"
    seen.choose("unit", 0, 0)  # its card makes the column longer than the sheet
    before = seen.page.evaluate(view)
    pdf = seen.page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box is not None
    wide = {"A4": 842, "A3": 1191}[paper]
    assert float(box[1]) == pytest.approx(wide, abs=1.5)
    assert seen.page.evaluate(view) == before
    # Each sheet is one picture: strokes repeated on paper would lie beside pictures.
    assert strokes(pdf) < MOST_STROKES_OF_THE_COLUMN


def strokes(pdf: bytes) -> int:
    """Count the straight lines that are drawn in a PDF."""
    count = 0
    for stream in re.finditer(rb"stream\r?\n", pdf):
        try:
            text = zlib.decompressobj().decompress(pdf[stream.end() :])
        except zlib.error:
            continue
        count += text.count(b" l\n") if b" cm" in text else 0
    return count


def test_a_keyboard_stays_where_it_was(
    village_page: str, visit: Callable[..., Visit]
) -> None:
    """Buttons made anew keep the focus; where one is gone the map has it."""
    seen = visit(village_page)
    focus = "document.activeElement.id || document.activeElement.className"
    for button in ("#sc-try-station", "#sc-language"):
        seen.page.locator(button).focus()
        seen.page.keyboard.press("Enter")
        assert seen.page.evaluate(focus) == button[1:]
    seen.choose("station", 0)
    seen.page.locator(".sc-close").focus()
    seen.page.keyboard.press("Enter")
    assert "folium-map" in seen.page.evaluate(
        f"{APP}.map.getContainer() === document.activeElement && 'folium-map'"
    )


def test_qr_points_are_drawn_where_they_hide_no_houses(
    village: Measured, visit: Callable[..., Visit]
) -> None:
    """From afar the legend says to zoom in; it shows what the map draws."""
    points = gpd.GeoDataFrame(
        {"kind": ["entrance"]}, geometry=village.area.stations.geometry.array[:1]
    ).set_crs(village.area.crs)
    seen = visit(draw_map(village, qr_points=points))
    legend = seen.page.locator(".sc-legend")
    assert "Zoom in to see QR points" in legend.inner_text()
    seen.choose("qr", 0)
    seen.page.evaluate(f"{APP}.map.setZoom(17, {{ animate: false }})")
    assert "Zoom in to see QR points" not in legend.inner_text()
    assert "QR points" in legend.inner_text()


def test_proposals_and_qr_points_are_layers(
    village: Measured, visit: Callable[..., Visit]
) -> None:
    """Given points, the page draws, lists and explains them; hidden, it does not."""
    spots = village.area.stations.geometry.to_crs(4326)
    proposals = gpd.GeoDataFrame(
        {"action": ["open"], "rank": [1], "residents_gained": [1234], "name": ["Here"]},
        geometry=spots.translate(0.002, 0.002).array[:1],
        crs=4326,
    )
    seen = visit(draw_map(village, proposals=proposals, qr_points=proposals))
    x, y = seen.page.evaluate(
        f"(() => {{ const {{ page, origin }} = {APP}.model;"
        " const [{ lat, lon }] = page.proposals;"
        " const w = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lon), 20);"
        " return [w.x - origin[0], w.y - origin[1]] })()"
    )
    assert seen.page.evaluate(COLOUR_AT, [x + 20, y + 20, 2]) == ACTION_COLOURS["open"]
    seen.click_map(x, y)
    assert seen.fields() == {"rank": "1", "residents_gained": "1,234"}
    assert "to open" in seen.page.locator(".sc-legend").inner_text()
    seen.page.uncheck("#sc-show-proposals")
    assert "to open" not in seen.page.locator(".sc-legend").inner_text()


def test_a_public_unit_says_what_is_withheld(
    village: Measured, visit: Callable[..., Visit]
) -> None:
    """A suppressed figure is neither a number nor a dash; houses are counted."""
    area = village.area
    figures = village.coverage.assign(covered_residents=math.nan)
    publish = area.config.publish
    seen = visit(
        explorer_map(
            area, village.network, village.reach, figures=figures, publish=publish
        )
    )
    seen.choose("unit", 0, 0)
    shown = seen.fields()
    assert shown["covered_residents"] == "withheld"
    assert shown["buildings"] == str(len(area.buildings))
    assert seen.page.locator(".sc-stamp").is_visible()
