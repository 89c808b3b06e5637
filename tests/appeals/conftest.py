"""The committed community, and registers written for a test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from servicecircle.appeals import AppealsTable, read_appeals
from servicecircle.area import PlanningArea, read_area

if TYPE_CHECKING:
    from collections.abc import Callable

COMMUNITY = Path(__file__).resolve().parents[2] / "data" / "community"


@pytest.fixture(scope="session")
def community() -> PlanningArea:
    """Give the committed community."""
    return read_area(COMMUNITY)


@pytest.fixture
def register(community: PlanningArea, tmp_path: Path) -> Callable[..., AppealsTable]:
    """Read a register written for the test, with keys of `[appeals]`."""

    def read(text: str, **keys: object) -> AppealsTable:
        path = tmp_path / "appeals.csv"
        path.write_text(text, encoding="utf-8", newline="\n")
        section = community.config.appeals
        assert section is not None
        changed = section.model_copy(update={"file": str(path), **keys})
        config = community.config.model_copy(update={"appeals": changed})
        return read_appeals(community.replace(config=config))

    return read
