"""Stages of long work: shown while they run, timed for the manifest."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Show = Callable[[str, float], None]
    """Called with a stage's name and the share of it that is done, from 0 to 1."""


class Stage(NamedTuple):
    """How long a stage took, and the process's peak memory when it ended."""

    name: str
    seconds: float
    peak_memory_mb: float | None


class Stages:
    """
    Run work in named stages.

    Examples
    --------
    >>> stages = Stages(lambda name, share: print(f"{name} {share:.0%}"))
    >>> with stages.run("counting") as advance:
    ...     advance(0.5)
    counting 0%
    counting 50%
    counting 100%
    >>> stages.done[0].name
    'counting'
    """

    def __init__(self, show: Show | None = None) -> None:
        self._show = show or (lambda _name, _share: None)
        self.done: list[Stage] = []

    @contextmanager
    def run(self, name: str) -> Iterator[Callable[[float], None]]:
        """Run one stage; the callable it gives takes the share that is done."""
        self._show(name, 0.0)
        start = time.perf_counter()
        yield lambda share: self._show(name, share)
        seconds = time.perf_counter() - start
        self.done.append(Stage(name, round(seconds, 3), peak_memory_mb()))
        self._show(name, 1.0)


def peak_memory_mb() -> float | None:
    """Give the process's peak memory in MB, or None where it cannot be asked."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - not there on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in KiB, macOS in bytes.
    return round(peak / (1e6 if sys.platform == "darwin" else 1e3), 1)
