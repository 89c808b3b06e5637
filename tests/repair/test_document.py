"""The document of rules and repairs is the one that the code makes."""

from __future__ import annotations

from pathlib import Path

from servicecircle.repair.document import checks_document
from servicecircle.repair.registry import REPAIRS
from servicecircle.tables import rules

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "checks.md"


def test_the_document_is_up_to_date() -> None:
    """Otherwise run scripts/document_checks.py."""
    assert DOCUMENT.read_text(encoding="utf-8") == checks_document()


def test_every_rule_and_repair_is_in_it_once() -> None:
    """By its name."""
    text = checks_document()
    for name in (*rules(), *REPAIRS):
        assert text.count(f"| `{name}` |") == 1
