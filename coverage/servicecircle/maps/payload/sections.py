"""The named parts of a payload, put together into one compressed text."""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from servicecircle.maps.payload.varints import varints, zigzag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike


class Sections:
    """
    Named columns of whole numbers, each written the way that makes it small.

    A column that comes a second time under another name is kept once.

    Examples
    --------
    >>> sections = Sections()
    >>> sections.differences("x", [100, 103, 101])
    >>> sections.differences("same", [100, 103, 101])
    >>> sections.sizes()
    {'x': 4}
    """

    def __init__(self) -> None:
        self._at: dict[bytes, int] = {}
        self._end = 0
        self._size: dict[str, int] = {}
        self._described: dict[str, list[str | int]] = {}

    def raw(self, name: str, values: ArrayLike) -> None:
        """Add numbers from 0 to 255, a byte each."""
        numbers = np.asarray(values)
        self._add(name, "bytes", numbers.astype(np.uint8).tobytes(), numbers)

    def counts(self, name: str, values: ArrayLike) -> None:
        """Add numbers of 0 or more."""
        numbers = np.asarray(values, dtype=np.int64)
        self._add(name, "counts", varints(numbers), numbers)

    def signed(self, name: str, values: ArrayLike) -> None:
        """Add numbers of either sign."""
        numbers = np.asarray(values, dtype=np.int64)
        self._add(name, "signed", varints(zigzag(numbers)), numbers)

    def differences(self, name: str, values: ArrayLike) -> None:
        """Add numbers each near the one before."""
        numbers = np.asarray(values, dtype=np.int64)
        steps = np.diff(numbers, prepend=0)
        self._add(name, "differences", varints(zigzag(steps)), numbers)

    def places(self, name: str, values: ArrayLike) -> None:
        """Add places, shape (n, 2), each near the one before."""
        xy = np.asarray(values, dtype=np.int64).reshape(-1, 2)
        steps = np.diff(xy, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
        self._add(name, "places", varints(zigzag(steps)), xy)

    def _add(self, name: str, kind: str, content: bytes, values: np.ndarray) -> None:
        if name in self._described:
            msg = f"a payload has one section {name!r}."
            raise ValueError(msg)
        if content not in self._at:
            self._at[content] = self._end
            self._end += len(content)
            self._size[name] = len(content)
        at = self._at[content]
        self._described[name] = [kind, at, len(content), values.size]

    def pack(self, header: Mapping[str, Any]) -> str:
        """
        Write header and sections: length of the header, header, sections; deflated.

        Returns
        -------
        str
            In base64, fit for an HTML script element of type ``text/plain``.
        """
        head = json.dumps(
            {**header, "sections": self._described},
            ensure_ascii=False,
            allow_nan=False,
            separators=(",", ":"),
        ).encode()
        whole = b"".join([len(head).to_bytes(4, "little"), head, *self._at])
        return base64.b64encode(zlib.compress(whole, 9)).decode()

    def sizes(self) -> dict[str, int]:
        """Give the bytes of each section, before they are compressed together."""
        return dict(self._size)
