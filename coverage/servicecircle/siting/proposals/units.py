"""Which units gain how many residents by each proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.siting.met import covered
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.proposals.rank import Ranked

COLUMNS = ("site_id", "level", "unit_id", "residents_gained")


def gains_by_unit(problem: SitingProblem, ranked: Ranked) -> pd.DataFrame:
    """
    Spread what each proposal adds over the units where the people live.

    Returns
    -------
    DataFrame
        ``site_id``, ``level``, ``unit_id``, ``residents_gained`` (below 0 where a
        station closes); proposals in their order, levels from the widest, units that
        gain most first. Residents add up to what the proposal gains at every level.
    """
    ids = problem.sites.index[ranked.site]
    count = [len(places) for places in ranked.places]
    place = np.concatenate([np.empty(0, np.int64), *ranked.places])
    owner = np.repeat(np.arange(len(ids)), count)
    sign = np.where(problem.existing[ranked.site], -1.0, 1.0)
    residents = problem.weight[place] * sign[owner]
    parts = []
    for number, level in enumerate(Level):
        if level.id_column not in problem.places:
            continue
        unit = problem.places[level.id_column].to_numpy(dtype=object)[place]
        rows = pd.DataFrame({"owner": owner, "unit_id": unit, "gained": residents})
        total = rows.groupby(["owner", "unit_id"], sort=True)["gained"].sum()
        parts.append(total.reset_index().assign(level=level.value, number=number))
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    every = pd.concat(parts, ignore_index=True)
    every["size"] = -every["gained"].abs()
    every = every.sort_values(["owner", "number", "size", "unit_id"], kind="stable")
    return pd.DataFrame(
        {
            "site_id": ids[every["owner"].to_numpy(dtype=np.int64)],
            "level": every["level"].to_numpy(),
            "unit_id": every["unit_id"].to_numpy(),
            "residents_gained": every["gained"].to_numpy(),
        }
    )


def coverage_change(
    problem: SitingProblem, open_: NDArray[np.bool_], level: Level
) -> pd.DataFrame:
    """
    Compare each unit's coverage today and with the proposal.

    Returns
    -------
    DataFrame
        Indexed by unit id: ``residents``, ``covered_today``, ``covered_then``,
        ``residents_gained``, ``share_today``, ``share_then``.
    """
    unit = problem.places[level.id_column]
    weight = problem.places["weight"].astype(float)
    today, then = covered(problem, problem.existing), covered(problem, open_)
    residents = weight.groupby(unit).sum()
    before = weight.where(today, 0.0).groupby(unit).sum()
    after = weight.where(then, 0.0).groupby(unit).sum()
    return pd.DataFrame(
        {
            "residents": residents,
            "covered_today": before,
            "covered_then": after,
            "residents_gained": after - before,
            "share_today": before / residents,
            "share_then": after / residents,
        }
    )
