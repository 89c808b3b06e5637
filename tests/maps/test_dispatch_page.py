"""The map's view of dispatch says what the tables of `respond` say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from risk_shown import risk_of

from servicecircle.maps.explorer import explorer_map
from servicecircle.response.dispatch import measure_dispatch
from servicecircle.response.dispatch_tables import dispatch_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from maps.conftest import Visit

    from servicecircle.pipeline.measured import Measured
    from servicecircle.response.dispatch import Dispatch

APP = "ServiceCircle.app"
MODES = ("foot", "e_bike", "elderly")


@pytest.fixture(scope="module")
def dispatch(village: Measured) -> Dispatch:
    """Measure who gets there, in a time so short that some are not reached."""
    section = village.area.config.response
    soon = section.dispatch.model_copy(update={"minutes": 5.0})
    hurried = section.model_copy(update={"dispatch": soon})
    return measure_dispatch(village.area, village.network, hurried)


@pytest.fixture(scope="module")
def page(village: Measured, dispatch: Dispatch) -> str:
    """Draw the village with it."""
    risk = replace(risk_of(village.area), dispatch=dispatch)
    return explorer_map(village.area, village.network, village.reach, risk=risk)


def test_counts_and_stations_are_those_of_the_tables(
    page: str, village: Measured, dispatch: Dispatch, visit: Callable[..., Visit]
) -> None:
    """Every unit of every level, by every mode; every responder that is named."""
    seen = visit(page)
    area = village.area
    counted = seen.page.evaluate(
        f"""() => {APP}.model.levels.map((_, level) => [0, 1, 2].map((mode) =>
          [...{APP}.look.inTime(level, mode).residents]))"""
    )
    told = dispatch_table(dispatch, area)
    told = told[told["service"] == area.standards[0].station_service]
    assert 0 < told["unreached_residents"].sum() < told["residents"].sum()
    for level, (key, units) in enumerate(area.levels.items()):
        for mode, name in enumerate(MODES):
            mine = told[(told["level"] == key) & (told["mode"] == name)]
            reached = mine.set_index("unit_id")["reached_residents"]
            shown = dict(zip(units.index, counted[level][mode], strict=True))
            assert shown == pytest.approx(reached.to_dict())
    named = seen.page.evaluate(
        f"""() => [0, 1, 2].map((mode) =>
          Array.from({{ length: {APP}.model.levels.at(-1).count }}, (_, unit) =>
            {APP}.model.dispatch.nearest(0, mode, unit)))"""
    )
    rows = dispatch.nearest[dispatch.nearest["service"] == told["service"].iloc[0]]
    for mode, name in enumerate(MODES):
        for unit_id, shown in zip(
            area.units(area.finest).index, named[mode], strict=True
        ):
            mine = rows[(rows["mode"] == name) & (rows["unit_id"] == unit_id)]
            ids = area.stations.index[[one["station"] for one in shown]]
            assert list(ids) == mine["station_id"].tolist()
            minutes = [one["minutes"] for one in shown]
            assert minutes == pytest.approx(mine["minutes"].tolist(), abs=0.05 + 1e-9)


def test_the_view_says_whom_nobody_reaches(
    page: str, village: Measured, dispatch: Dispatch, visit: Callable[..., Visit]
) -> None:
    """By every mode, and in any way; a grid names its responders, a home its answer."""
    seen = visit(page)
    seen.page.select_option("#sc-colour-by", "dispatch_0")
    head = seen.page.locator(".sc-headline.sc-dispatch")
    assert "within 5 min, on foot" in head.inner_text()
    service = village.area.standards[0].station_service
    late = [~dispatch.soonest[service, mode]["in_time"] for mode in MODES]
    lived = village.area.buildings["residents"].loc[dispatch.buildings].to_numpy()
    nobody, whole = lived[late[0] & late[1] & late[2]].sum(), lived.sum()
    assert f"Nobody reaches {nobody:.0f} of {whole:.0f} residents" in head.inner_text()
    assert seen.page.locator(".sc-headline:not(.sc-dispatch)").first.is_hidden()
    finest = len(village.area.levels) - 1
    seen.choose("unit", 0, finest)
    assert seen.page.locator("[data-table=nearest] tbody tr").count() == 3
    seen.choose("unit", 0, 0)
    assert seen.page.locator("[data-table=nearest]").count() == 0
    seen.choose("building", 0)
    rows = seen.page.locator("#sc-card .sc-table tbody tr").all_inner_texts()
    assert [row.split("\t")[0] for row in rows] == [
        "on foot",
        "by e-bike",
        "at an elder's pace",
    ]
    statuses = seen.page.evaluate(
        f"""() => {{ const {{ look, model }} = {APP};
          const {{ statuses }} = model.page.palette;
          return [...new Set(look.status())].map((i) => statuses[i].key); }}"""
    )
    assert {"covered", "no_path"} <= set(statuses) <= {"covered", "no_path", "too_far"}
