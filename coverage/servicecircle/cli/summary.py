"""What a planner reads on the screen after a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from servicecircle.cli.language import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def say_summary(manifest: Mapping[str, Any], out: Path) -> None:
    """Print the headline of every service, and where everything lies."""
    from rich.console import Console  # noqa: PLC0415 - loads where it is used
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    counts = manifest["counts"]
    title = spoken(f"{manifest['area']['name']}: who can walk to a station")
    table = Table(title=Text(title))
    for heading in (
        "service",
        "standard",
        "on foot",
        "x detour",
        "circle",
        "overstated",
    ):
        table.add_column(
            spoken(heading), justify="left" if heading == "service" else "right"
        )
    for key, figures in manifest["figures"].items():
        step_free = " " + spoken("step-free") if figures["step_free"] else ""
        table.add_row(
            Text(figures["name"] or key),
            f"{figures['distance_m']:g} m{step_free}",
            _percent(figures["share_by_walk"]),
            _percent(figures["share_by_detour"]),
            _percent(figures["share_by_circle"]),
            f"{figures['overstated_residents']:,.0f}",
        )
    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print(table, soft_wrap=False)
    shares = (
        f"Shares are of {counts['residents_inside']:,.0f} residents in "
        f"{counts['buildings_inside']:,} buildings; {counts['stations']} stations, "
        f"{counts['network_km']:,.0f} km of walking network in "
        f"{counts['network_parts']} parts."
    )
    console.print(spoken(shares))
    found = manifest["findings"]
    counted = (
        f"Findings: {found.get('warning', 0)} warnings, {found.get('note', 0)} notes "
        "(findings.csv)."
    )
    console.print(spoken(counted))
    console.print(spoken(f"Written: {out}"))


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
