"""Which encoding some bytes are in: found from the bytes, whatever a label says."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CHINESE = "gb18030"
"""Holds all of GBK and of GB 2312."""
_SAME_AS_CHINESE = {"gbk", "gb2312", "hz", "gb18030"}
_LATIN = {"iso8859-1", "iso8859-15", "cp1252", "cp437", "cp850", "ascii"}
"""What software writes as a label without having asked anyone."""
_BY_NUMBER = {"65001": "utf-8", "88591": "iso8859-1", "54936": CHINESE}
LEAST_CHINESE_SHARE = 0.5
SURELY_CHINESE = 0.95
_ENOUGH = 1_000_000
"""Characters that are enough to judge all by."""
LEAST_LETTER_SHARE = 0.9
# After two letters of a word, or between two: not the 栋 of a栋.
_INSIDE = r"(?<=[A-Za-z][a-z])[^\x00-\x7f]+|(?<=[A-Za-z])[^\x00-\x7f]+(?=[a-z])"
_STRANGE = re.compile(
    "[\u0370-\u04ff\u2500-\u257f\u3040-\u30ff\u3105-\u312f\ue000-\uf8ff]"
)
"""Kana, Greek, Cyrillic, boxes, private use: what Big5 looks like in GB18030."""
MOST_STRANGE_SHARE = 0.05
_BIG5 = {"big5", "cp950", "big5hkscs"}
_BIG5_EVERYDAY = (0xA1, 0xC6)
"""The first bytes of its marks and of its everyday characters."""
_LOW = "\u0800"
"""In UTF-8, Chinese begins above it: what lies below takes two bytes."""


def codec_of(name: str) -> str | None:
    """
    Give Python's name of an encoding as a .cpg file calls it.

    Examples
    --------
    >>> codec_of("ANSI 936"), codec_of("65001"), codec_of("ISO-8859-1")
    ('gb18030', 'utf-8', 'iso8859-1')
    >>> codec_of("no such thing") is None
    True
    """
    number = re.search(r"\d+$", name.replace("-", "").strip())
    options = [name.strip()]
    if number:
        digits = number.group()
        options = [_BY_NUMBER.get(digits, name.strip()), f"cp{digits}"]
    for option in options:
        try:
            found = codecs.lookup(option).name
        except LookupError:
            continue
        return CHINESE if found in _SAME_AS_CHINESE else found
    return None


def decode(value: bytes, encoding: str, *, may_be_cut: bool) -> str:
    """
    Decode strictly; where a value may be cut, half a character at its end is dropped.

    >>> decode("网格".encode("gbk")[:3], "gb18030", may_be_cut=True)
    '网'
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    return decoder.decode(value, final=not may_be_cut)


def find_encoding(
    whole: Iterable[bytes], cut: Iterable[bytes] = (), *, declared: str | None = None
) -> str | None:
    """
    Find the one encoding in which all values are text.

    UTF-8 is too strict to fit by chance, so it goes first. A label is believed only
    where the bytes allow it: software writes Latin-1 on files in GBK, and every byte is
    some letter of Latin-1.

    Parameters
    ----------
    whole
        Values that are complete.
    cut
        Values that fill their field, so that they may end in half a character.
    declared
        The codec that a label names.

    Returns
    -------
    A codec's name; None where no encoding fits.

    Examples
    --------
    >>> find_encoding(["综合网格".encode("gbk")], declared="iso8859-1")
    'gb18030'
    >>> find_encoding(["Avenida Simón".encode("latin-1")], declared="iso8859-1")
    'iso8859-1'
    >>> find_encoding(["Avenida Simón".encode("latin-1")]) is None
    True
    """
    whole, cut = list(whole), list(cut)
    joined = b"\n".join(whole)
    if joined.isascii() and all(value.isascii() for value in cut):
        return "utf-8"
    unicode = _text(joined, cut, "utf-8")
    if unicode is not None and max(unicode) >= _LOW:
        return "utf-8"
    chinese = _text(joined, cut, CHINESE)
    share = 0.0 if chinese is None else _chinese_share(chinese)
    if unicode is not None and not (share >= SURELY_CHINESE and _by_chance(unicode)):
        return "utf-8"
    stated = None if declared is None else _text(joined, cut, declared)
    if (
        stated is not None
        and declared not in {"utf-8", CHINESE}
        and (declared not in _LATIN or _western(stated))
        and (
            declared not in _BIG5
            or share < SURELY_CHINESE
            or _big5_share(stated) >= SURELY_CHINESE
        )
    ):
        return declared
    least = 0.0 if declared == CHINESE else LEAST_CHINESE_SHARE
    if (
        chinese is not None
        and share >= least
        and not _inside_words(chinese)
        and not _strange(chinese)
    ):
        # A table put together from two sources can be in two encodings.
        return None if any(map(_surely_unicode, [*whole, *cut])) else CHINESE
    return None if unicode is None else "utf-8"


