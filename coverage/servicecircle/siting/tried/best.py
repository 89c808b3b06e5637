"""The best that the same number of new stations, or of gates, could have done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.siting.from_area import siting_problem
from servicecircle.siting.openings.choose import choose_openings
from servicecircle.siting.openings.closed import opened
from servicecircle.siting.openings.setting import openings_for, setting_on
from servicecircle.siting.question import Question

if TYPE_CHECKING:
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.siting.effort import Effort
    from servicecircle.siting.from_area import AreaProblem
    from servicecircle.siting.openings.result import OpeningsResult
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.result import SitingResult
    from servicecircle.siting.tried.placed import Placed


@dataclass(frozen=True, eq=False)
class Best:
    """
    What could have been done instead.

    Parameters
    ----------
    problem, question, result
        As many new stations, chosen among the candidates and the places tried, with
        the gates that were opened and without the stations that were closed; None
        where no station was tried that counts, or there is no candidate.
    gates
        As many gates, with the stations that were tried; None where none was opened.
    gates_tried
        What the gates that were opened cover, counted in the same way as `gates`:
        everybody keeps the place where they join the network.
    """

    problem: SitingProblem | None
    question: Question | None
    result: SitingResult | None
    gates: OpeningsResult | None
    gates_tried: float


def problem_instead(
    area: PlanningArea, network: WalkNetwork, placed: Placed, *, every_building: bool
) -> AreaProblem:
    """
    Pose the problem of choosing other new stations than those tried.

    Parameters
    ----------
    area, network
        The planning area and its whole network.
    placed
        What was tried.
    every_building
        Whether every building is a candidate, instead of the area's candidates.

    Raises
    ------
    SitingError
        If the area has no candidates.
    """
    shut = area.stations.index.isin(placed.targets("close"))
    return siting_problem(
        area.replace(stations=area.stations[~shut]),
        opened(network, placed.openings, placed.targets("open_gate")),
        placed.standard.service,
        every_building=every_building,
        also=placed.sites,
    )


def best_instead(
    area: PlanningArea,
    network: WalkNetwork,
    placed: Placed,
    *,
    every_building: bool,
    effort: Effort,
) -> Best:
    """
    Find the best that as many new stations, and as many gates, could have done.

    Parameters
    ----------
    area, network, placed, every_building
        As for `problem_instead`.
    effort
        For the stations and for the gates each.
    """
    problem = question = result = None
    sites = placed.sites
    if len(sites) and (every_building or len(area.candidates)):
        problem = problem_instead(
            area, network, placed, every_building=every_building
        ).problem
        question = Question(new_sites=len(sites))
        result = question.solve(problem, effort=effort)
    gates, tried = _best_gates(area, network, placed, effort)
    return Best(problem, question, result, gates, tried)


def _best_gates(
    area: PlanningArea, network: WalkNetwork, placed: Placed, effort: Effort
) -> tuple[OpeningsResult | None, float]:
    """Choose as many gates, the new stations being there and the closed ones gone."""
    standard = placed.standard
    openings = openings_for(network, standard)
    wanted = placed.targets("open_gate")
    mine = [gate for gate in wanted if gate in openings.index]
    if not mine:
        return None, 0.0
    ground = network.step_free if standard.step_free else network
    setting = setting_on(area, ground, openings, standard, candidates=placed.sites)
    shut = setting.stations.index.isin(placed.targets("close"))
    new = setting.candidates.drop(columns="cost")
    there = pd.concat([setting.stations[~shut], new])
    setting = replace(setting, stations=there)
    found = choose_openings(setting, openings=len(wanted), effort=effort)
    return found, setting.residents(mine)
