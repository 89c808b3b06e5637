"""Stations: where, since when, for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from servicecircle.area import examine_area, read_area

if TYPE_CHECKING:
    from conftest import Board

X0, Y0 = 490_000.0, 2_510_000.0


def test_a_station_outside_is_named_with_its_distance(board: Board) -> None:
    """The border itself is inside."""
    board.stations.loc[0, "x"] = X0
    board.stations.loc[1, "x"] = X0 + 3120
    (finding,) = board.findings()
    assert (finding.rule, finding.id) == ("station-outside", "S2")
    assert finding.message == "station 'S2' lies 1,120 m outside the district."


def test_a_station_within_reach_serves_from_outside(board: Board) -> None:
    """1,000 m are the farthest that is measured; one metre on, it must be a mistake."""
    board.stations.loc[1, "x"] = X0 + 3000
    area = read_area(board.write())
    assert "S2" in area.stations.index
    (finding,) = [f for f in area.findings if f.rule == "station-outside"]
    assert (finding.severity, finding.id) == ("warning", "S2")
    assert "serves those in reach" in finding.remedy
    board.stations.loc[1, "x"] = X0 + 3001
    (finding,) = board.findings()
    assert finding.severity == "error"


def test_swapped_coordinates_are_recognised(board: Board) -> None:
    """Where the ranges allow both, the district decides."""
    board.stations.loc[1, ["x", "y"]] = [Y0 + 500, X0 + 1500]
    (finding,) = board.findings()
    assert finding.remedy.startswith("Its two coordinates seem to be swapped")


def test_degrees_in_a_table_of_metres_block(board: Board) -> None:
    """Nobody plans 500 degrees; of two stations outside no datum is proved."""
    board.stations[["x", "y"]] = [[113.9, 22.7], [113.91, 22.71]]
    (finding,) = board.findings()
    assert finding.rule == "degrees-for-metres"
    assert "EPSG:4326" in finding.remedy


def test_longitude_and_latitude_are_the_default(board: Board) -> None:
    """Columns without a declared CRS are degrees."""
    board.toml = board.toml.replace(
        '"stations.csv"\ncrs = "EPSG:4547"', '"stations.csv"'
    )
    (finding,) = board.findings()
    assert finding.rule == "datum-contradicted"
    assert finding.remedy == 'Write crs = "EPSG:4547" under [stations] in area.toml.'


def test_stations_that_are_closed_are_left_out(board: Board) -> None:
    """The first and the last day count."""
    board.toml = board.toml.replace(
        "[levels.d", "planning_date = 2026-01-01\n[levels.d", 1
    )
    board.stations["open_from"] = ["2026-01-01", "2026-01-02"]
    area = read_area(board.write())
    assert area.stations.index.tolist() == ["S1"]
    (finding,) = area.findings
    assert (finding.rule, finding.severity) == ("station-not-open", "note")
    board.stations["open_to"] = ["2025-12-31", None]
    board.stations["open_from"] = None
    assert read_area(board.write()).stations.index.tolist() == ["S2"]
    board.stations["open_to"] = ["2026-01-01", "2025-12-31"]
    assert read_area(board.write()).stations.index.tolist() == ["S1"]
    board.stations["open_to"] = "2025-12-31"
    assert [f.rule for f in board.findings()] == ["no-station-open"]


def test_dates_must_not_run_backwards(board: Board) -> None:
    """A station closes after it opens."""
    board.stations["open_from"] = ["2026-01-02", None]
    board.stations["open_to"] = ["2026-01-01", None]
    (finding,) = board.findings()
    assert (finding.rule, finding.id) == ("dates-reversed", "S1")


def test_a_service_nobody_offers_blocks(board: Board) -> None:
    """And what they do offer is listed."""
    board.stations["services"] = ["legal", "legal;mediation"]
    (finding,) = board.findings()
    assert finding.rule == "service-not-offered"
    assert "offers 'appeals'" in finding.message
    assert "They offer: 'legal', 'mediation'." in finding.message


def test_a_circle_may_go_by_its_local_name(board: Board) -> None:
    """Stations list services in the planner's words."""
    board.toml += 'name = "诉求 服务圈"\n'
    board.stations["services"] = ["诉求服务圈", "Appeals"]
    assert [f.rule for f in board.findings("service-not-offered")] == []
    board.stations["services"] = ["诉求服务圈", "appeals、legal"]
    area = read_area(board.write())
    assert area.stations["services"].tolist() == [("appeals",), ("appeals", "legal")]
    (finding,) = area.findings
    assert finding.rule == "service-without-circle"
    assert 'offered_as = "legal"' in finding.remedy


def test_without_a_column_every_station_offers_all(board: Board) -> None:
    """It is said, not silently taken for granted."""
    board.stations = board.stations.drop(columns="services")
    board.toml += "[services.legal]\ndistance_m = 500\n"
    area = read_area(board.write())
    assert area.stations["services"].tolist() == [("appeals", "legal")] * 2
    assert [f.rule for f in area.findings] == ["services-assumed"]


def test_two_stations_in_one_place_are_a_warning(board: Board) -> None:
    """It may be one station entered twice."""
    board.stations.loc[1, "x"] = board.stations.loc[0, "x"]
    area, findings = examine_area(board.write())
    assert area is not None
    assert [f.message for f in findings] == [
        "stations.csv: stations 'S1', 'S2' are in the same place."
    ]


@pytest.mark.parametrize("column", ["x", "y"])
def test_a_station_without_a_place_blocks(board: Board, column: str) -> None:
    """Half a coordinate is none."""
    board.stations.loc[1, column] = None
    (finding,) = board.findings()
    assert finding.message == "stations.csv row 3 (S2) has no geometry."


def test_duplicate_codes_name_both_rows(board: Board) -> None:
    """Rows as the spreadsheet counts them."""
    board.stations["station_id"] = ["S7", "S7"]
    (finding,) = board.findings()
    assert "stations.csv rows 2 and 3 share the station_id 'S7'" in finding.message
