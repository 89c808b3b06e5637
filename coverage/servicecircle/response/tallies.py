"""Counting how targets are kept: by unit, by month, by quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.response.clock import State, Why

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.appeals import AppealsTable
    from servicecircle.response.clock import Judged
    from servicecircle.vocabulary import Level

STATES = {
    "met": State.MET,
    "missed": State.MISSED,
    "running": State.RUNNING,
    "not_computable": State.NOT_COMPUTABLE,
}
QUARTER = 3
SHARES = (0.5, 0.9)


def tally_units(
    appeals: AppealsTable,
    judged: Iterable[Judged],
    levels: Mapping[Level, gpd.GeoDataFrame],
) -> pd.DataFrame:
    """
    Count every target in every unit of every level.

    Returns
    -------
    DataFrame
        The columns of ``response.csv``: ``level``, ``unit_id``, ``unit_name``,
        ``class``, ``step``, ``limit``, ``appeals`` of that class, ``due`` (met and
        missed), ``met``, ``missed``, ``late_open`` (missed and still open),
        ``running``, ``not_computable``, ``met_share_of_due`` (missing where none is
        due), ``median_minutes`` and ``p90_minutes`` (of those timed to the minute).
        Appeals in no known unit of a level count only in the levels above.
    """
    parts = []
    for one in judged:
        for level, units in levels.items():
            code = _codes(appeals, level, one.row)
            counted = _count(one, code, len(units))
            counted.insert(0, "level", level.value)
            counted.insert(1, "unit_id", units.index.astype("str"))
            counted.insert(2, "unit_name", units["name"].to_numpy())
            took = _quantiles(one.minutes, code, len(units))
            parts.append(_labelled(counted, one, at=3).join(took))
    return _together(parts)


def tally_periods(
    appeals: AppealsTable,
    judged: Iterable[Judged],
    levels: Sequence[Level],
    *,
    period: str,
) -> pd.DataFrame:
    """
    Count every target by the month or quarter in which appeals were reported.

    Parameters
    ----------
    appeals, judged
        The register and what is judged of it.
    levels
        The levels to count in.
    period
        ``month`` or ``quarter``.

    Returns
    -------
    DataFrame
        As `tally_units` without times taken and names, with ``month`` (2024-03) or
        ``quarter`` (2024-Q1), for periods and units with appeals. Appeals without a day
        of report are in none.
    """
    reported = appeals.frame["reported_at"].to_numpy().astype("M8[M]")
    parts = []
    for one in judged:
        at = reported[one.row]
        known = ~np.isnat(at)
        number = np.where(known, at.astype(np.int64), 0)
        if period == "quarter":
            number //= QUARTER
        for level in levels:
            ids = appeals.frame[level.id_column].cat.categories
            code = _codes(appeals, level, one.row)
            inside = known & (code >= 0)
            low = int(number[inside].min()) if inside.any() else 0
            span = int(number[inside].max()) - low + 1 if inside.any() else 1
            key = np.where(inside, code.astype(np.int64) * span + number - low, -1)
            found, group = np.unique(key[inside], return_inverse=True)
            place = np.full(len(key), -1)
            place[inside] = group
            counted = _count(one, place, len(found))
            counted.insert(0, "level", level.value)
            counted.insert(1, "unit_id", ids[found // span])
            counted.insert(2, period, _named(found % span + low, period))
            parts.append(_labelled(counted, one, at=3))
    return _together(parts)


def not_computable(judged: Iterable[Judged]) -> pd.DataFrame:
    """Count why targets are not computable, by class and step."""
    rows = [
        {
            "class": "; ".join(one.target.classes),
            "step": one.target.step,
            "limit": one.target.limit,
            "why": why.name.lower(),
            "appeals": int((one.why == why).sum()),
        }
        for one in judged
        for why in Why
        if why is not Why.COMPUTABLE
    ]
    columns = ["class", "step", "limit", "why", "appeals"]
    return pd.DataFrame(rows, columns=columns)


def _codes(
    appeals: AppealsTable, level: Level, row: NDArray[np.int64]
) -> NDArray[np.int64]:
    codes = appeals.frame[level.id_column].cat.codes.to_numpy()
    return np.asarray(codes[row], dtype=np.int64)


def _count(one: Judged, code: NDArray[np.int64], units: int) -> pd.DataFrame:
    """Count states by unit; rows of no unit are left out."""
    inside = code >= 0
    at = code[inside] * len(State) + one.state[inside]
    states = np.bincount(at, minlength=units * len(State)).reshape(units, len(State))
    late = one.is_open & (one.state == State.MISSED) & inside
    met, missed = states[:, State.MET], states[:, State.MISSED]
    due = met + missed
    return pd.DataFrame(
        {
            "appeals": states.sum(axis=1),
            "due": due,
            "met": met,
            "missed": missed,
            "late_open": np.bincount(code[late], minlength=units),
            "running": states[:, State.RUNNING],
            "not_computable": states[:, State.NOT_COMPUTABLE],
            "met_share_of_due": np.where(due > 0, met / np.maximum(due, 1), np.nan),
        }
    )


def _quantiles(
    minutes: NDArray[np.float64], code: NDArray[np.int64], units: int
) -> pd.DataFrame:
    """Give each unit the shortest time that so large a share of its rows keeps."""
    row = np.flatnonzero((code >= 0) & ~np.isnan(minutes))
    order = row[np.lexsort((minutes[row], code[row]))]
    count = np.bincount(code[row], minlength=units)
    first = np.concatenate([[0], np.cumsum(count)])[:-1]
    table = {}
    for share, name in zip(SHARES, ("median_minutes", "p90_minutes"), strict=True):
        rank = np.maximum(np.ceil(share * count - 1e-9).astype(np.int64) - 1, 0)
        place = np.where(count > 0, first + rank, 0)
        value = minutes[order[place]] if len(order) else np.full(units, np.nan)
        table[name] = np.where(count > 0, value.round(2), np.nan)
    return pd.DataFrame(table)


def _labelled(counted: pd.DataFrame, one: Judged, *, at: int) -> pd.DataFrame:
    counted.insert(at, "class", "; ".join(one.target.classes))
    counted.insert(at + 1, "step", one.target.step)
    counted.insert(at + 2, "limit", one.target.limit)
    return counted


def _named(number: NDArray[np.int64], period: str) -> NDArray[np.str_]:
    if period == "month":
        return np.asarray(number.astype("M8[M]").astype(str))
    year = 1970 + number // 4
    return np.char.add(
        np.char.add(year.astype(str), "-Q"), (number % 4 + 1).astype(str)
    )


def _together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
