"""Figures for reports: what they show, and that nothing in them is by chance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import font_manager

from servicecircle.errors import MissingDependencyError
from servicecircle.maps.figures import (
    chinese_font,
    circle_against_street,
    coverage_by_unit,
    frontier_curve,
)
from servicecircle.maps.palette import NO_DATA_COLOUR, share_colour
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.maps.figures.sheet import Format
    from servicecircle.pipeline.measured import Measured

POINTS = pd.DataFrame(
    {"sites": [0, 1, 2], "share_of_residents": [0.5, 0.7, 0.8], "bound_share": 0.8}
)


@pytest.fixture
def figures(village: Measured) -> list[Callable[[Format], bytes]]:
    """Give each kind of figure of the village, to be drawn in a format."""
    area, standard = village.area, village.area.standards[0]
    grids = village.coverage[village.coverage["level"] == "grid"]
    return [
        lambda kind: coverage_by_unit(
            area.levels[Level.GRID], grids, standard, language="zh", kind=kind
        ),
        lambda kind: circle_against_street(grids, standard, language="zh", kind=kind),
        lambda kind: frontier_curve(POINTS, language="zh", kind=kind),
    ]


@pytest.mark.parametrize(("kind", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_same_tables_same_bytes(
    figures: list[Callable[[Format], bytes]], kind: Format, start: bytes
) -> None:
    """Neither the day nor a version of a program is in them."""
    for draw in figures:
        drawn = draw(kind)
        assert drawn.startswith(start)
        assert drawn == draw(kind)
        assert mpl.__version__.encode() not in drawn
        assert not re.search(rb"20[0-9]{2}-[0-9]{2}-[0-9]{2}", drawn)


def test_units_have_the_map_s_colours(village: Measured) -> None:
    """As many as there are shares; grey where nothing is known."""
    area, standard = village.area, village.area.standards[0]
    units = area.levels[Level.COMMUNITY]
    rows = pd.DataFrame(
        {
            "unit_id": ["W", "E"],
            "service": standard.service,
            "share_of_residents": [0.6, None],
        }
    )
    drawn = coverage_by_unit(units, rows, standard, kind="svg").decode()
    assert f"fill: {share_colour(600)}" in drawn
    assert f"fill: {NO_DATA_COLOUR}" in drawn


def test_names_are_no_formulas(village: Measured) -> None:
    """A dollar sign is a dollar sign."""
    standard = village.area.standards[0]
    rows = pd.DataFrame(
        {
            "unit_id": ["a"],
            "unit_name": [r"$\\frac{1}{0$ {{7*7}} 楼{#1"],
            "service": standard.service,
            "share_of_residents": [0.5],
            "circle_share_of_residents": [0.9],
        }
    )
    assert circle_against_street(rows, standard).startswith(b"\x89PNG")


def test_units_without_figures_are_left_out_of_the_comparison(
    village: Measured,
) -> None:
    """An empty table is an empty figure, not a failure."""
    standard = village.area.standards[0]
    columns = ["unit_id", "unit_name", "service"]
    shares = ["share_of_residents", "circle_share_of_residents"]
    empty = pd.DataFrame({c: pd.Series(dtype="str") for c in columns}).assign(
        **{share: pd.Series(dtype=float) for share in shares}
    )
    assert circle_against_street(empty, standard).startswith(b"\x89PNG")


def test_settings_of_the_reader_stay_as_they_are(
    figures: list[Callable[[Format], bytes]],
) -> None:
    """Notebooks draw their own figures."""
    before = dict(mpl.rcParams)
    figures[2]("png")
    assert dict(mpl.rcParams) == before


def test_without_a_font_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty boxes are no figure."""
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    chinese_font.cache_clear()
    with pytest.raises(MissingDependencyError, match="fonts-noto-cjk"):
        chinese_font()
    monkeypatch.undo()
    assert chinese_font()
