"""Events of plates, from what was filled in in the field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from servicecircle._validation import name_some
from servicecircle.errors import AreaError
from servicecircle.inputs import UnusableInputError, read_table
from servicecircle.qr.codes.check_character import is_consistent
from servicecircle.qr.codes.payload import parse
from servicecircle.qr.codes.printed import LENGTH, typed
from servicecircle.qr.register.dates import field_days
from servicecircle.qr.register.words import event_of
from servicecircle.tables import conform, table
from servicecircle.tables.say import any_blocks, note

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from servicecircle.findings import Finding

TABLE = "qr_register"
TEXTS = ("event", "date", "note", "photo")
"""What a row is filled in with; one without any of them is a row of an empty form."""
COLUMNS = (
    "file",
    "row",
    "code",
    "event",
    "date",
    "code_text",
    "event_text",
    "date_text",
    "note",
    "photo",
)
_PRIVATE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")
"""A mobile number, or a number of an identity card."""
MASK = "***"
_HOST = re.compile(r"https?://([^/]*)")
_BETWEEN = re.compile(r"[/?#&=\s]+")


class Events(NamedTuple):
    """What registers say, and what to know about the files."""

    events: pd.DataFrame
    not_filled: int
    """Rows of forms that nobody has filled in yet."""
    findings: list[Finding]


def read_events(
    files: Sequence[Path], *, hosts: Collection[str] = frozenset()
) -> Events:
    """
    Read the rows of registers, one file after another.

    Parameters
    ----------
    files
        .csv or .xlsx with the columns of `qr_register`, whatever their order: forms of
        `write_forms`, other tables, and what an earlier run merged.
    hosts
        The district's own, in small letters: of an address that leads elsewhere no code
        is taken. Without any, the host is not looked at.

    Returns
    -------
    Events
        One row a row: ``file``, ``row`` (as a spreadsheet counts), ``code`` (as
        printed, without hyphens; of an address the code in it), ``event`` and ``date``
        (missing where they cannot be read), ``code_text``, ``event_text``,
        ``date_text``, ``note`` and ``photo`` (as written; numbers of telephones and
        identity cards in a note are hidden). Rows without any of event, date, note and
        photo are counted and left out.

    Raises
    ------
    InputError
        If a file cannot be read, or lacks the code, the event or the date, or two files
        have one name.
    """
    names = [path.name for path in files]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        message = f"Several registers are called {name_some(twice)}."
        remedy = "Give each file a name of its own."
        raise UnusableInputError(message, remedy, rule="qr-register-unusable")
    frames, blocking, found = [_empty()], [], []
    empty = 0
    for path in files:
        raw = _read(path)
        done = conform(raw, table(TABLE), source=path.name)
        blocking += done.findings
        found += _unread_columns(raw, done.matched, path.name)
        filled = done.frame[done.frame[list(TEXTS)].notna().any(axis=1)]
        empty += len(done.frame) - len(filled)
        frames.append(_events(filled, path.name, hosts))
    if any_blocks(blocking):
        raise AreaError([f for f in blocking if f.blocks])
    every = pd.concat(frames, ignore_index=True)
    texts = [name for name in COLUMNS if name not in {"row", "date"}]
    every = every.astype(dict.fromkeys(texts, "str") | {"row": "int64"})
    hidden = every["note"].str.contains(_PRIVATE, regex=True)
    if hidden.any():
        where = every["file"][hidden] + " row " + every["row"][hidden].astype(str)
        message = (
            f"{int(hidden.sum())} notes hold a telephone or identity number, which is "
            f"not kept: {name_some(where)}."
        )
        remedy = "Leave people's numbers out of registers."
        found.append(note("qr-register-personal", TABLE, message, remedy))
        every["note"] = every["note"].str.replace(_PRIVATE, MASK, regex=True)
    return Events(every, empty, found)


def _read(path: Path) -> pd.DataFrame:
    try:
        return read_table(path)
    except UnusableInputError as error:
        if error.rule != "layer-ambiguous":
            raise
        # No area.toml says which sheet of a register is meant.
        remedy = "Give each sheet as a file of its own."
        raise UnusableInputError(error.message, remedy, rule=error.rule) from error


def code_of(text: str, hosts: Collection[str] = frozenset()) -> str:
    """
    Take the code out of a cell: typed, or in the address that a phone has read.

    >>> code_of("https://qr.example.cn/A/K7M4PQX3D/23456789"), code_of("k7m-4pq-x3d ")
    ('K7M4PQX3D', 'K7M4PQX3D')
    >>> code_of("https://else.cn/A/K7M4PQX3D/23456789", hosts={"qr.example.cn"})
    'https://else.cn/A/K7M4PQX3D/23456789'
    """
    host = _HOST.match(text.strip().casefold())
    if hosts and host and host[1] not in hosts:
        return text.strip()
    payload = parse(text)
    if payload is not None:
        return payload.code
    if "/" in text:
        parts = [typed(part) for part in _BETWEEN.split(text)]
        for part in parts:
            if len(part) == LENGTH and part.isascii() and is_consistent(part):
                return part
    return typed(text)


def _events(frame: pd.DataFrame, name: str, hosts: Collection[str]) -> pd.DataFrame:
    """Read the cells of one file; a register merged before names the first files."""
    text = frame.fillna("").astype("str")
    own = frame.index.to_series()
    row = pd.to_numeric(text["row"], errors="coerce").fillna(own)
    return pd.DataFrame(
        {
            "file": text["file"].mask(text["file"] == "", name),
            "row": row.astype("int64"),
            "code": text["code"].map(lambda cell: code_of(cell, hosts)),
            "event": text["event"].map(event_of),
            "date": field_days(text["date"]),
            "code_text": text["code"],
            "event_text": text["event"],
            "date_text": text["date"],
            "note": text["note"],
            "photo": text["photo"],
        }
    )


def _unread_columns(
    raw: pd.DataFrame, matched: dict[str, str], name: str
) -> list[Finding]:
    """Name columns that are neither read nor those of a form."""
    known = {*matched.values(), *_of_forms()}
    others = [str(column) for column in raw.columns if str(column) not in known]
    if not others:
        return []
    message = f"{name}: columns that are not read: {name_some(others)}."
    remedy = "Put what matters into the note; names of people are not kept."
    return [note("qr-register-columns", TABLE, message, remedy)]


def _of_forms() -> frozenset[str]:
    from servicecircle.qr.form_words import every_heading  # noqa: PLC0415 - a table

    return every_heading()


def _empty() -> pd.DataFrame:
    """Give no events, with their columns."""
    none = pd.DataFrame(columns=list(COLUMNS))
    return none.astype({"date": "datetime64[ns]"})
