"""A choice of sites as a notebook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.cards import card, count, table
from servicecircle.siting.certificate import told_status

if TYPE_CHECKING:
    from servicecircle.siting.result import SitingResult

MOST_ROWS = 12


def result_card(result: SitingResult) -> str:
    """Write a card of a choice: what it is worth, what is proved, what it changes."""
    return card("Choice of sites", facts_of(result), more=[_changes(result)])


def facts_of(result: SitingResult) -> dict[str, str]:
    """Name the model, the worth, the bound and what is proved."""
    actions = result.sites["action"].value_counts()
    told = {"open": "opened", "keep": "kept", "close": "closed", "move": "moved"}
    changed = [
        f"{count(actions[action])} {word}"
        for action, word in told.items()
        if action in actions
    ]
    return {
        "model": result.model.replace("_", " "),
        "sites": ", ".join(changed) or "none",
        "objective": f"{result.objective:,.1f}",
        f"no choice is {'above' if result.sense == 'max' else 'below'}": (
            f"{result.bound:,.1f}"
        ),
        "proved": told_status(result),
        "took": f"{result.seconds:.1f} s",
    }


def _changes(result: SitingResult) -> str:
    """List the sites that change, the first of them."""
    changed = result.sites[result.sites["action"] != "keep"]
    rows = [
        [str(site), str(action)]
        for site, action in changed["action"].iloc[:MOST_ROWS].items()
    ]
    if len(changed) > MOST_ROWS:
        rows.append([f"and {len(changed) - MOST_ROWS} more", ""])
    return table(["site", "action"], rows) if rows else ""
