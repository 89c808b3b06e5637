"""GeoPackages: the same bytes, styled for QGIS."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest

from servicecircle.errors import InternalError
from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.reach_layers import reach_layers, reach_styles

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.pipeline import Measured


def write(village: Measured, path: Path) -> None:
    """Write the village's layers."""
    layers = reach_layers(
        village.area, village.reach, village.coverage, village.service_areas
    )
    write_geopackage(path, layers, styles=reach_styles(village.reach, layers))


def test_same_input_same_bytes(village: Measured, tmp_path: Path) -> None:
    """No time of writing, no random order."""
    for name in ("a.gpkg", "b.gpkg"):
        write(village, tmp_path / name)
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()


def test_layers_of_the_contract(village: Measured, tmp_path: Path) -> None:
    """Every layer is there, with its figures."""
    write(village, tmp_path / "a.gpkg")
    layers = {name for name, _ in pyogrio.list_layers(tmp_path / "a.gpkg")}
    units = {"district", "communities", "red_sub_grids", "grids"}
    assert layers >= units | {"buildings", "stations", "service_areas"}
    grids = gpd.read_file(tmp_path / "a.gpkg", layer="grids").set_index("unit_id")
    assert grids.loc["R4N", "share_of_residents_appeals"] == 1
    buildings = gpd.read_file(tmp_path / "a.gpkg", layer="buildings")
    assert buildings.set_index("building_id").loc["A5", "walk_m_appeals"] == 500


def test_every_style_is_xml_and_names_a_column(
    village: Measured, tmp_path: Path
) -> None:
    """QGIS reads the styles from the file itself."""
    path = tmp_path / "a.gpkg"
    write(village, path)
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "SELECT f_table_name, styleQML, useAsDefault FROM layer_styles"
        ).fetchall()
    assert len(rows) == 7
    for layer, qml, default in rows:
        attribute = ET.fromstring(qml).find("renderer-v2").get("attr")  # noqa: S314
        columns = gpd.read_file(path, layer=layer).columns
        assert default == 1
        assert attribute is None or attribute in columns


def test_a_layer_without_a_style_is_our_mistake(
    village: Measured, tmp_path: Path
) -> None:
    """QGIS would draw it in another colour each time."""
    layers = reach_layers(
        village.area, village.reach, village.coverage, village.service_areas
    )
    styles = reach_styles(village.reach, layers)
    del styles["grids"]
    with pytest.raises(InternalError, match="no style: grids"):
        write_geopackage(tmp_path / "a.gpkg", layers, styles=styles)
