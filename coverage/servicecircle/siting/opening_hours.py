"""Which sites are open at an hour that is asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

ENGLISH = ("mo", "tu", "we", "th", "fr", "sa", "su")
CHINESE = ("一", "二", "三", "四", "五", "六", "日")
ALWAYS = {"24/7", "全天", "24小时", "全天候"}
WORDS = {"工作日": "mo-fr", "周末": "sa-su", "每天": "mo-su", "每日": "mo-su"}
SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~至到]\s*(\d{1,2})[:：](\d{2})")
DAYS = re.compile(r"(mo|tu|we|th|fr|sa|su)(?:\s*[-–—~至到]\s*(mo|tu|we|th|fr|sa|su))?")
LEFT = re.compile(r"[\s,，、;；]*")
DAY_MINUTES = 24 * 60


def open_at(hours: pd.Series[str], moment: dt.datetime) -> pd.Series[bool]:
    """
    Say which sites are open at a moment, by their hours in words.

    Parameters
    ----------
    hours
        Indexed by site id: hours as planners or OpenStreetMap write them, such as
        ``09:00-12:00,14:00-18:00``, ``Mo-Fr 09:00-18:00; Sa 09:00-12:00``,
        ``周一至周五 9:00-17:00`` or ``24/7``.
    moment
        Day and time; the opening minute counts, the closing one does not.

    Returns
    -------
    Series of nullable booleans
        Missing where hours are missing or are not understood: then nothing is claimed.

    Notes
    -----
    Hours without days hold for every day. Rules apart by a semicolon or a comma each
    have their days; a site is open if one rule says so. A span that ends before it
    begins runs past midnight. Public holidays are not known.

    Examples
    --------
    >>> import datetime as dt
    >>> import pandas as pd
    >>> hours = pd.Series({"a": "Mo-Fr 09:00-18:00", "b": "周六 9:00-12:00"})
    >>> open_at(hours, dt.datetime(2024, 5, 4, 10)).to_dict()  # a Saturday
    {'a': False, 'b': True}
    """
    said = {text: _open_at(text, moment) for text in hours.dropna().unique()}
    return hours.map(said).astype("boolean")


def _open_at(text: str, moment: dt.datetime) -> bool | None:
    plain = _in_english(text)
    if plain in ALWAYS:
        return True
    found, end = False, 0
    days: set[int] = set()
    named = False
    minute = moment.hour * 60 + moment.minute
    while end < len(plain):
        span, day = SPAN.match(plain, end), DAYS.match(plain, end)
        if span:
            begin, until = _minutes(*span.groups())
            if begin is None or until is None:
                return None
            every = days or set(range(7))
            found |= _within(minute, moment.weekday(), begin, until, every)
            end, named = span.end(), True
        elif day:
            # Days after hours begin a new rule; days after days add to them.
            days = (set() if named else days) | _days(day.group(1), day.group(2))
            end, named = day.end(), False
        else:
            return None
        gap = LEFT.match(plain, end)
        end = gap.end() if gap else end
    return found if named else None


def _in_english(text: str) -> str:
    plain = text.strip().lower()
    for word, meaning in WORDS.items():
        plain = plain.replace(word, meaning + " ")
    plain = re.sub("(周|星期|礼拜)天", "周日", plain)
    for day, meaning in zip(CHINESE, ENGLISH, strict=True):
        plain = re.sub(f"(周|星期|礼拜){day}", meaning + " ", plain)
    return plain.strip()


def _days(first: str, last: str | None) -> set[int]:
    begin = ENGLISH.index(first)
    end = begin if last is None else ENGLISH.index(last)
    return {(begin + k) % 7 for k in range((end - begin) % 7 + 1)}


def _minutes(*parts: str) -> tuple[int | None, int | None]:
    hour, minute, to_hour, to_minute = map(int, parts)
    begin, until = hour * 60 + minute, to_hour * 60 + to_minute
    fits = max(minute, to_minute) < 60 and max(begin, until) <= DAY_MINUTES  # noqa: PLR2004 - minutes of an hour
    return (begin, until) if fits else (None, None)


def _within(minute: int, weekday: int, begin: int, until: int, days: set[int]) -> bool:
    if begin < until:
        return weekday in days and begin <= minute < until
    late = weekday in days and minute >= begin
    return late or ((weekday - 1) % 7 in days and minute < until)
