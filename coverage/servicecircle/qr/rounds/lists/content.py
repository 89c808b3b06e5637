"""What stands on the list of each round."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from servicecircle.qr.codes.printed import printed
from servicecircle.qr.form_words import words
from servicecircle.qr.rounds.frames import JOIN
from servicecircle.qr.rounds.lists.sketch import Sketch, sketches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from servicecircle.qr.rounds.frames import Rounds
    from servicecircle.qr.rounds.lists.sketch import Backdrop

UNITS_NAMED = 4
"""A list that has more units says how many, and names the first."""
ROUNDED_M = 1.0


class RoundList(NamedTuple):
    """One round as an officer reads it."""

    round_id: str
    title: str
    facts: str
    rows: pd.DataFrame
    """In posting order: ``stop``, ``code`` (as printed), ``building``, ``building_id``,
    ``place``, ``walk_m`` (whole metres, missing at a first stop), ``straight``."""
    sketch: Sketch


def round_lists(  # noqa: PLR0913 - what is told, and what things are called
    rounds: Rounds,
    backdrop: Backdrop,
    *,
    unit_names: Mapping[str, str],
    building_names: Mapping[str, str],
    station_names: Mapping[str, str],
    language: str,
) -> list[RoundList]:
    """
    Put every round on a list, in the order of their names.

    Parameters
    ----------
    rounds
        As `plan_rounds` gives them.
    backdrop
        What lies around, for the sketches.
    unit_names, building_names, station_names
        By id; what has none is called by its id.
    language
        ``en`` or ``zh``.
    """
    said = words(language)
    stops = rounds.stops[rounds.stops["stop"].notna()]
    told = _rows(stops, building_names, said)
    drawn = sketches(rounds, backdrop)
    order = rounds.rounds.sort_index()
    rows_of = dict(list(told.groupby(stops["round_id"].to_numpy(), sort=False)))
    return [
        RoundList(
            str(one.Index),
            _title(one, unit_names, said),
            _facts(one, station_names, said),
            rows_of[one.Index].reset_index(drop=True),
            drawn[str(one.Index)],
        )
        for one in order.drop(columns="geometry").itertuples()
    ]


def _rows(
    stops: pd.DataFrame, names: Mapping[str, str], said: Mapping[str, str]
) -> pd.DataFrame:
    """Say of every stop what stands on its line."""
    owner = stops["building_id"]
    return pd.DataFrame(
        {
            "stop": stops["stop"].astype("int64"),
            "code": stops["code"].map(printed, na_action="ignore").fillna(""),
            "building": owner.map(names).fillna(owner).fillna("").astype("str"),
            "building_id": owner.fillna("").astype("str"),
            "place": place_words(stops, said),
            "walk_m": stops["leg_m"].round(),
            "straight": stops["straight"],
        }
    )


def place_words(points: pd.DataFrame, said: Mapping[str, str]) -> pd.Series:
    """
    Say which door of its building a point is, as far as is known.

    >>> points = pd.DataFrame({"kind": ["stair"], "door": [2], "side": ["N"]})
    >>> place_words(points, words("zh")).tolist()
    ['楼梯口 2 北侧']
    """
    place = points["kind"].map(lambda kind: said.get(kind, kind)).astype("str")
    if "door" in points:
        door = points["door"].astype("Int64").astype("str")
        place += (" " + door).where(points["door"].notna(), "")
    if "side" in points:
        side = points["side"].map(lambda side: said[f"side_{side}"], na_action="ignore")
        place += (" " + side.astype("str")).where(points["side"].notna(), "")
    return place


def _title(one: object, names: Mapping[str, str], said: Mapping[str, str]) -> str:
    """Name the officer, or the unit, whose round it is."""
    units = str(one.units).split(JOIN)  # type: ignore[attr-defined]
    title = _units(units, names, said)
    officer = one.officer  # type: ignore[attr-defined]
    if isinstance(officer, str):
        return f"{said['officer']} {officer}  {title}"
    name = str(one.Index)  # type: ignore[attr-defined]
    number = name.removeprefix(f"{units[0]}-")
    return title if name == units[0] else f"{title}  {number}"


def _units(
    units: Sequence[str], names: Mapping[str, str], said: Mapping[str, str]
) -> str:
    if len(units) == 1:
        name = names.get(units[0], "")
        return f"{name} {units[0]}".strip()
    shown = [names.get(unit, "") or unit for unit in units[:UNITS_NAMED]]
    more = " …" if len(units) > UNITS_NAMED else ""
    return said["many"].format(len(units), ", ".join(shown) + more)


def _facts(one: object, stations: Mapping[str, str], said: Mapping[str, str]) -> str:
    start = one.start_id  # type: ignore[attr-defined]
    begins = said["from_here"]
    if isinstance(start, str):
        begins = stations.get(start, "") or start
        begins = said["own_place"] if start == one.officer else begins  # type: ignore[attr-defined]
    parts = [
        said["plates"].format(one.plates),  # type: ignore[attr-defined]
        said["walk"].format(f"{one.length_m:,.0f}"),  # type: ignore[attr-defined]
        said["minutes"].format(f"{one.minutes:,.0f}"),  # type: ignore[attr-defined]
        f"{said['start']}: {begins}",
    ]
    back_m = one.back_m  # type: ignore[attr-defined]
    if not np.isnan(back_m) and back_m >= ROUNDED_M:
        parts.append(said["back"].format(f"{back_m:,.0f}"))
    return " · ".join(parts)
