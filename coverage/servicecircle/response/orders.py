"""Community orders (社区发令): who was there on time, beside who could be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.appeals.register import Said
from servicecircle.appeals.times import read_times
from servicecircle.errors import AreaError
from servicecircle.inputs import read_table
from servicecircle.response.unit_codes import unit_positions
from servicecircle.tables import conform, table, usable_rows
from servicecircle.tables.say import any_blocks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.appeals.times import Times
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.area.response_config import OrdersSection

TABLE = "orders"
ALL = "all"
BY = ("department", "level")
REACH = "reach_"
"""Of each mode a column begins so."""
STATES = ("on_time", "late", "running", "not_computable")


def orders_table(
    area: PlanningArea,
    section: OrdersSection,
    reach: pd.DataFrame,
    *,
    now: np.datetime64,
) -> pd.DataFrame:
    """
    Count the orders that were met on time, by unit, department and level.

    Parameters
    ----------
    area, section
        Where the orders are.
    reach
        As `dispatch_table` gives it, to stand beside the orders.
    now
        The moment of judging.

    Returns
    -------
    DataFrame
        ``level``, ``unit_id``, ``unit_name``, ``by`` (all, department, level),
        ``value``, ``orders``, ``on_time``, ``late`` (there too late, or not there
        though due), ``running``, ``not_computable`` (no usable time, or a day alone),
        ``on_time_share_of_due``, and ``reach_<mode>``: the share of the unit's
        residents whom any service reaches in time by each mode, the best service's.

    Raises
    ------
    UnusableInputError, AreaError
        If the table cannot be used.
    """
    path = area.folder / section.file
    raw = read_table(path, layer=section.layer, usual_layers=(TABLE,), placed=False)
    done = conform(raw, table(TABLE), columns=section.columns, source=path.name)
    if any_blocks(done.findings):
        raise AreaError([f for f in done.findings if f.blocks])
    rows = usable_rows(done.frame, table(TABLE))
    times: dict[str, Times] = {
        name: read_times(raw.loc[rows.index, done.matched[name]])
        for name in ("issued_at", "due_at", "arrived_at")
        if name in done.matched
    }
    unit = unit_positions(rows, area, source=path.name)
    state = _states(rows, times, now)
    parts = []
    for level, units in area.levels.items():
        inside = unit[level] >= 0
        told = rows[inside].assign(
            state=state[inside], unit_id=units.index[unit[level][inside]]
        )
        for by in (ALL, *BY):
            if by != ALL and by not in done.matched:
                continue
            value = told[by] if by != ALL else pd.Series(ALL, index=told.index)
            counted = _count(told, value.rename("value"))
            counted.insert(0, "level", level.value)
            counted.insert(2, "unit_name", counted["unit_id"].map(units["name"]))
            counted.insert(3, "by", by)
            parts.append(counted)
    every = pd.concat(parts, ignore_index=True)
    return every.merge(_best_reach(reach), on=["level", "unit_id"], how="left")


def _states(
    rows: pd.DataFrame, times: Mapping[str, Times], now: np.datetime64
) -> pd.Series:
    """Judge every order; exactly on the minute is on time."""
    nothing = np.full(len(rows), np.datetime64("NaT", "s"))
    silent = np.zeros(len(rows), dtype=np.int8)

    def of(name: str) -> tuple[NDArray[np.datetime64], NDArray[np.int8]]:
        if name not in times:
            return nothing, silent
        read = times[name]
        timed = read.said == Said.TIME
        return np.where(timed, read.moment, nothing), read.said

    issued, _ = of("issued_at")
    due, _ = of("due_at")
    minutes = rows["due_minutes"].to_numpy(np.float64)
    seconds = np.where(np.isnan(minutes), 0, np.round(minutes * 60)).astype("m8[s]")
    due = np.where(np.isnat(due) & ~np.isnan(minutes), issued + seconds, due)
    arrived, said = of("arrived_at")
    absent = said == Said.NOTHING
    early = ~np.isnat(arrived) & ~np.isnat(issued) & (arrived < issued)
    unknown = np.isnat(due) | early | (~absent & np.isnat(arrived))
    state = np.select(
        [unknown, absent & (due >= now), absent | (arrived > due)],
        ["not_computable", "running", "late"],
        "on_time",
    )
    return pd.Series(state.tolist(), index=rows.index, dtype="str")


def _count(told: pd.DataFrame, value: pd.Series) -> pd.DataFrame:
    is_so = {name: (told["state"] == name).astype(int) for name in STATES}
    counted = pd.DataFrame(is_so).groupby([told["unit_id"], value.fillna("")]).sum()
    due = counted["on_time"] + counted["late"]
    counted.insert(0, "orders", counted.sum(axis=1))
    counted["on_time_share_of_due"] = (counted["on_time"] / due).where(due > 0)
    return counted.reset_index()


def _best_reach(reach: pd.DataFrame) -> pd.DataFrame:
    """Give each unit the share that its best service reaches, a column a mode."""
    wide = reach.pivot_table(
        index=["level", "unit_id"],
        columns="mode",
        values="share_of_residents",
        aggfunc="max",
    )
    return wide.add_prefix(REACH).rename_axis(columns=None).reset_index()
