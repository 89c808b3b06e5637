"""What a map that is made public says of itself: approval, source, unit and days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from servicecircle.area.config import PublishSection

STAMP = "未经审核不得公开"
"""Across every public map that has no approval number (审图号)."""
SLOTS = {
    "approval_number": "审图号",
    "source": "底图来源",
    "made_by": "编制单位",
    "made_on": "编制日期",
    "data_until": "数据截止日期",
}
"""What a public map says of itself."""


def imprint(publish: PublishSection) -> dict[str, Any]:
    """
    Give the slots of a public map, "" where nothing is stated.

    Parameters
    ----------
    publish
        The section [publish] of area.toml.

    Returns
    -------
    dict
        The keys of `SLOTS`, and ``suppress_below``.

    Examples
    --------
    >>> from servicecircle.area.config import PublishSection
    >>> imprint(PublishSection(unit="某区"))["made_by"]
    '某区'
    """
    made_on, until = publish.made_on, publish.data_until
    return {
        "approval_number": publish.approval_number.strip(),
        "source": publish.source.strip(),
        "made_by": publish.unit.strip(),
        "made_on": made_on.isoformat() if made_on else "",
        "data_until": until.isoformat() if until else "",
        "suppress_below": publish.suppress_below,
    }
