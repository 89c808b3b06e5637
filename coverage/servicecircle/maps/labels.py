"""The words on maps, in English and Chinese."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from typing import Literal, get_args

Language = Literal["en", "zh"]

LANGUAGES: tuple[Language, ...] = get_args(Language)


def _read() -> dict[Language, dict[str, str]]:
    """Read the table in which each word stands beside its translation."""
    table = files("servicecircle.maps").joinpath("words.csv")
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    return {language: {r["key"]: r[language] for r in rows} for language in LANGUAGES}


LABELS: dict[Language, dict[str, str]] = _read()
"""By language, what the page says for each key; ``{...}`` stand for values."""
