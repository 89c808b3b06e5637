"""The map's risk view: tiers, reasons, the clock, the slider through quarters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from risk_shown import WHY, risk_of

from servicecircle.errors import InputError
from servicecircle.maps.communities import part_of
from servicecircle.maps.explorer import explorer_map
from servicecircle.maps.palette import RISK_COLOURS
from servicecircle.maps.payload.risk import add_risk
from servicecircle.maps.payload.sections import Sections
from servicecircle.pipeline.map import write_maps
from servicecircle.siting.openings import closed_openings
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from maps.conftest import Visit

    from servicecircle.pipeline.measured import Measured

APP = "ServiceCircle.app"


@pytest.fixture(scope="module")
def page(village: Measured) -> str:
    """Draw the village with risk."""
    return explorer_map(
        village.area, village.network, village.reach, risk=risk_of(village.area)
    )


@pytest.fixture
def seen(page: str, village: Measured, visit: Callable[..., Visit]) -> Visit:
    """Open the page, show risk at the finest level, and choose its first unit."""
    seen = visit(page)
    seen.page.select_option("#sc-level", str(len(village.area.levels) - 1))
    seen.page.select_option("#sc-colour-by", "risk")
    seen.choose("unit", 0, len(village.area.levels) - 1)
    return seen


def slide(seen: Visit, moment: int) -> None:
    """Move the slider through quarters."""
    seen.page.locator("#sc-moment").fill(str(moment))


def test_units_have_the_colours_of_their_tiers(seen: Visit) -> None:
    """And what cannot be told is hatched, and called so in the legend."""
    colours = seen.page.evaluate(f"[...{APP}.look.unitColours()].slice(0, 4)")
    assert colours == [
        *(RISK_COLOURS[tier] for tier in ("red", "yellow", "blue")),
        None,
    ]
    legend = seen.page.locator(".sc-legend").inner_text().splitlines()
    assert {"Red", "Yellow", "Blue", "Insufficient data"} <= set(legend)


def test_a_unit_says_its_tier_how_sure_and_why(seen: Visit) -> None:
    """Contributions, the greatest first; the rate with its interval; the alarm."""
    told = seen.fields()
    assert [told["risk"], told["tier_probability"], told["tier_stability"]] == [
        "Red",
        "87\u00a0%",
        "50\u00a0%",
    ]
    assert [k for k in told if k.startswith("points_")] == [
        "points_appeals",
        "points_overdue",
    ]
    assert told["points_appeals"] == "41"
    assert told["rate"] == "12.3 (10.0–15.5)"
    assert told["alarm"] == "12 in 7 days"


def test_a_unit_says_how_its_targets_were_kept(seen: Visit) -> None:
    """Of all appeals at the end of the slider, of a quarter's before it."""
    cells = seen.page.locator("#sc-card .sc-table td")
    assert cells.all_inner_texts() == ["60.0\u00a0%", "6", "4", "2", "1"]
    slide(seen, 0)
    assert cells.all_inner_texts() == ["75.0\u00a0%", "3", "1", "0", "1"]
    assert seen.fields()["resolved_share"] == "90.00\u00a0%"


def test_the_slider_goes_through_quarters(seen: Visit) -> None:
    """The map, the card and the slider's own words follow; none is said to be sure."""
    slide(seen, 0)
    assert set(seen.page.evaluate(f"[...{APP}.look.unitColours()]")) == {None}
    told = seen.fields()
    assert (told["risk"], told["why"]) == ("Insufficient data", WHY[0])
    assert "tier_probability" not in told
    assert "alarm" not in told
    shown = seen.page.locator("#sc-moment").get_attribute("aria-valuetext")
    assert shown == "End of 2024-Q1"


def test_the_method_stands_on_the_map_and_on_paper(seen: Visit) -> None:
    """Weights, windows and thresholds, in both languages."""
    told = seen.fields(".sc-method")
    assert told["method_weights"] == "Weights: appeals per resident 5; late 1."
    assert "one counts half after 365 days" in told["method_window"]
    assert "Red from 50 points, the top 5" in told["method_quantile"]
    seen.page.click("#sc-language")
    assert "人均 5；超时 1" in seen.fields(".sc-method")["method_weights"]
    seen.page.emulate_media(media="print")
    seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert seen.page.locator(".sc-method").is_visible()
    assert not seen.page.locator("#sc-moment").is_visible()


