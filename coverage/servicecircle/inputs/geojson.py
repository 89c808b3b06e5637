"""GeoJSON: whole, and not another JSON by the same name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from servicecircle._validation import name_some
from servicecircle.inputs.gdal import read_layer
from servicecircle.inputs.problem import UnusableInputError, incomplete, unreadable
from servicecircle.inputs.text import decode_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

KINDS = {
    "FeatureCollection",
    "Feature",
    "GeometryCollection",
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
}


def read_geojson(
    path: Path, *, layer: str | None, usual: Sequence[str] = ()
) -> pd.DataFrame:
    """
    Read GeoJSON, also in a CRS of its own (the `crs` member of 2008).

    The file is parsed as JSON first: GDAL takes what it can of a file that is cut.

    Raises
    ------
    UnusableInputError
        If it is not JSON to its very end, or JSON of another kind (TopoJSON, Esri).
    """
    text = decode_text(path)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        at = f"it is no JSON ({error})"
        raise unreadable(path, why=at) from error
    kind = _kind(content)
    if kind not in KINDS:
        raise _another_json(path, content, kind)
    features = content.get("features", [content])
    if not isinstance(features, list):
        raise unreadable(path, why="its features are no list")
    if not features:
        msg = f"{path.name} has no features."
        remedy = "Fill it in, or take it out of area.toml."
        raise UnusableInputError(msg, remedy, rule="file-empty")
    # One layer, which GDAL calls as it pleases where it reads from memory.
    if layer not in {None, path.stem, content.get("name")}:
        msg = f"{path.name} is GeoJSON, which has no layers, and so no {layer!r}."
        remedy = "Take layer out of area.toml."
        raise UnusableInputError(msg, remedy, rule="layer-missing")
    frame = read_layer(path, layer=None, usual=usual, content=text.encode())
    if len(frame) != len(features):
        why = f"it holds {len(features)} features, and {len(frame)} could be read"
        raise incomplete(path, why)
    return frame


def _kind(content: Any) -> str:  # noqa: ANN401 - JSON is anything
    named = content.get("type") if isinstance(content, dict) else None
    return named if isinstance(named, str) else ""


def _another_json(path: Path, content: Any, kind: str) -> UnusableInputError:  # noqa: ANN401
    if kind == "Topology":
        return UnusableInputError(
            f"{path.name} is TopoJSON.",
            "Save it as GeoJSON, for example with mapshaper or QGIS.",
            rule="file-kind",
        )
    if isinstance(content, dict) and "geometryType" in content:
        return UnusableInputError(
            f"{path.name} is Esri JSON.",
            "Export it as GeoJSON (f=geojson) or as GeoPackage.",
            rule="file-kind",
        )
    keys = name_some(content) if isinstance(content, dict) else type(content).__name__
    return unreadable(path, why=f"it is JSON, but not GeoJSON (it holds {keys})")
