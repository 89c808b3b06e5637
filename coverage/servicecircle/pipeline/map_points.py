"""What is laid on a map: proposals of a siting run, and QR points."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pyogrio

from servicecircle.errors import InputError
from servicecircle.inputs.problem import unreadable
from servicecircle.pipeline.map_run import check_same_inputs, read_manifest
from servicecircle.pipeline.qr_points import read_points
from servicecircle.reports.run_folder import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from typing import Any

    from pyproj import CRS

PROPOSALS = "proposals.gpkg"
LAYER = "proposals"
ACTIVE = "active"


def read_proposals(
    path: PathLike[str] | str, *, inputs: Sequence[Mapping[str, Any]]
) -> gpd.GeoDataFrame:
    """
    Read the proposals of `servicecircle site` for the area that they were made for.

    Parameters
    ----------
    path
        The folder that `site` wrote, or its `proposals.gpkg`.
    inputs
        The area's inputs as they are now (`describe_inputs`).

    Raises
    ------
    InputError
        If there are none, they cannot be read, or were made from other inputs.
    """
    given = Path(path)
    file = given / PROPOSALS if given.is_dir() else given
    if not file.is_file():
        msg = (
            f"There are no proposals in {given}. Name the folder that `servicecircle "
            f"site` wrote, or its {PROPOSALS}."
        )
        raise InputError(msg)
    if (file.parent / MANIFEST).is_file():
        check_same_inputs(
            read_manifest(file.parent),
            inputs,
            of=f"The proposals in {file.parent} were made",
            remedy="Run `servicecircle site` again.",
        )
    try:
        frame = gpd.read_file(file, layer=LAYER, engine="pyogrio")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise unreadable(file, why=f"it has no layer {LAYER!r}") from error
    if "action" not in frame.columns or frame.crs is None:
        lacks = "CRS" if "action" in frame.columns else "column 'action'"
        msg = (
            f"The proposals in {file} have no {lacks}. Give {PROPOSALS} as "
            "`servicecircle site` wrote it."
        )
        raise InputError(msg)
    return frame


def read_qr_points(path: PathLike[str] | str, *, crs: CRS) -> gpd.GeoDataFrame:
    """
    Read the QR points that hang or are to hang; retired ones are left out.

    Parameters
    ----------
    path
        `qr_points.gpkg`, or a folder that holds it.
    crs
        The area's CRS, which the points must be in.

    Raises
    ------
    UnusableInputError
        If there are none or they cannot be used.
    """
    points = read_points(path, crs=crs)
    return points[points["state"] == ACTIVE]
