"""Whether floors are at all within reach: what all sites together cover."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.errors import SitingError
from servicecircle.siting.required.units import floors
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.requirements import Requirements

NAMED = 3
"""So many of the units that cannot be met are named with their shares."""
ROUNDING = 1e-9


def shown_share(share: float) -> str:
    """
    Show a share rounded down, so that it can be asked for as it stands.

    Examples
    --------
    >>> shown_share(0.944622), shown_share(1.0)
    ('0.9446', '1.0')
    """
    return str(floor(share * 1e4) / 1e4)


def check_floors(problem: SitingProblem, requirements: Requirements) -> None:
    """
    Refuse floors that all sites together would not meet, and say what they would.

    Raises
    ------
    SitingError
        Names the worst units with the shares that can be had, and the highest floor
        that no unit rules out.
    """
    if not requirements.cover_each:
        return
    may_open = problem.existing | ~problem.sites.index.isin(requirements.forbidden)
    reached = problem.covered_by() @ may_open.astype(np.int64) > 0
    weight = problem.places["weight"].astype(float)
    for level, least in floors(problem, requirements).items():
        named = Level(level)
        unit = problem.places[named.id_column]
        every = weight.groupby(unit).sum()
        had = weight.where(reached, 0.0).groupby(unit).sum()
        short = had < least * (1 - ROUNDING)
        if not short.any():
            continue
        share = (had / every)[every > 0]
        worst = share[short].sort_values(kind="stable").head(NAMED)
        told = ", ".join(
            f"{name!r} {shown_share(part)}" for name, part in worst.items()
        )
        asked = requirements.cover_each[named]
        msg = (
            f"cover_each asks for {asked:.12g} of the residents of each {level}, and "
            f"all sites together cover less in {int(short.sum())} of them: {told}"
            f"{', ...' if short.sum() > NAMED else ''}. At most "
            f"{shown_share(share.min())} can be had in all of them. Ask for less, or "
            "add candidates."
        )
        raise SitingError(msg)
