"""A certificate's file checked, if asked against the planning area itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from servicecircle._validation import name_some
from servicecircle.area.read import read_area
from servicecircle.errors import ServiceCircleError, SitingError
from servicecircle.network.from_area import network_of
from servicecircle.pipeline.site import longest_between, looked_at
from servicecircle.pipeline.siting_run import Ground
from servicecircle.progress import Stages
from servicecircle.siting.as_planned import Planned, as_planned
from servicecircle.siting.certificate import (
    KIND,
    OPENINGS,
    POSTS,
    read_certificate,
)
from servicecircle.siting.from_area import siting_problem, standard_of
from servicecircle.siting.openings.setting import setting_of
from servicecircle.siting.openings.verify import verify_openings
from servicecircle.siting.posts.verify import verify_posts
from servicecircle.siting.several_services import problem_of_services
from servicecircle.siting.tried import place_what_if, problem_instead
from servicecircle.siting.verify import AREA, verify
from servicecircle.siting.weights import read_weights, weighted
from servicecircle.siting.what_if import what_if

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.progress import Show
    from servicecircle.siting.certificate import Certificate
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.verify import Verdict
    from servicecircle.siting.weights import Weights

    Advance = Callable[[float], None]


def verify_file(
    path: PathLike[str] | str,
    *,
    area: PathLike[str] | str | None = None,
    weights: PathLike[str] | str | None = None,
    seconds: float = 60.0,
    show: Show | None = None,
) -> tuple[Certificate, Verdict]:
    """
    Read a certificate and check it.

    Parameters
    ----------
    path
        `certificate.json`, or the folder that holds it.
    area
        A planning area's folder, from which the problem is measured anew and held
        against the certificate's. Files that have changed since are named.
    weights
        The table of weights, where residents were weighted and `area` is given.
    seconds
        How long to work on what multipliers alone do not prove.
    show
        Called with the name of each stage and the share of it that is done.

    Raises
    ------
    SitingError
        If the certificate, or a file beside it, is missing or cannot be read, or the
        weights that it was made with are not given.
    """
    stages = Stages(show)
    with stages.run("read the certificate"):
        certificate = read_certificate(Path(path))
    ground = None
    if area is not None:
        with stages.run("read the area"):
            ground = _ground(area, certificate, weights)
    with stages.run("check it") as advance:
        check = CHECKS[certificate.content["kind"]]
        try:
            verdict = check(certificate, ground, seconds, advance)
        except ServiceCircleError:
            raise
        except (TypeError, ValueError, LookupError, AttributeError) as error:
            # Whatever a stranger wrote into the file is bad data, not a fault of ours.
            msg = f"{path} says what no certificate says: {error}. Make it anew."
            raise SitingError(msg) from error
    if ground is None:
        noted = (*verdict.noted, _not_held(certificate))
        return certificate, replace(verdict, noted=noted)
    return certificate, _naming_files(verdict, certificate, ground)


class _Ground(NamedTuple):
    """What a certificate's problem is measured on anew."""

    area: PlanningArea
    network: WalkNetwork
    weights: Weights | None
    inputs: list[dict[str, Any]]


def _ground(
    folder: PathLike[str] | str,
    certificate: Certificate,
    weights: PathLike[str] | str | None,
) -> _Ground:
    said = certificate.content.get("weights")
    if said is not None and weights is None:
        msg = (
            f"Residents were weighted by {said['file']}. Name the file with --weights, "
            "or leave --area out."
        )
        raise SitingError(msg)
    plans = Planned.from_data(certificate.content.get("planned", {}))
    read = read_area(folder, planning_date=plans.day)
    inputs = Ground(read, network := network_of(read)).inputs()
    area = as_planned(read, plans).area
    found = None
    if said is not None and weights is not None:
        found = read_weights(Path(weights), area)
        inputs.append({"file": said["file"], "sha256": found.sha256})
    return _Ground(area, network, found, inputs)


def _not_held(certificate: Certificate) -> str:
    """Say what rests on the certificate's word where no area is at hand."""
    content = certificate.content
    what = ON_ITS_WORD[content["kind"]]
    weights = content.get("weights")
    if weights is not None:
        what += f", and weights from {weights['file']}"
    return f"Not held against an area (--area): {what}."


def _naming_files(
    verdict: Verdict, certificate: Certificate, ground: _Ground
) -> Verdict:
    """Name the files that have changed since, and say what that changes."""
    then = {f["file"]: f["sha256"] for f in certificate.content.get("inputs", [])}
    weights = certificate.content.get("weights")
    if weights is not None:
        then[weights["file"]] = weights["sha256"]
    now = {f["file"]: f["sha256"] for f in ground.inputs}
    other = sorted(
        file for file in then.keys() | now.keys() if then.get(file) != now.get(file)
    )
    if not then or not other:
        return verdict
    changed = f"changed since: {name_some(other)}"
    refused = tuple(
        breach._replace(words=f"{breach.words}; {changed}")
        if breach.name == AREA
        else breach
        for breach in verdict.refused
    )
    same = not any(breach.name == AREA for breach in refused)
    noted = (f"Of the area's files have {changed}; the problem is the same.",)
    return replace(verdict, refused=refused, noted=noted if same else ())


def _openings(
    certificate: Certificate,
    ground: _Ground | None,
    _seconds: float,
    _advance: Advance,
) -> Verdict:
    content, setting = certificate.content, None
    if ground is not None:
        limit_m = float(content["limit_m"])
        area, network = ground.area, ground.network
        setting = setting_of(area, network, content["service"], limit_m=limit_m)
    return verify_openings(certificate, setting=setting)


def _posts(
    certificate: Certificate,
    ground: _Ground | None,
    _seconds: float,
    _advance: Advance,
) -> Verdict:
    content, problem = certificate.content, None
    if ground is not None:
        problem = siting_problem(
            ground.area,
            ground.network,
            content["service"],
            farther=float(content["farther"]),
            every_building=bool(content["every_building"]),
        ).problem
    return verify_posts(certificate, problem=problem)


def _sites(
    certificate: Certificate,
    ground: _Ground | None,
    seconds: float,
    advance: Advance,
) -> Verdict:
    problem = None if ground is None else _measured(ground, certificate)
    return verify(certificate, problem=problem, seconds=seconds, advance=advance)


def _measured(ground: _Ground, certificate: Certificate) -> SitingProblem:
    question, content = certificate.question, certificate.content
    area, network = ground.area, ground.network
    every_building = bool(content["every_building"])
    if "what_if" in content:
        tried = what_if(content["what_if"], called="the certificate's what-if file")
        placed = place_what_if(area, network, tried, content["service"])
        return problem_instead(
            area, network, placed, every_building=every_building
        ).problem
    services = content.get("services", [content["service"]])
    standard_m = standard_of(area, services[0]).distance_m
    problem = problem_of_services(
        area,
        network,
        services,
        farther=looked_at(question, standard_m),
        every_building=every_building,
        between_m=longest_between(question.requirements),
        new_tier=Planned.from_data(content.get("planned", {})).new_tier,
    ).problem
    return problem if ground.weights is None else weighted(problem, ground.weights)


ON_ITS_WORD = {
    KIND: "residents and walks are those the certificate states",
    POSTS: "which sites enough residents of a unit are near is as the certificate "
    "states",
    OPENINGS: "who is covered today, and the ways past gates, are as the certificate "
    "states",
}
"""By kind of certificate, what only the area itself can show."""
CHECKS = {KIND: _sites, POSTS: _posts, OPENINGS: _openings}
