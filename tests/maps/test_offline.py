"""folium maps in one file that asks for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import folium
import pytest

from servicecircle.errors import InputError
from servicecircle.maps import OfflineFigure, escape_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.maps.conftest import Visit

NAMES = ["{{7*7}}", "<script>alert(1)</script>", "楼{#1", "`${1}` \"'\\", "</script>{%"]


def figure_with(*elements: folium.Element) -> OfflineFigure:
    """Return a figure with a map that holds the elements."""
    figure = OfflineFigure(title=NAMES[1], language="en")
    base = folium.Map(location=[28.1, -15.4], tiles=None).add_to(figure)
    for element in elements:
        base.add_child(element)
    return figure


def named_markers() -> list[folium.Marker]:
    """Return a marker for each hostile name, with a tooltip and a popup."""
    return [
        folium.Marker(
            [28.1, -15.4 + number / 100],
            tooltip=escape_text(name),
            popup=folium.Popup(escape_text(name), show=True, auto_close=False),
        )
        for number, name in enumerate(NAMES)
    ]


def test_same_map_same_bytes() -> None:
    """Folium names its elements by chance; here the tree's order decides."""
    assert figure_with(*named_markers()).render() == (
        figure_with(*named_markers()).render()
    )


def test_rendering_leaves_the_figure_as_it_was() -> None:
    """A figure can be rendered, added to and rendered again."""
    grown = figure_with()
    grown.render()
    next(iter(grown._children.values())).add_child(named_markers()[0])
    assert grown.render() == figure_with(named_markers()[0]).render()


def test_popups_show_names_as_they_are(visit: Callable[..., Visit]) -> None:
    """A name is neither markup nor script nor template, in no language."""
    seen = visit(figure_with(*named_markers()).render())
    popups = seen.page.locator(".leaflet-popup-content")
    assert popups.all_inner_texts() == NAMES
    assert seen.page.title() == NAMES[1]


def test_output_is_not_compiled_again(visit: Callable[..., Visit]) -> None:
    """Text that is a template to branca stays text, even where no one escaped it."""
    raw = "{{7*7}} 楼{#1 {% if"
    popup = folium.Popup(raw, show=True)
    seen = visit(figure_with(folium.Marker([28.1, -15.4], popup, raw)).render())
    assert seen.page.locator(".leaflet-popup-content").inner_text() == raw
    seen.page.locator("img.leaflet-marker-icon").hover()
    assert seen.page.locator(".leaflet-tooltip").inner_text() == raw


@pytest.mark.parametrize("ratio", [1, 2])
def test_default_markers_carry_their_image(
    visit: Callable[..., Visit], ratio: int
) -> None:
    """Leaflet would look for shadow and marker beside a style sheet."""
    page = figure_with(folium.Marker([28.1, -15.4])).render()
    image = visit(page, device_scale_factor=ratio).page.locator("img")
    assert image.evaluate_all("all => all.map(image => image.naturalWidth)") == [
        41,
        25 * ratio,
    ]


def test_unneeded_defaults_are_left_out() -> None:
    """The page carries Leaflet and a few lines, not folium's ten files."""
    page = figure_with().render()
    assert len(page) < 190_000
    assert "bootstrap" not in page.lower()


@pytest.mark.parametrize(
    ("element", "message"),
    [
        (folium.TileLayer("OpenStreetMap"), r"asks for https://tile\..*tiles=None"),
        (folium.Marker([0, 0], icon=folium.Icon()), "awesome-markers.*folium.DivIcon"),
        (
            folium.JavascriptLink("https://example.org/x.js"),
            "needs https://example.org",
        ),
        (
            folium.Element('<img src="//example.org/x.png">'),
            "needs //example.org/x.png",
        ),
    ],
    ids=["tiles", "icon", "script", "image"],
)
def test_refuses_what_would_be_fetched(element: folium.Element, message: str) -> None:
    """The message names the address and the remedy."""
    figure = figure_with()
    base = next(iter(figure._children.values()))
    plain = type(element) in {folium.Element, folium.JavascriptLink}
    (figure.header if plain else base).add_child(element)
    with pytest.raises(InputError, match=message):
        figure.render()


def test_the_page_forbids_itself_to_fetch(visit: Callable[..., Visit]) -> None:
    """Even what slips through is stopped by the browser."""
    seen = visit(figure_with().render())
    fetch = "fetch('https://example.org/').then(() => 'fetched', () => 'stopped')"
    assert seen.page.evaluate(fetch) == "stopped"
    assert "Content Security Policy" in seen.complaints.pop()
    seen.complaints.clear()
