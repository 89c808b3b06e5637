"""Words for datums: in names of columns (`lng_gcj02`, 高德经度), and in cells."""

from __future__ import annotations

import re

COORDINATES = ("x", "y")

WORDS = {
    "wgs84": (
        *("wgs84", "wgs1984", "wgs", "gps", "cgcs2000"),
        *("国家2000", "2000国家", "大地2000", "国家大地2000"),
    ),
    "gcj02": ("gcj02", "gcj", "gaode", "amap", "tencent", "高德", "腾讯", "火星"),
    "bd09": ("bd09ll", "bd09", "bd", "baidu", "百度"),
}
"""What area.toml calls a datum, and how names of columns call it."""
_DATUM_OF = {word: datum for datum, words in WORDS.items() for word in words}
_ANY = "|".join(sorted(_DATUM_OF, key=len, reverse=True))
_FIRST = re.compile(rf"({_ANY})(?:坐标|的)?(.+)")
_LAST = re.compile(rf"(.+?)({_ANY})(?:坐标)?")
_WHOLE = re.compile(rf"({_ANY})(?:大地)?(?:地图|map)?(?:坐标|经纬度)?(?:系统?)?")


def without_datum(folded: str) -> str:
    """
    Take the datum off a folded name.

    >>> [without_datum(name) for name in ("lnggcj02", "bd09x", "百度经度", "x")]
    ['lng', 'x', '经度', 'x']
    """
    return _split(folded)[0]


def datum_of(folded: str) -> str | None:
    """
    Say which datum a folded name of a coordinate tells, if it tells one.

    >>> [datum_of(name) for name in ("longitudewgs84", "gcjlng", "lat")]
    ['wgs84', 'gcj02', None]
    """
    return _split(folded)[1]


def datum_in_cell(folded: str) -> str | None:
    """
    Say which datum a folded cell names, if it names one and nothing else.

    >>> words = ("cgcs2000", "高德地图", "百度坐标系", "wgs84", "2000国家大地坐标系")
    >>> [datum_in_cell(word) for word in words]
    ['wgs84', 'gcj02', 'bd09', 'wgs84', 'wgs84']
    >>> datum_in_cell("xian1980") is None
    True
    """
    found = _WHOLE.fullmatch(folded)
    return _DATUM_OF[found[1]] if found else None


def _split(folded: str) -> tuple[str, str | None]:
    if found := _FIRST.fullmatch(folded):
        return found[2], _DATUM_OF[found[1]]
    if found := _LAST.fullmatch(folded):
        return found[1], _DATUM_OF[found[2]]
    return folded, None
