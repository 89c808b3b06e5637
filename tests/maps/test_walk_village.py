"""The page's walks, on ground where every walk can be worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely
from map_engine import Walked, engine_page

from servicecircle.maps.payload.pixels import Pixels
from servicecircle.pipeline.measured import measure_walks
from servicecircle.siting.openings.closed import closed_openings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from servicecircle.pipeline import Measured

BEYOND = 1501
CHOICE = "{ service: 0, tiers: engine.allTiers }"
BY_ID = """(table) => Object.fromEntries(
  [...table].map((metres, i) => [model.buildings.id(i), metres]))"""


@pytest.fixture(scope="module")
def walked(village: Measured) -> Walked:
    """Take what the payload is made of."""
    return Walked(village.area, village.network, village.reach)


@pytest.fixture(scope="module")
def page(chromium: Browser, walked: Walked) -> Iterator[Page]:
    """Open the village's engine once."""
    with engine_page(chromium, walked.payload()) as page:
        yield page


def spot(page: Page, walked: Walked, x: float, y: float) -> dict[str, int]:
    """Turn a place of the drawing into a pixel of the page."""
    header = page.evaluate("model.header")
    parts = (tuple(header[key]) for key in ("origin", "size", "metres_per_pixel"))
    pixels = Pixels(walked.area.crs, *parts)
    ((px, py),) = pixels.of(np.array([[493_000.0 + x, 2_516_000.0 + y]]))
    return {"x": int(px), "y": int(py)}


def tried(page: Page, trials: list[dict[str, Any]], **choice: Any) -> dict[str, int]:  # noqa: ANN401
    """Give the walk of every building with some trials."""
    asked = {"service": 0, "tiers": page.evaluate("engine.allTiers")} | choice
    call = f"([trials, choice]) => ({BY_ID})(engine.tryOut(trials, choice).distances)"
    return dict(page.evaluate(call, [trials, asked]))


def exact(
    walked: Walked,
    *,
    without: str | None = None,
    gates: bool = False,
    add: Any = None,  # noqa: ANN401
) -> dict[str, int]:
    """Measure the walks anew with stations and gates changed, in whole metres."""
    area, network = walked.area, walked.network
    stations = area.stations.drop(index=[without] if without else [])
    if add is not None:
        row = stations.iloc[[0]].set_axis(["NEW"]).set_geometry([add], crs=area.crs)
        stations = gpd.GeoDataFrame(pd.concat([stations, row]), crs=area.crs)
    if gates:
        openings = closed_openings(network)
        network = opened(network, openings, openings.index)
    reach = measure_walks(area.replace(stations=stations), network)
    walk_m = reach.of("appeals")["walk_m"].fillna(BEYOND)
    up = np.ceil(np.round(walk_m * 10_000) / 10_000)
    return dict(up.clip(upper=BEYOND).astype(int))


def assert_about(shown: dict[str, int], true: dict[str, int]) -> None:
    """See that no walk is off by more than rounding."""
    assert shown.keys() == true.keys()
    off = {
        name: (shown[name], true[name])
        for name in true
        if abs(shown[name] - true[name]) > 1
    }
    assert off == {}


def test_the_limit_itself_is_within(page: Page) -> None:
    """A5 walks exactly 500 m, A6 a hand's breadth more: 500 and 501."""
    walks = page.evaluate(f"() => ({BY_ID})(engine.walks(0, engine.allTiers))")
    assert (walks["A5"], walks["A6"]) == (500, 501)
    assert (walks["F1"], walks["G1"]) == (BEYOND, BEYOND)


