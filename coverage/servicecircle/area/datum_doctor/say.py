"""The doctor's words: what was seen, and what to write in area.toml."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from servicecircle.tables.say import error, note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.area.datum_doctor.evidence import Evidence
    from servicecircle.area.datum_doctor.examine import Layer, Tried
    from servicecircle.area.datum_doctor.mixed import Mixture
    from servicecircle.area.datum_doctor.trials import Trial
    from servicecircle.area.reading import Reading
    from servicecircle.findings import Finding

FILE = "area.toml"
WEB_MERCATOR = 3857
TABLES_WITH_DATUM = ("stations", "buildings", "entrances", "candidates")
"""Tables whose rows can say their datum in a column."""
MAPS = {"gcj02": "Gaode and Tencent", "bd09": "Baidu"}


def say_contradicted(
    layer: Layer, evidence: Sequence[Evidence], declared: Tried | None, best: Tried
) -> Finding:
    """Say what the declared reading was beaten by, and what to write."""
    telling = _most_telling(evidence, declared, best)
    part = evidence[telling]
    rows = f"{len(part.rows):,} rows" if len(part.rows) > 1 else "the 1 row"
    before = f"{declared.shares[telling]:.0%}" if declared else "none"
    how = declared.trial.words() if declared else "no CRS"
    message = (
        f"{layer.source}: read as declared ({how}), {before} of {rows} looked at "
        f"{part.says}; {_read_as(best.trial)}, {best.shares[telling]:.0%}."
    )
    if best.trial.against != "wgs84":
        remedy = (
            f"Not these coordinates but those of {part.against} seem to be shifted: "
            f'write datum = "{best.trial.against}" in {FILE} beside the file of '
            f"{part.against}."
        )
    else:
        remedy = _remedy(layer, best.trial)
    return error("datum-contradicted", layer.table, message, remedy)


def say_undecided(
    layer: Layer,
    evidence: Sequence[Evidence],
    declared: Tried | None,
    alike: Sequence[Tried],
) -> Finding | None:
    """Say which datums the evidence does not tell apart, if that is to be expected."""
    if declared is None or not evidence:
        return None
    shifted = [
        t
        for t in alike
        if t.trial.reading.datum in MAPS and not _far_lower(t, declared, evidence)
    ]
    if not shifted:
        return None
    if not _from_a_web_map(declared.trial.reading):
        # What was projected since is doubted only where the evidence is against it.
        shifted = [t for t in shifted if _higher(t, declared, evidence)]
        if not shifted:
            return None
    scores = "; ".join(
        f"{_read_as(tried.trial)}, {_shares(tried, evidence)}"
        for tried in (declared, *shifted)
    )
    message = f"{layer.source}: the datum of its coordinates is not proved: {scores}."
    names = " or ".join(
        f'datum = "{t.trial.reading.datum}" ({MAPS[t.trial.reading.datum]})'
        for t in shifted
    )
    remedy = (
        f"If they were picked from a Chinese web map, write {names} under "
        f"{layer.section} in {FILE}. Rows that name their unit would prove it."
    )
    return note("datum-undecided", layer.table, message, remedy)


def _from_a_web_map(reading: Reading) -> bool:
    """Whether the coordinates are such as web maps give them."""
    crs = reading.crs
    return crs is not None and (crs.is_geographic or crs.to_epsg() == WEB_MERCATOR)


def _far_lower(tried: Tried, declared: Tried, evidence: Sequence[Evidence]) -> bool:
    """Whether less than half as many rows agree, by a kind with rows enough."""
    pairs = zip(tried.shares, declared.shares, strict=True)
    return any(
        a < b / 2 and len(part.rows) >= part.weight.fewest_rows
        for (a, b), part in zip(pairs, evidence, strict=True)
    )


def _higher(tried: Tried, declared: Tried, evidence: Sequence[Evidence]) -> bool:
    """Whether more rows agree, as many as should, and by no kind of evidence fewer."""
    pairs = list(zip(tried.shares, declared.shares, strict=True))
    return all(a >= b for a, b in pairs) and any(
        a > b and a >= part.weight.least_share
        for (a, b), part in zip(pairs, evidence, strict=True)
    )


def say_mixed(layer: Layer, mixture: Mixture) -> Finding:
    """Name the rows that are read otherwise than the rest, and what to do."""
    part, rows = mixture.evidence, mixture.rows
    other = mixture.other.words(beside=mixture.main.reading)
    message = (
        f"{layer.source}: no one reading fits all rows. Of {len(part.rows):,} looked "
        f"at, {mixture.fits_main:,} {part.says} as declared ({mixture.main.words()}), "
        f"and {len(rows):,} others do only when read with {other}: "
        f"{layer.names.some(rows)}."
    )
    return error(
        "datum-mixed",
        layer.table,
        message,
        _unmix(layer, mixture, other),
        where=shapely.MultiPoint(mixture.places),
    )


def _unmix(layer: Layer, mixture: Mixture, other: str) -> str:
    """Say what to do with rows of two kinds."""
    reading, main = mixture.other.reading, mixture.main.reading
    beside = replace(main, datum=reading.datum)
    same_but_datum = mixture.other.words(beside=beside) == ""
    if same_but_datum and layer.table in TABLES_WITH_DATUM:
        return (
            f"Give the table a column named datum and write {reading.datum} in those "
            f"rows; the others stay as {FILE} says."
        )
    if reading.swap_axes != main.swap_axes and reading.datum == main.datum:
        return "Exchange the two coordinates in those rows."
    return f"Those rows are in {other}: convert them to what the others are in."


def _most_telling(
    evidence: Sequence[Evidence], declared: Tried | None, best: Tried
) -> int:
    """Choose the kind of evidence in which the two differ most."""
    gain = [
        share - (declared.shares[i] if declared else 0.0)
        for i, share in enumerate(best.shares)
    ]
    return max(range(len(evidence)), key=lambda i: (round(gain[i], 2), -i))


def _shares(tried: Tried, evidence: Sequence[Evidence]) -> str:
    return ", ".join(
        f"{share:.0%} of {len(part.rows):,} rows {part.says}"
        for part, share in zip(evidence, tried.shares, strict=True)
    )


def _read_as(trial: Trial) -> str:
    return (
        trial.name
        if trial.declared or trial.against != "wgs84"
        else (f"read as {trial.words()}")
    )


def _remedy(layer: Layer, trial: Trial) -> str:
    """Say what to write, or what to mend where area.toml cannot overrule the file."""
    words = trial.words(beside=layer.declared)
    if not (layer.carries_crs and "crs = " in words):
        return f"Write {words} under {layer.section} in {FILE}."
    new, _, rest = words.partition(", ")
    code = new.removeprefix("crs = ").strip('"')
    also = f", and write {rest} under {layer.section} in {FILE}" if rest else ""
    return (
        f"The file itself says its CRS wrongly: assign {code} to it without converting "
        f"it (in QGIS: Assign projection){also}."
    )
