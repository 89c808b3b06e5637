"""Appeals that came in by a code, and the doors where the codes hang."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.pipeline.qr_points import read_points
from servicecircle.qr.codes import check_host, code_places
from servicecircle.qr.codes.findings import scan_findings

if TYPE_CHECKING:
    from os import PathLike

    import geopandas as gpd
    import pandas as pd

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.findings import Finding
    from servicecircle.qr.codes import Keys


def places_of_scans(
    scanned: pd.Series[str],
    area: PlanningArea,
    points: PathLike[str] | str,
    *,
    keys: Keys | None = None,
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """
    Give appeals the place of the code that they came in by.

    Parameters
    ----------
    scanned
        What was scanned or typed, by appeal; missing where nothing was.
    area
        Its `[qr]` names the hosts, its working CRS is that of the places.
    points
        The folder of `qr plan`, or its `qr_points.gpkg`.
    keys
        As `read_keys` gives them. Without any, signed addresses have no place; codes
        alone have.

    Returns
    -------
    places
        As `code_places` gives them.
    findings
        How many codes were forged, of another host, mistyped or never given; no message
        quotes what an appeal says.

    Raises
    ------
    UnusableInputError
        If the points or a host cannot be used.
    """
    known = read_points(points, crs=area.crs)
    qr = area.config.qr
    hosts = {check_host(host) for host in (qr.host, *qr.former_hosts) if host}
    places = code_places(scanned, known, hosts=hosts, keys=keys)
    return places, scan_findings(places["verdict"])
