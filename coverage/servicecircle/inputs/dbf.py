"""The table of a shapefile, as far as its encoding and its completeness go."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.inputs.encoding import codec_of, decode, find_encoding
from servicecircle.inputs.problem import incomplete, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

NAME_BYTES = 10
_HEADER = struct.Struct("<xxxxIHH")
_DESCRIPTOR = 32
_LANGUAGE_BYTE = 29
_END_OF_FIELDS = 0x0D
_DELETED = ord("*")
_FLAGS = np.frombuffer(b" *", dtype=np.uint8)
_NUMBERS = (b"N", b"F")
# Stars stand for a number that did not fit.
_DIGITS = np.frombuffer(b"0123456789+-.eE *\0", dtype=np.uint8)
_FILLING = b"\x1a\0 \r\n"
# What the language byte of the header says; where it is 0 it says nothing.
_LANGUAGES = {
    0x01: "cp437",
    0x02: "cp850",
    0x03: "cp1252",
    0x13: "cp932",
    0x4D: "gb18030",
    0x4E: "cp949",
    0x4F: "cp950",
    0x57: "cp1252",
    0x78: "cp950",
    0x79: "cp949",
    0x7A: "gb18030",
    0x7B: "cp932",
    0xC8: "cp1250",
    0xC9: "cp1251",
}


@dataclass(frozen=True)
class Field:
    """One column as the header describes it."""

    name: bytes
    is_text: bool
    is_number: bool
    start: int
    width: int


@dataclass(frozen=True, eq=False)
class Dbf:
    """The header and the records of a .dbf file, as bytes."""

    path: Path
    fields: tuple[Field, ...]
    records: NDArray[np.uint8]
    """One row per record, the first byte telling whether it is deleted."""
    language: str | None

    @property
    def is_aligned(self) -> bool:
        """Whether flags stand where flags belong, and digits where numbers do."""
        flags = np.isin(self.records[:, 0], _FLAGS).all()
        numbers = (
            self.records[:, field.start : field.start + field.width]
            for field in self.fields
            if field.is_number
        )
        return bool(flags and all(np.isin(n, _DIGITS).all() for n in numbers))

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Which records are not deleted."""
        kept: NDArray[np.bool_] = self.records[:, 0] != _DELETED
        return kept

    def values(self, field: Field) -> NDArray[np.bytes_]:
        """Give one column's cells as bytes, without the blanks that fill them."""
        cells = self.records[self.kept, field.start : field.start + field.width]
        whole = np.ascontiguousarray(cells).view(f"S{field.width}").ravel()
        return np.char.rstrip(whole)

    def encoding(self, label: str | None) -> str | None:
        """Find the encoding of names and text; `label` is what a .cpg file says."""
        declared = codec_of(label) if label else self.language
        whole: list[bytes] = []
        cut: list[bytes] = []
        for value, full in self._texts():
            (cut if full else whole).append(value)
        return find_encoding(whole, cut, declared=declared)

    def names(self, encoding: str) -> list[str]:
        """Decode the columns' names; half a character at the end is dropped."""
        return [
            decode(field.name, encoding, may_be_cut=len(field.name) == NAME_BYTES)
            for field in self.fields
        ]

    def _texts(self) -> Iterator[tuple[bytes, bool]]:
        """Every name and every distinct text, and whether it fills its field."""
        for field in self.fields:
            yield field.name, len(field.name) == NAME_BYTES
            if field.is_text and len(self.records):
                for value in np.unique(self.values(field)).tolist():
                    yield value, len(value) == field.width


def read_dbf(path: Path) -> Dbf:
    """
    Read a .dbf file's header and records.

    Raises
    ------
    UnusableInputError
        If it is no .dbf file, or holds fewer records than its header says.
    """
    data = path.read_bytes()
    if len(data) <= _DESCRIPTOR:
        raise unreadable(path)
    count, start, width = _HEADER.unpack_from(data)
    fields = _fields(data[:start])
    widest = max((field.start + field.width for field in fields), default=0)
    if not 0 < widest <= width or min(field.width for field in fields) == 0:
        raise unreadable(path)
    there = (len(data) - start) // width
    if there < count:
        raise incomplete(path, f"its header counts {count} records, and {there} follow")
    records = np.frombuffer(data, dtype=np.uint8, count=count * width, offset=start)
    rest = data[start + count * width :]
    table = Dbf(
        path,
        fields,
        records.reshape(count, width),
        _LANGUAGES.get(data[_LANGUAGE_BYTE]),
    )
    if rest.strip(_FILLING) or not table.is_aligned:
        why = f"its header counts {count} records of {width} bytes, which do not fit"
        raise unreadable(path, why=why)
    return table


def _fields(header: bytes) -> tuple[Field, ...]:
    fields: list[Field] = []
    place = 1
    for at in range(_DESCRIPTOR, len(header) - _DESCRIPTOR + 1, _DESCRIPTOR):
        part = header[at : at + _DESCRIPTOR]
        if part[0] == _END_OF_FIELDS:
            break
        kind = part[11:12]
        is_text = kind == b"C"
        # Text wider than 255 has the rest of its width where numbers have decimals.
        width = part[16] + (256 * part[17] if is_text else 0)
        name = part[:NAME_BYTES].split(b"\0")[0]
        fields.append(Field(name, is_text, kind in _NUMBERS, place, width))
        place += width
    return tuple(fields)
