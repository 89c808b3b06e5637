"""Which sites cover which rows, sparse and both ways round."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Coverage:
    """
    A covering problem's data: who covers what, and what that is worth.

    Parameters
    ----------
    matrix
        Shape (sites, rows); an entry means that the site covers the row. Rows are
        buildings, or groups of buildings that no site tells apart.
    weight
        What covering each row is worth, shape (rows,), not negative.

    Examples
    --------
    >>> matrix = csr_array(np.array([[1, 1, 0], [0, 1, 1]], np.int8))
    >>> Coverage.of(matrix, np.array([5.0, 1.0, 2.0])).value([0])
    6.0
    """

    matrix: csr_array
    weight: Floats

    @classmethod
    def of(cls, matrix: csr_array, weight: Floats) -> Coverage:
        """Take a matrix in any sparse form; entries of 0 cover nothing."""
        plain = csr_array(matrix)
        if not (plain.has_canonical_format and plain.data.all()):
            plain = csr_array(matrix, copy=True)
            plain.sum_duplicates()
            plain.eliminate_zeros()
        return cls(_indexed(plain), np.asarray(weight, dtype=np.float64))

    @property
    def sites(self) -> int:
        """How many sites there are."""
        return int(self.matrix.shape[0])

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.matrix.shape[1])

    @cached_property
    def by_row(self) -> csr_array:
        """The matrix the other way round: shape (rows, sites)."""
        return _indexed(self.matrix.T.tocsr())

    @property
    def arrays(self) -> tuple[Ints, NDArray[np.int32], Ints, NDArray[np.int32]]:
        """What the compiled loops take: rows of sites, then sites of rows."""
        one, other = self.matrix, self.by_row
        # SciPy's types know only one kind of index; `_indexed` has made these.
        return cast(
            "tuple[Ints, NDArray[np.int32], Ints, NDArray[np.int32]]",
            (one.indptr, one.indices, other.indptr, other.indices),
        )

    def covered(self, chosen: Sequence[int] | Ints) -> NDArray[np.bool_]:
        """Say which rows are covered by the chosen sites, shape (rows,)."""
        flags = np.zeros(self.rows, dtype=bool)
        flags[self.matrix[np.asarray(chosen, dtype=np.int64)].indices] = True
        return flags

    def value(self, chosen: Sequence[int] | Ints) -> float:
        """Add up what the chosen sites cover."""
        return float(self.weight[self.covered(chosen)].sum())

    def part(self, sites: Ints, rows: NDArray[np.bool_]) -> Coverage:
        """Keep some sites, by position, and some rows, by flag."""
        kept = csr_array(self.matrix[sites][:, np.flatnonzero(rows)])
        kept.sort_indices()
        return Coverage(_indexed(kept), self.weight[rows])


def _indexed(matrix: csr_array) -> csr_array:
    """Give every matrix the same types of index, so that loops compile once."""
    ones = np.ones(matrix.nnz, np.int8)
    made = csr_array((ones, matrix.indices, matrix.indptr), shape=matrix.shape)
    made.indices = matrix.indices.astype(np.int32, copy=False)
    made.indptr = matrix.indptr.astype(np.int64, copy=False)
    return made
