"""Sentences in English and Chinese, from one table, with their figures filled in."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from string import Formatter
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


def say(key: str, language: Language, **figures: Any) -> str:  # noqa: ANN401 - any
    """
    Say one sentence.

    Examples
    --------
    >>> say("site_time_limit", "en", gap=0.0123)
    'time was up: at most 1.23% from the best, which is not known'
    """
    return _filled(Sentence(key, figures), language)


@cache
def table() -> dict[str, dict[str, str]]:
    """Read the table: by key, the sentence in each language."""
    text = files("servicecircle.siting").joinpath("sentences.csv").read_text("utf-8")
    return {row["key"]: row for row in csv.DictReader(text.splitlines())}


class _Filling(Formatter):
    """Fills in as a language shows things, or as the sentence itself says (:.1%)."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - any figure
        """Show one figure."""
        if format_spec:
            return format(value, format_spec)
        return _shown(value, self.language)


def _filled(said: Sentence, language: Language) -> str:
    sentence = table()[said.key][language]
    return _Filling(language).vformat(sentence, (), said.figures)


def _shown(value: Any, language: Language) -> str:  # noqa: ANN401 - any figure
    if isinstance(value, Sentence):
        return _filled(value, language)
    if isinstance(value, list):
        return LISTED[language].join(_shown(one, language) for one in value)
    # A share below 0.5 is none of somebody: counts of residents are whole for readers.
    return value if isinstance(value, str) else f"{value:,.0f}"
