"""The certificate of posts: who could be housed where, who is, and what is proved."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from servicecircle.errors import SitingError
from servicecircle.siting.certificate import POSTS, Certificate, sealed
from servicecircle.siting.posts.pairs import UnitPairs, unit_pairs
from servicecircle.siting.posts.question import PostQuestion
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.siting.posts.result import PostsResult
    from servicecircle.siting.problem import SitingProblem

    Arrays = Mapping[str, NDArray[Any]]

SITE_COLUMNS = {"existing": bool, "cost": np.float64, "capacity": np.float64}


def certify_posts(
    problem: SitingProblem,
    result: PostsResult,
    *,
    every_building: bool = False,
    farther: float = 1.0,
) -> Certificate:
    """
    Make the certificate of posts.

    Parameters
    ----------
    problem, result
        What was asked of what, and what came of it.
    every_building, farther
        As they were given to `siting_problem`, to measure the problem anew.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> from servicecircle.siting.posts import choose_posts
    >>> problem = three_homes()
    >>> homes = problem.places.assign(red_sub_grid_id=["R1", "R1", "R2"])
    >>> problem = problem.replace(places=homes)
    >>> certify_posts(problem, choose_posts(problem)).content["housed"]
    {'R1': 'b', 'R2': 'c'}
    """
    pairs = result.proof.pairs
    arrays = pairs_arrays(problem, result.question, pairs)
    chosen = result.proof.chosen
    proof: dict[str, NDArray[Any]] = {"chosen": chosen.astype(np.int64)}
    for number, multipliers in enumerate(result.proof.multipliers):
        proof[f"stage_{number}"] = np.asarray(multipliers, dtype=np.float64)
    ids = problem.sites.index
    housed = zip(pairs.units[pairs.unit[chosen]], ids[pairs.site[chosen]], strict=True)
    content = {
        "kind": POSTS,
        "service": problem.service,
        "limit_m": problem.limit_m,
        "every_building": every_building,
        "farther": farther,
        "question": question_data(result.question),
        "status": result.status.value,
        "stages": [
            {**stage._asdict(), "status": stage.status.value, "gap": stage.gap}
            for stage in result.stages
        ],
        "housed": dict(sorted(housed)),
        "problem": {"units": len(pairs.units), "pairs": len(pairs.unit)},
    }
    return sealed(content, arrays, proof)


def question_data(question: PostQuestion) -> dict[str, Any]:
    """Give the question as JSON knows it."""
    return {
        name: value for name, value in asdict(question).items() if value is not None
    }


def question_from(data: Mapping[str, Any]) -> PostQuestion:
    """
    Read what `question_data` gave.

    Raises
    ------
    SitingError
        If a key is unknown or a value of the wrong kind.
    """
    try:
        levels = {name: Level(data[name]) for name in ("level", "same") if name in data}
        return PostQuestion(**{**data, **levels})
    except (TypeError, ValueError) as error:
        msg = f"The question of the certificate cannot be read: {error}."
        raise SitingError(msg) from error


def pairs_arrays(
    problem: SitingProblem, question: PostQuestion, pairs: UnitPairs | None = None
) -> dict[str, NDArray[Any]]:
    """Give what posts are judged by as arrays: units, sites, and their pairs."""
    found = unit_pairs(problem, question) if pairs is None else pairs
    sites = problem.sites
    return {
        "unit_id": np.asarray(found.units, dtype=np.str_),
        "unit_weight": found.weight,
        "site_id": np.asarray(sites.index, dtype=np.str_),
        **{name: sites[name].to_numpy(kind) for name, kind in SITE_COLUMNS.items()},
        "pair_unit": found.unit,
        "pair_site": found.site,
        "pair_person_m": found.person_m,
    }


def stored_pairs(arrays: Arrays) -> tuple[pd.DataFrame, UnitPairs]:
    """
    Read sites and pairs back.

    Raises
    ------
    SitingError
        If an array is missing or they do not fit together.
    """
    try:
        ids = pd.Index(arrays["site_id"], dtype="str")
        sites = pd.DataFrame({name: arrays[name] for name in SITE_COLUMNS}, index=ids)
        units = pd.Index(arrays["unit_id"], dtype="str")
        unit, site = arrays["pair_unit"], arrays["pair_site"]
        walked, weight = arrays["pair_person_m"], arrays["unit_weight"]
    except (KeyError, ValueError) as error:
        msg = f"The stored posts are not whole: {error}. Choose the posts anew."
        raise SitingError(msg) from error
    fits = len(unit) == len(site) == len(walked) and len(weight) == len(units)
    inside = (unit >= 0) & (unit < len(units)) & (site >= 0) & (site < len(ids))
    if not fits or not inside.all():
        msg = "The stored pairs of units and sites do not fit. Choose the posts anew."
        raise SitingError(msg)
    nobody = csr_array((len(units), 0))
    return sites, UnitPairs(units, weight, nobody, unit, site, walked)
