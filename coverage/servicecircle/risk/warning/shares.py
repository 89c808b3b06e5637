"""What part of the district's appeals is to be expected of each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.risk.rates import fit_rates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EVENLY = 0.1
"""Part of what is expected at first that does not go by residents: appeals come from
where nobody lives too."""


class Leaning(NamedTuple):
    """How units' shares lean on residents, and those of one matter on those of all."""

    at_first: Floats
    """Shares that are expected before anything is counted, shape (finest,)."""
    shapes: Floats
    """Of all matters together and of each: the larger, the more a share leans."""


def fit_leaning(counts: Floats, residents: Floats) -> Leaning:
    """
    Fit how much shares lean, by the likelihood of the counts.

    Parameters
    ----------
    counts
        Appeals of the baseline, shape (matters, finest); the first row is all.
    residents
        Of each unit, shape (finest,).
    """
    from servicecircle.risk.warning._share_kernels import (  # noqa: PLC0415 - numba
        lean,
    )

    even = np.full(len(residents), 1 / len(residents))
    total = residents.sum()
    lived = residents / total if total > 0 else even
    at_first = (1 - EVENLY) * lived + EVENLY * even
    shapes = np.ones(len(counts))
    shapes[0] = fit_rates(counts[0], at_first * counts[0].sum()).prior_shape
    shares = np.empty(len(residents))
    exposed = np.full(len(residents), counts[0].sum())
    lean(counts[0], exposed, at_first, shapes[0], shares)
    for matter in range(1, len(counts)):
        own = counts[matter]
        if own.sum() > 0:
            shapes[matter] = fit_rates(own, shares * own.sum()).prior_shape
    return Leaning(at_first, shapes)
