"""The files of a response run: tables, and a GeoPackage styled for QGIS."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.qgis_styles import category_style, plain_style, share_style
from servicecircle.reports.run_folder import write_csv

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.response.dispatch import Dispatch

NOBODY = "nobody"
COLOURS = ("#b2182b", "#ef8a62", "#4393c3", "#92c5de", "#762a83", "#a6dba0")
"""Nobody first; then by mode: told apart by lightness too."""


def write_response(
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    layers: Mapping[str, gpd.GeoDataFrame],
    styles: Mapping[str, str],
) -> None:
    """Write the tables by their names and the layers of `response.gpkg`."""
    for name, table in tables.items():
        write_csv(table, folder / name)
    write_geopackage(folder / "response.gpkg", layers, styles=styles)


def response_layers(
    area: PlanningArea, dispatch: Dispatch, tables: Mapping[str, pd.DataFrame]
) -> tuple[dict[str, gpd.GeoDataFrame], dict[str, str]]:
    """
    Draw dispatch reach, the residents whom nobody reaches, and the clock.

    Returns
    -------
    layers
        The units of every level, the finest first, with ``residents``, the clock
        (``met_share_<step>_<class>``) and ``share_<service>_<mode>`` of residents whom
        somebody reaches in time; ``unreached``, one point a building and service whom
        not every mode reaches, with residents and ``reached_by``; ``responders``.
    styles
        QGIS styles by layer; units are coloured by the first service and mode.
    """
    first = next(iter(dispatch.limits_m))
    services = dispatch.services
    layers, styles = {}, {}
    for level in reversed(list(area.levels)):
        layers[level.layer] = _units(area, tables, level.value)
        if services:
            styles[level.layer] = share_style(f"share_{services[0]}_{first}")
    layers["unreached"] = _unreached(area, dispatch)
    words = sorted(set(layers["unreached"]["reached_by"]) - {NOBODY})
    kinds = [NOBODY, *words]
    shown = [(w, COLOURS[k % len(COLOURS)], w) for k, w in enumerate(kinds)]
    styles["unreached"] = category_style("reached_by", shown, shape="point")
    stations = area.stations[["name", "tier", "services", "geometry"]].copy()
    stations["services"] = [";".join(offered) for offered in stations["services"]]
    layers["responders"] = stations.rename_axis("station_id")
    styles["responders"] = plain_style("#101010", polygons=False)
    return layers, styles


def _units(
    area: PlanningArea, tables: Mapping[str, pd.DataFrame], level: str
) -> gpd.GeoDataFrame:
    """Join the shares of the clock and of dispatch to the outlines of one level."""
    units = next(u for k, u in area.levels.items() if k.value == level)
    told = units[["name", "geometry"]].rename_axis("unit_id")
    reach = tables["dispatch_reach.csv"]
    reach = reach[reach["level"] == level]
    one = reach.drop_duplicates("unit_id").set_index("unit_id")["residents"]
    columns = {"residents": one.reindex(told.index)}
    clock = tables["response.csv"]
    if len(clock):
        rows = clock[clock["level"] == level]
        for (step, kind), part in rows.groupby(["step", "class"], sort=False):
            share = part.set_index("unit_id")["met_share_of_due"]
            columns[f"met_share_{step}_{kind}"] = share.reindex(told.index)
    for (service, mode), part in reach.groupby(["service", "mode"], sort=False):
        share = part.set_index("unit_id")["share_of_residents"]
        columns[f"share_{service}_{mode}"] = share.reindex(told.index)
    joined = told.assign(**columns)
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=area.crs)


def _unreached(area: PlanningArea, dispatch: Dispatch) -> gpd.GeoDataFrame:
    """List the homes that not every mode reaches in time, service by service."""
    inside = area.buildings.loc[dispatch.buildings]
    lived = (inside["residents"] > 0).to_numpy()
    modes = list(dispatch.limits_m)
    parts = []
    for service in dispatch.services:
        told = {mode: dispatch.soonest[service, mode] for mode in modes}
        within = np.column_stack([told[m]["in_time"].to_numpy() for m in modes])
        row = np.flatnonzero(lived & ~within.all(axis=1))
        words = [
            ", ".join(m for m, is_in in zip(modes, each, strict=True) if is_in)
            for each in itertools.product([False, True], repeat=len(modes))
        ]
        code = within[row] @ (2 ** np.arange(len(modes))[::-1])
        reached = np.array([word or NOBODY for word in words], dtype=object)[code]
        minutes = {f"minutes_{m}": told[m]["minutes"].to_numpy()[row] for m in modes}
        part = {
            "service": service,
            "building_id": inside.index[row],
            "residents": inside["residents"].to_numpy()[row],
            "reached_by": pd.array(reached, dtype="str"),
            **minutes,
        }
        spots = inside.geometry.iloc[row].representative_point()
        parts.append(gpd.GeoDataFrame(part, geometry=spots.array, crs=area.crs))
    every = pd.concat(parts, ignore_index=True)
    return gpd.GeoDataFrame(every, geometry="geometry", crs=area.crs)
