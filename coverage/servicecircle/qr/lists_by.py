"""How lists of rounds are parted into files."""

from __future__ import annotations

from enum import StrEnum


class ListsBy(StrEnum):
    """What has a list to print and a form to fill in of its own."""

    COMMUNITY = "community"
    ROUND = "round"
    NONE = "none"
