"""The page of findings: readable, escaped, small, the same each time."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
import shapely

from servicecircle.findings import Finding
from servicecircle.reports.findings_locator import MOST_DOTS, WIDTH, Locator
from servicecircle.reports.findings_page import SHOWN, findings_page
from servicecircle.reports.findings_words import WORDS, rule_meanings
from servicecircle.tables import rules, silence
from servicecircle.tables.say import error, note, warning
from servicecircle.vocabulary import Severity

DISTRICT = [np.array([shapely.box(0, 0, 1000, 800)])]
HOSTILE = "<script>alert(1)</script> {{7*7}} {% \"'&"


class Reader(HTMLParser):
    """Collects what a browser would show and ask for."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note tags and what they refer to."""
        self.tags.append(tag)
        self.links += [v or "" for k, v in attrs if k in {"src", "href"}]

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def many(number: int) -> list[Finding]:
    """Give one rule's findings, spread over the district."""
    rng = np.random.default_rng(3)
    spots = shapely.points(rng.uniform(0, 1000, number), rng.uniform(0, 800, number))
    return [
        error("unique-id", "buildings", f"Row {i}.", "Code it.", label=f"b{i}", where=p)
        for i, p in enumerate(spots)
    ]


def test_headline_says_whether_it_blocks() -> None:
    """And how many findings do."""
    blocked = Reader(findings_page(many(3), name="A", outlines=DISTRICT)).text
    assert WORDS["en"]["blocked"] in blocked
    assert "3 findings block" in blocked
    warned = findings_page([warning("gap", "grids", "m", "r")], name="A")
    assert WORDS["en"]["passes"] in warned
    assert WORDS["en"]["clean"] in findings_page([], name="A")


def test_every_text_is_escaped() -> None:
    """Names and messages come from anybody's files."""
    hostile = Finding(Severity.ERROR, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    page = findings_page(
        [hostile, *silence([hostile], [HOSTILE])],
        name=HOSTILE,
        attribution=[HOSTILE],
        scores=pd.DataFrame({HOSTILE: [HOSTILE]}),
    )
    read = Reader(page)
    assert "script" not in read.tags
    assert read.text.count(HOSTILE) >= 7


def test_a_rule_of_several_severities_is_counted_by_each() -> None:
    """One error among forty warnings does not make forty-one errors."""
    found = [error("gap", "grids", "m", "r")]
    found += [warning("gap", "grids", f"m{k}", "r") for k in range(40)]
    page = findings_page(found, name="A")
    overview = page[page.index(WORDS["en"]["overview"]) : page.index('id="rule-1"')]
    counts = re.findall(r'badge (\w+)">.*?class="number">(\d+)<', overview, re.DOTALL)
    assert counts == [("error", "1"), ("warning", "40")]


def test_the_chinese_page_says_messages_and_remedies_in_chinese() -> None:
    """Codes stay as they are."""
    said = note("unit-without-buildings", "grids", "grids 'G7' holds no building.", "")
    said = replace(said, remedy="Check building_id and the coordinates.")
    read = Reader(findings_page([said], name="A", language="zh")).text
    assert "网格 'G7' 内没有楼栋。" in read
    assert "请核对 building_id 和坐标。" in read
    assert "holds" not in read


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_needs_nothing_from_elsewhere(language: str) -> None:
    """Links lead into the page itself."""
    page = findings_page(many(9), name="A", outlines=DISTRICT, language=language)
    assert all(link.startswith("#") for link in Reader(page).links)
    assert "url(" not in page
    assert WORDS[language]["blocked"] in page


def test_thousands_of_findings_stay_readable() -> None:
    """Some are told, all are counted, dots that lie close become one."""
    page = findings_page(many(30_000), name="A", outlines=DISTRICT)
    assert len(page.encode()) < 60_000
    assert page.count("<li>") == SHOWN
    assert f"and {30_000 - SHOWN:,} more" in page
    assert 10 < page.count("<circle") <= MOST_DOTS


def test_a_cell_as_long_as_a_book_is_cut() -> None:
    """The table has all of it."""
    page = findings_page([error("gap", "grids", "x" * 10**6, "Cut.")], name="A")
    assert len(page) < 20_000


def test_same_findings_same_page() -> None:
    """In any order."""
    found = [*many(50), note("level-derived", "grids", "Made.", "None.")]
    pages = {
        findings_page(f, name="A", outlines=DISTRICT) for f in (found, found[::-1])
    }
    assert len(pages) == 1


def test_silenced_findings_are_counted_and_not_told() -> None:
    """With the rule's meaning."""
    found = silence([error("gap", "grids", "Twelve m2.", "Extend.")], ["gap"])
    text = Reader(findings_page(found, name="A")).text
    assert "Twelve" not in text
    assert rules()["gap"].meaning in text


def test_scores_are_shown_but_for_the_worse_ones() -> None:
    """Shares as per cent, missing values empty, words in the page's language."""
    scores = pd.DataFrame(
        {
            "reading": ["gcj02", "bd09"],
            "share": [0.98765, 0.5],
            "verdict": ["better", "worse"],
            "why": [None, None],
        }
    )
    text = Reader(findings_page([], name="A", scores=scores, language="zh")).text
    assert "gcj02" in text
    assert "98.8%" in text
    assert "更吻合" in text
    assert "bd09" not in text
    assert "None" not in text


def test_every_rule_has_a_meaning_in_chinese() -> None:
    """One line in rules_zh.csv for each of rules.csv, and no other."""
    chinese = rule_meanings("zh")
    assert sorted(chinese) == sorted(rules())
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in chinese.values())


def test_both_languages_have_the_same_words() -> None:
    """With the same gaps to fill."""
    gaps = {
        language: {key: re.findall(r"{\w+}", text) for key, text in words.items()}
        for language, words in WORDS.items()
    }
    assert gaps["en"] == gaps["zh"]


def test_what_lies_beyond_the_map_stands_at_its_edge() -> None:
    """A building 16 km away does not shrink the district."""
    marks = Locator(DISTRICT).marks(np.array([shapely.Point(17_000, 400)]))
    assert marks.dots[0].beyond
    assert marks.dots[0].x < WIDTH


def test_large_shapes_are_drawn_and_small_ones_are_dots() -> None:
    """So that a sliver of a millimetre is still seen."""
    places = np.array([shapely.box(0, 0, 500, 400), shapely.box(9, 9, 9.001, 10)])
    marks = Locator(DISTRICT).marks(places)
    assert len(marks.shapes) == 1
    assert len(marks.dots) == 1


def test_the_chinese_page_says_how_coordinates_were_read_in_chinese() -> None:
    """What area.toml would write stays as it is."""
    readings = ['as declared: crs = "EPSG:4547"', 'datum = "gcj02"']
    readings.append("as declared if what it is held against is in gcj02")
    scores = pd.DataFrame({"reading": readings, "evidence": "own building"})
    read = Reader(findings_page([], name="A", scores=scores, language="zh")).text
    assert '按声明: crs = "EPSG:4547"' in read
    assert "按声明，而对照数据按 gcj02" in read
    assert "as declared" not in read
    assert read.count("所属楼栋") == 3
