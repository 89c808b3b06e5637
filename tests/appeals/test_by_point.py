"""Appeals with coordinates: placed by containment, counted where they are outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from servicecircle.crs import LONLAT
from servicecircle.datum import convert_datum
from servicecircle.errors import ConfigError, CrsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.appeals import AppealsTable
    from servicecircle.area import PlanningArea

    Register = Callable[..., AppealsTable]

HEAD = "诉求编号,诉求时间,综合网格编码,经度,纬度\n"
OTHER = "4403110060031102"


def place_in(community: PlanningArea, number: int) -> tuple[str, float, float]:
    """Give a grid's id, and the longitude and latitude of a point in it."""
    grids = community.units(community.finest)
    point = grids.geometry.iloc[[number]].representative_point().to_crs(LONLAT).iloc[0]
    return str(grids.index[number]), float(point.x), float(point.y)


def rows(*cells: tuple[object, ...]) -> str:
    """Write a register."""
    lines = [
        f"{number},2024-03-01 09:00,{grid},{x},{y}"
        for number, (grid, x, y) in enumerate(cells, start=1)
    ]
    return HEAD + "\n".join(lines) + "\n"


def test_points_take_the_unit_that_holds_them(
    community: PlanningArea, register: Register
) -> None:
    """What names a unit keeps it; what is outside or no number is counted."""
    grid, x, y = place_in(community, 3)
    text = rows(("", x, y), (OTHER, x, y), ("", 113.0, 22.0), ("", "某路", y))
    appeals = register(text, crs="EPSG:4326")
    placed = appeals.frame[community.finest.id_column].tolist()
    assert placed[:2] == [grid, OTHER]
    assert appeals.frame[community.finest.id_column].isna().tolist()[2:] == [True] * 2
    assert appeals.counts["appeal-outside"] == 1
    assert appeals.counts["appeal-coordinates"] == 1
    assert appeals.counts["appeal-without-unit"] == 2
    assert not {"x", "y", "经度"} & set(appeals.frame)
    assert "某路" not in "".join(f.message for f in appeals.problems)


def test_a_shifted_datum_is_undone(community: PlanningArea, register: Register) -> None:
    """Points of a Chinese web map lie some 600 m off until it is said."""
    grid, x, y = place_in(community, 3)
    far, north = convert_datum([x], [y], source="wgs84", target="gcj02")
    text = rows(("", far[0], north[0]))
    told = register(text, crs="EPSG:4326", datum="gcj02")
    assert told.frame[community.finest.id_column].tolist() == [grid]
    blind = register(text, crs="EPSG:4326")
    assert blind.frame[community.finest.id_column].tolist() != [grid]


def test_coordinates_are_not_guessed(
    community: PlanningArea, register: Register
) -> None:
    """Without crs they are not used, and a note says so."""
    _, x, y = place_in(community, 3)
    appeals = register(rows(("", x, y)))
    assert appeals.frame[community.finest.id_column].isna().all()
    assert "appeal-coordinates-unused" in {f.rule for f in appeals.problems}


def test_an_unknown_crs_is_refused(register: Register) -> None:
    """Nothing is placed by it."""
    with pytest.raises((CrsError, ConfigError), match="EPSG:99"):
        register(rows(("", 1, 2)), crs="EPSG:99")
