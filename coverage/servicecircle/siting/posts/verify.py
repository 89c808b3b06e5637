"""Checking the certificate of posts: added up anew, without a solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from servicecircle._validation import name_some
from servicecircle.errors import InternalError, SitingError
from servicecircle.siting.certificate import changed
from servicecircle.siting.met import Breach
from servicecircle.siting.posts.certificate import (
    pairs_arrays,
    question_from,
    stored_pairs,
)
from servicecircle.siting.posts.program import Before, PostProgram
from servicecircle.siting.program.bound import bound_from_multipliers
from servicecircle.siting.proved import SAME, ProvedAgain, told
from servicecircle.siting.result import Status
from servicecircle.siting.stored import digest
from servicecircle.siting.verify import AREA, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from servicecircle.siting.certificate import Certificate
    from servicecircle.siting.problem import SitingProblem

    Ints = NDArray[np.int64]

OPTIMAL = Status.OPTIMAL.value


def verify_posts(
    certificate: Certificate, *, problem: SitingProblem | None = None
) -> Verdict:
    """
    Check posts: who is housed where, what that comes to, and the bound of every aim.

    Parameters
    ----------
    certificate
        The certificate with its arrays.
    problem
        The problem as made anew from the planning area, to hold against the stored one.

    Returns
    -------
    Verdict
        ``objective`` is that of the last aim: all that residents walk to their post.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> from servicecircle.siting.posts import choose_posts
    >>> from servicecircle.siting.posts.certificate import certify_posts
    >>> problem = three_homes()
    >>> homes = problem.places.assign(red_sub_grid_id=["R1", "R1", "R2"])
    >>> problem = problem.replace(places=homes)
    >>> verdict = verify_posts(certify_posts(problem, choose_posts(problem)))
    >>> verdict.stands, verdict.objective
    (True, 21000.0)
    """
    content = certificate.content
    refused = changed(certificate)
    try:
        question = question_from(content["question"])
        if problem is not None:
            now = digest(pairs_arrays(problem, question))
            if now != content["problem"]["sha256"]:
                words = "the area's data give other pairs than the certificate's"
                refused.append(Breach(AREA, words))
        sites, pairs = stored_pairs(certificate.problem)
        posts = PostProgram(sites, question, pairs)
        chosen = certificate.proof["chosen"]
        refused += _housed(content, posts, chosen, sites.index)
    except (SitingError, KeyError, IndexError) as error:
        return Verdict((*refused, Breach("problem", str(error))), None, None)
    if refused:
        return Verdict(tuple(refused), None, None)
    housed = np.zeros(len(pairs.unit))
    housed[chosen] = 1.0
    used = (np.bincount(posts.column, housed, len(posts.used)) > 0).astype(float)
    settled = Before(used, housed)
    objective, proofs = None, []
    aims = posts.aims if len(pairs.unit) else ()
    if [stage["name"] for stage in content["stages"]] != list(aims):
        return Verdict((Breach("stages", "other aims than asked for"),), None, None)
    doubtful = [s["status"] for s in content["stages"] if s["status"] != OPTIMAL]
    if content["status"] != (doubtful or [OPTIMAL])[0]:
        words = f"{content['status']!r} is not what is known of each aim"
        refused.append(Breach("status", words))
    for number, aim in enumerate(aims):
        stage = content["stages"][number]
        value = posts.value(aim, settled)
        refused += _stage(stage, value, last=number == len(aims) - 1)
        try:
            proofs.append(_proved(certificate, posts, aim, number, stage))
        except InternalError as error:
            refused.append(Breach("multipliers", str(error)))
        posts.hold(aim, float(stage["objective"]))
        objective = value
    if refused:
        return Verdict(tuple(refused), objective, None)
    return Verdict((), objective, _again(aims, proofs))


def _housed(
    content: Mapping[str, Any],
    posts: PostProgram,
    chosen: Ints,
    ids: Any,  # noqa: ANN401
) -> Iterator[Breach]:
    """Name what is wrong with who is housed where."""
    pairs, question = posts.pairs, posts.question
    unit, site = pairs.unit[chosen], pairs.site[chosen]
    said = dict(sorted(zip(pairs.units[unit], ids[site], strict=True)))
    if said != dict(content["housed"]) or len(said) != len(chosen):
        yield Breach("posts", "who is housed where is told in two ways")
    could = np.unique(pairs.unit)
    without = np.setdiff1d(could, unit)
    if len(without) and not question.has_room_limits:
        words = f"{name_some(pairs.units[without])} without a post that there could be"
        yield Breach("posts", words)
    load = np.bincount(posts.column[chosen], pairs.weight[unit], len(posts.used))
    many = np.bincount(posts.column[chosen], minlength=len(posts.used))
    full = load > posts.room * (1 + SAME)
    if question.most_units is not None:
        full |= many > question.most_units
    if full.any():
        yield Breach("room", f"{name_some(ids[posts.used[full]])} fuller than may be")


def _stage(stage: Mapping[str, Any], value: float, *, last: bool) -> Iterator[Breach]:
    """Hold what an aim came to against what is stated; later aims may do better."""
    stated, bound = float(stage["objective"]), float(stage["bound"])
    sign = 1.0 if stage["sense"] == "max" else -1.0
    little = SAME * max(1.0, abs(value))
    worse = sign * (stated - value) > little
    if worse or (last and abs(stated - value) > little):
        words = f"{stage['name']} comes to {value:,.12g}, not {stated:,.12g}"
        yield Breach("objective", words)
    room = sign * (bound - stated)
    if room < -little:
        yield Breach(
            "bound", f"{stage['name']} of {stated:,.12g} is beyond {bound:,.12g}"
        )
    if stage["status"] == Status.OPTIMAL and room > little:
        yield Breach("status", f"{stage['name']} is optimal, and its bound is another")


def _proved(
    certificate: Certificate,
    posts: PostProgram,
    aim: str,
    number: int,
    stage: Mapping[str, Any],
) -> tuple[bool, float]:
    """Say if an aim's multipliers alone prove what is stated, and what gap they do."""
    multipliers = certificate.proof.get(f"stage_{number}", np.empty(0))
    bound = bound_from_multipliers(posts.stated(aim), multipliers)
    stated, claim = float(stage["objective"]), float(stage["bound"])
    larger = max(abs(bound), abs(stated))
    gap = abs(bound - stated) / larger if larger else 0.0
    sign = 1.0 if stage["sense"] == "max" else -1.0
    closed = gap <= SAME or sign * (bound - claim) <= SAME * max(1.0, abs(claim))
    return closed, 0.0 if gap <= SAME else gap


def _again(aims: tuple[str, ...], proofs: list[tuple[bool, float]]) -> ProvedAgain:
    said = [
        f"{aim}: {told(closed, gap)}"
        for aim, (closed, gap) in zip(aims, proofs, strict=True)
    ]
    closed = all(closed for closed, _ in proofs)
    rest = [] if closed else ["The rest rests on HiGHS's branch and bound."]
    words = " ".join(["By multipliers alone:", *said, *rest])
    largest = max((gap for _, gap in proofs), default=0.0)
    return ProvedAgain(None, None, closed, False, largest, 0, 0, words)  # noqa: FBT003
