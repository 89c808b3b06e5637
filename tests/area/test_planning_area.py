"""The planning area keeps its promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from servicecircle.area import read_area
from servicecircle.errors import InputError
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from conftest import Board


def test_says_what_it_is_in_one_line(board: Board) -> None:
    """For notebooks and for `check`."""
    assert repr(read_area(board.write())) == (
        "<PlanningArea 'Drawing board': 1 district, 2 communities, 4 grids, "
        "2 stations, 4 buildings, 100 residents, EPSG:4547>"
    )


def test_a_changed_area_is_proved_anew(board: Board) -> None:
    """`replace` makes another area, or none."""
    area = read_area(board.write())
    fewer = area.replace(stations=area.stations.iloc[:1])
    assert (len(fewer.stations), len(area.stations)) == (1, 2)
    with pytest.raises(InputError, match="stations lack the columns 'services'"):
        area.replace(stations=area.stations.drop(columns="services"))
    with pytest.raises(InputError, match="ids of stations must be unique"):
        area.replace(stations=area.stations.iloc[[0, 0]])
    with pytest.raises(InputError, match="buildings are not in the working CRS"):
        area.replace(buildings=area.buildings.to_crs(4326))
    lost = area.buildings.assign(grid_id="g9")
    with pytest.raises(InputError, match="name grids that are not there: 'g9'"):
        area.replace(buildings=lost)


def test_a_level_that_is_not_there_is_refused(board: Board) -> None:
    """And those that are there are named."""
    with pytest.raises(InputError, match=r"no level 'street'.*Known: 'community'"):
        read_area(board.write()).units(Level.STREET)
