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
from servicecircle.area.reading import Reading, as_in_the_file
from servicecircle.crs import LONLAT, parse_crs
from servicecircle.inputs import UnusableInputError
from servicecircle.network.elsewhere import refuse_elsewhere
from servicecircle.network.from_area import network_of
from servicecircle.network.lines import network_from_lines
from servicecircle.network.prove_datum import refuse_shifted
from servicecircle.synthetic.write_area import write_area

if TYPE_CHECKING:
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
    refuse_shifted(built(streets), AS_IT_IS, area)
    refuse_shifted(built(streets), SAID, area)


def test_shifted_streets_are_refused(
    area: PlanningArea, streets: gpd.GeoDataFrame
) -> None:
    """They run through buildings, and the remedy names the datum."""
    with pytest.raises(UnusableInputError, match="run through buildings") as refused:
        refuse_shifted(built(shifted(streets)), AS_IT_IS, area)
    assert refused.value.rule == "datum-contradicted"
    assert 'Write datum = "gcj02"' in refused.value.remedy


def test_silenced_they_are_believed(
    area: PlanningArea, streets: gpd.GeoDataFrame
) -> None:
    """Who knows better may say so."""
    checks = area.config.checks.model_copy(update={"silence": ("datum-contradicted",)})
    config = area.config.model_copy(update={"checks": checks})
    refuse_shifted(built(shifted(streets)), AS_IT_IS, replace(area, config=config))


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
