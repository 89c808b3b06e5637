"""Repairs of rows: copies, redrawn footprints, lost codes, what lies outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from repair_board import CRS, X0, Y0, box, frame, repaired, rewritten, rules

if TYPE_CHECKING:
    from repair_board import Board

    from servicecircle.repair import Repaired


def ids(done: Repaired, table: str) -> list[object]:
    """Name the rows that a table has after its repair."""
    return done.after.tables[table].ids().tolist()


def with_rows(buildings: gpd.GeoDataFrame, more: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put rows below the others."""
    return gpd.GeoDataFrame(pd.concat([buildings, more], ignore_index=True), crs=CRS)


def test_a_sound_area_needs_nothing(board: Board) -> None:
    """Every repair at once changes nothing."""
    done = board.mended(
        "all-safe", "drop-redrawn", "drop-outside", "drop-orphan-entrances"
    )
    assert done.log.empty
    assert not any(source.changed for source in done.after.tables.values())


def test_of_identical_rows_one_stays(board: Board) -> None:
    """The others are set aside; a row that differs in one cell is not a copy."""
    other = board.buildings[board.buildings["building_id"] == "b2"].assign(residents=21)
    again = with_rows(board.buildings.iloc[[0]], board.buildings.iloc[[0]])
    board.buildings = with_rows(with_rows(board.buildings, again), other)
    done = board.mended("drop-identical-rows")
    assert ids(done, "buildings") == ["b1", "b2", "b3", "b4", "b2"]
    assert done.log["id"].tolist() == ["b1", "b1"]
    assert len(done.set_aside[0][1].raw) == 2


def test_copies_are_found_no_more(board: Board) -> None:
    """What `check` told is mended."""
    board.buildings = with_rows(board.buildings, board.buildings.iloc[[2]])
    folder = board.write()
    assert "unique-id" in rules(folder)
    assert "unique-id" not in rules(rewritten(folder, "drop-identical-rows"))


def test_of_redrawn_footprints_the_first_code_stays(board: Board) -> None:
    """And the entrances of the other are its own now."""
    twin = frame({"building_id": ["a1"], "residents": [10]}, [box(490, 240, 511, 260)])
    board.buildings = with_rows(board.buildings, twin)
    done = board.mended("drop-redrawn")
    assert ids(done, "buildings") == ["b2", "b3", "b4", "a1"]
    named = done.after.tables["entrances"].raw["building_id"]
    assert named.tolist() == ["a1", "b2", "b3", "b4"]
    assert done.log["after"].tolist() == ["set aside", "of a1"]


def test_in_a_row_of_redrawn_footprints_no_ground_is_left_empty(board: Board) -> None:
    """A is B and B is C, but A is not C: A and C stay."""
    chain = frame(
        {"building_id": ["a", "b", "c"]},
        [box(x, 100, x + 100, 200) for x in (200, 207, 214)],
    )
    board.buildings = with_rows(board.buildings, chain)
    assert ids(board.mended("drop-redrawn"), "buildings")[4:] == ["a", "c"]


def test_what_lies_outside_is_set_aside_and_kept(board: Board) -> None:
    """Stations and buildings; the border is inside."""
    far = frame({"building_id": ["far"], "residents": [5]}, [box(5000, 0, 5010, 10)])
    edge = frame({"building_id": ["edge"]}, [shapely.Point(X0, Y0)])
    board.buildings = with_rows(with_rows(board.buildings, far), edge)
    board.stations.loc[1, "x"] = X0 + 9000
    out = rewritten(board.write(), "drop-outside")
    aside = gpd.read_file(out / "set_aside.gpkg", layer="buildings")
    assert aside[["building_id", "set_aside_by"]].to_numpy().tolist() == [
        ["far", "drop-outside"]
    ]
    posts = pd.read_csv(out / "set_aside_stations.csv")
    assert posts["station_id"].tolist() == ["S2"]
    kept = gpd.read_file(out / "repaired" / "buildings.gpkg")
    assert "edge" in kept["building_id"].tolist()
    assert not {"building-outside", "station-outside"} & rules(out)


def test_orphan_entrances_are_set_aside(board: Board) -> None:
    """Those that name a building that is not there."""
    board.entrances.loc[3, "building_id"] = "b9"
    folder = board.write()
    assert "entrance-without-building" in rules(folder)
    new = rewritten(folder, "drop-orphan-entrances")
    assert "entrance-without-building" not in rules(new)


def test_rows_without_a_code_are_set_aside(board: Board) -> None:
    """Empty ones, and ones that lost their digits."""
    board.buildings["building_id"] = ["b1", None, "4.40311E+18", "b4"]
    done = board.mended("drop-unidentified")
    assert ids(done, "buildings") == ["b1", "b4"]
    assert done.log["before"].tolist() == [
        "feature 2 has no code",
        "feature 3: '4.40311E+18' is no code",
    ]


