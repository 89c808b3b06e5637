"""GeoJSON, geodatabases, Parquet and FlatGeobuf: whole, and what they say they are."""

from __future__ import annotations

import json
import shutil
import sqlite3
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from mutations import ROWS, grids, write_kind

from servicecircle.inputs import UnusableInputError, read_table

if TYPE_CHECKING:
    from pathlib import Path

LONG = 4403040010010100001


def refusal(path: Path, **options: str) -> UnusableInputError:
    """Return the error that reading raises."""
    with pytest.raises(UnusableInputError, match=r"\.") as caught:
        read_table(path, **options)
    return caught.value


def geojson(path: Path, **changes: Any) -> Path:  # noqa: ANN401 - JSON is anything
    """Write the grids as GeoJSON with some members changed."""
    content = json.loads(grids().to_json()) | changes
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def test_geojson_in_a_crs_of_its_own(tmp_path: Path) -> None:
    """By the member that the format had until 2016."""
    name = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}
    read = read_table(geojson(tmp_path / "g.geojson", crs=name))
    assert read.crs == "EPSG:4547"
    assert len(read) == ROWS


def test_geojson_in_gb18030(tmp_path: Path) -> None:
    """JSON is UTF-8, and some programs do not know."""
    name = {"type": "name", "properties": {"name": "EPSG:4547"}}
    path = geojson(tmp_path / "g.geojson", crs=name)
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert read_table(path)["名称"].iloc[0] == "第0网格（李松蓢）"


@pytest.mark.parametrize(
    ("content", "rule", "says"),
    [
        ('{"type": "Topology", "objects": {}}', "file-kind", "is TopoJSON"),
        ('{"geometryType": "x", "features": []}', "file-kind", "is Esri JSON"),
        ('{"type": "FeatureCollection", "features": []}', "file-empty", "no features"),
        ('{"type": "FeatureCollection", "features": 1}', "file-unreadable", "no list"),
        ('{"a": 1}', "file-unreadable", "not GeoJSON (it holds 'a')"),
        ("[1]", "file-unreadable", "not GeoJSON (it holds list)"),
        ('{"type": "Feature', "file-unreadable", "it is no JSON"),
        ("[" * 100_000, "file-unreadable", "it is no JSON"),
    ],
)
def test_json_that_is_no_geojson(
    tmp_path: Path, content: str, rule: str, says: str
) -> None:
    """Each other kind is called by its name."""
    (tmp_path / "g.json").write_text(content)
    error = refusal(tmp_path / "g.json")
    assert (error.rule, says in error.message) == (rule, True)


def test_geojson_has_no_layers(tmp_path: Path) -> None:
    """To ask for one is a slip that is told."""
    error = refusal(geojson(tmp_path / "g.geojson"), layer="grids")
    assert error.rule == "layer-missing"


def test_coordinates_that_are_no_numbers_are_left_to_the_checks(tmp_path: Path) -> None:
    """A feature without a place is still a row."""
    name = {"type": "name", "properties": {"name": "EPSG:4547"}}
    features = json.loads(grids().iloc[:2].to_json())["features"]
    features[0]["geometry"] = None
    point = {"type": "Point", "coordinates": [float("nan"), 1.0]}
    features[1]["geometry"] = point
    read = read_table(geojson(tmp_path / "g.geojson", features=features, crs=name))
    assert len(read) == 2
    assert (read.geometry.isna() | read.geometry.is_empty).all()


def test_a_geodatabase_has_layers(tmp_path: Path) -> None:
    """A folder is read as a file is."""
    path, _ = write_kind(tmp_path, "gdb")
    read = read_table(path)
    assert len(read) == ROWS
    assert read["名称"].iloc[2] == "第2网格（李松蓢）"
    assert "no layer 'x'" in refusal(path, layer="x").message


def test_a_geodatabase_with_any_table_cut_is_refused(tmp_path: Path) -> None:
    """Also where the table asked for is whole: who knows what else is missing."""
    path, _ = write_kind(tmp_path, "gdb")
    other = grids()[["code", "geometry"]]
    pyogrio.write_dataframe(other, path, layer="other", driver="OpenFileGDB")
    assert len(read_table(path, layer="grids")) == ROWS
    last = max(path.glob("*.gdbtable"))
    last.write_bytes(last.read_bytes()[:-100])
    error = refusal(path, layer="grids")
    assert error.rule == "file-incomplete"
    assert last.name in error.message


