"""What is asked of posts: how near, for whom, how many, and at whose cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from servicecircle._validation import check_positive, suggest
from servicecircle.errors import SitingError
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem

Aim = Literal["fewest", "nearest"]
AIMS = ("fewest", "nearest")


@dataclass(frozen=True)
class PostQuestion:
    """
    What the posts of a level's units must be.

    Parameters
    ----------
    level
        The level whose units need a post.
    within_m
        The farthest walk from a resident to the post; the problem's limit where not
        given. The limit itself counts.
    share
        The share of a unit's residents who must live so near, above 0 and at most 1.
    aim
        ``fewest``: as few posts as can be, and of these choices the one with the
        shortest walks. ``nearest``: new posts only where no choice of stations does
        without them, and then the shortest walks.
    stations_only
        Whether only sites that are stations already may be posts.
    new_counts
        For ``fewest``: by how many stations a new post counts more than a station
        that is there, for each unit of its cost; 0 or more.
    same
        A level of which the post must lie in the same unit (a community, say).
    most_units
        The most units one post may serve.
    most_residents
        The most residents one post may serve.
    own_capacity
        Whether the sites' own ``capacity`` binds too, where it is stated.
    """

    level: Level = Level.RED_SUB_GRID
    within_m: float | None = None
    share: float = 1.0
    aim: Aim = "fewest"
    stations_only: bool = False
    new_counts: float = 1.0
    same: Level | None = None
    most_units: int | None = None
    most_residents: float | None = None
    own_capacity: bool = False

    @property
    def has_room_limits(self) -> bool:
        """Whether a post can be full."""
        limits = (self.most_units, self.most_residents)
        return self.own_capacity or any(limit is not None for limit in limits)


def check_question(problem: SitingProblem, question: PostQuestion) -> None:
    """
    Refuse a question that makes no sense for a problem.

    Raises
    ------
    SitingError
        If a number is out of its range, the limit is beyond the walks' cutoff, or the
        problem does not know a level.
    """
    try:
        if question.within_m is not None:
            check_positive(question.within_m, name="within_m")
        if question.most_units is not None:
            check_positive(question.most_units, name="most_units")
        if question.most_residents is not None:
            check_positive(question.most_residents, name="most_residents")
    except ValueError as error:
        raise SitingError(str(error)) from error
    if not 0 < question.share <= 1:
        msg = f"share must be above 0 and at most 1. Got {question.share!r}."
        raise SitingError(msg)
    if not (np.isfinite(question.new_counts) and question.new_counts >= 0):
        msg = f"new_counts must be 0 or more. Got {question.new_counts!r}."
        raise SitingError(msg)
    if question.aim not in AIMS:
        msg = f"aim is {question.aim!r}. {suggest(str(question.aim), AIMS)}"
        raise SitingError(msg)
    if (question.within_m or 0) > problem.walks.cutoff_m:
        msg = (
            f"within_m is {question.within_m:g} m, and walks are known up to "
            f"{problem.walks.cutoff_m:g} m only. Measure them with a larger cutoff_m."
        )
        raise SitingError(msg)
    _check_level(problem, question.level, places_alone=True)
    if question.same is not None:
        _check_level(problem, question.same, places_alone=False)


def _check_level(problem: SitingProblem, level: Level, *, places_alone: bool) -> None:
    known = set(problem.places.columns)
    if not places_alone:
        known &= set(problem.sites.columns)
    if level.id_column not in known:
        there = [k.value for k in Level if k.id_column in known]
        msg = f"The problem has no level {level.value!r}. {suggest(level, there)}"
        raise SitingError(msg)
