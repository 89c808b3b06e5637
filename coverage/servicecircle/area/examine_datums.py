"""The datum doctor's round: every layer of an area, each against what is known."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from servicecircle.area.datum_doctor.evidence import (
    at_buildings,
    at_own_building,
    in_district,
    in_named_units,
    in_stated_parents,
)
from servicecircle.area.datum_doctor.examine import (
    COLUMNS,
    CONTRADICTED,
    MIXED,
    Layer,
    Outcome,
    examine_layer,
)
from servicecircle.area.datum_doctor.ground import ground_of
from servicecircle.area.datum_doctor.row_names import names_of
from servicecircle.area.datum_doctor.sample import SAMPLE, numbers_of, sample_rows
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from servicecircle.area.config import AreaConfig
    from servicecircle.area.datum_doctor.evidence import Evidence
    from servicecircle.area.places import Read, Rows
    from servicecircle.area.units import Units
    from servicecircle.findings import Finding

    Levels = Mapping[Level, gpd.GeoDataFrame]

RULES = {CONTRADICTED: "datum-contradicted", MIXED: "datum-mixed"}
"""What is said of a layer that does not lie where it is said to."""
CRUDER = (
    "crs-missing",
    "degrees-for-metres",
    "geometry-not-finite",
    "metres-for-degrees",
    "swapped-coordinates",
    "zone-number",
)
"""Rules of coordinates that cannot be what they are said to be."""
AT_BUILDINGS = ("stations", "candidates")
"""Tables whose places are mostly in or at a building."""


class Datums(NamedTuple):
    """What the doctor says of an area."""

    scores: pd.DataFrame
    """``layer``, ``reading``, ``evidence``, ``share``, ``rows``, ``verdict``."""
    findings: list[Finding]
    contradicted: Mapping[str, str]
    """
    Tables, and layers of units, whose declared reading is clearly beaten, for all of
    their rows or for some; and by which rule.
    """

    def believed_wrong(self, config: AreaConfig) -> frozenset[str]:
        """Say what is contradicted, unless the user knows better and silences it."""
        known = config.checks.silence
        wrong = self.contradicted.items()
        return frozenset(name for name, rule in wrong if rule not in known)

    def not_said_better(self, findings: Sequence[Finding]) -> list[Finding]:
        """Leave out what the doctor says of the same layer, and with a remedy."""
        return [
            finding
            for finding in findings
            if finding.table not in self.contradicted or finding.rule not in CRUDER
        ]


def examine_datums(
    config: AreaConfig,
    units: Mapping[Level, Units],
    tables: Mapping[str, Read],
) -> Datums:
    """
    Hold every layer's coordinates against what its rows say of where they are.

    Parameters
    ----------
    config
        What `area.toml` says.
    units
        The levels as read, top down.
    tables
        The tables of places as read, also those that could not be placed.

    Returns
    -------
    Datums
        Nothing where there are no units to hold anything against.

    Notes
    -----
    Levels of another file than the widest are held against it and against the units
    that they name as the ones above. Tables are held against the units that their rows
    name, in a code or in words, and against the district; stations and candidates
    against the buildings, entrances against their own building. What is contradicted
    itself is evidence against nothing else.

    Only disagreement can be seen: where all layers are shifted alike, they agree.
    """
    if not units:
        return Datums(no_scores(), [], {})
    scores: list[pd.DataFrame] = []
    findings: list[Finding] = []
    wrong: dict[str, str] = {}
    ground = ground_of(next(iter(units.values())).frame)

    def see(layer: Layer, evidence: list[Evidence]) -> Outcome | None:
        evidence = [part for part in evidence if len(part.rows)]
        if not evidence or not len(layer.xy):
            return None
        outcome = examine_layer(layer, evidence, ground)
        scores.append(outcome.scores)
        if outcome.verdict in RULES:
            wrong[layer.table] = RULES[outcome.verdict]
        return outcome

    for level, rows, evidence in _levels_to_see(config, units):
        outcome = see(_layer(rows, level.layer, f"[levels.{level.value}]"), evidence)
        findings += _said(outcome)
    levels = {k: u.frame for k, u in units.items() if k.layer not in wrong}
    for name in ("buildings", "entrances", "stations", "candidates"):
        read = tables.get(name)
        if read is None or read.rows is None or not _is_open(read.rows, read):
            continue
        layer = _layer(read.rows, name, f"[{name}]")
        homes = None if "buildings" in wrong else tables["buildings"]
        outcome = see(layer, _evidence(name, read.rows, levels, homes))
        if outcome and outcome.mixture and len(read.rows.frame) > len(layer.xy):
            # Some rows show that there are others; every one of them must be found.
            every = len(read.rows.frame)
            whole = _layer(read.rows, name, f"[{name}]", most=every)
            evidence = _evidence(name, read.rows, levels, homes, most=every)
            outcome = examine_layer(whole, evidence, ground)
        findings += _said(outcome)
    return Datums(_table(scores), findings, wrong)


def _said(outcome: Outcome | None) -> list[Finding]:
    return [outcome.finding] if outcome and outcome.finding else []


def _is_open(rows: Rows, read: Read) -> bool:
    """Whether area.toml says how to read the coordinates, or may be told how."""
    asked = any(finding.rule in CRUDER for finding in read.findings)
    return rows.reading is not None or asked


def _levels_to_see(
    config: AreaConfig, units: Mapping[Level, Units]
) -> list[tuple[Level, Rows, list[Evidence]]]:
    """List the levels whose file is not that of the widest, with their evidence."""
    order = list(units)
    widest = order[0]
    seen = []
    for above, level in pairwise(order):
        rows = units[level].rows
        if rows is None or _origin(config, level) == _origin(config, widest):
            continue
        where = sample_rows(rows.frame)
        evidence = []
        if _origin(config, above) != _origin(config, level):
            parents = rows.frame["parent_id"].iloc[where]
            evidence.append(in_stated_parents(parents, units[above].frame, above.layer))
        evidence.append(in_district(units[widest].frame, widest.layer, rows=len(where)))
        seen.append((level, rows, evidence))
    return seen


def _origin(config: AreaConfig, level: Level) -> str | None:
    """Name the file that a level's outlines come from."""
    section = config.levels.get(level)
    if section is None:  # a district made of the widest level that is there
        widest = next(k for k in Level if k in config.levels)
        return _origin(config, widest)
    if section.derive_from is not None:
        return config.levels[section.derive_from].file
    return section.file


