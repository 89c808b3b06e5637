"""Checks on arguments: one rule each, a message with the evidence, no repair."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

SHOWN = 5
"""How many offending ids a message lists before it says how many are left."""


def name_some(labels: Iterable[object]) -> str:
    """
    List the first few labels and say how many more there are.

    >>> name_some(["g1", "g2"])
    "'g1', 'g2'"
    >>> name_some(range(7))
    '0, 1, 2, 3, 4 and 2 more'
    """
    every = [_plain(label) for label in labels]
    shown = ", ".join(repr(label) for label in every[:SHOWN])
    rest = len(every) - SHOWN
    return shown if rest <= 0 else f"{shown} and {rest} more"


def _plain(label: object) -> object:
    """Turn a NumPy scalar into Python's own, so that it prints as planners write it."""
    return label.item() if isinstance(label, np.generic) else label


def suggest(word: str, known: Iterable[str]) -> str:
    """
    Say which known word was probably meant, or list them all.

    >>> suggest("statoins", ["stations", "buildings"])
    "Did you mean 'stations'?"
    >>> suggest("xyz", ["stations", "buildings"])
    "Known: 'buildings', 'stations'."
    """
    known = sorted(known)
    close = get_close_matches(word, known, n=1)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"Known: {', '.join(repr(k) for k in known)}."


def check_positive(value: float, *, name: str) -> None:
    """
    Refuse a number that is not finite and above zero.

    >>> check_positive(0, name="standard_m")
    Traceback (most recent call last):
    ValueError: standard_m must be a finite number above 0. Got 0.
    """
    if not (np.isfinite(value) and value > 0):
        msg = f"{name} must be a finite number above 0. Got {value!r}."
        raise ValueError(msg)


def check_unique(labels: NDArray[np.object_] | Iterable[object], *, name: str) -> None:
    """
    Refuse ids that repeat.

    >>> check_unique(["a", "b", "a"], name="station ids")
    Traceback (most recent call last):
    ValueError: station ids must be unique. Repeated: 'a'.
    """
    every = list(labels)
    seen: set[object] = set()
    repeated = dict.fromkeys(x for x in every if x in seen or seen.add(x))  # type: ignore[func-returns-value]
    if repeated:
        msg = f"{name} must be unique. Repeated: {name_some(repeated)}."
        raise ValueError(msg)
