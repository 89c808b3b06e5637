"""Whole numbers as bytes, and back: what is written is what is read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.maps.payload.ids import add_ids
from servicecircle.maps.payload.sections import Sections
from servicecircle.maps.payload.varints import LARGEST, varints, zigzag

NUMBERS = st.lists(st.integers(0, LARGEST))


def read(content: bytes) -> list[int]:
    """Read numbers one by one, as the format's description has it."""
    numbers, value, shift = [], 0, 0
    for byte in content:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(value)
            value = shift = 0
    return numbers


@given(NUMBERS)
def test_numbers_come_back(numbers: list[int]) -> None:
    """Every number survives, and takes no more bytes than it needs."""
    content = varints(numbers)
    assert read(content) == numbers
    assert len(content) == sum(max(1, -(-n.bit_length() // 7)) for n in numbers)


@given(st.lists(st.integers(-(2**30), 2**30)))
def test_signs_come_back(numbers: list[int]) -> None:
    """Folding keeps small numbers small and loses none."""
    folded = [int(n) for n in zigzag(np.array(numbers, dtype=np.int64))]
    assert [(n >> 1) ^ -(n & 1) for n in folded] == numbers
    assert all(f <= 2 * abs(n) for f, n in zip(folded, numbers, strict=True))


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_numbers_the_page_cannot_hold_are_refused(number: int) -> None:
    """A wrong number never becomes another one."""
    with pytest.raises(ValueError, match="numbers from 0 to 2147483647"):
        varints([3, number])


def test_a_section_has_one_meaning() -> None:
    """Writing a name twice is a mistake of ours."""
    sections = Sections()
    sections.counts("x", [1])
    with pytest.raises(ValueError, match="one section 'x'"):
        sections.counts("x", [2])


@given(st.lists(st.text(), unique=True))
def test_ids_come_back(ids: list[str]) -> None:
    """Ids of any kind survive: emoji, zeros in front, no digits at all."""
    said = add_ids(Sections(), "id", ids)
    digits, heads = said["digits"], said["heads"]
    assert all(any(i.startswith(h) for h in heads) for i in ids)
    assert all(len(i) >= digits for i in ids)
    assert {i[: len(i) - digits] for i in ids} == set(heads)


def test_digits_of_other_scripts_are_not_numbers() -> None:
    """Only 0 to 9 are digits: others would not come back as they were."""
    assert add_ids(Sections(), "id", ["a٣", "b४"])["digits"] == 0
