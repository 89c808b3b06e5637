"""How far a bound was proved again, and on what the rest of it rests."""

from __future__ import annotations

from typing import NamedTuple

SAME = 1e-6
PART_OF_STEP = 0.999
"""Where all weights are whole, nothing covers less than this more."""
ROUNDING = 1e-9


class ProvedAgain(NamedTuple):
    """
    How far a bound was proved again, and on what the rest of it rests.

    ``by_multipliers`` is what the stored multipliers alone prove and ``bound`` what was
    proved in all, both on the objective; they are None where nothing was.
    """

    by_multipliers: float | None
    bound: float | None
    complete: bool
    """Whether the stated bound was proved again, by arithmetic alone."""
    better: bool
    """Whether a choice was met that is beyond the stated bound."""
    gap: float | None
    """How far the objective is from what was proved again, as a share of it."""
    decided: int
    nodes: int
    words: str


def told(closed: bool, gap: float) -> str:  # noqa: FBT001
    """Say what was proved again, in a sentence."""
    if closed and gap <= ROUNDING:
        return "Proved again: no choice is better."
    if closed:
        return f"Proved again as stated, to a gap of {gap:.3%}."
    return f"Proved again to a gap of {gap:.3%}."


def nothing(words: str) -> ProvedAgain:
    """Say why nothing was proved again."""
    return ProvedAgain(None, None, False, False, None, 0, 0, words)  # noqa: FBT003
