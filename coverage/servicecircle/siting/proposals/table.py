"""Proposals as a table: one row a site, with everything that speaks for it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csr_array

from servicecircle.siting.met import covered
from servicecircle.siting.models.outcome import nearest_open
from servicecircle.siting.proposals.alternatives import alternatives
from servicecircle.siting.proposals.facts import facts_of
from servicecircle.siting.proposals.needed import needed_for
from servicecircle.siting.proposals.rank import rank_sites
from servicecircle.siting.proposals.reasons import reason
from servicecircle.siting.proposals.relief import relief
from servicecircle.siting.proposals.units import gains_by_unit
from servicecircle.siting.proposals.worth import ByCover, worth_of
from servicecircle.siting.sentences import render
from servicecircle.siting.several_services import SERVICE
from servicecircle.siting.weights import RESIDENTS, plain
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.proposals.rank import Ranked
    from servicecircle.siting.proposals.trials import Trials
    from servicecircle.siting.question import Model, Question
    from servicecircle.siting.result import SitingResult

NO_NAMES: Mapping[str, str] = MappingProxyType({})
RANKED_BY: Mapping[Model, str] = MappingProxyType(
    {
        "backup_covering": "gained_with_backup",
        "p_median": "mean_walk_shorter_m",
        "p_center": "gained_within_longest",
        "capacitated_covering": "residents_served",
        "capacitated_p_median": "residents_served",
    }
)
"""What sites are ranked by, where that is not whom they cover: the column's name."""
Counted = Literal["residents", "weighted", "services"]
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
    unit_names: Mapping[str, str] = NO_NAMES,
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
    unit_names
        What units are called, by id.

    Returns
    -------
    Proposals
        ``table``, a row a site in the order of `rank_sites`: ``rank``, ``action``,
        ``site_id``, ``name``, ``host_type``, ``x``, ``y``, ``residents_gained`` by it
        and ``cumulative_residents`` and ``cumulative_share`` with all before it,
        ``residents_within`` the limit, ``residents_nearest``, whose nearest open site
        it is, ``only_here``, ``relieves`` and ``relieved_residents``, ``replaces``,
        ``alternative``, ``alternative_m`` and ``alternative_loses``,
        ``loss_if_unavailable``, ``chosen_in_trials``, how many units gain
        (``grids_gaining``, ``red_sub_grids_gaining``), ``cost``, ``reason`` and
        ``reason_zh``, and the units it lies in. Where stations may close, those that
        are kept follow without a rank. ``units`` as `gains_by_unit` gives them, with
        ``unit_name``.

    Notes
    -----
    Sites are ranked, and compared with their neighbours, by what the model asks for,
    which has a column of its own: ``gained_with_backup``, residents counted again where
    a second site covers them; ``mean_walk_shorter_m``; ``gained_within_longest``,
    residents brought within the longest walk that is left; ``residents_served`` where
    sites can be full (neighbours are then compared by whom they reach).

    Where residents are weighted, what is chosen by is weighted too: ``weight_gained``
    and ``cumulative_weight`` stand beside ``residents_gained`` and
    ``cumulative_residents``; the order, the alternatives and all other figures are
    weighted. With several services everybody counts once for each.
    """
    sites = problem.sites
    open_ = sites.index.isin(result.sites.index[result.sites["action"] != "close"])
    worth = worth_of(problem, question, result)
    if isinstance(worth, ByCover) and worth.limit_m == problem.limit_m:
        covers = worth.covers
    else:
        covers = csr_array(problem.covers())
    ranked = rank_sites(problem, open_, worth, covers=covers)
    asked = question.requirements
    ids = sites.index[ranked.site]
    total = problem.weight.sum()
    table = pd.DataFrame(
        {
            "rank": np.arange(1, len(ids) + 1),
            "action": result.sites["action"].reindex(ids).to_numpy(),
            "name": sites["name"].reindex(ids).to_numpy(),
            "host_type": sites["host_type"].reindex(ids).to_numpy(),
            "residents_gained": ranked.gained,
            "cumulative_residents": ranked.covered,
            "cumulative_share": ranked.covered / total if total else np.nan,
            "residents_within": covers[ranked.site] @ problem.weight,
            "residents_nearest": _nearest_of(problem, open_).reindex(ids).to_numpy(),
        },
        index=ids.rename("site_id"),
    )
    if question.model in RANKED_BY:
        table[RANKED_BY[question.model]] = ranked.worth
    other = alternatives(
        problem,
        open_,
        nearby_m=problem.limit_m,
        forbidden=asked.forbidden,
        # Where sites can be full, by reach alone: who then goes where is a question
        # of its own for each of the candidates.
        worth=None if question.fills else worth,
        covers=covers,
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
    units["unit_name"] = [unit_names.get(unit, unit) for unit in units["unit_id"]]
    before = np.concatenate([[ranked.before], ranked.covered])[: len(ids)]
    told: dict[str, Any] = {
        "limit_m": problem.limit_m,
        "share_before": before / total if total else np.full(len(before), np.nan),
        "counted": counted(problem),
        "model": question.model,
        "longest_m": result.objective,
        "trials": 0 if trials is None else len(trials.table),
        "needed": needed_for(
            problem,
            # Where sites can be full, floors count whom they serve.
            replace(asked, cover_each={}) if question.fills else asked,
            open_,
            covers=covers,
            unit_names=unit_names,
        ),
    }
    said = [reason(fact) for fact in facts_of(table, units, sites["name"], **told)]
    table["reason"] = [render(one, "en") for one in said]
    table["reason_zh"] = [render(one, "zh") for one in said]
    if counted(problem) == "weighted":
        table = _beside_weights(table, plain(problem), ranked)
    kept = result.sites.index[result.sites["action"] == "keep"]
    if asked.existing == "may_close" or asked.may_close:
        table = pd.concat([table, _kept(sites.loc[kept])])
    return Proposals(_placed(table, sites), units)


def counted(problem: SitingProblem) -> Counted:
    """Say what is counted: residents, weighted ones, or once for each service."""
    if RESIDENTS in problem.places:
        return "weighted"
    return "services" if SERVICE in problem.places else "residents"


def _nearest_of(problem: SitingProblem, open_: np.ndarray) -> pd.Series[float]:
    """Add up, by open site, those within the limit whose nearest one it is."""
    nearest = nearest_open(problem, open_)["site_id"]
    weight = problem.places["weight"].astype(float)
    return weight.groupby(nearest).sum().reindex(problem.sites.index, fill_value=0.0)


def _beside_weights(
    table: pd.DataFrame, once: SitingProblem, ranked: Ranked
) -> pd.DataFrame:
    """Put residents beside what is weighted, site by site in the same order."""
    sign = np.where(once.existing[ranked.site], -1.0, 1.0)
    gained = sign * [float(once.weight[places].sum()) for places in ranked.places]
    today = float(once.weight[covered(once, once.existing)].sum())
    weighted = table.rename(
        columns={
            "residents_gained": "weight_gained",
            "cumulative_residents": "cumulative_weight",
            "residents_within": "weight_within",
            "residents_nearest": "weight_nearest",
            "relieved_residents": "relieved_weight",
        }
    )
    total = once.weight.sum()
    then = today + np.cumsum(gained)
    weighted["cumulative_share"] = then / total if total else np.nan
    weighted.insert(4, "residents_gained", gained)
    weighted.insert(5, "cumulative_residents", then)
    return weighted


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
