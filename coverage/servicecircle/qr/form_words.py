"""What lists, forms and tables about QR points say, in English or Chinese."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh")
HEADINGS = (
    "round",
    "unit",
    "stop",
    "building",
    "building_id",
    "place",
    "walk_m",
    "task",
    "since",
    "due_on",
    "overdue",
)
"""Columns of forms that are there to be read, and not read back."""


@cache
def words(language: str) -> dict[str, str]:
    """
    Read the words of a language.

    >>> words("zh")["code"], words("en")["code"]
    ('二维码编号', 'Code')
    """
    text = files(__package__).joinpath("form_words.csv").read_text(encoding="utf-8")
    return {row["word"]: row[language] for row in csv.DictReader(text.splitlines())}


@cache
def every_heading() -> frozenset[str]:
    """
    Give what forms call the columns that are not read back, in any language.

    >>> {"路线", "Round"} <= every_heading()
    True
    """
    return frozenset(words(spoken)[name] for spoken in LANGUAGES for name in HEADINGS)
