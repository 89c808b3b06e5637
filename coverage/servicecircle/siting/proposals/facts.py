"""What is known of each proposal, gathered for the sentences that say why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from servicecircle.siting.proposals.reasons import Facts
from servicecircle.siting.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd


def facts_of(  # noqa: PLR0913 - what is known
    table: pd.DataFrame,
    units: pd.DataFrame,
    names: pd.Series[str],
    *,
    share_before: np.ndarray,
    limit_m: float,
    counted: str,
    model: str,
    longest_m: float,
    trials: int,
    needed: Mapping[str, list[Sentence]],
) -> list[Facts]:
    """
    Gather the facts of each proposal.

    Parameters
    ----------
    table
        A row a proposal, indexed by site id, with the columns of `make_proposals`.
    units
        What units gain, with ``unit_name``.
    names
        What sites are called, by id.
    share_before
        The share covered before each of them.
    limit_m
        The standard.
    counted
        What is counted.
    model
        What was asked.
    longest_m
        The longest walk that is left, with ``p_center``.
    trials
        How many trials there were.
    needed
        By site id, what of the requirements would be missed without it.
    """
    finest = str(units["level"].iloc[-1]) if len(units) else ""
    gaining = units[units["level"] == finest]
    by_site = {
        site: list(zip(rows["unit_name"], rows["residents_gained"], strict=True))
        for site, rows in gaining.groupby("site_id")
    }
    rows: list[dict[Any, Any]] = table.reset_index().to_dict("records")
    return [
        Facts(
            action=row["action"],
            gained=row["residents_gained"],
            share_before=before,
            share=row["cumulative_share"],
            limit_m=limit_m,
            counted=counted,
            model=model,
            longest_m=longest_m,
            shorter_m=row.get("mean_walk_shorter_m", 0.0),
            within_longest=row.get("gained_within_longest", 0.0),
            served=row.get("residents_served", 0.0),
            with_backup=row.get("gained_with_backup", 0.0),
            first=number == 0,
            level=finest,
            units=by_site.get(row["site_id"], []),
            nearest=row["residents_nearest"],
            relieves=_called(row["relieves"], names),
            relieved=row["relieved_residents"],
            alternative=_called(row["alternative"], names),
            alternative_m=row["alternative_m"],
            alternative_loses=row["alternative_loses"],
            loss_if_unavailable=row["loss_if_unavailable"],
            chosen=row["chosen_in_trials"],
            trials=trials,
            replaces=_called(row["replaces"], names),
            needed=needed.get(row["site_id"], []),
        )
        for number, (row, before) in enumerate(zip(rows, share_before, strict=True))
    ]


def _called(site: object, names: pd.Series[str]) -> Sentence | str | None:
    """Give a site's name and id, or its id alone where it has no other name."""
    if not isinstance(site, str):
        return None
    name = names.get(site)
    if not isinstance(name, str) or name == site:
        return site
    return Sentence("named", {"name": name, "id": site})
