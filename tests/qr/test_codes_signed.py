"""Hosts, keys, signatures, and what `verify` says of them."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.inputs.problem import UnusableInputError
from servicecircle.qr.codes import (
    Keys,
    Verdict,
    check_host,
    payloads,
    read_keys,
    verify,
)
from servicecircle.qr.codes.alphabet import ALPHABET
from servicecircle.qr.codes.keys import VARIABLE, parse_keys

if TYPE_CHECKING:
    from pathlib import Path

HOST = "qr.example.gov.cn"
CODE = "RE2CNZ9BF"
OLD, NEW = bytes(range(16)), bytes(range(100, 132))
KEYS = Keys({"A": OLD, "B": NEW})
GOOD = payloads([CODE], host=HOST, key_id="A", key=OLD)[0]


def judge(text: str, **states: str) -> Verdict:
    """Judge a text; with states, against a register."""
    return verify(text, hosts={HOST}, keys=KEYS, states=states or None).verdict


def test_a_genuine_address_is_genuine_in_any_case() -> None:
    """Phones show capitals as small letters."""
    assert judge(GOOD) is judge(GOOD.lower()) is Verdict.GENUINE


@given(st.data())
def test_any_other_signature_is_forged(data: st.DataObject) -> None:
    """One letter of the signature decides."""
    at = data.draw(st.integers(1, 8))
    letter = data.draw(st.sampled_from(ALPHABET))
    text = GOOD[: len(GOOD) - at] + letter + GOOD[len(GOOD) - at + 1 :]
    assert judge(text) is (Verdict.GENUINE if text == GOOD else Verdict.FORGED)


def test_a_signature_is_hmac_sha256() -> None:
    """Recomputed by hand: eight bytes of it in base 31, eight letters."""
    said = f"servicecircle qr 1\n{HOST}\nA\n{CODE}".encode()
    number = int.from_bytes(hmac.new(OLD, said, hashlib.sha256).digest()[:8], "big")
    letters = [ALPHABET[number // 31**k % 31] for k in range(7, -1, -1)]
    assert GOOD.endswith("/" + "".join(letters))


def test_a_signature_is_of_one_host_key_and_code() -> None:
    """It fits no other of them."""
    host = GOOD.replace("QR.EXAMPLE", "QR.EXAMPLF")
    assert judge(host) is Verdict.OTHER_HOST
    assert (
        verify(host, hosts={"qr.examplf.gov.cn"}, keys=KEYS).verdict is Verdict.FORGED
    )
    assert judge(GOOD.replace("/A/", "/B/")) is Verdict.FORGED
    assert judge(GOOD.replace("/A/", "/C/")) is Verdict.UNKNOWN_KEY
    assert judge(GOOD.replace(CODE, "48YJYAR2F")) is Verdict.FORGED


def test_keys_rotate() -> None:
    """Plates of the old key and of the new one are both genuine."""
    new = payloads([CODE], host=HOST, key_id="B", key=NEW)[0]
    assert judge(new) is judge(GOOD) is Verdict.GENUINE


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("HTTPS", "HTTP"),
        GOOD + "/",
        GOOD + "?A=B",
        GOOD.replace("//", "//A@"),
        GOOD.replace(".CN", ".CN:443"),
        GOOD.replace("/A/", "/../A/"),
        GOOD.replace("S", "ſ"),
        "",
        "hello",
        "RE2-CNZ-9B",
    ],
)
def test_tricks_are_not_genuine(text: str) -> None:
    """Ports, users, paths and look-alike letters."""
    assert judge(text) in {Verdict.MALFORMED, Verdict.OTHER_HOST}


def test_a_typed_code_is_looked_up() -> None:
    """Alone it is unsigned; the register says more, and who was meant."""
    assert judge("re2-cnz-9bf") is Verdict.UNSIGNED
    assert judge(CODE, **{CODE: "active"}) is Verdict.UNSIGNED
    assert judge(CODE, **{CODE: "retired"}) is Verdict.RETIRED
    assert judge(GOOD, **{CODE: "retired"}) is Verdict.RETIRED
    assert judge(GOOD, **{"48YJYAR2F": "active"}) is Verdict.UNKNOWN
    slip = verify("ER2CNZ9BF", hosts={HOST}, keys=KEYS, states={CODE: "active"})
    assert slip == (Verdict.MISTYPED, None, ("RE2-CNZ-9BF",))


@pytest.mark.parametrize(
    ("host", "says"),
    [
        ("", "is empty"),
        ("https://qr.example.cn", "is an address"),
        ("qr.example.cn:8080", "has a port"),
        ("qr.example.cn/codes", "more in it than a name"),
        ("user@qr.example.cn", "more in it than a name"),
        ("qr.example.cn?x", "more in it than a name"),
        (
            "光明.政务",
            "letters beyond ASCII.*Register a name in plain letters for 光明",
        ),
        ("xn--55qx5d.cn", "stands for letters beyond ASCII"),
        ("localhost", "is one word"),
        ("10.0.0.1", "is a number"),
        ("qr..cn", "no name of a host"),
        ("-qr.example.cn", "no name of a host"),
        ("q" * 60 + ".example.cn", "longer than 63"),
    ],
)
def test_a_host_that_deceives_is_refused(host: str, says: str) -> None:
    """By name, with what to write instead."""
    with pytest.raises(UnusableInputError, match=says) as refused:
        check_host(host)
    assert refused.value.rule == "qr-host"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no key"),
        ("A:" + "0f" * 15, "has 15 bytes, fewer than 16"),
        ("A:" + "0f" * 32, "can be guessed"),
        ("A:secretsecret", "not written in hexadecimal"),
        ("O:" + OLD.hex(), "without 0, O"),
        (OLD.hex(), "not NAME:KEY"),
        (f"A:{OLD.hex()}\n# b\na:{NEW.hex()}", "line 3: there is a key 'A' already"),
    ],
)
def test_a_bad_key_is_refused_and_not_repeated(text: str, says: str) -> None:
    """The message names the line, and nothing of what stands in it."""
    with pytest.raises(UnusableInputError, match=says) as refused:
        parse_keys(text, called="keys.txt")
    assert not any(
        part.strip()[-12:] in str(refused.value) for part in text.split(":")[1:]
    )


def test_keys_come_from_a_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And are never shown."""
    text = f"# plates\na: {OLD.hex()}\nB:{NEW.hex()}\n"
    (tmp_path / "keys.txt").write_text(text, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, f"A:{OLD.hex()},B:{NEW.hex()}")
    assert read_keys(tmp_path / "keys.txt") == read_keys() == KEYS
    assert repr(KEYS) == "Keys('A', 'B')"
    monkeypatch.delenv(VARIABLE)
    with pytest.raises(UnusableInputError, match="holds no key"):
        read_keys()
    with pytest.raises(UnusableInputError, match="cannot be read"):
        read_keys(tmp_path / "none")
    with pytest.raises(UnusableInputError, match="no key 'C', only 'A', 'B'"):
        KEYS["C"]
