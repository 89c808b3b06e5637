"""Who is housed where, which units have no possible post, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.siting.models.outcome import LEAST
from servicecircle.siting.posts.pairs import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from servicecircle.siting.posts.pairs import UnitPairs
    from servicecircle.siting.posts.question import PostQuestion
    from servicecircle.siting.problem import SitingProblem

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

NINE_TENTHS = 0.9


def report(
    problem: SitingProblem,
    question: PostQuestion,
    pairs: UnitPairs,
    chosen: NDArray[np.bool_],
    *,
    units: Sequence[str] = (),
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Make the tables of units and posts, as `PostsResult` describes them.

    Parameters
    ----------
    problem, question, pairs
        What was asked.
    chosen
        Which pairs are housed, shape (pairs,).
    units
        All units of the level; those without residents get a row too.
    """
    site = np.full(len(pairs.units), -1)
    site[pairs.unit[chosen]] = pairs.site[chosen]
    walks = problem.pairs(problem.walks.cutoff_m)
    limit_m = problem.limit_m if question.within_m is None else question.within_m
    could = np.bincount(pairs.unit, minlength=len(pairs.units)) > 0
    rows = [
        _unit(problem, question, pairs, walks, unit, int(site[unit]), limit_m)
        for unit in range(len(pairs.units))
    ]
    table = pd.DataFrame(rows, index=pairs.units.rename("unit_id"))
    ids = problem.sites.index.to_numpy(dtype=object)
    post = np.where(site >= 0, ids[site], np.array(None, dtype=object))
    table["post_id"] = pd.Series(post, table.index, dtype="str")
    table["is_new"] = (site >= 0) & ~problem.existing[site]
    shared = table.groupby("post_id").size()
    table["units_of_post"] = table["post_id"].map(shared).fillna(0).astype(int)
    table.loc[could & (site < 0), "reason"] = "full"
    every = table.index.union(pd.Index(list(units), dtype="str")).rename("unit_id")
    table = table.reindex(every)
    nobody = ~every.isin(pairs.units) | (table["residents"] == 0).to_numpy()
    empty = {"residents": 0.0, "residents_beyond": 0.0, "units_of_post": 0}
    table = table.fillna(empty)
    table["is_new"] = table["is_new"].eq(other=True)
    table["units_of_post"] = table["units_of_post"].astype(int)
    table.loc[nobody, "reason"] = "no_residents"
    order = ["residents", "post_id", "is_new", "units_of_post", "mean_walk_m"]
    order += ["p90_walk_m", "max_walk_m", "residents_beyond", "reason"]
    order += ["nearest_id", "nearest_m"]
    table["nearest_id"] = table["nearest_id"].astype("str")
    return table[order], _posts(problem, table)


def _unit(  # noqa: PLR0913, PLR0917 - one unit and all that is known
    problem: SitingProblem,
    question: PostQuestion,
    pairs: UnitPairs,
    walks: object,
    unit: int,
    site: int,
    limit_m: float,
) -> dict[str, object]:
    start, stop = pairs.member.indptr[unit], pairs.member.indptr[unit + 1]
    place, weight = pairs.member.indices[start:stop], pairs.member.data[start:stop]
    total = float(pairs.weight[unit])
    mine = walks[place].tocoo()  # type: ignore[index]
    walk_m = np.where(mine.data <= LEAST, 0.0, mine.data)
    told: dict[str, object] = {
        "residents": total,
        "mean_walk_m": np.nan,
        "p90_walk_m": np.nan,
        "max_walk_m": np.nan,
        "residents_beyond": np.nan,
        "reason": "housed",
        "nearest_id": None,
        "nearest_m": np.nan,
    }
    if site >= 0:
        to_post = mine.col == site
        known = np.full(len(place), np.inf)
        known[mine.row[to_post]] = walk_m[to_post]
        told["mean_walk_m"] = _or_missing(float(weight @ known) / total)
        told["p90_walk_m"] = _or_missing(_walk_of(known, weight, NINE_TENTHS * total))
        told["max_walk_m"] = _or_missing(float(known[weight > 0].max()))
        told["residents_beyond"] = float(weight[known > limit_m].sum())
        return told
    sites = problem.existing if question.stations_only else np.ones(len(problem.sites))
    usable = sites[mine.col] > 0
    nearest, nearest_m = _nearest(
        mine.col[usable],
        walk_m[usable],
        weight[mine.row[usable]],
        question.share * total,
    )
    if nearest < 0:
        told["reason"] = "beyond_search"
        return told
    told["reason"] = "too_far" if nearest_m > limit_m else "not_allowed"
    told["nearest_id"] = problem.sites.index[nearest]
    told["nearest_m"] = nearest_m
    return told


def _or_missing(value: float) -> float:
    return value if np.isfinite(value) else np.nan


def _walk_of(walk_m: Floats, weight: Floats, wanted: float) -> float:
    """Give the least walk within which the wanted weight lives."""
    order = np.argsort(walk_m, kind="stable")
    reached = np.cumsum(weight[order])
    at = int(np.searchsorted(reached, wanted * (1 - ROUNDING)))
    return float(walk_m[order][min(at, len(order) - 1)])


def _nearest(
    site: Ints, walk_m: Floats, weight: Floats, wanted: float
) -> tuple[int, float]:
    """
    Find the site with the least walk within which the wanted weight lives.

    Of several as near, the first; -1 where no site has that many walks known.
    """
    order = np.lexsort((walk_m, site))
    site, walk_m, weight = site[order], walk_m[order], weight[order]
    running = np.cumsum(weight)
    ids, first = np.unique(site, return_index=True)
    before = (running[first] - weight[first])[np.searchsorted(ids, site)]
    enough = np.flatnonzero(running - before >= wanted * (1 - ROUNDING))
    if not len(enough):
        return -1, np.nan
    best = enough[np.lexsort((site[enough], walk_m[enough]))[0]]
    return int(site[best]), float(walk_m[best])


def _posts(problem: SitingProblem, units: pd.DataFrame) -> pd.DataFrame:
    """Make one row a post."""
    housed = units[units["post_id"].notna()].reset_index()
    walked = housed.assign(walked=housed["residents"] * housed["mean_walk_m"])
    groups = walked.groupby("post_id")
    table = pd.DataFrame(
        {
            "is_new": groups["is_new"].first(),
            "units": groups.size(),
            "unit_ids": groups["unit_id"].agg(";".join),
            "residents": groups["residents"].sum(),
            "mean_walk_m": groups["walked"].sum(min_count=1)
            / groups["residents"].sum(),
            "max_walk_m": groups["max_walk_m"].max(),
        }
    ).rename_axis("site_id")
    about = problem.sites[["name", "host_type", "cost"]].reindex(table.index)
    table = about.join(table)
    table["is_new"] = table["is_new"].astype(bool)
    table["cost"] = table["cost"].where(table["is_new"], 0.0)
    return table
