"""Proposals as a table: one row a site, with everything that speaks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.siting.proposals.alternatives import alternatives
from servicecircle.siting.proposals.rank import rank_sites
from servicecircle.siting.proposals.reasons import Facts, reason_en, reason_zh
from servicecircle.siting.proposals.relief import relief
from servicecircle.siting.proposals.units import gains_by_unit
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.proposals.trials import Trials
    from servicecircle.siting.question import Question
    from servicecircle.siting.result import SitingResult

TOP_UNITS = 3
"""So many units are named in the reason."""
TOLD_LEVELS = (Level.RED_SUB_GRID, Level.GRID)
"""Levels of which it is told how many units gain."""


class Proposals(NamedTuple):
    """The proposals, and what each unit gains by each of them."""

    table: gpd.GeoDataFrame
    units: pd.DataFrame


def make_proposals(
    problem: SitingProblem,
    question: Question,
    result: SitingResult,
    *,
    trials: Trials | None = None,
) -> Proposals:
    """
    Say of every site that opens, moves or closes what speaks for it.

    Parameters
    ----------
    problem
        The problem; its sites are a GeoDataFrame of points.
    question, result
        What was asked, and what came of it.
    trials
        What came of trials with other figures.

    Returns
    -------
    Proposals
        ``table``, a row a site in the order of `rank_sites`: ``rank``, ``action``,
        ``site_id``, ``name``, ``host_type``, ``x``, ``y``, ``residents_gained`` by it
        and ``cumulative_residents`` and ``cumulative_share`` with all before it,
        ``residents_within`` the limit, ``only_here``, ``relieves`` and
        ``relieved_residents``, ``replaces``, ``alternative``, ``alternative_m`` and
        ``alternative_loses``, ``loss_if_unavailable``, ``chosen_in_trials``, how many
        units gain (``grids_gaining``, ``red_sub_grids_gaining``), ``cost``, ``reason``
        and ``reason_zh``, and the units it lies in. Where stations may close, those
        that are kept follow without a rank. ``units`` as `gains_by_unit` gives them.
    """
    sites = problem.sites
    open_ = sites.index.isin(result.sites.index[result.sites["action"] != "close"])
    ranked = rank_sites(problem, open_)
    asked = question.requirements
    ids = sites.index[ranked.site]
    table = pd.DataFrame(
        {
            "rank": np.arange(1, len(ids) + 1),
            "action": result.sites["action"].reindex(ids).to_numpy(),
            "name": sites["name"].reindex(ids).to_numpy(),
            "host_type": sites["host_type"].reindex(ids).to_numpy(),
            "residents_gained": ranked.gained,
            "cumulative_residents": ranked.covered,
            "cumulative_share": ranked.covered / problem.weight.sum(),
            "residents_within": (problem.covers() @ problem.weight)[ranked.site],
        },
        index=ids.rename("site_id"),
    )
    other = alternatives(
        problem, open_, nearby_m=problem.limit_m, forbidden=asked.forbidden
    )
    table = table.join(other).join(relief(problem, open_))
    table["replaces"] = result.sites["replaces"].reindex(ids)
    chosen = pd.Series(np.nan, index=ids) if trials is None else trials.chosen
    table["chosen_in_trials"] = chosen.reindex(ids)
    units = gains_by_unit(problem, ranked)
    for level in TOLD_LEVELS:
        gaining = units[(units["level"] == level) & (units["residents_gained"] > 0)]
        count = gaining.groupby("site_id").size()
        table[f"{level.layer}_gaining"] = count.reindex(ids, fill_value=0)
    table["cost"] = sites["cost"].reindex(ids)
    before = np.concatenate([[ranked.before], ranked.covered[:-1]])
    facts = _facts(table, units, before / problem.weight.sum())
    table["reason"] = [reason_en(fact) for fact in facts]
    table["reason_zh"] = [reason_zh(fact) for fact in facts]
    kept = result.sites.index[result.sites["action"] == "keep"]
    if asked.existing == "may_close" or asked.may_close:
        table = pd.concat([table, _kept(sites.loc[kept])])
    return Proposals(_placed(table, sites), units)


def _facts(
    table: pd.DataFrame, units: pd.DataFrame, share_before: np.ndarray
) -> list[Facts]:
    finest = str(units["level"].iloc[-1]) if len(units) else ""
    top = units[units["level"] == finest].groupby("site_id", sort=False).head(TOP_UNITS)
    named = {
        site: dict(zip(rows["unit_id"], rows["residents_gained"], strict=True))
        for site, rows in top.groupby("site_id")
    }
    rows = table.reset_index().to_dict("records")
    return [
        Facts(
            action=row["action"],
            gained=row["residents_gained"],
            share_before=before,
            share=row["cumulative_share"],
            level=finest,
            top_units=named.get(row["site_id"], {}),
            relieves=_or_none(row["relieves"]),
            relieved=row["relieved_residents"],
            alternative=_or_none(row["alternative"]),
            alternative_m=row["alternative_m"],
            alternative_loses=row["alternative_loses"],
            chosen=row["chosen_in_trials"],
            replaces=_or_none(row["replaces"]),
        )
        for row, before in zip(rows, share_before, strict=True)
    ]


def _or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _kept(sites: pd.DataFrame) -> pd.DataFrame:
    """Give the stations that stay their rows, where they might have closed."""
    rows = sites[["name", "host_type"]].assign(action="keep", rank=np.nan)
    return rows.rename_axis("site_id")


def _placed(table: pd.DataFrame, sites: pd.DataFrame) -> gpd.GeoDataFrame:
    """Add coordinates and units, and put the columns in the order of the contract."""
    spots = sites["geometry"].reindex(table.index)
    xy = shapely.get_coordinates(np.array(spots.array, dtype=object)).reshape(-1, 2)
    table = table.assign(x=xy[:, 0], y=xy[:, 1])
    table["rank"] = table["rank"].astype("Int64")
    where = [level.id_column for level in Level if level.id_column in sites]
    table = table.join(sites[where])
    lead = ["rank", "action", "site_id", "name", "host_type", "x", "y"]
    told = ["reason", "reason_zh"]
    flat = table.reset_index()
    rest = [c for c in flat.columns if c not in {*lead, *told, *where}]
    ordered = flat[[*lead, *rest, *told, *where]]
    return gpd.GeoDataFrame(
        ordered,
        geometry=np.array(spots.array, dtype=object),
        crs=getattr(spots, "crs", None),
    )
