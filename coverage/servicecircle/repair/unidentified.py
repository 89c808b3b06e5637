"""`drop-unidentified`: rows whose code is empty or has lost digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.repair.codes import as_written
from servicecircle.repair.outcome import Outcome, take_out, together

if TYPE_CHECKING:
    from servicecircle.repair.draft import Draft, SourceTable

NAME = "drop-unidentified"


def drop_unidentified(draft: Draft, _width_m: float | None) -> Outcome:
    """Set aside rows that nothing can be joined to, and that no code can name."""
    keyed = [source for source in draft.tables.values() if source.spec.key]
    return together(_of_table(source) for source in keyed)


def _of_table(source: SourceTable) -> Outcome:
    _, matched = source.conformed
    if source.spec.key not in matched:
        return Outcome()
    rows = source.ids().isna().to_numpy(dtype=bool)
    cells = as_written(source.raw[matched[source.spec.key]]).fillna("")[rows]
    noun = source.raw.index.name or "row"
    reasons = [
        f"{noun} {row}: {cell!r} is no code" if cell else f"{noun} {row} has no code"
        for row, cell in cells.items()
    ]
    return take_out(source, rows, what=NAME, labels=cells.tolist(), reasons=reasons)
