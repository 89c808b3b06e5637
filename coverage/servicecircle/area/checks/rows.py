"""Findings about rows of a table, each with its id and its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle._validation import name_some
from servicecircle.findings import Finding
from servicecircle.tables.say import LISTED
from servicecircle.tables.together import MANY, place_of_all

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.vocabulary import Severity


class Rows(NamedTuple):
    """The rows that findings are about."""

    table: str
    frame: gpd.GeoDataFrame
    """Indexed by id, in the working CRS."""

    def findings(  # noqa: PLR0913 - what a finding is made of
        self,
        which: NDArray[np.bool_],
        says: Callable[[int], str],
        *,
        rule: str,
        severity: Severity,
        remedy: str,
        rest: str,
        together: bool = False,
    ) -> list[Finding]:
        """
        Name the rows that break a rule, and count those beyond the list.

        Parameters
        ----------
        which
            The rows that break it, shape (rows,).
        says
            Gives the message about the row at a position.
        rule, severity, remedy
            As in the findings.
        rest
            What is said of the rows beyond the list, after their number.
        together
            Whether five rows or more are told as one, with their number and the first
            few ids: where nothing but the id would differ.
        """
        shapes = self.frame.geometry.array
        broken = np.flatnonzero(which)
        if together and len(broken) >= MANY:
            names = name_some(self.frame.index[broken])
            message = f"{len(broken):,} of the {self.table} {rest}: {names}."
            where = place_of_all(shapes[broken])
            return [Finding(severity, rule, self.table, "", message, remedy, where)]
        found = []
        for k in broken[:LISTED]:
            label = str(self.frame.index[k])
            said = (severity, rule, self.table, label, says(int(k)), remedy)
            found.append(Finding(*said, where=shapes[k]))
        if len(broken) > LISTED:
            message = f"{len(broken) - LISTED:,} more {self.table} {rest}."
            found.append(Finding(severity, rule, self.table, "", message, remedy))
        return found
