"""Stock folium layers: what they draw, and that no name can break them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import folium
import pytest

from servicecircle.maps import OfflineFigure, layers
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.pipeline.measured import Measured

NAMES = ["{{7*7}}", "<script>alert(1)</script>", "楼{#1", "`${1}` </script>{%"]


def every_layer(village: Measured) -> list[folium.FeatureGroup]:
    """Make one of each, all names hostile."""
    area = village.area
    grids = area.levels[Level.GRID]
    hostile = grids.assign(name=[NAMES[k % 4] for k in range(len(grids))])
    named = area.stations.assign(name=NAMES, host_type=NAMES[0])
    homes = area.buildings.rename(index=dict(zip(area.buildings.index, NAMES)))  # noqa: B905
    proposed = area.stations.assign(action="open", rank=1, reason=NAMES[3])
    coverage = village.coverage[village.coverage["level"] == "grid"]
    return [
        layers.units(hostile, coverage, service="appeals", name=NAMES[0]),
        layers.service_areas(village.service_areas, service="appeals", name=NAMES[2]),
        layers.buildings(homes, village.reach.table, service="appeals", name=NAMES[1]),
        layers.stations(named, name=NAMES[3]),
        layers.proposals(proposed),
    ]


def page_of(groups: list[folium.FeatureGroup]) -> str:
    """Put layers on a map that opens without a network."""
    figure = OfflineFigure(title="Layers", language="en")
    board = folium.Map([22.75, 113.94], zoom_start=15, tiles=None, max_zoom=19)
    figure.add_child(board)
    for group in groups:
        board.add_child(group)
    board.add_child(folium.LayerControl(collapsed=False))
    return figure.render()


def test_hostile_names_are_shown_as_they_are(
    village: Measured, visit: Callable
) -> None:
    """In the layer control and in tooltips; nothing runs and nothing is asked for."""
    seen = visit(page_of(every_layer(village)))
    control = seen.page.locator(".leaflet-control-layers")
    assert all(name in control.inner_text() for name in NAMES)
    texts = seen.page.evaluate(
        """() => {
          const said = [];
          const map = Object.values(window).find((v) => v instanceof L.Map);
          map.eachLayer((layer) => {
            if (layer.getTooltip && layer.getTooltip()) {
              const box = document.createElement("div");
              const content = layer.getTooltip().getContent();
              box.append(content.cloneNode ? content.cloneNode(true) : "");
              if (typeof content === "string") { box.innerHTML = content; }
              said.push(box.textContent);
            }
          });
          return said.join("\\n");
        }"""
    )
    assert all(name in texts for name in NAMES)


def test_same_tables_same_bytes(village: Measured) -> None:
    """Made anew, not only rendered again."""
    assert page_of(every_layer(village)) == page_of(every_layer(village))


def test_each_draws_every_row(village: Measured) -> None:
    """One shape or dot for each."""
    area = village.area
    groups = every_layer(village)
    mine = village.service_areas["service"] == "appeals"
    counts = [8, int(mine.sum()), len(area.buildings), 4, 4]
    assert [len(group._children) for group in groups] == counts


def test_units_without_figures_are_outlines(village: Measured) -> None:
    """Nothing is coloured where nothing is known."""
    page = page_of([layers.units(village.area.levels[Level.COMMUNITY])])
    assert '"fillOpacity": 0.0' in page


@pytest.mark.parametrize("make", [layers.stations, layers.units])
def test_the_caller_s_frame_is_left_as_it_is(village: Measured, make: Callable) -> None:
    """It stays in its own CRS."""
    frame = (
        village.area.stations
        if make is layers.stations
        else village.area.levels[Level.GRID]
    )
    before = frame.copy()
    make(frame)
    assert frame.equals(before)
    assert frame.crs == before.crs
