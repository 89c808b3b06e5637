"""Who posts which units: one each, several together, or as a table says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle._validation import name_some
from servicecircle.inputs.problem import UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from numpy.typing import NDArray

RULE = "qr-officers-unusable"


class Group(NamedTuple):
    """Points that one officer posts, or several share."""

    names: tuple[str, ...]
    """Names of the rounds."""
    officers: tuple[str | None, ...]
    units: tuple[str, ...]
    rows: NDArray[np.int64]


def groups_by_count(unit: pd.Series, count: int = 1) -> list[Group]:
    """
    Give every unit to so many officers, whose names are not known.

    Parameters
    ----------
    unit
        The unit of each point, missing where it lies in none.
    count
        Officers a unit; one with fewer points has a round for each of them.

    Examples
    --------
    >>> import pandas as pd
    >>> [group.names for group in groups_by_count(pd.Series(["G2", "G1", "G1"]), 2)]
    [('G1-1', 'G1-2'), ('G2',)]
    """
    found = []
    for name, rows in _rows(unit).items():
        several = min(count, len(rows))
        digits = len(str(several))
        names = tuple(f"{name}-{k:0{digits}d}" for k in range(1, several + 1))
        nobody = (None,) * several
        found.append(Group((name,) if several == 1 else names, nobody, (name,), rows))
    return found


def groups_by_table(unit: pd.Series, officers: pd.DataFrame) -> list[Group]:
    """
    Give units to the officers whom a table names beside them.

    An officer of several units has one round past all their points; officers of the
    same units share theirs; a unit that the table does not name has its own round.

    Parameters
    ----------
    unit
        As for `groups_by_count`.
    officers
        ``officer_id`` and ``unit_id``, a row each pair.

    Raises
    ------
    UnusableInputError
        If officers share some of their units and not others, or one is called as a
        unit that has a round of its own.

    Examples
    --------
    >>> import pandas as pd
    >>> ids = {"officer_id": ["A", "A", "B"], "unit_id": ["G1", "G2", "G3"]}
    >>> groups = groups_by_table(pd.Series(["G1", "G2", "G3", "G4"]), pd.DataFrame(ids))
    >>> [(group.names, group.units) for group in groups]
    [(('A',), ('G1', 'G2')), (('B',), ('G3',)), (('G4',), ('G4',))]
    """
    rows_of = _rows(unit)
    pairs = officers[["officer_id", "unit_id"]].drop_duplicates()
    sets: dict[str, tuple[str, ...]] = {
        str(name): tuple(sorted(some))
        for name, some in pairs.groupby("officer_id")["unit_id"]
    }
    together: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(sets):
        together.setdefault(sets[name], []).append(name)
    _check_apart(together)
    named = {name for units in together for name in units}
    own = sorted(set(rows_of) - named)
    if taken := sorted(set(own) & set(sets)):
        message = f"Officers are called as units without one: {name_some(taken)}."
        remedy = "Give officers names of their own."
        raise UnusableInputError(message, remedy, rule=RULE)
    found = []
    for units, who in together.items():
        parts = [rows_of[name] for name in units if name in rows_of]
        if parts:
            rows = np.sort(np.concatenate(parts))
            several = tuple(who[: len(rows)])
            found.append(Group(several, several, units, rows))
    found += [Group((name,), (None,), (name,), rows_of[name]) for name in own]
    return sorted(found, key=lambda group: group.names)


def _rows(unit: pd.Series) -> dict[str, NDArray[np.int64]]:
    groups = unit.groupby(unit, sort=True).indices
    return {str(name): np.asarray(rows) for name, rows in groups.items()}


def _check_apart(sets: Iterable[tuple[str, ...]]) -> None:
    """Refuse sets of units that overlap and are not the same."""
    seen: set[str] = set()
    twice: set[str] = set()
    for units in sets:
        twice |= seen & set(units)
        seen |= set(units)
    if twice:
        some = name_some(sorted(twice))
        message = f"Officers share {some} and not their other units."
        remedy = "Give those who share a unit the same units, or part the unit."
        raise UnusableInputError(message, remedy, rule=RULE)
