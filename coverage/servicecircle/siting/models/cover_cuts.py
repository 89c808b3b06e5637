"""Rows that every choice of whole sites keeps to, where guarantees are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from servicecircle.siting.program.program import Program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage

    Floats = NDArray[np.float64]

PARTS = (1, 2, 3, 4, 6, 8)
ROUNDING = 1e-9


def with_cuts(
    program: Program,
    coverage: Coverage,
    guarantees: sparse.csr_array,
    least: Floats,
) -> Program:
    r"""
    Add rows that cut off fractional choices which just keep to guarantees.

    Parameters
    ----------
    program
        A covering program; it is not changed.
    coverage
        Its sites and rows.
    guarantees
        Shape (guarantees, rows): what each row adds to each, not negative.
    least
        What each asks for.

    Notes
    -----
    If a guarantee asks for *F* and site *i* alone gives :math:`g_i`, then
    :math:`\sum_i \min(g_i, F) x_i \ge F`. Divided by *F / k* and rounded up,

    .. math:: \sum_i \lceil k \min(g_i, F) / F \rceil x_i \ge k

    holds for whole *x* and every *k*; it is stronger than the guarantee where sites are
    open in part.

    Source: Chvatal, V. (1973), "Edmonds polytopes and a hierarchy of combinatorial
    problems", *Discrete Mathematics* 4(4).

    Examples
    --------
    Two sites give 6 and 2 of the 5 asked for. The first one is needed.

    >>> from servicecircle.siting.cover.coverage import Coverage
    >>> coverage = Coverage.of(sparse.csr_array(np.eye(2)), np.array([6.0, 2.0]))
    >>> program = Program("max")
    >>> program.add_columns("open", np.zeros(2), whole=True)
    >>> asked = sparse.csr_array(coverage.weight[np.newaxis, :])
    >>> cut = with_cuts(program, coverage, asked, np.array([5.0]))
    >>> cut.rows[0].matrix.toarray()[1:3], cut.rows[0].lower[1:3]
    (array([[2., 1.],
           [3., 2.]]), array([2., 3.]))
    """
    tight = Program(program.sense, program.step, program.constant)
    tight.columns.update(program.columns)
    tight.rows.extend(program.rows)
    asked = np.flatnonzero(least > 0)
    if not len(asked):
        return tight
    gives = sparse.csr_array(guarantees[asked] @ coverage.by_row.astype(np.float64))
    share = sparse.csr_array(sparse.diags_array(1.0 / least[asked]) @ gives)
    rows = []
    for k in PARTS:
        part = share.copy()
        # Rounded up: a share that rounding alone makes larger makes a cut weaker.
        part.data = np.ceil(k * np.minimum(share.data * (1 + ROUNDING), 1.0))
        rows.append(part)
    lower = np.repeat(np.array(PARTS, dtype=np.float64), len(asked))
    tight.add_rows("cuts", {"open": sparse.csr_array(sparse.vstack(rows))}, lower=lower)
    return tight
