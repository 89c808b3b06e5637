"""A certificate's file checked, if asked against the planning area itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.area.read import read_area
from servicecircle.network.from_area import network_of
from servicecircle.pipeline.site import longest_between, looked_at
from servicecircle.progress import Stages
from servicecircle.siting.certificate import read_certificate
from servicecircle.siting.from_area import siting_problem, standard_of
from servicecircle.siting.tried import place_what_if, problem_instead
from servicecircle.siting.verify import verify
from servicecircle.siting.what_if import what_if

if TYPE_CHECKING:
    from os import PathLike

    from servicecircle.progress import Show
    from servicecircle.siting.certificate import Certificate
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.verify import Verdict


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
    problem = None
    if area is not None:
        with stages.run("measure the area anew"):
            problem = _measured(area, certificate)
    with stages.run("check it") as advance:
        verdict = verify(certificate, problem=problem, seconds=seconds, advance=advance)
    return certificate, verdict


def _measured(area: PathLike[str] | str, certificate: Certificate) -> SitingProblem:
    read = read_area(area)
    network = network_of(read)
    question = certificate.question
    content = certificate.content
    every_building = bool(content["every_building"])
    if "what_if" in content:
        tried = what_if(content["what_if"], called="the certificate's what-if file")
        placed = place_what_if(read, network, tried, content["service"])
        return problem_instead(
            read, network, placed, every_building=every_building
        ).problem
    standard_m = standard_of(read, content["service"]).distance_m
    return siting_problem(
        read,
        network,
        content["service"],
        farther=looked_at(question, standard_m),
        every_building=every_building,
        between_m=longest_between(question.requirements),
    ).problem
