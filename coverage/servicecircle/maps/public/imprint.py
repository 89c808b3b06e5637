"""What a map that is made public says of itself: approval, source, unit and days."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from servicecircle.area.config import PublishSection

STAMP = "未经审核不得公开"
"""Across every public map that has no approval number (审图号)."""


class Imprint(NamedTuple):
    """The slots of a public map."""

    lines: tuple[tuple[str, str], ...]
    """What each slot is called, and what stands in it ("" where nothing is stated)."""
    stamp: str
    """What is written across the map; "" once it is approved."""


def imprint(publish: PublishSection) -> Imprint:
    """
    Give the slots of a public map.

    Parameters
    ----------
    publish
        The section [publish] of area.toml.

    Examples
    --------
    >>> from servicecircle.area.config import PublishSection
    >>> imprint(PublishSection()).stamp
    '未经审核不得公开'
    >>> approved = PublishSection(approval_number="粤S(2026)000号")
    >>> imprint(approved).lines[0], imprint(approved).stamp
    (('审图号', '粤S(2026)000号'), '')
    """
    number = publish.approval_number.strip()
    made_on, until = publish.made_on, publish.data_until
    lines = (
        ("审图号", number),
        ("底图来源", publish.source.strip()),
        ("编制单位", publish.unit.strip()),
        ("编制日期", made_on.isoformat() if made_on else ""),
        ("数据截止日期", until.isoformat() if until else ""),
    )
    return Imprint(lines, "" if number else STAMP)
