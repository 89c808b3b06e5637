"""Posting rounds of units, on a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from servicecircle.errors import InputError
from servicecircle.network.lines import network_from_lines
from servicecircle.network.snapping import snap
from servicecircle.qr.places import plan_points
from servicecircle.qr.rounds import Rounds, Terms, plan, plan_rounds
from servicecircle.qr.rounds.findings import round_findings
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.pipeline import Measured

CRS = "EPSG:4547"


@pytest.fixture(scope="module")
def streets() -> WalkNetwork:
    """Draw a U of two streets of 1 km, 50 m apart, and a piece joined to nothing."""
    lines = gpd.GeoSeries.from_wkt(
        [
            "LINESTRING (0 0, 1000 0)",
            "LINESTRING (1000 0, 1000 50)",
            "LINESTRING (1000 50, 0 50)",
            "LINESTRING (0 500, 1500 500)",
        ],
        crs=CRS,
    )
    return network_from_lines(gpd.GeoDataFrame(geometry=lines), crs=CRS)


def points_at(*spots: tuple[float, float], grid: str | None = "G1") -> gpd.GeoDataFrame:
    """Put a point at each spot."""
    names = pd.Index([f"p{k}" for k in range(len(spots))], name="point_id")
    table = {"kind": "entrance", "building_id": names.to_numpy(), "grid_id": grid}
    return gpd.GeoDataFrame(
        pd.DataFrame(table | {"code": None, "state": "active"}, index=names),
        geometry=gpd.GeoSeries.from_xy(*np.array(spots).T, index=names),
        crs=CRS,
    )


def planned(
    points: gpd.GeoDataFrame, network: WalkNetwork, *, closed: bool = False
) -> Rounds:
    """Plan by grid, snapping 100 m far."""
    terms = Terms(closed=closed, pace_m_s=1.0)
    return plan_rounds(points, network, by=Level.GRID, within_m=100, terms=terms)


def test_walks_count_and_not_the_air(streets: WalkNetwork) -> None:
    """Doors face to face over the gap of the U are the farthest apart on foot."""
    rounds, stops = planned(points_at((0, 0), (0, 50), (900, 0)), streets)
    assert stops.index.tolist() == ["p0", "p2", "p1"]
    assert stops["leg_m"].tolist()[1:] == [900, 1150]
    assert stops["leg_m"].isna().tolist() == [True, False, False]
    assert rounds.loc["G1", ["length_m", "least_m"]].tolist() == [2050, 2050]


def test_far_walk_is_searched_for(
    streets: WalkNetwork,
) -> None:
    """Two doors 50 m apart in the air and 2,050 m on foot are joined by the walk."""
    rounds, stops = planned(points_at((0, 0), (0, 50)), streets)
    assert rounds.loc["G1", "length_m"] == 2050
    assert not stops["straight"].any()


def test_unreachable_point_is_kept_and_named(streets: WalkNetwork) -> None:
    """One on an island and one far from any street are reached straight."""
    found = planned(points_at((0, 0), (100, 0), (100, 500), (100, 900)), streets)
    assert found.rounds.loc["G1", "straight_legs"] == found.stops["straight"].sum() == 2
    assert found.rounds.loc["G1", "length_m"] == 100 + 500 + 400
    (finding,) = round_findings(found, Terms())
    assert finding.rule == "qr-round-straight"
    assert "'p2', 'p3'" in finding.message


def test_point_of_no_unit_is_kept_and_named(streets: WalkNetwork) -> None:
    """It comes last, without a stop."""
    points = points_at((0, 0), (9, 0), (5, 0))
    points.loc["p1", "grid_id"] = None
    found = planned(points, streets)
    assert found.stops.index.tolist() == ["p0", "p2", "p1"]
    assert found.stops["stop"].tolist()[:2] == [1, 2]
    assert pd.isna(found.stops.loc["p1", "stop"])
    assert [f.rule for f in round_findings(found, Terms())] == ["qr-round-none"]


def test_closed_round_leads_home(streets: WalkNetwork) -> None:
    """The way back counts, and the line is closed."""
    rounds, stops = planned(points_at((0, 0), (100, 0)), streets, closed=True)
    assert rounds.loc["G1", ["length_m", "back_m"]].tolist() == [200, 100]
    assert stops["leg_m"].sum() == 100
    assert rounds.geometry["G1"].is_closed


def test_minutes_are_walk_and_posting(streets: WalkNetwork) -> None:
    """900 m at 1 m/s and two plates of 3 minutes."""
    rounds, _ = planned(points_at((0, 0), (900, 0)), streets)
    assert rounds.loc["G1", "minutes"] == 21


def test_retired_points_are_no_stops(streets: WalkNetwork) -> None:
    """Their plates are taken down, not posted."""
    points = points_at((0, 0), (9, 0))
    points.loc["p1", "state"] = "retired"
    assert planned(points, streets).stops.index.tolist() == ["p0"]


def test_too_large_a_unit_is_refused(
    streets: WalkNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named, with the remedy."""
    monkeypatch.setattr(plan, "MOST", 1)
    with pytest.raises(InputError, match=r"lie in grid 'G1'\. Plan the rounds by a"):
        planned(points_at((0, 0), (9, 0)), streets)


def test_level_that_is_not_there_is_refused(streets: WalkNetwork) -> None:
    """The column is named."""
    with pytest.raises(InputError, match="no column street_id"):
        plan_rounds(points_at((0, 0)), streets, by=Level.STREET, within_m=100)


def test_legs_are_the_distances_of_the_network(village: Measured) -> None:
    """The village's legs agree with distances measured another way, leg by leg."""
    from servicecircle.network.distances import walking_distances  # noqa: PLC0415

    points, _ = plan_points(village.area, village.network)
    _, stops = plan_rounds(points, village.network, by=Level.GRID, within_m=200)
    spots = snap(village.network, points.geometry, limit_m=200)
    every = walking_distances(village.network, spots, spots, cutoff_m=9999)
    walk_m = every.to_frame().set_index(["place_id", "station_id"])["walk_m"]
    before = stops.groupby("round_id").apply(lambda s: s.index.to_series().shift())
    pairs = before.reset_index(level=0, drop=True).dropna()
    told = stops.loc[pairs.index]
    walked = ~told["straight"]
    index = pd.MultiIndex.from_arrays([pairs[walked], pairs.index[walked]])
    assert len(index) > 5
    assert walk_m.reindex(index).tolist() == told["leg_m"][walked].tolist()


def test_order_of_rows_decides_nothing(village: Measured) -> None:
    """Points turned round give the same rounds."""
    points, _ = plan_points(village.area, village.network)
    one = plan_rounds(points, village.network, by=Level.GRID, within_m=200)
    two = plan_rounds(points[::-1], village.network, by=Level.GRID, within_m=200)
    assert one.stops.equals(two.stops)
    assert one.rounds.equals(two.rounds)
