"""Streets and obstacles that are not where area.toml puts them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from lattice import lattice, society

from servicecircle.area import read_area
from servicecircle.area.config import NetworkFile
from servicecircle.area.reading import Reading, as_in_the_file, in_working_crs
from servicecircle.crs import LONLAT, parse_crs
from servicecircle.inputs import UnusableInputError
from servicecircle.network.elsewhere import refuse_elsewhere
from servicecircle.network.from_area import network_of
from servicecircle.network.lines import network_from_lines
from servicecircle.network.prove_datum import prove_obstacles, prove_streets
from servicecircle.network.unproved import unproved_findings, with_unproved
from servicecircle.synthetic.write_area import write_area

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork

CRS = parse_crs("EPSG:4547")
AS_IT_IS = NetworkFile(file="streets.gpkg", layer="streets")
SAID = NetworkFile(file="streets.gpkg", layer="streets", datum="gcj02")
FILE = "streets.gpkg"


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> PlanningArea:
    """Read the lattice once."""
    folder = tmp_path_factory.mktemp("streets") / "area"
    return read_area(write_area(folder, lattice(), society()))


@pytest.fixture(scope="module")
def streets(area: PlanningArea) -> gpd.GeoDataFrame:
    """Draw short streets clear of the buildings."""
    west, south, east, north = area.buildings.total_bounds
    places = np.random.default_rng(1).uniform((west, south), (east, north), (900, 2))
    ends = np.stack([places, places + np.array([2.0, 0.0])], axis=1)
    lines = shapely.linestrings(ends)
    clear = shapely.disjoint(lines, area.buildings.buffer(2.0).union_all())
    return gpd.GeoDataFrame(geometry=lines[clear], crs=CRS)


def shifted(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the streets with the degrees of GCJ-02, taken for those of WGS 84."""
    shapes = np.array(streets.geometry.array, dtype=object)
    moved = as_in_the_file(shapes, Reading(LONLAT, "gcj02"), crs=CRS)
    return gpd.GeoDataFrame(geometry=moved, crs=LONLAT)


def built(lines: gpd.GeoDataFrame) -> WalkNetwork:
    """Make a network of lines."""
    return network_from_lines(lines, crs=CRS)


def test_streets_clear_of_buildings_pass(
    area: PlanningArea, streets: gpd.GeoDataFrame
) -> None:
    """Whatever datum was undone to bring them there."""
    prove_streets(built(streets), AS_IT_IS, area)
    prove_streets(built(streets), SAID, area)


def test_shifted_streets_are_refused(
    area: PlanningArea, streets: gpd.GeoDataFrame
) -> None:
    """They run through buildings, and the remedy names the datum."""
    with pytest.raises(UnusableInputError, match="run through buildings") as refused:
        prove_streets(built(shifted(streets)), AS_IT_IS, area)
    assert refused.value.rule == "datum-contradicted"
    assert 'Write datum = "gcj02"' in refused.value.remedy


def test_silenced_they_are_believed(
    area: PlanningArea, streets: gpd.GeoDataFrame
) -> None:
    """Who knows better may say so."""
    checks = area.config.checks.model_copy(update={"silence": ("datum-contradicted",)})
    config = area.config.model_copy(update={"checks": checks})
    prove_streets(built(shifted(streets)), AS_IT_IS, replace(area, config=config))


def test_a_network_is_held_against_the_buildings(
    area: PlanningArea, streets: gpd.GeoDataFrame
) -> None:
    """On the way from area.toml."""
    shifted(streets).to_file(area.folder / "shifted.gpkg", layer="streets")
    source = NetworkFile(file="shifted.gpkg", layer="streets")
    network = area.config.network.model_copy(update={"sources": (source,)})
    config = area.config.model_copy(update={"network": network})
    with pytest.raises(UnusableInputError, match="run through buildings"):
        network_of(replace(area, config=config))


