"""A draft: which layer plays which part, why, and what is left to ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyproj

    from servicecircle.area.draft.derive import Derived
    from servicecircle.area.draft.evidence import Evidence
    from servicecircle.area.draft.look import Look, Skipped
    from servicecircle.vocabulary import Level

GUESS = "a guess"
ALWAYS = (
    "[area] planning_date: which day is planned for? Without it all stations count.",
    "[services] distance_m: 500 m is usual. Is it the standard of every service here?",
)
"""What no file can tell."""


@dataclass
class Part:
    """One section of area.toml that names a layer."""

    section: str
    """levels.grid, stations, network.sources and so on."""
    look: Look
    evidence: Evidence
    rivals: list[Look] = field(default_factory=list)
    """Other layers that could play the part."""
    settings: dict[str, object] = field(default_factory=dict)
    """Keys beside file and layer: crs, swap_axes, datum, columns."""
    recognised: dict[str, str] = field(default_factory=dict)
    """From the table's columns to the file's."""
    remarks: list[str] = field(default_factory=list)
    """What else was found, for a comment."""
    questions: list[str] = field(default_factory=list)
    """What the user should look at, with the line to change."""

    @property
    def active(self) -> bool:
        """Whether the section is written to count, and not as a comment."""
        return "off" not in self.settings


@dataclass
class Draft:
    """All that was guessed from files."""

    crs: pyproj.CRS
    crs_reason: str
    name: str
    levels: dict[Level, Part]
    derived: dict[Level, Derived]
    """Levels that no layer holds, dissolved from a finer one."""
    tables: dict[str, Part]
    """stations, buildings, entrances, candidates."""
    sources: list[Part]
    obstacles: list[Part]
    aside: list[tuple[Look, str]]
    """Layers that are known or unknown and not used, and what they seem to be."""
    skipped: list[Skipped]
    questions: list[str] = field(default_factory=list)
    """What concerns no single section."""
    residents: dict[str, object] = field(default_factory=dict)
    """[buildings.residents]; empty where the buildings state theirs."""

    @property
    def parts(self) -> Sequence[Part]:
        """Every section that names a layer, in the order of area.toml."""
        named = [*self.levels.values(), *self.tables.values()]
        return [*named, *self.sources, *self.obstacles]

    @property
    def all_questions(self) -> list[str]:
        """Every question that is left, those of sections under their names."""
        asked = [f"[{p.section}] {q}" for p in self.parts for q in p.questions]
        lacking = [
            f"No file was recognised as {name}. Name one in area.toml."
            for name, there in (
                ("the levels", self.levels),
                ("stations", "stations" in self.tables),
                ("buildings", "buildings" in self.tables),
                ("the walking network", any(part.active for part in self.sources)),
            )
            if not there
        ]
        return [*lacking, *self.questions, *asked, *ALWAYS]
