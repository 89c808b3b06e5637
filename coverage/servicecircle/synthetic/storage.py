"""Where layers and long tables of a made-up area are kept: open to all, or small."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from servicecircle.synthetic.csv_files import write_csv
from servicecircle.synthetic.layers import write_layers
from servicecircle.synthetic.notice import COLUMN, NOTICE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

LEVEL = 19
"""Of compression: slow to write, as small as it gets."""


class Storage(StrEnum):
    """
    What kind of files hold layers and long tables.

    Examples
    --------
    >>> print(Storage.GEOPACKAGE.section("units", "grids"))
    file = "units.gpkg"
    layer = "grids"
    >>> print(Storage.PARQUET.section("units", "grids"))
    file = "units_grids.parquet"
    """

    GEOPACKAGE = "gpkg"
    """GeoPackages of several layers, and CSV: any GIS and spreadsheet opens them."""
    PARQUET = "parquet"
    """A file for every layer and table, a quarter of the size."""

    def section(self, file: str, layer: str) -> str:
        """Give the lines of `area.toml` that name a layer."""
        if self is Storage.PARQUET:
            return f'file = "{self._name(file, layer)}"'
        return f'file = "{file}.gpkg"\nlayer = "{layer}"'

    def write(
        self, folder: Path, file: str, layers: Mapping[str, gpd.GeoDataFrame]
    ) -> None:
        """Write layers that say they were made up; one without rows is left out."""
        if self is Storage.GEOPACKAGE:
            write_layers(folder / f"{file}.gpkg", layers)
            return
        for layer, frame in layers.items():
            if len(frame):
                _write_parquet(folder / self._name(file, layer), frame)

    def table(self, name: str) -> str:
        """Give the file of a long table."""
        return f"{name}.{'csv' if self is Storage.GEOPACKAGE else self.value}"

    def write_table(self, folder: Path, name: str, table: pd.DataFrame) -> None:
        """Write a long table that says it was made up."""
        file = folder / self.table(name)
        if self is Storage.GEOPACKAGE:
            write_csv(file, table)
        else:
            _write_parquet(file, table)

    def _name(self, file: str, layer: str) -> str:
        stem = file if file == layer else f"{file}_{layer}"
        return f"{stem}.{self.value}"


def _write_parquet(path: Path, frame: pd.DataFrame) -> None:
    flat = frame.reset_index() if frame.index.name else frame
    flat.assign(**{COLUMN: NOTICE}).to_parquet(
        path, index=False, compression="zstd", compression_level=LEVEL
    )
