"""Why this site and not its neighbour: what the best alternative would lose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csr_array

from servicecircle.siting.proposals.worth import ByCover

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.proposals.worth import Worth


def alternatives(  # noqa: PLR0913 - what an exchange depends on
    problem: SitingProblem,
    open_: NDArray[np.bool_],
    *,
    nearby_m: float,
    forbidden: Iterable[str] = (),
    worth: Worth | None = None,
    covers: csr_array | None = None,
) -> pd.DataFrame:
    """
    Exchange each new site for the best other candidate, all others staying.

    Parameters
    ----------
    problem
        The problem; its sites with their points as geometry.
    open_
        Which sites are open, shape (sites,).
    nearby_m
        How far, in a straight line, a neighbour may be.
    forbidden
        Sites that may not be chosen.
    worth
        What is compared; whom they cover where not given.
    covers
        Who covers whom (`SitingProblem.covers`), where that is at hand.

    Returns
    -------
    DataFrame
        Indexed by site id: ``only_here``, the residents whom no other open site covers;
        ``alternative``, the candidate nearby that would be worth most in its place,
        ``alternative_m`` away in a straight line, and ``alternative_loses``, how much
        less that is (missing where no candidate is nearby); ``loss_if_unavailable``,
        how much is lost if the site falls away and the best other candidate, wherever
        it is, is taken instead. With more changes it may be less.

    Notes
    -----
    Of several candidates as good, the nearest one, then the one whose id sorts first.
    """
    worth = ByCover(problem) if worth is None else worth
    covers = csr_array(problem.covers()) if covers is None else covers
    weight = problem.weight
    ids = problem.sites.index
    times = np.asarray(covers[np.flatnonzero(open_)].sum(axis=0))
    spots = np.array(problem.sites["geometry"].array, dtype=object)
    candidate = ~open_ & ~problem.existing & ~ids.isin(list(forbidden))
    new = np.flatnonzero(open_ & ~problem.existing)
    rows = []
    added = worth.added(open_)
    for site in new.tolist():
        mine = covers[[site]].indices
        gain = worth.added_without(open_, site, added)
        away_m = shapely.distance(spots, spots[site])
        own = float(gain[site])
        best = _best(gain, away_m, candidate)
        near = _best(gain, away_m, candidate & (away_m <= nearby_m))
        rows.append(
            {
                "only_here": float(weight[mine[times[mine] == 1]].sum()),
                "alternative": None if near is None else ids[near],
                "alternative_m": np.nan if near is None else float(away_m[near]),
                "alternative_loses": np.nan if near is None else own - gain[near],
                "loss_if_unavailable": own if best is None else own - gain[best],
            }
        )
    columns = {
        "only_here": "float",
        "alternative": "str",
        "alternative_m": "float",
        "alternative_loses": "float",
        "loss_if_unavailable": "float",
    }
    frame = pd.DataFrame(rows, index=ids[new], columns=list(columns))
    return frame.astype(columns)


def _best(
    gain: NDArray[np.float64],
    away_m: NDArray[np.float64],
    among: NDArray[np.bool_],
) -> int | None:
    which = np.flatnonzero(among)
    if not len(which):
        return None
    return int(which[np.lexsort((which, away_m[which], -gain[which]))[0]])
