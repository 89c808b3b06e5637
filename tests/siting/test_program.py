"""Programs in blocks: solved, bounded, stopped, and explained when impossible."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from servicecircle.errors import InternalError, SitingError
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.program.bound import bound_from_multipliers
from servicecircle.siting.program.conflicts import conflicts, tell_conflicts
from servicecircle.siting.program.judge import judge
from servicecircle.siting.program.narrow import narrowed
from servicecircle.siting.program.program import Program
from servicecircle.siting.program.solve import solve
from servicecircle.siting.result import Status

few = settings(max_examples=25)


@st.composite
def programs(draw: st.DrawFn, *, named: bool = False) -> Program:
    """Draw a small program of whole columns, some rows of which may clash."""
    random = np.random.default_rng(draw(st.integers(0, 10**6)))
    columns, rows = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    program = Program(draw(st.sampled_from(["max", "min"])), step=1, constant=3)
    program.add_columns("x", random.integers(-5, 9, columns), upper=2, whole=True)
    for k in range(rows):
        matrix = random.integers(-2, 4, (2, columns)).astype(float)
        low = random.integers(-4, 6, 2).astype(float)
        low[random.random(2) < 0.4] = -np.inf
        high = np.where(random.random(2) < 0.5, np.inf, low + 3)
        program.add_rows(
            f"row{k}",
            {"x": sparse.csr_array(matrix)},
            lower=low,
            upper=np.where(np.isinf(low), 8.0, high),
            words=f"rule {k}" if named else "",
            labels=["first", "second"] if named else (),
        )
    return program


def every_value(program: Program, names: set[str] | None = None) -> list[float]:
    """List the worth of all values that keep to the rows (of some names)."""
    given_ = program.arrays
    kept = np.concatenate(
        [[names is None or r.name in names] * r.matrix.shape[0] for r in program.rows]
    )
    found = []
    for values in product(range(3), repeat=len(given_.worth)):
        rows = given_.matrix @ np.array(values, float)
        fits = (rows >= given_.row_lower) & (rows <= given_.row_upper)
        if fits[kept].all():
            found.append(program.value(np.array(values, float)))
    return found


@few
@given(programs())
def test_the_answer_is_the_best_of_all(program: Program) -> None:
    """The optimum is found and proved, or it is proved that nothing fits."""
    values = every_value(program)
    if not values:
        with pytest.raises(SitingError, match="Nothing meets"):
            solve(program)
        return
    answer = solve(program)
    wanted = max(values) if program.sense == "max" else min(values)
    assert answer.status is Status.OPTIMAL
    assert answer.objective == answer.bound == wanted


@few
@given(programs(), st.integers(0, 10**6), st.sampled_from([0.0, 1.0, 1e6]))
def test_any_multipliers_prove_a_bound(
    program: Program, seed: int, size: float
) -> None:
    """No values are worth more (or less, for min) than any multipliers say."""
    random = np.random.default_rng(seed)
    bound = bound_from_multipliers(
        program, size * random.normal(size=program.row_count)
    )
    sign = 1 if program.sense == "max" else -1
    assert all(sign * value <= sign * bound for value in every_value(program))


@few
@given(programs())
def test_multipliers_of_the_root_are_tight(program: Program) -> None:
    """The multipliers kept as proof give the linear program's value to rounding."""
    if not every_value(program):
        return
    answer = solve(program)
    again = bound_from_multipliers(program, answer.multipliers)
    sign = 1 if program.sense == "max" else -1
    assert again == answer.root_bound
    assert sign * again >= sign * answer.objective - 1e-9
    assert np.isfinite(again)


@few
@given(programs(named=True))
def test_the_smallest_conflict_is_named(program: Program) -> None:
    """The names told are in conflict, and no fewer names are."""
    if every_value(program):
        return
    found = conflicts(program)
    names = {part.name for part in found.parts}
    assert found.smallest
    assert not every_value(program, names)
    every = {r.name for r in program.rows}
    for fewer in combinations(every, len(names) - 1):
        assert every_value(program, set(fewer))


def test_only_rows_that_matter_are_told() -> None:
    """Of many rows under one name, those that clash are named."""
    program = Program("max")
    program.add_columns("open", np.ones(4), whole=True)
    own = sparse.eye_array(4, format="csr")
    program.add_rows("required", {"open": own}, lower=1, words="open", labels="abcd")
    shut = np.array([0.0, 0.0, 1.0, 0.0])
    program.add_rows("forbidden", {"open": shut}, upper=0, words="shut", labels="c")
    program.add_rows("most_open", {"open": np.ones(4)}, upper=4, words="at most 4")
    with pytest.raises(SitingError, match=r"required \(open: 'c'\); forbidden"):
        solve(program)
    told = tell_conflicts(conflicts(program))
    assert "most_open" not in told
    assert "smallest set in conflict" in told


def test_multipliers_must_be_numbers() -> None:
    """A missing number must never pass for a bound."""
    program = Program("max")
    program.add_columns("open", [1.0, 2.0])
    program.add_rows("count", {"open": np.ones(2)}, upper=1)
    with pytest.raises(InternalError, match="1 of them not finite"):
        bound_from_multipliers(program, np.array([np.nan]))
    with pytest.raises(InternalError, match="1 finite multipliers are needed"):
        bound_from_multipliers(program, np.zeros(3))


