"""Buildings whose answer changed, by the reason before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

ABSENT = "absent"
"""The answer of a building that is not there, or in no unit."""
KEYS = ["service", "building_id"]


def compare_answers(
    before: pd.DataFrame, after: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Count the buildings by their answers before and after.

    Parameters
    ----------
    before, after
        A row for each service and building that is in a unit: ``service``,
        ``building_id``, ``reason``, ``covered``, ``walk_m``, ``residents``.

    Returns
    -------
    answers : DataFrame
        ``service``, ``reason_before``, ``reason_after``, ``buildings``,
        ``residents_before``, ``residents_after``, ``residents_gained`` (covered after
        less covered before) and of that ``gained_by_counts`` (residents of buildings
        that are covered both times, counted otherwise now) and ``gained_by_answers``
        (the rest). Buildings whose answer is the same are counted too.
    buildings : DataFrame
        The buildings whose answer changed, the most residents first.

    Notes
    -----
    The gains of a service sum to those of the whole area.
    """
    side = before.merge(after, how="outer", on=KEYS, suffixes=("_before", "_after"))
    for when in ("before", "after"):
        side[f"reason_{when}"] = side[f"reason_{when}"].fillna(ABSENT)
        side[f"residents_{when}"] = side[f"residents_{when}"].fillna(0.0)
        covered = side[f"covered_{when}"].eq(True)  # noqa: FBT003 - a value, not a flag
        side[f"covered_{when}"] = covered
        side[f"counted_{when}"] = side[f"residents_{when}"].where(covered, 0.0)
    side["residents_gained"] = side["counted_after"] - side["counted_before"]
    both = side["covered_before"] & side["covered_after"]
    side["gained_by_counts"] = side["residents_gained"].where(both, 0.0)
    side["gained_by_answers"] = side["residents_gained"].where(~both, 0.0)
    return _counted(side), _listed(side)


def _counted(side: pd.DataFrame) -> pd.DataFrame:
    by = ["service", "reason_before", "reason_after"]
    summed = [
        "residents_before",
        "residents_after",
        "residents_gained",
        "gained_by_counts",
        "gained_by_answers",
    ]
    groups = side.groupby(by, sort=True)
    table = groups[summed].sum().round(6)
    table.insert(0, "buildings", groups.size())
    return table.reset_index()


def _listed(side: pd.DataFrame) -> pd.DataFrame:
    changed = side[side["reason_before"] != side["reason_after"]]
    rows = changed.assign(
        _most=-changed[["residents_before", "residents_after"]].max(axis=1)
    )
    rows = rows.sort_values(["service", "_most", "building_id"])
    columns: Sequence[str] = [
        "service",
        "building_id",
        "reason_before",
        "reason_after",
        "walk_m_before",
        "walk_m_after",
        "residents_before",
        "residents_after",
        "residents_gained",
    ]
    return rows[columns].reset_index(drop=True)
