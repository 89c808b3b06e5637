"""Tables of a real PostGIS, started for the tests and stopped after them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
from postgis import SECRET, running_postgis

from servicecircle.area import read_config
from servicecircle.area.draft import draft_area, write_draft
from servicecircle.errors import InputError
from servicecircle.inputs import DatabaseUrl, UnusableInputError, read_table
from servicecircle.inputs.database_reads import last_read
from servicecircle.pipeline import measure_area
from servicecircle.pipeline.manifest import manifest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from servicecircle.pipeline import Measured

psycopg: Any = pytest.importorskip("psycopg", reason="psycopg is not installed")
LONG = 4403040010010100001

TABLES = """
CREATE EXTENSION postgis;
CREATE SCHEMA "规划";
CREATE TABLE "规划"."Grids" (
    code bigint, "网格名称" text, area numeric, services text[], geom geometry);
INSERT INTO "规划"."Grids" VALUES
    (4403040010010100001, '乙', 1.50, '{b,a}', ST_GeomFromText(
        'POLYGON Z ((500 0 1, 900 0 1, 900 900 1, 500 0 1))', 4547)),
    (NULL, '甲', NULL, NULL, ST_GeomFromText(
        'CURVEPOLYGON (CIRCULARSTRING (500 0, 700 0, 500 0))', 4547));
CREATE TABLE stations (id text PRIMARY KEY, x float, y float);
INSERT INTO stations VALUES ('S2', 113.9, 22.7), ('S1', 113.8, 22.6);
CREATE TABLE mixed (geom geometry);
INSERT INTO mixed VALUES ('SRID=4547;POINT(1 2)'), ('SRID=4326;POINT(1 2)');
INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, srtext)
    SELECT 900001, 'local', 1, srtext FROM spatial_ref_sys WHERE srid = 4547;
CREATE VIEW local AS SELECT ST_SetSRID(geom, 900001) AS geom FROM "规划"."Grids";
CREATE TABLE empty (id text, geom geometry);
CREATE TABLE unplaced AS SELECT ST_MakePoint(1, 2) AS geom;
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Start a server with a few tables in it."""
    with running_postgis() as url:
        with psycopg.connect(url, password=SECRET) as connection:
            connection.execute(TABLES)
        yield url


@pytest.fixture
def url(server: str, monkeypatch: pytest.MonkeyPatch) -> DatabaseUrl:
    """Give the URL; the password is in the environment."""
    monkeypatch.setenv("PGPASSWORD", SECRET)
    return DatabaseUrl(server)


def refusal(url: DatabaseUrl, **options: str) -> UnusableInputError:
    """Return the error that reading raises."""
    with pytest.raises(UnusableInputError, match=r"\.") as caught:
        read_table(url, **options)
    assert SECRET not in str(caught.value)
    return caught.value


def test_a_table_comes_with_geometry_crs_and_exact_codes(url: DatabaseUrl) -> None:
    """Curves become lines, heights go, lists are text, and rows have an order."""
    read = read_table(url, layer="规划.Grids")
    assert isinstance(read, gpd.GeoDataFrame)
    assert read.crs == "EPSG:4547"
    assert read.index.tolist() == [1, 2]
    read = read.set_index("网格名称")
    assert read["code"]["乙"] == LONG
    assert read["code"]["甲"] is None
    assert read["services"]["乙"] == "b;a"
    assert set(read.geometry.geom_type) == {"Polygon"}
    assert not read.geometry.has_z.any()


def test_a_plain_table_is_in_the_order_of_its_key(url: DatabaseUrl) -> None:
    """And is found by its usual name, with or without its schema."""
    for asked in ({"usual_layers": ("stations",)}, {"layer": "public.stations"}):
        assert read_table(url, **asked)["id"].tolist() == ["S1", "S2"]


def test_what_was_read_has_a_digest(url: DatabaseUrl) -> None:
    """The same rows have the same one; it stands in the manifest."""
    read_table(url, layer="stations")
    first = last_read(url, "stations")
    read_table(url, layer="stations")
    assert last_read(url, "stations") == first
    assert (first.layer, first.rows) == ("public.stations", 2)
    read_table(url, layer="规划.Grids")
    assert last_read(url, "规划.Grids").sha256 != first.sha256


def test_an_area_is_drafted_from_a_database(url: DatabaseUrl, tmp_path: Path) -> None:
    """Each table is looked at; one that cannot be read is listed with the reason."""
    draft = draft_area([url.url], name="v")
    write_draft(draft, tmp_path / "area", copy=True)
    assert draft.tables["stations"].look.title == f"{url.name}, public.stations"
    config = read_config(tmp_path / "area")
    assert config.stations.file == url.url
    assert config.stations.layer == "public.stations"
    assert any("public.mixed" in what for what, _ in draft.skipped)
    with pytest.raises(InputError, match="holds a password"):
        draft_area([url.url.replace("planner@", "planner:secret@")], name="v")


def test_a_crs_of_the_databases_own(url: DatabaseUrl) -> None:
    """A local system stands in its list as WKT."""
    read = read_table(url, layer="local")
    assert read.crs.name == "CGCS2000 / 3-degree Gauss-Kruger CM 114E"


@pytest.mark.parametrize(
    ("layer", "rule"),
    [
        ("mixed", "crs-disagrees"),
        ("grids", "layer-missing"),
        ("empty", "file-empty"),
        ("unplaced", "crs-missing"),
        ("pg_catalog.pg_class", "layer-missing"),
    ],
)
def test_what_cannot_be_used(url: DatabaseUrl, layer: str, rule: str) -> None:
    """Rules are those of files."""
    assert refusal(url, layer=layer).rule == rule


def test_several_tables_are_a_question(url: DatabaseUrl) -> None:
    """PostGIS's own tables are not among them."""
    error = refusal(url)
    assert error.rule == "layer-ambiguous"
    assert "'public.empty'" in error.message
    assert "spatial_ref_sys" not in error.message


