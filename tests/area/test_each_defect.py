"""One defect at a time in a sound area, and exactly its rule is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.affinity import scale, translate

from servicecircle.area import examine_area
from servicecircle.tables import rules, silenced_by_rule

if TYPE_CHECKING:
    from collections.abc import Callable

    import shapely
    from conftest import Board

    Spoil = Callable[[Board, int], object]


def add_school(board: Board, shape: shapely.Geometry, label: str = "school") -> None:
    """Add a building in which nobody lives."""
    row = board.buildings.iloc[[0]].assign(building_id=label, residents=0, use="school")
    row = row.set_geometry([shape], crs=board.buildings.crs)
    board.buildings = gpd.GeoDataFrame(
        pd.concat([board.buildings, row], ignore_index=True), crs=board.buildings.crs
    )


def house(board: Board, k: int) -> shapely.Polygon:
    """Give the outline of a building."""
    return board.buildings.geometry.iloc[k]


def resize(board: Board, layer: str, k: int, by_m: float) -> None:
    """Push the border of a unit out, or draw it in."""
    shapes = board.layers[layer].geometry.to_list()
    shapes[k] = shapes[k].buffer(by_m, join_style="mitre")
    board.layers[layer].geometry = shapes


def repeat_building(board: Board, k: int) -> None:
    """Write a whole row twice."""
    rows = [*range(len(board.buildings)), k]
    board.buildings = board.buildings.iloc[rows].reset_index(drop=True)


def move_residents(board: Board, k: int, *, blank: bool = False) -> None:
    """Let the residents of a building live in the other one of its community."""
    persons = board.buildings["residents"].astype(float).to_numpy().copy()
    persons[k ^ 1] += persons[k]
    persons[k] = np.nan if blank else 0
    board.buildings["residents"] = persons


def state(board: Board, text: str) -> None:
    """Add what is published."""
    board.toml += f"[stated]\n{text}\n"


def put(column: str, value: object) -> Spoil:
    """Give a station another value."""

    def spoil(board: Board, k: int) -> None:
        if column not in board.stations:
            board.stations[column] = None
        board.stations[column] = board.stations[column].astype(object)
        board.stations.loc[k % 2, column] = value

    return spoil


DEFECTS: list[tuple[str, Spoil, set[str]]] = [
    ("row repeated", repeat_building, {"unique-id"}),
    ("drawn twice", lambda b, k: add_school(b, house(b, k)), {"same-footprint"}),
    (
        "drawn twice, a hand's breadth off",
        lambda b, k: add_school(b, translate(house(b, k), 0.2)),
        {"same-footprint"},
    ),
    (
        "a hatch",
        lambda b, k: add_school(b, translate(scale(house(b, k), 0.05, 0.05), 90)),
        {"footprint-tiny"},
    ),
    (
        "a block of land",
        lambda b, k: add_school(b, scale(house(b, k), 23, 23)),
        {"footprint-huge"},
    ),
    (
        "outside",
        lambda b, k: add_school(b, translate(house(b, k), 9_000)),
        {"building-outside"},
    ),
    (
        "crammed",
        lambda b, k: b.buildings.set_geometry(
            [
                scale(s, 0.11, 0.11) if n == k else s
                for n, s in enumerate(b.buildings.geometry)
            ],
            inplace=True,
        ),
        {"residents-too-dense"},
    ),
    (
        "too many floors",
        lambda b, k: b.buildings.__setitem__("floors", [2] * k + [121] + [2] * (3 - k)),
        {"floors-implausible"},
    ),
    (
        "people in a school",
        lambda b, k: b.buildings.__setitem__(
            "use", [*["house"] * k, "school", *["house"] * (3 - k)]
        ),
        {"residents-in-non-home"},
    ),
    ("an empty home", move_residents, {"home-without-residents"}),
    (
        "an empty cell",
        lambda b, k: move_residents(b, k, blank=True),
        {"residents-blank"},
    ),
    (
        "one who is not there",
        lambda b, k: b.buildings.__setitem__(
            "residents",
            [v + 40 * (n == k) for n, v in enumerate(b.buildings["residents"])],
        ),
        {"residents-differ"},
    ),
    ("a thin gap", lambda b, k: resize(b, "grids", k, -0.4), {"sliver"}),
    ("a gap", lambda b, k: resize(b, "grids", k, -4), {"gap"}),
    (
        "an overlap",
        lambda b, k: resize(b, "grids", k, 4),
        {"units-overlap", "unit-sticks-out"},
    ),
    (
        "another parent",
        lambda b, k: b.layers["grids"].__setitem__(
            "SQCODE", ["BBAA"[n] if n == k else "AABB"[n] for n in range(4)]
        ),
        {"parent-disagrees"},
    ),
    (
        "an unknown parent",
        lambda b, k: b.layers["grids"].__setitem__(
            "SQCODE", ["C" if n == k else "AABB"[n] for n in range(4)]
        ),
        {"parent-unknown"},
    ),
    ("no capacity", put("capacity", 0), {"capacity-zero"}),
    ("no hours", put("hours", "see the door"), {"hours-unreadable"}),
    ("no services", put("services", None), {"services-empty"}),
    ("a day zero", put("open_from", "1900-01-00"), {"bad-date"}),
    ("a day one", put("open_from", "1900-01-01"), {"date-implausible"}),
    ("no place", put("x", None), {"empty-geometry"}),
    ("no code", put("station_id", None), {"id-empty"}),
    (
        "one code twice",
        lambda b, k: put("station_id", "S1")(b, 1 + k * 2),
        {"unique-id"},
    ),
    (
        "one place twice",
        lambda b, _: b.stations.__setitem__("x", b.stations["x"].iloc[0]),
        {"same-place"},
    ),
    (
        "one grid too few",
        lambda b, _: state(b, "units = {grid = 5}"),
        {"count-differs"},
    ),
    ("one building too few", lambda b, _: state(b, "buildings = 5"), {"count-differs"}),
    ("0.6 % too few", lambda b, _: state(b, "residents = 10060"), {"count-differs"}),
    (
        "197 and 198",
        lambda b, _: state(b, "stations = 2\nstations_by_tier = {post = 3}"),
        {"stated-sum-differs", "count-differs"},
    ),
]


@pytest.mark.parametrize(
    ("spoil", "wanted"), [d[1:] for d in DEFECTS], ids=[d[0] for d in DEFECTS]
)
def test_one_defect_is_told_by_its_rule(
    board: Board, spoil: Spoil, wanted: set[str], request: pytest.FixtureRequest
) -> None:
    """Nothing else is, whichever row it is in; and it has a place to look at."""
    row = np.random.default_rng(len(request.node.name)).integers(1, 4)
    spoil(board, int(row))
    _, findings = examine_area(board.write())
    told = [f for f in findings if f.severity != "note"]
    assert {f.rule for f in told} == wanted
    assert all(f.where is not None for f in told if f.id and f.rule != "empty-geometry")


KNOWN = {d[0]: d for d in DEFECTS if all(rules()[r].can_be_silenced for r in d[2])}
"""Defects that a planner may know and accept, one for each set of rules."""


@pytest.mark.parametrize(
    "name", sorted({frozenset(told): name for name, _, told in KNOWN.values()}.values())
)
def test_what_is_silenced_by_name_blocks_no_more_and_is_counted(
    board: Board, name: str
) -> None:
    """The area can be planned; residents that go in come out, by the stated rule."""
    _, spoil, told = KNOWN[name]
    spoil(board, 1)
    board.toml += f"[checks]\nsilence = {sorted(told)}\n"
    area, findings = examine_area(board.write())
    assert area is not None
    assert silenced_by_rule(findings).keys() == told
    assert not told & {f.rule for f in findings if not f.silenced}
    counted = board.buildings["residents"].fillna(0).sum()
    inside = area.buildings["residents"].sum()
    assert inside == pytest.approx(counted)
