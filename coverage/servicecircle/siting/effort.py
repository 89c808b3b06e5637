"""How much work a model may be: time, a gap that is good enough, a way to stop."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Effort:
    """
    How long to search, and what is good enough.

    Parameters
    ----------
    seconds
        Time to spend; what is best by then is given, with its bound.
    gap
        End when the bound is this share from the objective; 0 asks for the optimum.
    threads
        Threads for branch and bound. The objective and the bound that are proved do
        not depend on it; of several choices as good, which one is given may.
    stop
        Asked now and then whether to end, for example by an interrupt.
    """

    seconds: float = 60.0
    gap: float = 0.0
    threads: int = 1
    stop: Callable[[], bool] | None = None


class Clock:
    """What is left of an effort, from the moment it is made."""

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        self._begin = time.monotonic()

    @property
    def spent(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._begin

    @property
    def left(self) -> float:
        """Seconds left; none once somebody said stop."""
        if self.stopped:
            return 0.0
        return max(0.0, self.effort.seconds - self.spent)

    @property
    def stopped(self) -> bool:
        """Whether somebody said stop."""
        return self.effort.stop is not None and self.effort.stop()

    def over(self) -> bool:
        """Whether there is no time left."""
        return self.left <= 0.0
