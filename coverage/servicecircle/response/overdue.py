"""Which appeals were late for any of their targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.response.clock import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from servicecircle.appeals import AppealsTable
    from servicecircle.response.clock import Judged


def overdue(appeals: AppealsTable, judged: Iterable[Judged]) -> pd.Series[bool]:
    """
    Say of every appeal whether it missed a target.

    Parameters
    ----------
    appeals, judged
        The register and what is judged of it.

    Returns
    -------
    Series
        Nullable booleans, indexed like the register: True where a target is missed,
        False where one is met or running and none missed, missing where none is
        computable or none holds for its class.
    """
    missed = np.zeros(len(appeals.frame), dtype=bool)
    known = np.zeros(len(appeals.frame), dtype=bool)
    for one in judged:
        missed[one.row] |= one.state == State.MISSED
        known[one.row] |= one.state != State.NOT_COMPUTABLE
    late = pd.Series(missed, index=appeals.frame.index, dtype="boolean")
    return late.mask(~known).rename("overdue")
