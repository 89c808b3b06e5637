"""Sentences in English and Chinese, from one table, with their figures filled in."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Language = Literal["en", "zh"]
BETWEEN: dict[Language, str] = {"en": " ", "zh": ""}
LISTED: dict[Language, str] = {"en": ", ", "zh": "、"}


class Sentence(NamedTuple):
    """A row of the table, and what is filled in."""

    key: str
    figures: Mapping[str, Any] = {}
    """Numbers are shown whole, sentences and lists of them in the same language."""


def render(said: Iterable[Sentence], language: Language) -> str:
    """
    Put sentences together in one of the languages.

    Examples
    --------
    >>> unit = Sentence("unit", {"name": "G1", "residents": 1200.0})
    >>> said = [Sentence("units_one", {"level": Sentence("grid"), "units": [unit]})]
    >>> render(said, "en"), render(said, "zh")
    ('All of them live in grid G1 (1,200).', '全部在网格G1（1,200人）。')
    """
    return BETWEEN[language].join(_filled(one, language) for one in said)


@cache
def table() -> dict[str, dict[str, str]]:
    """Read the table: by key, the sentence in each language."""
    text = files("servicecircle.siting").joinpath("sentences.csv").read_text("utf-8")
    return {row["key"]: row for row in csv.DictReader(text.splitlines())}


def _filled(said: Sentence, language: Language) -> str:
    shown = {name: _shown(value, language) for name, value in said.figures.items()}
    return table()[said.key][language].format(**shown)


def _shown(value: Any, language: Language) -> str:  # noqa: ANN401 - any figure
    if isinstance(value, Sentence):
        return _filled(value, language)
    if isinstance(value, list):
        return LISTED[language].join(_shown(one, language) for one in value)
    # A share below 0.5 is none of somebody: counts of residents are whole for readers.
    return value if isinstance(value, str) else f"{value:,.0f}"
