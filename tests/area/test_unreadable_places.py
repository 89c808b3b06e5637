"""Rows of places whose coordinates cannot be read: one finding, no follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Board


@pytest.mark.parametrize("every", [False, True])
def test_unreadable_coordinates_are_told_once(board: Board, *, every: bool) -> None:
    """Neither the row nor the table is told to have no coordinates as well."""
    board.stations["x"] = board.stations["x"].astype(object)
    rows = board.stations.index if every else board.stations.index[:1]
    board.stations.loc[rows, "x"] = "113°53′17″"
    blocking = [found.rule for found in board.findings() if found.blocks]
    assert blocking == ["not-a-number"] * len(rows)


def test_a_row_of_totals_is_not_told_to_lack_geometry(board: Board) -> None:
    """It is to be deleted, not to be drawn."""
    total = board.stations.iloc[[0]].astype(object)
    total[:] = None
    total["station_id"] = "合计"
    board.stations.loc[len(board.stations)] = total.iloc[0]
    assert [f.rule for f in board.findings() if f.blocks] == ["row-of-totals"]
