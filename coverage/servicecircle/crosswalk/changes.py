"""The table of changes: one row per unit of each edition, with its class in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.crosswalk.kinds import Change, Relation
from servicecircle.crosswalk.pieces import NOWHERE
from servicecircle.crosswalk.words import FLAGS, say_changes

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.crosswalk.classify import Classes

KEEPS_CODE = [Relation.SAME, Relation.CONTINUES, Relation.PART, Relation.MERGED]
"""Relations under which a code may go on in the other edition."""
ROUNDING = 1e-12


def changes_table(
    crosswalk: pd.DataFrame,
    old: gpd.GeoDataFrame,
    new: gpd.GeoDataFrame,
    classes: Classes,
    *,
    parent_heirs: pd.Series | None,
) -> pd.DataFrame:
    """
    Say what became of every old unit, and where every new one comes from.

    Parameters
    ----------
    crosswalk
        One level's crosswalk.
    old, new
        Its units, indexed by id, sorted.
    classes
        Their classes by ground.
    parent_heirs
        New code by old code of the units above that go on; None where the units of
        the two editions lie in units of different levels.

    Returns
    -------
    DataFrame
        As the table ``changes`` of `columns.csv`, without ``level``: the old units,
        then the new ones, each by id.
    """
    goes_on = classes.heir != NOWHERE
    pairs = _pairs(
        old[goes_on], new.iloc[classes.heir[goes_on]], parent_heirs=parent_heirs
    )
    reused = _reused_codes(crosswalk, old.index, new.index)
    tables = []
    for edition, other, units, change in (
        ("old", "new", old, classes.old),
        ("new", "old", new, classes.new),
    ):
        table = pd.DataFrame({"edition": edition, "unit_id": units.index})
        table["name"] = units["name"].to_numpy()
        mine = pairs.set_index(f"{edition}_code").reindex(units.index)
        # Of a unit that was split or merged it is not one that goes on.
        one = np.isin(change, [Change.UNCHANGED, Change.BOUNDARY_MOVED])
        flags = {
            flag: one & mine[flag].fillna(value=False).to_numpy(bool) for flag in FLAGS
        }
        table["change"] = _refined(change, flags)
        table = table.assign(**flags)
        table["code_reused"] = table["unit_id"].isin(reused)
        partners = pairs.rename(columns={f"{edition}_code": "unit_id"}).set_index(
            "unit_id"
        )
        named = [f"{other}_{what}" for what in ("code", "name", "parent")]
        partners = partners.reindex(units.index)[named]
        said = say_changes(table, crosswalk, partners)
        table = table.join(_moved(crosswalk, edition), on="unit_id").join(said)
        tables.append(table)
    every = pd.concat(tables, ignore_index=True)
    return every.assign(change=every["change"].map(str).astype("str"))


def _pairs(
    own: gpd.GeoDataFrame, then: gpd.GeoDataFrame, *, parent_heirs: pd.Series | None
) -> pd.DataFrame:
    """Compare the units that go on with what they became, row by row."""
    pairs = pd.DataFrame(
        {
            "old_code": own.index,
            "old_name": own["name"].to_numpy(),
            "old_parent": own["parent_id"].to_numpy(),
            "new_code": then.index,
            "new_name": then["name"].to_numpy(),
            "new_parent": then["parent_id"].to_numpy(),
        },
        dtype="str",
    )
    # A unit that is called by its code has no name to change.
    named = (pairs["old_name"] != pairs["old_code"]) & (
        pairs["new_name"] != pairs["new_code"]
    )
    before, after = pairs["old_parent"], pairs["new_parent"]
    expected = after
    if parent_heirs is not None:
        # A code that ended may be in use again: it is then taken as it stands.
        expected = before.map(parent_heirs).astype("str").fillna(before)
    return pairs.assign(
        recoded=pairs["old_code"] != pairs["new_code"],
        renamed=named & (pairs["old_name"] != pairs["new_name"]),
        parent_changed=before.notna() & after.notna() & (expected != after),
    )


def _reused_codes(
    crosswalk: pd.DataFrame, old_ids: pd.Index, new_ids: pd.Index
) -> pd.Index:
    """Find codes of both editions that do not name the same unit, nor part of it."""
    own = crosswalk["old_id"] == crosswalk["new_id"]
    rightly = own & crosswalk["relation"].isin(KEEPS_CODE)
    return old_ids.intersection(new_ids).difference(
        pd.Index(crosswalk.loc[rightly, "old_id"])
    )


def _refined(
    change: NDArray[np.object_], flags: dict[str, NDArray[np.bool_]]
) -> NDArray[np.object_]:
    """Tell apart what else happened to units that kept their ground."""
    kept = change == Change.UNCHANGED
    refined = change.copy()
    refined[kept & flags["renamed"]] = Change.RENAMED
    refined[kept & flags["parent_changed"]] = Change.CHANGED_PARENT
    refined[kept & flags["recoded"]] = Change.RECODED
    return refined


def _moved(crosswalk: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Give what each unit does not have in common with its main counterpart."""
    own, other = ("old_id", "new_id") if edition == "old" else ("new_id", "old_id")
    rows = crosswalk.dropna(subset=[own])
    there = rows[other].notna()
    shares = pd.DataFrame(
        {
            "unit_id": rows[own],
            "moved_share_of_area": rows[f"share_of_{edition}_area"].where(there, 0.0),
            "moved_share_of_residents": rows[f"share_of_{edition}_residents"].where(
                there, 0.0
            ),
        }
    )
    order = ["unit_id", "moved_share_of_area"]
    main = shares.sort_values(order, ascending=[True, False], kind="stable")
    moved = 1 - main.drop_duplicates("unit_id").set_index("unit_id")
    return moved.mask(moved < ROUNDING, 0.0)
