"""The doctor's words: what was seen, and what to write in area.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.tables.say import error, note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.area.datum_doctor.evidence import Evidence
    from servicecircle.area.datum_doctor.examine import Layer, Tried
    from servicecircle.area.datum_doctor.trials import Trial
    from servicecircle.findings import Finding

FILE = "area.toml"
WEB_MERCATOR = 3857
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
    shifted = [t for t in alike if t.trial.reading.datum in MAPS]
    if declared is None or not shifted or not evidence:
        return None
    crs = declared.trial.reading.crs
    if crs is None or not (crs.is_geographic or crs.to_epsg() == WEB_MERCATOR):
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
