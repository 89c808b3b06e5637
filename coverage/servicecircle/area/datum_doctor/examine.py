"""One layer before the doctor: every reading tried, and a verdict on the declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from servicecircle.area.datum_doctor.evidence import IN_DISTRICT, NAMED
from servicecircle.area.datum_doctor.mixed import find_mixture
from servicecircle.area.datum_doctor.say import (
    say_contradicted,
    say_mixed,
    say_undecided,
)
from servicecircle.area.datum_doctor.trials import Trial, older_trials, trials_for
from servicecircle.area.datum_doctor.weigh import (
    SAME_M,
    Placed,
    Standing,
    apart_m,
    compare,
    place_by,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from servicecircle.area.datum_doctor.evidence import Evidence
    from servicecircle.area.datum_doctor.ground import Ground
    from servicecircle.area.datum_doctor.mixed import Mixture
    from servicecircle.area.datum_doctor.row_names import RowNames
    from servicecircle.area.reading import Reading
    from servicecircle.findings import Finding

    Floats = NDArray[np.float64]

COLUMNS = ("layer", "reading", "evidence", "share", "rows", "verdict")
CONFIRMED, CONTRADICTED, UNDECIDED = "confirmed", "contradicted", "undecided"
MIXED = "mixed"
NO_BETTER = "no better"
"""A reading that fewer rows agree with, though too few rows to call it worse."""
COMPARED = 50
"""So many rows show whether two readings are one."""
LEAST_GOOD = 0.9
"""Where no reading makes so many rows agree, the older systems are tried too."""


class Layer(NamedTuple):
    """A layer as the file has it."""

    table: str
    source: str
    """The file, for messages."""
    section: str
    """Its section of area.toml."""
    xy: Floats
    """The file's own numbers for a sample of its rows, shape (rows, 2)."""
    declared: Reading | None
    """What the file and area.toml say; None where they do not say enough."""
    carries_crs: bool
    """Whether the file itself says its CRS."""
    names: RowNames
    """What to call the rows of the sample."""


class Outcome(NamedTuple):
    """What the doctor says of one layer."""

    scores: pd.DataFrame
    verdict: str
    finding: Finding | None
    mixture: Mixture | None = None
    """Where some rows fit another reading than the others."""


class Tried(NamedTuple):
    """A reading that was tried."""

    trial: Trial
    placed: Placed
    standing: Standing | None
    """Beside the declared reading; None for that one itself."""

    @property
    def shares(self) -> tuple[float, ...]:
        """Of the rows that agree, for each kind of evidence."""
        return self.placed.shares


def examine_layer(
    layer: Layer, evidence: Sequence[Evidence], ground: Ground
) -> Outcome:
    """
    Try every plausible reading of a layer's coordinates.

    Parameters
    ----------
    layer
        The layer, with a sample of its coordinates.
    evidence
        Where its rows should be; what weighs more stands first.
    ground
        Where the district lies.

    Returns
    -------
    scores
        ``layer``, ``reading`` (as in area.toml), ``evidence``, ``share`` of the rows
        that agree, ``rows`` the evidence speaks of, ``verdict``: of the declared
        reading confirmed, contradicted, mixed or undecided; of the others
        better or worse; where that is not clear, perhaps better, as good, no better, or
        not told apart where kinds of evidence disagree.
    verdict
        Of the declared reading.
    finding
        An error where it is contradicted, or where rows are in different ones; a note
        where the coordinates may be shifted and the evidence does not tell; else None.
    mixture
        Where some rows fit another reading than the others do.
    """
    tried = _try(layer, evidence, ground, trials_for(layer.xy, layer.declared, ground))
    if _puzzling(tried, evidence):
        declared = [Trial(layer.declared, declared=True)] if layer.declared else []
        more = [*declared, *older_trials(layer.xy, ground)]
        tried += _try(layer, evidence, ground, more)[len(declared) :]
    better = [t for t in tried if t.standing is Standing.BETTER]
    alike = [t for t in tried if t.standing is Standing.AS_GOOD]
    finding = mixture = None
    if layer.declared is not None and not better:
        declared_ = Trial(layer.declared, declared=True)
        mixture = find_mixture(layer.xy, declared_, evidence, ground)
    if mixture is not None:
        verdict = MIXED
        finding = say_mixed(layer, mixture)
    elif better:
        verdict = CONTRADICTED
        best = _best(better, evidence)
        finding = say_contradicted(layer, evidence, _declared(tried), best)
    elif alike or layer.declared is None:
        verdict = UNDECIDED
        finding = say_undecided(layer, evidence, _declared(tried), alike)
    else:
        verdict = CONFIRMED
    return Outcome(_scores(layer, evidence, tried, verdict), verdict, finding, mixture)


