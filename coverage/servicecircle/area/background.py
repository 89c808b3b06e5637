"""What maps draw quietly below: water, parks, woods and grass."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle._validation import name_some
from servicecircle.area.places import read_places
from servicecircle.inputs import locate
from servicecircle.tables import table
from servicecircle.tables.match_columns import fold
from servicecircle.tables.say import note, warning
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pyproj
    from numpy.typing import NDArray

    from servicecircle.area.config import BackgroundFile
    from servicecircle.findings import Finding

TABLE = "background"
AROUND_M = 1_500.0
"""As far as a map's distance slider goes beyond the district."""
ONE_ROW = {"empty-geometry", "geometry-kind", "geometry-not-finite"}
"""What is wrong with a row is no reason to refuse a plan: it is a picture."""


def read_background(
    sources: Sequence[BackgroundFile],
    folder: Path,
    *,
    crs: pyproj.CRS,
    widest: gpd.GeoDataFrame | None,
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """
    Read what maps draw below everything.

    Parameters
    ----------
    sources
        The sections [[background]] of area.toml.
    folder
        The planning area's folder.
    crs
        The working CRS.
    widest
        The units of the widest level: what lies farther than 1.5 km from their
        rectangle is cut off. Nothing is cut where it is None.

    Returns
    -------
    background
        ``kind`` (see `kinds`) and single polygons or lines, the kinds in the order in
        which they are to be drawn, each from west to east.
    findings
        Errors for files that cannot be read; warnings for rows without a usable
        geometry and for a file with nothing near the district; a note for kinds that
        maps do not draw, which are left out.
    """
    layers: list[gpd.GeoDataFrame] = [_empty(crs)]
    findings: list[Finding] = []
    for source in sources:
        read = read_places(
            locate(folder, source.file),
            source,
            table(TABLE),
            crs=crs,
            usual_layers=(TABLE, "land"),
            folder=folder,
        )
        findings += [
            replace(f, severity=Severity.WARNING) if f.rule in ONE_ROW else f
            for f in read.findings
        ]
        if read.places is None:
            continue
        layer, found = _drawn(read.places.frame, source)
        findings += found
        if widest is not None:
            around = AROUND_M * np.array([-1, -1, 1, 1])
            near = cut_background(layer, widest.total_bounds + around)
            if len(layer) and near.empty:
                findings.append(_elsewhere(source))
            layer = near
        layers.append(layer)
    return _in_order(pd.concat(layers, ignore_index=True)), findings


@cache
def kinds() -> dict[str, tuple[str, ...]]:
    """
    Read the kinds that maps draw, in the order of drawing, and the words for them.

    >>> list(kinds())
    ['wood', 'grass', 'park', 'water']
    """
    text = files("servicecircle.area").joinpath("background_kinds.csv")
    rows = csv.DictReader(text.read_text(encoding="utf-8").splitlines())
    return {row["kind"]: tuple(row["words"].split("|")) for row in rows}


def kind_of(words: pd.Series) -> pd.Series:
    """
    Give the kind that each word stands for; missing where maps do not draw it.

    >>> kind_of(pd.Series(["River", "公园绿地", "factory", None])).tolist()
    ['water', 'park', nan, nan]
    """
    known = {fold(word): kind for kind, words in kinds().items() for word in words}
    return words.map(lambda word: known.get(fold(word)), na_action="ignore").astype(
        "str"
    )


def _drawn(
    frame: gpd.GeoDataFrame, source: BackgroundFile
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Keep what is of a kind that maps draw."""
    said = frame["kind"]
    if source.kind is not None:
        said = pd.Series(source.kind, index=frame.index, dtype="str")
    kind = kind_of(said)
    known = kind.notna()
    layer = gpd.GeoDataFrame(
        {"kind": kind[known]}, geometry=frame.geometry[known], crs=frame.crs
    )
    if known.all():
        return layer, []
    words = said[~known].dropna().unique().tolist()
    what = f"of a kind that maps do not draw ({name_some(words)})" if words else ""
    bare = int(said[~known].isna().sum())
    without = f"{bare} rows say no kind" if bare else ""
    counted = f"{int((~known).sum()) - bare} rows are {what}" if what else ""
    message = f"{source.file}: {' and '.join(t for t in (counted, without) if t)}."
    remedy = (
        f"They are left out. Kinds are {', '.join(kinds())}; write kind = "
        '"water" beside the file in area.toml where all of it is one.'
    )
    say = note if known.any() else warning
    return layer, [say("background-kind", TABLE, message, remedy)]


def cut_background(
    layer: gpd.GeoDataFrame, window: Iterable[float]
) -> gpd.GeoDataFrame:
    """
    Cut a background at a rectangle, into single parts.

    Parameters
    ----------
    layer
        ``kind`` and polygons or lines.
    window
        West, south, east and north, in the layer's CRS.

    Examples
    --------
    >>> pond = gpd.GeoDataFrame({"kind": ["water"]}, geometry=[shapely.box(0, 0, 9, 9)])
    >>> cut_background(pond, (4, 4, 20, 20)).area.tolist()
    [25.0]
    """
    west, south, east, north = window
    shapes: NDArray[np.object_] = np.array(layer.geometry.array, dtype=object)
    west, south, east, north = window
    near = np.flatnonzero(
        shapely.intersects(shapes, shapely.box(west, south, east, north))
    )
    cut = shapely.clip_by_rect(shapes[near], west, south, east, north)
    parts, of_row = shapely.get_parts(cut, return_index=True)
    row = near[of_row]
    # Where an outline only touches the rectangle, a line or a point is left of it.
    same = shapely.get_dimensions(parts) == shapely.get_dimensions(shapes)[row]
    same &= ~shapely.is_empty(parts)
    return gpd.GeoDataFrame(
        {"kind": layer["kind"].to_numpy()[row[same]]},
        geometry=parts[same],
        crs=layer.crs,
    ).astype({"kind": "str"})


def _in_order(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort by kind as drawn and by place, so that nothing depends on the file."""
    rank = layer["kind"].map(list(kinds()).index).to_numpy(dtype=float)
    west, south, east, north = layer.bounds.to_numpy().T
    return layer.iloc[np.lexsort((north, east, south, west, rank))].reset_index(
        drop=True
    )


def _elsewhere(source: BackgroundFile) -> Finding:
    message = (
        f"Nothing in {source.file} lies within {AROUND_M:g} m of the district: maps "
        "are drawn without it."
    )
    remedy = "Check that it is of this place, and its CRS and datum."
    return warning("background-elsewhere", TABLE, message, remedy)


def _empty(crs: pyproj.CRS) -> gpd.GeoDataFrame:
    kind = pd.Series([], dtype="str")
    return gpd.GeoDataFrame({"kind": kind}, geometry=[], crs=crs)
