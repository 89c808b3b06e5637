"""Coverage before and after, unit by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

KEYS = ["level", "unit_id", "service"]
FIGURES = (
    "residents",
    "covered_residents",
    "share_of_residents",
    "mean_walk_m",
    "unknown_residents",
)
COUNTED = ("residents", "covered_residents", "unknown_residents")
"""Nothing is counted of a unit that is not there; shares of it are missing."""


def compare_coverage(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """
    Set two tables of coverage side by side.

    Parameters
    ----------
    before, after
        `coverage.csv` of two runs.

    Returns
    -------
    DataFrame
        A row for each level, unit and service of either: ``level``, ``unit_id``,
        ``unit_name``, ``service``, ``change`` (added, removed, both), each figure with
        ``_before`` and ``_after``, ``residents_gained`` (covered after less covered
        before) and ``share_gained`` (a difference of shares, missing where one is).
        Levels from the widest; within, the greatest gains first, ties by unit id.

    Notes
    -----
    As every level partitions the one above, the gains of each level of a service sum
    to the whole area's.
    """
    columns = [*KEYS, "unit_name", *FIGURES]
    side = before[columns].merge(
        after[columns], how="outer", on=KEYS, suffixes=("_before", "_after"),
        indicator="change",
    )  # fmt: skip
    side["unit_name"] = side["unit_name_after"].fillna(side["unit_name_before"])
    words = {"left_only": "removed", "right_only": "added", "both": "both"}
    side["change"] = side["change"].astype("str").map(words)
    for figure in COUNTED:
        for when in ("before", "after"):
            side[f"{figure}_{when}"] = side[f"{figure}_{when}"].fillna(0)
    was, now = side["covered_residents_before"], side["covered_residents_after"]
    side["residents_gained"] = (now - was).round(6)
    side["share_gained"] = (
        side["share_of_residents_after"] - side["share_of_residents_before"]
    )
    order = [level.value for level in Level]
    side["_level"] = side["level"].map({name: n for n, name in enumerate(order)})
    side["_gain"] = -side["residents_gained"]
    side = side.sort_values(["service", "_level", "_gain", "unit_id"])
    return side[_in_order()].reset_index(drop=True)


def _in_order() -> Sequence[str]:
    pairs = [f"{figure}_{when}" for figure in FIGURES for when in ("before", "after")]
    return ["level", "unit_id", "unit_name", "service", "change",
            "residents_gained", "share_gained", *pairs]  # fmt: skip
