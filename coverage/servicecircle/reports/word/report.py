"""The whole report: from finished runs to one document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from servicecircle.reports.word.clock import add_clock
from servicecircle.reports.word.closing import (
    add_limits,
    add_method,
    add_provenance,
    unknown_residents,
)
from servicecircle.reports.word.coverage import (
    add_coverage,
    add_worst,
    level_word,
    name_of,
    standard_of,
    worst_names,
)
from servicecircle.reports.word.paper import Column, Paper, Picture
from servicecircle.reports.word.proposals import add_proposals, proof_of
from servicecircle.reports.word.risk import add_risk, finest
from servicecircle.reports.word.words import share, whole

if TYPE_CHECKING:
    from servicecircle.reports.findings_words import Language
    from servicecircle.reports.finished_run import FinishedRun


class Runs(NamedTuple):
    """
    Finished runs of one area.

    Parameters
    ----------
    plan
        Of `plan` or `reach`.
    site, risk, response
        Of `site`, `risk` and `respond`, where there are any.
    """

    plan: FinishedRun
    site: FinishedRun | None = None
    risk: FinishedRun | None = None
    response: FinishedRun | None = None

    @property
    def listed(self) -> list[FinishedRun]:
        """Those that are there, the measurement first."""
        return [run for run in self if run is not None]


class Pictures(NamedTuple):
    """Maps for the parts; a part without one is written without."""

    coverage: Picture | None = None
    proposals: Picture | None = None
    risk: Picture | None = None


def title_of(run: FinishedRun, *, language: Language) -> str:
    """Give the report's title."""
    from servicecircle.reports.word.words import say  # noqa: PLC0415 - one use

    return say("title", language, area=run.manifest["area"]["name"])


def write_report(runs: Runs, pictures: Pictures, *, language: Language) -> bytes:
    """
    Write the report as a document for word processors.

    Parameters
    ----------
    runs
        What it tells of; parts of runs that are missing are left out.
    pictures
        Maps, already drawn.
    language
        The report's.

    Returns
    -------
    bytes
        The file (docx); the same runs give the same bytes.

    Raises
    ------
    InputError
        If a table of a run cannot be read.
    """
    run = runs.plan
    manifest = run.manifest
    of_area = manifest["parameters"]["area"]
    title = title_of(run, language=language)
    notice = of_area.get("notice", "")
    header = "  ".join(part for part in (manifest["area"]["name"], notice) if part)
    paper = Paper(title=title, header=header, language=language)
    day = of_area.get("planning_date")
    below = [paper.say("subtitle_day", day=day)] if day else []
    below.append(paper.say("made_by", version=manifest["servicecircle"]))
    paper.title(title, below)
    _summary(paper, runs)
    _key_figures(paper, runs)
    add_coverage(paper, run, pictures.coverage)
    add_worst(paper, run)
    if runs.site is not None:
        add_proposals(paper, run, runs.site, pictures.proposals)
    if runs.risk is not None:
        add_risk(paper, runs.risk, pictures.risk)
    if runs.response is not None:
        add_clock(paper, run, runs.response)
    add_method(paper, runs)
    add_limits(paper, runs)
    add_provenance(paper, runs)
    return paper.as_bytes()


def _summary(paper: Paper, runs: Runs) -> None:
    """Say in three sentences what the report comes to."""
    paper.heading(paper.say("summary"))
    paper.paragraph(_covered(paper, runs.plan))
    paper.paragraph(_worst(paper, runs.plan))
    paper.paragraph(_last(paper, runs))


def _covered(paper: Paper, run: FinishedRun) -> str:
    service, figures = next(iter(run.manifest["figures"].items()))
    over = figures["overstated_residents"]
    return paper.say(
        "summary_1" if over > 0 else "summary_1_same",
        residents=run.manifest["counts"]["residents_inside"],
        walk=share(figures["share_by_walk"]),
        circle=share(figures["share_by_circle"]),
        service=name_of(run, service),
        limit=standard_of(paper, figures),
        over=over,
    )


def _worst(paper: Paper, run: FinishedRun) -> str:
    named = [(name, n) for name, n in worst_names(run) if n > 0]
    if not named:
        return paper.say("summary_2_none")
    chinese = paper.language == "zh"
    form, between = ("{}（{}人）", "、") if chinese else ("{} ({})", ", ")
    names = between.join(form.format(name, whole(n)) for name, n in named)
    return paper.say("summary_2", names=names)


def _last(paper: Paper, runs: Runs) -> str:
    """Tell of the proposals; without any, of risk; else what to look at first."""
    run = runs.plan
    if runs.site is not None:
        told = runs.site.manifest["result"]
        service = name_of(run, told["service"] or next(iter(run.manifest["figures"])))
        proof = proof_of(runs.site, paper.language)
        if told["new_sites"] == 0:
            return paper.say("summary_3_none", service=service, proof=proof)
        today, then = share(told["share_today"]), share(told["share_then"])
        count = told["new_sites"]
        return paper.say(
            "summary_3_sites",
            count=count,
            service=service,
            today=today,
            then=then,
            proof=proof,
        )
    if runs.risk is not None:
        level = finest(runs.risk)
        red = runs.risk.manifest["result"][level]["tiers"]["red"]
        running = runs.risk.manifest.get("alarms", {}).get("running", 0)
        word = level_word(paper, level)
        return paper.say("summary_3_risk", red=red, level=word, running=running)
    warning = run.manifest["findings"].get("warning", 0)
    unknown = unknown_residents(run)
    return paper.say("summary_3_data", unknown=unknown, warning=warning)


def _key_figures(paper: Paper, runs: Runs) -> None:
    """List the figures that a meeting asks for."""
    counts, findings = runs.plan.manifest["counts"], runs.plan.manifest["findings"]
    network = paper.say(
        "network_said", km=counts["network_km"], parts=counts["network_parts"]
    )
    found = {level: findings.get(level, 0) for level in ("warning", "note")}
    rows = [
        [paper.say("residents_inside"), whole(counts["residents_inside"])],
        [paper.say("buildings_inside"), whole(counts["buildings_inside"])],
        *(
            [paper.say("units_of", level=level_word(paper, level)), whole(n)]
            for level, n in counts["units"].items()
        ),
        [paper.say("stations"), whole(counts["stations"])],
        [paper.say("candidates"), whole(counts["candidates"])],
        [paper.say("network_km"), network],
        [paper.say("findings_count"), paper.say("findings_said", **found)],
    ]
    if runs.site is not None:
        told = runs.site.manifest["result"]
        change = f"{share(told['share_today'])} → {share(told['share_then'])}"
        rows.append([paper.say("key_sites", count=told["new_sites"]), change])
    if runs.risk is not None:
        level = finest(runs.risk)
        red = runs.risk.manifest["result"][level]["tiers"]["red"]
        said = paper.say("key_red", level=level_word(paper, level))
        rows.append([said, whole(red)])
    if runs.response is not None:
        told = runs.response.manifest["result"]
        rows.append([paper.say("key_received"), whole(told["received"])])
        rows.append([paper.say("key_resolved"), whole(told["resolved"])])
    paper.heading(paper.say("key_figures"))
    columns = [Column(paper.say("what"), 2.0), Column(paper.say("value"), 2.0)]
    paper.table(paper.say("key_table"), columns, rows)