def test_buildings_are_not_drawn_over_risk(seen: Visit) -> None:
    """Risk is of areas: no building has a colour, however near the eye."""
    assert seen.page.evaluate(f"{APP}.look.showsBuildings(19)") is False


def test_a_level_without_risk_gives_way(page: str, visit: Callable[..., Visit]) -> None:
    """Choosing risk goes to a level that has it; another says that it has none."""
    seen = visit(page)
    seen.page.select_option("#sc-level", "0")
    seen.page.select_option("#sc-colour-by", "risk")
    last = seen.page.evaluate(f"{APP}.model.levels.length - 1")
    assert seen.page.evaluate(f"{APP}.store.state.level") == last
    seen.page.select_option("#sc-level", "0")
    assert "not assessed" in seen.page.locator(".sc-headline.sc-risk").inner_text()


def test_the_public_page_has_no_word_of_risk(
    village: Measured, visit: Callable[..., Visit]
) -> None:
    """Neither to choose nor in the file."""
    html = explorer_map(
        village.area,
        village.network,
        village.reach,
        risk=risk_of(village.area),
        publish=village.area.config.publish,
    )
    seen = visit(html)
    assert seen.page.locator("#sc-colour-by option[value=risk]").count() == 0
    assert seen.page.locator(".sc-risk").count() == 0
    assert seen.page.evaluate(f"{APP}.model.risk") is None


def test_risk_is_refused_for_the_public(village_folder: Path, tmp_path: Path) -> None:
    """Before anything is measured or written; the option is named."""
    out = tmp_path / "maps"
    with pytest.raises(InputError, match="public map has no risk: leave --risk out"):
        write_maps(village_folder, out, profile="public", risk=True)
    assert not out.exists()


def test_a_communitys_map_tells_its_own_figures(
    village: Measured, visit: Callable[..., Visit]
) -> None:
    """The headline's appeals are the community's; thresholds are the whole area's."""
    area = village.area
    whole = area.units(Level.DISTRICT).index[0]
    counted = [
        ("district", whole, 10, 9),
        ("community", "E", 7, 6),
        ("community", "W", 3, 3),
    ]
    rows = [
        {"level": level, "unit_id": unit, "received": n, "resolved": done}
        for level, unit, n, done in counted
    ]
    table = pd.DataFrame(rows).assign(by="all", value="all")
    part = part_of(
        area,
        village.network,
        village.reach,
        openings=closed_openings(village.network),
        level=Level.COMMUNITY,
        unit_id="E",
    )
    html = explorer_map(
        part.area,
        part.network,
        part.reach,
        openings=part.openings,
        risk=replace(risk_of(area), resolution=table),
    )
    seen = visit(html)
    seen.page.select_option("#sc-colour-by", "risk")
    head = seen.page.locator(".sc-headline.sc-risk")
    assert "6 of 7" in head.inner_text()
    assert (
        "all units of this level in the whole area"
        in seen.fields(".sc-method")["method_quantile"]
    )


def test_a_part_holds_no_alarms_of_other_units(village: Measured) -> None:
    """But those that its own units are part of, wherever their seat is."""
    levels, whole = village.area.levels, risk_of(village.area)
    first, second, *_ = levels[village.area.finest].index
    seats = [first, second, second]
    rows = [whole.alarms.assign(alarm=f"A{n}") for n in (1, 2, 3)]
    alarms = pd.concat(rows).assign(unit_id=seats, reason=["mine", "shared", "theirs"])
    states = whole.states.assign(alarm="A2")
    of_first = {village.area.finest.value: levels[village.area.finest].loc[[first]]}
    view = replace(whole, alarms=alarms, states=states)
    told = add_risk(Sections(), view, of_first)["alarms"]
    assert [(a["english"], a["index"]) for a in told] == [("mine", 0), ("shared", -1)]
