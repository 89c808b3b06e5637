"""The run's figures for every unit, at the standards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.maps.payload.sections import Sections
    from servicecircle.standards import ServiceStandard

SHARE_STEPS = 1000
"""Shares are kept to a tenth of a percent, which is what the page shows."""
SHARES = (
    "share_of_residents",
    "share_of_buildings",
    "circle_share_of_residents",
    "share_by_detour",
)
AMOUNTS = (
    "residents",
    "covered_residents",
    "unknown_residents",
    "buildings",
    "covered_buildings",
    "mean_walk_m",
    "p90_walk_m",
)
"""Rounded to whole residents, buildings and metres."""


def add_figures(
    sections: Sections,
    figures: pd.DataFrame,
    levels: Mapping[str, gpd.GeoDataFrame],
    standards: Sequence[ServiceStandard],
) -> dict[str, int]:
    """
    Write one number per unit, service and column; a missing one stays missing.

    Parameters
    ----------
    sections
        Where to write.
    figures
        One row per ``level``, ``unit_id`` and ``service`` (``coverage.csv`` of a run,
        with ``share_by_detour`` of ``honesty.csv``), and any of `SHARES` and `AMOUNTS`.
    levels
        By level: units indexed by their ids.
    standards
        The service circles.

    Returns
    -------
    dict
        By column, into how many steps a 1 is cut.

    Notes
    -----
    All and nothing are said only where they are true: a share that would round to them
    is kept one step short of it.
    """
    columns = {name: SHARE_STEPS for name in SHARES if name in figures}
    columns |= {name: 1 for name in AMOUNTS if name in figures}
    for number, (key, units) in enumerate(levels.items()):
        of_level = figures[figures["level"] == key]
        for service, standard in enumerate(standards):
            mine = of_level[of_level["service"] == standard.service]
            rows = mine.set_index("unit_id").reindex(units.index.astype("str"))
            for name, steps in columns.items():
                values = rows[name].to_numpy(dtype=float, na_value=np.nan)
                counted = _steps(values, steps)
                sections.counts(f"figure_{number}_{service}_{name}", counted)
    return columns


def _steps(values: NDArray[np.float64], steps: int) -> NDArray[np.int64]:
    """Count steps from 1 on: 0 is for a missing value."""
    counted = np.rint(values * steps)
    if steps > 1:
        counted = np.where(values < 1, np.minimum(counted, steps - 1), counted)
        counted = np.where(values > 0, np.maximum(counted, 1), counted)
    return np.where(np.isnan(values), -1, counted).astype(np.int64) + 1