def _text(joined: bytes, cut: list[bytes], encoding: str) -> str | None:
    try:
        parts = [decode(value, encoding, may_be_cut=True) for value in cut]
        return "\n".join([joined.decode(encoding), *parts])
    except UnicodeDecodeError:
        return None


def _surely_unicode(value: bytes) -> bool:
    """Whether a value is UTF-8 with characters of three bytes, which GBK never is."""
    if value.isascii():
        return False
    try:
        return max(value.decode("utf-8")) >= _LOW
    except UnicodeDecodeError:
        return False


def _chinese_share(text: str) -> float:
    """Of the characters beyond ASCII, the share in everyday Chinese use (GB 2312)."""
    beyond = re.sub(r"[\x00-\x7f]", "", text[:_ENOUGH])
    common = beyond.encode("gb2312", "ignore").decode("gb2312")
    return len(common) / max(len(beyond), 1)


def _big5_share(text: str) -> float:
    """Of the characters beyond ASCII, the share in everyday use by Big5."""
    beyond = re.sub(r"[\x00-\x7f]", "", text[:_ENOUGH])
    low, high = _BIG5_EVERYDAY
    first = [c.encode("big5hkscs", "ignore")[:1] for c in beyond]
    common = sum(low <= byte[0] <= high for byte in first if byte)
    return common / max(len(beyond), 1)


def _strange(text: str) -> bool:
    """Whether too much is in scripts that no table of a district is written in."""
    beyond = re.sub(r"[\x00-\x7f]", "", text[:_ENOUGH])
    return len(_STRANGE.findall(beyond)) > MOST_STRANGE_SHARE * len(beyond)


def _by_chance(text: str) -> bool:
    """
    Whether text fits UTF-8 only as a few pairs of GBK bytes may.

    Such text has no Chinese in it, and never a foreign letter inside a word.
    """
    runs = re.findall(r"[^\x00-\x7f]+", text)
    touched = re.search(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]", text)
    pairs = all(len(run) > 1 and max(run) < _LOW for run in runs)
    return pairs and not touched


def _western(text: str) -> bool:
    """Whether letters with accents stand alone or inside words, as in Spanish."""
    runs = re.findall(r"[^\x00-\x7f]+", text)
    letters = "".join(runs)
    share = sum(letter.isalpha() for letter in letters) / max(len(letters), 1)
    alone = 2 * sum(len(run) == 1 for run in runs) >= len(runs)
    return share >= LEAST_LETTER_SHARE and (alone or _inside_words(text))


def _inside_words(text: str) -> bool:
    """Whether half of what is beyond ASCII stands inside words, as no Chinese does."""
    runs = re.findall(r"[^\x00-\x7f]+", text[:_ENOUGH])
    inside = re.findall(_INSIDE, text[:_ENOUGH])
    return bool(runs) and 2 * len(inside) >= len(runs)
