"""The table that says which officer posts which units."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from servicecircle._validation import name_some
from servicecircle.errors import AreaError
from servicecircle.inputs import UnusableInputError, read_table
from servicecircle.qr.rounds.officers import RULE
from servicecircle.tables import Table, conform, table
from servicecircle.tables.say import any_blocks
from servicecircle.tables.schema import level_aliases

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from servicecircle.vocabulary import Level

FARTHEST_M = 20_000.0
"""A place farther from the area's middle than its breadth and this is a slip."""


def read_officers(path: Path, *, by: Level, units: pd.Index[str]) -> pd.DataFrame:
    """
    Read ``officer_id``, ``unit_id``, ``x`` and ``y`` from .csv or .xlsx.

    Parameters
    ----------
    path
        The file; officers are called by a number or a post, never by their name.
    by
        The level of the units.
    units
        The ids of its units.

    Raises
    ------
    UnusableInputError
        If a unit is not there, or an officer has two places or half of one.
    InputError, AreaError
        If the file cannot be read, or lacks an officer or a unit in a row.
    """
    done = conform(read_table(path), _table(by), source=path.name)
    if any_blocks(done.findings):
        raise AreaError([f for f in done.findings if f.blocks])
    frame = done.frame.astype({"x": float, "y": float})
    unknown = frame["unit_id"][~frame["unit_id"].isin(units)].unique()
    if len(unknown):
        message = (
            f"{path.name} names units of the level {by.value} that are not there: "
            f"{name_some(unknown)}."
        )
        remedy = "Correct the codes, or choose the level with --by."
        raise UnusableInputError(message, remedy, rule=RULE)
    places = frame.groupby("officer_id")[["x", "y"]].nunique()
    half = frame["x"].isna() != frame["y"].isna()
    wrong = [*places.index[(places > 1).any(axis=1)], *frame["officer_id"][half]]
    if wrong:
        message = (
            f"{path.name}: officers {name_some(wrong)} have two places, or half of one."
        )
        remedy = "Give each officer one x and one y, or none."
        raise UnusableInputError(message, remedy, rule=RULE)
    own = frame.groupby("officer_id")[["x", "y"]].transform("first")
    return frame.assign(x=own["x"], y=own["y"]).reset_index(drop=True)


def check_places(
    officers: pd.DataFrame, bounds: tuple[float, float, float, float]
) -> None:
    """
    Refuse places far outside the area: degrees, or another CRS.

    Parameters
    ----------
    officers
        As `read_officers` gives them.
    bounds
        Of the area, in its CRS.

    Examples
    --------
    >>> import pandas as pd
    >>> far = pd.DataFrame({"officer_id": ["A"], "x": [113.9], "y": [22.7]})
    >>> check_places(far, (800_000, 2_500_000, 810_000, 2_510_000))
    Traceback (most recent call last):
    ...
    servicecircle.inputs.problem.UnusableInputError: Officers ... Give x and y ...
    """
    left, low, right, high = bounds
    x, y = officers["x"].to_numpy(float), officers["y"].to_numpy(float)
    away_x = np.maximum(np.maximum(left - x, x - right), 0)
    away_y = np.maximum(np.maximum(low - y, y - high), 0)
    far = officers["officer_id"][np.hypot(away_x, away_y) > FARTHEST_M].unique()
    if len(far):
        message = f"Officers {name_some(far)} start more than 20 km outside the area."
        remedy = "Give x and y in metres, in the area's CRS."
        raise UnusableInputError(message, remedy, rule=RULE)


def _table(by: Level) -> Table:
    """Give the table the words of the level."""
    known = table("qr_officers")
    words = level_aliases()[by][0]
    return Table(
        known.name,
        tuple(
            replace(c, aliases=(*c.aliases, by.id_column, *words))
            if c.name == "unit_id"
            else c
            for c in known.columns
        ),
    )
