"""What appeals are about: the five services of a station, in the facts' words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

LEGAL, DISPUTE, COMPLAINT, AID, COUNSEL = (
    "法律服务",
    "纠纷调处",
    "投诉建议",
    "帮扶救助",
    "心理服务",
)
MATTERS = (LEGAL, DISPUTE, COMPLAINT, AID, COUNSEL)
OTHERS = {DISPUTE: 0.40, COMPLAINT: 0.34, AID: 0.17, COUNSEL: 0.09}
"""How the matters that are not legal divide."""


def matter_shares(facts: Mapping[str, Any]) -> dict[str, float]:
    """
    Say which share of the appeals is about which matter.

    Raises
    ------
    InternalError
        If the facts speak of other services.

    Examples
    --------
    >>> facts = {"services": {"station": list(MATTERS)}, "counts": {"share_legal": 0.6}}
    >>> {name: round(share, 3) for name, share in matter_shares(facts).items()}
    {'法律服务': 0.6, '纠纷调处': 0.16, '投诉建议': 0.136, '帮扶救助': 0.068,
     '心理服务': 0.036}
    """
    stated = set(facts["services"]["station"])
    if stated != set(MATTERS):
        msg = f"The facts speak of other services than the appeals: {sorted(stated)}."
        raise InternalError(msg)
    legal = float(facts["counts"]["share_legal"])
    return {LEGAL: legal} | {k: (1 - legal) * v for k, v in OTHERS.items()}
