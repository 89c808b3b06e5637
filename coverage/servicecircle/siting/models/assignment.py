"""Who is served where, as columns and rows: for models in which sites can be full."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from servicecircle.siting.models.outcome import LEAST, is_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.models.merged import Merged
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.program.program import Program

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]


ROUNDING = 1e-9


class Assignment(NamedTuple):
    """The pairs of a row of places and a site near enough, and their limits."""

    row: Ints
    site: Ints
    weight: Floats
    """Of all rows, shape (rows,)."""
    capacity: Floats
    """Of all sites, shape (sites,); where it does not matter, all weight there is."""
    whole: bool
    """Whether a row is served by one site or not at all."""


class Written(NamedTuple):
    """A program of who is served where, and what it was written from."""

    program: Program
    merged: Merged
    given: Assignment


def assignment(problem: SitingProblem, merged: Merged, *, whole: bool) -> Assignment:
    """List who could be served where."""
    pairs = merged.covers.tocoo()
    every = float(merged.weight.sum())
    given = problem.sites["capacity"].to_numpy(dtype=np.float64)
    capacity = np.where(np.isnan(given), every, given)
    row, site = pairs.row.astype(np.int64), pairs.col.astype(np.int64)
    if whole:
        fits = merged.weight[row] <= capacity[site]
        row, site = row[fits], site[fits]
    return Assignment(row, site, merged.weight, capacity, whole)


def add_served(
    program: Program, given: Assignment, *, worth: Floats, everybody: bool = False
) -> None:
    r"""
    Add columns that say how much weight of a row each site serves.

    .. math:: \sum_i z_{ij} \le w_j, \quad \sum_j z_{ij} \le C_i x_i, \quad
              0 \le z_{ij} \le \min(w_j, C_i) x_i

    The last follows from the others where *x* is whole, and makes bounds tight where it
    is not. Where rows are served by one site alone, the column is the share of the row,
    0 or 1, and enters with its weight.

    Parameters
    ----------
    program
        With columns ``open``.
    given
        The pairs.
    worth
        Of one unit of weight served, for each pair.
    everybody
        Whether all weight must be served.
    """
    pairs = np.arange(len(given.row))
    most = np.minimum(given.weight[given.row], given.capacity[given.site])
    unit = given.weight[given.row] if given.whole else np.ones(len(pairs))
    program.add_columns(
        "served",
        worth * unit,
        upper=1.0 if given.whole else most,
        whole=given.whole,
    )
    rows, sites = len(given.weight), len(given.capacity)
    demand = sparse.csr_array((unit, (given.row, pairs)), shape=(rows, len(pairs)))
    program.add_rows("demand", {"served": demand}, upper=given.weight)
    if everybody:
        floor = given.weight * (1 - ROUNDING)
        words = "everybody is served"
        program.add_rows("everybody", {"served": demand}, lower=floor, words=words)
    load = sparse.csr_array((unit, (given.site, pairs)), shape=(sites, len(pairs)))
    full = sparse.diags_array(-given.capacity, format="csr")
    program.add_rows("capacity", {"served": load, "open": full}, upper=0)
    own = sparse.eye_array(len(pairs), format="csr")
    per_site = np.ones(len(pairs)) if given.whole else most
    shape = (len(pairs), sites)
    opened = sparse.csr_array((-per_site, (pairs, given.site)), shape=shape)
    program.add_rows("served", {"served": own, "open": opened}, upper=0)


def add_served_share(program: Program, given: Assignment) -> None:
    """Say that only who is served counts as covered (`add_floors` looks at that)."""
    pairs = np.arange(len(given.row))
    unit = given.weight[given.row] if given.whole else np.ones(len(pairs))
    rows = len(given.weight)
    program.add_columns("covered", np.zeros(rows))
    taken = sparse.csr_array((-unit, (given.row, pairs)), shape=(rows, len(pairs)))
    whole = sparse.diags_array(given.weight, format="csr")
    program.add_rows("served_share", {"covered": whole, "served": taken}, upper=0)


def amounts(given: Assignment, served: Floats, open_: Flags) -> Floats:
    """
    Give the weight each pair really serves: never more than there is, or than fits.

    A solver keeps to rows but for rounding; here they are kept to exactly, so that the
    objective worked out from the amounts can be had.
    """
    unit = given.weight[given.row] if given.whole else np.ones(len(given.row))
    held = np.where(open_[given.site], np.maximum(served, 0.0) * unit, 0.0)
    if is_whole(given.weight) and is_whole(given.capacity):
        held = np.round(held)
    for key, most in ((given.row, given.weight), (given.site, given.capacity)):
        total = np.bincount(key, held, len(most))
        over = total > most
        shrink = np.where(over, most / np.where(over, total, 1.0), 1.0)
        held = held * shrink[key]
    return held


def served_places(
    problem: SitingProblem, merged: Merged, given: Assignment, held: Floats
) -> pd.DataFrame:
    """
    Hand what rows are served out to their places.

    Returns
    -------
    DataFrame
        One row a place and site: ``place``, ``site`` (positions), ``weight`` served.
        Within a merged row, places are served in the order of their positions, sites
        likewise.
    """
    weight = problem.weight[merged.place]
    by_row = np.lexsort((merged.place, merged.row))
    place, ends = merged.place[by_row], np.cumsum(weight[by_row])
    row_start = np.concatenate([[0.0], np.cumsum(given.weight)])[:-1]
    used = np.flatnonzero(held > 0)
    if not len(used):
        return pd.DataFrame(
            {"place": place[:0], "site": given.site[:0], "weight": held[:0]}
        )
    used = used[np.lexsort((given.site[used], given.row[used]))]
    row = given.row[used]
    before = np.cumsum(held[used]) - held[used]
    first = np.searchsorted(row, row, side="left")
    start = row_start[row] + before - before[first]
    stop = start + held[used]
    cuts = np.unique(np.concatenate([[0.0], start, stop, ends]))
    middle = (cuts[1:] + cuts[:-1]) / 2
    who = np.minimum(np.searchsorted(ends, middle), len(place) - 1)
    pair = np.searchsorted(start, middle, side="right") - 1
    taken = (pair >= 0) & (middle < stop[np.maximum(pair, 0)])
    # Rounding leaves slivers between two rows; nobody there walks to the other's site.
    taken &= merged.row[by_row][who] == row[np.maximum(pair, 0)]
    found = pd.DataFrame(
        {
            "place": place[who[taken]],
            "site": given.site[used][pair[taken]],
            "weight": np.diff(cuts)[taken],
        }
    )
    return found.groupby(["place", "site"])[["weight"]].sum().reset_index()


def standing(
    problem: SitingProblem,
    open_: Flags,
    handed: pd.DataFrame,
    *,
    limit_m: float,
) -> pd.DataFrame:
    """
    Say of every place who serves it, and if not, whether sites are full or too far.

    Returns
    -------
    DataFrame, shape (places, 4)
        Indexed by place id: ``site_id`` that serves most of it, ``walk_m`` to that,
        ``served`` (weight), and ``standing``: served, partly, full (an open site is
        within the limit, and none has room) or out_of_reach.
    """
    count = len(problem.places)
    pairs = problem.pairs(limit_m)
    most = handed.sort_values(
        ["place", "weight", "site"], ascending=[True, False, True]
    )
    most = most.drop_duplicates("place")
    site = np.full(count, None, dtype=object)
    ids = problem.sites.index.to_numpy(dtype=object)
    site[most["place"]] = ids[most["site"]]
    walk = np.full(count, np.nan)
    walk[most["place"]] = np.asarray(pairs[most["place"], most["site"]]).ravel()
    walk[walk <= LEAST] = 0.0
    served = np.bincount(handed["place"], handed["weight"], count)
    near = np.asarray(pairs[:, np.flatnonzero(open_)].sum(axis=1)).ravel() > 0
    word = np.where(near, "full", "out_of_reach").astype(object)
    word[near & (problem.weight == 0)] = "served"
    word[served > 0] = "partly"
    word[(served > 0) & (served >= problem.weight * (1 - ROUNDING))] = "served"
    return pd.DataFrame(
        {
            "site_id": pd.array(site, dtype="str"),
            "walk_m": walk,
            "served": served,
            "standing": pd.array(word, dtype="str"),
        },
        index=problem.places.index,
    )
