"""The place that a scanned or typed code stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from servicecircle.qr.codes.keys import Keys
from servicecircle.qr.codes.verify import Verdict, verify

if TYPE_CHECKING:
    from collections.abc import Collection

PLACED = frozenset({Verdict.GENUINE, Verdict.UNSIGNED, Verdict.RETIRED})
"""Verdicts of codes whose place is believed. A plate that was taken down said where it
hung as well as any."""


def code_places(
    texts: pd.Series[str],
    points: gpd.GeoDataFrame,
    *,
    hosts: Collection[str],
    keys: Keys | None = None,
) -> gpd.GeoDataFrame:
    """
    Give every scanned address or typed code its point, if it is to be believed.

    Parameters
    ----------
    texts
        Addresses as scanned, or codes as printed or typed; missing or empty where
        nothing was scanned.
    points
        As `give_codes` gave them, retired ones too: indexed by ``point_id``.
    hosts
        The district's host, and those it had before.
    keys
        Every key that was ever used. Without them signed addresses are *unknown_key*,
        and have no place.

    Returns
    -------
    GeoDataFrame
        Indexed as `texts`, in their order: ``verdict`` (a `Verdict`; missing where
        there is no text), ``code`` (as it is kept) and, where the verdict is *genuine*,
        *unsigned* or *retired*, ``point_id``, ``kind``, ``building_id``, one
        ``<level>_id`` per level of the points and the point. Codes that are forged,
        mistyped, unknown or of another host have no place.

    Examples
    --------
    >>> from shapely import Point
    >>> from servicecircle.qr.codes import give_codes
    >>> door = gpd.GeoDataFrame(
    ...     {"kind": ["entrance"], "building_id": ["B1"], "state": ["active"]},
    ...     index=pd.Index(["p1"], name="point_id"), geometry=[Point(1, 2)],
    ... )
    >>> coded = give_codes(door).points
    >>> said = pd.Series([coded["code"].iloc[0], "K7M-4PQ-X3D", None])
    >>> code_places(said, coded, hosts=[])[["verdict", "building_id"]]
        verdict building_id
    0  unsigned          B1
    1  mistyped         NaN
    2       NaN         NaN
    """
    given = texts.fillna("").astype(str).str.strip()
    # What was scanned a hundred times is judged once.
    number, once = pd.factorize(given)
    states = dict(zip(points["code"], points["state"], strict=True))
    known = keys or Keys({})
    judged = [
        verify(text, hosts=hosts, keys=known, states=states) if text else None
        for text in once
    ]
    verdicts = [None if one is None else one.verdict.value for one in judged]
    codes = [one.code.replace("-", "") if one and one.code else None for one in judged]
    placed = [one is not None and one.verdict in PLACED for one in judged]
    told = pd.DataFrame({"verdict": verdicts, "code": codes}, dtype="str").iloc[number]
    believed = told["code"].where(pd.Series(placed, dtype=bool).iloc[number])
    units = [name for name in points.columns if name.endswith("_id")]
    columns = ["point_id", "kind", *units, points.geometry.name]
    row = pd.Index(points["code"]).get_indexer(pd.Index(believed.fillna("")))
    found = points.reset_index()[columns]
    # A row of nothing behind the last one is what -1 takes.
    found = found.reindex(pd.RangeIndex(len(found) + 1)).iloc[row]
    said = told.set_axis(texts.index).join(found.set_axis(texts.index))
    return gpd.GeoDataFrame(said, geometry=points.geometry.name, crs=points.crs)
