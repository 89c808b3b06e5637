"""The merge of stations with the posts of units: who is housed where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.errors import SitingError
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.posts.greedy import emptied, first_fit
from servicecircle.siting.posts.pairs import unit_pairs
from servicecircle.siting.posts.program import Before, PostProgram
from servicecircle.siting.posts.question import PostQuestion, check_question
from servicecircle.siting.posts.report import report
from servicecircle.siting.posts.result import PostsProof, PostsResult, Stage
from servicecircle.siting.program.bound import bound_from_multipliers
from servicecircle.siting.program.judge import judge
from servicecircle.siting.program.solve import ProgramAnswer, attempt, solve
from servicecircle.siting.result import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.program.program import Program

    Values = dict[str, NDArray[np.float64]]

STAGE_SHARE = 0.5
"""Each aim but the last may take this share of the time that is left."""
NARROW_SHARE = 0.4
"""A first answer may take this share of an aim's time."""
LEAST_S = 1.0
"""Every aim has at least so long: an answer that is held must be found again."""
HALF = 0.5


def choose_posts(
    problem: SitingProblem,
    question: PostQuestion | None = None,
    *,
    units: Sequence[str] = (),
    effort: Effort | None = None,
) -> PostsResult:
    r"""
    Choose for every unit of a level the site that is its post.

    Parameters
    ----------
    problem
        Places with ``<level>_id``, sites, and the walks between them. The farther the
        walks' cutoff, the more is known of units that are too far from any site.
    question
        What is asked; see `PostQuestion`.
    units
        Ids of all units of the level, where some have no residents: they need no post
        and are reported as such.
    effort
        How long to search, what is good enough, and a way to stop.

    Returns
    -------
    PostsResult
        Each stage with status, objective, bound and gap. Objectives are recomputed
        from the walks.

    Raises
    ------
    SitingError
        If the question makes no sense, or no answer was found in the time there was.

    Notes
    -----
    Let :math:`P` be the pairs of a unit *u* and a site *i* such that the stated share
    of the residents :math:`w_u` lives within the limit of *i*. With
    :math:`y_i` for "*i* is a post" and :math:`x_{ui}` for "*u* is housed at *i*",

    .. math:: \sum_{i: (u, i) \in P} x_{ui} = 1, \quad x_{ui} \le y_i, \quad
              \sum_u w_u x_{ui} \le C_i y_i, \quad \sum_u x_{ui} \le K y_i, \quad
              x, y \in \{0, 1\}

    for every unit *u* that has a pair. The aims follow one another, each held at what
    it came to while the next is sought (lexicographic order): where posts can be full,
    first the most residents housed (and the first row says at most 1); then, for
    ``fewest``, :math:`\min \sum_i f_i y_i`, *f* being 1 for a station and 1 plus
    ``new_counts`` times its cost for a new post, or, for ``nearest``, the least cost of
    new posts; last :math:`\min \sum_{ui} c_{ui} x_{ui}`, *c* being all that the unit's
    residents walk. Without capacities the first of these is set covering, the last a
    p-median problem under a budget.

    Of units housed, all are with the nearest of the posts in the sense of *c* where no
    post can be full. Which of several choices equally good is given depends on HiGHS,
    and is the same each time as long as time does not run out.

    Source: Toregas, C. et al. (1971), "The location of emergency service facilities",
    *Operations Research* 19(6); ReVelle, C. and Swain, R. (1970), "Central facilities
    location", *Geographical Analysis* 2(1); capacities as in Sridharan, R. (1995),
    *European Journal of Operational Research* 87(2).

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> from servicecircle.vocabulary import Level
    >>> problem = three_homes()
    >>> homes = problem.places.assign(red_sub_grid_id=["R1", "R1", "R2"])
    >>> result = choose_posts(problem.replace(places=homes))
    >>> result
    <PostsResult: optimal, 2 of 2 units in 2 posts, 2 new>
    >>> result.units[["post_id", "mean_walk_m", "max_walk_m"]]
            post_id  mean_walk_m  max_walk_m
    unit_id
    R1            b   233.333333       300.0
    R2            c   350.000000       350.0
    """
    asked = question or PostQuestion()
    check_question(problem, asked)
    clock = Clock(effort or Effort())
    pairs = unit_pairs(problem, asked)
    posts = PostProgram(problem.sites, asked, pairs)
    stages: list[Stage] = []
    multipliers: list[NDArray[np.float64]] = []
    before: Before | None = None
    stopped = False
    aims = posts.aims if len(pairs.unit) else ()
    for number, aim in enumerate(aims):
        share = 1.0 if number == len(aims) - 1 else STAGE_SHARE
        part = Clock(replace(clock.effort, seconds=max(clock.left * share, LEAST_S)))
        program, answer = _reach(posts, aim, part, before)
        before = posts.settle(answer.values, aim)
        objective = posts.value(aim, before)
        stopped = stopped or answer.stopped
        status, bound = judge(
            objective,
            answer.bound,
            sense=program.sense,
            step=program.step,
            gap=part.effort.gap,
            stopped=stopped,
        )
        multipliers.append(answer.multipliers)
        stages.append(Stage(aim, program.sense, status, objective, bound))
        posts.hold(aim, objective)
    chosen = np.zeros(len(pairs.unit)) if before is None else before.housed
    units_table, posts_table = report(problem, asked, pairs, chosen > HALF, units=units)
    proof = PostsProof(pairs, np.flatnonzero(chosen > HALF), tuple(multipliers))
    return PostsResult(
        asked, tuple(stages), units_table, posts_table, clock.spent, proof
    )


