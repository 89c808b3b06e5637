"""What a QR code says: the district's host, a key's name, a code and its signature."""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.qr.codes.alphabet import LETTERS, spelled, written
from servicecircle.qr.codes.printed import LENGTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SIGNATURE = 8
"""Letters of the signature: 31**8 of them, 39.6 bits. Whoever does not know the key
guesses one of 852,891,037,441; at ten tries a second that takes 1,350 years for even
odds, and a host that counts tries stops it after a few."""
VERSION = "servicecircle qr 1"
"""Keeps these signatures apart from whatever else the key may sign."""
_BYTES = 8
_PATTERN = re.compile(
    r"HTTPS://(?P<host>[^/]*)/(?P<key_id>[^/]*)/(?P<code>[^/]*)/(?P<signature>[^/]*)"
)


class Payload(NamedTuple):
    """The parts of an address, in capitals, the host in small letters."""

    host: str
    key_id: str
    code: str
    signature: str

    def __str__(self) -> str:
        """Give the address."""
        return f"HTTPS://{self.host.upper()}/{self.key_id}/{self.code}/{self.signature}"


def signatures(
    codes: Sequence[str], *, host: str, key_id: str, key: bytes
) -> NDArray[np.str_]:
    """
    Sign codes: HMAC-SHA256 of host, key's name and code, cut to 8 letters.

    Parameters
    ----------
    codes
        Each of 9 characters.
    host
        In small letters. It is signed too, so that a genuine code under another host is
        no genuine address.
    key_id, key
        The key's name and the key.

    Examples
    --------
    >>> signatures(["K7M4PQX3D"], host="qr.example.cn", key_id="A", key=bytes(16))
    array(['...'], dtype='<U8')
    """
    start = f"{VERSION}\n{host}\n{key_id}\n"
    cut = b"".join(
        hmac.digest(key, f"{start}{code}".encode("ascii"), "sha256")[:_BYTES]
        for code in codes
    )
    # 64 bits over 31**8 remainders: none is likelier than another by 1 in 20 million.
    numbers = np.frombuffer(cut, dtype=">u8").astype(np.uint64)
    return spelled(written(numbers % np.uint64(LETTERS**SIGNATURE), length=SIGNATURE))


def payloads(codes: Sequence[str], *, host: str, key_id: str, key: bytes) -> list[str]:
    """
    Give the address that each code's plate carries, all of one length.

    It is written in capitals, for which QR codes have a denser mode: scheme and host
    mean the same in either case, and the path is ours.

    Examples
    --------
    >>> payloads(["K7M4PQX3D"], host="qr.example.cn", key_id="A", key=bytes(16))
    ['HTTPS://QR.EXAMPLE.CN/A/K7M4PQX3D/...']
    """
    start = f"HTTPS://{host.upper()}/{key_id}/"
    signed = signatures(codes, host=host, key_id=key_id, key=key)
    return [
        f"{start}{code}/{signature}"
        for code, signature in zip(codes, signed.tolist(), strict=True)
    ]


def parse(text: str) -> Payload | None:
    """
    Take an address apart; None where it is not of this form.

    >>> parse("https://QR.example.cn/a/k7m4pqx3d/23456789")
    Payload(host='qr.example.cn', key_id='A', code='K7M4PQX3D', signature='23456789')
    >>> parse("https://qr.example.cn/") is None
    True
    """
    # Some letters beyond ASCII have a plain capital, as the long s has: no address.
    found = _PATTERN.fullmatch(text.strip().upper()) if text.isascii() else None
    if found is None:
        return None
    parts = found.groupdict()
    if len(parts["code"]) != LENGTH or len(parts["signature"]) != SIGNATURE:
        return None
    return Payload(**{**parts, "host": parts["host"].lower()})
