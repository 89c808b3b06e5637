"""Alarms as a table, the gravest first, each explained in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.risk.warning.daily import ALL
from servicecircle.risk.warning.whole import WHOLE

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.risk.warning.episodes import Alarm
    from servicecircle.risk.warning.watch import Watch
    from servicecircle.vocabulary import Level

RUNNING_DAYS = 7
"""An alarm renewed in the last so many days is running."""
COLUMNS = (
    "alarm",
    "rank",
    "state",
    "raised",
    "renewed",
    "level",
    "unit_id",
    "units",
    "unit_ids",
    "category",
    "first_day",
    "last_day",
    "appeals",
    "expected",
    "times",
    "excess",
    "chance_per_month",
    "reason",
    "reason_zh",
)
ENGLISH = (
    "{n} appeals{about} in {days} days ({first} to {last}) in {where}, where {mu} were "
    "to be expected of that time of the year: {times} times as many. Chance alone "
    "brings as much {rarely} in the whole area."
)
CHINESE = (
    "{where}在{days}天内（{first}至{last}）收到{about}诉求{n}宗，"
    "按{measure}应为{mu}宗，为其{times}倍。"
    "仅凭偶然，全区{rarely}。"
)


def alarm_table(watch: Watch, units: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    List the alarms: those that run first, then by excess.

    Parameters
    ----------
    watch
        As `watch` gives it.
    units
        Of the finest level.

    Returns
    -------
    DataFrame
        The columns `COLUMNS`; see `docs/early_warning.md`. Numbers are those of the
        greatest excess of each alarm, days are its days.
    """
    last = watch.events.days - 1
    order = sorted(
        range(len(watch.alarms)),
        key=lambda i: (
            last - watch.alarms[i].last >= RUNNING_DAYS,
            -watch.alarms[i].best.excess,
        ),
    )
    rows = [_row(watch, i, rank, units.index) for rank, i in enumerate(order, start=1)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def running_alarms(
    watch: Watch, table: pd.DataFrame, parents: pd.Series, ids: pd.Index
) -> pd.Series:
    """
    Name the gravest running alarm of each unit of a level; empty where there is none.

    Parameters
    ----------
    watch, table
        The alarms, and `alarm_table` of them.
    parents
        For each finest unit the unit of the level that it lies in.
    ids
        The level's units.
    """
    named = pd.Series("", index=ids, dtype="str", name="alarm")
    running = table[table["state"] == "running"].sort_values("rank", ascending=False)
    for alarm in running["alarm"]:
        best = watch.alarms[int(alarm[1:]) - 1].best
        if best.row == WHOLE and len(ids) > 1:
            continue
        members = best.members
        named[ids.isin(parents.iloc[members])] = alarm
    return named


def _row(watch: Watch, i: int, rank: int, ids: pd.Index) -> dict[str, object]:
    alarm = watch.alarms[i]
    best, events = alarm.best, watch.events
    level, seat = watch.widest
    if best.row != WHOLE:
        level, seat = watch.zones.level[best.row], watch.zones.unit_id[best.row]
    first = str(events.date(best.day - best.window_days + 1))
    last = str(events.date(best.day))
    by_chance, months = watch.chance_of(alarm)
    english, chinese = _sentences(
        alarm,
        (level, str(seat)),
        events.words[best.matter],
        (first, last),
        (by_chance, months),
    )
    return {
        "alarm": f"A{i + 1:04d}",
        "rank": rank,
        "state": (
            "running" if events.days - 1 - alarm.last < RUNNING_DAYS else "ended"
        ),
        "raised": str(events.date(alarm.raised)),
        "renewed": str(events.date(alarm.last)),
        "level": level.value,
        "unit_id": str(seat),
        "units": len(best.members),
        "unit_ids": "|".join(ids[np.sort(best.members)]),
        "category": events.words[best.matter] or "all",
        "first_day": first,
        "last_day": last,
        "appeals": best.appeals,
        "expected": round(best.expected, 3),
        "times": round(best.appeals / best.expected, 1),
        "excess": round(best.excess, 3),
        "chance_per_month": round(by_chance / months, 4),
        "reason": english,
        "reason_zh": chinese,
    }


def _sentences(
    alarm: Alarm,
    where: tuple[Level, str],
    matter: str,
    days: tuple[str, str],
    chance: tuple[int, float],
) -> tuple[str, str]:
    """Say why, in English and Chinese."""
    best, (level, seat), (by_chance, months) = alarm.best, where, chance
    size = best.size
    times = best.appeals / best.expected
    shown = {
        "n": best.appeals,
        "days": best.window_days,
        "first": days[0],
        "last": days[1],
        "mu": f"{best.expected:.{max(2, len(str(int(best.expected))))}g}",
        "times": f"{times:.0f}" if times >= 10 else f"{times:.1f}",  # noqa: PLR2004
    }
    every = months / max(by_chance, 1)
    said = (
        f"once in {every:.1f} months"
        if by_chance
        else f"less than once in {months:.0f} months"
    )
    told = f"约{every:.1f}个月一次" if by_chance else f"{months:.0f}个月内不到一次"
    name, named = level.value.replace("_", " "), level.chinese
    place = f"{name} {seat}"
    ort = f"{named}{seat}"
    if size > 1:
        place += f" and the {size - 1} nearest to it"
        ort += f"及其最近的{size - 1}个{named}"
    if best.row == WHOLE:
        place, ort = "the whole area", "全区"
    about = "" if matter == ALL else f" about {matter}"
    return (
        ENGLISH.format(**shown, where=place, about=about, rarely=said),
        CHINESE.format(
            **shown,
            where=ort,
            about="" if matter == ALL else f"“{matter}”",
            rarely=told,
            measure="往年同期水平" if best.row == WHOLE else "往年份额与同期全区水平",
        ),
    )
