"""The register of appeals with the places of the codes that were scanned."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from servicecircle.appeals import placed_by_codes, read_appeals
from servicecircle.pipeline.qr_appeals import places_of_scans
from servicecircle.qr.codes import read_keys
from servicecircle.qr.codes.keys import VARIABLE

if TYPE_CHECKING:
    from os import PathLike

    from servicecircle.appeals import AppealsTable
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.qr.codes import Keys


def scan_keys(
    points: PathLike[str] | str | None, keys: PathLike[str] | str | None
) -> Keys | None:
    """
    Read the keys of signed codes; None where none are named, or no points.

    Parameters
    ----------
    points
        The QR points, if any.
    keys
        A file of keys; without it the environment is asked (see `read_keys`).

    Raises
    ------
    UnusableInputError
        If the keys that are named cannot be used.
    """
    if points is None or (keys is None and not os.environ.get(VARIABLE)):
        return None
    return read_keys(keys)


def placed_appeals(
    area: PlanningArea,
    *,
    points: PathLike[str] | str | None = None,
    keys: Keys | None = None,
) -> AppealsTable:
    """
    Read the register; with QR points, appeals that came by a code stand where it hangs.

    Parameters
    ----------
    area
        The planning area, with `[appeals]`.
    points
        The folder of ``qr plan``, or its `qr_points.gpkg`.
    keys
        What signed addresses are proved with.

    Raises
    ------
    UnusableInputError
        If the register or the points cannot be used.
    AreaError
        If the register lacks a column that it needs.
    """
    appeals = read_appeals(area)
    if points is None:
        return appeals
    scanned = appeals.frame["qr_id"]
    places, findings = places_of_scans(scanned, area, points, keys=keys)
    return placed_by_codes(appeals, area, places, findings=findings)
