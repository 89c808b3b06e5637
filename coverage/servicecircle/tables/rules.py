"""The catalogue of rules that findings name, and silencing what is known."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from servicecircle._validation import suggest
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from servicecircle.findings import Finding


@dataclass(frozen=True)
class Rule:
    """One rule of the catalogue (`rules.csv`)."""

    name: str
    can_be_silenced: bool
    """Whether a run makes sense where the rule is broken and nobody minds."""
    severities: tuple[Severity, ...]
    """What a finding of it may weigh, the usual one first."""
    meaning: str
    remedy: str
    """What to do in general; a finding says what to do about it in particular."""


@cache
def rules() -> dict[str, Rule]:
    """
    Read the catalogue: every rule that a finding can name.

    >>> rules()["gap"].can_be_silenced, rules()["gap"].severities
    (True, (<Severity.ERROR: 'error'>, <Severity.WARNING: 'warning'>))
    """
    text = files("servicecircle.tables").joinpath("rules.csv").read_text("utf-8")
    return {
        row["rule"]: Rule(
            name=row["rule"],
            can_be_silenced=row["can_be_silenced"] == "yes",
            severities=tuple(Severity(word) for word in row["severity"].split(" or ")),
            meaning=row["meaning"],
            remedy=row["remedy"],
        )
        for row in csv.DictReader(text.splitlines())
    }


def check_silenceable(name: str) -> None:
    """
    Refuse to silence what is unknown, or what nothing can be measured without.

    Raises
    ------
    ValueError
        With the remedy.
    """
    if name not in rules():
        msg = f"there is no rule {name!r} ({suggest(name, rules())})"
        raise ValueError(msg)
    if not rules()[name].can_be_silenced:
        msg = f"the rule {name!r} cannot be silenced: mend what it finds"
        raise ValueError(msg)


def silence(findings: Iterable[Finding], names: Iterable[str]) -> list[Finding]:
    """
    Mark the findings of some rules as known: they block no more and are not told.

    Parameters
    ----------
    findings
        What the checks found.
    names
        Rules that the user has silenced in `area.toml`.

    Examples
    --------
    >>> from servicecircle.tables.say import error
    >>> gap = error("gap", "grids", "12.0 m2 lie in no grid.", "Extend one.")
    >>> silence([gap], ["gap"])[0].blocks
    False
    """
    known = set(names)
    return [replace(f, silenced=True) if f.rule in known else f for f in findings]


def silenced_by_rule(findings: Iterable[Finding]) -> dict[str, int]:
    """Count the silenced findings of each rule, in the order of the alphabet."""
    return dict(sorted(Counter(f.rule for f in findings if f.silenced).items()))
