r"""
Rank units by their appeals, week by week (每周排名), and say which ranks mean anything.

    python scripts/weekly_report.py my-district --out weekly --weeks 4

Writes `weekly.csv`, `weekly.xlsx` and `weekly.html`. A unit's rate is appeals per 1,000
residents in the week; it leans on the district's where there are few (Gamma-Poisson, as
`servicecircle risk` does it). Beside every rank stand those that it may be as well, at
90 %, and a unit is said to be above or below the district only at 95 %. A unit's place
in a week tells of appeals that came in, not of work done.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import Workbook

from servicecircle.appeals import read_appeals
from servicecircle.area.read import read_area
from servicecircle.errors import ServiceCircleError
from servicecircle.maps.markup import escape_text
from servicecircle.reports.run_folder import write_csv
from servicecircle.risk.from_ground import residents_of
from servicecircle.risk.rates import fit_rates
from servicecircle.tables.save_workbook import save_workbook
from servicecircle.vocabulary import Level

DRAWS = 2000
SEED = 500
SURE = 0.95
INTERVAL = (0.05, 0.95)
WEEK = np.timedelta64(7, "D")
WORDS = {
    "week": ("Week from", "周起"),
    "unit_id": ("Code", "编码"),
    "name": ("Unit", "单元"),
    "appeals": ("Appeals", "诉求"),
    "week_before": ("Week before", "上周"),
    "residents": ("Residents", "居民"),
    "per_1000": ("Per 1,000", "每千人"),
    "rank": ("Rank", "名次"),
    "rank_from": ("may be from", "可能最高"),
    "rank_to": ("to", "可能最低"),
    "against_district": ("Against the district", "与全区相比"),
    "above": ("above", "高于"),
    "below": ("below", "低于"),
    "alike": ("not distinguishable", "无法区分"),
    "title": ("Appeals week by week", "诉求每周排名"),
    "note": (
        (
            "Ranks whose ranges overlap are not distinguishable and have no order. "
            "Above and below are said at 95 %."
        ),
        "名次区间重叠的单元无法区分先后，不应据此排序。“高于”“低于”的把握为95%。",
    ),
}
STYLE = (
    "body{font:15px/1.5 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;"
    "margin:2rem auto;max-width:60rem;padding:0 1rem}table{border-collapse:collapse;"
    "width:100%}td,th{padding:3px 8px;border-bottom:1px solid #ccc;text-align:right}"
    "td:nth-child(-n+2),th:nth-child(-n+2){text-align:left}.alike{color:#666}"
)


def main(argv: list[str] | None = None) -> int:
    """Write the report that the command line asks for."""
    options = read_options(argv)
    language = ("en", "zh").index(options.lang)
    try:
        area = read_area(options.area)
        level = Level(options.level)
        units = area.units(level).assign(residents=residents_of(area, level))
        register = read_appeals(area)
        appeals = register.frame[[level.id_column, "reported_at"]]
        last = np.datetime64(appeals["reported_at"].max(), "D")
        table = rank_weeks(
            appeals, level.id_column, units, last=last, weeks=options.weeks
        )
        options.out.mkdir(parents=True, exist_ok=True)
        notice = area.config.area.notice
        write_csv(table.assign(notice=notice), options.out / "weekly.csv")
        write_xlsx(table, options.out / "weekly.xlsx", language)
        page = write_page(table, f"{area.name} {notice}", language)
        (options.out / "weekly.html").write_text(page, encoding="utf-8")
    except (ServiceCircleError, OSError) as error:
        print(f"weekly_report: {error}", file=sys.stderr)
        return 1
    told = (table["against_district"] != "alike").mean()
    print(f"{options.out / 'weekly.html'}: {told:.0%} of ranks can be told apart.")
    return 0


def rank_weeks(
    appeals: pd.DataFrame,
    id_column: str,
    units: pd.DataFrame,
    *,
    last: np.datetime64,
    weeks: int,
) -> pd.DataFrame:
    """Rank units in each of the last whole weeks, Monday to Sunday, newest first."""
    day = appeals["reported_at"].to_numpy().astype("M8[D]")
    unit = units.index.get_indexer(pd.Index(appeals[id_column].astype("str")))
    # Day 0 of numpy is a Thursday; the Monday of its week is day -3.
    monday = last - np.timedelta64((int(last.astype(int)) + 3) % 7, "D")
    if last - monday == np.timedelta64(6, "D"):
        monday += WEEK

    def count(first: np.datetime64) -> np.ndarray:
        of = (day >= first) & (day < first + WEEK) & (unit >= 0)
        return np.bincount(unit[of], minlength=len(units))

    starts = [monday - WEEK * back for back in range(1, weeks + 1)]
    parts = [rank_units(units, count(s), count(s - WEEK), str(s)) for s in starts]
    return pd.concat(parts, ignore_index=True)


def rank_units(
    units: pd.DataFrame, events: np.ndarray, before: np.ndarray, week: str
) -> pd.DataFrame:
    """Rank units in one week, the highest rate first; those with residents alone."""
    residents = units["residents"].to_numpy(dtype=float)
    lived = residents > 0
    units, events, before = units[lived], events[lived], before[lived]
    residents = residents[lived]
    usual = events.sum() / residents.sum()
    rates = fit_rates(events.astype(float), residents * usual)
    drawn = rates.draw(DRAWS, np.random.default_rng([SEED, *week.encode()]))
    ranks = 1 + np.argsort(np.argsort(-drawn, axis=1), axis=1)
    low, high = np.quantile(ranks, INTERVAL, axis=0, method="nearest")
    above = rates.above(1.0) if events.sum() else np.full(len(units), 0.5)
    verdict = np.where(above >= SURE, "above", "alike")
    table = pd.DataFrame(
        {
            "week": week,
            "unit_id": units.index.astype("str"),
            "name": units["name"].to_numpy(),
            "appeals": events,
            "week_before": before,
            "residents": residents.round().astype(int),
            "per_1000": (1000 * usual * rates.mean).round(3),
            "rank": pd.Series(-rates.mean).rank(method="min").astype(int),
            "rank_from": low,
            "rank_to": high,
            "against_district": np.where(above <= 1 - SURE, "below", verdict),
        }
    )
    return table.sort_values(["rank", "unit_id"], ignore_index=True)


def write_xlsx(table: pd.DataFrame, path: Path, language: int) -> None:
    """Write a sheet a week."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for week, rows in table.groupby("week", sort=False):
        sheet = book.create_sheet(str(week))
        sheet.append([WORDS[str(column)][language] for column in rows])
        for row in rows.replace(in_words(language)).itertuples(index=False):
            sheet.append(list(row))
        sheet.freeze_panes = "A2"
    save_workbook(book, path)


