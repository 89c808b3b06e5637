"""What was received and what is resolved, as a district reports it (化解率)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.appeals.register import WORDS, Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.appeals import AppealsTable
    from servicecircle.vocabulary import Level

BY = tuple(word for word in WORDS if word != "status")
ALL = "all"


def resolution_table(
    appeals: AppealsTable, levels: Mapping[Level, gpd.GeoDataFrame]
) -> pd.DataFrame:
    """
    Count received and resolved appeals in every unit, in all and by every word.

    Returns
    -------
    DataFrame
        ``level``, ``unit_id``, ``unit_name``, ``by`` (all, class, category, channel,
        satisfaction), ``value`` (missing where the register says none), ``received``,
        ``resolved``, ``open``, ``not_known`` (a time of closing that cannot be used,
        or no column of it), ``resolved_share_of_received``. Rows without an appeal are
        left out, but for ``all``.

    Notes
    -----
    An appeal is resolved where the register states when. 78,559 of 78,633 are 99.91 %.
    """
    said = appeals.frame["resolved_said"].to_numpy()
    closed = said >= Said.DAY
    unknown = said == Said.UNUSABLE
    if "resolved_at" not in appeals.stated:
        unknown = np.ones(len(said), dtype=bool)
    kind = np.where(unknown, 2, np.where(closed, 1, 0))
    parts = []
    for level, units in levels.items():
        code = appeals.frame[level.id_column].cat.codes.to_numpy().astype(np.int64)
        whole = _count(code, np.zeros(len(code), np.int64), kind, units, [ALL])
        whole.insert(2, "by", ALL)
        parts.append(whole)
        for word in BY:
            cells = appeals.frame[word].cat
            values = [*cells.categories, None]
            value = np.where(cells.codes < 0, len(values) - 1, cells.codes)
            if word not in appeals.stated:
                continue
            counted = _count(code, value.astype(np.int64), kind, units, values)
            counted.insert(2, "by", word)
            parts.append(counted[counted["received"] > 0])
        for part in parts:
            if "level" not in part:
                part.insert(0, "level", level.value)
    return pd.concat(parts, ignore_index=True)


def _count(
    code: NDArray[np.int64],
    value: NDArray[np.int64],
    kind: NDArray[np.int64],
    units: gpd.GeoDataFrame,
    values: list[str] | list[str | None],
) -> pd.DataFrame:
    inside = code >= 0
    kinds, width = 3, len(values)
    at = (code[inside] * width + value[inside]) * kinds + kind[inside]
    size = len(units) * width * kinds
    count = np.bincount(at, minlength=size).reshape(-1, kinds)
    received = count.sum(axis=1)
    share = np.where(received > 0, count[:, 1] / np.maximum(received, 1), np.nan)
    return pd.DataFrame(
        {
            "unit_id": np.repeat(units.index.astype("str"), width),
            "unit_name": np.repeat(units["name"].to_numpy(), width),
            "value": pd.array(list(values) * len(units), dtype="str"),
            "received": received,
            "resolved": count[:, 1],
            "open": count[:, 0],
            "not_known": count[:, 2],
            "resolved_share_of_received": share,
        }
    )
