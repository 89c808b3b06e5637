"""Where a report comes from: versions, parameters, and every input by SHA-256."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from servicecircle.reports.findings_words import Language
    from servicecircle.reports.finished_run import FinishedRun

WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "area": "Area",
        "notice": "Notice",
        "attribution": "Source of the data",
        "crs": "Coordinate system",
        "day": "Planning date",
        "version": "servicecircle",
        "run": "Run",
        "asked": "Asked",
        "input": "Input",
        "parameter": "Parameter",
        "bytes": "{n:,} bytes",
    },
    "zh": {
        "area": "区域",
        "notice": "声明",
        "attribution": "数据来源",
        "crs": "坐标系",
        "day": "规划日期",
        "version": "servicecircle 版本",
        "run": "成果",
        "asked": "请求",
        "input": "输入文件",
        "parameter": "参数",
        "bytes": "{n:,} 字节",
    },
}


def provenance(
    runs: Sequence[FinishedRun], *, language: Language
) -> list[tuple[str, str, str]]:
    """
    Say where a report comes from, in rows of what, value and more.

    Parameters
    ----------
    runs
        What it was made of, the measurement first.
    language
        Of what is said; parameters keep their names of `area.toml`.
    """
    words, first = WORDS[language], runs[0].manifest
    parameters = first.get("parameters", {})
    of_area = parameters.get("area", {})
    rows = [
        (words["version"], str(first.get("servicecircle", "")), ""),
        (words["area"], str(first["area"]["name"]), ""),
        (words["crs"], str(first["area"].get("crs", "")), ""),
    ]
    if of_area.get("planning_date"):
        rows.append((words["day"], of_area["planning_date"], ""))
    if of_area.get("notice"):
        rows.append((words["notice"], of_area["notice"], ""))
    rows += [(words["attribution"], line, "") for line in first.get("attribution", [])]
    for run in runs:
        rows.append((words["run"], f"servicecircle {run.command}", ""))
        rows += [
            (words["asked"], name, value)
            for name, value in flat(run.manifest.get("request", {}))
        ]
    for one in first.get("inputs", []):
        size = words["bytes"].format(n=one["bytes"]) if "bytes" in one else ""
        rows.append((words["input"], str(one["file"]), f"{one['sha256']}  {size}"))
    rows += [(words["parameter"], name, value) for name, value in flat(parameters)]
    return rows


def flat(content: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, str]]:
    """
    Name every value by its way through nested mappings.

    >>> list(flat({"area": {"name": "A"}, "levels": [1, 2], "none": None}))
    [('area.name', 'A'), ('levels', '1; 2')]
    """
    for key, value in content.items():
        name = f"{within}{key}"
        if isinstance(value, dict):
            yield from flat(value, f"{name}.")
        elif isinstance(value, list):
            if any(isinstance(item, dict) for item in value):
                yield from flat(
                    {str(number): item for number, item in enumerate(value, start=1)},
                    f"{name}.",
                )
            elif value:
                yield name, "; ".join(str(item) for item in value)
        elif value is not None and value != "":
            yield name, str(value)
