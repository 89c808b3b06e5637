"""Openings as proposals: one row each, with what it gains, for whom, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.network.walk_network import to_metres
from servicecircle.siting.openings.patterns import STATION, covered_by
from servicecircle.siting.openings.reasons import opening_reason
from servicecircle.siting.sentences import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.siting.openings.patterns import Patterns
    from servicecircle.siting.openings.search import Needs
    from servicecircle.siting.openings.setting import Setting

FIGURES = (
    "residents_alone",
    "buildings_alone",
    "mean_walk_before_m",
    "mean_walk_after_m",
    "walks_unknown_before",
)
MEASURED = ("action", "site_id", "host_type", "length_m", "together_with", *FIGURES)
LEAD = ("rank", "action", "site_id", "host_type", "x", "y", "residents_gained")
TOLD = ("together_with", "reason", "reason_zh")
COLUMNS = (
    *LEAD,
    "cumulative_share",
    "length_m",
    *FIGURES,
    "together_with",
    "reason",
    "reason_zh",
)
Item = tuple[int, int]
"""`STATION` and an opening, or a candidate site and -1."""


class Alone(NamedTuple):
    """What each opening gains when nothing else is opened."""

    homes: dict[int, list[int]]
    """By opening: positions of the homes it covers."""
    together: dict[int, set[int]]
    """By opening: others on ways that need both."""


def alone(patterns: Patterns) -> Alone:
    """Read off what each opening gains alone, and with which others it stands."""
    homes: dict[int, list[int]] = {}
    together: dict[int, set[int]] = {}
    for home, ways in enumerate(patterns.ways):
        for site, needs in ways:
            if site != STATION:
                continue
            for gate in needs:
                if len(needs) == 1:
                    homes.setdefault(gate, []).append(home)
                else:
                    together.setdefault(gate, set()).update(needs - {gate})
    return Alone(homes, together)


def gains_table(
    setting: Setting,
    patterns: Patterns,
    walks: pd.DataFrame,
    order: Sequence[Item],
    *,
    before: float,
) -> gpd.GeoDataFrame:
    """
    Make the table of `OpeningsResult`.

    Parameters
    ----------
    setting, patterns
        What was looked at.
    walks
        Everybody's walk as things are.
    order
        What was chosen, in the order of rank.
    before
        Residents covered as things are.
    """
    weight = setting.homes.to_numpy()
    gained = alone(patterns)
    first = [gate for site, gate in order if site == STATION]
    others = (gained.homes.keys() | gained.together.keys()) - set(first)
    by_gain = sorted(others, key=lambda g: (-weight[gained.homes.get(g, [])].sum(), g))
    items = [*order, *((STATION, gate) for gate in by_gain)]
    marginal = _marginal(patterns, weight, order)
    rows = [_row(setting, patterns, walks, gained, item) for item in items]
    table = pd.DataFrame(rows, columns=list(MEASURED))
    ranks = [*range(1, len(order) + 1), *([None] * len(by_gain))]
    left = table["residents_alone"].to_numpy(dtype=np.float64)[len(order) :]
    share = np.full(len(items), np.nan)
    share[: len(order)] = (before + np.cumsum(marginal)) / max(weight.sum(), 1.0)
    table = table.assign(
        rank=pd.array(ranks, dtype="Int64"),
        residents_gained=np.concatenate([marginal, left]),
        cumulative_share=share,
    )
    told = table.to_dict("records")
    said = [opening_reason(row) for row in told]
    table["reason"] = [render(one, "en") for one in said]
    table["reason_zh"] = [render(one, "zh") for one in said]
    spots = [_spot(setting, item) for item in items]
    xy = shapely.get_coordinates(spots).reshape(-1, 2)
    table = table.assign(x=xy[:, 0], y=xy[:, 1])[list(COLUMNS)]
    return gpd.GeoDataFrame(table, geometry=spots, crs=setting.network.crs)


def _row(
    setting: Setting,
    patterns: Patterns,
    walks: pd.DataFrame,
    gained: Alone,
    item: Item,
) -> dict[str, object]:
    site, gate = item
    if site != STATION:
        name = setting.candidates.index[site]
        return {"action": "open", "site_id": name, "host_type": "candidate"} | _gain(
            setting, patterns, walks, [], NO_NEED
        )
    opening = setting.openings.iloc[gate]
    others = sorted(gained.together.get(gate, ()))
    return {
        "action": "open_gate",
        "site_id": setting.openings.index[gate],
        "host_type": opening["kind"],
        "length_m": float(opening["length_m"]),
        "together_with": ";".join(setting.openings.index[others]),
    } | _gain(setting, patterns, walks, gained.homes.get(gate, []), frozenset({gate}))


NO_NEED: Needs = frozenset()


def _gain(
    setting: Setting,
    patterns: Patterns,
    walks: pd.DataFrame,
    homes: list[int],
    needs: Needs,
) -> dict[str, object]:
    """Say how many gain, and how far they walk before and after."""
    weight = setting.homes.to_numpy()[homes]
    earlier = walks["walk_m"].to_numpy()[homes]
    later = to_metres(
        np.array(
            [patterns.ways[home][STATION, needs] for home in homes], dtype=np.int64
        )
    )
    known = np.isfinite(earlier)
    return {
        "residents_alone": float(weight.sum()),
        "buildings_alone": len(homes),
        "mean_walk_before_m": _mean(earlier[known], weight[known]),
        "mean_walk_after_m": _mean(later, weight),
        "walks_unknown_before": float(weight[~known].sum()),
    }


def _mean(walk_m: np.ndarray, weight: np.ndarray) -> float:
    return float(walk_m @ weight / weight.sum()) if weight.sum() else np.nan


def _marginal(
    patterns: Patterns, weight: np.ndarray, order: Sequence[Item]
) -> list[float]:
    """Give what each thing adds to those before it."""
    left = [
        (ways, w)
        for ways, w in zip(patterns.ways, weight.tolist(), strict=True)
        if ways
    ]
    added = []
    for count in range(1, len(order) + 1):
        sites = [site for site, _ in order[:count] if site != STATION]
        gates = [gate for site, gate in order[:count] if site == STATION]
        mine = [covered_by(ways, sites, gates) for ways, _ in left]
        added.append(sum(w for (_, w), on in zip(left, mine, strict=True) if on))
        left = [home for home, on in zip(left, mine, strict=True) if not on]
    return added


def gains_units(
    setting: Setting,
    patterns: Patterns,
    order: Sequence[Item],
    units: pd.DataFrame | None,
) -> pd.DataFrame:
    """Say which units gain by each opening alone, and by each site in its turn."""
    columns = ["site_id", "level", "unit_id", "residents_gained"]
    if units is None:
        return pd.DataFrame(columns=columns)
    gained = alone(patterns)
    listed = [
        (setting.openings.index[gate], homes) for gate, homes in gained.homes.items()
    ]
    listed += [
        (setting.candidates.index[site], _by_site(patterns, order, site))
        for site, _ in order
        if site != STATION
    ]
    weight = setting.homes.to_numpy()
    named = units.reindex(setting.homes.index)
    parts = []
    for name, homes in sorted(listed):
        some = named.iloc[homes].assign(residents_gained=weight[homes], site_id=name)
        parts += [
            some.groupby(["site_id", column])["residents_gained"]
            .sum()
            .rename_axis(["site_id", "unit_id"])
            .reset_index()
            .assign(level=column.removesuffix("_id"))
            for column in units.columns
        ]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns]


def _by_site(patterns: Patterns, order: Sequence[Item], site: int) -> list[int]:
    """List the homes that a site adds to what is chosen before it."""
    place = [s for s, _ in order].index(site)
    sites = [s for s, _ in order[:place] if s != STATION]
    gates = [gate for s, gate in order[:place] if s == STATION]
    return [
        home
        for home, ways in enumerate(patterns.ways)
        if covered_by(ways, [*sites, site], gates)
        and not covered_by(ways, sites, gates)
    ]


def _spot(setting: Setting, item: Item) -> Any:  # noqa: ANN401 - a shapely point
    site, gate = item
    if site == STATION:
        return setting.openings.geometry.iloc[gate]
    # The place where the candidate joins the network.
    spot = setting.candidates.iloc[site]
    line = setting.network.edges.geometry.iloc[int(spot["edge_id"])]
    return shapely.line_interpolate_point(line, float(spot["position_m"]))
