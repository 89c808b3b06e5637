"""The words of the page of findings, in English and Chinese."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Literal

from servicecircle.tables import rules

Language = Literal["en", "zh"]

WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "html_lang": "en",
        "title": "Findings",
        "blocked": "This area cannot be planned yet",
        "passes": "Nothing blocks: this area can be planned",
        "clean": "Nothing was found",
        "blocking": "{n} findings block. Mend them first.",
        "looked_at": "Look at the warnings before you trust the figures.",
        "nothing": "Every check passed.",
        "error": "Errors",
        "warning": "Warnings",
        "note": "Notes",
        "silenced": "Silenced",
        "overview": "Overview",
        "rule": "Rule",
        "count": "Findings",
        "tables": "Table",
        "more": "and {n} more, in findings.csv",
        "remedy": "What to do",
        "no_place": "no place on the map",
        "beyond": "Open rings at the edge lie beyond the map.",
        "map_of": "Where the findings of {rule} lie",
        "silenced_text": "Silenced in area.toml ([checks] silence): found, counted, "
        "and told nowhere else.",
        "scores": "How well the coordinates fit",
        "scores_text": "Every plausible reading of each table's coordinates, held "
        "against the units that its rows name. Readings that fit worse stand in "
        "datum.csv alone.",
        "files": "findings.csv lists everything. findings.gpkg opens over the map in "
        "QGIS, coloured by severity.",
        "made_by": "Made by servicecircle {version}",
    },
    "zh": {
        "html_lang": "zh-Hans",
        "title": "检查结果",
        "blocked": "数据尚不能用于规划",
        "passes": "没有阻断问题，可以规划",
        "clean": "未发现问题",
        "blocking": "有 {n} 项必须先修正。",
        "looked_at": "采信结果之前，请先看一遍警告。",
        "nothing": "全部检查通过。",
        "error": "错误",
        "warning": "警告",
        "note": "提示",
        "silenced": "已静默",
        "overview": "概览",
        "rule": "规则",
        "count": "数量",
        "tables": "数据表",
        "more": "另有 {n} 项，见 findings.csv",
        "remedy": "处理办法",
        "no_place": "无位置",
        "beyond": "边缘的空心圆点位于图外。",
        "map_of": "{rule} 的位置",
        "silenced_text": "已在 area.toml 中静默（[checks] silence）：仍然检查并计数，"
        "但不再逐条列出。",
        "scores": "坐标系吻合度",
        "scores_text": "对每张表的坐标逐一尝试可能的解读，并与各行所写的单元对照。"
        "较差的解读只列在 datum.csv 中。",
        "files": "findings.csv 列出全部结果；findings.gpkg 可在 QGIS 中叠加打开，"
        "按严重程度着色。",
        "made_by": "由 servicecircle {version} 生成",
    },
}

SCORE_WORDS: dict[Language, dict[str, str]] = {
    "en": {},
    "zh": {
        "layer": "图层",
        "reading": "坐标解读",
        "evidence": "对照",
        "share": "吻合",
        "rows": "行数",
        "verdict": "结论",
        "confirmed": "相符",
        "contradicted": "不符",
        "undecided": "无法判断",
        "mixed": "混合",
        "better": "更吻合",
        "perhaps better": "可能更吻合",
        "as good": "同样吻合",
        "not told apart": "无法区分",
        "parent": "所写上级",
        "district": "区界",
        "street": "所写街道",
        "community": "所写社区",
        "red_sub_grid": "所写红色小分格",
        "grid": "所写网格",
        "at a building": "位于楼栋处",
        "own building": "所属楼栋",
        "as declared": "按声明",
        "as declared if what it is held against is in": "按声明，而对照数据按",
    },
}
"""Words of the table of scores, as `examine_datums` gives it; others stay."""


@cache
def rule_meanings(language: Language) -> dict[str, str]:
    """
    Say what each rule means, in one language.

    >>> rule_meanings("en")["file-empty"]
    'A file holds no rows.'
    >>> rule_meanings("zh")["file-empty"]
    '文件没有数据行。'
    """
    if language == "en":
        return {name: rule.meaning for name, rule in rules().items()}
    return {name: meaning for name, (meaning, _) in chinese_rules().items()}


@cache
def chinese_rules() -> dict[str, tuple[str, str]]:
    """Read each rule's meaning and remedy in Chinese."""
    text = files("servicecircle.reports").joinpath("rules_zh.csv").read_text("utf-8")
    return {
        row["rule"]: (row["meaning"], row["remedy"])
        for row in csv.DictReader(text.splitlines())
    }