def _reach(
    posts: PostProgram, aim: str, clock: Clock, before: Before | None
) -> tuple[Program, ProgramAnswer]:
    """
    Solve the program of one aim, starting from what was chosen for the one before.

    Where posts can be full, sites that others stand in for may be needed too: they are
    left out only for a second answer, after one that is found without a solver.
    """
    program = posts.stated(aim)
    first = emptied(posts, first_fit(posts) if before is None else before, aim)
    if not posts.question.has_room_limits:
        first = posts.begin(aim, first.posts)
        return program, _from(program, _left(clock), _values(first))
    start = _values(first)
    narrow = posts.program(aim, narrow=True)
    try:
        found = attempt(narrow, Clock(_left(clock, share=NARROW_SHARE)))
    except SitingError:
        found = None
    if found is not None:
        start = _better(program, dict(found.values), start)
    return program, _from(program, _left(clock), start)


def _from(program: Program, effort: Effort, start: Values) -> ProgramAnswer:
    """Solve a program of which an answer is known, and give no worse one."""
    try:
        answer = solve(program, effort, start=start)
    except SitingError:
        # Time was up before anything was found, and what is known is an answer.
        nothing = np.zeros(program.row_count)
        bound = bound_from_multipliers(program, nothing) + 0.0  # never -0
        stopped = Clock(effort).stopped
        value = _value(program, start)
        status = Status.INTERRUPTED if stopped else Status.TIME_LIMIT
        return ProgramAnswer(
            status, start, value, bound, nothing, bound, stopped, 0, effort.seconds
        )
    values = _better(program, dict(answer.values), start)
    return replace(answer, values=values, objective=_value(program, values))


def _better(program: Program, one: Values, other: Values) -> Values:
    sign = 1.0 if program.sense == "max" else -1.0
    mine, its = _value(program, one), _value(program, other)
    return other if sign * its > sign * mine else one


def _values(chosen: Before) -> Values:
    return {"post": chosen.posts, "housed": chosen.housed}


def _value(program: Program, values: Values) -> float:
    return program.value(np.concatenate([values[name] for name in program.columns]))


def _left(clock: Clock, *, share: float = 1.0) -> Effort:
    return replace(clock.effort, seconds=max(share * clock.left, LEAST_S * share))
