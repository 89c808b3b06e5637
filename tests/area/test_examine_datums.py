"""The datum doctor on a whole area: one mistake, one finding, and its remedy works."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from lattice import lattice, society

from servicecircle.area.read import examine_in_full
from servicecircle.area.reading import Reading, as_in_the_file
from servicecircle.crs import LONLAT, parse_crs
from servicecircle.synthetic.write_area import write_area

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.findings import Finding

CRS = parse_crs("EPSG:4547")
# The lattice repeats itself, and after the shift of GCJ-02 so do its buildings.
BD09 = Reading(LONLAT, "bd09")
GCJ02 = Reading(LONLAT, "gcj02")


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the lattice as an area once."""
    folder = tmp_path_factory.mktemp("datums") / "area"
    return write_area(folder, lattice(), society())


@pytest.fixture
def area(district: Path, tmp_path: Path) -> Path:
    """Give a copy to be spoilt."""
    return shutil.copytree(district, tmp_path / "area")


def replace_in_toml(area: Path, old: str, new: str) -> None:
    """Change one passage of area.toml."""
    path = area / "area.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def told(area: Path) -> list[Finding]:
    """Give what the doctor, and the check of places, say of the area."""
    rules = ("datum-contradicted", "datum-undecided", "station-outside", "unit-outside")
    return [f for f in examine_in_full(area).findings if f.rule in rules]


def shift_stations(area: Path, reading: Reading) -> None:
    """Write the stations' coordinates in a reading, as longitude and latitude."""
    table = pd.read_excel(area / "stations.xlsx", dtype={"station_id": str})
    points = shapely.points(table[["x", "y"]].to_numpy())
    xy = shapely.get_coordinates(as_in_the_file(points, reading, crs=CRS))
    table["x"], table["y"] = xy.T
    table.to_csv(area / "stations.csv", index=False)
    replace_in_toml(
        area, 'file = "stations.xlsx"\ncrs = "EPSG:4547"', 'file = "stations.csv"'
    )


def test_a_clean_area_is_confirmed(district: Path) -> None:
    """No finding, and a table of scores in which the declared readings hold."""
    examined = examine_in_full(district)
    assert examined.area is not None
    assert not [f for f in examined.findings if f.rule.startswith("datum")]
    scores = examined.datums
    declared = scores[scores["reading"].str.startswith("as declared: ")]
    assert set(declared["layer"]) == {
        "buildings",
        "entrances",
        "stations",
        "candidates",
    }
    assert (declared["verdict"] != "contradicted").all()


def test_shifted_stations_and_the_remedy(area: Path) -> None:
    """One finding instead of one for each station, and what it says to write helps."""
    shift_stations(area, BD09)
    (said,) = told(area)
    assert (said.rule, said.table) == ("datum-contradicted", "stations")
    assert said.remedy == 'Write datum = "bd09" under [stations] in area.toml.'
    replace_in_toml(
        area, 'file = "stations.csv"', 'file = "stations.csv"\ndatum = "bd09"'
    )
    assert not told(area)


def test_numbers_that_cannot_be_degrees(area: Path) -> None:
    """Where nothing says that they are metres, the doctor says which."""
    shift_stations(area, Reading(parse_crs("EPSG:4526")))
    (said,) = [f for f in examine_in_full(area).findings if f.blocks]
    assert said.remedy == 'Write crs = "EPSG:4526" under [stations] in area.toml.'


def test_who_knows_better_silences_the_doctor(area: Path) -> None:
    """Then the stations are taken at their word, and checked like any."""
    shift_stations(area, BD09)
    path = area / "area.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '\n[checks]\nsilence = ["datum-contradicted"]\n', "utf-8")
    found = examine_in_full(area).findings
    assert [f.rule for f in found if f.silenced] == ["datum-contradicted"]
    assert "station-outside" in {f.rule for f in found}


def test_grids_of_another_file(area: Path) -> None:
    """They are held against the units above, and left out of what follows."""
    grids = gpd.read_file(area / "units.gpkg", layer="grids")
    shapes = np.array(grids.geometry.array, dtype=object)
    shown = as_in_the_file(shapes, GCJ02, crs=CRS)
    grids.set_geometry(shown, crs=LONLAT).to_file(area / "grids.geojson")
    replace_in_toml(
        area, 'file = "units.gpkg"\nlayer = "grids"', 'file = "grids.geojson"'
    )
    (said,) = told(area)
    assert said.table == "grids"
    assert said.remedy == 'Write datum = "gcj02" under [levels.grid] in area.toml.'


def test_buildings_of_a_neighbouring_zone(area: Path) -> None:
    """The file says EPSG:4547 and means 4548: the file must be mended."""
    path = area / "buildings.gpkg"
    homes = gpd.read_file(path, layer="buildings")
    wrong = homes.to_crs("EPSG:4548").set_crs("EPSG:4547", allow_override=True)
    wrong.to_file(area / "homes.gpkg")
    replace_in_toml(
        area, 'file = "buildings.gpkg"\nlayer = "buildings"', 'file = "homes.gpkg"'
    )
    (said,) = told(area)
    assert said.table == "buildings"
    assert "assign EPSG:4548 to it without converting" in said.remedy


def test_a_table_of_two_datums_and_the_remedy(area: Path) -> None:
    """The rows are named; a column that says their datum puts them right."""
    homes = gpd.read_file(area / "buildings.gpkg", layer="buildings")
    shapes = np.array(homes.to_crs(LONLAT).geometry.array, dtype=object)
    shapes[300:] = as_in_the_file(shapes[300:], BD09, crs=LONLAT)
    grids = gpd.read_file(area / "units.gpkg", layer="grids")
    _, grid = grids.sindex.query(homes.representative_point(), predicate="within")
    homes = homes.assign(grid_id=grids["unit_id"].to_numpy()[grid])
    mixed = homes.set_geometry(shapes, crs=LONLAT)
    mixed.to_file(area / "mixed.gpkg")
    replace_in_toml(
        area, 'file = "buildings.gpkg"\nlayer = "buildings"', 'file = "mixed.gpkg"'
    )
    (said,) = [f for f in examine_in_full(area).findings if f.blocks]
    assert (said.rule, said.table) == ("datum-mixed", "buildings")
    assert f"features 301 to {len(homes)}" in said.message
    datum = ["" if k < 300 else "BD-09" for k in range(len(homes))]
    mixed.assign(datum=datum).to_file(area / "mixed.gpkg")
    assert examine_in_full(area).area is not None
