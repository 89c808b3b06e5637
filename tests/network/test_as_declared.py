"""Network sources and obstacles whose coordinates area.toml must explain."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely

from servicecircle.area import read_area
from servicecircle.area.config import NetworkFile
from servicecircle.area.reading import Reading, as_in_the_file
from servicecircle.crs import LONLAT, parse_crs
from servicecircle.datum import convert_datum
from servicecircle.inputs import UnusableInputError
from servicecircle.network.as_declared import read_layer, refuse_unfit, undo_datum
from servicecircle.network.from_area import network_of
from servicecircle.synthetic import write_village

if TYPE_CHECKING:
    from pathlib import Path

CRS = parse_crs("EPSG:4547")
LINE = shapely.LineString(
    [(493_000, 2_516_000), (493_250.5, 2_516_100), (493_400, 2_516_400)]
)


def write(folder: Path, reading: Reading) -> None:
    """Write one street in a reading, as a layer that says no more than its format."""
    shapes = as_in_the_file(np.array([LINE]), reading, crs=CRS)
    frame = gpd.GeoDataFrame({"name": ["Main"]}, geometry=shapes, crs=reading.crs)
    frame.to_file(folder / "streets.gpkg")


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (Reading(CRS), {}),
        (Reading(LONLAT, "gcj02"), {"datum": "gcj02"}),
        (Reading(LONLAT, "bd09", swap_axes=True), {"datum": "bd09", "swap_axes": True}),
        (Reading(CRS, swap_axes=True), {"swap_axes": True}),
        (Reading(parse_crs("EPSG:4526")), {}),
    ],
)
def test_a_street_lies_where_it_lies(
    tmp_path: Path, reading: Reading, said: dict[str, Any]
) -> None:
    """However it is written, if area.toml says how."""
    write(tmp_path, reading)
    source = NetworkFile(file="streets.gpkg", **said)
    lines = read_layer(tmp_path, source, crs=CRS, meaning="streets").to_crs(CRS)
    assert shapely.equals_exact(lines.geometry.iloc[0], LINE, tolerance=0.001)
    assert lines["name"].tolist() == ["Main"]


def test_a_street_in_a_local_system(tmp_path: Path) -> None:
    """By control points, whatever CRS the file itself says."""
    moved = shapely.transform(LINE, lambda xy: xy - np.array([400_000.0, 2_400_000.0]))
    gpd.GeoDataFrame(geometry=[moved], crs="EPSG:3857").to_file(tmp_path / "s.gpkg")
    rows = "local_x,local_y,x,y\n0,0,400000,2400000\n90000,0,490000,2400000\n"
    (tmp_path / "points.csv").write_text(rows, encoding="utf-8")
    source = NetworkFile(file="s.gpkg", control_points="points.csv")
    lines = read_layer(tmp_path, source, crs=CRS, meaning="streets")
    assert shapely.equals_exact(lines.geometry.iloc[0], LINE, tolerance=0.001)
    (tmp_path / "points.csv").write_text(rows[:30], encoding="utf-8")
    with pytest.raises(UnusableInputError, match=r"points\.csv"):
        read_layer(tmp_path, source, crs=CRS, meaning="streets")


@pytest.mark.parametrize(
    "said", [{"datum": "gcj02"}, {"swap_axes": True}, {"control_points": "p.csv"}]
)
def test_what_cannot_be_said_is_refused_by_name(said: dict[str, Any]) -> None:
    """OpenStreetMap is in WGS 84."""
    (key,) = said
    source = NetworkFile(file="city.osm.pbf", **said)
    with pytest.raises(UnusableInputError, match=rf"city\.osm\.pbf cannot have {key}"):
        refuse_unfit(source, shiftable=False)


@pytest.mark.parametrize("said", [{"swap_axes": True}, {"control_points": "p.csv"}])
def test_a_graph_knows_its_crs(said: dict[str, Any]) -> None:
    """All that can be said of it is a datum."""
    (key,) = said
    source = NetworkFile(file="g.graphml", **said)
    with pytest.raises(UnusableInputError, match=rf"g\.graphml cannot have {key}"):
        refuse_unfit(source, shiftable=True)


def test_columns_of_openstreetmap_have_their_names() -> None:
    """What area.toml says of them would be ignored, and is refused."""
    source = NetworkFile(file="city.osm.pbf", columns={"steps": "stairs"})
    with pytest.raises(UnusableInputError, match="cannot have columns"):
        refuse_unfit(source, shiftable=False)


def test_what_can_be_said_is_not_refused() -> None:
    """A graph in degrees may be shifted."""
    refuse_unfit(NetworkFile(file="g.graphml", datum="gcj02"), shiftable=True)


def graph(crs: str) -> nx.MultiDiGraph[int]:
    """Give two crossings and the bent street between them."""
    made: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs=crs)
    made.add_node(1, x=113.917, y=22.540)
    made.add_node(2, x=113.927, y=22.545)
    bend = shapely.LineString([(113.917, 22.540), (113.92, 22.545), (113.927, 22.545)])
    made.add_edge(1, 2, geometry=bend, length=1200.0)
    made.add_edge(2, 1, length=1200.0)
    return made


def test_the_shift_of_a_graph_is_undone() -> None:
    """Nodes and lines go together, and the graph that was read is left alone."""
    shifted = graph("epsg:4326")
    source = NetworkFile(file="g.graphml", datum="gcj02")
    right = undo_datum(shifted, source)
    x, y = convert_datum(113.917, 22.540, source="gcj02", target="wgs84")
    assert (right.nodes[1]["x"], right.nodes[1]["y"]) == (x, y)
    assert right.edges[1, 2, 0]["geometry"].coords[0] == (x, y)
    assert shifted.nodes[1]["x"] == 113.917
    assert undo_datum(shifted, NetworkFile(file="g.graphml")) is shifted


def test_a_graph_in_metres_has_no_datum_to_undo() -> None:
    """It is refused, and the remedy is said."""
    source = NetworkFile(file="g.graphml", datum="bd09")
    with pytest.raises(UnusableInputError, match=r"not in degrees.* Save the graph"):
        undo_datum(graph("epsg:32650"), source)


def test_a_village_with_shifted_streets_walks_the_same(tmp_path: Path) -> None:
    """Streets and obstacles from a web map give the walks of those that never moved."""
    folder = write_village(tmp_path / "village")
    before = network_of(read_area(folder))
    shown = tmp_path / "shown"
    shutil.copytree(folder, shown)
    for layer in ("streets", "obstacles"):
        frame = gpd.read_file(folder / "streets.gpkg", layer=layer)
        shapes = np.array(frame.geometry.array, dtype=object)
        moved = as_in_the_file(shapes, Reading(LONLAT, "gcj02"), crs=frame.crs)
        frame.set_geometry(moved, crs=LONLAT).to_file(shown / "shown.gpkg", layer=layer)
        text = (shown / "area.toml").read_text(encoding="utf-8")
        told = text.replace(
            f'file = "streets.gpkg"\nlayer = "{layer}"',
            f'file = "shown.gpkg"\nlayer = "{layer}"\ndatum = "gcj02"',
        )
        assert told != text
        (shown / "area.toml").write_text(told, encoding="utf-8")
    after = network_of(read_area(shown))
    np.testing.assert_allclose(
        after.edges["length_m"], before.edges["length_m"], rtol=0, atol=0.001
    )
    assert len(after.obstacles) == len(before.obstacles)
    assert after.obstacles.geometry.geom_equals_exact(
        before.obstacles.geometry, tolerance=0.001
    ).all()