def _evidence(
    name: str, rows: Rows, levels: Levels, homes: Read | None, *, most: int = SAMPLE
) -> list[Evidence]:
    """Say where a table's rows should be; what weighs more stands first."""
    where = sample_rows(rows.frame, most=most)
    own = pd.DataFrame(rows.raw).loc[rows.frame.index[where]]
    evidence = in_named_units(own, levels)
    buildings = homes.places.frame if homes and homes.places else None
    if buildings is not None and name in AT_BUILDINGS:
        evidence.append(at_buildings(buildings, rows=len(where)))
    if buildings is not None and name == "entrances":
        ids = rows.frame["building_id"].iloc[where]
        indexed = buildings.drop_duplicates("building_id").set_index("building_id")
        evidence.insert(0, at_own_building(ids, indexed))
    widest, district = next(iter(levels.items()))
    return [*evidence, in_district(district, widest.layer, rows=len(where))]


def _layer(rows: Rows, table: str, section: str, *, most: int = SAMPLE) -> Layer:
    where = sample_rows(rows.frame, most=most)
    return Layer(
        table,
        rows.source,
        section,
        numbers_of(rows.frame, where),
        rows.reading,
        rows.coordinates.crs is not None,
        names_of(rows.frame.iloc[where]),
    )


def no_scores() -> pd.DataFrame:
    """Give a table of scores without any."""
    return pd.DataFrame(columns=list(COLUMNS))


def _table(scores: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(scores, ignore_index=True) if scores else no_scores()
