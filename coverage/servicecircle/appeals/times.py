"""Cells of local time: every usual spelling, vectorised; what is doubtful is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from servicecircle.appeals.register import Said

if TYPE_CHECKING:
    from numpy.typing import NDArray

USUAL = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M")
"""Read at once by the library; all else by the patterns below."""
NO_OFFSET = np.int16(-32_768)
LARGEST_OFFSET_MIN = 14 * 60
DAY_S, NOON_H, MIDNIGHT_H = 86_400, 12, 24
_ZONE = r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_APART = (
    r"^(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})"
    r"\s*日?(?:[T\s]*(?P<before>上午|下午|AM|PM)?\s*(?P<hour>\d{1,2})\s*[:时点]"
    r"\s*(?P<minute>\d{1,2})\s*(?:[:分]\s*(?P<second>\d{1,2})(?:[.,]\d+)?\s*秒?|分)?"
    r"\s*(?P<after>AM|PM)?" + _ZONE + r")?$"
)
_COMPACT = (
    r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?P<before>)"
    r"(?:[T\s]?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?(?P<after>)"
    + _ZONE
    + r")?$"
)
_PARTS = ("year", "month", "day", "hour", "minute", "second")


class Times(NamedTuple):
    """A column of times, row by row."""

    moment: NDArray[np.datetime64]
    """To the second, as written; NaT where nothing usable is said."""
    said: NDArray[np.int8]
    offset: NDArray[np.int16]
    """Minutes east of Greenwich that the cell names, or `NO_OFFSET`."""
    day_end: NDArray[np.bool_]
    """Whether it says 24:00, which is the next day's 00:00."""


def read_times(cells: pd.Series) -> Times:
    """
    Read a column of times: year first, in any usual spelling, full width too.

    A day that does not exist, a two-digit year, a spreadsheet's number of days and
    24:01 are unusable; 24:00 is the end of its day.

    Examples
    --------
    >>> cells = ["2024-03-01 09:05:00", "2024年3月1日 9时5分", "2024/3/1 下午 3:05",
    ...          "20240301", "2024-02-30 10:00", "1/3/24", None, "2024-03-01 24:00"]
    >>> read = read_times(pd.Series(cells, dtype="str"))
    >>> read.moment.astype("datetime64[m]")
    array(['2024-03-01T09:05', '2024-03-01T09:05', '2024-03-01T15:05',
           '2024-03-01T00:00', 'NaT', 'NaT', 'NaT', '2024-03-02T00:00'],
          dtype='datetime64[m]')
    >>> read.said.tolist()
    [3, 3, 3, 2, 1, 1, 0, 3]
    """
    if pd.api.types.is_datetime64_any_dtype(cells.dtype):
        return _from_datetimes(cells)
    text = cells.astype("str")
    clean = _all_clean(text)
    if clean is not None:
        return _from_datetimes(clean)
    empty = text.isna().to_numpy()
    at = np.full(len(text), np.datetime64("NaT"), dtype="M8[s]")
    said = np.where(empty, Said.NOTHING, Said.UNUSABLE).astype(np.int8)
    offset = np.full(len(text), NO_OFFSET, dtype=np.int16)
    day_end = np.zeros(len(text), dtype=bool)
    left = np.flatnonzero(~empty)
    for form in USUAL:
        if not len(left):
            break
        if not _looks_like(text.iloc[left[:1]], form):
            continue
        read = pd.to_datetime(text.iloc[left], format=form, errors="coerce")
        read_at = read.to_numpy().astype("M8[s]")
        good = ~np.isnat(read_at)
        at[left[good]] = read_at[good]
        said[left[good]] = Said.TIME
        left = left[~good]
    if len(left):
        rest = _by_pattern(text.iloc[left])
        at[left], said[left] = rest.moment, rest.said
        offset[left], day_end[left] = rest.offset, rest.day_end
    return Times(at, _without_midnights(at, said, day_end), offset, day_end)


def _all_clean(text: pd.Series) -> pd.Series | None:
    """Read a column at once in which every cell is 2024-03-01 09:05:00 or empty."""
    cells = pa.array(text)
    length = pc.min_max(pc.binary_length(cells)).as_py()
    if set(length.values()) != {len("2024-03-01 09:05:00")}:
        return None
    try:
        read = pc.cast(cells, pa.timestamp("s"))
    except pa.ArrowInvalid:
        return None
    return pd.Series(np.asarray(read), index=text.index)


def _looks_like(first: pd.Series, form: str) -> bool:
    """Whether trying a form on all is worth it: the first cell is in it."""
    return bool(pd.to_datetime(first, format=form, errors="coerce").notna().all())


