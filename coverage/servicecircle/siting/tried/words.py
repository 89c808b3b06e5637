"""What each thing that was tried does, in a sentence, in English and in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


KEYS = ("action", "residents_alone", "residents_last")


def reason_en(row: Mapping[Any, Any], *, several: bool) -> str:
    """
    Give the sentence in English; `several` says whether other things were tried too.

    >>> row = {"action": "open", "counts": True}
    >>> row |= {"residents_alone": 40.0, "residents_last": 0.0}
    >>> reason_en(row, several=True)
    'Alone it covers 40 more residents; without it the others cover as many.'
    """
    if not row["counts"]:
        return "It is not about this service: nothing changes."
    action, alone, last = (row[key] for key in KEYS)
    said = f"Alone it {_change_en(action, alone)}"
    if not several:
        return f"{said}."
    if last == 0:
        return f"{said}; without it the others cover as many."
    more = "fewer" if last > 0 else "more"
    return f"{said}; without it the others cover {abs(last):,.0f} {more}."


def reason_zh(row: Mapping[Any, Any], *, several: bool) -> str:
    """
    Give the sentence in Chinese.

    >>> row = {"action": "close", "counts": True}
    >>> row |= {"residents_alone": -40.0, "residents_last": -35.0}
    >>> reason_zh(row, several=True)
    '单独实施：减少覆盖40名居民；如不实施，其余措施多覆盖35人。'
    """
    if not row["counts"]:
        return "与该项服务无关，无影响。"
    action, alone, last = (row[key] for key in KEYS)
    said = f"单独实施：{_change_zh(action, alone)}"
    if not several:
        return f"{said}。"
    if last == 0:
        return f"{said}；如不实施，其余措施的覆盖不变。"
    more = "少" if last > 0 else "多"
    return f"{said}；如不实施，其余措施{more}覆盖{abs(last):,.0f}人。"


def _change_en(action: str, gain: float) -> str:
    if action == "close" and gain == 0:
        return "leaves nobody uncovered"
    if gain == 0:
        return "covers nobody more"
    if gain > 0:
        return f"covers {gain:,.0f} more residents"
    return f"leaves {-gain:,.0f} residents uncovered"


def _change_zh(action: str, gain: float) -> str:
    if action == "close" and gain == 0:
        return "没有居民失去覆盖"
    if gain == 0:
        return "没有新增覆盖"
    if gain > 0:
        return f"新增覆盖{gain:,.0f}名居民"
    return f"减少覆盖{-gain:,.0f}名居民"
