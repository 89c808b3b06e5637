"""A draft as plain data, for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.area.draft.working_crs import shortest

if TYPE_CHECKING:
    from servicecircle.area.draft.parts import Draft


def draft_as_data(draft: Draft) -> dict[str, object]:
    """List what was recognised, what was not used or read, and the questions."""
    return {
        "crs": shortest(draft.crs),
        "recognised": [
            {
                "section": part.section,
                "file": part.look.file,
                "layer": part.look.layer,
                "kind": part.look.kind.value,
                "rows": part.look.rows,
                "confidence": part.evidence.confidence,
                "evidence": part.evidence.reasons,
                "columns": part.recognised,
                "settings": {k: v for k, v in part.settings.items() if k != "off"},
                "used": part.active,
            }
            for part in draft.parts
        ],
        "not_used": [
            {"file": look.file, "layer": look.layer, "seems": meaning}
            for look, meaning in draft.aside
        ],
        "not_read": [{"what": what, "reason": why} for what, why in draft.skipped],
        "questions": draft.all_questions,
    }