def _try(
    layer: Layer, evidence: Sequence[Evidence], ground: Ground, trials: Sequence[Trial]
) -> list[Tried]:
    """Hold trials against the evidence; what puts the rows in one place is one."""
    tried: list[Tried] = []
    declared = None
    for trial in trials:
        places = ground.positions(layer.xy, trial)
        some = slice(None, None, max(1, len(places) // COMPARED))
        if any(
            apart_m(places[some], other.placed.places[some]) < SAME_M for other in tried
        ):
            continue
        placed = place_by(places, evidence)
        if trial.declared:
            declared, standing = placed, None
        else:
            standing = compare(placed, declared, evidence)
        tried.append(Tried(trial, placed, standing))
    return tried


def _puzzling(tried: Sequence[Tried], evidence: Sequence[Evidence]) -> bool:
    """Whether rows say where they are, and no reading brings them there."""
    best = [max(shares) for shares in zip(*(t.shares for t in tried), strict=True)]
    return (
        any(
            share < (LEAST_GOOD if part.weight is NAMED else part.weight.least_share)
            for share, part in zip(best, evidence, strict=True)
            if part.weight is not IN_DISTRICT
            and len(part.rows) >= part.weight.fewest_rows
        )
        or max(best) < LEAST_GOOD
    )


def _best(better: Sequence[Tried], evidence: Sequence[Evidence]) -> Tried:
    """
    Take the reading that most rows agree with; of several the one that misses least.

    Borders are not sharp, and of two readings that put as many rows inside, the right
    one leaves the others near. A kind of evidence that none of them brings as many rows
    to as a right one would is chance, and not asked.
    """
    most_of = [max(shares) for shares in zip(*(t.shares for t in better), strict=True)]
    telling = [
        k
        for k, part in enumerate(evidence)
        if most_of[k] >= min(part.weight.least_share, LEAST_GOOD)
    ] or list(range(len(evidence)))

    def agreed(tried: Tried) -> tuple[float, ...]:
        return tuple(round(tried.shares[k], 2) for k in telling)

    def missed(tried: Tried) -> float:
        return sum(evidence[k].miss_m(tried.placed.places) for k in telling)

    most = max(agreed(tried) for tried in better)
    finalists = [tried for tried in better if agreed(tried) == most]
    return finalists[0] if len(finalists) == 1 else min(finalists, key=missed)


def _declared(tried: Sequence[Tried]) -> Tried | None:
    return next((t for t in tried if t.standing is None), None)


def _beside(one: Tried, declared: Tried | None) -> str:
    """Say how a reading stands beside the declared one, as the shares have it."""
    if one.standing is not Standing.AS_GOOD or declared is None:
        return str(one.standing)
    pairs = list(zip(one.shares, declared.shares, strict=True))
    higher, lower = (any(a > b for a, b in pairs), any(a < b for a, b in pairs))
    return {
        (False, False): "as good",
        (True, False): "perhaps better",
        (False, True): NO_BETTER,
    }.get((higher, lower), "not told apart")


def _scores(
    layer: Layer, evidence: Sequence[Evidence], tried: Sequence[Tried], verdict: str
) -> pd.DataFrame:
    declared = _declared(tried)
    rows = [
        (
            layer.table,
            one.trial.name,
            part.kind,
            share,
            len(part.rows),
            verdict if one.standing is None else _beside(one, declared),
        )
        for one in tried
        for part, share in zip(evidence, one.shares, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
