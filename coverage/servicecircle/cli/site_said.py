"""What `servicecircle site` prints: the proposals, what is proved, where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from servicecircle.pipeline.site import Sited

SHOWN = 15
"""So many proposals are listed on the screen; the files have them all."""


def say_site(manifest: Mapping[str, Any], sited: Sited, out: Path) -> None:
    """Print the proposals, what is proved of them, and where everything lies."""
    from rich.console import Console  # noqa: PLC0415 - loads where it is used
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    said, counts = manifest["result"], manifest["counts"]
    console = Console(highlight=False)
    table = Table(title=Text(f"{manifest['area']['name']}: {said['service']}"))
    for heading in ("rank", "action", "site", "residents gained", "covered then"):
        right = heading in {"rank", "residents gained", "covered then"}
        table.add_column(heading, justify="right" if right else "left")
    rows = sited.proposals.table[sited.proposals.table["rank"].notna()]
    for row in rows.head(SHOWN).itertuples():
        named = isinstance(row.name, str) and row.name != row.site_id
        name = f"{row.site_id} {row.name}" if named else row.site_id
        table.add_row(
            str(row.rank),
            row.action,
            Text(name),
            f"{row.residents_gained:,.0f}",
            f"{row.cumulative_share:.1%}",
        )
    console.print(table)
    if len(rows) > SHOWN:
        console.print(f"and {len(rows) - SHOWN} more in proposals.csv.")
    console.print(
        f"{said['model']}: objective {said['objective']:,.0f}, {said['told']}."
    )
    console.print(
        f"Residents within the standard: {_percent(said['share_today'])} today, "
        f"{_percent(said['share_then'])} then, of {counts['residents']:,.0f}; "
        f"{counts['stations']} stations, {counts['candidates']:,} candidates"
        + (f", {counts['left_out']} left out." if counts["left_out"] else ".")
    )
    if said["knee"] is not None:
        console.print(_knee(said["knee"]))
    console.print(f"Written: {out}; check it with", end=" ")
    console.print(f"servicecircle verify {out / 'certificate.json'}", soft_wrap=True)


def _knee(turn: Mapping[str, Any]) -> str:
    least = f"{turn['least']:,.0f} residents"
    rest = f"each of them adds {least} or more"
    if turn["enough"] is not None:
        rest = f"from {turn['enough']} new sites on, one more adds less than {least}"
    return f"Knee of the frontier: {turn['sites']} new sites; {rest}."


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
