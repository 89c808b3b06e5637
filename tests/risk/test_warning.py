"""Early warning as a whole: a rise is found, named and explained; chance is rare."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import pytest
from risk_scene import DAYS, GRIDS, appeals, district

from servicecircle.area.warning_config import WarningSection
from servicecircle.pipeline.warning_run import Warned, alarm_layer, alarms_told, warn
from servicecircle.risk.warning.daily import daily_events
from servicecircle.vocabulary import Level

SETTINGS = {"look_back_days": 120, "replicates": 2}
LAST = DAYS[-1]
RISEN = ["g040", "g041", "g052"]
LEVELS = [Level.COMMUNITY, Level.GRID]


def with_rise(days_ago: int) -> pd.DataFrame:
    """Add 12 appeals about noise in three grids side by side, over six days."""
    frame = appeals(np.ones(GRIDS)).assign(category="law")
    start = LAST - days_ago
    days = start + np.repeat(np.arange(6), 2)
    rise = pd.DataFrame(
        {
            "unit_id": pd.Series(np.resize(RISEN, 12), dtype="str"),
            "reported_at": days.astype("M8[s]"),
            "category": "noise",
        }
    )
    return pd.concat([frame, rise], ignore_index=True)


@lru_cache
def warned(days_ago: int) -> Warned:
    """Watch the square district with a rise."""
    area = district(warning=SETTINGS)
    return warn(area, with_rise(days_ago), until=LAST, levels=LEVELS)


def test_a_rise_over_three_grids_is_one_alarm_within_days() -> None:
    """Four appeals in each grid over six days; it runs, and stands first."""
    first = warned(7).table.iloc[0]
    assert first["state"] == "running"
    assert first["category"] == "noise"
    assert set(RISEN) <= set(first["unit_ids"].split("|"))
    delay = np.datetime64(first["raised"]) - (LAST - 7)
    assert delay <= np.timedelta64(3, "D")


def test_an_alarm_says_why_in_both_languages() -> None:
    """Counts, days, place and how rare it is by chance."""
    first = warned(7).table.iloc[0]
    assert f"{first['appeals']} appeals about noise" in first["reason"]
    assert "nearest to it" in first["reason"]
    assert "Chance alone brings as much" in first["reason"]
    assert "“noise”诉求" in first["reason_zh"]
    assert first["chance_per_month"] < 0.5


def test_running_alarms_are_named_at_every_level() -> None:
    """In the grids of the alarm and in the community around them."""
    found = warned(7)
    by = found.by_level
    assert (by[Level.GRID].loc[RISEN] == found.table["alarm"].iloc[0]).all()
    assert by[Level.COMMUNITY].tolist() == [found.table["alarm"].iloc[0]]
    assert (by[Level.GRID] == "").sum() > GRIDS / 2


def test_a_rise_of_long_ago_has_ended() -> None:
    """It is listed and names no unit."""
    found = warned(90)
    of = found.table[found.table["category"] == "noise"]
    assert of["state"].tolist() == ["ended"]
    assert not found.by_level[Level.GRID].isin(of["alarm"]).any()


def test_alarms_are_drawn_as_their_units_together() -> None:
    """Three squares of 9 ha and what else the zone took in."""
    found = warned(7)
    layer = alarm_layer(found, district())
    assert layer.area.iloc[0] == pytest.approx(90_000 * found.table["units"].iloc[0])
    assert layer.crs == district().units(Level.GRID).crs


def test_the_method_and_the_manifest_state_the_rate() -> None:
    """What was asked for, and what chance brought."""
    found = warned(7)
    method = found.method.set_index("setting")["value"]
    assert method["warning_false_alarms_per_month"] == "1.0"
    told = alarms_told(found)
    assert told["raised"] == len(found.table)
    assert told["by_chance_per_month"] <= 1.0


def test_the_same_register_in_any_order_gives_the_same() -> None:
    """Nothing depends on the order of rows."""
    mixed = with_rise(7).sample(frac=1, random_state=3)
    again = warn(district(warning=SETTINGS), mixed, until=LAST, levels=LEVELS)
    pd.testing.assert_frame_equal(again.table, warned(7).table)


def test_what_comes_later_changes_no_alarm_of_before() -> None:
    """An alarm rests on what was known on its day."""
    frame = with_rise(30)
    area = district(warning=SETTINGS | {"look_back_days": 60})
    whole = warn(area, frame, until=LAST, levels=LEVELS)
    short = district(warning=SETTINGS | {"look_back_days": 40})
    until = LAST - 20
    part = warn(short, frame, until=until, levels=LEVELS)
    rise = [
        t[t["category"] == "noise"].iloc[0]["raised"] for t in (whole.table, part.table)
    ]
    assert rise[0] == rise[1]


@pytest.mark.parametrize("days", [0, 100])
def test_a_short_register_raises_nothing_and_says_so(days: int) -> None:
    """Without a past nothing is usual."""
    frame = with_rise(7)
    frame = frame[frame["reported_at"] > (LAST - days).astype("M8[s]")]
    found = warn(district(), frame, until=LAST, levels=LEVELS)
    assert found.table.empty
    assert alarms_told(found)["watched_days"] == 0
    assert alarm_layer(found, district()).empty


def everywhere(share: float) -> pd.DataFrame:
    """Draw four years, and that much more in all grids in the last month."""
    rng = np.random.default_rng(4)
    days = np.repeat(np.arange("2020-01-01", "2024-01-01", dtype="M8[D]"), 12)
    late = days > LAST - 30
    more = rng.choice(days[late], int(share * late.sum()))
    when = np.concatenate([days, more])
    return pd.DataFrame(
        {
            "unit_id": np.char.mod("g%03d", rng.integers(0, GRIDS, len(when))),
            "reported_at": when.astype("M8[s]"),
        }
    )


def test_a_rise_everywhere_at_once_is_an_alarm_of_the_whole_area() -> None:
    """No grid stands out from the others; the area does from its own past."""
    area = district(warning=SETTINGS)
    found = warn(area, everywhere(0.8), until=LAST, levels=LEVELS)
    table = found.table[found.table["units"] == GRIDS]
    assert table["level"].tolist() == ["community"]
    assert table["unit_id"].tolist() == ["c"]
    first = table.iloc[0]
    assert first["raised"] < str(LAST - 7)
    assert first["state"] == "running"
    assert first["times"] == pytest.approx(1.8, abs=0.15)
    assert "in the whole area, where" in first["reason"]
    assert first["reason_zh"].startswith("全区在")
    assert not found.by_level[Level.GRID].isin(table["alarm"]).any()
    calm = warn(area, everywhere(0.0), until=LAST, levels=LEVELS)
    assert (calm.table["units"] < GRIDS).all()
    assert alarms_told(calm)["by_chance_per_month"] <= 1.0


def test_only_frequent_matters_are_watched_on_their_own() -> None:
    """Of forty words the thirty most frequent; the others count in all."""
    words = np.repeat(np.char.mod("w%02d", np.arange(40)), np.arange(1, 41))
    frame = pd.DataFrame(
        {"unit_id": "g000", "reported_at": pd.Timestamp(2023, 1, 1), "category": words}
    )
    events = daily_events(frame, pd.Index(["g000"]), last=LAST)
    assert events.words == ("", *np.char.mod("w%02d", np.arange(10, 40)))
    assert int((events.matter == 0).sum()) == sum(range(1, 11))


def test_an_impossible_rate_is_refused() -> None:
    """No watch without false alarms."""
    with pytest.raises(ValueError, match="false_alarms_per_month"):
        WarningSection(false_alarms_per_month=0)
