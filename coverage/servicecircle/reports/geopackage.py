"""GeoPackages that are the same bytes each time, and open in QGIS already coloured."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pyogrio

from servicecircle.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import geopandas as gpd

FIXED_DATE = "2000-01-01T00:00:00.000Z"
"""GDAL stamps layers with the time of writing unless it is told another."""

STYLES_TABLE = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME
)
"""


def write_geopackage(
    path: Path,
    layers: Mapping[str, gpd.GeoDataFrame],
    *,
    styles: Mapping[str, str],
) -> None:
    """
    Write layers into one new GeoPackage, with QGIS styles.

    Parameters
    ----------
    path
        The file; it must not exist.
    layers
        Frames by layer name, in the order they are to have. The index becomes a
        column where it has a name.
    styles
        QML text by layer name, for every layer; none at all for files that are inputs,
        whose layers are nobody's results.

    Raises
    ------
    InternalError
        If some layers have a style and others have none: QGIS would draw those in
        colours of its own choice, another one each time.
    """
    plain = sorted(set(layers) - set(styles)) if styles else []
    if plain:
        msg = f"{path.name}: these layers have no style: {', '.join(plain)}."
        raise InternalError(msg)
    with _fixed_date():
        for name, frame in layers.items():
            flat = frame.reset_index() if frame.index.name else frame
            pyogrio.write_dataframe(
                flat, path, layer=name, driver="GPKG", append=path.exists()
            )
    if styles:
        with closing(sqlite3.connect(path)) as database, database:
            _add_styles(database, styles)


@contextmanager
def _fixed_date() -> Iterator[None]:
    """Have GDAL stamp layers with a fixed date."""
    option = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(option)
    pyogrio.set_gdal_config_options({option: FIXED_DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({option: before})


def _add_styles(database: sqlite3.Connection, styles: Mapping[str, str]) -> None:
    """Add the table in which QGIS looks for styles, and register it as one of data."""
    database.execute(STYLES_TABLE)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, "
        "last_change) VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
        (FIXED_DATE,),
    )
    geometry = dict(
        database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")
    )
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, "
        "owner, update_time) VALUES ('', '', ?, ?, ?, ?, '', 1, '', '', ?)",
        [
            (layer, geometry[layer], layer, qml, FIXED_DATE)
            for layer, qml in styles.items()
        ],
    )
