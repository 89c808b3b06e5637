"""Checking the certificate of openings: added up anew, without a solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from servicecircle.errors import InternalError, SitingError
from servicecircle.siting.certificate import changed
from servicecircle.siting.met import Breach
from servicecircle.siting.openings.certificate import measured_arrays, stored_ways
from servicecircle.siting.openings.program import build
from servicecircle.siting.program.bound import bound_from_multipliers
from servicecircle.siting.proved import PART_OF_STEP, SAME, ProvedAgain, told
from servicecircle.siting.result import Status
from servicecircle.siting.stored import digest
from servicecircle.siting.verify import AREA, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from servicecircle.siting.certificate import Certificate
    from servicecircle.siting.openings.program import Groups
    from servicecircle.siting.openings.setting import Setting


def verify_openings(
    certificate: Certificate, *, setting: Setting | None = None
) -> Verdict:
    """
    Check openings: who is covered through what was opened, the limits, the bound.

    Parameters
    ----------
    certificate
        The certificate with its arrays.
    setting
        The service circle on its network as made anew from the planning area, to hold
        against the stored ways of homes.
    """
    content = certificate.content
    refused = changed(certificate)
    try:
        if setting is not None:
            refused += _elsewhere(certificate, setting)
        groups = stored_ways(certificate.problem)
        gates, sites = certificate.proof["gates"], certificate.proof["sites"]
        named = [
            *certificate.problem["opening_id"][gates].tolist(),
            *certificate.problem["site_id"][sites].tolist(),
        ]
        if sorted(named) != sorted(content["chosen"]):
            refused.append(Breach("sites", "what is opened is told in two ways"))
        refused += _over(certificate)
    except (SitingError, KeyError, IndexError) as error:
        return Verdict((*refused, Breach("problem", str(error))), None, None)
    objective = float(content["covered_today"]) + _covered(groups, gates, sites)
    refused += _claims(content, objective)
    if refused:
        return Verdict(tuple(refused), objective, None)
    try:
        again = _proved(certificate, groups)
    except InternalError as error:
        return Verdict((Breach("multipliers", str(error)),), objective, None)
    return Verdict((), objective, again)


def _elsewhere(certificate: Certificate, setting: Setting) -> Iterator[Breach]:
    """Hold the stored ways against those that the area gives today."""
    content = certificate.content
    with_sites = bool(content["question"].get("most_sites"))
    now = digest(measured_arrays(setting, with_sites=with_sites))
    if now != content["problem"]["sha256"]:
        yield Breach(AREA, "the area's data give other ways than the certificate's")
    names = _names(certificate)
    there = set(setting.openings.index) | set(setting.candidates.index)
    if set(names) <= there:
        gates = [name for name in names if name in setting.openings.index]
        sites = [name for name in names if name in setting.candidates.index]
        found = setting.residents(gates, sites)
        stated = float(content["objective"])
        if abs(found - stated) > SAME * max(1.0, stated):
            words = f"on the network they cover {found:,.12g}, not {stated:,.12g}"
            yield Breach(AREA, words)


def _names(certificate: Certificate) -> list[str]:
    """Name what was opened."""
    return [str(name) for name in certificate.content["chosen"]]


def _covered(groups: Groups, gates: Any, sites: Any) -> float:  # noqa: ANN401 - arrays
    free, there = set(gates.tolist()), {-1, *sites.tolist()}
    mine = [
        any(site in there and needs <= free for site, needs in ways)
        for ways in groups.ways
    ]
    return float(groups.weight[np.array(mine, dtype=bool)].sum())


def _over(certificate: Certificate) -> Iterator[Breach]:
    """Name the limits that are passed."""
    asked = certificate.content["question"]
    gates, sites = certificate.proof["gates"], certificate.proof["sites"]
    if asked["most_openings"] is not None and len(gates) > asked["most_openings"]:
        words = f"{len(gates)} opened of {asked['most_openings']}"
        yield Breach("most_openings", words)
    if len(sites) > asked["most_sites"]:
        yield Breach("most_sites", f"{len(sites)} opened of {asked['most_sites']}")
    cost = float(certificate.problem["site_cost"][sites].sum())
    cost += asked["gate_cost"] * len(gates)
    if asked["budget"] is not None and cost > asked["budget"] * (1 + SAME):
        yield Breach("budget", f"{cost:,.12g} spent of {asked['budget']:,.12g}")


def _claims(content: Mapping[str, Any], objective: float) -> Iterator[Breach]:
    """Hold objective, bound and status against each other."""
    stated, bound = float(content["objective"]), float(content["bound"])
    little = SAME * max(1.0, abs(objective))
    if abs(stated - objective) > little:
        words = f"what is opened covers {objective:,.12g}, not {stated:,.12g}"
        yield Breach("objective", words)
    if bound < objective - little:
        words = f"the objective of {objective:,.12g} is beyond it: {bound:,.12g}"
        yield Breach("bound", words)
    if content["status"] not in set(Status):
        yield Breach("status", f"{content['status']!r} is no status")
    if content["status"] == Status.OPTIMAL and bound > objective + little:
        yield Breach("status", "optimal, and the bound is another than the objective")


def _proved(certificate: Certificate, groups: Groups) -> ProvedAgain:
    """Add up the multipliers of the program, which is written anew."""
    content, stored = certificate.content, certificate.problem
    program = build(
        groups,
        gates=len(stored["opening_id"]),
        site_cost=stored["site_cost"],
        constant=float(content["covered_today"]),
        **content["question"],
    )
    multipliers = certificate.proof.get("multipliers", np.empty(0))
    bound = bound_from_multipliers(program, multipliers)
    stated, objective = float(content["bound"]), float(content["objective"])
    little = PART_OF_STEP if program.step else SAME * max(1.0, stated)
    closed = bound - stated < little
    room = bound - objective
    gap = 0.0 if room < little else room / max(bound, 1.0)
    rest = "" if closed else " The rest rests on HiGHS's branch and bound."
    words = f"By multipliers alone: {told(closed, gap)}{rest}"
    return ProvedAgain(bound, bound, closed, False, gap, 0, 0, words)  # noqa: FBT003
