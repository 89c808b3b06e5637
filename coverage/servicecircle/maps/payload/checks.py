"""A map is drawn of things that belong together, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle._validation import name_some
from servicecircle.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.reach.measure import Reach


def check_same(area: PlanningArea, network: WalkNetwork, reach: Reach) -> None:
    """
    Refuse a measurement of another area, or on another network.

    Raises
    ------
    InputError
        If buildings, stations or edges of the measurement are not those of the area.
    """
    for problem in _problems(area, network, reach):
        msg = f"{problem}. Measure and draw the same area on the same network."
        raise InputError(msg)


def _problems(area: PlanningArea, network: WalkNetwork, reach: Reach) -> Iterator[str]:
    for standard in reach.standards:
        ids = reach.of(standard.service).index
        if not ids.sort_values().equals(area.buildings.index.sort_values()):
            other = ids.symmetric_difference(area.buildings.index)
            yield (
                f"service {standard.service!r} is not measured for just the buildings "
                f"of the area: {name_some(other)}"
            )
    for snapped in reach.snapped.values():
        other = snapped.stations.index.symmetric_difference(area.stations.index)
        if len(other):
            yield f"stations of measurement and area differ: {name_some(other)}"
        edges = pd.Index(snapped.places["edge_id"].dropna())
        unknown = edges[~edges.isin(network.edges.index)]
        if len(unknown):
            yield f"buildings join edges that are not there: {name_some(unknown)}"
