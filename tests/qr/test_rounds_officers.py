"""Rounds shared by officers, from stations and places of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.errors import InputError
from servicecircle.network.lines import network_from_lines
from servicecircle.qr.rounds import Rounds, Terms, plan_rounds
from servicecircle.qr.rounds.findings import round_findings
from servicecircle.qr.rounds.read_officers import read_officers
from servicecircle.qr.rounds.share import share_stops
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.network.walk_network import WalkNetwork

CRS = "EPSG:4547"
OFFICERS = ["officer_id", "unit_id", "x", "y"]


@pytest.fixture(scope="module")
def street() -> WalkNetwork:
    """Draw one street of 1 km."""
    line = gpd.GeoSeries.from_wkt(["LINESTRING (0 0, 1000 0)"], crs=CRS)
    return network_from_lines(gpd.GeoDataFrame(geometry=line), crs=CRS)


def doors(*at_m: float, grids: list[str] | None = None) -> gpd.GeoDataFrame:
    """Put doors along the street."""
    names = pd.Index([f"p{k}" for k in range(len(at_m))], name="point_id")
    table = {
        "kind": "entrance",
        "building_id": names.to_numpy(),
        "grid_id": grids or ["G1"] * len(at_m),
        "code": "c",
        "state": "active",
    }
    places = gpd.GeoSeries.from_xy(at_m, [0] * len(at_m), index=names)
    return gpd.GeoDataFrame(pd.DataFrame(table, index=names), geometry=places, crs=CRS)


def planned(
    points: gpd.GeoDataFrame,
    network: WalkNetwork,
    officers: int | list[tuple[str, str, float, float]] = 1,
    *,
    closed: bool = False,
    stations: dict[str, float] | None = None,
) -> Rounds:
    """Plan by grid; stations lie along the street."""
    table = officers
    if not isinstance(officers, int):
        table = pd.DataFrame(officers, columns=OFFICERS)
    where = None
    if stations:
        at = gpd.GeoSeries.from_xy(list(stations.values()), [0] * len(stations))
        where = at.set_axis(list(stations)).set_crs(CRS)
    return plan_rounds(
        points,
        network,
        by=Level.GRID,
        within_m=100,
        terms=Terms(closed=closed),
        officers=table,
        stations=where,
    )


def test_officers_of_a_unit_share_it_side_by_side(street: WalkNetwork) -> None:
    """Four doors here, four there: each takes those that lie together."""
    found = planned(doors(0, 10, 20, 30, 900, 910, 920, 930), street, 2)
    assert found.rounds.index.tolist() == ["G1-1", "G1-2"]
    assert found.rounds["length_m"].tolist() == [30, 30]
    shares = found.stops.groupby("round_id").groups
    assert {frozenset(some) for some in shares.values()} == {
        frozenset({"p0", "p1", "p2", "p3"}),
        frozenset({"p4", "p5", "p6", "p7"}),
    }


def test_more_officers_than_doors_have_a_round_for_each_door(
    street: WalkNetwork,
) -> None:
    """Nobody gets an empty one."""
    found = planned(doors(0, 500), street, 5)
    assert found.rounds["plates"].tolist() == [1, 1]


def test_officer_of_several_units_has_one_round(street: WalkNetwork) -> None:
    """Units without an officer keep their own, and are named."""
    points = doors(0, 100, 200, 300, grids=["G1", "G2", "G1", "G3"])
    table = [("A", "G1", np.nan, np.nan), ("A", "G2", np.nan, np.nan)]
    table += [("B", "G9", np.nan, np.nan)]
    found = planned(points, street, table)
    assert found.rounds["units"].tolist() == ["G1|G2", "G3"]
    assert found.rounds.loc["A", "length_m"] == 200
    officers = pd.DataFrame(table, columns=OFFICERS)
    findings = round_findings(found, Terms(), officers=officers)
    told = {f.rule: f.message for f in findings}
    assert "'B'" in told["qr-officer-idle"]
    assert "'G3'" in told["qr-unit-without-officer"]


def test_units_shared_in_part_are_refused(street: WalkNetwork) -> None:
    """Whose points would be whose cannot be told."""
    table = [("A", "G1", 0, 0), ("A", "G2", 0, 0), ("B", "G2", 0, 0)]
    with pytest.raises(InputError, match="Officers share 'G2' and not their other"):
        planned(doors(0, 9, grids=["G1", "G2"]), street, table)


def test_round_begins_at_the_station_nearest_on_foot(street: WalkNetwork) -> None:
    """And leads back there if it is closed."""
    stations = {"far": 1000.0, "near": 0.0}
    found = planned(doors(300, 200), street, closed=True, stations=stations)
    assert found.rounds["start_id"].tolist() == ["near"]
    assert found.stops.index.tolist() in (["p1", "p0"], ["p0", "p1"])
    assert found.rounds.loc["G1", ["length_m", "back_m"]].sum() in (800, 900)
    assert found.rounds.loc["G1", "length_m"] == 600
    assert found.stops["leg_m"].notna().all()
    assert found.rounds.geometry["G1"].length == 600


def test_open_round_from_a_station_ends_where_it_likes(street: WalkNetwork) -> None:
    """The nearest door first, and no way back."""
    found = planned(doors(300, 200), street, stations={"S": 0.0})
    assert found.stops["leg_m"].tolist() == [200, 100]
    assert np.isnan(found.rounds.loc["G1", "back_m"])


def test_officers_with_places_take_the_share_nearest_to_them(
    street: WalkNetwork,
) -> None:
    """A lives in the east."""
    table = [("A", "G1", 1000.0, 0.0), ("B", "G1", 0.0, 0.0)]
    found = planned(doors(100, 110, 890, 900), street, table)
    assert found.rounds["start_id"].tolist() == ["A", "B"]
    assert found.rounds["length_m"].tolist() == [110, 110]


def test_officers_walk_to_their_shares_and_do_not_fly() -> None:
    """The share behind the wall is near in a straight line, and nobody gets there."""
    streets = ["LINESTRING (0 0, 1000 0)", "LINESTRING (0 200, 1000 200)"]
    lines = gpd.GeoSeries.from_wkt(streets, crs=CRS)
    network = network_from_lines(gpd.GeoDataFrame(geometry=lines), crs=CRS)
    points = doors(0, 10, 990, 1000)
    points.loc[["p2", "p3"], "geometry"] = shapely.points([990, 1000], 200)
    found = planned(
        points, network, [("A", "G1", 1000.0, 0.0), ("B", "G1", 0.0, 200.0)]
    )
    assert found.rounds["straight_legs"].tolist() == [0, 0]
    assert found.rounds["length_m"].tolist() == [1000, 1000]


def test_uneven_rounds_are_named(street: WalkNetwork) -> None:
    """Three doors cannot be shared evenly by two."""
    found = planned(doors(0, 500, 1000), street, 2)
    (finding,) = round_findings(found, Terms(tolerance=0.1))
    assert finding.rule == "qr-round-uneven"
    assert "'G1'" in finding.message


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.integers(0, 300)),
        min_size=8,
        max_size=40,
        unique=True,
    ),
    st.integers(2, 4),
    st.booleans(),
)
def test_shares_hold_every_stop_once_and_the_longest_is_bounded(
    spots: list[tuple[int, int]],
    count: int,
    closed: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    """With plates that take long, none has more than two over the mean."""
    xy = np.array(spots, np.int64)
    walks = np.abs(xy[:, None] - xy).sum(axis=2)
    parts = share_stops(walks, count, plate=2_000, closed=closed)
    every = np.concatenate([part.members for part in parts])
    assert sorted(every.tolist()) == list(range(len(spots)))
    sizes = [len(part.members) for part in parts]
    assert min(sizes) >= 1
    assert max(sizes) <= len(spots) / count + 2


def test_table_is_read_under_its_chinese_names(tmp_path: Path) -> None:
    """One place stands for all rows of an officer."""
    path = tmp_path / "officers.csv"
    path.write_text("网格员编号,网格编码,x,y\nA,G1,5,6\nA,G2,,\n", encoding="utf-8")
    found = read_officers(path, by=Level.GRID, units=pd.Index(["G1", "G2"]))
    assert found["unit_id"].tolist() == ["G1", "G2"]
    assert found[["x", "y"]].to_numpy().tolist() == [[5, 6], [5, 6]]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("A,G7,,", "names units of the level grid that are not there: 'G7'"),
        ("A,G1,5,", "officers 'A' have two places, or half of one"),
        ("A,G1,5,6\nA,G2,7,6", "officers 'A' have two places"),
        (",G1,,", "an empty cell"),
    ],
)
def test_table_that_cannot_be_used_is_refused(
    tmp_path: Path, rows: str, says: str
) -> None:
    """The officer or unit is named."""
    path = tmp_path / "officers.csv"
    path.write_text(f"officer_id,grid_id,x,y\n{rows}\n", encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_officers(path, by=Level.GRID, units=pd.Index(["G1", "G2"]))


def test_line_follows_the_street(street: WalkNetwork) -> None:
    """A door 40 m off the street is reached at a right angle."""
    points = doors(0, 500)
    points.loc["p1", "geometry"] = shapely.Point(500, 40)
    found = planned(points, street)
    assert found.rounds.geometry["G1"].wkt == "LINESTRING (0 0, 500 0, 500 40)"


def test_doors_at_one_spot_are_a_round(street: WalkNetwork) -> None:
    """Its line has no length, and is one."""
    found = planned(doors(50, 50), street)
    assert found.rounds["length_m"].tolist() == [0]
    assert found.rounds.geometry["G1"].length == 0
    closed = planned(doors(50), street, closed=True)
    assert closed.rounds.geometry.isna().all()
