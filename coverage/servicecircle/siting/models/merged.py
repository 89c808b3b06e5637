"""Places that no site and no guarantee tells apart, merged into one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.cover.reduce import merge_rows
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.program.program import Program
    from servicecircle.siting.requirements import Requirements


class Merged(NamedTuple):
    """Merged places: who covers them, their weight, and where they lie."""

    covers: sparse.csr_array
    """Shape (rows, sites), 1 where the site covers the row; no row is empty."""
    weight: NDArray[np.float64]
    units: dict[str, NDArray[np.object_]]
    """By level that a guarantee is asked for."""
    place: NDArray[np.int64]
    """Positions of the places that count."""
    row: NDArray[np.int64]
    """The row that each of them is part of."""


def merge_places(
    problem: SitingProblem,
    requirements: Requirements,
    *,
    limit_m: float | None = None,
    merge: bool = True,
) -> Merged:
    """
    Merge places covered by the same sites that lie in the same units.

    Such places are covered together or not at all and count for the same guarantees,
    so their weights add up; no optimum changes. Places without weight, or that no site
    covers, are left out: they count for nothing, or are never covered.

    Parameters
    ----------
    problem
        The problem.
    requirements
        Whose levels (`Requirements.cover_each`) keep places apart.
    limit_m
        The problem's own limit where not given.
    merge
        Whether to merge at all; else every place that counts has its own row.
    """
    covers = problem.covers(limit_m)
    codes = {
        str(level): pd.factorize(problem.places[Level(level).id_column])
        for level in requirements.cover_each
    }
    # A unit is put in as if it were one more site that covers whoever lives there.
    marks = [_marks(code, len(units)) for code, units in codes.values()]
    weighty = np.flatnonzero(problem.weight > 0)
    weighty = weighty[np.asarray(covers.sum(axis=0))[weighty] > 0]
    if merge:
        every = sparse.vstack([covers, *marks], format="csr")[:, weighty]
        merged, row = merge_rows(Coverage.of(every, problem.weight[weighty]))
        weight = merged.weight
    else:
        row, weight = np.arange(len(weighty)), problem.weight[weighty]
    _, first = np.unique(row, return_index=True)
    member = weighty[first]
    units = {
        level: np.array([*names, None], dtype=object)[code[member]]
        for level, (code, names) in codes.items()
    }
    rows = sparse.csr_array(covers[:, member].T.astype(np.float64))
    return Merged(rows.tocsr(), weight, units, weighty, row)


def add_covered(
    program: Program,
    merged: Merged,
    *,
    worth: NDArray[np.float64] | None = None,
    name: str = "covered",
) -> None:
    r"""
    Add columns that say what is covered, one a merged row.

    .. math:: y_j \le \sum_{i \text{ covers } j} x_i, \quad 0 \le y_j \le 1 .
    """
    count = len(merged.weight)
    program.add_columns(name, np.zeros(count) if worth is None else worth)
    own = sparse.eye_array(count, format="csr")
    program.add_rows("covering", {name: own, "open": -merged.covers}, upper=0)


def _marks(code: NDArray[np.int64], units: int) -> sparse.csr_array:
    inside = np.flatnonzero(code >= 0)
    return sparse.csr_array(
        (np.ones(len(inside), np.int8), (code[inside], inside)),
        shape=(units, len(code)),
    )
