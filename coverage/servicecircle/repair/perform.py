"""Making the repairs that are asked for, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle._validation import suggest
from servicecircle.errors import InputError
from servicecircle.repair.outcome import LOG_COLUMNS, Outcome, log_of
from servicecircle.repair.registry import ALL_SAFE, REPAIRS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from servicecircle.repair.draft import Draft, SourceTable
    from servicecircle.repair.registry import Repair


@dataclass(frozen=True, eq=False)
class Repaired:
    """
    An area after its repairs.

    Parameters
    ----------
    before, after
        The area as it was read, and as it is now.
    names
        The repairs that were asked for, in the order in which they were made.
    width_m
        How wide a piece they might change, if that was said.
    log
        Every change, with the columns of `repairs.csv`.
    places
        The ground of each change in the working CRS; missing where there is none.
    set_aside
        What was taken out: the repair, and the rows as their file holds them.
    """

    before: Draft
    after: Draft
    names: tuple[str, ...]
    width_m: float | None
    log: pd.DataFrame
    places: NDArray[np.object_]
    set_aside: list[tuple[str, SourceTable]]


def chosen(names: Iterable[str], *, width_m: float | None = None) -> list[Repair]:
    """
    Find repairs by name, in the order in which they are made.

    Parameters
    ----------
    names
        Names of repairs; ``all-safe`` stands for those that lose nothing but copies.
    width_m
        How wide a piece may be that is cut or filled.

    Raises
    ------
    InputError
        If there is no such repair, or one needs a width and there is none.

    Examples
    --------
    >>> [repair.name for repair in chosen(["drop-outside", "utf8"])]
    ['utf8', 'drop-outside']
    """
    asked = set(names)
    for name in sorted(asked - {ALL_SAFE} - set(REPAIRS)):
        msg = f"There is no repair {name!r}. {suggest(name, [*REPAIRS, ALL_SAFE])}"
        raise InputError(msg)
    if width_m is not None and not (np.isfinite(width_m) and width_m > 0):
        msg = f"The width must be a number of metres above 0. Got {width_m!r}."
        raise InputError(msg)
    found = [
        repair
        for repair in REPAIRS.values()
        if repair.name in asked or (repair.is_safe and ALL_SAFE in asked)
    ]
    for repair in found:
        if repair.needs_width and width_m is None:
            msg = (
                f"{repair.name} moves borders and is not told how far. Say how wide a "
                "piece it may change, for example --width-m 3."
            )
            raise InputError(msg)
    return found


def perform(
    draft: Draft, repairs: Sequence[Repair], *, width_m: float | None = None
) -> Repaired:
    """
    Make repairs, each on what the one before it has left.

    Nothing is written, and `draft` stays as it is.
    """
    now = draft
    logs = [log_of([])]
    places = [np.array([], dtype=object)]
    set_aside: list[tuple[str, SourceTable]] = []
    for repair in repairs:
        outcome = repair.make(now, width_m)
        now = now.replace(*outcome.tables)
        logs.append(outcome.log)
        places.append(outcome.places)
        set_aside += [(repair.name, rows) for rows in outcome.set_aside.values()]
    return Repaired(
        before=draft,
        after=now,
        names=tuple(repair.name for repair in repairs),
        width_m=width_m,
        log=pd.concat(logs, ignore_index=True)[list(LOG_COLUMNS)],
        places=np.concatenate(places),
        set_aside=set_aside,
    )


def preview(draft: Draft, *, width_m: float | None = None) -> dict[str, Outcome]:
    """
    Say what each repair would change by itself; those that need a width ask for it.

    Returns
    -------
    dict
        From the repair's name to what it would do; a repair that is not told its
        width is left out.
    """
    return {
        repair.name: repair.make(draft, width_m)
        for repair in REPAIRS.values()
        if not repair.needs_width or width_m is not None
    }