def test_distances_of_nodes_are_networkx_own(page: Page) -> None:
    """Every node, to the decimetre, and the station that is nearest."""
    found = page.evaluate(
        """() => {
        const { u, v, lengthDm, flags, kinds } = model.network;
        const { start, edge, alongDm, legDm } = kinds[0].stations;
        const at = [];
        model.stations.ids.forEach((id, i) => {
          for (let k = start[i]; k < start[i + 1]; k += 1) {
            at.push([model.stations.offers[0][i], edge[k], alongDm[k], legDm[k]]);
          }
        });
        const { dm } = engine.stationDistances(0, engine.allTiers);
        return { u: [...u], v: [...v], length: [...lengthDm], flags: [...flags], at,
          dm: [...dm], far: ServiceCircle.walk.FAR };
      }"""
    )
    graph = nx.Graph()
    graph.add_nodes_from(range(len(found["dm"])))
    for u, v, length, flags in zip(
        *(found[k] for k in ("u", "v", "length", "flags")), strict=True
    ):
        if not flags & 2:
            graph.add_edge(
                u,
                v,
                weight=min(
                    length, graph.get_edge_data(u, v, {"weight": length})["weight"]
                ),
            )
    for number, (offers, edge, along, leg) in enumerate(found["at"]):
        if offers:
            name = f"station {number}"
            graph.add_edge(name, found["u"][edge], weight=leg + along)
            graph.add_edge(
                name, found["v"][edge], weight=leg + found["length"][edge] - along
            )
    sources = {node for node in graph if isinstance(node, str)}
    true = nx.multi_source_dijkstra_path_length(graph, sources)
    assert found["dm"] == [
        true.get(node, found["far"]) for node in range(len(found["dm"]))
    ]


def test_paths_are_as_long_as_their_walks(page: Page, walked: Walked) -> None:
    """From the house to the run's own station, as long as the table says."""
    found = page.evaluate(
        f"""() => Array.from({{ length: model.buildings.count }}, (_, i) => {{
        const path = engine.path(i, {CHOICE});
        let metres = 0;
        const xy = path ? path.xy : [];
        for (let k = 2; k < xy.length; k += 2) {{
          const [dx, dy] = [xy[k] - xy[k - 2], xy[k + 1] - xy[k - 1]];
          metres += ServiceCircle.model.metres(model, dx, dy);
        }}
        return [model.buildings.id(i), path && [path.metres,
          metres, model.stations.ids[path.station]]];
      }})"""
    )
    rows = walked.reach.of("appeals")
    for name, path in found:
        walk_m, station = rows.loc[name, ["walk_m", "station_id"]]
        if pd.isna(walk_m):
            assert path is None
        else:
            assert path[0] == np.ceil(walk_m)
            assert path[1] == pytest.approx(walk_m, abs=0.5)
            assert path[2] == station


def test_a_new_station_is_as_the_run_would_have_it(page: Page, walked: Walked) -> None:
    """North of the steps, where nobody is covered today."""
    at = shapely.Point(493_600, 2_516_905)
    shown = tried(page, [{"action": "open", **spot(page, walked, 600, 905)}])
    true = exact(walked, add=at)
    assert_about(shown, true)
    assert shown["B1"] < 100


def test_a_new_station_keeps_to_its_side_of_the_wall(
    page: Page, walked: Walked
) -> None:
    """North Street is nearer, but the compound's wall lies between."""
    at = shapely.Point(494_530, 2_516_850)
    shown = tried(page, [{"action": "open", **spot(page, walked, 1530, 850)}])
    assert_about(shown, exact(walked, add=at))


def test_an_opened_gate_is_a_shorter_way(page: Page, walked: Walked) -> None:
    """The compound's house no longer walks around the block."""
    gates = range(page.evaluate("model.gates.count"))
    shown = tried(page, [{"action": "open_gate", "gate": gate} for gate in gates])
    true = exact(walked, gates=True)
    assert_about(shown, true)
    assert true != exact(walked)


@pytest.mark.parametrize("station", ["H1", "C2", "P3"])
def test_a_closed_station_is_gone(page: Page, walked: Walked, station: str) -> None:
    """Its people walk to the next one, or to none within reach."""
    number = page.evaluate("id => model.stations.ids.indexOf(id)", station)
    shown = tried(page, [{"action": "close", "station": number}])
    assert_about(shown, exact(walked, without=station))


def test_who_stood_in_the_shade_of_a_closed_station_serves(
    chromium: Browser, walked: Walked
) -> None:
    """A post off the street is nobody's nearest, until the hall beside it shuts."""
    area = walked.area
    post = area.stations.loc[["H1"]].set_axis(["H9"])
    post = post.set_geometry([shapely.Point(493_260, 2_516_560)], crs=area.crs)
    stations = gpd.GeoDataFrame(pd.concat([area.stations, post]), crs=area.crs)
    both = area.replace(stations=stations.sort_index())
    twin = Walked(both, walked.network, measure_walks(both, walked.network))
    with engine_page(chromium, twin.payload()) as page:
        number = page.evaluate("model.stations.ids.indexOf('H1')")
        shown = tried(page, [{"action": "close", "station": number}])
    assert_about(shown, exact(twin, without="H1"))


