"""What the columns of a run folder's tables are called, and what they hold."""

from __future__ import annotations

import csv
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from servicecircle.reports.findings_words import Language

NUMBERS = frozenset({"count", "number", "rate", "metres", "share", "points"})
"""Kinds of column that are numbers; all others are text, whatever they look like."""
CHINESE = "_zh"
"""The end of a column that says in Chinese what its namesake says in English."""


class Column(NamedTuple):
    """
    One column of a table.

    Parameters
    ----------
    name
        As the CSV file has it.
    kind
        ``count`` (whole), ``number`` (shown whole), ``rate``, ``metres``, ``share``
        (0 to 1), ``points`` (a difference of shares), ``code``, ``text``, ``word``
        (one of a few, translated), ``flag``.
    unit
        In the language asked for; "" where there is none.
    title
        In the language asked for, without the unit.
    """

    name: str
    kind: str
    unit: str
    title: str

    @property
    def heading(self) -> str:
        """The title with its unit."""
        return f"{self.title} ({self.unit})" if self.unit else self.title

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return self.kind in NUMBERS


def column(name: str, table: str, *, language: Language) -> Column:
    """
    Look a column up.

    Parameters
    ----------
    name
        The column's name.
    table
        The table's, without ``.csv``: some names mean another thing there.
    language
        Of title and unit.

    Returns
    -------
    Column
        A column that nobody described keeps its name, and is text: so no code is
        ever taken for a number.

    Examples
    --------
    >>> column("mean_walk_m", "coverage", language="en").heading
    'Mean walk (m)'
    >>> column("share_beyond_800_m", "equity", language="zh").heading
    '步行超过800米 (占居民)'
    >>> column("unheard_of", "coverage", language="en").kind
    'text'
    """
    base = name.removesuffix(CHINESE)
    for key, row in _columns().items():
        place, _, pattern = key.rpartition(":")
        if place in {"", table} and fnmatchcase(base, pattern):
            blank = _blank(base, pattern)
            chinese = language == "zh"
            title = row["chinese" if chinese else "english"].replace("*", blank)
            unit = row["unit_zh" if chinese else "unit"]
            return Column(name, row["kind"], unit, title)
    return Column(name, "text", "", name)


def value_words(column_name: str, *, language: Language) -> dict[str, str]:
    """
    Say what the values of a column of few words mean.

    >>> value_words("tier", language="zh")["red"]
    '红'
    """
    asked = "chinese" if language == "zh" else "english"
    return {
        row["value"]: row[asked] or row["value"]
        for row in _read("column_words.csv")
        if row["column"] == column_name
    }


def in_language(names: list[str], *, language: Language) -> list[str]:
    """
    Leave out what other columns say in another language.

    >>> in_language(["id", "reason", "reason_zh"], language="zh")
    ['id', 'reason_zh']
    """
    doubled = {name for name in names if f"{name}{CHINESE}" in names}
    out = doubled if language == "zh" else {f"{name}{CHINESE}" for name in doubled}
    return [name for name in names if name not in out]


def _blank(name: str, pattern: str) -> str:
    """Give what stands for the star."""
    before, _, after = pattern.partition("*")
    return name[len(before) : len(name) - len(after)]


@cache
def _columns() -> dict[str, dict[str, str]]:
    """Read the columns, those of one table and those without a star first."""
    rows = {row["column"]: row for row in _read("columns.csv")}
    first = sorted(rows, key=lambda key: ("*" in key, ":" not in key, key))
    return {key: rows[key] for key in first}


@cache
def _read(name: str) -> list[dict[str, str]]:
    text = files("servicecircle.reports").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
