"""The files of an assessment of risk: tables, and a styled GeoPackage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.qgis_styles import category_style
from servicecircle.reports.run_folder import write_csv
from servicecircle.risk.method import indicator_table
from servicecircle.risk.site_weights import site_weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from servicecircle.risk import Assessment
    from servicecircle.vocabulary import Level

TIERS = (
    ("red", "#a50f15", "red 红"),
    ("yellow", "#fed439", "yellow 黄"),
    ("blue", "#4292c6", "blue 蓝"),
    ("insufficient", "#bdbdbd", "insufficient data 数据不足"),
)
"""Told apart by lightness too, so that every kind of colour vision reads them."""
STATES = (
    ("running", "#762a83", "running 进行中"),
    ("ended", "#c2a5cf", "ended 已结束"),
)
"""Of alarms."""
WEIGHTS = "risk_weights.csv"


def write_risk(
    folder: Path,
    assessments: Sequence[Assessment],
    levels: Mapping[Level, gpd.GeoDataFrame],
    method: pd.DataFrame,
    *,
    alarms: gpd.GeoDataFrame,
) -> None:
    """
    Write everything about the risk of units into a folder.

    Parameters
    ----------
    folder
        An empty folder.
    assessments
        Of each level, the widest first.
    levels
        The units' outlines.
    method
        As `method_table` gives it.
    alarms
        As `alarm_layer` gives them; written as a table too.
    """
    write_csv(risk_table(assessments), folder / "risk.csv")
    told = [indicator_table(assessment) for assessment in assessments]
    write_csv(pd.concat(told, ignore_index=True), folder / "risk_indicators.csv")
    write_csv(method, folder / "risk_method.csv")
    write_csv(site_weights(assessments[-1]), folder / WEIGHTS)
    write_csv(pd.DataFrame(alarms.drop(columns="geometry")), folder / "alarms.csv")
    layers = {"alarms": alarms} if len(alarms) else {}
    for assessment in reversed(assessments):
        shapes = levels[assessment.level]["geometry"]
        table = assessment.units.astype({"tier": "str"})
        layers[assessment.level.layer] = gpd.GeoDataFrame(
            table, geometry=shapes, crs=shapes.crs
        )
    styles = {layer: category_style("tier", TIERS, shape="area") for layer in layers}
    if "alarms" in layers:
        styles["alarms"] = category_style("state", STATES, shape="area")
    write_geopackage(folder / "risk.gpkg", layers, styles=styles)


def risk_table(assessments: Sequence[Assessment]) -> pd.DataFrame:
    """Put the units of all levels into one table, the widest level first."""
    parts = [
        assessment.units.reset_index().assign(level=assessment.level.value)
        for assessment in assessments
    ]
    table = pd.concat(parts, ignore_index=True)
    first = ["level", "unit_id", "name", "tier"]
    return table[[*first, *(c for c in table if c not in first)]]
