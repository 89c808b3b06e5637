"""The measurement: laws that hold for any place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import shapely

from servicecircle.reach import Reach, measure_reach
from servicecircle.reach.checks import island_findings
from servicecircle.standards import ServiceStandard

if TYPE_CHECKING:
    from servicecircle.pipeline import Measured


def measure(village: Measured, **changes: object) -> Reach:
    """Measure the village again with something changed."""
    area = village.area
    given: dict[str, object] = {
        "entrances": area.entrances,
        "snap_limit_m": 100.0,
        "island_tolerance_m": 50.0,
        "detour_factor": 1.3,
    }
    frames = {
        "buildings": area.buildings,
        "stations": area.stations,
        "standards": area.standards,
    }
    frames |= {key: changes.pop(key) for key in list(changes) if key in frames}
    return measure_reach(village.network, *frames.values(), **(given | changes))


def test_one_row_per_building_and_service(village: Measured) -> None:
    """Nobody is lost, whatever the reason."""
    table = village.reach.table
    assert len(table) == len(village.area.buildings) * len(village.area.standards)
    assert not table.duplicated(["building_id", "service"]).any()


def test_a_walk_is_never_shorter_than_the_straight_line(village: Measured) -> None:
    """Both leave from the same door or outline."""
    known = village.reach.table.dropna(subset=["walk_m"])
    assert (known["walk_m"] >= known["straight_m"] - 1e-4).all()


def test_covered_is_just_the_reason_covered(village: Measured) -> None:
    """The flag and the words agree, and only measured walks have a station."""
    table = village.reach.table
    assert (table["covered"] == (table["reason"] == "covered")).all()
    assert (table["walk_m"].isna() == table["station_id"].isna()).all()
    assert (
        table["walk_m"].isna() == ~table["reason"].isin(["covered", "too_far"])
    ).all()


def test_a_longer_standard_never_uncovers(village: Measured) -> None:
    """From 100 to 1,500 m, the covered grow."""
    standards = [
        ServiceStandard(f"a{m}", m, offered_as="appeals") for m in (100, 500, 1500)
    ]
    reach = measure(village, standards=standards)
    covered = [set(reach.of(s.service).query("covered").index) for s in standards]
    assert covered[0] < covered[1] < covered[2]


def test_another_station_never_lengthens_a_walk(village: Measured) -> None:
    """A new post in the far corner can only help."""
    stations = village.area.stations
    new = stations.loc[["P3"]].set_axis(["NEW"])
    new["geometry"] = shapely.Point(493_000 + 600, 2_516_000 + 905)
    more = measure(village, stations=pd.concat([stations, new]))
    before = village.reach.of("appeals")["walk_m"]
    after = more.of("appeals")["walk_m"]
    assert (after <= before.fillna(np.inf)).sum() + after.isna().sum() == len(after)
    assert after["B1"] == 15.0


def test_order_of_rows_does_not_matter(village: Measured) -> None:
    """Shuffled stations and buildings give the same answers."""
    area = village.area
    other = measure(
        village, buildings=area.buildings.iloc[::-1], stations=area.stations.iloc[::-1]
    )
    for standard in area.standards:
        mine = village.reach.of(standard.service)
        theirs = other.of(standard.service)
        assert mine.equals(theirs.loc[mine.index])


def test_no_station_is_a_reason(village: Measured) -> None:
    """A service that nobody offers any more."""
    reach = measure(village, standards=[ServiceStandard("tax", 500)])
    assert (reach.table["reason"] == "no_station").all()
    assert reach.table[["walk_m", "straight_m"]].isna().all(axis=None)


def test_refuses_a_detour_shorter_than_the_line(village: Measured) -> None:
    """No walk is shorter than the straight line."""
    with pytest.raises(ValueError, match="detour_factor"):
        measure(village, detour_factor=0.9)


def test_opening_the_gate_shortens_the_walk(village: Measured) -> None:
    """A closed edge is opened by clearing its flag: 15 + 150 + 150 + 400 + 10."""
    opened = village.network.edges.assign(closed=False)
    network = village.network.replace(edges=opened)
    area = village.area
    reach = measure_reach(
        network,
        area.buildings,
        area.stations,
        area.standards[1:2],
        entrances=area.entrances,
        snap_limit_m=100,
        island_tolerance_m=50,
        detour_factor=1.3,
    )
    assert reach.of("legal").loc["E1", "walk_m"] == 725.0


def test_a_node_behind_a_closed_edge_is_no_island(village: Measured) -> None:
    """It stands for no metre of path; the real island is told as before."""
    edges = village.network.edges
    degree = pd.concat([edges["u"], edges["v"]]).value_counts()
    dead_end = edges["v"].map(degree) == 1
    closed = edges["closed"] | (dead_end & dead_end.cumsum().eq(1))
    network = village.network.replace(edges=edges.assign(closed=closed))
    assert network.islands.max() == village.network.islands.max() + 1
    assert len(island_findings(network)) == len(island_findings(village.network)) == 2
