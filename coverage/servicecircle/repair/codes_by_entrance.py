"""`restore-codes-by-entrance`: a building's lost code, read off at its door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle.repair.codes import as_written
from servicecircle.repair.outcome import Outcome, log_of

if TYPE_CHECKING:
    from servicecircle.repair.draft import Draft

NAME = "restore-codes-by-entrance"
AT_THE_DOOR_M = 1.0
"""An entrance this near to a footprint is in its wall."""
SHORTENED = r"\d(?:\.(\d+))?[eE]\+?\d+"
"""A code as a spreadsheet shortens it, with the decimals that are left."""


def restore_codes_by_entrance(draft: Draft, _width_m: float | None) -> Outcome:
    """
    Give buildings whose code was shortened (4.40311E+18) the code at their entrances.

    Only where all entrances in the building's wall name one code that no building
    has, its digits shortened alike give the cell, and no other such building is near
    the same code. The digits alone would prove nothing; the place and they together
    do.
    """
    if "entrances" not in draft.tables:
        return Outcome()
    buildings, entrances = draft.tables["buildings"], draft.tables["entrances"]
    frame, matched = buildings.conformed
    doors, named = entrances.conformed
    if "building_id" not in matched or "building_id" not in named:
        return Outcome()
    column = matched["building_id"]
    cells = as_written(buildings.raw[column])
    lost = frame["building_id"].isna() & cells.str.fullmatch(SHORTENED).fillna(
        value=False
    )
    free = doors["building_id"].notna() & ~doors["building_id"].isin(
        frame["building_id"]
    )
    pairs = _pairs(
        pd.Series(buildings.shapes, cells.index)[lost],
        pd.Series(entrances.shapes, doors.index)[free],
    )
    pairs["cell"] = cells.loc[pairs["row"]].to_numpy()
    pairs["code"] = doors.loc[pairs["door"], "building_id"].to_numpy(dtype=object)
    certain = _certain(pairs)
    if certain.empty:
        return Outcome()
    new = pd.Series(certain["code"].to_numpy(), index=certain["row"])
    text = cells.mask(cells.index.isin(new.index), new.reindex(cells.index))
    rows = cells.index.isin(new.index)
    lines = [
        ("buildings", code, NAME, f"{column}: {cell}", code, 0.0)
        for cell, code in zip(cells[rows], text[rows], strict=True)
    ]
    changed = buildings.with_cells(column, text)
    return Outcome((changed,), log_of(lines), buildings.shapes[rows])


def _pairs(homes: pd.Series, doors: pd.Series) -> pd.DataFrame:
    """Pair lost buildings with the entrances in their walls, by row."""
    homes = homes[~shapely.is_missing(homes.to_numpy())]
    doors = doors[~shapely.is_missing(doors.to_numpy())]
    home, door = shapely.STRtree(doors.to_numpy()).query(
        homes.to_numpy(), predicate="dwithin", distance=AT_THE_DOOR_M
    )
    return pd.DataFrame({"row": homes.index[home], "door": doors.index[door]})


def _certain(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs of one row and one code that fit each other and nothing else."""
    pairs = pairs[["row", "cell", "code"]].drop_duplicates()
    alone = ~pairs["row"].duplicated(keep=False) & ~pairs["code"].duplicated(keep=False)
    fits = [
        _shortened_alike(code, cell)
        for code, cell in zip(pairs["code"], pairs["cell"], strict=True)
    ]
    return pairs[alone & np.array(fits, dtype=bool)].sort_values("row")


def _shortened_alike(code: str, cell: str) -> bool:
    """
    Whether a code of digits, shortened to as many decimals, gives the cell.

    >>> _shortened_alike("4403110010050000001", "4.40311E+18")
    True
    >>> _shortened_alike("4403910010050000001", "4.40311E+18")
    False
    """
    if not (code.isascii() and code.isdigit()):
        return False
    mantissa = cell.upper().partition("E")[0]
    decimals = len(mantissa.partition(".")[2])
    return float(f"{int(code):.{decimals}E}") == float(cell)
