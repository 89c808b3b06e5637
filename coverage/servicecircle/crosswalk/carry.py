"""Carrying counts by old unit onto the new units, so that series go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from servicecircle._validation import name_some
from servicecircle.errors import InputError
from servicecircle.inputs import UnusableInputError

if TYPE_CHECKING:
    import pandas as pd

    from servicecircle.vocabulary import Level

By = Literal["residents", "buildings", "area"]
UNIT, COUNT = "unit_id", "count"
ROUNDING = 1e-9
WHOLE = 1 - 1e-12
"""From this share on a unit's counts go to one unit: nothing is estimated."""


def carry(
    counts: pd.DataFrame,
    crosswalk: pd.DataFrame,
    *,
    level: Level,
    by: By = "residents",
    whole: bool = False,
) -> pd.DataFrame:
    """
    Carry counts by old unit onto the new units.

    Parameters
    ----------
    counts
        ``unit_id`` of old units, ``count`` (a number from 0 on), and any other columns
        as keys, such as the month: each row is carried by itself.
    crosswalk
        The table of a `Crosswalk`.
    level
        The level of the units.
    by
        What the counts of a divided unit follow: residents, buildings or area.
    whole
        Whether the parts are to be whole numbers: each row is divided by largest
        remainders (of several as large, the unit whose code sorts first).

    Returns
    -------
    DataFrame
        The keys, ``unit_id`` of new units, ``count`` and ``carried_share``: the part of
        the count, from 0 to 1, that comes of units that were divided and so is an
        estimate (missing where the count is 0). Sorted by keys, then unit. What lies in
        no new unit any more stands in rows without ``unit_id``.

    Raises
    ------
    UnusableInputError
        If a count is missing, negative or not finite, not whole where whole parts are
        asked for, or names a unit that the old edition does not have.
    InputError
        If a column is not there, or a key is called as one of the result's.

    Notes
    -----
    Totals by key are those that came in: exactly for whole numbers, to rounding for
    others. The estimate takes it that what is counted follows residents inside a unit
    at all times alike.

    Examples
    --------
    >>> import pandas as pd
    >>> from servicecircle.vocabulary import Level
    >>> crosswalk = pd.DataFrame(
    ...     {
    ...         "level": "grid",
    ...         "old_id": ["a", "a", "b"],
    ...         "new_id": ["a1", "a2", "b"],
    ...         "share_of_old_residents": [0.75, 0.25, 1.0],
    ...     }
    ... )
    >>> counts = pd.DataFrame({"unit_id": ["a", "b"], "month": "2023-11", "count": 10})
    >>> carry(counts, crosswalk, level=Level.GRID, whole=True)
         month unit_id  count  carried_share
    0  2023-11      a1      8            1.0
    1  2023-11      a2      2            1.0
    2  2023-11       b     10            0.0
    """
    shares = _shares(crosswalk, level, by)
    keys = _keys(counts)
    _check(counts, shares, whole=whole)
    rows = counts.reset_index(drop=True).rename_axis(index="_row").reset_index()
    rows = rows.rename(columns={UNIT: "_old_id"})
    parts = rows.merge(shares, on="_old_id", how="left")
    value = parts[COUNT].to_numpy(dtype=float)
    part = value * parts["_share"].to_numpy()
    if whole:
        part = _largest_remainder(parts["_row"].to_numpy(), value, part)
    parts[COUNT] = part
    parts["_estimate"] = np.where(parts["_share"] >= WHOLE, 0.0, part)
    group = parts.groupby([*keys, UNIT], dropna=False, sort=True)
    total = group[[COUNT, "_estimate"]].sum().reset_index()
    with np.errstate(invalid="ignore"):
        total["carried_share"] = total["_estimate"] / total[COUNT].where(
            total[COUNT] > 0
        )
    if whole:
        total[COUNT] = total[COUNT].astype("int64")
    return total[[*keys, UNIT, COUNT, "carried_share"]]


def _shares(crosswalk: pd.DataFrame, level: Level, by: By) -> pd.DataFrame:
    """Give each old unit's shares, the new units by code."""
    column = f"share_of_old_{by}"
    rows = crosswalk[(crosswalk["level"] == level.value) & crosswalk["old_id"].notna()]
    shares = rows[["old_id", "new_id", column]].set_axis(
        ["_old_id", UNIT, "_share"], axis=1
    )
    shares = shares[shares["_share"] > 0]
    return shares.sort_values(["_old_id", UNIT], kind="stable")


def _keys(counts: pd.DataFrame) -> list[str]:
    missing = [name for name in (UNIT, COUNT) if name not in counts.columns]
    if missing:
        msg = f"The counts lack the columns {name_some(missing)}."
        raise InputError(msg)
    keys = [name for name in counts.columns if name not in {UNIT, COUNT}]
    taken = [name for name in keys if name == "carried_share" or name[:1] == "_"]
    if taken:
        msg = f"The counts have columns whose names are taken: {name_some(taken)}."
        raise InputError(msg)
    return keys


def _check(counts: pd.DataFrame, shares: pd.DataFrame, *, whole: bool) -> None:
    value = counts[COUNT].to_numpy(dtype=float)
    bad = ~(np.isfinite(value) & (value >= 0))
    if bad.any():
        msg = f"Rows {name_some(counts.index[bad])} have no count from 0 on."
        remedy = "Fill them in, or take them out: missing is not 0."
        raise UnusableInputError(msg, remedy, rule="count-unusable")
    broken = value != np.floor(value)
    if whole and broken.any():
        msg = f"Rows {name_some(counts.index[broken])} have counts that are not whole."
        remedy = "Carry them without asking for whole numbers."
        raise UnusableInputError(msg, remedy, rule="count-unusable")
    unknown = counts.loc[~counts[UNIT].isin(shares["_old_id"]), UNIT]
    if len(unknown):
        names = name_some(unknown.astype("object").unique())
        msg = (
            f"{unknown.nunique(dropna=False)} units of the counts are not in the old "
            f"edition: {names}."
        )
        remedy = "Give counts by the old edition's codes, and choose their --level."
        raise UnusableInputError(msg, remedy, rule="count-unit-unknown")


def _largest_remainder(
    row: np.ndarray, value: np.ndarray, part: np.ndarray
) -> np.ndarray:
    """Round parts so that those of each row sum to its value."""
    floor = np.floor(part)
    # Rounding of 3 x 1/3 must not lose a whole one.
    nearly = np.ceil(part) - part < ROUNDING * np.maximum(part, 1.0)
    floor[nearly] = np.ceil(part[nearly])
    left = value - np.bincount(row, weights=floor)[row]
    order = np.lexsort((np.arange(len(row)), -(part - floor), row))
    place = np.empty(len(row), dtype=np.int64)
    first = np.searchsorted(row[order], row[order], side="left")
    place[order] = np.arange(len(row)) - first
    return np.asarray(floor + (place < left))
