"""Codes for points: kept where there was one, new ones for the rest, none twice."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from servicecircle._validation import name_some
from servicecircle.inputs.problem import UnusableInputError
from servicecircle.qr.codes.alphabet import LETTERS, spelled, written
from servicecircle.qr.codes.check_character import check_digits, is_consistent
from servicecircle.qr.codes.door_numbers import keep_door_numbers
from servicecircle.qr.codes.match_former import match_former
from servicecircle.qr.codes.printed import BODY, LENGTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pyproj import CRS

ACTIVE = "active"
RETIRED = "retired"
NEEDED = ("kind", "building_id", "code", "state", "geometry")


class Coded(NamedTuple):
    """Points with codes, and what became of the former ones."""

    points: gpd.GeoDataFrame
    """Every point with its code, in the order given, then the retired ones by code."""
    changes: pd.DataFrame
    """By ``code``: ``change`` (kept, renamed, new, retired), ``building_id``,
    ``former_building_id``, ``moved_m`` (missing where there is only one place)."""


def give_codes(
    points: gpd.GeoDataFrame, former: gpd.GeoDataFrame | None = None
) -> Coded:
    """
    Give every point a code that says nothing and stays.

    A code is made from the point's name alone, never from a grid, a place or a count,
    and a point that had one keeps it: by its building's id, then by its place (see
    `match_former`). A code whose point is gone is retired and given to no other, ever.

    Parameters
    ----------
    points
        What `plan_points` gives: indexed by ``point_id``, ``kind``, ``building_id``,
        ``state``, points in the working CRS.
    former
        The points of the last plan, as this function gave them, retired ones too.

    Raises
    ------
    UnusableInputError
        If a former code is mistyped, or stands there twice, or the CRS differs.

    Notes
    -----
    Two runs without former points give the same codes; with them a code depends on the
    order of nothing. That two names lead to one code (once in 3 million points of a
    district of 100,000) is settled by the point id that sorts first.
    """
    if former is None:
        former = points.iloc[:0].assign(code=None)
    check_coded(former, crs=points.crs)
    live = former[former["state"] == ACTIVE].sort_values("code")
    by_name = points.sort_index()
    pairs = match_former(live, by_name)
    codes = pd.Series(None, index=by_name.index, dtype=object)
    codes.iloc[pairs.new] = live["code"].to_numpy(dtype=object)[pairs.former]
    without = codes.index[codes.isna()]
    codes.loc[without] = _new_codes(list(without), taken=set(former["code"]))
    told = points.assign(code=codes.reindex(points.index).astype("str"), state=ACTIVE)
    told = keep_door_numbers(told, live)
    gone = former[~former["code"].isin(set(codes))].sort_values("code")
    # A retired row's name is its code's: the point's own may be planned again.
    names = pd.Index([f"retired {code}" for code in gone["code"]], name="point_id")
    gone = gone.assign(state=RETIRED).set_axis(names.astype("str"))
    every = told
    if len(gone):
        shared = [name for name in told.columns if name in gone.columns]
        rows = [told, gone[shared].astype(told[shared].dtypes.to_dict())]
        every = gpd.GeoDataFrame(pd.concat(rows), crs=points.crs)
    return Coded(every, _changes(every, live, pairs.moved_m, codes.iloc[pairs.new]))


def check_coded(former: gpd.GeoDataFrame, *, crs: CRS) -> None:
    """
    Refuse points of an earlier plan whose codes cannot be carried on.

    Raises
    ------
    UnusableInputError
        If a column is missing, a code is mistyped or stands there twice, or the CRS is
        another one than that given.
    """
    missing = [name for name in NEEDED if name not in former.columns]
    codes = former["code"].fillna("") if not missing else pd.Series(dtype=str)
    wrong = [c for c in codes if len(c) != LENGTH or not is_consistent(c)]
    twice = codes[codes.duplicated()].unique()
    if missing:
        message = f"The former points have no column {name_some(missing)}."
    elif wrong:
        message = f"Codes of the former points are mistyped: {name_some(wrong)}."
    elif len(twice):
        message = f"Codes of the former points stand twice: {name_some(twice)}."
    elif len(former) and former.crs != crs:
        message = "The former points are in another CRS than the area."
    else:
        return
    remedy = "Give qr_points.gpkg as the last plan wrote it."
    raise UnusableInputError(message, remedy, rule="qr-former-unusable")


def _new_codes(names: Sequence[str], *, taken: set[str]) -> list[str]:
    """Make one code for each name, none of them taken; names are sorted."""
    made: list[str] = _candidates(names, attempt=0).tolist()
    used = set(taken)
    for k, name in enumerate(names):
        attempt = 0
        while made[k] in used:
            attempt += 1
            made[k] = str(_candidates([name], attempt=attempt)[0])
        used.add(made[k])
    return made


def _candidates(names: Sequence[str], *, attempt: int) -> NDArray[np.str_]:
    cut = b"".join(
        blake2b(f"{attempt}|{name}".encode(), digest_size=8).digest() for name in names
    )
    numbers = np.frombuffer(cut, dtype=">u8").astype(np.uint64)
    body = written(numbers % np.uint64(LETTERS**BODY), length=BODY)
    return spelled(np.column_stack([body, check_digits(body)]))


def _changes(
    every: gpd.GeoDataFrame,
    live: gpd.GeoDataFrame,
    moved_m: NDArray[np.float64],
    kept: pd.Series,
) -> pd.DataFrame:
    """Tell for every code what became of it."""
    table = every[["code", "state", "building_id"]].set_index("code")
    before = live.set_index("code")["building_id"].reindex(table.index)
    table["former_building_id"] = before
    table["moved_m"] = pd.Series(moved_m, index=kept.to_numpy()).reindex(table.index)
    was_live = table.index.isin(live["code"])
    same = (table["building_id"] == before) | (
        table["building_id"].isna() & before.isna()
    )
    table["change"] = np.select(
        [
            (table["state"] == RETIRED) & was_live,
            table["state"] == RETIRED,
            was_live & same,
            was_live,
        ],
        ["retired", "retired before", "kept", "renamed"],
        default="new",
    )
    order = ["change", "building_id", "former_building_id", "moved_m"]
    told: pd.DataFrame = table[order].sort_index()
    return told
