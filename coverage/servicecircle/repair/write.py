"""Writing a repaired area into a folder of its own, with its log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle import __version__
from servicecircle.area.read_config import FILE
from servicecircle.repair.config_text import leads_out, repaired_config
from servicecircle.repair.copy_files import (
    FOLDER,
    LOG,
    PLACES,
    RECORD,
    SET_ASIDE,
    copy_the_others,
)
from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.notice import repeat_notice
from servicecircle.reports.qgis_styles import category_style, plain_style
from servicecircle.reports.run_folder import describe_inputs, write_csv
from servicecircle.whole_folder import new_folder

if TYPE_CHECKING:
    from os import PathLike

    import pyproj

    from servicecircle.repair.perform import Repaired
    from servicecircle.reports.qgis_styles import Shape

RED = "#b2182b"
"""What was changed, and what was taken out."""


def write_repaired(repaired: Repaired, out: PathLike[str] | str) -> None:
    """
    Write the whole area anew: repaired tables, copies of the others, and the log.

    Parameters
    ----------
    repaired
        What `perform` gave.
    out
        A folder that is not there yet, or is empty. It appears all at once.

    Raises
    ------
    OutputError
        If the folder holds anything, or cannot be written.

    Notes
    -----
    ``repaired/<table>.gpkg`` (or ``.csv`` where a table has no geometry) for every
    table that was changed; every other file of the folder as it is, whether or not
    `area.toml` names it, without what earlier commands wrote;
    `area.toml` with its comments; ``repairs.csv`` with one row per change,
    ``repairs.gpkg`` with the ground that changed, ``set_aside.gpkg`` and
    ``set_aside_<table>.csv`` with every row that was taken out, ``repairs.json`` with
    the inputs' SHA-256. The same input gives the same bytes.
    """
    with new_folder(out) as folder:
        crs = repaired.after.crs
        changed = {n: s for n, s in repaired.after.tables.items() if s.changed}
        written = {}
        for name, source in changed.items():
            rows = _storable(source.rows_as_written(crs))
            written[name] = (source, _write_table(rows, folder, f"{FOLDER}/{name}"))
        text = repaired_config(repaired.before, written, out=Path(out))
        (folder / FILE).write_text(text, encoding="utf-8", newline="\n")
        copied = copy_the_others(repaired, folder, out=Path(out))
        write_csv(repaired.log, folder / LOG)
        _write_places(repaired, folder / PLACES, crs)
        _write_set_aside(repaired, folder)
        repeat_notice(folder, repaired.before.config.area.notice)
        _write_record(repaired, folder, copied)


def _write_table(rows: pd.DataFrame, folder: Path, name: str) -> str:
    """Write a table as GeoPackage, or as CSV where it has no geometry."""
    suffix = ".gpkg" if isinstance(rows, gpd.GeoDataFrame) else ".csv"
    path = folder / f"{name}{suffix}"
    path.parent.mkdir(exist_ok=True)
    if isinstance(rows, gpd.GeoDataFrame):
        write_geopackage(path, {Path(name).name: rows}, styles={})
    else:
        write_csv(rows, path)
    return f"{name}{suffix}"


def _storable(rows: pd.DataFrame) -> pd.DataFrame:
    """Make columns of one kind: cells of several as text, and all that a CSV holds."""
    plain = pd.DataFrame(rows)
    if isinstance(rows, gpd.GeoDataFrame):
        plain = plain.drop(columns=str(rows.geometry.name))
        mixed = [c for c in plain.columns if plain[c].dtype == object]
        plain = plain.assign(**_as_text(plain[mixed]))
        shapes = _alike(np.array(rows.geometry.array, dtype=object))
        placed: pd.DataFrame = gpd.GeoDataFrame(
            plain.reset_index(drop=True), geometry=shapes, crs=rows.crs
        )
        return placed
    # As text a number keeps every digit.
    return plain.assign(**_as_text(plain)).reset_index(drop=True)


def _as_text(columns: pd.DataFrame) -> dict[str, pd.Series]:
    return {
        str(name): columns[name].map(str, na_action="ignore").astype("str")
        for name in columns.columns
    }


def _alike(shapes: np.ndarray) -> np.ndarray:
    """Make polygons groups of one where there are groups beside them."""
    kinds = shapely.get_type_id(shapes)
    single = kinds == shapely.GeometryType.POLYGON
    if not (kinds == shapely.GeometryType.MULTIPOLYGON).any() or not single.any():
        return shapes
    grouped = shapes.copy()
    grouped[single] = shapely.multipolygons(shapes[single][:, None])
    return grouped


def _write_places(repaired: Repaired, path: Path, crs: pyproj.CRS) -> None:
    """Write the ground that changed, each piece with its line of the log."""
    shapes = repaired.places
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    areal = shapely.get_dimensions(shapes) == 2  # noqa: PLR2004 - an area
    layers = {}
    for name, rows in (
        ("changed_areas", there & areal),
        ("changed_points", there & ~areal),
    ):
        if rows.any():
            frame = repaired.log[rows].reset_index(drop=True)
            layers[name] = gpd.GeoDataFrame(
                frame, geometry=_alike(shapes[rows]), crs=crs
            )
    styles = {
        name: plain_style(RED, polygons=name == "changed_areas", opacity="0.6")
        for name in layers
    }
    if layers:
        write_geopackage(path, layers, styles=styles)


def _write_set_aside(repaired: Repaired, folder: Path) -> None:
    """Write every row that was taken out, with the repair that took it."""
    by_table: dict[str, list[pd.DataFrame]] = {}
    for what, source in repaired.set_aside:
        rows = source.rows_as_written(repaired.after.crs)
        by_table.setdefault(source.name, []).append(rows.assign(set_aside_by=what))
    layers = {}
    for name, frames in by_table.items():
        rows = _storable(pd.concat(frames))
        if isinstance(rows, gpd.GeoDataFrame):
            layers[name] = rows
        else:
            write_csv(rows, folder / f"{SET_ASIDE}_{name}.csv")
    if layers:
        styles = {name: _set_aside_style(rows) for name, rows in layers.items()}
        write_geopackage(folder / f"{SET_ASIDE}.gpkg", layers, styles=styles)


def _set_aside_style(rows: gpd.GeoDataFrame) -> str:
    """Name in the legend which repair took the rows out."""
    shapes: tuple[Shape, ...] = ("point", "line", "area")
    widest = max(0, int(shapely.get_dimensions(rows.geometry.to_numpy()).max()))
    named = sorted(set(rows["set_aside_by"]))
    return category_style(
        "set_aside_by",
        [(name, RED, name) for name in named],
        shape=shapes[widest],
    )


def _write_record(repaired: Repaired, folder: Path, copied: list[str]) -> None:
    """Say what was repaired, out of which files."""
    draft = repaired.before
    inside = [n for n in draft.config.files() if not leads_out(n, draft.folder)]
    files = [n for n in (FILE, *inside) if (draft.folder / n).exists()]
    content = {
        "servicecircle": __version__,
        "command": "repair",
        "repairs": list(repaired.names),
        "width_m": repaired.width_m,
        "changes": {
            str(what): int(count)
            for what, count in repaired.log["what"].value_counts(sort=False).items()
        },
        "inputs": describe_inputs(draft.folder, files),
        "copied": copied,
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8", newline="\n")
