"""The smallest set of requirements that cannot be met together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle._validation import name_some
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.program.highs import ask_highs
from servicecircle.siting.program.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from servicecircle.siting.program.program import Rows

SECONDS = 60.0
"""Time for the search, whatever was left of the effort."""


class Conflict(NamedTuple):
    """One requirement that has a part in a conflict."""

    name: str
    words: str
    labels: tuple[str, ...]
    """The rows of it that are needed for the conflict (ids), where they have names."""


@dataclass(frozen=True)
class Conflicts:
    """
    A set of requirements that cannot be met together.

    ``smallest`` says that no smaller set of names is in conflict; it is proved, unless
    the search ran out of time.
    """

    parts: tuple[Conflict, ...]
    smallest: bool


def conflicts(program: Program, clock: Clock | None = None) -> Conflicts:
    """
    Find the smallest set of named requirements that cannot all be met.

    Parameters
    ----------
    program
        A program that nothing keeps to.
    clock
        Whose threads and way to stop are used; the search has its own minute.

    Returns
    -------
    Conflicts
        Its parts are told apart by name; within them, only rows that are needed.

    Notes
    -----
    A set of names is in conflict if it holds one of every *correction set* (names that,
    when dropped, leave something that can be met). The smallest set that hits all
    correction sets found so far is tried; if it can be met after all, as many further
    names as possible are added, and what is left out is a new correction set. The first
    that cannot be met is a smallest conflict. Rows within it are then narrowed down by
    halves.

    Source: Ignatiev, A. et al. (2015), "Smallest MUS extraction with minimal hitting
    set dualization", *CP 2015*; Junker, U. (2004), "QuickXplain", *AAAI-04*.
    """
    effort = clock.effort if clock is not None else Effort()
    own = Clock(Effort(seconds=SECONDS, threads=effort.threads, stop=effort.stop))
    names = tuple(dict.fromkeys(r.name for r in program.rows if r.words))
    search = _Search(program, own)
    found, smallest = _smallest(search, names)
    picked = search.narrow(found)
    parts = []
    for name in found:
        blocks = [r for r in program.rows if r.words and r.name == name]
        used = [r for r in blocks if any(r.first + k in picked for k in _span(r))]
        labels = [
            r.labels[k]
            for r in used
            for k in _span(r)
            if r.labels and r.first + k in picked
        ]
        words = "; ".join(dict.fromkeys(r.words for r in used or blocks))
        parts.append(Conflict(name, words, tuple(labels)))
    return Conflicts(tuple(parts), smallest)


def tell_conflicts(found: Conflicts) -> str:
    """Say in words what cannot be met together, and what to do."""
    if not found.parts:
        return "Nothing meets what the model itself asks for. Check limits and ids."
    told = [
        f"{p.name} ({p.words}{': ' + name_some(p.labels) if p.labels else ''})"
        for p in found.parts
    ]
    if len(told) == 1:
        return f"A requirement cannot be met: {told[0]}. Relax it."
    how = "The smallest set in conflict" if found.smallest else "In conflict"
    return (
        f"The requirements cannot all be met. {how}: {'; '.join(told)}. "
        "Relax one of them."
    )


def _smallest(search: _Search, names: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """Find a smallest set of names in conflict, and say whether that is proved."""
    corrections: list[frozenset[str]] = []
    while True:
        tried = _hitting_set(names, corrections)
        if tried is None:
            return names, False
        if search.impossible(search.rows_of(tried)):
            return tried, not search.unsure
        kept = list(tried)
        for name in names:
            if name not in kept and not search.impossible(
                search.rows_of([*kept, name])
            ):
                kept.append(name)
        left = frozenset(names) - frozenset(kept)
        if not left or search.clock.over():
            return names, False
        corrections.append(left)


def _hitting_set(
    names: tuple[str, ...], corrections: Sequence[frozenset[str]]
) -> tuple[str, ...] | None:
    """Find a smallest set of names that has one of every correction set."""
    for size in range(len(names) + 1):
        for chosen in combinations(names, size):
            if all(c.intersection(chosen) for c in corrections):
                return chosen
    return None


class _Search:
    """Asks again and again whether some rows can be met; doubts count as yes."""

    def __init__(self, program: Program, clock: Clock) -> None:
        self.program, self.clock = program, clock
        self.asked = [r for r in program.rows if r.words]
        self.unsure = False

    def rows_of(self, names: Iterable[str]) -> frozenset[int]:
        wanted = frozenset(names)
        return frozenset(
            r.first + k for r in self.asked if r.name in wanted for k in _span(r)
        )

    def impossible(self, rows: frozenset[int]) -> bool:
        """Whether it is proved that these rows cannot be met together."""
        if self.clock.over():
            self.unsure = True
            return False
        said = ask_highs(self._part(rows), self.clock)
        self.unsure = self.unsure or (not said.infeasible and said.values is None)
        return said.infeasible

    def narrow(self, names: Sequence[str]) -> frozenset[int]:
        """Leave only rows without which the names are not in conflict."""
        every = sorted(self.rows_of(names))
        if not self.impossible(frozenset(every)):
            return frozenset(every)
        return frozenset(self._explain([], every, changed=False))

    def _explain(self, base: list[int], rows: list[int], *, changed: bool) -> list[int]:
        if changed and self.impossible(frozenset(base)):
            return []
        if len(rows) <= 1 or self.clock.over():
            return rows
        half = len(rows) // 2
        first, second = rows[:half], rows[half:]
        of_second = self._explain(base + first, second, changed=True)
        of_first = self._explain(base + of_second, first, changed=bool(of_second))
        return of_first + of_second

    def _part(self, rows: frozenset[int]) -> Program:
        """Keep some of what is asked for, and all that the model is, for nothing."""
        part = Program("min")
        for name, c in self.program.columns.items():
            part.add_columns(
                name,
                np.zeros(len(c.worth)),
                lower=c.lower,
                upper=c.upper,
                whole=c.whole,
            )
        for r in self.program.rows:
            kept = [k for k in _span(r) if not r.words or r.first + k in rows]
            if not kept:
                continue
            matrix = r.matrix[kept]
            blocks = {
                name: matrix[:, c.where]
                for name, c in self.program.columns.items()
                if c.first < matrix.shape[1]
            }
            part.add_rows(r.name, blocks, lower=r.lower[kept], upper=r.upper[kept])
        return part


def _span(rows: Rows) -> range:
    return range(rows.matrix.shape[0])
