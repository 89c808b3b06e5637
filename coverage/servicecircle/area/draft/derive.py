"""Levels that no layer holds, and whose codes stand in the table of a finer level."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from servicecircle.area.draft.evidence import unit_keys
from servicecircle.tables.match_columns import fold
from servicecircle.tables.schema import level_aliases
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.area.draft.parts import Part


class Derived(NamedTuple):
    """A level that can be dissolved from a finer one."""

    finer: Level
    ids: str
    """The column of its codes in the finer level's table."""
    names: str | None


def derivable(levels: Mapping[Level, Part]) -> dict[Level, Derived]:
    """
    Find levels between and above those that have layers.

    A level counts where every unit of a finer one names it by code, in fewer codes
    than the finer level has units and more than the wider one has.
    """
    found: dict[Level, Derived] = {}
    counts = {level: len(part.look.frame) for level, part in levels.items()}
    for level in Level:
        finer = next((k for k in levels if k.finer_than(level)), None)
        if level in levels or level is Level.DISTRICT or finer is None:
            continue
        frame = levels[finer].look.frame
        column, _ = unit_keys(levels[finer].look).get(level, ("", False))
        if not column or frame[column].isna().any():
            continue
        wider = [n for k, n in counts.items() if level.finer_than(k)]
        number = frame[column].nunique()
        if max(wider, default=0) < number < counts[finer]:
            names = _names(level, levels[finer])
            found[level] = Derived(finer, column, names)
            counts[level] = number
    return found


def _names(level: Level, part: Part) -> str | None:
    known = {fold(word) for word in level_aliases()[level][1]}
    return next((c for c in part.look.columns if fold(c) in known), None)