@pytest.mark.parametrize(
    ("parents", "known", "restored"),
    [
        (["440311001.0", "440311001", "440311002", "440311002"], None, 1),
        (["440311009.0", "440311001", "440311002", "440311002"], None, 0),
        (["440311001.5", "440311001", "440311002", "440311002"], None, 0),
        (["440311001.0", "440311001", None, None], ["440311001", "0440311001"], 0),
    ],
    ids=["certain", "not there", "not a zero", "two with leading zeros"],
)
def test_codes_are_restored_where_certain(
    board: Board, parents: list[str], known: list[str] | None, restored: int
) -> None:
    """Exactly that code stands in another table, and none is like it."""
    board.grids["parent_id"] = parents
    if known is not None:
        board.communities["unit_id"] = known
    done = board.mended("restore-codes")
    assert len(done.log) == restored
    if restored:
        assert done.after.tables["grids"].raw["parent_id"][1] == "440311001"


def test_a_column_of_floats_becomes_text(board: Board) -> None:
    """As a database hands codes over when one is missing."""
    board.grids["parent_id"] = [440311001.0, float("nan"), 440311002.0, 440311002.0]
    folder = board.write()
    assert "id-not-exact" in rules(folder)
    new = rewritten(folder, "restore-codes")
    assert "id-not-exact" not in rules(new)
    assert gpd.read_file(new / "repaired" / "grids.gpkg")["parent_id"].tolist()[2:] == [
        "440311002",
        "440311002",
    ]


def test_a_key_is_restored_by_those_who_name_it(board: Board) -> None:
    """Never to a code that another row has."""
    board.communities["unit_id"] = ["440311001.0", "440311002.0"]
    done = board.mended("restore-codes")
    assert ids(done, "communities") == ["440311001", "440311002"]
    board.communities["unit_id"] = ["440311001.0", "440311001"]
    assert board.mended("restore-codes").log.empty


def test_codes_of_more_than_15_digits_are_never_restored(board: Board) -> None:
    """Their digits are gone, whatever stands elsewhere."""
    code = "4403110010010000"
    board.communities.loc[0, "unit_id"] = code
    board.grids["parent_id"] = [f"{code}.0", code, "440311002", "440311002"]
    assert board.mended("restore-codes").log.empty


class TestByEntrance:
    """Shortened codes of buildings, read off at their doors."""

    CODE = "4403110010050000001"

    def lost(self, board: Board, cell: str = "4.40311E+18") -> Board:
        """Shorten one building's code; its entrance still has it."""
        board.buildings.loc[0, "building_id"] = cell
        board.entrances.loc[0, "building_id"] = self.CODE
        return board

    def test_place_and_digits_agree(self, board: Board) -> None:
        """Then the code is certain."""
        done = self.lost(board).mended("restore-codes-by-entrance")
        assert ids(done, "buildings")[0] == self.CODE

    @pytest.mark.parametrize("cell", ["4.40312E+18", "4.40311E+17", "4.5E+18"])
    def test_other_digits_stay_lost(self, board: Board, cell: str) -> None:
        """The place alone proves nothing."""
        assert self.lost(board, cell).mended("restore-codes-by-entrance").log.empty

    def test_a_door_elsewhere_proves_nothing(self, board: Board) -> None:
        """Nor do digits alone."""
        self.lost(board).entrances.loc[0, "geometry"] = shapely.Point(X0, Y0)
        assert board.mended("restore-codes-by-entrance").log.empty

    def test_two_codes_at_one_building_are_a_question(self, board: Board) -> None:
        """It is left as it is."""
        more = frame(
            {"building_id": [self.CODE[:-1] + "2"]}, [board.entrances.geometry[0]]
        )
        self.lost(board).entrances = with_rows(board.entrances, more)
        assert board.mended("restore-codes-by-entrance").log.empty

    def test_a_code_that_is_taken_is_not_given(self, board: Board) -> None:
        """Another building has it."""
        self.lost(board).buildings.loc[1, "building_id"] = self.CODE
        assert board.mended("restore-codes-by-entrance").log.empty


def test_repairs_stand_on_what_earlier_ones_left(board: Board) -> None:
    """Whatever order they are asked for in."""
    far = frame({"building_id": ["far"]}, [box(5000, 0, 5010, 10)])
    board.buildings = with_rows(board.buildings, far)
    door = frame({"building_id": ["far"]}, [shapely.Point(X0 + 500, Y0 + 100)])
    board.entrances = with_rows(board.entrances, door)
    done = repaired(board.write(), "drop-orphan-entrances", "drop-outside")
    assert done.names == ("drop-outside", "drop-orphan-entrances")
    assert done.log["id"].tolist() == ["far", "far"]
