"""Certificates of a stranger: words, kinds and times that do not belong there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from servicecircle.errors import SitingError
from servicecircle.pipeline.verify import verify_file
from servicecircle.siting.certificate import (
    Certificate,
    certify,
    read_certificate,
    write_certificate,
)
from servicecircle.siting.models.example import three_homes
from servicecircle.siting.question import Question
from servicecircle.siting.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = Question(new_sites=1)


def good() -> Certificate:
    """Give the certificate of an optimal choice."""
    return certify(three_homes(), QUESTION, QUESTION.solve(three_homes()))


@pytest.mark.parametrize(
    "said",
    [
        {"model": "p_median"},
        {"service": "another"},
        {"limit_m": 1000.0},
        {"problem": {"places": 3, "sites": 3, "walks": 4, "weight": 9e9}},
    ],
)
def test_what_is_said_beside_the_data_is_held_against_them(
    said: dict[str, Any],
) -> None:
    """A certificate that a seal of its own makes whole again says nothing else."""
    assert [breach.name for breach in verify(good().stating(**said)).refused] == [
        "certificate"
    ]


def test_bytes_do_not_depend_on_how_long_it_took() -> None:
    """Times are the manifest's business."""
    result = replace(QUESTION.solve(three_homes()), seconds=9.0)
    later = certify(three_homes(), QUESTION, result)
    assert later.content == good().content


@pytest.mark.parametrize(
    "wrong",
    [{"objective": "many"}, {"sites": None}, {"status": ["optimal"]}, {"bound": {}}],
)
def test_what_is_of_another_kind_is_bad_data(
    wrong: dict[str, Any], tmp_path: Path
) -> None:
    """Words for numbers, lists for words: said so, without a traceback."""
    write_certificate(tmp_path, good().stating(**wrong))
    with pytest.raises(SitingError, match="says what no certificate says"):
        verify_file(tmp_path)


def test_what_rests_on_the_certificates_word_is_said(tmp_path: Path) -> None:
    """Without an area, residents and walks are not held against anything."""
    write_certificate(tmp_path, good().stating(weights={"file": "old.csv"}))
    _, verdict = verify_file(tmp_path)
    assert verdict.stands
    assert "Not held against an area" in verdict.noted[0]
    assert "weights from old.csv" in verdict.noted[0]


def test_not_a_number_is_no_json(tmp_path: Path) -> None:
    """NaN, which Python would read, is refused as it is read."""
    write_certificate(tmp_path, good())
    file = tmp_path / "certificate.json"
    text = file.read_text(encoding="utf-8").replace('"gap": 0.0', '"gap": NaN')
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SitingError, match="NaN is no number"):
        read_certificate(file)
