"""Finding an encoding from bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.inputs.encoding import codec_of, decode, find_encoding

# Everyday Chinese: GB 2312, level 1.
EVERYDAY = st.text(
    st.sampled_from(
        [
            bytes([row, cell]).decode("gb2312")
            for row in range(0xB0, 0xD7)
            for cell in range(0xA1, 0xFA)
        ]
    ),
    min_size=2,
    max_size=8,
)
LABELS = st.sampled_from([None, "utf-8", "gb18030", "iso8859-1", "cp1252", "cp437"])


@settings(max_examples=50)
@given(st.lists(EVERYDAY, min_size=3, max_size=6), LABELS)
def test_chinese_is_never_mojibake(words: list[str], label: str | None) -> None:
    """Whatever the label says, text comes back as it was written."""
    for written in ("gb18030", "utf-8"):
        values = [word.encode(written) for word in words]
        found = find_encoding(values, declared=label)
        assert found is not None
        assert [value.decode(found) for value in values] == words


@given(EVERYDAY, st.integers(0, 9), LABELS)
def test_half_a_character_at_the_end_is_dropped(
    word: str, width: int, label: str | None
) -> None:
    """A value cut at any byte reads as the whole characters before it."""
    cut = word.encode("utf-8")[:width]
    found = find_encoding(["社区网格编码".encode()], [cut], declared=label)
    assert found == "utf-8"
    assert word.startswith(decode(cut, found, may_be_cut=True))


@pytest.mark.parametrize(
    ("text", "written", "label", "found"),
    [
        ("Avenida Peña; Calle Simón", "latin-1", "iso8859-1", "iso8859-1"),
        ("Avenida Peña; Calle Simón", "latin-1", None, None),
        ("Avenida Peña; Calle Simón", "utf-8", "iso8859-1", "utf-8"),
        ("Москва; улица", "utf-8", None, "utf-8"),
        ("臺北市；網格", "big5", "big5", "big5"),
        ("联", "gb18030", None, "gb18030"),
        ("泰然十路", "gb18030", "utf-8", "gb18030"),  # is UTF-8 by chance
        ("Villarreal · Abogado", "utf-8", None, "utf-8"),
        ("Calle Viñátigo", "latin-1", None, None),
        ("Calle Viñátigo", "latin-1", "gb18030", None),
        ("Calle Viñátigo", "latin-1", "iso8859-1", "iso8859-1"),
        ("a栋; b栋; DE座", "gb18030", None, "gb18030"),
        ("李松蓢", "gb18030", "cp1252", "gb18030"),
        ("plain", "ascii", "gb18030", "utf-8"),
    ],
)
def test_the_bytes_decide_and_the_label_helps(
    text: str, written: str, label: str | None, found: str | None
) -> None:
    """A label of another script is believed where the bytes are text in it."""
    assert find_encoding(text.encode(written).split(b"; "), declared=label) == found


def test_bytes_of_no_encoding_are_told() -> None:
    """Of two encodings in one table none is guessed."""
    assert find_encoding(["网格".encode(), "网格".encode("gbk")]) is None
    assert find_encoding([b"\xff\xff", "网格".encode("gbk")]) is None


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("UTF-8", "utf-8"),
        ("65001", "utf-8"),
        ("GBK", "gb18030"),
        ("gb2312\n", "gb18030"),
        ("936", "gb18030"),
        ("ANSI 936", "gb18030"),
        ("ISO 88591", "iso8859-1"),
        ("950", "cp950"),
        ("", None),
        ("whatever", None),
    ],
)
def test_labels_as_software_writes_them(label: str, codec: str | None) -> None:
    """In a .cpg file the same encoding has many names."""
    assert codec_of(label) == codec


TRADITIONAL = ["馬田街道", "合水口網格", "第號", "龍華區", "國際"]


@pytest.mark.parametrize("label", [None, "gb18030", "utf-8", "iso8859-1"])
def test_big5_is_refused_where_nothing_says_so(label: str | None) -> None:
    """Read as GB18030 it would be kana and characters of private use."""
    values = [word.encode("big5") for word in TRADITIONAL]
    assert find_encoding(values, declared=label) is None


@given(st.lists(st.sampled_from(TRADITIONAL), min_size=1))
def test_big5_is_read_where_its_label_says_so(words: list[str]) -> None:
    """Such text comes back as it was written."""
    found = find_encoding([word.encode("big5") for word in words], declared="big5")
    assert found == "big5"


@settings(max_examples=50)
@given(st.lists(EVERYDAY, min_size=8, max_size=12))
def test_gbk_is_read_under_a_label_of_big5(words: list[str]) -> None:
    """A label that lies is not believed."""
    values = [word.encode("gbk") for word in words]
    assert find_encoding(values, declared="cp950") == "gb18030"
