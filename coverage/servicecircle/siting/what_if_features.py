"""Features of a what-if file as a table, with all that is wrong with them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle._validation import name_some, suggest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WGS84 = "EPSG:4326"
LONGEST, HIGHEST = 180.0, 90.0
ALLOWED = {
    "open": ("name", "services"),
    "open_gate": ("name", "gate_id"),
    "close": ("name", "station_id"),
}
"""By action, the properties it may have."""
NAMES = ("gate_id", "station_id")
TEXTS = ("action", "name", *NAMES)
Point = tuple[float, float]


class Features(NamedTuple):
    """The features as a table, and what is wrong with them, in words."""

    actions: gpd.GeoDataFrame
    problems: list[str]


def read_features(features: Sequence[Any]) -> Features:
    """
    Make a table of the features of a what-if file.

    Parameters
    ----------
    features
        As JSON gave them.

    Returns
    -------
    Features
        The table as `WhatIf` describes it; not to be used where there are problems.

    Examples
    --------
    >>> shut = {"type": "Feature", "properties": {"action": "close"}}
    >>> read_features([shut]).problems
    ["feature 1: 'close' needs 'station_id'"]
    """
    problems = [
        f"feature {number}: {words}"
        for number, feature in enumerate(features, start=1)
        for words in _wrong(feature)
    ]
    if problems:
        return Features(gpd.GeoDataFrame(), problems)
    said = [feature["properties"] for feature in features]
    ids = [str(f.get("id") or f"W{n}") for n, f in enumerate(features, start=1)]
    columns = {
        name: pd.array([one.get(name) for one in said], dtype="str") for name in TEXTS
    }
    services = np.empty(len(said), dtype=object)
    services[:] = [
        tuple(one["services"]) if "services" in one else None for one in said
    ]
    points = [_point(feature) for feature in features]
    spots = [None if point is None else shapely.Point(point) for point in points]
    table = gpd.GeoDataFrame(
        {**columns, "services": services},
        index=pd.Index(ids, dtype="str"),
        geometry=gpd.GeoSeries(spots, index=ids, crs=WGS84),
    )
    return Features(table, list(_twice(table)))


def _wrong(feature: Any) -> Iterator[str]:  # noqa: ANN401 - JSON is anything
    """Say what is wrong with one feature."""
    said = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(said, dict) or feature.get("type") != "Feature":
        yield "it is no Feature with properties"
        return
    action = said.get("action")
    if action not in ALLOWED:
        yield f"action is {action!r}. {suggest(str(action), ALLOWED)}"
        return
    odd = sorted(set(said) - {"action", *ALLOWED[action]})
    if odd:
        hint = suggest(str(odd[0]), ALLOWED[action])
        yield f"{action!r} has no {name_some(odd)}. {hint}"
    for name in {*ALLOWED[action]} & {*NAMES}:
        if not (isinstance(said.get(name), str) and said[name]):
            yield f"{action!r} needs {name!r}"
    if not isinstance(said.get("name", ""), str):
        yield f"name is {said['name']!r}, not text"
    if not isinstance(feature.get("id", ""), str):
        yield f"id is {feature['id']!r}, not text"
    yield from _wrong_services(said)
    yield from _wrong_point(feature, needed=action == "open")


def _wrong_services(said: dict[str, Any]) -> Iterator[str]:
    services = said.get("services", ["any"])
    texts = isinstance(services, list) and all(isinstance(s, str) for s in services)
    if not texts or not services or len(set(services)) < len(services):
        yield f"services is {services!r}, not a list of different keys"


def _wrong_point(feature: dict[str, Any], *, needed: bool) -> Iterator[str]:
    geometry = feature.get("geometry")
    if geometry is None:
        if needed:
            yield "it needs a Point"
        return
    point = _point(feature)
    if point is None:
        yield f"its geometry is no Point with longitude and latitude: {geometry!r}"
    elif not (abs(point[0]) <= LONGEST and abs(point[1]) <= HIGHEST):
        yield f"{point[0]:g}, {point[1]:g} is no longitude and latitude in degrees"


def _point(feature: dict[str, Any]) -> Point | None:
    """Give longitude and latitude, or None where there is no point."""
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    pair = geometry.get("coordinates")
    if not isinstance(pair, list) or len(pair) not in {2, 3}:
        return None
    if any(isinstance(n, bool) or not isinstance(n, int | float) for n in pair):
        return None
    if not np.isfinite(pair).all():
        return None
    return float(pair[0]), float(pair[1])


def _twice(table: gpd.GeoDataFrame) -> Iterator[str]:
    """Name ids, gates and stations that are named more than once."""
    named = {"id": table.index, **{name: table[name].dropna() for name in NAMES}}
    for name, values in named.items():
        often = sorted(value for value, n in Counter(values).items() if n > 1)
        if often:
            yield f"{name} named more than once: {name_some(often)}"
