"""
Score the checks on an area with a list of what is wrong with it (`defects.csv`).

    python scripts/score_checks.py demo/dirty

Every defect is found (a finding names it), refused (its file or cell is not used) or
read rightly (the reader put it right); what is none of these is missed, and then the
exit code is 1. Findings that no defect explains are listed by rule: those beside a
spoiled row or piece of ground follow from it, the others are false alarms.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import pandas as pd
import shapely

from servicecircle.area import examine_area, read_config

if TYPE_CHECKING:
    from servicecircle.findings import Finding

EVERY = "*"
BESIDE_M = 1.0
FOUND_BY = {
    "sliver": {"sliver", "gap"},
    "overlap": {"units-overlap", "sliver"},
    "repeated": {"unique-id"},
    "redrawn": {"same-footprint"},
    "outside": {"building-outside"},
    "code-as-float": {"id-not-exact"},
    "gcj02": {"datum-contradicted"},
}
"""Which rules find which kind of defect."""
READ_RIGHTLY = {
    "gbk": {"file-unreadable", "encoding-unknown"},
    "name-cut": {"column-missing", "column-ambiguous"},
    "other-crs": {"crs-missing", "crs-unknown", "building-unit-differs"},
}
"""What a reader puts right, and the rules that would say that it did not."""
_CELLS = re.compile(r"each of ([\d,]+) cells")


class Verdict(NamedTuple):
    """What became of the defects of one kind in one file."""

    file: str
    kind: str
    injected: int
    found: int
    refused: int
    read_rightly: int
    missed: list[str]


def main() -> int:
    """Print the table of defects and that of alarms; 1 if any defect is missed."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("area", type=Path, help="a folder with area.toml, defects.csv")
    area = parser.parse_args().area
    defects = pd.read_csv(area / "defects.csv", dtype="str")
    _, findings = examine_area(area)
    files = {Path(name).name for name in read_config(area).files()}
    read = defects[defects["file"].isin(files)]
    verdicts = [
        judge(str(file), str(kind), rows, findings)
        for (file, kind), rows in read.groupby(["file", "kind"], sort=False)
    ]
    table = pd.DataFrame(verdicts).assign(missed=[len(v.missed) for v in verdicts])
    print(table.to_string(index=False))
    for file in sorted(set(defects["file"]) - files):
        count = int((defects["file"] == file).sum())
        print(f"{count} defects of {file} are not judged: area.toml does not name it.")
    for verdict in verdicts:
        for label in verdict.missed:
            print(f"MISSED {verdict.kind} in {verdict.file}: {label}")
    alarms = other_alarms(findings, spoiled=set(defects["id"]))
    print(alarms.to_string(index=False) if len(alarms) else "No other alarms.")
    return 1 if any(verdict.missed for verdict in verdicts) else 0


def judge(file: str, kind: str, rows: pd.DataFrame, findings: list[Finding]) -> Verdict:
    """Match the defects of one kind in one file with the findings, by rule and id."""
    rules = FOUND_BY.get(kind, set())
    about = [f for f in findings if f.rule in rules]
    if kind in READ_RIGHTLY:
        said = {f.rule for f in findings if file in f.message}
        right = not said & READ_RIGHTLY[kind]
        count = len(rows)
        tally = (0, 0, count) if right else (0, count, 0)
        return Verdict(file, kind, count, *tally, missed=[])
    if kind == "code-as-float":
        # The code itself is lost: the cells that hold what is left are refused, and
        # told one by one or, where they are many, by their number.
        mine = [f.message for f in about if f.message.startswith(file)]
        told = [_CELLS.search(message) for message in mine]
        cells = sum(int(found[1].replace(",", "")) if found else 1 for found in told)
        missed = list(rows["done"])[cells:]
        return Verdict(file, kind, len(rows), 0, len(rows) - len(missed), 0, missed)
    missed = [
        label
        for label in rows["id"]
        if not any(label in (EVERY, f.id) or repr(label) in f.message for f in about)
    ]
    return Verdict(file, kind, len(rows), len(rows) - len(missed), 0, 0, missed)


def other_alarms(findings: list[Finding], *, spoiled: set[str]) -> pd.DataFrame:
    """Count errors and warnings of rules that no defect asks for, and say why."""
    asked = set().union(*FOUND_BY.values())
    told = [f for f in findings if f.rule in asked or f.id in spoiled]
    places = [f.where for f in told if f.where is not None]
    tree = shapely.STRtree(gpd.GeoSeries(places).to_numpy())
    shifted = any(f.rule == "datum-contradicted" for f in findings)
    rows = []
    for finding in findings:
        if finding.rule in asked or finding.severity == "note":
            continue
        follows = finding.id in spoiled or (
            shifted and finding.rule == "station-outside"
        )
        if finding.where is not None:
            near = tree.query(finding.where, predicate="dwithin", distance=BESIDE_M)
            follows |= len(near) > 0
        why = "follows from a defect" if follows else "no defect explains it"
        rows.append((finding.severity.value, finding.rule, finding.table, why))
    columns = ["severity", "rule", "table", "why"]
    return pd.DataFrame(rows, columns=columns).value_counts(sort=False).reset_index()


if __name__ == "__main__":
    sys.exit(main())
