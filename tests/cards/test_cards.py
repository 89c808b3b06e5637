"""Cards are small, safe and say what the tables say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from servicecircle import (
    RoundsRequest,
    propose_sites,
    qr_plan,
    qr_rounds,
    walking_distances,
)
from servicecircle.cards import Bar, Mark, Paint, bars, card, small_map, table
from servicecircle.qr.lists_by import ListsBy

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.pipeline import Measured, Sited

NASTY = '<script>alert("1")</script>&{{7*7}}'
MOST_BYTES = 200_000


@pytest.fixture(scope="module")
def sited(village_folder: Path) -> Sited:
    """Propose one site in the village."""
    return propose_sites(village_folder, sites=1, every_building=True)


@pytest.fixture(scope="module")
def shown(village: Measured, sited: Sited) -> dict[str, str]:
    """Show everything that has a card."""
    snapped = village.reach.snapped[False]
    walks = walking_distances(
        village.network, snapped.places, snapped.stations, cutoff_m=500
    )
    results = {
        "area": village.area,
        "network": village.network,
        "reach": village.reach,
        "measured": village,
        "walks": walks,
        "result": sited.result,
        "sited": sited,
    }
    return {name: result._repr_html_() for name, result in results.items()}


def text_of(html: str) -> str:
    """Take the words out of HTML."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_every_card_is_small_and_asks_for_nothing(shown: dict[str, str]) -> None:
    """Inline, without script, and without anything from outside."""
    for html in shown.values():
        assert len(html.encode()) <= MOST_BYTES
        assert "<script" not in html
        links = re.findall(r'(?:href|src)="([^"]{0,30})', html)
        assert all(link.startswith("data:image/png;base64,") for link in links)
        assert "url(" not in html


def test_every_card_opens_and_closes_its_tags(shown: dict[str, str]) -> None:
    """A card does not break the page it stands in."""
    for html in shown.values():
        for tag in ("div", "table", "tr", "td", "th", "svg", "span", "circle"):
            assert len(re.findall(rf"<{tag}\b", html)) == html.count(f"</{tag}>"), tag


def test_numbers_are_those_of_the_tables(
    village: Measured, sited: Sited, shown: dict[str, str]
) -> None:
    """Residents, kilometres, shares and the objective, read back from the cards."""
    people = village.area.buildings["residents"].sum()
    assert f"residents {people:,.0f}" in text_of(shown["area"])
    km = village.network.edges.loc[village.network.usable(), "length_m"].sum() / 1000
    assert f"length {km:,.1f} km" in text_of(shown["network"])
    share = village.honesty["share_by_walk"].iloc[0] * 100
    assert f"{share:.1f} %" in text_of(shown["measured"])
    covered = village.reach.of("appeals")["covered"].sum()
    row = text_of(shown["reach"]).split(" m ")[1]
    assert row.startswith(f"{covered} ")
    assert f"objective {sited.result.objective:,.1f}" in text_of(shown["sited"])


def test_attribution_stands_with_the_map(
    village: Measured, shown: dict[str, str]
) -> None:
    """Convention 15, in notebooks too."""
    for line in village.area.config.area.attribution:
        assert line in text_of(shown["area"])
        assert line in text_of(shown["measured"])
        assert line in text_of(shown["sited"])


def test_the_same_card_twice(village: Measured, shown: dict[str, str]) -> None:
    """Same input, same bytes."""
    assert village.area._repr_html_() == shown["area"]


def test_one_line_says_what_it_is(village: Measured, sited: Sited) -> None:
    """A terminal shows a line, not every table."""
    assert repr(village).startswith("<Measured <PlanningArea")
    assert repr(sited).startswith("<Sited maximal_covering: optimal, 1 opened, ")
    assert "\n" not in repr(village) + repr(sited) + repr(village.reach)


def test_names_cannot_be_markup(village: Measured) -> None:
    """Whatever a table calls a station or an area."""
    stations = village.area.stations.assign(name=NASTY)
    html = village.area.replace(name=NASTY, stations=stations)._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_frames_are_escaped() -> None:
    """Titles, facts, notes, cells and bars alike."""
    html = card(
        NASTY,
        {NASTY: NASTY},
        more=[table([NASTY, ""], [[NASTY, NASTY]]), bars([Bar(NASTY, 1, NASTY)])],
        notes=[NASTY],
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 9


def test_any_picture_stays_small() -> None:
    """Noise is the worst that can be painted."""
    rng = np.random.default_rng(1)
    noise = [
        Paint("n", shapely.points(rng.random((30_000, 2)) * 1e4), colour, 2)
        for colour in ("#101010", "#a01010", "#10a010", "#1010a0")
    ]
    assert 10_000 < len(small_map(noise, label="noise")) <= MOST_BYTES


def test_many_marks_are_painted() -> None:
    """A thousand stations are dots, a hundred have names."""
    ground = [Paint("", np.array([shapely.box(0, 0, 100, 100)]), "#888888")]
    rng = np.random.default_rng(1)
    marks = [Mark(x, y, "one", "#ff0000", "stations") for x, y in rng.random((1000, 2))]
    assert "<circle" not in small_map(ground, marks, label="many")
    assert small_map(ground, marks[:100], label="few").count("<circle") == 100


def test_marks_beyond_the_map_are_left_out() -> None:
    """The ground says how far a map reaches."""
    ground = [Paint("", np.array([shapely.box(0, 0, 100, 100)]), "#888888")]
    marks = [Mark(50, 50, "in", "#ff0000"), Mark(150, 50, "out", "#ff0000")]
    html = small_map(ground, marks, label="two")
    assert "<title>in</title>" in html
    assert "<title>out</title>" not in html


def test_nothing_to_paint_is_no_map() -> None:
    """An area without buildings has a card all the same."""
    assert small_map([Paint("", np.array([], object), "#888888")], label="none") == ""


def test_too_many_paints_are_refused() -> None:
    """A picture has sixteen colours."""
    one = Paint("", np.array([shapely.Point(0, 0)]), "#888888")
    with pytest.raises(ValueError, match=r"at most 15 paints\. Got 16"):
        small_map([one] * 16, label="many")


def test_a_line_no_longer_than_a_point_is_painted() -> None:
    """OpenStreetMap has such; polygons, and parts of a line, are painted beside it."""
    dull = shapely.LineString([(5, 5), (5, 5)])
    box = shapely.box(0, 0, 90, 90)
    both = shapely.MultiLineString([dull.coords, [(0, 0), (90, 90)]])
    html = small_map([Paint("x", np.array([dull, box, both]), "#888888")], label="x")
    assert html.count("data:image/png;base64,") == 1


def test_flows_show_themselves(village_folder: Path, tmp_path: Path) -> None:
    """Points and rounds of the village: the numbers are those of the frames."""
    planned = qr_plan(village_folder, tmp_path / "codes")
    html = planned._repr_html_()
    assert f"points {len(planned.coded.points):,} " in text_of(html)
    assert len(html.encode()) <= MOST_BYTES
    asked = RoundsRequest(lists=ListsBy.NONE)
    rounds, _ = qr_rounds(
        village_folder, tmp_path / "rounds", asked, points=tmp_path / "codes"
    )
    assert f"plates {rounds.rounds['plates'].sum():,} " in text_of(rounds._repr_html_())
    assert repr(planned).startswith(f"<PlannedCodes {len(planned.coded.points):,} ")
    assert repr(rounds).startswith(f"<Rounds {len(rounds.rounds)} rounds, ")
