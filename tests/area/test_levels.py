"""Levels from files, from a finer level's table, and from their union."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from servicecircle.area import examine_area, read_area
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from conftest import Board

STREET = '[levels.street]\nderive_from = "grid"\n[stations]'


def test_dissolves_a_level_from_a_finer_one(board: Board) -> None:
    """By code and name as the finer table calls them."""
    board.toml = board.toml.replace("[stations]", STREET)
    area = read_area(board.write())
    streets = area.units(Level.STREET)
    assert streets.index.tolist() == ["J"]
    assert streets["name"].tolist() == ["光明"]
    assert streets.area.tolist() == [2_000_000.0]
    assert area.units(Level.COMMUNITY)["parent_id"].tolist() == ["J", "J"]
    assert area.buildings["street_id"].tolist() == ["J"] * 4
    assert [f.rule for f in area.findings] == ["level-derived"]


def test_dissolving_gives_the_parents_too(board: Board) -> None:
    """What a grid was dissolved into is its parent."""
    board.toml = board.toml.replace(
        '[levels.community]\nfile = "units.gpkg"',
        '[levels.community]\nderive_from = "grid"',
    )
    area = read_area(board.write())
    assert area.units(Level.GRID)["parent_id"].tolist() == ["A", "A", "B", "B"]
    assert area.units(Level.COMMUNITY)["name"].tolist() == ["A", "B"]


def test_a_code_with_two_names_is_a_warning(board: Board) -> None:
    """The name that sorts first is used."""
    board.layers["grids"]["JDNAME"] = ["玉塘", "光明", "光明", "光明"]
    board.toml = board.toml.replace("[stations]", STREET)
    (finding,) = board.findings("name-differs")
    assert "'光明' and '玉塘'" in finding.message


def test_a_district_is_the_union_of_what_is_there(board: Board) -> None:
    """Its absence is noted."""
    board.toml = board.toml.replace('[levels.district]\nfile = "units.gpkg"\n', "")
    area = read_area(board.write())
    assert area.widest is Level.DISTRICT
    district = area.units(Level.DISTRICT)
    assert district.index.tolist() == ["district"]
    assert district["name"].tolist() == ["Drawing board"]
    assert district.area.tolist() == [2_000_000.0]
    assert [f.rule for f in area.findings] == ["district-derived"]


def test_a_single_outline_needs_no_code(board: Board) -> None:
    """A district boundary as a map service gives it has only a shape."""
    board.layers["district"] = board.layers["district"][["geometry"]]
    district = read_area(board.write()).units(Level.DISTRICT)
    assert district.index.tolist() == ["district"]
    assert district["name"].tolist() == ["Drawing board"]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ('columns = { unit_id = "JDKODE" }', "column-missing"),
        ('columns = { unit_id = "JDCODE", code = "x" }', "column-unknown"),
    ],
)
def test_a_column_to_dissolve_by_must_be_there(
    board: Board, words: str, rule: str
) -> None:
    """The mapping's two sides are checked."""
    board.toml = board.toml.replace("[stations]", STREET).replace(
        '"grid"\n', f'"grid"\n{words}\n'
    )
    assert [f.rule for f in board.findings()] == [rule]


def test_parents_by_geometry_where_none_are_stated(board: Board) -> None:
    """A grid belongs to the community that holds most of it."""
    board.layers["grids"] = board.layers["grids"].drop(columns="SQCODE")
    area, findings = examine_area(board.write())
    assert area is not None, findings
    assert area.units(Level.GRID)["parent_id"].tolist() == ["A", "A", "B", "B"]


def test_labels_are_local(board: Board) -> None:
    """A level is called what the configuration says."""
    board.toml = board.toml.replace(
        "[levels.community]", '[levels.community]\nlabel = "微治圈"'
    )
    area = read_area(board.write())
    assert area.label(Level.COMMUNITY) == "微治圈"
    assert area.label(Level.GRID) == "Grid"
