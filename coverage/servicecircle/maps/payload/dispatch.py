"""Who gets there in time, where it is given and may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.maps.payload.sections import Sections
    from servicecircle.response.dispatch import Dispatch
    from servicecircle.standards import ServiceStandard

TENTHS = 10


def add_dispatch(  # noqa: PLR0913 - whom it is told of
    sections: Sections,
    dispatch: Dispatch,
    buildings: pd.Index[str],
    stations: pd.Index[str],
    units: pd.Index[str],
    *,
    standards: Sequence[ServiceStandard],
) -> dict[str, Any]:
    """
    Write whom responders reach in time, and each unit's nearest ones.

    Parameters
    ----------
    sections
        Where to write.
    dispatch
        What was measured; it may be of a wider area.
    buildings, stations
        Those of the map, in the payload's order.
    units
        The finest units of the map.
    standards
        The map's services.

    Returns
    -------
    dict
        What the header says of it: minutes, modes, which of the services each standard
        is of (-1: nobody offers it), how many responders are named, and the names of
        those that are not on the map.
    """
    modes, services = list(dispatch.limits_m), dispatch.services
    at = dispatch.buildings.get_indexer(buildings)
    rows = dispatch.nearest[dispatch.nearest["unit_id"].isin(units)]
    named = rows[["station_id", "station_name"]].drop_duplicates("station_id")
    elsewhere = named[~named["station_id"].isin(stations)].sort_values("station_id")
    known = stations.append(pd.Index(elsewhere["station_id"], dtype="str"))
    ranks = int(rows["rank"].max()) if len(rows) else 0
    for s, service in enumerate(services):
        for m, mode in enumerate(modes):
            in_time = dispatch.soonest[service, mode]["in_time"].to_numpy(dtype=bool)
            late = ~in_time[at] | (at < 0)
            sections.raw(f"late_{s}_{m}", late.astype(np.uint8))
            mine = rows[(rows["service"] == service) & (rows["mode"] == mode)]
            cell = (
                units.get_indexer(pd.Index(mine["unit_id"])),
                mine["rank"].to_numpy() - 1,
            )
            station = np.zeros((len(units), ranks), dtype=np.int64)
            station[cell] = known.get_indexer(pd.Index(mine["station_id"])) + 1
            tenths = np.zeros((len(units), ranks), dtype=np.int64)
            tenths[cell] = np.rint(mine["minutes"].to_numpy() * TENTHS)
            # Ranks one after the other: those of neighbours are alike.
            sections.counts(f"nearest_{s}_{m}_station", station.T)
            sections.counts(f"nearest_{s}_{m}_tenths", tenths.T)
    offered = [standard.station_service for standard in standards]
    return {
        "minutes": dispatch.minutes,
        "modes": modes,
        "services": [services.index(s) if s in services else -1 for s in offered],
        "ranks": ranks,
        "elsewhere": elsewhere["station_name"].fillna("").tolist(),
    }
