"""New keys, written into the file that keeps them and shown nowhere."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.inputs.problem import UnusableInputError
from servicecircle.qr.codes.keys import LONGEST_ID, is_key_id, read_keys

if TYPE_CHECKING:
    from os import PathLike

KEY_BYTES = 32
OWNER_ALONE = 0o600
AREA = "area.toml"


def add_key(path: PathLike[str] | str, name: str) -> str:
    """
    Make a random key and add it to a file of keys, which only its owner may read.

    Parameters
    ----------
    path
        The file; it is made where there is none.
    name
        What addresses call the key: 1 to 3 letters and digits.

    Returns
    -------
    The name in capitals, for `[qr] key_id`.

    Raises
    ------
    UnusableInputError
        If the name is none or is taken, the file cannot be read or written, or it is to
        lie in a planning area's folder, which is copied and handed on.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "keys.txt"
    >>> add_key(file, "a"), add_key(file, "B")
    ('A', 'B')
    >>> read_keys(file)
    Keys('A', 'B')
    """
    file, name = Path(path), name.strip().upper()
    if not is_key_id(name):
        message = f"{name!r} cannot name a key."
        remedy = f"Take 1 to {LONGEST_ID} letters and digits, without 0, O, 1, I and L."
        raise UnusableInputError(message, remedy, rule="qr-key-unreadable")
    if (file.parent / AREA).exists():
        message = f"{file} would lie in the folder of a planning area."
        remedy = "That folder is copied and handed on: keep keys elsewhere."
        raise UnusableInputError(message, remedy, rule="qr-key-missing")
    there = file.exists()
    if there and name in read_keys(file).by_id:
        message = f"{file.name}: there is a key {name!r} already."
        remedy = "Give the newer one another name; keep both."
        raise UnusableInputError(message, remedy, rule="qr-key-twice")
    line = f"{name}:{secrets.token_hex(KEY_BYTES)}\n"
    try:
        before = file.read_text(encoding="utf-8") if there else ""
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ALONE)
        with os.fdopen(handle, "a", encoding="utf-8", newline="\n") as target:
            target.write(line if not before or before.endswith("\n") else f"\n{line}")
    except OSError as error:
        message = f"The file of keys {file} cannot be written."
        remedy = "Name a file in a folder that you may write to."
        raise UnusableInputError(message, remedy, rule="qr-key-missing") from error
    return name
