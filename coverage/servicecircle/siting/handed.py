"""Who is served where, checked by adding up: where sites can be full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from servicecircle._validation import name_some
from servicecircle.siting.met import Breach
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.question import Question

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

ROUNDING = 1e-9
NAMES = ("handed_place", "handed_site", "handed_weight")


def handed_arrays(handed: pd.DataFrame) -> dict[str, NDArray[Any]]:
    """Give the table of who is served where as arrays to be stored."""
    columns = ("place", "site", "weight")
    kinds = (np.int32, np.int32, np.float64)
    return {
        name: handed[column].to_numpy(dtype=kind)
        for name, column, kind in zip(NAMES, columns, kinds, strict=True)
    }


def handed_worth(
    problem: SitingProblem, question: Question, stored: Mapping[str, NDArray[Any]]
) -> float:
    """
    Work out what it is worth that these people are served there.

    Parameters
    ----------
    problem
        The problem.
    question
        What was asked: the most weight served, or the shortest walks.
    stored
        As `handed_arrays` gave them.

    Raises
    ------
    KeyError, IndexError
        If an array is missing, or names what is not there.
    """
    place, site, weight = (stored[name] for name in NAMES)
    served = float(weight.sum())
    if not question.by_walk:
        return served
    far_m = problem.walks.cutoff_m if question.beyond_m is None else question.beyond_m
    walk_m = _walks(problem, place, site)
    return far_m * (float(problem.weight.sum()) - served) + float(walk_m @ weight)


def handed_wrong(
    problem: SitingProblem,
    question: Question,
    stored: Mapping[str, NDArray[Any]],
    open_: Flags,
) -> Iterator[Breach]:
    """
    Name what is wrong with who is served where.

    Nobody is served who is not there, by a site that is closed, full or too far, and
    floors count those who are served.
    """
    place, site, weight = (stored[name] for name in NAMES)
    given = problem.sites["capacity"].to_numpy(dtype=np.float64)
    capacity = np.where(np.isnan(given), np.inf, given)
    most = {"places": (place, problem.weight), "sites": (site, capacity)}
    for what, (which, limit) in most.items():
        total = np.bincount(which, weight, len(limit))
        over = total > limit * (1 + ROUNDING)
        if over.any():
            ids = (problem.places if what == "places" else problem.sites).index
            words = f"{name_some(ids[over])}: more served than there is room or people"
            yield Breach("capacity", words)
    if (weight < 0).any() or not open_[site].all():
        yield Breach("capacity", "somebody is served by a site that is closed")
    far_m = question.walks_to_m(problem) if question.by_walk else problem.limit_m
    too_far = ~(_walks(problem, place, site) <= far_m)
    if too_far.any():
        ids = problem.places.index[place[too_far]]
        yield Breach("capacity", f"{name_some(ids)}: served from too far away")
    served = np.bincount(place, weight, len(problem.places))
    if question.by_walk:
        return
    for level, share in question.requirements.cover_each.items():
        unit = problem.places[Level(level).id_column]
        there = pd.Series(served, problem.places.index).groupby(unit).sum()
        every = problem.places["weight"].astype(float).groupby(unit).sum()
        short = there.index[there < share * every * (1 - ROUNDING)]
        if len(short):
            words = f"less than {share:.12g} served in {level} {name_some(short)}"
            yield Breach("cover_each", words)


def _walks(problem: SitingProblem, place: NDArray[Any], site: NDArray[Any]) -> Floats:
    """Give the walks of pairs in metres, infinite where none is known."""
    pairs = problem.pairs(problem.walks.cutoff_m)
    if not len(place):
        return np.empty(0)
    walk_m = np.asarray(pairs[place, site], dtype=np.float64).ravel()
    tiny = np.finfo(np.float64).tiny
    known = np.where(walk_m <= tiny, 0.0, walk_m)
    return np.where(walk_m == 0, np.inf, known)
