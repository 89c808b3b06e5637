"""Making a planning-area folder from an OpenStreetMap extract."""

from __future__ import annotations

import runpy
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from servicecircle.area import read_area
from servicecircle.network.osm.pbf import network_from_pbf

if TYPE_CHECKING:
    from pathlib import Path

WEST, SOUTH = -15.43, 28.1


def node(ref: int, x: float, y: float, tags: str = "") -> str:
    """Write a node at thousandths of a degree from the town's corner."""
    place = f'lon="{WEST + x / 1000:.7f}" lat="{SOUTH + y / 1000:.7f}"'
    return f'<node id="{ref}" version="1" {place}>{tags}</node>'


def way(number: int, refs: list[int], tags: str) -> str:
    """Write a way."""
    nodes = "".join(f'<nd ref="{ref}"/>' for ref in refs)
    return f'<way id="{number}" version="1">{nodes}{tags}</way>'


def tag(key: str, value: str) -> str:
    """Write a tag."""
    return f'<tag k="{key}" v="{value}"/>'


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Write a street with two houses and a town hall, its outline and two zones."""
    corners = [(1, 1, 1), (2, 2, 1), (3, 2, 2), (4, 1, 2)]
    moved = [(ref + 10, x + 4, y) for ref, x, y in corners]
    parts = [
        *(node(ref, x, y) for ref, x, y in corners + moved),
        node(21, 0, 0.5),
        node(22, 8, 0.5),
        node(31, 3, 0.6, tag("amenity", "townhall") + tag("name", "Ayuntamiento")),
        node(32, 7, 0.6, tag("amenity", "school")),
        way(1, [1, 2, 3, 4, 1], tag("building", "house")),
        way(2, [11, 12, 13, 14, 11], tag("building", "apartments")),
        way(3, [21, 22], tag("highway", "residential")),
        way(4, [11, 12, 13, 11], tag("leisure", "park")),
    ]
    text = f'<osm version="0.6">{"".join(parts)}</osm>'
    (tmp_path / "town.osm").write_text(text, "utf-8")
    box = shapely.box(WEST, SOUTH, WEST + 0.008, SOUTH + 0.004)
    halves = [
        shapely.box(WEST, SOUTH, WEST + 0.004, SOUTH + 0.005),
        shapely.box(WEST + 0.004, SOUTH, WEST + 0.008, SOUTH + 0.004),
    ]
    for name, shapes, column in [
        ("town", [box], ["Town"]),
        ("zones", halves, ["West End", "East End"]),
    ]:
        table = gpd.GeoDataFrame({"name": column}, geometry=shapes, crs="EPSG:4326")
        table.to_file(tmp_path / f"{name}.geojson")
    return tmp_path


@pytest.fixture(scope="module")
def main(pytestconfig: pytest.Config) -> object:
    """Load the script's main function."""
    script = pytestconfig.rootpath / "scripts" / "area_from_osm.py"
    return runpy.run_path(str(script))["main"]


def arguments(town: Path, *more: str) -> list[str]:
    """Give a command line for the town."""
    inputs = ["--pbf", str(town / "town.osm"), "--boundary", str(town / "town.geojson")]
    return [*inputs, "--residents", "120", "--out", str(town / "out"), *more]


def test_makes_an_area_that_reads_without_findings(town: Path, main: object) -> None:
    """Levels nest, residents are spread, and the network is there."""
    assert callable(main)
    zones = ["--zones", str(town / "zones.geojson"), "--grid-ha", "4"]
    assert main(arguments(town, *zones)) == 0
    area = read_area(town / "out")
    assert [f for f in area.findings if f.severity != "note"] == []
    assert [level.value for level in area.levels] == [
        "district",
        "community",
        "red_sub_grid",
        "grid",
    ]
    communities = area.levels["community"]
    assert communities["name"].tolist() == ["West End", "East End"]
    assert area.buildings["residents"].sum() == pytest.approx(120)
    assert area.stations[["name", "tier"]].to_numpy().tolist() == [
        ["Ayuntamiento", "district"]
    ]
    assert area.candidates["host_type"].tolist() == ["school"]
    network = network_from_pbf(town / "out" / "town.osm", crs=area.crs)
    assert len(network.edges) == 1
    assert area.background["kind"].tolist() == ["park"]


def test_zones_are_optional(town: Path, main: object) -> None:
    """Without them, red sub-grids lie directly in the district."""
    assert callable(main)
    assert main(arguments(town, "--name", "Puerto")) == 0
    area = read_area(town / "out")
    assert area.name == "Puerto"
    assert "community" not in [level.value for level in area.levels]


def test_refuses_a_folder_in_use(
    town: Path, main: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing of the user's is overwritten."""
    assert callable(main)
    (town / "out").mkdir()
    (town / "out" / "notes.txt").write_text("mine", "utf-8")
    assert main(arguments(town)) == 1
    assert "is not empty. Name a new folder" in capsys.readouterr().err


def test_refuses_an_absent_boundary(
    town: Path, main: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message names the file, and no half-made folder stays behind."""
    assert callable(main)
    (town / "town.geojson").unlink()
    assert main(arguments(town)) == 1
    assert "town.geojson: no such file" in capsys.readouterr().err
    assert not (town / "out").exists()


def test_help_shows_an_example(
    main: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """The help ends with a line to copy."""
    assert callable(main)
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "--boundary city.geojson" in capsys.readouterr().out


def test_asks_only_for_services_that_are_offered(town: Path, main: object) -> None:
    """A courthouse is no place for appeals, and the area reads all the same."""
    assert callable(main)
    text = (town / "town.osm").read_text("utf-8")
    court = text.replace('v="townhall"', 'v="courthouse"')
    (town / "town.osm").write_text(court, "utf-8")
    assert main(arguments(town)) == 0
    services = [standard.service for standard in read_area(town / "out").standards]
    assert services == ["legal"]
