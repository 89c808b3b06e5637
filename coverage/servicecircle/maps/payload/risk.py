"""Risk, alarms and the clock of units, where they are given and may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from servicecircle.maps.risk_view import STATES, TIERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.maps.payload.sections import Sections
    from servicecircle.maps.risk_view import RiskView

    Integers = NDArray[np.int64]

PERCENT = 100
TENTHS = 10
SHOWN = {
    "tier_probability": PERCENT,
    "tier_stability": PERCENT,
    "score": 1,
    "rate": TENTHS,
    "rate_low": TENTHS,
    "rate_high": TENTHS,
    "appeals": 1,
}
"""What the page shows of a unit at a moment, and into how many steps a 1 is cut."""
TARGET = ["class", "step", "limit"]


def add_risk(
    sections: Sections, view: RiskView, levels: Mapping[str, gpd.GeoDataFrame]
) -> dict[str, Any]:
    """
    Write the state of every unit at every moment, and how its appeals were answered.

    Parameters
    ----------
    sections
        Where to write.
    view
        What is to be shown.
    levels
        By level: units indexed by their ids.

    Returns
    -------
    dict
        What the header says of it.

    Notes
    -----
    Values stand unit by unit, of each unit in the order of moments: those change little
    from one to the next. Steps are counted from 1; 0 is for a missing value.
    """
    alarms = _alarms_here(view, levels)
    points = [f"points_{name}" for name in view.indicators["name"]]
    whys = _whys(view.states)
    targets = view.clock[TARGET].drop_duplicates()
    words = view.resolution[["by", "value"]].drop_duplicates()
    for number, (key, units) in enumerate(levels.items()):
        ids = units.index.astype("str")
        mine = view.states[view.states["level"] == key]
        if len(mine):
            wide = mine.set_index(["unit_id", "moment"]).reindex(
                pd.MultiIndex.from_product([ids, view.moments])
            )
            _add_states(sections, wide, number, points=points, whys=whys)
            named = pd.Index(alarms["alarm"]).get_indexer(pd.Index(wide["alarm"]))
            sections.counts(f"alarm_{number}", named + 1)
        _add_clock(sections, view, targets, number, level=key, ids=ids)
        resolved = view.resolution[view.resolution["level"] == key]
        rows = resolved.set_index(["by", "value", "unit_id"])
        wanted = [(by, value, unit) for by, value in words.to_numpy() for unit in ids]
        found = rows.reindex(pd.MultiIndex.from_tuples(wanted)) if len(ids) else rows
        counts = found[["received", "resolved"]].fillna(0).to_numpy(dtype=np.int64)
        received, resolved_of = counts.T
        sections.counts(f"received_{number}", received)
        # Almost all are resolved: what is left is a few numbers among noughts.
        sections.counts(f"unresolved_{number}", received - resolved_of)
    return {
        "moments": list(view.moments),
        "tiers": TIERS,
        "indicators": view.indicators.to_dict("records"),
        "whys": [list(pair) for pair in whys],
        "targets": targets.astype("str").to_dict("records"),
        "words": [[by, None if pd.isna(v) else v] for by, v in words.to_numpy()],
        "thresholds": _thresholds(view),
        "alarms": _alarms(alarms, levels),
        "method": dict(view.method),
    }


def _whys(states: pd.DataFrame) -> list[tuple[str, str]]:
    """List why data are insufficient, in English and Chinese."""
    none = states[states["tier"] == "insufficient"]
    pairs = none[["reason", "reason_zh"]].drop_duplicates().sort_values("reason")
    return [(str(en), str(zh)) for en, zh in pairs.to_numpy()]


def _add_states(
    sections: Sections,
    wide: pd.DataFrame,
    number: int,
    *,
    points: list[str],
    whys: list[tuple[str, str]],
) -> None:
    tier = pd.Index(TIERS, dtype="str").get_indexer(pd.Index(wide["tier"]))
    sections.raw(f"risk_{number}_tier", tier + 1)
    known = pd.Index([english for english, _ in whys], dtype="str")
    sections.raw(f"risk_{number}_why", known.get_indexer(pd.Index(wide["reason"])) + 1)
    for name, steps in SHOWN.items():
        sections.counts(f"risk_{number}_{name}", _steps(wide[name], steps))
    # Points of an indicator that a level does not have are none.
    made = wide.reindex(columns=points).fillna(0).to_numpy(dtype=float)
    sections.raw(f"risk_{number}_points", np.rint(made).T)


def _steps(values: pd.Series, steps: int) -> Integers:
    """Count steps from 1 on: 0 is for a missing value."""
    numbers = values.to_numpy(dtype=float, na_value=np.nan) * steps
    counted: Integers = np.where(np.isnan(numbers), -1, np.rint(numbers)).astype(
        np.int64
    )
    return counted + 1


def _add_clock(  # noqa: PLR0913 - whose clock it is
    sections: Sections,
    view: RiskView,
    targets: pd.DataFrame,
    number: int,
    *,
    level: str,
    ids: pd.Index,
) -> None:
    """Write how targets were kept: by target, unit and moment, every state."""
    shape = (len(targets), len(ids), len(view.moments), len(STATES))
    counts = np.zeros(shape, dtype=np.int64)
    mine = view.clock[view.clock["level"] == level]
    at = pd.MultiIndex.from_frame(targets).get_indexer(
        pd.MultiIndex.from_frame(mine[TARGET])
    )
    unit = ids.get_indexer(pd.Index(mine["unit_id"], dtype="str"))
    moment = pd.Index(view.moments).get_indexer(pd.Index(mine["moment"]))
    there = (unit >= 0) & (moment >= 0)
    counts[at[there], unit[there], moment[there]] = mine.loc[there, list(STATES)]
    sections.counts(f"clock_{number}", counts.ravel())


def _thresholds(view: RiskView) -> dict[str, list[list[float | None]]]:
    """Give each level's scores from which a unit is red, and yellow, by moment."""
    table = view.thresholds.set_index(["level", "moment"])
    return {
        str(level): [
            [_finite(table.loc[(level, moment), name]) for name in ("red", "yellow")]
            for moment in view.moments
        ]
        for level in view.thresholds["level"].unique()
    }


def _finite(value: float) -> float | None:
    return round(float(value), 1) if np.isfinite(value) else None


def _alarms_here(
    view: RiskView, levels: Mapping[str, gpd.GeoDataFrame]
) -> pd.DataFrame:
    """Keep the alarms that are seated in the map's units, or that these are part of."""

    def here(table: pd.DataFrame) -> pd.Series:
        found = pd.Series(data=False, index=table.index)
        for key, units in levels.items():
            inside = table["unit_id"].isin(units.index.astype("str"))
            found |= (table["level"] == key) & inside
        return found

    named = view.states.loc[here(view.states), "alarm"]
    return view.alarms[here(view.alarms) | view.alarms["alarm"].isin(named)]


def _alarms(
    alarms: pd.DataFrame, levels: Mapping[str, gpd.GeoDataFrame]
) -> list[dict[str, Any]]:
    """Name the seats of alarms by level and position; -1 where they are elsewhere."""
    order = {key: number for number, key in enumerate(levels)}
    told = []
    for row in alarms.to_dict("records"):
        level = order.get(row["level"], -1)
        ids = levels[row["level"]].index.astype("str") if level >= 0 else pd.Index([])
        seat = {
            "level": level,
            "index": int(ids.get_indexer(pd.Index([row["unit_id"]]))[0]),
        }
        told.append({**seat, "english": row["reason"], "chinese": row["reason_zh"]})
    return told