def in_words(language: int) -> dict[str, dict[str, str]]:
    """Give the words for verdicts, as `DataFrame.replace` takes them."""
    verdicts = ("above", "below", "alike")
    return {"against_district": {key: WORDS[key][language] for key in verdicts}}


def write_page(table: pd.DataFrame, area: str, language: int) -> str:
    """Write a page that can be read and printed; it loads nothing."""
    title = f"{escape_text(area)} · {WORDS['title'][language]}"
    shown = [column for column in table if column not in {"week", "unit_id"}]
    shown = ["rank", "name", *(c for c in shown if c not in {"rank", "name"})]
    head = "".join(f"<th>{WORDS[str(column)][language]}</th>" for column in shown)
    parts = []
    for week, rows in table.groupby("week", sort=False):
        body = "".join(
            f'<tr class="{kind}">'
            + "".join(f"<td>{escape_text(cell)}</td>" for cell in row)
            + "</tr>"
            for kind, row in zip(
                rows["against_district"],
                rows[shown].replace(in_words(language)).itertuples(index=False),
                strict=True,
            )
        )
        parts.append(f"<h2>{WORDS['week'][language]} {week}</h2>")
        parts.append(
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )
    lang = ("en", "zh")[language]
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        f"<title>{title}</title>"
        f"<style>{STYLE}</style><h1>{title}</h1><p>{WORDS['note'][language]}</p>"
        f"{''.join(parts)}</html>\n"
    )


def read_options(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Rank units week by week.")
    parser.add_argument("area", type=Path, help="a planning area with [appeals]")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write")
    parser.add_argument("--weeks", type=int, default=4, help="how many whole weeks")
    parser.add_argument("--level", default="community", help="which units are ranked")
    parser.add_argument("--lang", choices=["en", "zh"], default="en")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