def test_a_bound_is_moved_outwards() -> None:
    """Ten tenths are not more than one: the bound is never below the true sum."""
    program = Program("max")
    program.add_columns("open", np.full(10, 0.1))
    assert bound_from_multipliers(program, np.empty(0)) >= 10 * 0.1
    assert bound_from_multipliers(program, np.empty(0)) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("objective", "bound", "step", "gap", "stopped", "said"),
    [
        (10.0, 10.9, 1.0, 0.0, False, Status.OPTIMAL),
        (10.0, 11.0, 1.0, 0.0, False, Status.TIME_LIMIT),
        (10.0, 11.0, 1.0, 0.0, True, Status.INTERRUPTED),
        (10.0, 11.0, 1.0, 0.1, True, Status.WITHIN_GAP),
        (10.0, 10.01, 0.0, 0.0, False, Status.TIME_LIMIT),
        (10.0, np.inf, 1.0, 0.5, False, Status.TIME_LIMIT),
    ],
)
def test_the_status_says_what_is_known(  # noqa: PLR0913, PLR0917 - one a column
    objective: float,
    bound: float,
    step: float,
    gap: float,
    stopped: bool,  # noqa: FBT001 - one a column
    said: Status,
) -> None:
    """Only a bound that leaves nothing better makes an answer optimal."""
    status, told = judge(
        objective, bound, sense="max", step=step, gap=gap, stopped=stopped
    )
    assert status is said
    assert told >= objective
    mirrored, _ = judge(
        -objective, -bound, sense="min", step=step, gap=gap, stopped=stopped
    )
    assert mirrored is said


@pytest.mark.parametrize(
    ("objective", "bound"), [(11.0, 10.0), (np.nan, 1.0), (1.0, np.nan)]
)
def test_a_contradiction_is_never_passed_on(objective: float, bound: float) -> None:
    """An objective above the bound, or no number, is our bug and said to be."""
    with pytest.raises(InternalError, match=r"beyond|no number"):
        judge(objective, bound, sense="max", step=0.0)


def hard_program() -> tuple[Program, dict[str, np.ndarray]]:
    """Make a program that takes long (Steiner-like covering), and an easy answer."""
    random = np.random.default_rng(1)
    cover = (random.random((400, 200)) < 0.03).astype(float)
    cover[np.arange(400), np.arange(400) % 200] = 1
    program = Program("min", step=1)
    program.add_columns("open", np.ones(200), whole=True)
    program.add_rows("cover", {"open": sparse.csr_array(cover)}, lower=1)
    return program, {"open": np.ones(200)}


def test_stopping_gives_the_best_so_far() -> None:
    """Somebody says stop: within a second there is an answer with its bound."""
    program, start = hard_program()
    begin = time.monotonic()
    effort = Effort(seconds=60, stop=lambda: time.monotonic() > begin + 0.7)
    answer = solve(program, effort, start=start)
    assert time.monotonic() < begin + 3
    assert answer.status is Status.INTERRUPTED
    assert answer.bound < answer.objective <= 200


def test_ctrl_c_gives_the_best_so_far() -> None:
    """Ctrl-C ends the search and not the program."""
    program, start = hard_program()
    main = threading.main_thread().ident
    timer = threading.Timer(0.7, signal.pthread_kill, (main, signal.SIGINT))
    # What a shell starts in the background ignores Ctrl-C unless it is told otherwise.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        timer.start()
        answer = solve(program, Effort(seconds=60), start=start)
        timer.join()
    finally:
        signal.signal(signal.SIGINT, before)
    assert answer.stopped
    assert answer.status is Status.INTERRUPTED


def test_a_start_is_never_lost() -> None:
    """With no time at all, the start is the answer, and nothing is claimed of it."""
    program, start = hard_program()
    effort = Effort(seconds=0.0)
    clock = Clock(effort)
    assert clock.over()
    answer = solve(program, effort, start=start)
    assert (answer.objective, answer.status) == (200, Status.TIME_LIMIT)


def test_blocks_must_fit() -> None:
    """Rows over unknown columns, or of the wrong width, are our bug."""
    program = Program("max")
    program.add_columns("open", [1.0])
    with pytest.raises(InternalError, match="do not fit"):
        program.add_rows("count", {"shut": np.ones(1)})
    with pytest.raises(InternalError, match="do not fit"):
        program.add_rows("count", {"open": np.ones(2)})
    with pytest.raises(InternalError, match="already"):
        program.add_columns("open", [1.0])
    with pytest.raises(InternalError, match="finite"):
        program.add_columns("more", [1.0], upper=np.inf)


@few
@given(programs(), st.integers(0, 10**6), st.integers(0, 12))
def test_narrowing_loses_no_better_answer(
    program: Program, seed: int, below: int
) -> None:
    """All values worth enough keep to the narrowed bounds, whatever the multipliers."""
    values = every_value(program)
    if not values:
        return
    sign = 1 if program.sense == "max" else -1
    at_least = sign * (max(sign * value for value in values) - below)
    y = np.random.default_rng(seed).normal(size=program.row_count)
    low, high = narrowed(program, y, at_least=at_least)
    given_ = program.arrays
    for each in product(range(3), repeat=len(given_.worth)):
        x = np.array(each, float)
        rows = given_.matrix @ x
        fits = ((rows >= given_.row_lower) & (rows <= given_.row_upper)).all()
        if fits and sign * program.value(x) >= sign * at_least:
            assert ((x >= low) & (x <= high)).all()


def test_the_solver_says_nothing_on_stdout() -> None:
    """What the solver says of itself would stand before the JSON of a command."""
    code = (
        "import highspy; solver = highspy.Highs();"
        "solver.setOptionValue('output_flag', False);"
        "solver.addVar(0, 1); solver.run()"
    )
    said = subprocess.run(  # noqa: S603 - its own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not said.stdout
