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
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

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
    "may_be": ("May be", "可能名次"),
    "against_district": ("Against the district", "与全区相比"),
    "above": ("above", "高于"),
    "below": ("below", "低于"),
    "alike": ("not distinguishable", "无法区分"),
    "title": ("Appeals week by week", "诉求每周排名"),
    "span": ("{first} to {last}", "{first} 至 {last}"),
    "told": (
        (
            "{appeals} appeals in {units} units. Surely above the district: {above}; "
            "surely below: {below}. The other {alike} cannot be told from it."
        ),
        (
            "{units}个单元共{appeals}宗诉求。确定高于全区：{above}个；"
            "确定低于：{below}个；其余{alike}个与全区无法区分。"
        ),
    ),
    "note": (
        (
            "Ranks whose ranges overlap are not distinguishable and have no order. "
            "Above and below are said at 95 %."
        ),
        "名次区间重叠的单元无法区分先后，不应据此排序。“高于”“低于”的把握为95%。",
    ),
}
SHOWN = (
    "rank",
    "name",
    "appeals",
    "week_before",
    "residents",
    "per_1000",
    "may_be",
    "against_district",
)
LESS = ("week_before", "residents")
"""What a telephone has no room for; weekly.csv has it."""
STYLE = (
    "body{font:15px/1.5 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;"
    "margin:1.5rem auto;max-width:62rem;padding:0 1rem;color:#1d2326}"
    "h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:1.6rem 0 .2rem}"
    "p{margin:.2rem 0 .6rem}.notice{color:#666}"
    "table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}"
    "td,th{padding:3px 8px;border-bottom:1px solid #ddd;text-align:right}"
    "th{vertical-align:bottom}td:nth-child(2),th:nth-child(2){text-align:left;"
    "overflow-wrap:anywhere}.above td{font-weight:600;background:#fbeae8}"
    ".below td{font-weight:600;background:#e8f1fb}.alike{color:#666}"
    ".range{white-space:nowrap}.range i{display:inline-block;width:6rem;height:8px;"
    "margin-left:8px;background:#eceff1}.range b{display:block;height:8px;"
    "background:#7b8a92}"
    "@media(max-width:600px){body{font-size:13px}.less{display:none}"
    "td,th{padding:4px}td:nth-child(2){min-width:8em}"
    ".range i{display:block;width:3.5rem;margin:2px 0 0 auto}}"
    "@media print{body{margin:0;max-width:none;font-size:10pt}"
    "*{print-color-adjust:exact;-webkit-print-color-adjust:exact}"
    "thead{display:table-header-group}tr{break-inside:avoid}h2{break-after:avoid}"
    "section+section{break-before:page}}@page{margin:14mm}"
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
        page = write_page(table, area.name, language, notice)
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


def write_page(table: pd.DataFrame, area: str, language: int, notice: str = "") -> str:
    """Write a page that can be read and printed; it loads nothing."""
    title = f"{escape_text(area)} · {WORDS['title'][language]}"
    weeks = [
        _week(str(week), rows, language)
        for week, rows in table.groupby("week", sort=False)
    ]
    lang = ("en", "zh")[language]
    said = f'<p class="notice">{escape_text(notice)}</p>' if notice else ""
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style><h1>{title}</h1>{said}"
        f"<p>{WORDS['note'][language]}</p>{''.join(weeks)}</html>\n"
    )


def _week(first: str, rows: pd.DataFrame, language: int) -> str:
    """Write a week: what can be said of it, then every unit with its range of ranks."""
    last = np.datetime64(first) + WEEK - np.timedelta64(1, "D")
    verdicts = rows["against_district"].value_counts()
    counts = {key: int(verdicts.get(key, 0)) for key in ("above", "below", "alike")}
    told = WORDS["told"][language].format(
        appeals=f"{int(rows['appeals'].sum()):,}", units=len(rows), **counts
    )
    span = WORDS["span"][language].format(first=first, last=last)
    head = "".join(f"<th{_less(c)}>{WORDS[c][language]}</th>" for c in SHOWN)
    body = "".join(_row(row, len(rows), language) for row in rows.to_dict("records"))
    return (
        f"<section><h2>{span}</h2><p>{told}</p><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></section>"
    )


def _row(row: Mapping[Hashable, Any], units: int, language: int) -> str:
    """Write a unit; its range of ranks stands on a line from the first to the last."""
    first, last = int(row["rank_from"]), int(row["rank_to"])
    left, wide = 100 * (first - 1) / units, 100 * (last - first + 1) / units
    bar = f'<i><b style="margin-left:{left:.1f}%;width:{wide:.1f}%"></b></i>'
    verdict = row["against_district"]
    cells = {
        "rank": str(row["rank"]),
        "name": escape_text(row["name"]),
        "appeals": f"{row['appeals']:,}",
        "week_before": f"{row['week_before']:,}",
        "residents": f"{row['residents']:,}",
        "per_1000": f"{row['per_1000']:.2f}",
        "may_be": f"{first}–{last}{bar}",
        "against_district": WORDS[verdict][language],
    }
    written = "".join(f"<td{_less(c)}>{cells[c]}</td>" for c in SHOWN)
    return f'<tr class="{verdict}">{written}</tr>'


def _less(column: str) -> str:
    """Mark what a telephone leaves out, and what holds a range."""
    if column == "may_be":
        return ' class="range"'
    return ' class="less"' if column in LESS else ""


def read_options(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=(
            "Rank units by their appeals, week by week. Beside every rank stand those "
            "that it may be as well."
        ),
        epilog=(
            "Example:\n    python scripts/weekly_report.py my-district --out weekly "
            "--weeks 4"
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("area", type=Path, help="a planning area with [appeals]")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write")
    parser.add_argument("--weeks", type=int, default=4, help="how many whole weeks")
    parser.add_argument(
        "--level",
        choices=[level.value for level in Level],
        default=Level.COMMUNITY.value,
        help="which units are ranked",
    )
    parser.add_argument("--lang", choices=["en", "zh"], default="en")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
