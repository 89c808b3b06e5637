"""The files of a proposal: tables, a styled GeoPackage, the certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.qgis_styles import category_style, plain_style, share_style
from servicecircle.reports.run_folder import write_csv
from servicecircle.siting.certificate import write_certificate
from servicecircle.siting.proposals import coverage_change
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from servicecircle.siting.certificate import Certificate
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.proposals import Proposals, Trials

ACTIONS = (
    ("open", "#c51b7d", "to open"),
    ("move", "#7b3294", "to open in place of a station"),
    ("close", "#101010", "to close"),
    ("keep", "#2c7fb8", "to keep"),
)
FINEST_FIRST = tuple(reversed(Level))


def write_proposals(  # noqa: PLR0913 - what is written
    folder: Path,
    proposals: Proposals,
    *,
    layers: Mapping[str, gpd.GeoDataFrame],
    points: pd.DataFrame | None,
    trials: Trials | None,
    certificate: Certificate,
) -> None:
    """
    Write everything about a proposal into a folder.

    Parameters
    ----------
    folder
        An empty folder.
    proposals
        The proposals and what units gain by them.
    layers
        As `proposal_layers` gives them.
    points
        The frontier, where there is one.
    trials
        What came of trials, where there were any.
    certificate
        The certificate.
    """
    write_csv(
        pd.DataFrame(proposals.table.drop(columns="geometry")), folder / PROPOSALS
    )
    write_csv(proposals.units, folder / "proposal_units.csv")
    if points is not None:
        write_csv(points, folder / "frontier.csv")
    if trials is not None:
        write_csv(trials.table, folder / "trials.csv")
    write_geopackage(folder / "proposals.gpkg", layers, styles=proposal_styles(layers))
    write_certificate(folder, certificate)


PROPOSALS = "proposals.csv"


def proposal_layers(
    problem: SitingProblem,
    open_: NDArray[np.bool_],
    proposals: Proposals,
    levels: Mapping[Level, gpd.GeoDataFrame],
) -> dict[str, gpd.GeoDataFrame]:
    """
    Put a proposal on the map.

    Returns
    -------
    dict
        ``proposals``, points with all that is said of them; ``alternatives``, a line
        from each to the best other candidate nearby; ``stations``, those there today;
        and a layer of polygons for each level with its coverage today and then. The
        order is that in which a map draws them well.
    """
    sites = problem.sites
    stations = sites.loc[sites["existing"], ["name", "tier", "host_type", "geometry"]]
    crs = proposals.table.crs
    layers = {
        "proposals": proposals.table,
        "alternatives": _lines(problem, proposals.table),
        "stations": gpd.GeoDataFrame(stations, crs=crs),
    }
    for level in FINEST_FIRST:
        if level in levels and level.id_column in problem.places:
            change = coverage_change(problem, open_, level)
            units = levels[level][["name", "geometry"]]
            layers[level.layer] = gpd.GeoDataFrame(units.join(change), crs=crs)
    return layers


def proposal_styles(layers: Mapping[str, gpd.GeoDataFrame]) -> dict[str, str]:
    """Give each layer its style."""
    line = (("nearby", "#969696", "the best other candidate nearby"),)
    styles = {
        "proposals": category_style("action", ACTIONS, shape="point"),
        "alternatives": category_style("kind", line, shape="line"),
        "stations": plain_style("#101010", polygons=False),
    }
    units = [level.layer for level in Level if level.layer in layers]
    return styles | {layer: share_style("share_then") for layer in units}


def _lines(problem: SitingProblem, table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Draw a line from each proposal to its best alternative nearby."""
    rows = table.loc[table["alternative"].notna()]
    spots = problem.sites["geometry"]
    pairs = [np.array(spots.loc[rows[c]].array, dtype=object) for c in PAIR]
    ends = np.stack([shapely.get_coordinates(side) for side in pairs], axis=1)
    lines = shapely.linestrings(ends) if len(rows) else np.empty(0, dtype=object)
    columns = [*PAIR, "alternative_m", "alternative_loses"]
    frame = pd.DataFrame(rows[columns]).assign(kind="nearby").reset_index(drop=True)
    return gpd.GeoDataFrame(frame, geometry=lines, crs=table.crs)


PAIR = ("site_id", "alternative")
