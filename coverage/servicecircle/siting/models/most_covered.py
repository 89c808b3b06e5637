"""The most weight of rows covered: by the engine where it can, else as a program."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from servicecircle.siting.cover.solve import CoverSolver
from servicecircle.siting.models.asked import add_all, add_reached
from servicecircle.siting.models.first_cover import needed
from servicecircle.siting.models.lifted import solve_lean
from servicecircle.siting.models.merged import Merged, add_covered, with_covered
from servicecircle.siting.models.outcome import is_whole, reopened, told
from servicecircle.siting.program.program import Program
from servicecircle.siting.required.stations import must_stay
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage
    from servicecircle.siting.effort import Clock
    from servicecircle.siting.problem import SitingProblem

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

HALF = 0.5


class Most(NamedTuple):
    """The sites that are open, and a bound on what any other choice covers."""

    open: Flags
    bound: float
    stopped: bool
    notes: Mapping[str, Any]
    proof: Mapping[str, Any]


def cover_most(  # noqa: PLR0913 - what a choice depends on
    problem: SitingProblem,
    coverage: Coverage,
    requirements: Requirements,
    *,
    new_sites: int,
    clock: Clock,
    merged: Merged | None = None,
    reached: sparse.csr_array | None = None,
) -> Most:
    """
    Open sites that cover rows of the most weight.

    Parameters
    ----------
    problem
        For its sites; the rows may be any, not only its places.
    coverage
        Sites in the problem's order, and rows.
    requirements, new_sites
        What a choice must respect.
    clock
        What is left of the effort.
    merged
        Where the rows are merged places: what `coverage` was made of.
    reached
        Where everybody must be reached: shape (places, sites), who reaches whom.

    Notes
    -----
    Where stations stay and no more is asked than that some sites are open, or are not,
    the rows they cover are settled and the rest is one maximal covering problem for the
    engine (`siting.cover`). Anything else is an integer program.
    """
    always = must_stay(problem, requirements)
    always |= problem.sites.index.isin(requirements.required)
    never = problem.sites.index.isin(requirements.forbidden)
    left = new_sites - int((always & ~problem.existing).sum())
    plain = Requirements(
        required=requirements.required, forbidden=requirements.forbidden
    )
    more = requirements != plain or reached is not None
    if more or (always & never).any() or left < 0:
        kept = (np.diff(coverage.by_row.indptr) > 0) & (coverage.weight > 0)
        coverage = coverage.part(np.arange(coverage.sites), kept)
        program, rows = _program(coverage, merged)
        if reached is not None:
            add_reached(program, problem, reached)
        add_all(program, problem, requirements, new_sites=new_sites, merged=merged)
        return _by_program(program, problem, coverage, rows, clock)
    return _by_engine(coverage, always, never, left, clock)


def _by_engine(
    coverage: Coverage, always: Flags, never: Flags, count: int, clock: Clock
) -> Most:
    settled = coverage.covered(np.flatnonzero(always))
    base = float(coverage.weight[settled].sum())
    candidates = np.flatnonzero(~always & ~never)
    part = coverage.part(candidates, ~settled)
    useful = part.matrix.nnz > 0 and part.weight.any()
    if not count or not useful:
        notes = {"sites": len(candidates), "rows": part.rows}
        return Most(always, base, stopped=False, notes=notes, proof={"kind": "counted"})
    solver = CoverSolver(part, stop=clock.over)
    effort = replace(clock.effort, seconds=clock.left)
    answer = solver.solve(min(count, part.sites), effort=effort)
    open_ = always.copy()
    # A site that adds nothing to the others would be opened for nobody.
    open_[candidates[needed(part, part.value(answer.chosen), answer.chosen)]] = True
    notes = {
        "sites": part.sites,
        "rows": part.rows,
        "sites_left": solver.coverage.sites,
        "rows_left": solver.coverage.rows,
        "rounds": len(answer.steps),
    }
    proof = {
        "kind": "engine",
        "settled": base,
        "candidates": candidates,
        "coverage": part,
        "answer": answer,
    }
    return Most(open_, base + answer.bound, clock.stopped, notes, proof)


def _program(coverage: Coverage, merged: Merged | None) -> tuple[Program, str]:
    """Write that rows are covered by open sites; name the rows that say so."""
    program = Program("max", step=1.0 if is_whole(coverage.weight) else 0.0)
    program.add_columns("open", np.zeros(coverage.sites), whole=True)
    if merged is not None:
        add_covered(program, merged, worth=merged.weight)
        return program, "covering"
    rows = sparse.csr_array(coverage.by_row.astype(np.float64))
    program.add_columns("rows", coverage.weight)
    own = sparse.eye_array(coverage.rows, format="csr")
    program.add_rows("covering_rows", {"rows": own, "open": -rows}, upper=0)
    return program, "covering_rows"


def _by_program(
    program: Program,
    problem: SitingProblem,
    coverage: Coverage,
    rows: str,
    clock: Clock,
) -> Most:
    covered = "covered" if rows == "covering" else "rows"
    answer = solve_lean(program, coverage, clock, covering=rows, covered=covered)
    open_ = reopened(program, problem, answer.values["open"] > HALF)
    if covered == "covered":
        open_ = _of_use(program, problem, coverage, open_)
    return Most(open_, answer.bound, answer.stopped, *told(program, answer))


def _of_use(
    program: Program, problem: SitingProblem, coverage: Coverage, open_: Flags
) -> Flags:
    """Leave closed what covers nobody alone and is not required, the last one first."""
    kept = open_.copy()
    times = np.bincount(
        coverage.matrix[np.flatnonzero(open_)].indices, minlength=coverage.rows
    )
    for site in np.flatnonzero(open_ & ~problem.existing)[::-1].tolist():
        rows = coverage.matrix[[site]].indices
        if coverage.weight[rows[times[rows] == 1]].any():
            continue
        kept[site] = False
        values = with_covered(program, {"open": kept.astype(np.float64)})
        if program.holds(values):
            times[rows] -= 1
        else:
            kept[site] = True
    return kept
