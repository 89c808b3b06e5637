"""The layers of `findings.gpkg`: what was found, where it is, coloured by severity."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.in_chinese import in_chinese
from servicecircle.reports.qgis_styles import Shape, category_style
from servicecircle.tables import sort_findings, table
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import pyproj
    from numpy.typing import NDArray

    from servicecircle.findings import Finding
    from servicecircle.reports.findings_words import Language

SEVERITIES = (
    (Severity.ERROR.value, "#b2182b", "blocks the run"),
    (Severity.WARNING.value, "#ef8a00", "to be looked at"),
    (Severity.NOTE.value, "#2c7fb8", "note"),
)
"""Dark red, orange and blue: told apart by lightness and by colour-blind readers."""


class _Kind(NamedTuple):
    """One layer: what it holds, and how parts become one shape."""

    dimension: int
    shape: Shape
    group: Callable[..., NDArray[np.object_]]


KINDS = {
    "findings_areas": _Kind(2, "area", shapely.multipolygons),
    "findings_lines": _Kind(1, "line", shapely.multilinestrings),
    "findings_points": _Kind(0, "point", shapely.multipoints),
}
"""Points last, so that a map draws them on top."""


def findings_layers(
    findings: Iterable[Finding], *, crs: pyproj.CRS, language: Language = "en"
) -> dict[str, gpd.GeoDataFrame]:
    """
    Put the findings that have a place into layers of areas, lines and points.

    Parameters
    ----------
    findings
        What the checks found; silenced ones are left out.
    crs
        The working CRS, which ``where`` is in.
    language
        With ``zh``, columns ``message_zh`` and ``remedy_zh`` say the same in Chinese.

    Returns
    -------
    dict
        From layer name to a frame with the columns of the table of findings, in
        reading order. A layer is there if it has a row; `findings_points` always is.
        A finding whose place is of several kinds has a row in each of their layers.

    Examples
    --------
    >>> from servicecircle.crs import parse_crs
    >>> from servicecircle.tables.say import error
    >>> spot = error("gap", "grids", "12 m2.", "Extend.", where=shapely.Point(1, 2))
    >>> layers = findings_layers([spot], crs=parse_crs("EPSG:4547"))
    >>> {name: len(layer) for name, layer in layers.items()}
    {'findings_points': 1}
    """
    told = [f for f in sort_findings(findings) if not f.silenced]
    placed = [f for f in told if f.where is not None and not f.where.is_empty]
    rows = pd.DataFrame([f.as_row() for f in placed], columns=table("findings").names)
    if language == "zh":
        for name in ("message", "remedy"):
            rows[f"{name}_zh"] = rows[name].map(in_chinese)
    parts, of = _simple_parts([f.where for f in placed])
    dimensions = shapely.get_dimensions(parts)
    layers: dict[str, gpd.GeoDataFrame] = {}
    for name, kind in KINDS.items():
        mine = dimensions == kind.dimension
        if not mine.any() and name != "findings_points":
            continue
        owners, groups = np.unique(of[mine], return_inverse=True)
        shapes = kind.group(parts[mine], indices=groups) if mine.any() else np.array([])
        layers[name] = gpd.GeoDataFrame(
            rows.iloc[owners].reset_index(drop=True), geometry=shapes, crs=crs
        )
    return layers


def findings_styles(layers: Iterable[str]) -> dict[str, str]:
    """Colour each layer by severity."""
    return {
        name: category_style("severity", SEVERITIES, shape=KINDS[name].shape)
        for name in layers
    }


def write_findings_geopackage(
    findings: Iterable[Finding],
    path: Path,
    *,
    crs: pyproj.CRS,
    language: Language = "en",
) -> None:
    """Write `findings.gpkg`, which QGIS opens coloured by severity."""
    layers = findings_layers(findings, crs=crs, language=language)
    write_geopackage(path, layers, styles=findings_styles(layers))


def _simple_parts(
    shapes: list[shapely.Geometry | None],
) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """Take groups apart, also groups of groups; and say of which shape each part is."""
    parts = np.array(shapes, dtype=object)
    of = np.arange(len(parts))
    while (shapely.get_type_id(parts) >= shapely.GeometryType.MULTIPOINT).any():
        parts, came_from = shapely.get_parts(parts, return_index=True)
        of = of[came_from]
    return shapely.force_2d(parts), of
