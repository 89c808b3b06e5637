"""Columns of a line layer that mean something to a walking network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle._validation import name_some
from servicecircle.errors import NetworkError

if TYPE_CHECKING:
    import geopandas as gpd

SAYS_NO = frozenset({"", "0", "0.0", "no", "false", "f", "n", "否", "无"})
SAYS_YES = frozenset({"1", "1.0", "yes", "true", "t", "y", "是", "有"})
FLAGS = ("steps", "closed")
"""Yes or no, and nothing else."""
STRUCTURES = ("bridge", "tunnel")
"""As in OSM: any kind of bridge is a bridge (viaduct, boardwalk, culvert)."""


def read_line_columns(lines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Give flags and levels their types; all other columns stay as they are.

    ``steps`` is true where its own column, if there is one, says so; elsewhere where
    ``highway`` is steps. Nothing said means no.

    Raises
    ------
    NetworkError
        If a flag is neither yes nor no, or ``layer`` is not a whole number.

    Examples
    --------
    >>> import geopandas as gpd
    >>> table = gpd.GeoDataFrame({"closed": ["yes", None], "layer": ["1", None]})
    >>> read_line_columns(table)
       closed  layer  steps
    0    True      1  False
    1   False      0  False
    """
    table = lines.copy()
    for name in (*FLAGS, *STRUCTURES):
        if name in table:
            table[name] = _flag(table[name], any_kind=name in STRUCTURES)
    if "layer" in table:
        number = pd.to_numeric(table["layer"], errors="coerce")
        wrong = (number.isna() & table["layer"].notna()) | (number % 1 > 0)
        _refuse(table["layer"], wrong, rule="must be a whole number (0 at the ground)")
        table["layer"] = number.fillna(0).astype("int64")
    if "highway" in table:
        is_steps = table["highway"] == "steps"
        said = table["steps"] if "steps" in lines else False
        silent = lines["steps"].isna() if "steps" in lines else True
        table["steps"] = said | (is_steps & silent)
    elif "steps" not in table:
        table["steps"] = False
    return table


def _flag(values: pd.Series, *, any_kind: bool) -> pd.Series:
    """Read yes and no in the spellings that files use."""
    missing = values.isna()
    text = values.astype("object").map(lambda value: str(value).strip().lower())
    yes, no = text.isin(SAYS_YES), text.isin(SAYS_NO) | missing
    if any_kind:
        return ~no
    _refuse(values, ~(yes | no), rule="must be yes or no")
    return yes & ~missing


def _refuse(values: pd.Series, wrong: pd.Series, *, rule: str) -> None:
    if wrong.any():
        msg = (
            f"column {values.name!r} of a line layer {rule}. Wrong at rows "
            f"{name_some(values.index[wrong])}: {name_some(values[wrong].unique())}."
        )
        raise NetworkError(msg)
