"""GeoParquet, both ways: an area of it, and the layers of a run in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
from geopandas.testing import assert_geodataframe_equal

from servicecircle import measure_area
from servicecircle.inputs import read_table
from servicecircle.reports.reach_layers import reach_layers
from servicecircle.synthetic import write_village

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.pipeline import Measured

LAYER = re.compile(r'file = "(\w+)\.gpkg"\nlayer = "(\w+)"')


def test_an_area_in_geoparquet_gives_the_same_walks(
    village: Measured, tmp_path: Path
) -> None:
    """The same tables in another format are the same area."""
    folder = write_village(tmp_path / "village")
    toml = (folder / "area.toml").read_text("utf-8")
    for file, layer in LAYER.findall(toml):
        frame = gpd.read_file(folder / f"{file}.gpkg", layer=layer)
        frame.to_parquet(folder / f"{layer}.parquet")
    toml = LAYER.sub(r'file = "\2.parquet"', toml)
    (folder / "area.toml").write_text(toml, "utf-8")
    for path in folder.glob("*.gpkg"):
        path.unlink()
    measured = measure_area(folder)
    pd.testing.assert_frame_equal(measured.reach.table, village.reach.table)
    pd.testing.assert_frame_equal(measured.coverage, village.coverage)


def test_layers_of_a_run_go_to_geoparquet_and_back(
    village: Measured, tmp_path: Path
) -> None:
    """Shapes, CRS and columns are kept."""
    layers = reach_layers(
        village.area, village.reach, village.coverage, village.service_areas
    )
    for name, frame in layers.items():
        flat = frame.reset_index(drop=not frame.index.name)
        flat.to_parquet(tmp_path / f"{name}.parquet")
        back = read_table(tmp_path / f"{name}.parquet").reset_index(drop=True)
        assert_geodataframe_equal(gpd.GeoDataFrame(back), flat, check_dtype=False)
