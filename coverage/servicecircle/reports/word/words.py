"""The sentences of the written report, in English and Chinese."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from servicecircle.reports.findings_words import Language

NOTHING = "–"


def say(key: str, language: Language, **values: Any) -> str:  # noqa: ANN401 - any
    """
    Say a sentence of `words.csv`.

    >>> say("metres", "en", n=1200)
    '1,200 m'
    """
    return _table()[key][language].format(**values)


def share(value: Any, digits: int = 1) -> str:  # noqa: ANN401 - a number or missing
    """
    Write a share; all and nothing only where they are exact.

    >>> share(0.99999), share(1.0), share(None)
    ('99.9%', '100.0%', '–')
    """
    if pd.isna(value):
        return NOTHING
    step = 10.0**-digits
    shown = float(value) * 100
    if 0 < value < 1:
        shown = min(max(shown, step), 100 - step)
    return f"{shown:.{digits}f}%"


def whole(value: Any) -> str:  # noqa: ANN401 - a number or missing
    """
    Write a whole number.

    >>> whole(1234.4), whole(float("nan"))
    ('1,234', '–')
    """
    return NOTHING if pd.isna(value) else f"{float(value):,.0f}"


def decimal(value: Any) -> str:  # noqa: ANN401 - a number or missing
    """
    Write a number with one decimal.

    >>> decimal(12.34)
    '12.3'
    """
    return NOTHING if pd.isna(value) else f"{float(value):,.1f}"


def text(value: Any) -> str:  # noqa: ANN401 - text or missing
    """Write a text, or a dash where there is none."""
    return NOTHING if pd.isna(value) else str(value)


@cache
def _table() -> dict[str, dict[str, str]]:
    """Read the table: by key, the sentence in each language."""
    source = files("servicecircle.reports.word").joinpath("words.csv")
    rows = csv.DictReader(source.read_text("utf-8").splitlines())
    return {row["key"]: row for row in rows}
