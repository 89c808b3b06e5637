"""What became of codes that were given before, and of those that were scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle._validation import name_some
from servicecircle.qr.codes.printed import printed
from servicecircle.qr.codes.verify import Verdict
from servicecircle.tables.say import note, warning

if TYPE_CHECKING:
    import pandas as pd

    from servicecircle.findings import Finding

TABLE = "qr_points"
SCANNED = "appeals"
NOT_OURS = {
    Verdict.FORGED: "a forged code",
    Verdict.OTHER_HOST: "a code that leads to another host",
    Verdict.UNKNOWN_KEY: "a code signed with a key that was not given",
    Verdict.UNKNOWN: "a code that was never given",
}
NOT_READ = {
    Verdict.MISTYPED: "a mistyped code",
    Verdict.MALFORMED: "something else than a code",
}


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
        message = (
            f"{len(codes)} codes are retired, for their points are gone: "
            f"{name_some(codes)}."
        )
        remedy = "Take their plates down; the codes are never given again."
        found.append(note("qr-code-retired", TABLE, message, remedy))
    codes = [printed(c) for c in changes.index[changes["change"] == "renamed"]]
    if codes:
        message = (
            f"{len(codes)} codes went to buildings of another id in their place: "
            f"{name_some(codes)}."
        )
        remedy = "Check that they are the same buildings."
        found.append(note("qr-code-renamed", TABLE, message, remedy))
    return found


def scan_findings(verdicts: pd.Series[str]) -> list[Finding]:
    """
    Count the appeals whose code is not believed, and quote none.

    Parameters
    ----------
    verdicts
        Words of `Verdict`; missing where nothing was scanned.

    Examples
    --------
    >>> import pandas as pd
    >>> for one in scan_findings(pd.Series(["genuine", "forged", "mistyped", None])):
    ...     print(one)
    warning [qr-scan-doubtful] 1 appeals came in by a forged code; they have no place of
    it. Look whose plates hang there, and whether all keys and hosts are stated.
    note [qr-scan-unread] 1 appeals came in by a mistyped code; they have no place of
    it. Place them by their address.
    """
    counts = verdicts.value_counts()
    found = []
    for verdict, what in (NOT_OURS | NOT_READ).items():
        count = int(counts.get(verdict.value, 0))
        if not count:
            continue
        message = f"{count} appeals came in by {what}; they have no place of it."
        if verdict in NOT_OURS:
            remedy = (
                "Look whose plates hang there, and whether all keys and hosts are "
                "stated."
            )
            found.append(warning("qr-scan-doubtful", SCANNED, message, remedy))
        else:
            remedy = "Place them by their address."
            found.append(note("qr-scan-unread", SCANNED, message, remedy))
    return found
