"""Places that no site and no guarantee tells apart, merged into one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from servicecircle.siting.cover.reduce import alike_rows
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    near = problem.covered_by(limit_m)
    codes = {
        str(level): pd.factorize(problem.places[Level(level).id_column])
        for level in requirements.cover_each
    }
    weighty = np.flatnonzero((problem.weight > 0) & (np.diff(near.indptr) > 0))
    weight = problem.weight[weighty]
    if len(weighty) < near.shape[0]:
        near = sparse.csr_array(near[weighty])
    first = row = np.arange(len(weighty))
    if merge:
        lived_in = [code[weighty] for code, _ in codes.values()]
        first, row = alike_rows(
            near.indptr.astype(np.int64),
            near.indices,
            near.shape[1],
            apart=_combined(lived_in) if lived_in else None,
        )
        weight = np.bincount(row, weight).astype(np.float64)
    member = weighty[first]
    units = {
        level: np.array([*names, None], dtype=object)[code[member]]
        for level, (code, names) in codes.items()
    }
    return Merged(sparse.csr_array(near[first]), weight, units, weighty, row)


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


def with_covered(
    program: Program, values: Mapping[str, NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    """
    Fill in what open sites cover, where a program has columns for it (`add_covered`).

    Other columns that nothing is said of are as low as can be.
    """
    found = program.filled(values)
    for rows in program.rows:
        if rows.name == "covering":
            own = rows.matrix[:, program.columns["open"].where]
            found["covered"] = (own @ found["open"] < 0).astype(np.float64)
    return found


def _combined(codes: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Give each combination of several codes a number."""
    _, number = np.unique(np.stack(codes), axis=1, return_inverse=True)
    return np.asarray(number, dtype=np.int64).ravel()
