"""QR points as an earlier plan wrote them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pyogrio

from servicecircle.inputs.problem import UnusableInputError, unreadable
from servicecircle.qr.codes.give import check_coded

if TYPE_CHECKING:
    from os import PathLike

    from pyproj import CRS

LAYER = "points"


def read_points(path: PathLike[str] | str, *, crs: CRS) -> gpd.GeoDataFrame:
    """
    Read `qr_points.gpkg`: the layer `points`, or the only one.

    Parameters
    ----------
    path
        The file.
    crs
        The area's CRS, which the points must be in.

    Raises
    ------
    UnusableInputError
        If it is not there or not readable, or its codes or CRS cannot be used.
    """
    file = Path(path)
    if not file.is_file():
        message = f"There is no file of QR points {file}."
        remedy = "Give qr_points.gpkg as `servicecircle qr plan` wrote it."
        raise UnusableInputError(message, remedy, rule="qr-former-unusable")
    try:
        layers = [name for name, _ in pyogrio.list_layers(file)]
        layer = LAYER if LAYER in layers else layers[0]
        frame = gpd.read_file(file, layer=layer, engine="pyogrio")
    except (pyogrio.errors.DataSourceError, IndexError) as error:
        raise unreadable(file) from error
    check_coded(frame, crs=crs)
    return frame.set_index("point_id")
