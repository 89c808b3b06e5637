"""What became of codes that were given before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle._validation import name_some
from servicecircle.qr.codes.printed import printed
from servicecircle.tables.say import note

if TYPE_CHECKING:
    import pandas as pd

    from servicecircle.findings import Finding

TABLE = "qr_points"


def code_findings(changes: pd.DataFrame) -> list[Finding]:
    """
    Name codes that are retired now, and those that went to a building of another id.

    Parameters
    ----------
    changes
        As `give_codes` tells them.
    """
    found = []
    codes = [printed(c) for c in changes.index[changes["change"] == "retired"]]
    if codes:
        message = f"{len(codes)} codes are retired, for their points are gone: "
        message += f"{name_some(codes)}."
        remedy = "Take their plates down; the codes are never given again."
        found.append(note("qr-code-retired", TABLE, message, remedy))
    codes = [printed(c) for c in changes.index[changes["change"] == "renamed"]]
    if codes:
        message = f"{len(codes)} codes went to buildings of another id in their place: "
        message += f"{name_some(codes)}."
        remedy = "Check that they are the same buildings."
        found.append(note("qr-code-renamed", TABLE, message, remedy))
    return found
