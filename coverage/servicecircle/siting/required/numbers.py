"""How many sites, and at what cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.program.program import Program
    from servicecircle.siting.requirements import Requirements


def add_numbers(
    program: Program,
    problem: SitingProblem,
    requirements: Requirements,
    *,
    new_sites: int | None,
) -> None:
    """Limit how many sites open, how many are open, and what that costs."""
    new = (~problem.existing).astype(np.float64)
    if new_sites is not None:
        program.add_rows(
            "new_sites",
            {"open": new},
            upper=new_sites,
            words=f"new sites: at most {new_sites}",
        )
    most = requirements.most_open
    if most is not None:
        program.add_rows(
            "most_open",
            {"open": np.ones(len(new))},
            upper=most,
            words=f"sites open in all: at most {most}",
        )
    budget = requirements.budget
    if budget is not None:
        program.add_rows(
            "budget",
            {"open": new * problem.sites["cost"].to_numpy(dtype=np.float64)},
            upper=budget,
            words=f"new sites cost at most {budget:,.12g}",
        )
