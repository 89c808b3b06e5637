"""Every reason has a colour and words, in both languages."""

from __future__ import annotations

import pytest

from servicecircle.maps.labels import LABELS
from servicecircle.maps.palette import REASON_COLOURS
from servicecircle.vocabulary import Level, Reason


def test_every_reason_has_a_colour_of_its_own() -> None:
    """A new reason must be drawn, and told from the others."""
    assert set(REASON_COLOURS) == set(Reason)
    assert len(set(REASON_COLOURS.values())) == len(Reason)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_is_there(language: str) -> None:
    """Reasons and levels have words, and both languages know the same keys."""
    words = LABELS[language]
    assert {*Reason, *Level} <= words.keys()
    assert words.keys() == LABELS["en"].keys()
