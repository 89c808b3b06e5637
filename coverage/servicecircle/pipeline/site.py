"""From a planning area's folder to proposals with their certificate."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from servicecircle.errors import SitingError
from servicecircle.network.walk_network import MAX_LENGTH_M
from servicecircle.pipeline.site_told import told_of
from servicecircle.pipeline.siting_run import (
    Ground,
    begin,
    finish,
    read_ground,
    write_left_out,
)
from servicecircle.progress import Stages
from servicecircle.reports.proposal_files import proposal_layers, write_proposals
from servicecircle.reports.run_folder import write_csv
from servicecircle.siting.as_planned import Planned, as_planned
from servicecircle.siting.certificate import Certificate, certify
from servicecircle.siting.effort import Effort
from servicecircle.siting.free_choice import is_free
from servicecircle.siting.from_area import standard_of
from servicecircle.siting.frontier import Knee, frontier, knee
from servicecircle.siting.proposals import (
    Proposals,
    Trials,
    make_proposals,
    run_trials,
)
from servicecircle.siting.several_services import (
    problem_of_services,
)
from servicecircle.siting.weighing import Weighing, weigh
from servicecircle.siting.weights import read_weights, weighted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike
    from pathlib import Path

    import geopandas as gpd

    from servicecircle.findings import Finding
    from servicecircle.progress import Show
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.question import Question
    from servicecircle.siting.requirements import Requirements
    from servicecircle.siting.result import SitingResult
    from servicecircle.vocabulary import Level

COMMAND = "site"
FARTHER = 1.1
"""Trials with a longer walk need walks of a tenth more than the standard."""
LOOK = 3.0
"""Walks are looked at up to so many times the standard, where their lengths matter."""
ROUNDING = 1e-12
TRIAL_GAP = 1e-3
"""Near enough to the best for a trial."""


@dataclass(frozen=True)
class SiteRequest:
    """
    What a proposal is to be made of.

    Parameters
    ----------
    question
        The model, its numbers and what is required.
    services
        The keys of the service circles to cover; the area's first one where none is
        named, and with several each of them counts for itself.
    planned
        At which hour, with how many staff, with new sites of which tier.
    weights
        A table of how much residents count, by unit or building; each once without.
    every_building
        Whether every building is a candidate, instead of the area's candidates.
    frontier
        Up to how many new sites the frontier is drawn; 0 for none.
    knee_residents
        How many residents one more site should add to be worth while.
    draws
        How often residents are drawn for the trials; without any, no trials.
    seconds
        For the choice, for the frontier and for the trials each.
    gap
        Good enough: the share by which the best may be better.
    """

    question: Question
    services: tuple[str, ...] = ()
    planned: Planned = field(default_factory=Planned)
    weights: Path | None = None
    every_building: bool = False
    frontier: int = 0
    knee_residents: float = 100.0
    draws: int = 5
    seconds: float = 60.0
    gap: float = 0.0

    def as_data(self) -> dict[str, Any]:
        """Give the request as the manifest tells it."""
        return asdict(self) | {
            "question": self.question.as_data(),
            "planned": self.planned.as_data(),
            "weights": None if self.weights is None else self.weights.name,
        }

    def __post_init__(self) -> None:
        """Refuse what is known to be impossible before anything is measured."""
        asked = self.question.requirements
        lengths = {
            "apart_m": asked.apart_m,
            "move_within_m": asked.move_within_m,
            "beyond_m": self.question.beyond_m,
        }
        lengths |= {f"lean_on {k}": far_m for k, (_, far_m) in asked.lean_on.items()}
        for name, length in lengths.items():
            if length is not None and not 0 < length < MAX_LENGTH_M:
                msg = f"{name} must be above 0 m and under 100 km. Got {length:g}."
                raise SitingError(msg)
        if self.frontier and not is_free(self.question.requirements):
            msg = (
                "A frontier can be drawn where stations stay and no more is asked than "
                "which sites are open. Leave --frontier or the requirements out."
            )
            raise SitingError(msg)
        narrow = self.question.by_walk or self.question.fills
        if len(self.services) > 1 and narrow:
            msg = (
                f"{self.question.model} is a question to one service circle, and "
                f"{len(self.services)} are named. Name one, or ask for covering, "
                "fewest or backup."
            )
            raise SitingError(msg)


@dataclass(frozen=True, eq=False, repr=False)
class Sited:
    """A proposal and all that it was made of."""

    ground: Ground
    problem: SitingProblem
    request: SiteRequest
    result: SitingResult
    certificate: Certificate
    proposals: Proposals
    points: pd.DataFrame | None
    knee: Knee | None
    trials: Trials | None
    weighing: Weighing | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def open(self) -> np.ndarray:
        """Which sites are open, shape (sites,)."""
        sites = self.result.sites
        opened = sites.index[sites["action"] != "close"]
        return np.asarray(self.problem.sites.index.isin(opened))

    def __repr__(self) -> str:
        """Say what is proposed, in one line."""
        from servicecircle.pipeline.as_card import sited_line  # noqa: PLC0415 - above

        return sited_line(self)

    def _repr_html_(self) -> str:
        """Show the proof, the sites and a small map in a notebook."""
        from servicecircle.pipeline.as_card import sited_card  # noqa: PLC0415 - above this

        return sited_card(self)


def site_area(
    folder: PathLike[str] | str,
    request: SiteRequest,
    *,
    stop: Callable[[], bool] | None = None,
    stages: Stages | None = None,
) -> Sited:
    """
    Choose sites for a planning area.

    Parameters
    ----------
    folder
        A folder with `area.toml`.
    request
        What is asked.
    stop
        Asked now and then whether to end with the best choice so far.
    stages
        Shows and times the stages of the work.

    Raises
    ------
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is.
    SitingError
        If the question makes no sense, or the requirements cannot all be met: it names
        the smallest set in conflict.
    """
    stages = stages or Stages()
    question = request.question
    ground = read_ground(folder, stages, planning_date=request.planned.day)
    changed, shut = as_planned(ground.area, request.planned)
    area, network = ground = ground._replace(area=changed)
    weights = None
    if request.weights is not None:
        weights = read_weights(request.weights, area)
    first = request.services[0] if request.services else None
    standard_m = standard_of(area, first).distance_m
    if question.beyond_m is not None and question.beyond_m < standard_m:
        msg = (
            f"Walks cannot be looked at up to {question.beyond_m:g} m only: the "
            f"standard is {standard_m:g} m. Take a longer one (--beyond)."
        )
        raise SitingError(msg)
    if question.by_walk and question.beyond_m is None:
        question = replace(question, beyond_m=LOOK * standard_m)
        request = replace(request, question=question)
    farther = max(FARTHER if request.draws else 1.0, looked_at(question, standard_m))
    with stages.run("measure the walks"):
        problem, findings = problem_of_services(
            area,
            network,
            request.services,
            farther=farther,
            every_building=request.every_building,
            between_m=longest_between(question.requirements),
            new_tier=request.planned.new_tier,
        )
    if weights is not None:
        problem = weighted(problem, weights)
    effort = Effort(request.seconds, request.gap, stop=stop)
    with stages.run("choose the sites"):
        result = question.solve(problem, effort=effort)
    weighing = None
    if weights is not None:
        with stages.run("choose without weights"):
            weighing = weigh(problem, question, result, weights, effort=effort)
    points = None
    if request.frontier and not (stop and stop()):
        with stages.run("draw the frontier") as advance:
            points = frontier(
                problem,
                most_sites=request.frontier,
                requirements=question.requirements,
                effort=effort,
                advance=advance,
            )
    actions = result.sites["action"]
    open_ = problem.sites.index.isin(actions.index[actions != "close"])
    trials = None
    if request.draws and not (stop and stop()):
        near = Effort(request.seconds, max(request.gap, TRIAL_GAP), stop=stop)
        with stages.run("try other figures") as advance:
            trials = run_trials(
                problem,
                question,
                open_,
                seeds=request.draws,
                effort=near,
                advance=advance,
            )
    with stages.run("say why"):
        proposals = make_proposals(
            problem,
            question,
            result,
            trials=trials,
            unit_names=unit_names(area.levels),
        )
        certificate = certify(
            problem,
            question,
            result,
            every_building=request.every_building,
            services=request.services,
            planned=request.planned,
            weights=weights,
        ).stating(inputs=ground.inputs())
    turn = None if points is None else knee(points, least=request.knee_residents)
    return Sited(
        ground,
        problem,
        request,
        result,
        certificate,
        proposals,
        points,
        turn,
        trials,
        weighing,
        [*shut, *findings],
    )


def site(
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    request: SiteRequest,
    *,
    stop: Callable[[], bool] | None = None,
    show: Show | None = None,
) -> Sited:
    """
    Choose sites for a planning area and write everything into one run folder.

    Parameters
    ----------
    folder, request, stop
        As for `site_area`.
    out
        The run folder: replaced as a whole when the proposal is complete.
    show
        Called with the name of each stage and the share of it that is done.

    Raises
    ------
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    stages = begin(folder, out, command=COMMAND, show=show)
    sited = site_area(folder, request, stop=stop, stages=stages)
    finish(
        out,
        partial(_write, sited),
        command=COMMAND,
        ground=sited.ground,
        request=sited.request.as_data(),
        told=lambda: told_of(sited),
        stages=stages,
    )
    return sited


