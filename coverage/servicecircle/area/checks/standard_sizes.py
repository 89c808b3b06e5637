"""Standards that are no walk: kilometres written for metres."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.area.read_config import FILE
from servicecircle.tables.say import warning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from servicecircle.findings import Finding
    from servicecircle.standards import ServiceStandard

LEAST_M = 25.0
"""A shorter standard reaches hardly anybody but those who live at the door."""


def check_standards(standards: Iterable[ServiceStandard]) -> list[Finding]:
    """
    Warn of standards that are shorter than a walk.

    >>> from servicecircle.standards import ServiceStandard
    >>> [f.rule for f in check_standards([ServiceStandard("legal", 0.5)])]
    ['standard-tiny']
    """
    return [
        warning(
            "standard-tiny",
            FILE,
            f"[services.{standard.service}] counts only who lives within "
            f"{standard.distance_m:g} m of a station.",
            "Write distance_m in metres: 0.5 km is distance_m = 500.",
            label=standard.service,
        )
        for standard in standards
        if standard.distance_m < LEAST_M
    ]
