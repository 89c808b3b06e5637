"""The times of all steps: one zone, none in the future, none before the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.appeals.register import STEPS, Said
from servicecircle.appeals.times import NO_OFFSET, Times, read_times
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.appeals.troubles import Troubles

NOTHING = np.datetime64("NaT", "s")


def read_steps(
    raw: pd.DataFrame,
    matched: Mapping[str, str],
    *,
    time_zone: str | None,
    as_of: dt.date | None,
    troubles: Troubles,
) -> tuple[pd.DataFrame, dt.date]:
    """
    Read the times of every step.

    Returns
    -------
    steps
        For every step ``_at``, ``_has_time`` and ``_said``, as `AppealsTable` has them.
    as_of
        The day given, or that of the last report.
    """
    times = {
        step: read_times(raw[matched[f"{step}_at"]])
        if f"{step}_at" in matched
        else _none(len(raw))
        for step in STEPS
    }
    for step, read in times.items():
        column = matched.get(f"{step}_at", "")
        troubles.rows(
            "appeal-time",
            read.said == Said.UNUSABLE,
            f"cells of {column!r} are no time that can be read",
            "Write year-month-day hour:minute, for example 2026-01-31 09:05.",
        )
        troubles.rows(
            "appeal-time-24",
            read.day_end,
            f"cells of {column!r} say 24:00 and are read as the end of that day",
            "Write 00:00 of the next day.",
            severity=Severity.NOTE,
        )
    times = _in_one_zone(times, matched, time_zone=time_zone, troubles=troubles)
    day = as_of or _last_report(times["reported"], troubles)
    last = np.datetime64(day.isoformat(), "D")
    for step in STEPS:
        times[step] = _not_in_future(times[step], matched, step, last, troubles)
    for step in STEPS[1:]:
        column = matched.get(f"{step}_at", "")
        times[step] = _not_before(times[step], times["reported"], column, troubles)
    columns: dict[str, NDArray[np.generic]] = {}
    for step, read in times.items():
        columns[f"{step}_at"] = read.moment
        columns[f"{step}_has_time"] = read.said == Said.TIME
        columns[f"{step}_said"] = read.said
    return pd.DataFrame(columns, index=raw.index), day


def _none(rows: int) -> Times:
    return Times(
        np.full(rows, NOTHING),
        np.zeros(rows, dtype=np.int8),
        np.full(rows, NO_OFFSET),
        np.zeros(rows, dtype=bool),
    )


def _in_one_zone(
    times: Mapping[str, Times],
    matched: Mapping[str, str],
    *,
    time_zone: str | None,
    troubles: Troubles,
) -> dict[str, Times]:
    """Bring times with an offset to local time, or refuse them where none is said."""
    offsets = {int(v) for read in times.values() for v in np.unique(read.offset)}
    if offsets == {int(NO_OFFSET)}:
        return dict(times)
    timed = [read for read in times.values() if (read.said == Said.TIME).any()]
    alike = len(offsets - {int(NO_OFFSET)}) == 1 and all(
        (read.offset[read.said == Said.TIME] != NO_OFFSET).all() for read in timed
    )
    if time_zone is None and alike:
        return dict(times)
    done = {}
    for step, read in times.items():
        zoned = read.offset != NO_OFFSET
        if time_zone is None:
            troubles.rows(
                "appeal-time-zone",
                zoned,
                f"cells of {matched.get(f'{step}_at', '')!r} name a time zone, and "
                "others name none or another",
                'Say what local time is: time_zone = "Asia/Shanghai" in [appeals].',
            )
            done[step] = _spoiled(read, zoned)
            continue
        utc = read.moment - np.where(zoned, read.offset, 0).astype("m8[m]")
        local = pd.Series(utc[zoned]).dt.tz_localize("UTC").dt.tz_convert(time_zone)
        at = read.moment.copy()
        at[zoned] = local.dt.tz_localize(None).to_numpy().astype("M8[s]")
        done[step] = read._replace(moment=at)
    return done


def _last_report(reported: Times, troubles: Troubles) -> dt.date:
    known = reported.moment[~np.isnat(reported.moment)]
    last = pd.Timestamp(known.max() if len(known) else 0).date()
    troubles.say(
        "appeals-as-of",
        f"{troubles.source}: area.toml does not say until when the register goes; its "
        f"last report, of {last}, is taken for that.",
        f"Write as_of = {last} in [appeals], so that later days are found.",
        severity=Severity.NOTE,
    )
    return last


def _not_in_future(
    read: Times,
    matched: Mapping[str, str],
    step: str,
    last: np.datetime64,
    troubles: Troubles,
) -> Times:
    future = read.moment >= (last + np.timedelta64(1, "D")).astype("M8[s]")
    troubles.rows(
        "appeal-in-future",
        future,
        f"cells of {matched.get(f'{step}_at', '')!r} lie after {last}, the last day of "
        "the register",
        "Correct them, or as_of in [appeals].",
    )
    return _spoiled(read, future)


def _not_before(read: Times, reported: Times, column: str, troubles: Troubles) -> Times:
    """Refuse a step before its report; where one is a day alone, days count."""
    both = ~np.isnat(read.moment) & ~np.isnat(reported.moment)
    exact = both & (read.said == Said.TIME) & (reported.said == Said.TIME)
    earlier = exact & (read.moment < reported.moment)
    earlier |= (
        both & ~exact & (read.moment.astype("M8[D]") < reported.moment.astype("M8[D]"))
    )
    troubles.rows(
        "appeal-before-report",
        earlier,
        f"cells of {column!r} lie before the appeal was reported",
        "Correct one of the two times; until then that step has none.",
    )
    return _spoiled(read, earlier)


def _spoiled(read: Times, wrong: NDArray[np.bool_]) -> Times:
    """Take times out that cannot be used."""
    at = np.where(wrong, NOTHING, read.moment)
    said = np.where(wrong, np.int8(Said.UNUSABLE), read.said)
    return read._replace(moment=at, said=said)
