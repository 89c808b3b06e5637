"""QR points with their codes: read as an earlier plan wrote them, and written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyogrio

from servicecircle.inputs.problem import UnusableInputError, unreadable
from servicecircle.qr.codes.give import check_coded
from servicecircle.qr.codes.printed import printed
from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.qgis_styles import category_style
from servicecircle.reports.run_folder import write_csv

if TYPE_CHECKING:
    from os import PathLike

    from pyproj import CRS

LAYER = "points"
FILE = "qr_points.gpkg"
TABLE = "qr_points.csv"
SHOWN = "CASE WHEN state = 'retired' THEN 'retired' ELSE confidence END"
"""What QGIS colours points by."""
COLOURS = (
    ("high", "#0072b2", "active, place known"),
    ("medium", "#56b4e9", "active, place likely"),
    ("low", "#e69f00", "active, place guessed"),
    ("retired", "#8c8c8c", "retired: take the plate down"),
)
"""Okabe and Ito's colours, which colour-blind readers can tell apart."""


def points_file(path: PathLike[str] | str) -> Path:
    """Give the file of QR points: of a run folder the one in it, else the file."""
    place = Path(path)
    return place / FILE if place.is_dir() else place


def read_points(path: PathLike[str] | str, *, crs: CRS) -> gpd.GeoDataFrame:
    """
    Read `qr_points.gpkg`: the layer `points`, or the only one.

    Parameters
    ----------
    path
        The file, or the run folder of `servicecircle qr plan`.
    crs
        The area's CRS, which the points must be in.

    Raises
    ------
    UnusableInputError
        If it is not there or not readable, or its codes or CRS cannot be used.
    """
    file = points_file(path)
    if not file.is_file():
        message = f"There is no file of QR points {file}."
        remedy = "Give the folder or file that `servicecircle qr plan` wrote."
        raise UnusableInputError(message, remedy, rule="qr-former-unusable")
    try:
        layers = [name for name, _ in pyogrio.list_layers(file)]
        layer = LAYER if LAYER in layers else layers[0]
        frame = gpd.read_file(file, layer=layer, engine="pyogrio")
    except (pyogrio.errors.DataSourceError, IndexError) as error:
        raise unreadable(file) from error
    check_coded(frame, crs=crs)
    return frame.set_index("point_id")


def write_points(points: gpd.GeoDataFrame, run: Path) -> None:
    """
    Write `qr_points.gpkg`, coloured for QGIS, and `qr_points.csv`.

    Parameters
    ----------
    points
        As `give_codes` gives them.
    run
        The folder. In the CSV codes stand as they are printed: a spreadsheet would
        take some of the others for numbers (23456E789).
    """
    style = category_style(SHOWN, COLOURS, shape="point")
    write_geopackage(run / FILE, {LAYER: points}, styles={LAYER: style})
    write_csv(_flat(points), run / TABLE)


def _flat(points: gpd.GeoDataFrame) -> pd.DataFrame:
    """Take points apart into columns."""
    x, y = points.geometry.x.round(2), points.geometry.y.round(2)
    table = pd.DataFrame(points.drop(columns="geometry")).assign(x=x, y=y)
    return table.assign(code=table["code"].map(printed)).reset_index()