def test_shifted_obstacles_are_refused(
    area: PlanningArea, streets: gpd.GeoDataFrame
) -> None:
    """Walls stand between buildings, not in them."""
    walls = streets.set_geometry(streets.buffer(0.5))
    assert prove_obstacles(walls, AS_IT_IS, area) is None
    assert prove_obstacles(walls, SAID, area) is None
    with pytest.raises(UnusableInputError, match="of its obstacles") as refused:
        prove_obstacles(shifted(walls).to_crs(CRS), AS_IT_IS, area)
    assert 'datum = "gcj02" under [[network.obstacles]]' in refused.value.remedy


def test_shifted_buildings_are_told_from_shifted_streets(
    area: PlanningArea, streets: gpd.GeoDataFrame
) -> None:
    """If the streets fit moved buildings, the buildings are to be mended."""
    shapes = np.array(streets.geometry.array, dtype=object)
    back = in_working_crs(shapes, Reading(CRS, "gcj02"), crs=CRS)
    with pytest.raises(UnusableInputError) as refused:
        prove_streets(built(streets.set_geometry(back)), AS_IT_IS, area)
    assert "Not the streets but the buildings" in refused.value.remedy
    assert 'datum = "gcj02"' in refused.value.remedy


def test_what_cannot_be_proved_is_said(
    area: PlanningArea, streets: gpd.GeoDataFrame
) -> None:
    """Against points, with too few streets, and where no datum hits a building."""
    points = area.buildings.set_geometry(area.buildings.representative_point())
    doors = replace(area, buildings=points)
    lone = replace(area, buildings=area.buildings.iloc[:1])
    one_way = built(streets.iloc[:20])
    said = [
        prove_streets(built(streets), AS_IT_IS, doors),
        prove_streets(one_way, AS_IT_IS, area),
        prove_streets(built(streets), AS_IT_IS, lone),
    ]
    assert said == [
        "streets.gpkg: the buildings are points, which leave streets room.",
        "streets.gpkg: too little of its streets lies in the district.",
        "streets.gpkg: no datum leads its streets through buildings.",
    ]
    network = with_unproved(one_way, [None, *said])
    assert [f.rule for f in unproved_findings(network)] == ["datum-undecided"] * 3
    assert not unproved_findings(with_unproved(one_way, [None]))


def test_streets_askew_are_no_other_datum(area: PlanningArea) -> None:
    """They run through buildings wherever they are moved: said, and not refused."""
    places = shapely.get_coordinates(area.buildings.representative_point().to_numpy())
    rng = np.random.default_rng(5)
    some = places[rng.permutation(len(places))[:400]]
    ends = np.stack([some, some + rng.uniform(-90, 90, some.shape)], axis=1)
    lines = gpd.GeoDataFrame(geometry=shapely.linestrings(ends), crs=CRS)
    said = prove_streets(built(lines), AS_IT_IS, area)
    assert said is not None
    assert "run through buildings in any datum" in said


def test_obstacles_elsewhere_are_refused(area: PlanningArea) -> None:
    """A file of another zone, with the reading that fits."""
    walls = gpd.read_file(area.folder / FILE, layer="obstacles")
    refuse_elsewhere(walls, AS_IT_IS, area)
    wrong = walls.set_crs("EPSG:4546", allow_override=True)
    with pytest.raises(UnusableInputError, match="none of its") as refused:
        refuse_elsewhere(wrong, AS_IT_IS, area)
    assert refused.value.rule == "network-elsewhere"
    assert 'crs = "EPSG:4547"' in refused.value.remedy


def test_obstacles_without_kinds_are_of_the_layer_they_stand_in(
    area: PlanningArea, tmp_path: Path
) -> None:
    """A layer need not say what its obstacles are."""
    walls = gpd.read_file(area.folder / FILE, layer="obstacles").drop(columns="kind")
    walls.to_file(tmp_path / "walls.gpkg")
    source = NetworkFile(file=str(tmp_path / "walls.gpkg"))
    network = area.config.network.model_copy(update={"obstacles": (source,)})
    config = area.config.model_copy(update={"network": network})
    found = network_of(replace(area, config=config)).obstacles["kind"]
    assert set(found) == {"obstacle"}