def test_an_empty_geodatabase_is_refused(tmp_path: Path) -> None:
    """So is a folder that is none."""
    (tmp_path / "a.gdb").mkdir()
    assert refusal(tmp_path / "a.gdb").rule == "file-unreadable"
    (tmp_path / "b.gpkg").mkdir()
    assert refusal(tmp_path / "b.gpkg").rule == "file-missing"


def test_parquet_keeps_long_codes_beside_missing_ones(tmp_path: Path) -> None:
    """With and without geometry."""
    code = pd.array([LONG, None], dtype="Int64")
    points = shapely.points([[490_000.0, 2_510_000.0, 7.0]] * 2)
    frame = gpd.GeoDataFrame({"code": code}, geometry=points, crs=4547)
    frame.to_parquet(tmp_path / "a.parquet")
    pd.DataFrame({"code": code}).to_parquet(tmp_path / "b.parquet")
    for name in ("a.parquet", "b.parquet"):
        read = read_table(tmp_path / name)
        assert str(read["code"].iloc[0]) == str(LONG)
        assert read["code"].isna().iloc[1]
    assert not read_table(tmp_path / "a.parquet").geometry.has_z.any()


def test_a_damaged_page_of_a_geopackage_is_found(tmp_path: Path) -> None:
    """Even where the rows asked for could still be read."""
    path, _ = write_kind(tmp_path, "gpkg")
    with sqlite3.connect(path) as database:
        query = (
            "SELECT rootpage FROM sqlite_schema WHERE name = 'rtree_grids_geom_node'"
        )
        (page,) = database.execute(query).fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    database.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * size] ^= 0xFF
    path.write_bytes(data)
    assert refusal(path).rule == "file-unreadable"


def test_a_geopackage_that_lost_features_is_refused(tmp_path: Path) -> None:
    """Its list of layers counts them."""
    path, _ = write_kind(tmp_path, "gpkg")
    database = sqlite3.connect(path)
    database.execute("UPDATE gpkg_ogr_contents SET feature_count = 31")
    database.commit()
    database.close()
    assert "it counts 31 features, and 30 can be read" in refusal(path).message


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "parquet", "xlsx", "zip", "geojson"])
@pytest.mark.parametrize("suffix", [".gpkg", ".csv", ".xlsx", ".fgb", ".geojson"])
def test_a_renamed_file_is_read_rightly_or_refused(
    tmp_path: Path, kind: str, suffix: str
) -> None:
    """A suffix does not make a file."""
    path, _ = write_kind(tmp_path, kind)
    renamed = tmp_path / f"renamed{suffix}"
    shutil.copy(path, renamed)
    if path.suffix == suffix:
        assert len(read_table(renamed)) == ROWS
    else:
        assert refusal(renamed).rule in {"file-unreadable", "encoding-unknown"}


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb"])
def test_gdal_does_not_read_whatever_it_finds(tmp_path: Path, suffix: str) -> None:
    """A KML file under another name is not read as if it were that."""
    place = "<Placemark><Point><coordinates>1,2</coordinates></Point></Placemark>"
    kml = f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2">{place}'
    (tmp_path / f"a{suffix}").write_text(f"{kml}</kml>")
    assert refusal(tmp_path / f"a{suffix}").rule == "file-unreadable"


def test_what_a_renamed_file_really_is(tmp_path: Path) -> None:
    """The message says how to call it."""
    path, _ = write_kind(tmp_path, "gpkg")
    renamed = path.rename(tmp_path / "a.csv")
    error = refusal(renamed)
    assert "a.csv begins as an SQLite database does" in error.message
    assert "Call it a.gpkg" in error.remedy
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 99)
    assert "with a password" in refusal(tmp_path / "a.xlsx").message


@pytest.mark.parametrize(
    "kind", ["gpkg", "fgb", "shp", "geojson", "zip", "csv", "xlsx"]
)
def test_an_empty_file_is_refused(tmp_path: Path, kind: str) -> None:
    """Of every kind."""
    (tmp_path / f"a.{kind}").write_bytes(b"")
    rules = {"file-empty", "file-unreadable", "file-incomplete"}
    assert refusal(tmp_path / f"a.{kind}").rule in rules
