"""Messages and remedies in Chinese, by the sentences that the code can say."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

TELLING = 8
"""A phrase with fewer characters of its own, such as "its {}", comes last."""
_BLANK = re.compile(r"(?:\{\})+")
_FILLED = re.compile(r"\{(\d)\}")
_VALUE = r"((?:(?![.?] [A-Z]).)*?)"
"""A value does not reach into the next sentence."""
_ENDS = (".", "?")
_TOKEN = re.compile(r"(?<!\S)[a-z_]+(?=[\s,:]|$)")
_FOUND = re.compile(r"( *)(error|warning|note) \[([\w-]+)\] (.*)")
"""A finding as it prints itself."""
_LINE = re.compile(r"(?<!\S)(?:rows?|features?)(?= \d)")


class Sentence(NamedTuple):
    """One sentence or phrase with blanks for values."""

    pattern: re.Pattern[str]
    chinese: str
    ends: bool | None
    """Whether it is whole, and no phrase within one; None where a value says."""


def in_chinese(text: str) -> str:
    """
    Say a message or remedy in Chinese; values stay as they are.

    Parameters
    ----------
    text
        What a finding says, in English.

    Returns
    -------
    str
        Put together from `sentences_zh.csv`, whose rows are the sentences and phrases
        of the code with ``{}`` for each value; values may be phrases themselves. What
        has no row stays English.

    Examples
    --------
    >>> in_chinese("grids 'G7' holds no building.")
    "网格 'G7' 内没有楼栋。"
    >>> in_chinese("stations.csv row 9, column 'open_from': '2021-3' names a month and "
    ...            "no day.")
    "stations.csv 行 9, 列 'open_from': '2021-3' 只有年月，没有日。"
    >>> in_chinese("Nobody wrote this.")
    'Nobody wrote this.'
    >>> in_chinese("error [empty-grid] grids 'G7' holds no building.")
    "错误 [empty-grid] 网格 'G7' 内没有楼栋。"
    """
    return "\n".join(map(_line, text.split("\n")))


def _line(text: str) -> str:
    """Translate a line: a finding as it prints itself, or sentences."""
    found = _FOUND.fullmatch(text)
    if found:
        indent, severity, rule, said = found.groups()
        return f"{indent}{_words()[severity]} [{rule}] {_said(said)}"
    said = text.lstrip(" ") if text.startswith("  ") else text
    return " " * (len(text) - len(said)) + _said(said)


def _said(text: str) -> str:
    """Translate one or several sentences."""
    if _whole(text):
        return _whole(text) or text
    ends = [found.start() + 1 for found in re.finditer(r"[.?] (?=[A-Z])", text)]
    for end in reversed(ends):
        said = _whole(text[:end])
        if said:
            return said + _said(text[end + 1 :])
    if ends:
        return _sentence(text[: ends[0]]) + _said(text[ends[0] + 1 :])
    return _sentence(text)


def _sentence(text: str) -> str:
    """Translate one sentence as far as it is known."""
    by_part = _by_its_end(text) or _whole(text, telling=False)
    return by_part or _LINE.sub(_word, text)


def _whole(text: str, *, telling: bool = True) -> str | None:
    """Translate what is one sentence, one phrase or one word of the table."""
    if text in _words():
        return _words()[text]
    whole = text.endswith(_ENDS)
    for pattern, chinese, ends in _sentences(telling=telling):
        found = pattern.fullmatch(text) if ends in {whole, None} else None
        if found:
            return _filled(chinese, [in_chinese(part) for part in found.groups()])
    phrase = _whole(text[:-1]) if text.endswith(".") else None
    return f"{phrase}。" if phrase else None


def _filled(chinese: str, parts: Sequence[str]) -> str:
    return _FILLED.sub(lambda number: parts[int(number[1]) - 1], chinese)


def _by_its_end(text: str) -> str | None:
    """Translate the longest end that is a phrase; what stands before is values."""
    for start in re.finditer(r"(?=[ ,])", text):
        before, after = text[: start.start()], text[start.start() :]
        for phrase, between in ((after, ""), (after.strip(), " ")):
            said = _whole(phrase) if " " in phrase else None
            if said:
                place, colon, value = before.rpartition(": ")
                value = _whole(value) or value
                return f"{_TOKEN.sub(_word, place + colon)}{value}{between}{said}"
    return None


def _word(found: re.Match[str]) -> str:
    return _words().get(found[0], found[0])


@cache
def _sentences(*, telling: bool) -> list[Sentence]:
    """Read the sentences, those that say most first."""
    able = []
    rows = [*_rows("sentences_zh.csv"), *_rows("usage_zh.csv")]
    for english, chinese in rows:
        own = _BLANK.sub("", english)
        if (len(own) >= TELLING) == telling:
            spelt = [re.escape(part) for part in _BLANK.split(english)]
            whole = re.compile(_VALUE.join(spelt))
            ends = None if english.endswith("{}") else english.endswith(_ENDS)
            sentence = Sentence(whole, chinese, ends)
            able.append((len(own), sentence))
    return [sentence for _, sentence in sorted(able, key=lambda one: -one[0])]


@cache
def _words() -> dict[str, str]:
    return dict(_rows("words_zh.csv"))


def _rows(name: str) -> list[tuple[str, str]]:
    text = files("servicecircle.reports").joinpath(name).read_text("utf-8")
    return [
        (row["english"], row["chinese"]) for row in csv.DictReader(text.splitlines())
    ]