def test_several_trials_work_together(page: Page, walked: Walked) -> None:
    """A gate opens, a hall closes, a station comes: as if measured anew."""
    number = page.evaluate("model.stations.ids.indexOf('H1')")
    gates = range(page.evaluate("model.gates.count"))
    trials = [
        {"action": "close", "station": number},
        {"action": "open", **spot(page, walked, 700, 510)},
        *({"action": "open_gate", "gate": gate} for gate in gates),
    ]
    add = shapely.Point(493_700, 2_516_510)
    assert_about(tried(page, trials), exact(walked, without="H1", gates=True, add=add))


def test_what_does_not_count_says_why(page: Page, walked: Walked) -> None:
    """Another service, no street nearby: nothing changes, and a note tells why."""
    trials = [
        {"action": "open", "services": [1], **spot(page, walked, 600, 905)},
        {"action": "open", **spot(page, walked, 1450, 300)},
    ]
    notes = page.evaluate(f"trials => engine.tryOut(trials, {CHOICE}).notes", trials)
    assert notes == ["not_offered", "no_edge_nearby"]
    assert tried(page, trials) == tried(page, [])


def test_circles_of_trials_are_straight_lines(page: Page, walked: Walked) -> None:
    """A new station's circle does not ask for streets; a closed one's shrinks."""
    number = page.evaluate("model.stations.ids.indexOf('C2')")
    trials = [
        {"action": "close", "station": number},
        {"action": "open", **spot(page, walked, 1450, 300)},
    ]
    shown = tried(page, trials, measure="circle")
    stations = walked.area.stations
    offers = stations["services"].map(lambda some: "appeals" in some)
    left = [*stations.geometry[offers].drop("C2"), shapely.Point(494_450, 2_516_300)]
    houses = walked.area.buildings.geometry.drop("L1")
    away = {
        name: min(shape.distance(p) for p in left) for name, shape in houses.items()
    }
    for name, metres in away.items():
        assert min(metres, BEYOND) == pytest.approx(shown[name], abs=1.2)


def test_reach_of_a_place_is_the_walk_to_it(page: Page, walked: Walked) -> None:
    """Everything within 500 m of the hall, and as far as the table says."""
    x, y = walked.area.stations.geometry["H1"].coords[0]
    at = spot(page, walked, x - 493_000, y - 2_516_000)
    found = page.evaluate(
        """(at) => { const { buildings, metres } = engine.reach(at, 0, 500);
        return [...buildings].map((b, k) => [model.buildings.id(b), metres[k]]); }""",
        at,
    )
    rows = walked.reach.of("appeals")
    near = rows[(rows["station_id"] == "H1") & (rows["walk_m"] <= 500)]
    assert set(near.index) <= {name for name, _ in found}
    for name, metres in found:
        if name in near.index:
            assert metres == pytest.approx(near.loc[name, "walk_m"], abs=1.1)


def test_reached_streets_end_at_the_limit(page: Page, walked: Walked) -> None:
    """From a spot on Main Street, 100 m either way are 200 m of street."""
    length = page.evaluate(
        """(at) => { const { start, xy } = engine.reach(at, 0, 100).streets;
        let metres = 0;
        for (let i = 0; i < start.length - 1; i += 1) {
          for (let k = 2 * start[i] + 2; k < 2 * start[i + 1]; k += 2) {
            const [dx, dy] = [xy[k] - xy[k - 2], xy[k + 1] - xy[k - 1]];
            metres += ServiceCircle.model.metres(model, dx, dy);
          }
        }
        return metres; }""",
        spot(page, walked, 500, 500),
    )
    assert length == pytest.approx(200, abs=0.5)


def test_everything_can_be_found(page: Page) -> None:
    """By id or name, in any case; the best fit first."""
    search = "([text, limit]) => ServiceCircle.model.search(model, text, limit)"
    (first, *_) = page.evaluate(search, ["a1", 8])
    assert (first["kind"], first["id"]) == ("building", "A1")
    assert page.evaluate(search, ["EAST HALL", 8])[0]["id"] == "C2"
    assert len(page.evaluate(search, ["1", 3])) == 3
    all_with_a = page.evaluate(search, ["a", 99])
    begins = [
        any(text.lower().startswith("a") for text in (found["id"], found["name"]))
        for found in all_with_a
    ]
    assert begins == sorted(begins, reverse=True)
    assert set(begins) == {True, False}
    assert page.evaluate(search, ["  ", 8]) == []
