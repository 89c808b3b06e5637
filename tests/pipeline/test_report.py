"""Reports and comparisons of the village's runs: whole, true to the tables, refused."""

from __future__ import annotations

import io
import json
import shutil
from typing import TYPE_CHECKING, NamedTuple

import docx
import openpyxl
import pandas as pd
import pytest
from docx.oxml.ns import qn

from servicecircle.errors import InputError
from servicecircle.pipeline import SiteRequest, plan, site
from servicecircle.pipeline.compare import compare
from servicecircle.pipeline.report import report
from servicecircle.reports.column_words import column
from servicecircle.reports.finished_run import finished_run
from servicecircle.siting.question import Question

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document

    from servicecircle.pipeline.compare import Compared

PAGE_CM = 16.6
REQUEST = SiteRequest(
    Question(new_sites=1), every_building=True, frontier=2, draws=0, seconds=5
)


class Made(NamedTuple):
    """Runs of the village, and of the village with one station less."""

    run: Path
    sites: Path
    other: Path
    folder: Path


@pytest.fixture(scope="module")
def made(village_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Measure both, choose a site, and write what is told of them."""
    out = tmp_path_factory.mktemp("reports")
    changed = shutil.copytree(village_folder, out / "changed")
    stations = pd.read_csv(changed / "stations.csv", dtype="str")
    stations.iloc[1:].to_csv(changed / "stations.csv", index=False)
    plan(village_folder, out / "run", with_map=False)
    plan(changed, out / "other", with_map=False)
    site(village_folder, out / "sites", REQUEST)
    for language in ("en", "zh"):
        where = out / f"report_{language}"
        report(out / "run", where, proposals=out / "sites", language=language)
    return Made(out / "run", out / "sites", out / "other", out)


@pytest.fixture(scope="module")
def document(made: Made) -> Document:
    """Open the English report."""
    return docx.Document(str(made.folder / "report_en" / "report.docx"))


@pytest.fixture(scope="module")
def compared(made: Made) -> Compared:
    """Compare the village with the village that has one station less."""
    return compare(made.run, made.other, made.folder / "compared")


def words_of(document: Document) -> str:
    """Give every word of a document."""
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_summary_says_what_the_tables_say(made: Made, document: Document) -> None:
    """Three sentences: who is covered, where not, and what the proposals change."""
    figures = json.loads((made.run / "manifest.json").read_text("utf-8"))["figures"]
    first = next(iter(figures.values()))
    texts = [p.text for p in document.paragraphs]
    summary = texts[texts.index("Summary") + 1 : texts.index("Key figures")]
    assert len(summary) == 3
    assert f"{first['share_by_walk']:.1%} can walk" in summary[0]
    worst = pd.read_csv(made.run / "worst_units.csv").iloc[0]
    assert worst["unit_name"] in summary[1]
    told = json.loads((made.sites / "manifest.json").read_text("utf-8"))["result"]
    assert f"to {told['share_then']:.1%}" in summary[2]


def test_every_part_is_there(document: Document) -> None:
    """A part without a run (risk, clock) is left out, all others stand."""
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    known = ["Summary", "Key figures", "Who is covered", "Worst units", "Proposals",
             "Method", "Limits", "Provenance"]  # fmt: skip
    assert [head.partition(":")[0] for head in heads] == known


def test_proposals_come_with_their_reason(made: Made, document: Document) -> None:
    """Site, gain and the sentence why, neighbour included, word for word."""
    rows = pd.read_csv(made.sites / "proposals.csv", dtype="str")
    for row in rows.dropna(subset="rank").to_dict("records"):
        assert row["site_id"] in words_of(document)
        assert row["reason"] in words_of(document)


def test_tables_fit_the_page(document: Document) -> None:
    """No wider than the text, the head repeats, and no row is split."""
    for table in document.tables:
        assert sum(column.width.cm for column in table.columns) <= PAGE_CM + 0.01
        head, *rows = table.rows
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(r._tr.trPr.find(qn("w:cantSplit")) is not None for r in rows)


def test_pictures_are_sharp_and_told_in_words(document: Document) -> None:
    """Two maps of at least 200 dots to the inch, each with words in its place."""
    shapes = document.inline_shapes
    assert len(shapes) == 2
    for shape in shapes:
        assert len(shape._inline.docPr.get("descr")) > 40
        drawn = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        blob = document.part.related_parts[drawn].image
        assert blob.px_width / shape.width.inches >= 200


def test_the_paper_is_a4_and_names_its_fonts(document: Document) -> None:
    """Both scripts have a font and a language; pages are numbered."""
    assert round(document.sections[0].page_width.cm, 1) == 21.0
    fonts = list(document.styles.element.iter(qn("w:rFonts")))
    assert fonts
    assert all(font.get(qn("w:eastAsia")) == "Microsoft YaHei" for font in fonts)
    languages = list(document.styles.element.iter(qn("w:lang")))
    assert {tag.get(qn("w:eastAsia")) for tag in languages} == {"zh-CN"}
    assert "NUMPAGES" in document.sections[0].footer._element.xml


def test_chinese_report_is_chinese(made: Made) -> None:
    """Headings, captions and reasons."""
    chinese = docx.Document(str(made.folder / "report_zh" / "report.docx"))
    heads = [p.text for p in chinese.paragraphs if p.style.name == "Heading 1"]
    assert heads[:3] == ["摘要", "关键指标", "覆盖情况"]
    reason = pd.read_csv(made.sites / "proposals.csv")["reason_zh"].iloc[0]
    assert reason in words_of(chinese)


def test_report_names_every_input(made: Made, document: Document) -> None:
    """With its SHA-256, as the manifest has them."""
    inputs = json.loads((made.run / "manifest.json").read_text("utf-8"))["inputs"]
    assert all(one["sha256"] in words_of(document) for one in inputs)


def test_workbook_has_every_table(made: Made) -> None:
    """All rows, numbers as numbers, codes as text."""
    content = (made.folder / "report_en" / "report.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Coverage"]
    table = pd.read_csv(made.run / "coverage.csv", dtype={"unit_id": "str"})
    assert sheet.max_row == len(table) + 1
    heads = [cell.value for cell in sheet[1]]
    codes = [sheet.cell(n, heads.index("Unit") + 1).value for n in range(2, 9)]
    assert codes == table["unit_id"].head(7).tolist()
    walked = sheet.cell(2, heads.index("Residents (residents)") + 1)
    assert walked.value == table["residents"].iloc[0]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref is not None


def test_every_column_is_described(made: Made, compared: Compared) -> None:
    """Who adds a column to a table says in columns.csv what it is called."""
    assert compared.said
    for folder in (made.run, made.sites, made.folder / "compared"):
        run = finished_run(folder)
        for table in run.tables:
            for name in run.table(table):
                for language in ("en", "zh"):
                    assert column(name, table, language=language).title != name


def test_other_commands_folders_are_refused(made: Made, tmp_path: Path) -> None:
    """By name, with what is wanted in their place."""
    with pytest.raises(InputError, match="--risk takes a folder of `servicecircle ri"):
        report(made.run, tmp_path / "out", risk=made.sites)
    with pytest.raises(InputError, match="RUN takes a folder of `servicecircle plan`"):
        report(made.sites, tmp_path / "out")
    with pytest.raises(InputError, match="is not a run folder"):
        report(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_runs_of_other_inputs_are_refused(made: Made, tmp_path: Path) -> None:
    """Proposals for the village are none for the village without a station."""
    with pytest.raises(InputError, match=r"from other inputs than .*'stations\.csv'"):
        report(made.other, tmp_path / "out", proposals=made.sites)


def test_a_table_changed_by_hand_is_refused(made: Made, tmp_path: Path) -> None:
    """What the report says is what was measured."""
    run = shutil.copytree(made.run, tmp_path / "run")
    text = (run / "honesty.csv").read_text("utf-8-sig")
    first = text.splitlines()[1].split(",")
    text = text.replace(",".join(first), ",".join([*first[:-3], "7", *first[-2:]]), 1)
    (run / "honesty.csv").write_text(text, "utf-8-sig")
    with pytest.raises(InputError, match=r"honesty\.csv is not what the manifest"):
        report(run, tmp_path / "out")


def test_a_run_and_itself(made: Made, tmp_path: Path) -> None:
    """Nothing changed, and that is all that is said."""
    same = compare(made.run, made.run, tmp_path / "out")
    assert same.said == ["Nothing changed."]
    assert (same.found.coverage["residents_gained"] == 0).all()


def test_gains_of_every_level_sum_to_the_whole(compared: Compared) -> None:
    """And those of buildings by answer too."""
    table = compared.found.coverage
    sums = table.pivot_table("residents_gained", "service", "level", aggfunc="sum")
    assert sums.sub(sums["district"], axis=0).abs().max().max() < 1e-6
    answers = compared.found.answers.groupby("service")["residents_gained"].sum()
    assert (answers - sums["district"]).abs().max() < 1e-6
    assert sums["district"].min() < 0


def test_the_station_that_is_gone_is_named(made: Made, compared: Compared) -> None:
    """One station closed, one input changed, nothing else put in."""
    assert compared.found.stations["change"].tolist() == ["closed"]
    gone = compared.found.stations["station_id"].iloc[0]
    said = "\n".join(compared.said)
    assert f"({gone})" in said
    assert "Inputs changed (1): stations.csv." in said
    assert "No parameter changed." in said
    manifest = (made.folder / "compared" / "manifest.json").read_text("utf-8")
    assert json.loads(manifest)["result"]["said"] == compared.said


def test_there_and_back_again(made: Made, compared: Compared, tmp_path: Path) -> None:
    """The other way round, every gain is a loss."""
    back = compare(made.other, made.run, tmp_path / "out").found
    keys = ["level", "unit_id", "service"]
    one, two = (f.coverage.set_index(keys) for f in (compared.found, back))
    assert (one["residents_gained"] + two["residents_gained"]).abs().max() == 0
    assert back.stations["change"].tolist() == ["opened"]


def test_only_runs_of_one_area_are_compared(made: Made, tmp_path: Path) -> None:
    """Other commands and other areas are refused, by name."""
    with pytest.raises(InputError, match="written by `servicecircle site`"):
        compare(made.run, made.sites, tmp_path / "out")
    elsewhere = shutil.copytree(made.run, tmp_path / "elsewhere")
    manifest = json.loads((elsewhere / "manifest.json").read_text("utf-8"))
    manifest["area"]["name"] = "Elsewhere"
    (elsewhere / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(InputError, match="one of 'Elsewhere'"):
        compare(made.run, elsewhere, tmp_path / "out")


def test_the_comparison_is_a_workbook_too(made: Made, compared: Compared) -> None:
    """A sheet for each kind of change."""
    book = openpyxl.load_workbook(made.folder / "compared" / "compare.xlsx")
    there = {"Coverage", "Answers", "Stations", "Inputs", "Parameters", "Buildings"}
    assert there <= set(book.sheetnames)
    assert book["Coverage"].max_row == len(compared.found.coverage) + 1
