"""Kinds of obstacles, in the words that planners' files have for them."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from servicecircle._validation import name_some
from servicecircle.tables.match_columns import fold
from servicecircle.tables.say import note

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from servicecircle.findings import Finding
    from servicecircle.network.walk_network import WalkNetwork

UNKNOWN = "obstacle_kinds_unknown"
"""The network's note of the words that stand for no kind that is known."""


@cache
def _kind_of_word() -> dict[str, str]:
    text = files("servicecircle.network").joinpath("obstacle_kinds.csv")
    rows = csv.DictReader(text.read_text(encoding="utf-8").splitlines())
    return {fold(word): row["kind"] for row in rows for word in row["words"].split("|")}


def obstacle_kinds(words: pd.Series) -> pd.Series:
    """
    Give the kind that each word stands for; an unknown word stands for itself.

    Examples
    --------
    >>> import pandas as pd
    >>> obstacle_kinds(pd.Series(["围墙", "Railway", "retaining wall", "bog"])).tolist()
    ['wall', 'rail', 'retaining_wall', 'bog']
    """
    known = _kind_of_word()
    return words.map(lambda word: known.get(fold(word), word), na_action="ignore")


def unknown_kinds(words: Iterable[str]) -> list[str]:
    """
    List the words that stand for no kind, each once, sorted.

    >>> unknown_kinds(["bog", "wall", "bog"])
    ['bog']
    """
    known = _kind_of_word()
    return sorted({word for word in words if fold(word) not in known})


def unknown_kind_findings(network: WalkNetwork) -> list[Finding]:
    """Say which kinds of obstacles are taken to be crossed by nobody."""
    told = network.notes.get(UNKNOWN)
    if not isinstance(told, list) or not told:
        return []
    return [
        note(
            "obstacle-kind-unknown",
            "network",
            f"Obstacles are of a kind that is not known: {name_some(told)}. Nobody is "
            "taken to cross them.",
            "Where people pass through gates that are not drawn, call the kind wall or "
            "fence in the file.",
        )
    ]
