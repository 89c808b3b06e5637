"""Sources of the network whose datum could not be examined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.tables.say import note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.findings import Finding
    from servicecircle.network.walk_network import WalkNetwork

UNPROVED = "datums_not_proved"
"""The network's note of what could not be examined, and why."""


def with_unproved(network: WalkNetwork, reasons: Sequence[str | None]) -> WalkNetwork:
    """Note why the datums of sources were not proved; None stands for one that was."""
    told = [reason for reason in reasons if reason is not None]
    if not told:
        return network
    return network.replace(notes={**network.notes, UNPROVED: told})


def unproved_findings(network: WalkNetwork) -> list[Finding]:
    """Say of which streets and obstacles it is not known whether they are shifted."""
    reasons = network.notes.get(UNPROVED, [])
    remedy = (
        "Lay it over the buildings and look: what is shifted lies hundreds of metres "
        'off. If so, write datum = "gcj02" or "bd09" beside the file in area.toml.'
    )
    return [
        note(
            "datum-undecided",
            "network",
            f"{reason} So its datum is not proved.",
            remedy,
        )
        for reason in (reasons if isinstance(reasons, list) else [])
    ]
