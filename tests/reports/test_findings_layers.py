"""Findings that can be opened over the map."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest
import shapely

from servicecircle.crs import parse_crs
from servicecircle.reports.findings_layers import (
    findings_layers,
    write_findings_geopackage,
)
from servicecircle.tables import silence
from servicecircle.tables.say import error, note, warning

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.findings import Finding

CRS = parse_crs("EPSG:4547")
SPOT, LINE = shapely.Point(1, 2), shapely.LineString([(0, 0), (3, 4)])
FIELD = shapely.box(0, 0, 10, 10)


def some() -> list[Finding]:
    """Give findings with and without a place."""
    both = shapely.GeometryCollection([SPOT, shapely.MultiPoint([SPOT]), FIELD])
    return [
        note("level-derived", "grids", "No place.", "None."),
        warning("same-place", "stations", "A spot.", "Move.", label="S1", where=SPOT),
        error("gap", "grids", "A field.", "Extend.", label="g1", where=FIELD),
        warning("network-island", "network", "A line.", "Join.", where=LINE),
        error("units-overlap", "grids", "Both.", "Cut.", label="g2", where=both),
    ]


def test_each_place_goes_to_the_layer_of_its_kind() -> None:
    """A place of several kinds has a row in each of their layers."""
    layers = findings_layers(some(), crs=CRS)
    assert {name: list(layer["id"]) for name, layer in layers.items()} == {
        "findings_areas": ["g1", "g2"],
        "findings_lines": [""],
        "findings_points": ["g2", "S1"],
    }
    assert len(layers["findings_points"].geometry.iloc[0].geoms) == 2


def test_places_are_where_they_were() -> None:
    """Coordinates and CRS are the caller's."""
    areas = findings_layers(some(), crs=CRS)["findings_areas"]
    assert areas.crs == CRS
    assert areas.geometry.iloc[0].equals(FIELD)


def test_silenced_findings_are_on_no_layer() -> None:
    """What is known is told nowhere."""
    layers = findings_layers(silence(some(), ["gap", "units-overlap"]), crs=CRS)
    assert sorted(layers) == ["findings_lines", "findings_points"]


def test_same_findings_same_bytes(tmp_path: Path) -> None:
    """In any order."""
    write_findings_geopackage(some(), tmp_path / "a.gpkg", crs=CRS)
    write_findings_geopackage(some()[::-1], tmp_path / "b.gpkg", crs=CRS)
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()


def test_qgis_finds_the_colours(tmp_path: Path) -> None:
    """Each layer is coloured by severity, by a style that is XML."""
    path = tmp_path / "a.gpkg"
    write_findings_geopackage(some(), path, crs=CRS)
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT f_table_name, styleQML FROM layer_styles")
        styles = dict(rows.fetchall())
    for layer, qml in styles.items():
        renderer = ET.fromstring(qml).find("renderer-v2")  # noqa: S314 - our own
        assert renderer is not None
        values = [c.get("value") for c in renderer.iter("category")]
        assert (renderer.get("attr"), values) == (
            "severity",
            ["error", "warning", "note"],
        )
        assert "severity" in gpd.read_file(path, layer=layer).columns


@pytest.mark.parametrize("found", [[], some()[:1]], ids=["nothing", "no place"])
def test_without_places_the_file_is_still_there(
    tmp_path: Path, found: list[Finding]
) -> None:
    """An empty layer, so that a project that refers to it opens."""
    write_findings_geopackage(found, tmp_path / "a.gpkg", crs=CRS)
    layers = [name for name, _ in pyogrio.list_layers(tmp_path / "a.gpkg")]
    assert "findings_points" in layers
    assert gpd.read_file(tmp_path / "a.gpkg", layer="findings_points").empty


def test_layers_tell_the_findings_in_chinese_too() -> None:
    """Beside the English sentence, and only where Chinese is asked for."""
    layers = findings_layers(some(), crs=CRS, language="zh")
    assert {"message", "message_zh", "remedy_zh"} <= {*layers["findings_points"]}
    assert "message_zh" not in findings_layers(some(), crs=CRS)["findings_points"]
