"""Opening hours of stations: said in a way that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.area.checks.rows import Rows
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.findings import Finding

_TIME = r"(?:[01]?\d|2[0-4])(?:[:：.][0-5]\d|[时點点](?:[0-5]\d分?|半)?)"
_SPAN = rf"(?<!\d){_TIME}\s*(?:-|–|—|~|～|－|至|到|to)+\s*(?:次日|翌日)?{_TIME}(?!\d)"
_ALWAYS = r"24\s*(?:小时|h|hours|/\s*7)|全天|全日|昼夜"


def check_hours(stations: gpd.GeoDataFrame) -> list[Finding]:
    """Warn of stations whose ``hours`` name no span of time; empty cells are fine."""
    hours = stations["hours"]
    return Rows("stations", stations).findings(
        ~readable_hours(hours),
        lambda k: (
            f"station {stations.index[k]!r} has the hours {hours.iloc[k]!r}, in which "
            "no opening time can be read."
        ),
        rule="hours-unreadable",
        severity=Severity.WARNING,
        remedy="Write them as 09:00-18:00, or leave the cell empty.",
        rest="have hours that cannot be read",
    )


def readable_hours(hours: pd.Series) -> NDArray[np.bool_]:
    """
    Say where hours can be read: a span of time, or round the clock; or nothing is said.

    >>> import pandas as pd
    >>> said = ["09:00-18:00", "周一至周五 9:00—17:30", "8点至12点", "24小时", None]
    >>> readable_hours(pd.Series([*said, "office hours", "25:00-26:00"])).tolist()
    [True, True, True, True, True, False, False]
    """
    told = hours.astype("str")
    read = told.str.contains(f"{_SPAN}|{_ALWAYS}", case=False, regex=True, na=True)
    return np.asarray(read | told.isna(), dtype=bool)
