"""Reading a planning area's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.area import read_area
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from conftest import Board


def test_reads_a_sound_area(board: Board) -> None:
    """Levels stand top down, buildings know their units, and nothing is lost."""
    area = read_area(board.write())
    assert list(area.levels) == [Level.DISTRICT, Level.COMMUNITY, Level.GRID]
    assert area.finest is Level.GRID
    assert area.buildings["grid_id"].tolist() == ["g1", "g2", "g3", "g4"]
    assert area.buildings["community_id"].tolist() == ["A", "A", "B", "B"]
    assert area.buildings["district_id"].unique().tolist() == ["D"]
    assert area.buildings["residents"].sum() == 100
    assert area.stations.loc["S1", "services"] == ("appeals",)
    assert area.units(Level.GRID)["parent_id"].tolist() == ["A", "A", "B", "B"]
    assert area.findings == ()
