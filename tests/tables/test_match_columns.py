"""Columns by meaning: how files spell what a table means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.tables import Table, table, units_table
from servicecircle.tables.datum_words import WORDS, datum_of
from servicecircle.tables.match_columns import fold, match_columns
from servicecircle.vocabulary import Level

TABLES = [
    *(table(name) for name in ("stations", "buildings", "entrances", "candidates")),
    table("appeals"),
    units_table(Level.GRID, Level.RED_SUB_GRID),
    units_table(Level.COMMUNITY, Level.STREET),
]
SPELLINGS = [
    str,
    str.upper,
    lambda word: f" {word} ",
    lambda word: word.replace("_", " "),
    lambda word: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word),
    lambda word: f"\ufeff{word}",
    lambda word: f"*{word}",
    lambda word: f"{word}（必填）*",
]


def matched(found: list[str], of: Table) -> dict[str, str]:
    """Match and expect no question."""
    pairs, findings = match_columns(found, of, columns={}, source="f.csv")
    assert findings == []
    return pairs


@given(st.data())
def test_any_set_of_names_in_any_order_is_recognised(data: st.DataObject) -> None:
    """One alias per column, however it is spelt and wherever it stands."""
    of = data.draw(st.sampled_from(TABLES))
    named = {}
    for column in of.columns:
        if not column.is_geometry:
            alias = data.draw(st.sampled_from((column.name, *column.aliases)))
            named[column.name] = data.draw(st.sampled_from(SPELLINGS))(alias)
    found = data.draw(st.permutations([*named.values(), "备注", "OBJECTID"]))
    assert matched(found, of) == named


@pytest.mark.parametrize(
    ("spelt", "plain"),
    [
        ("人口（人）", "人口"),
        ("建筑面积(㎡)", "建筑面积"),
        ("建筑面积 【平方米】", "建筑面积"),
        ("residents [persons]", "residents"),
        ("Ｌａｔ（°）", "lat"),
        ("Floor-Area (sq m)", "floorarea"),
        ("经度（GCJ-02）", "经度gcj02"),
    ],
)
def test_units_in_brackets_fold_away(spelt: str, plain: str) -> None:
    """Width, case, blanks and a unit that needs no conversion do not matter."""
    assert fold(spelt) == plain


@pytest.mark.parametrize("name", ["人口（亿人）", "人口（户籍）", "人口(2020)"])
def test_brackets_that_mean_something_stay(name: str) -> None:
    """Hundred millions, registered residents and years are not simply residents."""
    of = table("buildings")
    pairs, asked = match_columns(["楼栋编码", name], of, columns={}, source="f.csv")
    assert "residents" not in pairs
    assert [finding.rule for finding in asked] == ["column-doubtful"]


@pytest.mark.parametrize("datum", WORDS)
@pytest.mark.parametrize(
    "place", ["{datum}_{name}", "{name}_{datum}", "{name}({datum})"]
)
def test_coordinates_may_name_their_datum(datum: str, place: str) -> None:
    """The name is understood, and the datum is not lost."""
    for word in WORDS[datum]:
        x, y = (place.format(datum=word, name=name) for name in ("lng", "纬度"))
        pairs = matched([x, y, "站点编码"], table("stations"))
        assert (pairs["x"], pairs["y"]) == (x, y)
        assert datum_of(fold(x)) == datum_of(fold(y)) == datum


def test_two_datums_are_a_question() -> None:
    """Which pair is meant is not guessed."""
    found = ["站点编码", "lng_wgs84", "lat_wgs84", "lng_gcj02", "lat_gcj02"]
    _, findings = match_columns(found, table("stations"), columns={}, source="s.csv")
    assert [f.rule for f in findings] == ["column-ambiguous", "column-ambiguous"]
    assert 'columns = { x = "lng_wgs84" }' in findings[0].remedy


@pytest.mark.parametrize(
    ("name", "of", "meaning"),
    [
        ("CZWCODE", "buildings", "building_id"),
        ("SQCODE", "buildings", "community_id"),
        ("gridcode", "appeals", "grid_id"),
        ("discovertime", "appeals", "reported_at"),
        ("accepttime", "appeals", "accepted_at"),
        ("dispatchtime", "appeals", "dispatched_at"),
        ("solvingtime", "appeals", "handled_at"),
        ("endtime", "appeals", "resolved_at"),
        ("nowstatusname", "appeals", "status"),
        ("longitude_wgs84", "appeals", "x"),
        ("communitycode", "appeals", "community_id"),
        ("JZMJ", "buildings", "floor_area_m2"),
        ("开放时段", "stations", "hours"),
    ],
)
def test_names_seen_in_real_projects(name: str, of: str, meaning: str) -> None:
    """The field names that districts' own databases have."""
    pairs, _ = match_columns([name], table(of), columns={}, source="f.csv")
    assert pairs == {meaning: name}


def test_a_unit_may_say_what_it_belongs_to() -> None:
    """The code of the level above, alone or after the word for belonging."""
    of = units_table(Level.GRID, Level.RED_SUB_GRID)
    assert matched(["综合网格编码", "所属红色小分格编码"], of) == {
        "unit_id": "综合网格编码",
        "parent_id": "所属红色小分格编码",
    }
