"""What a map shows of risk and of the clock: tables that other parts have counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from servicecircle.response.dispatch import Dispatch

TIERS = ("blue", "yellow", "red", "insufficient")
"""The lowest first; then what cannot be told."""
STATES = ("met", "missed", "running", "not_computable")


@dataclass(frozen=True, eq=False)
class RiskView:
    """
    The risk of units at several moments, and how appeals were answered.

    Nothing in it is of a person or of a building, and a public map has none of it.

    Parameters
    ----------
    moments
        Quarters (``2024-Q1``) as they stood on their last day, and the day of the last
        state (``2024-05-01``), which comes last.
    states
        Columns of ``risk.csv``, with ``moment``.
    thresholds
        ``moment``, ``level``, ``red`` and ``yellow``: scores from which a unit is so.
    indicators
        ``name``, ``english``, ``chinese`` and ``weight`` of what makes up the score.
    clock
        ``moment`` (that of the last state: all appeals), ``level``, ``unit_id``,
        ``class``, ``step``, ``limit`` and `STATES`, as in ``response_quarters.csv`` and
        ``response.csv``.
    resolution
        As `resolution_table` gives it.
    alarms
        ``alarm``, ``level``, ``unit_id`` (its seat), ``reason``, ``reason_zh``; the
        gravest first. The column ``alarm`` of `states` names the gravest of a unit.
    method
        Settings by name: windows, shares, draws.
    dispatch
        Who gets there in time; a map without it has no such view.
    """

    moments: Sequence[str]
    states: pd.DataFrame
    thresholds: pd.DataFrame
    indicators: pd.DataFrame
    clock: pd.DataFrame
    resolution: pd.DataFrame
    alarms: pd.DataFrame
    method: Mapping[str, object]
    dispatch: Dispatch | None = None
