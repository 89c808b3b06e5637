"""Editions that cannot be compared are refused, and doubts are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
import shapely
from editions import box, edition, units

from servicecircle.crosswalk import Edition, Tolerances, compare_editions
from servicecircle.crs import parse_crs
from servicecircle.errors import InputError
from servicecircle.vocabulary import Level

ROW = {f"g{k}": box(4 * k, 0, 4 * k + 4, 4) for k in range(6)}


def moved(metres: float) -> dict[str, shapely.Geometry]:
    """Draw the row some way to the east."""
    return {
        label: shapely.transform(shape, lambda xy: np.add(xy, [metres, 0]))
        for label, shape in ROW.items()
    }


def test_editions_of_different_places_are_refused() -> None:
    """The message says how far apart they lie."""
    far = {f"h{k}": shape for k, shape in enumerate(moved(9e4).values())}
    with pytest.raises(InputError, match="of drawn and of far have no ground in "):
        compare_editions(edition(ROW), edition(far, name="far"))


def test_an_edition_shifted_as_a_whole_is_refused() -> None:
    """502 m to the east is GCJ-02, no redrawing; 4 m are digitising."""
    with pytest.raises(InputError, match=r"\+502 m east and \+0 m north"):
        compare_editions(edition(ROW), edition(moved(502)))
    found = compare_editions(edition(ROW), edition(moved(4)))
    assert set(found.changes["change"]) == {"unchanged"}


def test_borders_moved_everywhere_are_a_warning() -> None:
    """Every second border is drawn 20 m off: no datum, but coarse outlines."""
    shifts = [0, 0.2, 0, 0.2, 0, 0.2, 0]
    drawn = {
        f"g{k}": box(4 * k + shifts[k], 0, 4 * k + 4 + shifts[k + 1], 4)
        for k in range(6)
    }
    found = compare_editions(edition(ROW), edition(drawn))
    assert [f.rule for f in found.findings] == ["borders-redrawn"]
    assert "6 of 6 grids have moved borders" in found.findings[0].message
    coarse = Tolerances(sliver_m=21)
    assert not compare_editions(
        edition(ROW), edition(drawn), tolerances=coarse
    ).findings


def test_another_crs_is_refused() -> None:
    """Both are named, with what they are in."""
    other = parse_crs("EPSG:4526")
    shifted = Edition(
        "zoned", other, {Level.GRID: units(ROW).set_crs(other, allow_override=True)}
    )
    with pytest.raises(InputError, match="EPSG:4547 and zoned in EPSG:4526"):
        compare_editions(edition(ROW), shifted)


@pytest.mark.parametrize("levels", [[Level.STREET], None])
def test_a_level_that_one_lacks_is_refused(levels: list[Level] | None) -> None:
    """The message says what there is."""
    streets = Edition("streets", edition(ROW).crs, {Level.STREET: units(ROW)})
    says = "drawn has no level 'street'" if levels else "no level in common"
    with pytest.raises(InputError, match=says):
        compare_editions(edition(ROW), streets, levels=levels)


def test_a_level_of_one_edition_alone_is_noted() -> None:
    """The common ones are compared."""
    old = edition(ROW)
    more = replace(old, name="more", levels={Level.STREET: units(ROW), **old.levels})
    found = compare_editions(old, more)
    assert [f.rule for f in found.findings] == ["level-not-compared"]
    assert found.levels == [Level.GRID]


def test_an_extract_is_a_warning() -> None:
    """Units beyond it would count as dissolved, and nobody would know why."""
    part = {label: shape for label, shape in ROW.items() if label < "g2"}
    found = compare_editions(edition(ROW), edition(part, name="part"))
    (said,) = found.findings
    assert said.rule == "editions-extent"
    assert said.message.startswith("Only 33.3% of the ground of the grids of drawn")


def test_levels_that_are_not_asked_for_are_not_missed() -> None:
    """Who asks for grids is told of grids."""
    more = replace(
        edition(ROW), levels={Level.STREET: units(ROW), Level.GRID: units(ROW)}
    )
    assert not compare_editions(edition(ROW), more, levels=[Level.GRID]).findings


def test_the_younger_edition_given_first_is_a_warning() -> None:
    """Dates are compared level by level."""
    days = [{Level.GRID: dt.date(2024, 5, 1)}, {Level.GRID: dt.date(2023, 11, 1)}]
    old, new = (replace(edition(ROW), as_of=day) for day in days)
    found = compare_editions(old, new)
    assert [f.rule for f in found.findings] == ["editions-order"]


def test_parents_are_the_same_under_another_code() -> None:
    """Street p became q, so only the grid that went to r changed its parent."""
    west, east = box(0, 0, 12, 4), box(12, 0, 24, 4)
    own = {f"g{k}": "p" if k < 3 else "r" for k in range(6)}
    then = {k: {"p": "q", "r": "r"}[v] for k, v in own.items()} | {"g2": "r"}
    levels = [
        {
            Level.STREET: units({"p": west, "r": east}),
            Level.GRID: units(ROW, parents=own),
        },
        {
            Level.STREET: units({"q": box(0, 0, 8, 4), "r": box(8, 0, 24, 4)}),
            Level.GRID: units(ROW, parents=then),
        },
    ]
    old, new = (replace(edition(ROW), levels=level) for level in levels)
    found = compare_editions(old, new, levels=[Level.GRID])
    changed = found.changes[found.changes["parent_changed"]]
    assert changed["unit_id"].tolist() == ["g2", "g2"]
    assert changed["words"].iloc[0] == "same ground; now in 'r'"


@pytest.mark.parametrize(
    ("name", "value"), [("sliver_m", -1), ("minor_share", 0.5), ("whole_share", 0.5)]
)
def test_tolerances_out_of_range_are_refused(name: str, value: float) -> None:
    """The message names the tolerance."""
    with pytest.raises(ValueError, match=name):
        Tolerances(**{name: value})
