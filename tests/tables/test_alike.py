"""Codes that look alike are asked about, and never taken for one."""

from __future__ import annotations

import pandas as pd
import pytest

from servicecircle.tables import conform, table
from servicecircle.tables.alike import said_alike


def found(*codes: str) -> list[tuple[str, str]]:
    """Rule and message of what is found in a table with these codes."""
    frame = pd.DataFrame({"code": codes, "use": ["home"] * len(codes)})
    done = conform(frame, table("buildings"), source="b.csv")
    return [(f.rule, f.message) for f in done.findings if f.rule != "text-tidied"]


@pytest.mark.parametrize("other", ["B-1", "b- 1", "b－1", "Ｂ-1 "])
def test_case_width_and_blanks_are_asked_about(other: str) -> None:
    """Both rows stay, under the codes that they have."""
    ((rule, message),) = found("b-1", other, "b-2")
    assert rule == "id-alike"
    assert "2 codes differ from another only in case, width or blanks: 'b-1'" in message


def test_what_becomes_the_same_is_the_same() -> None:
    """Full-width letters and blanks around are read as plain ones."""
    assert [rule for rule, _ in found("B1", "Ｂ1", "B1 ")] == ["unique-id"]


def test_different_codes_are_let_alone() -> None:
    """Digits, and letters that differ in more."""
    assert found("b1", "b2", "12", "1２3") == []


def test_a_reference_that_looks_like_a_code_is_said() -> None:
    """Of several, the first."""
    assert "'G1' is meant by 'ｇ1'" in said_alike(["x", "ｇ1"], ["G1"])
