"""Small covering problems to the end, by HiGHS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from servicecircle.siting.cover.reduce import reduce

if TYPE_CHECKING:
    from collections.abc import Callable

    from highspy import HighsLp
    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage

    Ints = NDArray[np.int64]

WHOLE = 0.999
"""Of whole weights, a choice less than this above the best one is not better."""
CLOSE = 1e-7
HALF = 0.5
LOOK_S = 0.1
"""How often, in seconds, it is asked whether to stop."""


class Answer(NamedTuple):
    """What came of it."""

    chosen: Ints | None
    """The best choice found above the floor, or None."""
    bound: float
    """No choice covers more than this, or than the floor if that is higher."""
    complete: bool
    """Whether the search ended by itself."""


def branch_and_bound(  # noqa: PLR0913 - what a search depends on
    coverage: Coverage,
    *,
    count: int,
    floor: float = -np.inf,
    seconds: float,
    nodes: int | None = None,
    whole: bool,
    threads: int = 1,
    stop: Callable[[], bool] = lambda: False,
) -> Answer:
    r"""
    Solve a maximal covering problem as an integer program.

    Parameters
    ----------
    coverage
        The problem.
    count
        How many sites may be chosen.
    floor
        Only choices that cover more are of interest.
    seconds
        Stop after this long.
    nodes
        Stop after so many nodes.
    whole
        Whether all weights are whole numbers.
    threads
        How many threads HiGHS may use.
    stop
        Asked ten times a second whether to end.

    Notes
    -----
    .. math:: \max \sum_j w_j y_j \quad y_j \le \sum_{i \ni j} x_i, \;
              \sum_i x_i \le p, \; x \in \{0, 1\}, \; 0 \le y \le 1 .

    Rows that one site alone covers are counted with the site. Source: Church, R. and
    ReVelle, C. (1974), "The maximal covering location problem", *Papers of the
    Regional Science Association* 32.
    """
    small = reduce(coverage)
    effort = _Effort(floor, seconds, nodes, whole, threads, stop)
    answer = _solve(small.coverage, min(count, len(small.site)), effort)
    if answer.chosen is None:
        return answer
    return answer._replace(chosen=small.site[answer.chosen])


class _Effort(NamedTuple):
    """What is asked of the solver."""

    floor: float
    seconds: float
    nodes: int | None
    whole: bool
    threads: int
    stop: Callable[[], bool]


def _solve(coverage: Coverage, count: int, effort: _Effort) -> Answer:
    floor = effort.floor
    import highspy  # noqa: PLC0415 - loads where it is used

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - its own form
    solver.setOptionValue("threads", effort.threads)
    solver.setOptionValue("time_limit", effort.seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", WHOLE if effort.whole else CLOSE)
    if effort.nodes is not None:
        solver.setOptionValue("mip_max_nodes", effort.nodes)
    if np.isfinite(floor):
        solver.setOptionValue("objective_bound", -float(floor))
    solver.passModel(_program(coverage, count))
    _run(solver, effort.stop)
    status, info = solver.getModelStatus(), solver.getInfo()
    nothing = {
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kObjectiveBound,
    }
    if status in nothing:
        return Answer(None, floor, complete=True)
    bound = -float(info.mip_dual_bound)
    if not np.isfinite(bound):
        bound = np.inf
    complete = status == highspy.HighsModelStatus.kOptimal
    found = highspy.SolutionStatus.kSolutionStatusFeasible
    feasible = info.primal_solution_status == found
    values = np.array(solver.getSolution().col_value)[: coverage.sites]
    if not feasible or not len(values):
        return Answer(None, max(bound, floor), complete)
    chosen = np.flatnonzero(values > HALF)
    value = coverage.value(chosen)
    if effort.whole and np.isfinite(bound):
        bound = float(np.floor(bound + CLOSE * max(1.0, abs(bound))))
    return Answer(chosen, value if complete else max(bound, value), complete)


def _run(solver: Any, stop: Callable[[], bool]) -> None:  # noqa: ANN401 - highspy
    """Run beside this thread, which looks now and then whether to end."""
    solver.HandleUserInterrupt = True
    solver.startSolve()
    done = False
    while not done:
        done, _ = solver.wait(LOOK_S)
        if stop():
            solver.cancelSolve()


def _program(coverage: Coverage, count: int) -> HighsLp:
    """Write the integer program in HiGHS's form."""
    import highspy  # noqa: PLC0415 - loads where it is used

    by_row = coverage.by_row.astype(np.float64)
    degree = np.diff(by_row.indptr)
    alone, shared = degree == 1, degree > 1
    with_site = np.zeros(coverage.sites)
    only = by_row.indices[by_row.indptr[:-1][alone]]
    np.add.at(with_site, only, coverage.weight[alone])
    rows, worth = by_row[np.flatnonzero(shared)], coverage.weight[shared]
    sites, number = coverage.sites, int(shared.sum())
    linked = sparse.hstack([-rows, sparse.eye_array(number)], format="csr")
    limit = sparse.csr_array(
        (np.ones(sites), np.arange(sites), [0, sites]), shape=(1, sites + number)
    )
    matrix = sparse.vstack([linked, limit], format="csr")
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = sites + number, number + 1
    program.sense_ = highspy.ObjSense.kMinimize
    program.col_cost_ = -np.concatenate([with_site, worth])
    program.col_lower_ = np.zeros(sites + number)
    program.col_upper_ = np.ones(sites + number)
    program.row_lower_ = np.full(number + 1, -highspy.kHighsInf)
    program.row_upper_ = np.append(np.zeros(number), float(count))
    kinds = highspy.HighsVarType
    program.integrality_ = [kinds.kInteger] * sites + [kinds.kContinuous] * number
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = matrix.indptr
    program.a_matrix_.index_ = matrix.indices
    program.a_matrix_.value_ = matrix.data
    return program
