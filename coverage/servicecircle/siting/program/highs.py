"""One program handed to HiGHS, and what HiGHS says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.effort import Clock
    from servicecircle.siting.program.bound import Bounds
    from servicecircle.siting.program.program import Arrays, Program

    Floats = NDArray[np.float64]

LOOK_S = 0.1
"""How often, in seconds, it is asked whether to stop."""
PART_OF_STEP = 0.5
"""HiGHS may end when its bound is this part of a step away: nothing lies between."""
FINEST_GAP = 1e-8
ANY = 1e15
"""An objective that every choice reaches."""


class Said(NamedTuple):
    """What HiGHS found."""

    infeasible: bool
    """It is proved that nothing keeps to the program."""
    values: Floats | None
    bound: float
    """As HiGHS reports it; infinite where it has none."""
    multipliers: Floats | None
    """Of the rows, where the program has no whole columns (or they were let go)."""
    nodes: int
    stopped: bool
    """Somebody said stop, or pressed Ctrl-C."""


def ask_highs(  # noqa: PLR0913 - what a search depends on
    program: Program,
    clock: Clock,
    *,
    relaxed: bool = False,
    start: Floats | None = None,
    bounds: Bounds | None = None,
    nodes: int | None = None,
    any_choice: bool = False,
) -> Said:
    """
    Solve a program, or its linear relaxation, with HiGHS.

    Parameters
    ----------
    program
        The program.
    clock
        Time, gap, threads, and a way to stop. HiGHS runs beside this thread, which asks
        ten times a second whether to go on; Ctrl-C ends the search, not the program.
    relaxed
        Let whole columns be broken.
    start
        Values of all columns to start from.
    bounds
        Narrower bounds of the columns than the program's own.
    nodes
        End after so many nodes. Work is counted, not timed, so that a loaded machine
        gives the same answer.
    any_choice
        End with the first choice that keeps to the program, whatever it is worth.
    """
    import highspy  # noqa: PLC0415 - loads where it is used

    given = program.arrays
    if bounds is not None:
        given = given._replace(lower=bounds.lower, upper=bounds.upper)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": clock.effort.threads,
        "time_limit": clock.left,
        "mip_rel_gap": max(clock.effort.gap, FINEST_GAP),
        "mip_abs_gap": max(PART_OF_STEP * program.step, FINEST_GAP),
    }
    if nodes is not None:
        options["mip_max_nodes"] = nodes
    if any_choice:
        options["objective_target"] = ANY if program.sense == "min" else -ANY
    for name, value in options.items():
        solver.setOptionValue(name, value)
    _pass(solver, program, given, relaxed=relaxed)
    if start is not None:
        every = np.arange(len(start), dtype=np.int32)
        solver.setSolution(len(start), every, start)
    stopped = _run(solver, clock)
    status, info = solver.getModelStatus(), solver.getInfo()
    statuses = highspy.HighsModelStatus
    solution = solver.getSolution()
    found = (
        info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    )
    infeasible = status in {statuses.kInfeasible, statuses.kUnboundedOrInfeasible}
    values = np.array(solution.col_value) if found and not infeasible else None
    is_linear = relaxed or not given.whole.any()
    duals = np.array(solution.row_dual) if is_linear and solution.dual_valid else None
    bound = np.nan if is_linear else float(info.mip_dual_bound)
    if not np.isfinite(bound):
        bound = np.inf if program.sense == "max" else -np.inf
    nodes = 0 if is_linear else int(info.mip_node_count)
    return Said(infeasible, values, bound, duals, nodes, stopped)


def _pass(solver: Any, program: Program, given: Arrays, *, relaxed: bool) -> None:  # noqa: ANN401 - highspy
    import highspy  # noqa: PLC0415 - loads where it is used

    sense = highspy.ObjSense
    matrix = given.matrix
    whole = given.whole & (not relaxed)
    solver.passModel(
        len(given.worth),
        len(given.row_lower),
        matrix.nnz,
        int(highspy.MatrixFormat.kRowwise),
        int(sense.kMaximize if program.sense == "max" else sense.kMinimize),
        program.constant,
        given.worth,
        given.lower,
        given.upper,
        given.row_lower,
        given.row_upper,
        matrix.indptr.astype(np.int32),
        matrix.indices.astype(np.int32),
        matrix.data,
        whole.astype(np.int32),
    )


def _run(solver: Any, clock: Clock) -> bool:  # noqa: ANN401 - highspy
    """Run to an end, and say whether somebody ended it."""
    solver.HandleUserInterrupt = True
    solver.startSolve()
    stopped = False
    done = False
    while not done:
        try:
            done, _ = solver.wait(LOOK_S)
            stopped = stopped or clock.stopped
        except KeyboardInterrupt:
            stopped = True
        if stopped:
            solver.cancelSolve()
    return stopped
