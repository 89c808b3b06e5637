"""The name of the district's own host, as every plate shows it."""

from __future__ import annotations

import re

from servicecircle.inputs.problem import UnusableInputError

RULE = "qr-host"
LONGEST = 63
"""Longer names make symbols whose modules are too small on the smallest plate."""
_SHAPE = (
    "Use letters, digits and hyphens between dots; no part is empty or begins or ends "
    "with a hyphen."
)
_WHERE = 'Write host = "qr.example.gov.cn" under [qr] in area.toml.'
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")


def check_host(host: str) -> str:
    """
    Refuse whatever is not a plain host name, and give it in small letters.

    People are told to compare the name on the plate with the one in their browser, so
    it has no port, no path, no user before an ``@``, no letters beyond ASCII and none
    of the ``xn--`` that stands for them: those are what look-alike addresses are made
    of.

    Raises
    ------
    UnusableInputError
        With the rule ``qr-host``, what is wrong with it and what to write instead.

    Examples
    --------
    >>> check_host("QR.Example.gov.cn")
    'qr.example.gov.cn'
    >>> check_host("qr.example.cn:8443")
    Traceback (most recent call last):
    servicecircle.inputs.problem.UnusableInputError: [qr] host 'qr.example.cn:8443' has
    a port. Serve the codes at the usual port of https (443) and leave it out.
    """
    for wrong, remedy in _faults(host):
        message = f"[qr] host {host!r} {wrong}."
        raise UnusableInputError(message, remedy, rule=RULE)
    return host.lower()


def _faults(host: str) -> list[tuple[str, str]]:
    """List what is wrong, the plainest first, each with its remedy."""
    name = "Write the name alone, as in qr.example.gov.cn."
    labels = host.lower().split(".")
    checks = (
        (not host, "is empty", _WHERE),
        ("://" in host, "is an address, not a name", name),
        (not host.isascii(), "has letters beyond ASCII", _plain_name(host)),
        (
            any(label.startswith("xn--") for label in labels),
            "stands for letters beyond ASCII (xn--)",
            _plain_name(""),
        ),
        (
            re.search(r":\d*$", host) is not None,
            "has a port",
            "Serve the codes at the usual port of https (443) and leave it out.",
        ),
        (
            re.search(r"[/\\?#@%:\s]", host) is not None,
            "has more in it than a name",
            name,
        ),
        (len(labels) < 2, "is one word", "Write it with its domain."),  # noqa: PLR2004
        (labels[-1].isdigit(), "is a number, not a name", "Give the host a name."),
        (
            not all(_LABEL.fullmatch(label) for label in labels),
            "is no name of a host",
            _SHAPE,
        ),
        (
            len(host) > LONGEST,
            f"is longer than {LONGEST} characters",
            "A shorter name makes a code that is read from farther away.",
        ),
    )
    return [(wrong, remedy) for holds, wrong, remedy in checks if holds]


def _plain_name(host: str) -> str:
    meant = f" for {host}" if host else ""
    return f"Register a name in plain letters{meant}: look-alike letters deceive."
