"""Planning areas from OpenStreetMap's servers, played by a server on this machine."""

from __future__ import annotations

import json
import socket
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import geopandas as gpd
import networkx as nx
import osmnx as ox
import pytest
import shapely
from typer import Typer
from typer.testing import CliRunner

from servicecircle.cli.fetch import fetch
from servicecircle.errors import CrsError, InputError, OutputError
from servicecircle.inputs.osm_download import Download, download_osm
from servicecircle.inputs.osm_session import WAY_TAGS, osm_session
from servicecircle.network.graph.interchange import network_from_graph
from servicecircle.network.osm.walk_rules import default_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDED = Path(__file__).resolve().parents[1] / "data"
NOTHING = b'{"elements": []}'


class Server(ThreadingHTTPServer):
    """Answer Overpass and Nominatim from files, and remember what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.asked: list[str] = []
        self.files = {
            "network": "overpass_network.json",
            "features": "overpass_features.json",
            "search": "nominatim_town.json",
        }
        self.broken = ""


class Answer(BaseHTTPRequestHandler):
    """One request."""

    server: Server

    def do_POST(self) -> None:
        """Play Overpass."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = parse_qs(body)["data"][0]
        self._send("network" if '["highway"]' in query else "features")

    def do_GET(self) -> None:
        """Play Nominatim."""
        self._send("search")

    def _send(self, what: str) -> None:
        self.server.asked.append(what)
        name = self.server.files[what]
        empty = b"[]" if what == "search" else NOTHING
        content = (RECORDED / name).read_bytes() if name else empty
        broken = self.server.broken == what
        content = b"<html>The server is busy.</html>" if broken else content
        self.send_response(500 if broken else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Serve the town, and do not wait a second between requests to ourselves."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def download(server: Server, out: Path, **options: object) -> Download:
    """Download the town."""
    urls = {"overpass_url": f"{server.url}/api", "nominatim_url": server.url}
    return download_osm("小镇", out=out, **urls, **options)  # type: ignore[arg-type]


def outline() -> shapely.Polygon:
    """Give the town's boundary."""
    found = json.loads((RECORDED / "nominatim_town.json").read_text("utf-8"))
    polygon = shapely.geometry.shape(found[0]["geojson"])
    assert isinstance(polygon, shapely.Polygon)
    return polygon


def walks(folder: Path, *, step_free: bool = False) -> dict[int, dict[int, float]]:
    """Measure from every node to every other, by the walking rules."""
    graph = ox.load_graphml(folder / "network.graphml")
    network = network_from_graph(graph, crs="EPSG:32650", rules=default_rules())
    walked: nx.MultiGraph[int] = nx.MultiGraph()
    shut = network.edges["closed"] | (network.edges["steps"] & step_free)
    edges = network.edges[~shut]
    ends = edges[["u", "v", "length_m"]].itertuples(index=False, name=None)
    walked.add_weighted_edges_from(ends)
    return dict(nx.all_pairs_dijkstra_path_length(walked))


def test_distances_are_those_worked_by_hand(server: Server, tmp_path: Path) -> None:
    """Every street of the town is a whole number of hundreds of metres."""
    download(server, tmp_path / "town")
    metres = walks(tmp_path / "town")
    # Down the side street, up the stairs, along the footway: not by the cycleway.
    assert metres[6][8] == pytest.approx(300, abs=0.03)
    # Against the one-way street.
    assert metres[12][1] == pytest.approx(400, abs=0.03)
    # By the yard that is private but open to walkers, not by the one that is not.
    assert metres[11][4] == pytest.approx(300, abs=0.03)
    assert not {9, 10} & set(metres)


def test_a_locked_gate_survives_the_download(server: Server, tmp_path: Path) -> None:
    """The yard behind it is cut off, and the gate is remembered."""
    download(server, tmp_path / "town")
    graph = ox.load_graphml(tmp_path / "town" / "network.graphml")
    network = network_from_graph(graph, crs="EPSG:32650", rules=default_rules())
    assert network.openings[["kind", "closed", "node_id"]].to_numpy().tolist() == [
        ["gate", True, 14]
    ]
    island = dict(zip(network.nodes.index, network.islands, strict=True))
    assert island[12] == island[1] == 0
    assert island[13] == 1


def test_step_free_goes_round_the_stairs(server: Server, tmp_path: Path) -> None:
    """Back to the main street and up the footway."""
    download(server, tmp_path / "town")
    metres = walks(tmp_path / "town", step_free=True)
    assert metres[6][8] == pytest.approx(500, abs=0.03)


def test_the_folder_holds_what_area_toml_names(server: Server, tmp_path: Path) -> None:
    """Buildings with floors, the one door that leads in, two stand-in stations."""
    found = download(server, tmp_path / "town")
    config = tomllib.loads((tmp_path / "town" / "area.toml").read_text("utf-8"))
    assert (found.name, config["area"]["name"]) == ("小镇", "小镇")
    assert config["area"]["crs"] == found.crs == "EPSG:32650"
    buildings = gpd.read_file(tmp_path / "town" / "buildings.gpkg", layer="buildings")
    assert buildings["building_id"].tolist() == ["w101", "w102", "w103", "w104"]
    assert buildings["floors"].dropna().tolist() == [6, 3]
    doors = gpd.read_file(tmp_path / "town" / "buildings.gpkg", layer="entrances")
    assert doors[["building_id", "kind"]].to_numpy().tolist() == [["w101", "main"]]
    stations = gpd.read_file(tmp_path / "town" / "facilities.gpkg")
    assert stations["station_id"].tolist() == ["n251", "w103"]
    assert stations["tier"].tolist() == ["post", "district"]
    assert stations["name"].tolist() == ["school", "镇政府"]
    district = gpd.read_file(tmp_path / "town" / "district.geojson")
    assert district["unit_id"].tolist() == ["r77"]


def test_the_folder_has_a_background(server: Server, tmp_path: Path) -> None:
    """The lake and the stream, not the stream in its culvert; none without any."""
    server.files["features"] = "overpass_water.json"
    download(server, tmp_path / "town")
    config = tomllib.loads((tmp_path / "town" / "area.toml").read_text("utf-8"))
    file = tmp_path / "town" / config["background"][0]["file"]
    drawn = gpd.read_file(file)
    assert drawn["kind"].tolist() == ["water", "water"]
    assert drawn.geometry.geom_type.tolist() == ["Polygon", "LineString"]
    server.files["features"] = "overpass_features.json"
    download(server, tmp_path / "dry")
    assert "background" not in (tmp_path / "dry" / "area.toml").read_text("utf-8")


def test_residents_are_estimated_and_say_so(server: Server, tmp_path: Path) -> None:
    """Four houses of 20 by 20 m with 6, 3, 1 and 1 floors, 35 m2 each."""
    found = download(server, tmp_path / "town")
    assert found.residents == round(400 * 11 / 35)
    text = (tmp_path / "town" / "area.toml").read_text("utf-8")
    assert "A STAND-IN" in text
    given = download(server, tmp_path / "other", residents=500)
    assert given.residents == 500
    assert "A STAND-IN:" not in (tmp_path / "other" / "area.toml").read_text("utf-8")


def test_tags_that_rules_look_at_survive() -> None:
    """Every key in the table of walking rules is asked for."""
    rules = default_rules()
    keys = {"highway", "foot", "access", *rules.closed_by}
    for table in (rules.highway_closed_by, rules.highway_opened_by):
        keys |= {key for tags in table.values() for key in tags}
    assert keys | set(rules.sidewalks.separate_keys) <= set(WAY_TAGS)


def test_a_boundary_needs_no_nominatim(server: Server, tmp_path: Path) -> None:
    """A polygon in degrees is asked for as it is."""
    download_osm(outline(), out=tmp_path / "town", overpass_url=server.url)
    assert server.asked == ["network", "features"]


def test_the_process_is_left_as_it_was(server: Server, tmp_path: Path) -> None:
    """OSMnx's settings and the name look-up come back, after errors too."""
    before = dict(vars(ox.settings)), socket.getaddrinfo
    server.broken = "network"
    with pytest.raises(InputError, match="gives no answer"):
        download(server, tmp_path / "town")
    assert (dict(vars(ox.settings)), socket.getaddrinfo) == before
    assert not list(tmp_path.iterdir())


def test_a_full_address_of_the_interpreter_is_understood() -> None:
    """People paste the address with its last part."""
    url = "https://example.org/api/interpreter/"
    with osm_session(overpass_url=url, nominatim_url=None):
        assert ox.settings.overpass_url == "https://example.org/api"


@pytest.mark.parametrize("broken", ["network", "features", "search"])
def test_a_server_that_fails_is_named(
    server: Server, tmp_path: Path, broken: str
) -> None:
    """The message has the address and the remedy, and nothing is written."""
    server.broken = broken
    with pytest.raises(InputError, match=rf"{server.url}.*extract \(.osm.pbf\)"):
        download(server, tmp_path / "town")
    assert not list(tmp_path.iterdir())


def test_nobody_answers(tmp_path: Path) -> None:
    """A closed port is said to give no answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    box = shapely.box(117, 22.5, 117.01, 22.51)
    with pytest.raises(InputError, match=f"{url}.*no answer.*--overpass-url"):
        download_osm(box, out=tmp_path / "town", overpass_url=url)


@pytest.mark.parametrize(
    ("empty", "message"),
    [
        ("network", "no streets or paths.*小镇"),
        ("features", "no buildings and no facilities"),
        ("search", "knows no boundary of '小镇'"),
    ],
)
def test_an_empty_answer_is_explained(
    server: Server, tmp_path: Path, empty: str, message: str
) -> None:
    """Nothing there is not the same as no answer."""
    server.files[empty] = ""
    with pytest.raises(InputError, match=message):
        download(server, tmp_path / "town")


def test_refuses_a_folder_in_use_and_a_bad_boundary(tmp_path: Path) -> None:
    """Nothing is overwritten, and metres are not degrees."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="is not an empty folder"):
        download_osm("小镇", out=tmp_path)
    with pytest.raises(InputError, match="in longitude and latitude"):
        download_osm(shapely.box(5e5, 2e6, 6e5, 3e6), out=tmp_path / "new")
    box = shapely.box(117, 22.5, 117.01, 22.51)
    with pytest.raises(CrsError, match="on the ground here"):
        download_osm(box, out=tmp_path / "new", crs="EPSG:3857")


def test_the_command_fetches(server: Server, tmp_path: Path) -> None:
    """By boundary file, with a summary and the next step."""
    app = Typer()
    app.command()(fetch)
    boundary = tmp_path / "Town.geojson"
    gpd.GeoSeries([outline()], crs="EPSG:4326").to_file(boundary)
    options = ["--out", str(tmp_path / "town"), "--overpass-url", server.url]
    result = CliRunner().invoke(app, ["--boundary", str(boundary), *options])
    assert result.exit_code == 0, result.output
    assert "4 buildings with 1 entrances, 2 public facilities" in result.output
    assert CliRunner().invoke(app, options).exit_code == 2
