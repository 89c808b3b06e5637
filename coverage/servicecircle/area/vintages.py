"""Of which day each layer of an area is, and whether the days go together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from servicecircle.tables.say import note

if TYPE_CHECKING:
    import datetime as dt

    from servicecircle.area.config import AreaConfig
    from servicecircle.findings import Finding

    class _Dated(Protocol):
        """A section of area.toml that names a file."""

        @property
        def as_of(self) -> dt.date | None:
            """The day whose state the file shows."""


APART_DAYS = 366
"""Layers farther apart than a year, a leap year too, show different states."""


def vintages(config: AreaConfig) -> dict[str, dt.date]:
    """
    List the day whose state each layer shows, where `area.toml` says it.

    Returns
    -------
    dict
        Days by section: ``levels.grid``, ``buildings``, ``network.sources 1``.
    """
    network = config.network
    sections: dict[str, _Dated | None] = {
        f"levels.{level.value}": part for level, part in config.levels.items()
    }
    for name in ("stations", "buildings", "entrances", "candidates"):
        sections[name] = getattr(config, name)
    for name, parts in (("sources", network.sources), ("obstacles", network.obstacles)):
        numbered = enumerate(parts, start=1)
        sections |= {f"network.{name} {number}": part for number, part in numbered}
    return {
        name: part.as_of
        for name, part in sections.items()
        if part is not None and part.as_of is not None
    }


def check_vintages(config: AreaConfig) -> list[Finding]:
    """Note layers whose days are more than a year apart."""
    dated = vintages(config)
    if not dated:
        return []
    oldest = min(dated, key=lambda name: dated[name])
    youngest = max(dated, key=lambda name: dated[name])
    if (dated[youngest] - dated[oldest]).days <= APART_DAYS:
        return []
    message = (
        f"The layers are not of one time: {oldest} is as of {dated[oldest]}, "
        f"{youngest} as of {dated[youngest]}."
    )
    remedy = (
        "Use layers of one time, or carry counts over with servicecircle crosswalk."
    )
    return [note("vintages-differ", "area.toml", message, remedy)]
