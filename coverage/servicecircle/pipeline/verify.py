"""A certificate's file checked, if asked against the planning area itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.area.read import read_area
from servicecircle.network.from_area import network_of
from servicecircle.pipeline.site import longest_between, looked_at
from servicecircle.pipeline.siting_run import Ground
from servicecircle.progress import Stages
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
from servicecircle.siting.tried import place_what_if, problem_instead
from servicecircle.siting.verify import verify
from servicecircle.siting.what_if import what_if

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from servicecircle.progress import Show
    from servicecircle.siting.certificate import Certificate
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.verify import Verdict

    Advance = Callable[[float], None]


def verify_file(
    path: PathLike[str] | str,
    *,
    area: PathLike[str] | str | None = None,
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
        against the certificate's.
    seconds
        How long to work on what multipliers alone do not prove.
    show
        Called with the name of each stage and the share of it that is done.

    Raises
    ------
    SitingError
        If the certificate, or a file beside it, is missing or cannot be read.
    """
    stages = Stages(show)
    with stages.run("read the certificate"):
        certificate = read_certificate(Path(path))
    ground = None
    if area is not None:
        with stages.run("read the area"):
            read = read_area(area)
            ground = Ground(read, network_of(read))
    with stages.run("check it") as advance:
        verdict = CHECKS[certificate.content["kind"]](
            certificate, ground, seconds, advance
        )
    return certificate, verdict


def _openings(
    certificate: Certificate,
    ground: Ground | None,
    _seconds: float,
    _advance: Advance,
) -> Verdict:
    content, setting = certificate.content, None
    if ground is not None:
        limit_m = float(content["limit_m"])
        setting = setting_of(*ground, content["service"], limit_m=limit_m)
    return verify_openings(certificate, setting=setting)


def _posts(
    certificate: Certificate,
    ground: Ground | None,
    _seconds: float,
    _advance: Advance,
) -> Verdict:
    content, problem = certificate.content, None
    if ground is not None:
        problem = siting_problem(
            *ground,
            content["service"],
            farther=float(content["farther"]),
            every_building=bool(content["every_building"]),
        ).problem
    return verify_posts(certificate, problem=problem)


def _sites(
    certificate: Certificate,
    ground: Ground | None,
    seconds: float,
    advance: Advance,
) -> Verdict:
    problem = None if ground is None else _measured(ground, certificate)
    return verify(certificate, problem=problem, seconds=seconds, advance=advance)


def _measured(ground: Ground, certificate: Certificate) -> SitingProblem:
    question, content = certificate.question, certificate.content
    every_building = bool(content["every_building"])
    if "what_if" in content:
        tried = what_if(content["what_if"], called="the certificate's what-if file")
        placed = place_what_if(*ground, tried, content["service"])
        return problem_instead(*ground, placed, every_building=every_building).problem
    standard_m = standard_of(ground.area, content["service"]).distance_m
    return siting_problem(
        *ground,
        content["service"],
        farther=looked_at(question, standard_m),
        every_building=every_building,
        between_m=longest_between(question.requirements),
    ).problem


CHECKS = {KIND: _sites, POSTS: _posts, OPENINGS: _openings}
