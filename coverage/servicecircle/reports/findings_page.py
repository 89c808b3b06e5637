"""`findings.html`: what was found as one readable page that needs no network."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import jinja2
import numpy as np

from servicecircle import __version__
from servicecircle.reports.findings_locator import Locator, Marks
from servicecircle.reports.findings_words import SCORE_WORDS, WORDS, rule_meanings
from servicecircle.reports.in_chinese import in_chinese
from servicecircle.tables import silenced_by_rule, sort_findings
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.findings import Finding
    from servicecircle.reports.findings_words import Language

SHOWN = 5
"""Findings of one rule that the page tells one by one."""
LONGEST = 400
"""Letters of a message on the page; `findings.csv` has all of it."""
MOST_SCORES = 200
VERDICT, WORSE = "verdict", ("worse", "no better")


class Group(NamedTuple):
    """Findings with one remedy."""

    messages: list[str]
    remedy: str


class Section(NamedTuple):
    """All that was found by one rule."""

    rule: str
    anchor: str
    severity: str
    meaning: str
    tables: str
    total: int
    by_severity: list[tuple[str, int]]
    groups: list[Group]
    rest: int
    marks: Marks | None
    beyond: bool


def findings_page(  # noqa: PLR0913 - what a page is made of
    findings: Iterable[Finding],
    *,
    name: str,
    outlines: Sequence[NDArray[np.object_]] = (),
    attribution: Sequence[str] = (),
    scores: pd.DataFrame | None = None,
    language: Language = "en",
) -> str:
    """
    Write the page of findings.

    Parameters
    ----------
    findings
        What the checks found.
    name
        The area's name.
    outlines
        Shapes in the working CRS for the small maps, in groups, the district first;
        without any, the page has no maps.
    attribution
        Lines that the data ask for, and a notice if there is one.
    scores
        How well each reading of each table's coordinates fits; those that fit worse
        than the declared one are left out. Numbers that are not whole are shares.
    language
        Of the page; names, codes and values stay as they are.

    Returns
    -------
    str
        HTML that asks for nothing from elsewhere; the same input gives the same text.

    Examples
    --------
    >>> page = findings_page([], name="A & B")
    >>> "A &amp; B" in page and "Nothing was found" in page
    True
    """
    findings = sort_findings(findings)
    told = [f for f in findings if not f.silenced]
    drawable = [group for group in outlines if len(group)]
    locator = Locator(drawable) if drawable else None
    meanings = rule_meanings(language)
    counts = Counter(f.severity.value for f in told)
    silenced = silenced_by_rule(findings)
    return _template().render(
        words=WORDS[language],
        css=_asset("findings.css"),
        name=name,
        version=__version__,
        blocking=sum(f.blocks for f in told),
        counts={
            **{severity.value: counts[severity.value] for severity in Severity},
            "silenced": sum(silenced.values()),
        },
        locator=locator,
        sections=_sections(told, meanings, locator, language),
        silenced=[(rule, meanings.get(rule, ""), n) for rule, n in silenced.items()],
        scores=None if scores is None or scores.empty else _scores(scores, language),
        attribution=list(attribution),
    )


def _sections(
    told: Sequence[Finding],
    meanings: dict[str, str],
    locator: Locator | None,
    language: Language,
) -> list[Section]:
    """Put findings of one rule together, the gravest rule first."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in told:
        by_rule.setdefault(finding.rule, []).append(finding)
    return [
        _section(
            rule,
            found,
            meaning=meanings.get(rule, ""),
            locator=locator,
            number=number,
            say=in_chinese if language == "zh" else str,
        )
        for number, (rule, found) in enumerate(by_rule.items(), start=1)
    ]


def _section(  # noqa: PLR0913 - what a section is made of
    rule: str,
    found: Sequence[Finding],
    *,
    meaning: str,
    locator: Locator | None,
    number: int,
    say: Callable[[str], str],
) -> Section:
    groups: dict[str, list[str]] = {}
    for finding in found[:SHOWN]:
        message = _shortened(say(finding.message))
        groups.setdefault(say(finding.remedy), []).append(message)
    places = [f.where for f in found if f.where is not None and not f.where.is_empty]
    marks = None
    if locator is not None and places:
        marks = locator.marks(np.array(places, dtype=object))
    severities = Counter(f.severity.value for f in found)
    return Section(
        rule=rule,
        anchor=f"rule-{number}",
        severity=found[0].severity.value,
        meaning=meaning,
        tables=", ".join(sorted({f.table for f in found})),
        total=len(found),
        by_severity=list(severities.items()),
        groups=[Group(told, remedy) for remedy, told in groups.items()],
        rest=max(0, len(found) - SHOWN),
        marks=marks,
        beyond=marks is not None and any(dot.beyond for dot in marks.dots),
    )


def _shortened(message: str) -> str:
    return message if len(message) <= LONGEST else message[:LONGEST] + " …"


def _scores(scores: pd.DataFrame, language: Language) -> dict[str, list[object]]:
    """Give the scores as text, cell by cell, without the readings that fit worse."""
    if VERDICT in scores:
        scores = scores[~scores[VERDICT].isin(WORSE)]
    rows = scores.head(MOST_SCORES).astype(object)
    cells = rows.where(rows.notna(), "").to_numpy().tolist()
    words = SCORE_WORDS[language]
    return {
        "headings": [words.get(str(name), str(name)) for name in scores.columns],
        "rows": [[_cell(value, words) for value in row] for row in cells],
    }


def _cell(value: object, words: dict[str, str]) -> str:
    """Write shares as per cent, and the doctor's own words in the page's language."""
    if isinstance(value, float):
        return f"{value:.1%}"
    text = str(value)
    # A reading is told as area.toml writes it, behind how it came to be tried.
    for said in sorted(words, key=len, reverse=True):
        if text == said or text.startswith((f"{said}: ", f"{said} ")):
            return words[said] + text.removeprefix(said)
    return text


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    return environment.from_string(_asset("findings.html.j2"))


def _asset(name: str) -> str:
    folder = files("servicecircle.reports").joinpath("assets")
    return folder.joinpath(name).read_text("utf-8")
