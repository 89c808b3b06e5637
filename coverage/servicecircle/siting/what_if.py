"""
What-if files: what somebody tried on the map, to be scored by `servicecircle site`.

A what-if file is GeoJSON (RFC 7946): UTF-8, one FeatureCollection, longitude and
latitude in WGS 84, in this order. It is what the map saves and what ``servicecircle
site AREA --out RUN --what-if FILE`` reads::

    {
      "type": "FeatureCollection",
      "servicecircle": "what-if 1",
      "area": "Guangming District",
      "area_hash": "9f86d081884c7d65...",
      "features": [
        {"type": "Feature", "id": "W1",
         "geometry": {"type": "Point", "coordinates": [113.9312, 22.7543]},
         "properties": {"action": "open", "name": "Hall by the lake",
                        "services": ["appeals"]}},
        {"type": "Feature", "id": "W2",
         "geometry": {"type": "Point", "coordinates": [113.9276, 22.7501]},
         "properties": {"action": "open_gate", "gate_id": "O4711"}},
        {"type": "Feature", "id": "W3", "geometry": null,
         "properties": {"action": "close", "station_id": "S0012"}}
      ]
    }

Members of the collection
    ``servicecircle``
        Always ``"what-if 1"``, the kind of file and its edition.
    ``area``
        The planning area's name (`PlanningArea.name`, the manifest's ``area.name``). A
        file of another area is refused.
    ``area_hash``
        `area_hash` of the manifest's ``inputs``: 64 hexadecimal digits. Where the area
        has another one today, its data have changed since the map was drawn: the file
        is scored all the same, with a warning.
    ``features``
        One each for what was tried, at least one, in the order in which it is told.

Members of a feature
    ``id``
        What tables call it; unique, and no id of a station or a candidate. Text, ``W``
        and the feature's number (from 1) where missing.
    ``geometry``
        A Point where ``action`` is ``open``. For ``open_gate`` it is the gate's point,
        or null; a gate farther than `GATE_NEAR_M` from it is refused, because gates are
        numbered anew whenever the network changes. For ``close`` it is not looked at.
    ``properties.action``
        ``open`` a new station, ``open_gate``, or ``close`` a station.
    ``properties.name``
        Optional text, for tables and maps; personal names do not belong here.
    ``properties.services``
        Only for ``open``, optional: the keys of the service circles that the station
        would serve ([services.KEY] in area.toml); all of them where missing.
    ``properties.gate_id``
        Only for ``open_gate``: the ``opening_id`` of `closed_openings`, as in
        openings.csv.
    ``properties.station_id``
        Only for ``close``: the station's id.

Anything else in ``properties`` is refused, so that a slip of the pen is not read as
"all services". Other members of a feature or the collection are passed over, as RFC
7946 has it; a ``crs`` member of 2008 only if it says WGS 84.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from servicecircle.errors import SitingError
from servicecircle.siting.what_if_features import read_features

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import geopandas as gpd

KIND = "what-if 1"
HASH = re.compile("[0-9a-f]{64}")
SAYS_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
GATE_NEAR_M = 5.0
"""A gate is taken for the one that was meant if it is at most so far from its point."""
SHOWN = 5


@dataclass(frozen=True, eq=False)
class WhatIf:
    """
    What was tried on the map.

    Parameters
    ----------
    area
        The planning area's name.
    area_hash
        `area_hash` of the inputs that the map was drawn from.
    actions
        Indexed by id, in the order of the file: ``action``; ``name``, ``gate_id``,
        ``station_id`` (text or missing); ``services`` (a tuple, or None for all); the
        point in WGS 84, or none.
    content
        The file as it was read, to be kept with what comes of it.
    """

    area: str
    area_hash: str
    actions: gpd.GeoDataFrame
    content: Mapping[str, Any]


def area_hash(inputs: Iterable[Mapping[str, Any]]) -> str:
    """
    Tell the data of a planning area apart from other data by 64 hexadecimal digits.

    Parameters
    ----------
    inputs
        The manifest's ``inputs`` (`describe_inputs`): ``file`` and ``sha256`` of each.
        Their order does not matter.

    Examples
    --------
    >>> area_hash([{"file": "area.toml", "sha256": "ab", "bytes": 3}])[:12]
    '1cdf7a7a6c07'
    """
    lines = sorted(f"{one['file']} {one['sha256']}\n" for one in inputs)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_what_if(path: Path) -> WhatIf:
    """
    Read a what-if file.

    Raises
    ------
    SitingError
        If it cannot be read or is no what-if file, with everything that is wrong with
        its features at once.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        msg = f"{path} cannot be read: {error}. Save it again from the map."
        raise SitingError(msg) from error
    return what_if(content, called=path.name)


def what_if(content: Any, *, called: str = "the what-if file") -> WhatIf:  # noqa: ANN401
    """
    Check the content of a what-if file, and give it as a table.

    Parameters
    ----------
    content
        What JSON made of the file.
    called
        What messages call it.

    Raises
    ------
    SitingError
        As `read_what_if`.

    Examples
    --------
    >>> spot = {"type": "Point", "coordinates": [113.9312, 22.7543]}
    >>> hall = {"type": "Feature", "geometry": spot, "properties": {"action": "open"}}
    >>> tried = what_if(
    ...     {
    ...         "type": "FeatureCollection",
    ...         "servicecircle": "what-if 1",
    ...         "area": "Village",
    ...         "area_hash": 64 * "0",
    ...         "features": [hall],
    ...     }
    ... )
    >>> tried.actions[["action", "geometry"]]
       action                 geometry
    W1   open  POINT (113.9312 22.7543)
    """
    problems = _not_a_what_if(content)
    if problems:
        msg = (
            f"{called} is no what-if file: {'; '.join(problems)}. Save it from the map."
        )
        raise SitingError(msg)
    actions, problems = read_features(content["features"])
    if problems:
        rest = len(problems) - SHOWN
        more = f"\n  and {rest} more" if rest > 0 else ""
        shown = "\n  ".join(problems[:SHOWN])
        msg = f"{called} cannot be used:\n  {shown}{more}"
        raise SitingError(msg)
    return WhatIf(content["area"], content["area_hash"], actions, content)


def _not_a_what_if(content: Any) -> list[str]:  # noqa: ANN401 - JSON is anything
    """Say what the collection lacks."""
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        return ["it holds no FeatureCollection"]
    problems = []
    if content.get("servicecircle") != KIND:
        said = content.get("servicecircle")
        problems.append(f"servicecircle is {said!r}, not {KIND!r}")
    name, digest = content.get("area"), content.get("area_hash")
    if not (isinstance(name, str) and name):
        problems.append(f"area is {name!r}, not a name")
    if not (isinstance(digest, str) and HASH.fullmatch(digest)):
        problems.append(f"area_hash is {digest!r}, not 64 hexadecimal digits")
    features = content.get("features")
    if not (isinstance(features, list) and features):
        problems.append("it has no features")
    crs = json.dumps(content.get("crs"))
    if "crs" in content and not any(word in crs for word in SAYS_WGS84):
        problems.append(f"its crs is {crs}, not WGS 84")
    return problems
