"""Buildings, entrances and public facilities from an OpenStreetMap file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from servicecircle.errors import CrsError, InputError
from servicecircle.inputs.osm_places import (
    buildings_from_pbf,
    entrances_from_pbf,
    facilities_from_pbf,
)

if TYPE_CHECKING:
    from pathlib import Path

CRS = "EPSG:32628"
READERS = [buildings_from_pbf, entrances_from_pbf, facilities_from_pbf]

# A street of three places, one unit of 0.001 degrees apart: a house, a block with a
# courtyard drawn as a relation, and a house whose outline leaves the file.
TOWN = """<osm version="0.6">
  {nodes}
  <way id="1" version="1">{house}<tag k="building" v="house"/>
    <tag k="building:levels" v="2.5"/><tag k="height" v="9 m"/></way>
  <way id="2" version="1">{block}</way>
  <way id="3" version="1">{yard}</way>
  <way id="4" version="1"><nd ref="1"/><nd ref="99"/><nd ref="2"/><nd ref="1"/>
    <tag k="building" v="yes"/></way>
  <way id="5" version="1">{house}<tag k="building" v="no"/></way>
  <way id="6" version="1">{yard}<tag k="amenity" v="police"/></way>
  <way id="7" version="1">{yard}<tag k="building:part" v="yes"/></way>
  <relation id="9" version="1"><member type="way" ref="2" role="outer"/>
    <member type="way" ref="3" role="inner"/><tag k="type" v="multipolygon"/>
    <tag k="building" v="roof"/><tag k="building:levels" v="many"/>
    <tag k="amenity" v="townhall"/><tag k="name" v="Ayuntamiento"/></relation>
</osm>"""
CORNERS = {
    1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1),
    11: (2, 0), 12: (5, 0), 13: (5, 3), 14: (2, 3),
    21: (3, 1), 22: (4, 1), 23: (4, 2), 24: (3, 2),
    31: (7, 7),
}  # fmt: skip
TAGS = {
    1: {"entrance": "main"},
    2: {"entrance": "emergency"},
    12: {"entrance": "yes"},
    21: {"entrance": "staircase"},
    31: {"entrance": "yes", "amenity": "library"},
}


def ring(*refs: int) -> str:
    """Write a closed way's nodes."""
    return "".join(f'<nd ref="{ref}"/>' for ref in (*refs, refs[0]))


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Write the town."""
    nodes = "".join(
        f'<node id="{ref}" version="1" lon="{-15.43 + x / 1000:.7f}" '
        f'lat="{28.1 + y / 1000:.7f}">'
        + "".join(f'<tag k="{k}" v="{v}"/>' for k, v in TAGS.get(ref, {}).items())
        + "</node>"
        for ref, (x, y) in CORNERS.items()
    )
    rings = {"house": ring(1, 2, 3, 4), "block": ring(11, 12, 13, 14)}
    text = TOWN.format(nodes=nodes, yard=ring(21, 22, 23, 24), **rings)
    path = tmp_path / "town.osm"
    path.write_text(text, "utf-8")
    return path


def test_buildings(town: Path) -> None:
    """Ways and multipolygons, with a hole where there is one; parts are left out."""
    buildings = buildings_from_pbf(town, crs=CRS)
    assert buildings.index.tolist() == ["w1", "r9"]
    assert buildings["use"].tolist() == ["house", "roof"]
    assert buildings.crs.to_epsg() == 32628
    assert buildings.is_valid.all()
    house, block = buildings.area
    assert block == pytest.approx(8 * house, rel=0.001)


def test_numbers_that_are_none_are_missing(town: Path) -> None:
    """A text such as 'many' is no number of floors; '9 m' is nine metres."""
    buildings = buildings_from_pbf(town, crs=CRS)
    assert buildings["floors"].iloc[0] == 2.5
    assert buildings["height_m"].iloc[0] == 9
    assert buildings[["floors", "height_m"]].iloc[1].isna().all()


def test_outlines_that_leave_the_file_are_named(town: Path) -> None:
    """A building cut off by the extract's edge is not silently lost."""
    buildings = buildings_from_pbf(town, crs=CRS)
    assert buildings.attrs["not_assembled"] == ["w4"]


def test_entrances_stand_on_outlines(town: Path) -> None:
    """Those on a courtyard count; emergency doors and doors elsewhere do not."""
    entrances = entrances_from_pbf(town, crs=CRS)
    assert entrances["building_id"].tolist() == ["w1", "r9", "r9"]
    assert entrances["kind"].tolist() == ["main", "yes", "staircase"]
    assert entrances.index.tolist() == ["n1w1", "n12r9", "n21r9"]
    on = buildings_from_pbf(town, crs=CRS).loc[entrances["building_id"]]
    assert (on.boundary.distance(entrances, align=False) < 0.001).all()


def test_facilities_are_points_inside(town: Path) -> None:
    """Nodes and areas alike; the town hall's point is not in its courtyard."""
    facilities = facilities_from_pbf(town, crs=CRS)
    assert facilities["kind"].to_dict() == {
        "n31": "library",
        "w6": "police",
        "r9": "townhall",
    }
    assert facilities["name"].isna().tolist() == [True, True, False]
    block = buildings_from_pbf(town, crs=CRS).geometry["r9"]
    assert facilities.geometry["r9"].within(block)


@pytest.mark.parametrize("read", READERS)
def test_refuses_bad_input(read: object, town: Path) -> None:
    """No file and no metres: the message says which."""
    assert callable(read)
    with pytest.raises(InputError, match=r"none\.osm: no such file"):
        read(town.with_name("none.osm"), crs=CRS)
    with pytest.raises(CrsError, match="EPSG:4326 is in degrees"):
        read(town, crs="EPSG:4326")
    with pytest.raises(CrsError, match="for example 'EPSG:32628'"):
        read(town, crs="EPSG:4547")


@pytest.mark.parametrize("read", READERS)
def test_file_without_places_gives_an_empty_table(read: object, tmp_path: Path) -> None:
    """Nothing there is nothing, with the same columns."""
    assert callable(read)
    path = tmp_path / "empty.osm"
    path.write_text('<osm version="0.6"></osm>', "utf-8")
    table = read(path, crs=CRS)
    assert len(table) == 0
    assert table.crs.to_epsg() == 32628


@pytest.mark.realdata
def test_las_palmas(realdata: Path) -> None:
    """22,611 outlines, of which the edge of the extract cuts off 16."""
    path = realdata / "las_palmas" / "las_palmas_20230221.osm.pbf"
    buildings = buildings_from_pbf(path, crs=CRS)
    assert (len(buildings), len(buildings.attrs["not_assembled"])) == (22_595, 16)
    assert buildings.index.is_unique
    assert buildings.is_valid.all()
