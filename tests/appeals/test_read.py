"""Registers as people keep them: what is wrong is counted, nothing is guessed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from servicecircle.appeals import Said
from servicecircle.errors import AreaError

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.appeals import AppealsTable
    from servicecircle.area import PlanningArea

    Register = Callable[..., AppealsTable]

HEAD = "诉求编号,诉求时间,响应时间,办结时间,诉求级别,综合网格编码,楼栋编码,姓名,电话\n"
GRID, OTHER = "4403110060030606", "4403110060031102"
BUILDING = "4403110060030000611"


def test_every_trouble_is_counted_once(register: Register) -> None:
    """Rows are named as a spreadsheet counts them, and no cell is quoted."""
    rows = [
        f"1,2024-03-01 09:00:00,2024-03-01 08:00,2024-03-01,一类,{GRID},,张三,138000",
        f"2,2024-03-01 09:00:00,昨天下午,2024-09-01,一类,{GRID},,张三,13800000000",
        f"3,2024/3/1 24:00,2024-03-02 00:05,,一类,{GRID},,李四,13800000001",
        "4,2024-03-01 09:00:00,,,一类,9999,,李四,13800000001",
        f"5,2024-03-01 09:00:00,,,一类,4.40311006003061E+15,{BUILDING},王五,138",
        f"5,2024-03-01 09:00:00,,,一类,{GRID},,王五,138",
        f"7,2024-03-01 09:00:00,,,一类,{OTHER},{BUILDING},王五,138",
        f"8,2024-02-30 09:00:00,,,一类,{GRID},none,王五,138",
    ]
    appeals = register(HEAD + "\n".join(rows) + "\n", as_of=dt.date(2024, 4, 1))
    assert appeals.counts == {
        "appeal-before-report": 1,
        "appeal-building-elsewhere": 1,
        "appeal-code-spoiled": 1,
        "appeal-in-future": 1,
        "appeal-repeated": 1,
        "appeal-time": 2,
        "appeal-time-24": 1,
        "appeal-unit-unknown": 2,
        "appeal-without-unit": 1,
    }
    said = " ".join(f"{found.message} {found.remedy}" for found in appeals.problems)
    assert "昨天" not in said
    assert "9999" not in said
    assert "张三" not in said
    assert "1 cells of '响应时间' are no time that can be read (rows 3)" in said
    frame = appeals.frame
    assert len(frame) == 7
    assert frame["grid_id"].tolist()[4:6] == [GRID, OTHER]
    assert frame["grid_id"].isna().tolist()[3]
    assert frame["responded_said"].tolist()[:2] == [Said.UNUSABLE, Said.UNUSABLE]
    assert frame["community_id"].isna().sum() == 1
    assert frame["district_id"].notna().all()


def test_nothing_of_people_is_kept(register: Register) -> None:
    """Neither a column of theirs nor one that nobody asked for."""
    row = f"1,2024-03-01 09:00:00,,,一类,{GRID},,张三,13800000000\n"
    frame = register(HEAD + row).frame
    assert not frame.astype("str").isin(["张三", "13800000000"]).any(axis=None)
    assert not {"姓名", "电话"} & set(frame.columns)


def test_a_mapping_to_free_text_is_not_followed(register: Register) -> None:
    """A column of stories is left out, a telephone number in a word too."""
    stories = "\n".join(f"{k},2024-03-01,邻居张{k}来电,咨询" for k in range(30))
    head = "诉求编号,诉求时间,诉求类别,诉求渠道\n"
    appeals = register(f"{head}{stories}\n31,2024-03-01,邻居,13800000000\n")
    assert appeals.counts == {"appeal-free-text": 1, "appeal-without-unit": 31}
    assert appeals.frame["category"].isna().all()
    assert list(appeals.frame["channel"].cat.categories) == ["咨询"]
    assert sum(found.rule == "appeal-free-text" for found in appeals.problems) == 2


@pytest.mark.parametrize(
    "story",
    [
        "张三家门口反映水管漏水已经三个月无人处理请尽快",
        "水管漏水。",
        "zhang@mail.example",
        "his tap has dripped for three months now and more",
    ],
)
def test_a_sentence_is_no_word(register: Register, story: str) -> None:
    """A Chinese one is short: its letters count for two."""
    appeals = register(
        f"诉求编号,诉求时间,诉求渠道\n1,2024-03-01,{story}\n2,2024-03-01,电话\n"
    )
    assert list(appeals.frame["channel"].cat.categories) == ["电话"]
    assert appeals.counts["appeal-free-text"] == 1


def test_times_of_one_zone_stay_and_of_several_are_refused(register: Register) -> None:
    """Unless the zone of local time is said."""
    head = "诉求编号,诉求时间,响应时间\n"
    alike = register(f"{head}1,2024-03-01T09:00:00+08:00,2024-03-01T09:05:00+08:00\n")
    assert alike.counts == {"appeal-without-unit": 1}
    assert str(alike.frame["reported_at"].iloc[0]) == "2024-03-01 09:00:00"
    mixed = f"{head}1,2024-03-01T01:00:00Z,2024-03-01 09:05:00\n"
    refused = register(mixed)
    assert refused.counts["appeal-time-zone"] == 1
    assert refused.frame["reported_at"].isna().all()
    told = register(mixed, time_zone="Asia/Shanghai").frame
    assert str(told["reported_at"].iloc[0]) == "2024-03-01 09:00:00"
    assert str(told["responded_at"].iloc[0]) == "2024-03-01 09:05:00"


def test_dates_alone_are_known_as_such(register: Register) -> None:
    """And compared as days: answered on the day is not before it."""
    head = "诉求编号,诉求时间,响应时间,办结时间\n"
    rows = "1,2024-03-01,2024-03-01,2024-02-29\n2,2024-03-01 09:00,2024-03-01,\n"
    appeals = register(head + rows)
    assert appeals.counts == {"appeal-before-report": 1, "appeal-without-unit": 2}
    assert appeals.frame["reported_has_time"].tolist() == [False, True]
    assert appeals.frame["responded_said"].tolist() == [Said.DAY, Said.DAY]


def test_flags_and_persons(register: Register) -> None:
    """Five make an appeal collective where persons are counted."""
    head = "诉求编号,诉求时间,是否重复,诉求人数\n"
    rows = "1,2024-03-01,是,1\n2,2024-03-01,否,5\n3,2024-03-01,也许,4\n"
    appeals = register(head + rows)
    assert appeals.frame["repeat"].isna().tolist() == [False, False, True]
    assert appeals.frame["repeat"].tolist()[:2] == [True, False]
    assert appeals.frame["collective"].tolist() == [False, True, False]
    assert appeals.counts["appeal-flag"] == 1


def test_without_an_end_the_last_report_is_taken(
    register: Register, community: PlanningArea
) -> None:
    """The planning date goes before; nothing at all is said."""
    appeals = register("诉求编号,诉求时间\n1,2024-03-01 09:00\n")
    assert appeals.as_of == community.config.area.planning_date


def test_a_register_without_times_blocks(register: Register) -> None:
    """With the columns that are there."""
    with pytest.raises(AreaError, match="no column for reported_at"):
        register("诉求编号,级别\n1,一类\n")


def test_a_building_tells_the_unit(register: Register, community: PlanningArea) -> None:
    """And the wider units follow."""
    home = community.buildings.iloc[7]
    text = f"诉求编号,诉求时间,楼栋编码\n1,2024-03-01 09:00,{home.name}\n"
    row = register(text).frame.iloc[0]
    ids = [level.id_column for level in community.levels]
    assert row[ids].tolist() == home[ids].tolist()
    assert np.array_equal(row["building_id"], home.name)
