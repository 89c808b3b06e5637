"""A small sound area, new for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from repair_board import Board

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def board(tmp_path: Path) -> Board:
    """Give a sound area, to be spoilt by the test."""
    (tmp_path / "area").mkdir()
    return Board(tmp_path / "area")
