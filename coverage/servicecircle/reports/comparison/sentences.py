"""What changed, in sentences."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from servicecircle.reports.word.words import NOTHING, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from servicecircle.reports.findings_words import Language

NAMED = 5
"""So many are named in a sentence; the tables have them all."""
KINDS = (
    ("opened", "opened"),
    ("closed", "closed"),
    ("moved", "moved"),
    ("changed", "stations_changed"),
)


class Comparison(NamedTuple):
    """Every table of a comparison, and what services are called."""

    inputs: pd.DataFrame
    parameters: pd.DataFrame
    stations: pd.DataFrame
    coverage: pd.DataFrame
    answers: pd.DataFrame
    buildings: pd.DataFrame
    names: Mapping[str, str]

    @property
    def same(self) -> bool:
        """Whether nothing changed at all."""
        figures = self.coverage
        moved = (figures["change"] != "both") | (figures["residents_gained"] != 0)
        counts = figures["residents_before"] != figures["residents_after"]
        listed = (self.inputs, self.parameters, self.stations, self.buildings)
        return not (any(map(len, listed)) or moved.any() or counts.any())


def sentences(found: Comparison, *, language: Language) -> list[str]:
    """
    Say what changed: what was put in, the stations, then each service.

    Parameters
    ----------
    found
        The tables.
    language
        Of the sentences.
    """
    if found.same:
        return [_say("nothing", language)]
    return [
        _put_in(found, language),
        _parameters(found, language),
        *_stations(found, language),
        *(
            said
            for service in found.names
            for said in _service(found, service, language)
        ),
    ]


def _put_in(found: Comparison, language: Language) -> str:
    files_ = found.inputs["file"].tolist()
    if not files_:
        return _say("inputs_none", language)
    return _say("inputs", language, n=len(files_), names=_some(files_, language))


def _parameters(found: Comparison, language: Language) -> str:
    rows = found.parameters.fillna(NOTHING).to_dict("records")
    if not rows:
        return _say("parameters_none", language)
    named = [
        _say("parameter", language, name=row["parameter"], **_pair(row)) for row in rows
    ]
    return _say("parameters", language, n=len(rows), names=_some(named, language))


def _pair(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {when: row[when] for when in ("before", "after")}


def _stations(found: Comparison, language: Language) -> Iterator[str]:
    table = found.stations
    if table.empty:
        yield _say("stations_none", language)
    for change, key in KINDS:
        rows = table[table["change"] == change].drop_duplicates("station_id")
        if len(rows):
            pairs = zip(rows["name"].fillna(""), rows["station_id"], strict=True)
            named = [
                f"{name} ({code})" if name != code else code for name, code in pairs
            ]
            far = float(rows["moved_m"].max()) if change == "moved" else 0.0
            names = _some(named, language)
            yield _say(key, language, n=len(rows), names=names, far=far)


def _service(found: Comparison, service: str, language: Language) -> Iterator[str]:
    """Tell of a service's coverage of the whole, of units, and of buildings."""
    called = found.names.get(service) or service
    mine = found.coverage[found.coverage["service"] == service]
    if mine["change"].isin({"added"}).all():
        yield _say("service_added", language, service=called)
        return
    if mine["change"].isin({"removed"}).all():
        yield _say("service_removed", language, service=called)
        return
    whole = mine[mine["level"] == mine["level"].iloc[0]]
    was, now = (float(whole[f"residents_{when}"].sum()) for when in WHEN)
    covered = [float(whole[f"covered_residents_{when}"].sum()) for when in WHEN]
    key = "coverage" if was == now else "coverage_counted"
    yield _say(
        "coverage_same" if was == now and covered[0] == covered[1] else key,
        language,
        service=called,
        before=share(covered[0] / was if was else None),
        after=share(covered[1] / now if now else None),
        gained=covered[1] - covered[0],
        was=was,
        now=now,
    )
    answers = found.answers[found.answers["service"] == service]
    by_counts, by_answers = (
        float(answers[c].sum()) for c in ("gained_by_counts", "gained_by_answers")
    )
    if by_counts:
        yield _say("coverage_why", language, answers=by_answers, counts=by_counts)
    yield from _units(mine, language)
    yield from _changed(answers, language)


WHEN = ("before", "after")


def _units(mine: pd.DataFrame, language: Language) -> Iterator[str]:
    """Name the finest units that gained or lost most."""
    finest = mine[mine["level"] == mine["level"].iloc[-1]]
    for key, up in (("gained", True), ("lost", False)):
        gains = finest["residents_gained"]
        rows = finest[gains > 0 if up else gains < 0]
        rows = rows.sort_values(
            ["residents_gained", "unit_id"], ascending=[not up, True]
        )
        named = [
            _say("one_unit", language, name=name, gained=gained)
            for name, gained in zip(
                rows["unit_name"], rows["residents_gained"], strict=True
            )
        ]
        if named:
            yield _say(key, language, names=_some(named, language))


def _changed(answers: pd.DataFrame, language: Language) -> Iterator[str]:
    """Say how many buildings answer otherwise, by reason."""
    rows = answers[answers["reason_before"] != answers["reason_after"]]
    if rows.empty:
        return
    order = rows.sort_values(
        ["buildings", "reason_before", "reason_after"], ascending=[False, True, True]
    )
    listed = [
        _say(
            "answers_one",
            language,
            buildings=row["buildings"],
            before=_say(row["reason_before"], language),
            after=_say(row["reason_after"], language),
            residents=max(row["residents_before"], row["residents_after"]),
        )
        for row in order.to_dict("records")
    ]
    yield _say(
        "answers",
        language,
        buildings=int(rows["buildings"].sum()),
        listed=_some(listed, language, most=len(listed)),
    )


def _some(words: Sequence[str], language: Language, *, most: int = NAMED) -> str:
    """List some, and say how many more there are."""
    between = "、" if language == "zh" else ", "
    named = [*words[:most]]
    if len(words) > most:
        named.append(_say("more", language, n=len(words) - most))
    return between.join(named)


def _say(key: str, language: Language, **values: Any) -> str:  # noqa: ANN401 - any
    return _table()[key][language].format(**values)


@cache
def _table() -> dict[str, dict[str, str]]:
    source = files("servicecircle.reports.comparison").joinpath("words.csv")
    rows = csv.DictReader(source.read_text("utf-8").splitlines())
    return {row["key"]: row for row in rows}
