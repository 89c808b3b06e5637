"""Counts of the whole district brought down to the part that was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@dataclass(frozen=True)
class Scale:
    """
    Stated counts, scaled by the share of the district's residents that is there.

    Examples
    --------
    >>> facts = {"district": {"residents_managed": 1000}, "counts": {"rooms": 48}}
    >>> Scale.of(250, facts).count(facts["counts"]["rooms"])
    12
    >>> Scale.of(1000, facts).count(48)
    48
    """

    share: float

    @classmethod
    def of(cls, residents: float, facts: Mapping[str, Any]) -> Scale:
        """Compare the residents that are there with those of the facts."""
        return cls(residents / facts["district"]["residents_managed"])

    def count(self, whole: float) -> int:
        """Scale a count; what there is at all stays at least one."""
        return max(1, round(whole * self.share))
