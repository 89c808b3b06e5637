"""Appeals that came by a code stand where it hangs."""

from __future__ import annotations

import pandas as pd
import pytest

from servicecircle.appeals import AppealsTable, placed_by_codes, read_appeals
from servicecircle.area import PlanningArea, read_area


@pytest.fixture(scope="module")
def area() -> PlanningArea:
    """Give the committed community."""
    return read_area("data/community")


@pytest.fixture(scope="module")
def appeals(area: PlanningArea) -> AppealsTable:
    """Give its register."""
    return read_appeals(area)


def test_a_believed_code_goes_before_the_unit_that_is_named(
    area: PlanningArea, appeals: AppealsTable
) -> None:
    """On all levels; others stay as they are."""
    frame = appeals.frame
    other = area.buildings[area.buildings["grid_id"] != frame["grid_id"].iloc[0]]
    door = other.iloc[0]
    ids = [level.id_column for level in area.levels]
    places = pd.DataFrame(None, index=frame.index, columns=["building_id", *ids])
    places.loc[frame.index[0], ids] = door[ids].to_numpy()
    places.loc[frame.index[0], "building_id"] = door.name
    placed = placed_by_codes(appeals, area, places.astype("str"))
    assert placed.frame[ids].iloc[0].tolist() == door[ids].tolist()
    assert placed.frame.iloc[1:].equals(frame.iloc[1:])
    assert placed.counts == {"appeal-code-elsewhere": 1}
    assert frame["grid_id"].iloc[0] != door["grid_id"]
