"""What comes of a siting model: a choice, what it is worth, and what is proved."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


class Status(StrEnum):
    """
    What is known of a choice.

    Only `OPTIMAL` says that nothing is better; the others say how far it could be.
    """

    OPTIMAL = "optimal"
    WITHIN_GAP = "within_gap"
    """Ended on purpose: the gap is at most the one that was asked for."""
    TIME_LIMIT = "time_limit"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, eq=False, repr=False)
class SitingResult:
    """
    A choice of sites with its proof.

    Parameters
    ----------
    model
        The model's name.
    sense
        ``max`` or ``min``.
    status
        What is known.
    objective
        What the choice is worth, recomputed from the walks, not read from a solver.
    bound
        No choice is worth more (or less, for ``min``).
    sites
        Indexed by site id, sorted: every site that is open, or was and is closed, with
        ``action``: keep, open, close or move, and ``replaces`` for a move.
    serves
        Indexed by place id: ``site_id`` that serves it (the nearest open one, or the
        one assigned where capacity counts; missing where none does) and ``walk_m``.
    seconds
        How long it took.
    notes
        Figures for the certificate: sizes before and after reduction, nodes, rounds.
    proof
        What `verify` needs: multipliers by row of the model.
    """

    model: str
    sense: str
    status: Status
    objective: float
    bound: float
    sites: pd.DataFrame
    serves: pd.DataFrame
    seconds: float
    notes: Mapping[str, Any] = field(default_factory=dict)
    proof: Mapping[str, Any] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """Distance between bound and objective as a share of the larger one."""
        larger = max(abs(self.bound), abs(self.objective))
        return abs(self.bound - self.objective) / larger if larger else 0.0

    def __repr__(self) -> str:
        """Say what was found, in one line."""
        opened = int((self.sites["action"] == "open").sum())
        return (
            f"<SitingResult {self.model}: {self.status.value}, {opened} opened, "
            f"objective {self.objective:,.1f}, bound {self.bound:,.1f}, "
            f"gap {self.gap:.4%}>"
        )

    def _repr_html_(self) -> str:
        """Show what is chosen and what is proved in a notebook."""
        from servicecircle.siting.as_card import result_card  # noqa: PLC0415 - above this

        return result_card(self)
