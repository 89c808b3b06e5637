"""Appeals that came by a code stand where it hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.appeals import placed_by_codes, read_appeals

if TYPE_CHECKING:
    from servicecircle.area import PlanningArea


def test_a_believed_code_goes_before_the_unit_that_is_named(
    community: PlanningArea,
) -> None:
    """On all levels; others stay as they are."""
    area, appeals = community, read_appeals(community)
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