def _write(sited: Sited, run: Path) -> None:
    """Write every file of a proposal."""
    layers = proposal_layers(
        sited.problem, sited.open, sited.proposals, sited.ground.area.levels
    )
    write_proposals(
        run,
        sited.proposals,
        layers=layers,
        points=sited.points,
        trials=sited.trials,
        certificate=sited.certificate,
    )
    if sited.weighing is not None:
        write_csv(sited.weighing.table, run / "weights.csv")
    write_left_out(sited.findings, run)


def unit_names(levels: Mapping[Level, gpd.GeoDataFrame]) -> dict[str, str]:
    """Say what units are called, by id; those without a name of their own left out."""
    named = pd.concat([units["name"] for units in levels.values()]).dropna()
    named = named[~named.index.duplicated(keep=False)]
    return {str(unit): str(name) for unit, name in named.items()}


def looked_at(question: Question, standard_m: float) -> float:
    """Say how many times the standard walks must be known for a question."""
    if question.beyond_m is None:
        return 1.0
    # A little more, so that no rounding makes the last tenth of a millimetre unknown.
    return max(1.0, question.beyond_m / standard_m * (1 + ROUNDING))


def longest_between(asked: Requirements) -> float | None:
    """Say how far walks between sites must be known, or None if not at all."""
    lengths = [asked.apart_m, asked.move_within_m]
    lengths += [within_m for _, within_m in asked.lean_on.values()]
    known = [length for length in lengths if length is not None]
    return max(known) if known else None
