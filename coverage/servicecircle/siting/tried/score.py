"""What was tried is worth: everything together, each alone, and each left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.siting.openings.closed import opened
from servicecircle.siting.openings.setting import setting_on
from servicecircle.siting.sentences import render
from servicecircle.siting.tried.reasons import tried_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.siting.openings.setting import Setting
    from servicecircle.siting.tried.placed import Placed

    Flags = NDArray[np.bool_]

UNIT_COLUMNS = (
    "level",
    "unit_id",
    "unit_name",
    "residents",
    "covered_today",
    "covered_then",
    "residents_gained",
    "share_today",
    "share_then",
)


@dataclass(frozen=True, eq=False)
class Score:
    """
    What was tried is worth.

    Parameters
    ----------
    residents
        Residents of the district in buildings.
    today, then
        How many of them are covered as things are, and with all that was tried.
    table
        One row an action, in the order of the file: ``what_if_id``, ``action``,
        ``name``, ``target_id``, ``x``, ``y``, ``residents_alone`` (what it gains if
        nothing else is done; below 0 for a station that closes), ``residents_last``
        (what it adds to all the others), ``counts`` (whether it is about this service
        at all), ``reason``, ``reason_zh``, and the point.
    units
        One row a unit of every level: ``level``, ``unit_id``, ``unit_name``,
        ``residents``, ``covered_today``, ``covered_then``, ``residents_gained``,
        ``share_today``, ``share_then`` of residents (missing where nobody lives).
    """

    residents: float
    today: float
    then: float
    table: gpd.GeoDataFrame
    units: pd.DataFrame


def score_what_if(
    area: PlanningArea,
    network: WalkNetwork,
    placed: Placed,
    *,
    advance: Callable[[float], None] = lambda _share: None,
) -> Score:
    """
    Count who is covered with all, some and nothing of what was tried.

    Parameters
    ----------
    area, network
        The planning area and its whole network.
    placed
        What was tried.
    advance
        Told the share that is done.

    Notes
    -----
    With each set of gates everybody looks for the nearest way anew, so that the figures
    are those that the next run of ``plan`` would give. Of two actions that cover the
    same people each has them alone, and neither when it comes last.
    """
    tried = _Tried(area, network, placed)
    every = list(placed.actions.index[placed.actions["counts"]])
    today, then = tried.covered([]), tried.covered(every)
    alone, last = {}, {}
    for number, action in enumerate(every, start=1):
        others = [other for other in every if other != action]
        alone[action] = tried.count(tried.covered([action])) - tried.count(today)
        last[action] = tried.count(then) - tried.count(tried.covered(others))
        advance(number / len(every))
    actions = placed.actions
    xy = shapely.get_coordinates(np.array(actions.geometry.array, dtype=object))
    table = pd.DataFrame(
        {
            "what_if_id": actions.index,
            "action": actions["action"],
            "name": actions["name"],
            "target_id": actions["target_id"],
            "x": xy[:, 0],
            "y": xy[:, 1],
            "residents_alone": [alone.get(action, 0.0) for action in actions.index],
            "residents_last": [last.get(action, 0.0) for action in actions.index],
            "counts": actions["counts"],
        }
    )
    rows = table.to_dict("records")
    said = [tried_reason(row, several=len(every) > 1) for row in rows]
    table["reason"] = [render(one, "en") for one in said]
    table["reason_zh"] = [render(one, "zh") for one in said]
    shapes = np.array(actions.geometry.array, dtype=object)
    return Score(
        float(tried.homes.sum()),
        tried.count(today),
        tried.count(then),
        gpd.GeoDataFrame(table, geometry=shapes, crs=area.crs),
        _units(area, tried.homes, today, then),
    )


class _Tried:
    """Who is covered with some of what was tried; each set of gates measured once."""

    def __init__(
        self, area: PlanningArea, network: WalkNetwork, placed: Placed
    ) -> None:
        self.area, self.network, self.placed = area, network, placed
        self.settings: dict[tuple[str, ...], Setting] = {}
        self.homes = self._setting(()).homes

    def covered(self, some: Sequence[str]) -> Flags:
        """Say who is covered with some actions, shape (homes,)."""
        mine = replace(self.placed, actions=self.placed.actions.loc[list(some)])
        setting = self._setting(tuple(mine.targets("open_gate")))
        closed = setting.stations.index.isin(mine.targets("close"))
        less = replace(setting, stations=setting.stations[~closed])
        sites = less.candidates.index.intersection(mine.sites.index)
        return less.covered(less.walks(sites=sites))

    def count(self, covered: Flags) -> float:
        """Count residents."""
        return float(self.homes.to_numpy()[covered].sum())

    def _setting(self, gates: tuple[str, ...]) -> Setting:
        if gates not in self.settings:
            network = opened(self.network, self.placed.openings, gates)
            standard = self.placed.standard
            if standard.step_free:
                network = network.step_free
            self.settings[gates] = setting_on(
                self.area,
                network,
                self.placed.openings,
                standard,
                candidates=self.placed.sites,
            )
        return self.settings[gates]


def _units(
    area: PlanningArea, homes: pd.Series[float], today: Flags, then: Flags
) -> pd.DataFrame:
    """Spread residents over the units of every level."""
    people = pd.DataFrame(
        {
            "residents": homes,
            "covered_today": homes.where(today, 0.0),
            "covered_then": homes.where(then, 0.0),
        }
    )
    parts = []
    for level, units in area.levels.items():
        unit = area.buildings[level.id_column].reindex(homes.index)
        total = people.groupby(unit).sum().reindex(units.index, fill_value=0.0)
        named = total.assign(level=level.value, unit_name=units["name"])
        parts.append(named.rename_axis("unit_id").reset_index())
    table = pd.concat(parts, ignore_index=True)
    lived_in = table["residents"].where(table["residents"] > 0)
    return table.assign(
        residents_gained=table["covered_then"] - table["covered_today"],
        share_today=table["covered_today"] / lived_in,
        share_then=table["covered_then"] / lived_in,
    )[list(UNIT_COLUMNS)]
