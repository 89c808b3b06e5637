"""One run of the checks tells everything, and silencing lets a run go on by a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely
from shapely.affinity import translate

from servicecircle.area import examine_area, read_area

if TYPE_CHECKING:
    from conftest import Board

X0, Y0 = 490_000.0, 2_510_000.0


def silence(board: Board, *rules: str) -> None:
    """Say in area.toml that some findings are known."""
    board.toml += f"[checks]\nsilence = {list(rules)}\n"


def test_a_row_without_a_code_hides_nothing(board: Board) -> None:
    """The other rows of its table, and the other tables, are checked as ever."""
    board.buildings["building_id"] = [None, "b2", "b3", "b4"]
    board.buildings.geometry = [
        *board.buildings.geometry[:3],
        translate(board.buildings.geometry[3], 5_000),
    ]
    board.layers["grids"]["SQCODE"] = ["A", "A", "B", "A"]
    board.stations["open_from"] = ["2026-01-02", None]
    board.stations["open_to"] = ["2026-01-01", None]
    _, findings = examine_area(board.write())
    assert {f.rule for f in findings} >= {
        "id-empty",
        "building-outside",
        "parent-disagrees",
        "dates-reversed",
    }


def test_a_level_that_cannot_be_read_hides_no_other(board: Board) -> None:
    """Grids are then proved against the district, not by codes nobody could read."""
    board.layers["communities"] = board.layers["communities"].drop(columns="unit_id")
    board.layers["grids"].geometry = [
        *board.layers["grids"].geometry[:3],
        shapely.box(X0 + 1000, Y0 + 500, X0 + 2000, Y0 + 990),
    ]
    _, findings = examine_area(board.write())
    assert [(f.rule, f.table) for f in findings if f.blocks] == [
        ("column-missing", "communities"),
        ("gap", "district"),
    ]


@pytest.mark.parametrize(
    ("rule", "grid"),
    [("units-overlap", "g1"), ("gap", None), ("parent-disagrees", "g2")],
)
def test_a_silenced_error_is_planned_by_a_stated_rule(
    board: Board, rule: str, grid: str | None
) -> None:
    """Overlap: the id that sorts first; gap: no unit; parents: as the ground lies."""
    grids = board.layers["grids"]
    west, south = X0, Y0
    spoilt = {
        "units-overlap": shapely.box(west, south, west + 1000, south + 800),
        "gap": shapely.box(west, south, west + 1000, south + 500),
        "parent-disagrees": shapely.box(west, south, west + 1000, south + 500),
    }
    shapes = grids.geometry.to_list()
    shapes[0] = spoilt[rule]
    if rule == "gap":
        shapes[1] = shapely.box(west, south + 800, west + 1000, south + 1000)
    if rule == "parent-disagrees":
        grids["SQCODE"] = ["A", "B", "B", "B"]
    grids.geometry = shapes
    silence(board, rule, "residents-differ")
    area = read_area(board.write())
    # b2 stands at 750 m north, in the middle of the second grid.
    placed = area.buildings.loc["b2", "grid_id"]
    assert (None if placed != placed else placed) == grid  # noqa: PLR0124 - NaN
    if rule == "parent-disagrees":
        assert area.buildings.loc["b2", "community_id"] == "A"
    assert {f.rule for f in area.findings if f.silenced} - {"residents-differ"} == {
        rule
    }


def test_a_blank_that_is_silenced_counts_as_nobody(board: Board) -> None:
    """Residents are never missing in an area."""
    board.buildings["residents"] = [None, 20, 30, 40]
    silence(board, "residents-blank")
    assert read_area(board.write()).buildings["residents"].tolist() == [0, 20, 30, 40]


def test_a_door_without_a_house_is_left_out_when_silenced(board: Board) -> None:
    """The rest of the doors count."""
    board.toml += '[entrances]\nfile = "doors.csv"\ncrs = "EPSG:4547"\n'
    rows = [f"b1,{X0 + 490},{Y0 + 250}", f"b9,{X0 + 490},{Y0 + 250}"]
    (board.folder / "doors.csv").write_text("\n".join(["building_id,x,y", *rows]))
    silence(board, "entrance-without-building")
    area = read_area(board.write())
    assert area.entrances["building_id"].tolist() == ["b1"]


def test_copies_and_mere_namesakes_are_told_apart(board: Board) -> None:
    """A row that is there twice can go; two rows with one code cannot."""
    rows = board.buildings.iloc[[0, 1, 2, 3, 0, 1]].reset_index(drop=True)
    rows.loc[5, "floors"] = 9
    board.buildings = rows
    told = {f.id: f.remedy for f in board.findings("unique-id")}
    assert told == {"b1": "Delete all but one.", "b2": "Give each its own code."}


def test_days_around_the_planning_date(board: Board) -> None:
    """Closing within a quarter is noted; an opening far ahead is doubted."""
    board.toml = board.toml.replace(
        "[levels.d", "planning_date = 2026-01-01\n[levels.d", 1
    )
    board.stations["open_to"] = ["2026-04-01", "2026-04-02"]
    assert [f.id for f in board.findings("station-closing-soon")] == ["S1"]
    board.stations["open_from"] = ["2036-01-01", "2036-01-02"]
    assert [f.id for f in board.findings("date-implausible")] == ["S2"]


@pytest.mark.parametrize(
    ("opens", "severity"), [("2026-01-31", "note"), ("2026-02-02", "warning")]
)
def test_dates_without_a_planning_date_are_told(
    board: Board, opens: str, severity: str
) -> None:
    """A warning where there is no day on which all stations are open."""
    board.stations["open_from"] = [None, opens]
    board.stations["open_to"] = ["2026-02-01", None]
    (finding,) = board.findings("planning-date-missing")
    assert finding.severity == severity


def test_a_unit_with_a_part_far_away_is_doubted(board: Board) -> None:
    """499 m is still one unit; and a hole in the ground is told besides."""
    grids = board.layers["grids"]
    shapes = grids.geometry.to_list()
    for metres, told in ((499, []), (500, ["g1"])):
        near = shapely.box(X0, Y0, X0 + 100, Y0 + 500)
        far = shapely.box(X0 + 100 + metres, Y0, X0 + 1000, Y0 + 500)
        grids.geometry = [shapely.union(near, far), *shapes[1:]]
        assert [f.id for f in board.findings("unit-in-parts")] == told


def test_a_community_is_held_against_its_grids(board: Board) -> None:
    """And the sum of a level against that of its parts."""
    board.layers["grids"]["residents"] = [10.0, 9.0, 30.0, 40.0]
    board.layers["communities"]["residents"] = [30.0, 70.0]
    board.buildings["residents"] = [10, 9, 30, 40]
    told = [f.message for f in board.findings("residents-differ")]
    assert told[0].startswith("The communities state 100 residents, and their build")
    assert (
        "communities 'A' states 30 residents, and its buildings have 19: -11." in told
    )
    assert "communities 'A' states 30 residents, and its grids have 19: -11." in told


def test_a_grid_without_buildings_is_noted(board: Board) -> None:
    """Woods and water have none, so it is no more than a note."""
    board.buildings = board.buildings.iloc[:3]
    board.layers["communities"]["residents"] = [30.0, 30.0]
    (finding,) = read_area(board.write()).findings
    assert (finding.rule, finding.id, finding.severity) == (
        "unit-without-buildings",
        "g4",
        "note",
    )


def test_the_station_whose_hours_cannot_be_read_is_named(board: Board) -> None:
    """And no other; an empty cell says nothing."""
    board.stations["hours"] = [None, "office hours"]
    assert [f.id for f in board.findings("hours-unreadable")] == ["S2"]
    board.stations["hours"] = ["周一至周五 9:00-17:30", None]
    assert board.findings("hours-unreadable") == []


def test_doors_of_two_houses_may_share_a_place(board: Board) -> None:
    """Two doors of one house may not: one was entered twice."""
    board.toml += '[entrances]\nfile = "doors.csv"\ncrs = "EPSG:4547"\n'
    for other, told in (("b2", []), ("b1", ["b1"])):
        rows = [f"{label},{X0 + 490},{Y0 + 250}" for label in ("b1", other)]
        (board.folder / "doors.csv").write_text("\n".join(["building_id,x,y", *rows]))
        assert [f.id for f in board.findings("same-place")] == told


def test_misplaced_stations_are_checked_by_all_but_their_place(board: Board) -> None:
    """Their x and y are swapped: what follows is not told, the dates are."""
    board.stations[["x", "y"]] = board.stations[["y", "x"]].to_numpy()
    board.stations["open_from"] = ["2026-01-02", None]
    board.stations["open_to"] = ["2026-01-01", None]
    _, findings = examine_area(board.write())
    told = {f.rule: f for f in findings if f.blocks}
    assert set(told) == {"datum-contradicted", "dates-reversed"}
    assert told["dates-reversed"].where is None


def test_residents_that_nobody_knows_are_held_against_nothing(board: Board) -> None:
    """One finding says that they are missing, and not one for every unit."""
    board.buildings["residents"] = [f"{n}人" for n in range(4)]
    _, findings = examine_area(board.write())
    told = {f.rule for f in findings}
    assert "residents-unknown" in told
    assert "residents-differ" not in told


def test_a_planning_date_before_all_stations_is_the_slip(board: Board) -> None:
    """Not the days on which they open."""
    board.stations["open_from"] = ["2021-05-01", "2022-05-01"]
    board.toml = board.toml.replace("[area]", "[area]\nplanning_date = 2010-05-01", 1)
    _, findings = examine_area(board.write())
    told = {f.rule for f in findings if f.severity != "note"}
    assert told == {"no-station-open"}


def test_kilometres_for_metres_are_a_warning(board: Board) -> None:
    """Half a metre is no standard."""
    board.toml = board.toml.replace("distance_m = 500", "distance_m = 0.5")
    area, findings = examine_area(board.write())
    assert area is not None
    assert "standard-tiny" in {f.rule for f in findings}