def _from_datetimes(cells: pd.Series) -> Times:
    """Take times that a file holds as such."""
    offset = np.full(len(cells), NO_OFFSET, dtype=np.int16)
    if cells.dt.tz is not None:
        local = cells.dt.tz_localize(None)
        gone = local - cells.dt.tz_convert("UTC").dt.tz_localize(None)
        minutes = (gone.dt.total_seconds() // 60).fillna(0).to_numpy()
        offset = np.where(cells.isna(), NO_OFFSET, minutes).astype(np.int16)
        cells = local
    at = cells.to_numpy().astype("M8[s]")
    said = np.where(np.isnat(at), Said.NOTHING, Said.TIME).astype(np.int8)
    day_end = np.zeros(len(at), dtype=bool)
    return Times(at, _without_midnights(at, said, day_end), offset, day_end)


FEW_MIDNIGHTS = 2
MIDNIGHTS = 0.02
"""More exact midnights than a few and than this share are days without a time."""


def _without_midnights(
    at: NDArray[np.datetime64], said: NDArray[np.int8], day_end: NDArray[np.bool_]
) -> NDArray[np.int8]:
    """Take 00:00:00 for no time where so many have it that it cannot be one."""
    timed = said == Said.TIME
    second = np.zeros(len(at), dtype=np.int64)
    second[timed] = at[timed].astype(np.int64) % DAY_S
    midnight = timed & (second == 0) & ~day_end
    many = max(FEW_MIDNIGHTS, MIDNIGHTS * timed.sum())
    if midnight.sum() > many or midnight.sum() == timed.sum():
        return np.where(midnight, np.int8(Said.DAY), said)
    return said


def _by_pattern(text: pd.Series) -> Times:
    """Read the unusual spellings, each distinct one once."""
    codes, words = pd.factorize(text)
    plain = pd.Series(words, dtype="str").str.normalize("NFKC").str.strip().str.upper()
    read = _parsed(plain)
    return Times(
        read.moment[codes], read.said[codes], read.offset[codes], read.day_end[codes]
    )


def _parsed(words: pd.Series) -> Times:
    parts = _matched(words)
    number = {k: np.asarray(pc.cast(parts[k], pa.int64())) for k in _PARTS}
    fits = np.asarray(parts["fits"])
    timed = np.asarray(parts["timed"])
    marks = np.asarray(parts["half"]).astype(object)
    half_day = marks != ""
    hour = number["hour"].copy()
    late = np.isin(marks, ["下午", "PM"])
    fits &= ~half_day | ((hour >= 1) & (hour <= NOON_H) | (late & (hour < MIDNIGHT_H)))
    hour = np.where(half_day & (hour == NOON_H), 0, hour)
    hour = np.where(late & (hour < NOON_H), hour + NOON_H, hour)
    day_end = timed & (hour == MIDNIGHT_H)
    day_end &= (number["minute"] == 0) & (number["second"] == 0)
    fits &= (hour < MIDNIGHT_H) | day_end
    fits &= (number["minute"] < 60) & (number["second"] < 60)  # noqa: PLR2004
    day, exists = _days(number["year"], number["month"], number["day"])
    fits &= exists
    offset, sound = _offsets(np.asarray(parts["zone"]).astype(object))
    fits &= sound
    second = hour * 3600 + number["minute"] * 60 + number["second"]
    at = day.astype("M8[s]") + np.where(timed, second, 0).astype("m8[s]")
    at[~fits] = np.datetime64("NaT")
    kind = np.where(timed, Said.TIME, Said.DAY)
    wrong = np.where((words == "").to_numpy(bool), Said.NOTHING, Said.UNUSABLE)
    said = np.where(fits, kind, wrong).astype(np.int8)
    return Times(at, said, np.where(fits, offset, NO_OFFSET), day_end & fits)


def _matched(words: pd.Series) -> dict[str, pa.Array]:
    """Take the spellings apart: numbers as text, "0" where not said."""
    cells = pa.array(words, type=pa.string())
    found = [pc.extract_regex(cells, pattern=p) for p in (_APART, _COMPACT)]
    none = pc.is_null(found[0])
    names = (*_PARTS, "before", "after", "zone")
    part = {
        name: pc.fill_null(
            pc.if_else(
                none,
                pc.struct_field(found[1], name),
                pc.struct_field(found[0], name),
            ),
            "",
        )
        for name in names
    }
    zero = {k: pc.if_else(pc.equal(part[k], ""), "0", part[k]) for k in _PARTS}
    fits = pc.is_valid(pc.coalesce(*found))
    timed = pc.not_equal(part["hour"], "")
    half = pc.binary_join_element_wise(part["before"], part["after"], "")
    return {**zero, "half": half, "zone": part["zone"], "fits": fits, "timed": timed}


def _days(
    year: NDArray[np.int64], month: NDArray[np.int64], day: NDArray[np.int64]
) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]]:
    """Make days, and say which of them exist."""
    exists = (year >= 1900) & (year < 2200)  # noqa: PLR2004 - of any register
    exists &= (month >= 1) & (month <= 12) & (day >= 1)  # noqa: PLR2004
    months = np.where(exists, (year - 1970) * 12 + month - 1, 0).astype("M8[M]")
    first = months.astype("M8[D]")
    length = ((months + 1).astype("M8[D]") - first).astype(np.int64)
    exists &= day <= length
    return first + np.where(exists, day - 1, 0).astype("m8[D]"), exists


def _offsets(
    zone: NDArray[np.object_],
) -> tuple[NDArray[np.int16], NDArray[np.bool_]]:
    """Read +08:00 and Z as minutes."""
    offset = np.full(len(zone), NO_OFFSET, dtype=np.int16)
    sound = np.ones(len(zone), dtype=bool)
    for name in set(zone) - {""}:
        minutes = 0
        if name != "Z":
            digits = name[1:].replace(":", "")
            minutes = int(digits[:2]) * 60 + int(digits[2:])
            minutes = -minutes if name[0] == "-" else minutes
        offset[zone == name] = minutes
        sound[zone == name] = abs(minutes) <= LARGEST_OFFSET_MIN
    return offset, sound