def test_a_wrong_password_is_never_shown(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither that of the environment nor one in the URL, which is refused."""
    monkeypatch.setenv("PGPASSWORD", f"{SECRET}-wrong")
    assert refusal(DatabaseUrl(server)).rule == "database-unreadable"
    told = server.replace("@", f":{SECRET}@")
    for spelling in (told, f"{server}?password={SECRET}"):
        assert refusal(DatabaseUrl(spelling)).rule == "password-in-url"


def test_a_server_that_is_not_there() -> None:
    """The remedy says where the password belongs."""
    error = refusal(DatabaseUrl("postgresql://nobody@127.0.0.1:1/none"))
    assert error.rule == "database-unreadable"
    assert "~/.pgpass" in error.remedy


def test_an_area_whose_buildings_are_in_a_database(
    url: DatabaseUrl, village: Measured, village_folder: Path, tmp_path: Path
) -> None:
    """The run is the same as from files, and its manifest tells what was read."""
    folder = shutil.copytree(village_folder, tmp_path / "area")
    buildings = gpd.read_file(folder / "buildings.gpkg", layer="buildings")
    streets = gpd.read_file(folder / "streets.gpkg", layer="streets")
    with psycopg.connect(url.url) as connection:
        store(connection, "buildings", buildings)
        store(connection, "streets", streets)
    named = (folder / "area.toml").read_text(encoding="utf-8")
    for file, layer in (("buildings.gpkg", "buildings"), ("streets.gpkg", "streets")):
        before = f'file = "{file}"\nlayer = "{layer}"'
        assert before in named
        named = named.replace(before, f'file = "{url.url}"\nlayer = "{layer}"')
    (folder / "area.toml").write_text(named, encoding="utf-8")
    measured = measure_area(folder)
    pd.testing.assert_frame_equal(measured.coverage, village.coverage)
    told = manifest(measured, command="plan", out=tmp_path)
    read = [entry for entry in told["inputs"] if entry["file"] == url.name]
    assert {entry["layer"] for entry in read} == {"public.buildings", "public.streets"}
    assert all(len(entry["sha256"]) == 64 for entry in read)
    assert SECRET not in json.dumps(told)


def store(connection: Any, name: str, frame: gpd.GeoDataFrame) -> None:  # noqa: ANN401
    """Write a layer as a table of text and geometry."""
    plain = frame.drop(columns="geometry")
    columns = ", ".join(f'"{column}" text' for column in plain.columns)
    connection.execute(f"CREATE TABLE {name} ({columns}, geom geometry)")
    marks = ", ".join(["%s"] * len(plain.columns))
    query = f"INSERT INTO {name} VALUES ({marks}, ST_GeomFromWKB(%s, 4547))"  # noqa: S608
    rows = zip(*(plain[c] for c in plain), frame.geometry.to_wkb(), strict=True)
    cells = [
        [None if pd.isna(c) else c if isinstance(c, bytes) else str(c) for c in row]
        for row in rows
    ]
    connection.cursor().executemany(query, cells)
