"""What the other circles must have, where it is asked for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from servicecircle.area.response_config import CircleSection
from servicecircle.inputs import UnusableInputError
from servicecircle.response.circle_tables import circle_table
from servicecircle.response.circles import read_circle

if TYPE_CHECKING:
    from servicecircle.area import PlanningArea


def lacks(area: PlanningArea, **section: Any) -> dict[str, tuple[float, float]]:  # noqa: ANN401
    """Give what the district has and lacks of everything that is counted."""
    circle = read_circle(area, "circle", CircleSection.model_validate(section))
    told = circle_table([circle], area)
    whole = told[told["level"] == "district"].set_index("what")
    return {str(k): (row["count"], row["short"]) for k, row in whole.iterrows()}


def test_a_kind_that_is_nowhere_is_short(village_area: PlanningArea) -> None:
    """In both communities, though no row of the table names it; halls are one each."""
    wanted = {"hall": 1, "clinic": 2}
    told = lacks(village_area, file="rooms.csv", at_least=wanted)
    assert told["clinic"] == (0, 4)
    assert told["hall"] == (1, 1)
    assert told["post"][1] == 0


def test_the_only_column_may_be_named(village_area: PlanningArea) -> None:
    """Eight volunteers in two communities, of whom one lacks."""
    counted = {"file": "volunteers.csv", "count": ["volunteers"]}
    by_name = lacks(village_area, **counted, at_least={"volunteers": 4})
    assert by_name["all"] == lacks(village_area, **counted, at_least=4)["all"]
    assert by_name["all"][1] > 0


def test_a_column_that_is_not_counted_is_refused(village_area: PlanningArea) -> None:
    """With those that are."""
    with pytest.raises(UnusableInputError, match="no column 'judges' to count"):
        lacks(
            village_area,
            file="teams.csv",
            count=["lawyers", "assistants"],
            at_least={"judges": 1},
        )
