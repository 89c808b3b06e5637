"""A genuine code told from a forged, a mistyped and a retired one, offline."""

from __future__ import annotations

import hmac
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from servicecircle.qr.codes.alphabet import ALPHABET
from servicecircle.qr.codes.check_character import is_consistent
from servicecircle.qr.codes.payload import parse, signatures
from servicecircle.qr.codes.printed import LENGTH, printed, typed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from servicecircle.qr.codes.keys import Keys


class Verdict(StrEnum):
    """What a scanned address, or a code that somebody read out, turned out to be."""

    GENUINE = "genuine"
    """Host, key and signature are the district's; it is in the register if one was
    given."""
    UNSIGNED = "unsigned"
    """A code alone, well formed: nothing says who made it. With a register: it is one
    of its codes."""
    RETIRED = "retired"
    """Genuine, or well formed, and its point is gone: the plate should be too."""
    UNKNOWN = "unknown"
    """Well formed, and no code of the register."""
    MISTYPED = "mistyped"
    """The check character does not fit: a character is wrong, or two are swapped."""
    FORGED = "forged"
    """The signature is not that of the code."""
    UNKNOWN_KEY = "unknown_key"
    """It names a key that is not among those given."""
    OTHER_HOST = "other_host"
    """The address leads to somebody else's host: a pasted-over sticker does."""
    MALFORMED = "malformed"
    """Neither an address of this form nor a code."""


GOOD = frozenset({Verdict.GENUINE, Verdict.UNSIGNED})


class Verified(NamedTuple):
    """A verdict, the code it is about, and the one that may have been meant."""

    verdict: Verdict
    code: str | None
    """As it is printed; missing where there is none to read."""
    perhaps: tuple[str, ...] = ()
    """Codes of the register that are one wrong character or one swap away."""

    @property
    def good(self) -> bool:
        """Whether nothing speaks against it."""
        return self.verdict in GOOD


def verify(
    text: str,
    *,
    hosts: Collection[str],
    keys: Keys,
    states: Mapping[str, str] | None = None,
) -> Verified:
    """
    Say whether a scanned address, or a code typed alone, is one of the district's.

    Parameters
    ----------
    text
        The address as a phone reads it, in any case; or a code as printed or typed.
    hosts
        The district's host, and those it had before.
    keys
        Every key that was ever used; a key's name stands in the address.
    states
        The register: *active* or *retired* by code. Without it a code is not looked up.

    Notes
    -----
    Signatures are compared in constant time. Nothing is asked of any network.

    Examples
    --------
    >>> from servicecircle.qr.codes.keys import Keys
    >>> verify("K7M-4PQ-X3D", hosts=["qr.example.cn"], keys=Keys({})).verdict
    <Verdict.MISTYPED: 'mistyped'>
    """
    payload = parse(text)
    if payload is None:
        return _typed_alone(typed(text), states)
    code = payload.code
    if payload.host not in hosts:
        return Verified(Verdict.OTHER_HOST, None)
    if not is_consistent(code):
        return Verified(Verdict.MISTYPED, None, _near(code, states))
    if payload.key_id not in keys.by_id:
        return Verified(Verdict.UNKNOWN_KEY, printed(code))
    expected = signatures(
        [code],
        host=payload.host,
        key_id=payload.key_id,
        key=keys.by_id[payload.key_id],
    )[0]
    if not hmac.compare_digest(str(expected), payload.signature):
        return Verified(Verdict.FORGED, printed(code))
    return Verified(_looked_up(code, states, Verdict.GENUINE), printed(code))


def _typed_alone(code: str, states: Mapping[str, str] | None) -> Verified:
    """Judge a code without a signature."""
    if len(code) != LENGTH or not (code.isascii() and code.isalnum()):
        return Verified(Verdict.MALFORMED, None)
    if not is_consistent(code):
        return Verified(Verdict.MISTYPED, None, _near(code, states))
    return Verified(_looked_up(code, states, Verdict.UNSIGNED), printed(code))


def _looked_up(
    code: str, states: Mapping[str, str] | None, otherwise: Verdict
) -> Verdict:
    if states is None:
        return otherwise
    state = states.get(code)
    if state is None:
        return Verdict.UNKNOWN
    return otherwise if state == "active" else Verdict.RETIRED


def _near(code: str, states: Mapping[str, str] | None) -> tuple[str, ...]:
    """List registered codes that one slip turns into this one."""
    if states is None:
        return ()
    slips = {
        code[:k] + letter + code[k + 1 :]
        for k in range(len(code))
        for letter in ALPHABET
    }
    slips |= {
        code[:k] + code[k + 1] + code[k] + code[k + 2 :] for k in range(len(code) - 1)
    }
    return tuple(printed(slip) for slip in sorted(slips) if slip in states)
