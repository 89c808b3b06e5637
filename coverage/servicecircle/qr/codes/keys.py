"""Secret keys, from a file or the environment and nowhere else."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle._validation import name_some
from servicecircle.inputs.problem import UnusableInputError
from servicecircle.qr.codes.alphabet import ALPHABET

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

VARIABLE = "SERVICECIRCLE_QR_KEYS"
FEWEST_BYTES = 16
FEWEST_DIFFERENT = 8
"""Sixteen random bytes have fewer than 8 different ones once in 10**11 times."""
LONGEST_ID = 3
_MAKE = (
    "Make one with: servicecircle qr key keys.txt; then give --keys keys.txt. Keep the "
    "file where only those who print plates can read it."
)


@dataclass(frozen=True)
class Keys:
    """
    Keys by the short name that every address carries, so that they can change.

    They are never shown: neither by `repr`, nor in a message, nor in any output.

    Examples
    --------
    >>> keys = Keys({"A": bytes(range(16))})
    >>> keys
    Keys('A')
    """

    by_id: Mapping[str, bytes] = field(repr=False)

    def __repr__(self) -> str:
        """Name the keys."""
        return f"Keys({name_some(self.by_id)})"

    def __getitem__(self, key_id: str) -> bytes:
        """
        Give one key.

        Raises
        ------
        UnusableInputError
            If there is none of that name.
        """
        if key_id not in self.by_id:
            message = f"There is no key {key_id!r}, only {name_some(self.by_id)}."
            remedy = "Add it to the keys, or name another in [qr] key_id."
            raise UnusableInputError(message, remedy, rule="qr-key-unknown")
        return self.by_id[key_id]


def read_keys(path: PathLike[str] | str | None = None) -> Keys:
    """
    Read the keys from a file, or from the environment where no file is named.

    A line, or a part between commas, is ``name:key`` with the key as hexadecimal
    digits; lines that begin with ``#`` are comments. Rotation is a further line: new
    plates are signed with `[qr] key_id`, old ones are still verified with theirs.

    Parameters
    ----------
    path
        The file; without it the variable ``SERVICECIRCLE_QR_KEYS``.

    Raises
    ------
    UnusableInputError
        If there are none, or one is too short, too plain or not well written. The
        message names the line, never what stands in it.
    """
    if path is None:
        return parse_keys(os.environ.get(VARIABLE, ""), called=VARIABLE)
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"The file of keys {path} cannot be read."
        raise UnusableInputError(message, _MAKE, rule="qr-key-missing") from error
    return parse_keys(text, called=Path(path).name)


def parse_keys(text: str, *, called: str) -> Keys:
    """
    Read keys from a text; `called` names it in messages.

    >>> parse_keys("A:00112233", called="keys.txt")
    Traceback (most recent call last):
    servicecircle.inputs.problem.UnusableInputError: keys.txt, line 1: the key 'A' has 4
    bytes, fewer than 16. ...
    """
    keys: dict[str, bytes] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip().startswith("#"):
            continue
        for part in filter(None, map(str.strip, line.split(","))):
            where = f"{called}, line {number}"
            name, key = _one(part, where=where)
            if name in keys:
                message = f"{where}: there is a key {name!r} already."
                remedy = "Give the newer one another name; keep both."
                raise UnusableInputError(message, remedy, rule="qr-key-twice")
            keys[name] = key
    if not keys:
        message = f"{called} holds no key, and plates without one can be forged."
        raise UnusableInputError(message, _MAKE, rule="qr-key-missing")
    return Keys(keys)


def _one(part: str, *, where: str) -> tuple[str, bytes]:
    name, colon, digits = part.partition(":")
    name = name.strip().upper()
    if not colon or not is_key_id(name):
        message = (
            f"{where}: it is not NAME:KEY with a name of 1 to {LONGEST_ID} letters and "
            "digits, without 0, O, 1, I and L."
        )
        raise UnusableInputError(message, _MAKE, rule="qr-key-unreadable")
    try:
        key = bytes.fromhex(digits)
    except ValueError:
        message = f"{where}: the key {name!r} is not written in hexadecimal digits."
        # The original error may quote what stands there.
        raise UnusableInputError(message, _MAKE, rule="qr-key-unreadable") from None
    if len(key) < FEWEST_BYTES:
        message = (
            f"{where}: the key {name!r} has {len(key)} bytes, fewer than "
            f"{FEWEST_BYTES}."
        )
        raise UnusableInputError(message, _MAKE, rule="qr-key-short")
    if len(set(key)) < FEWEST_DIFFERENT:
        message = f"{where}: the key {name!r} repeats a few bytes and can be guessed."
        raise UnusableInputError(message, _MAKE, rule="qr-key-short")
    return name, key


def is_key_id(name: str) -> bool:
    """
    Whether a key may be called so.

    >>> is_key_id("A"), is_key_id("2B"), is_key_id("O"), is_key_id("")
    (True, True, False, False)
    """
    return 0 < len(name) <= LONGEST_ID and set(name) <= set(ALPHABET)
