"""What the manifest of a proposal says: what was counted, chosen and proved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from servicecircle.siting.certificate import told_status
from servicecircle.siting.met import covered
from servicecircle.siting.proposals.table import RANKED_BY
from servicecircle.siting.several_services import told_by_service
from servicecircle.siting.weights import plain

if TYPE_CHECKING:
    from servicecircle.pipeline.site import Sited
    from servicecircle.siting.result import SitingResult


def told_of(sited: Sited) -> dict[str, Any]:
    """Say in the manifest what was counted, chosen and proved."""
    problem, content = plain(sited.problem), sited.certificate.content
    total = float(problem.weight.sum())
    today = float(problem.weight[covered(problem, problem.existing)].sum())
    then = float(problem.weight[covered(problem, sited.open)].sum())
    turn = None if sited.knee is None else sited.knee._asdict()
    return {
        "counts": {
            "places": len(problem.places),
            "residents": total,
            "stations": int(problem.existing.sum()),
            "candidates": int((~problem.existing).sum()),
            "left_out": sum(bool(found.id) for found in sited.findings),
            "pairs": len(problem.walks.units),
        },
        "result": {
            name: content[name]
            for name in ("model", "service", "status", "objective", "bound", "gap")
        }
        | {
            "told": told_status(sited.result),
            "figures": _figures(sited.result),
            "new_sites": int((sited.open & ~problem.existing).sum()),
            "share_today": today / total if total else None,
            "share_then": then / total if total else None,
            "knee": turn,
            "by_service": told_by_service(problem, sited.open),
            "never_full": _never_full(sited),
            "ranked_by": RANKED_BY.get(sited.request.question.model),
            "units_without_site": dict(
                sited.result.notes.get("units_without_site", {})
            ),
            "weights": None if sited.weighing is None else sited.weighing.told,
        },
    }


def _never_full(sited: Sited) -> int | None:
    """Count open sites that state no capacity, where sites can be full."""
    if not sited.request.question.fills:
        return None
    capacity = sited.problem.sites["capacity"]
    return int((capacity.isna() & sited.open).sum())


def _figures(result: SitingResult) -> dict[str, float]:
    """Give the figures of a model that are of use to a planner."""
    names = (
        "mean_walk_m",
        "beyond_m",
        "weight_beyond",
        "left_out",
        "covered",
        "covered_twice",
        "served",
        "in_reach_but_full",
        "out_of_reach",
    )
    return {name: result.notes[name] for name in names if name in result.notes}
