"""The document that lists every rule and every repair, made from the code itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.repair.registry import REPAIRS
from servicecircle.reports.findings_words import chinese_rules
from servicecircle.tables import rules

if TYPE_CHECKING:
    from servicecircle.tables.rules import Rule

HEAD = """\
# What is checked, and what can be mended

This page is made from `tables/rules.csv` and the repairs themselves: run
`python scripts/document_checks.py`.

`servicecircle check AREA --out DIR` tells everything at once, as `findings.csv`, as
`findings.gpkg` to open over the map, and as `findings.html` to read. Each finding says
how much it weighs, because that often depends on its size, and what to do about it:

- an **error** blocks: nothing is planned before it is mended or, where that is
  possible, silenced;
- a **warning** is to be looked at before the figures are trusted;
- a **note** says what was done, or taken for granted.

What a planner knows and accepts is silenced in `area.toml`, rule by rule. It is still
looked for, and counted in the manifest:

```toml
[checks]
silence = ["gap", "same-place"]
```
"""

COLUMNS = "| rule | severity | silenced? | what it means; what to do | 含义；处理办法 |"
REPAIRS_HEAD = """\
## Repairs

`servicecircle repair AREA` lists what could be mended and changes nothing. With `--fix`
it writes a new folder to use in place of the old one: the tables that changed, every
other file of the old one (but no runs, checks or hidden files), `area.toml`,
`repairs.csv` with a row per change, `repairs.gpkg` with the ground that moved, and
`set_aside.gpkg` or `.csv` with every row that was taken out. `--fix all-safe` stands
for those that lose nothing but copies and guess nothing. They are made in this order:
"""


def checks_document() -> str:
    """
    Write the catalogue of rules and repairs as Markdown.

    >>> "| `gap` | error or warning | yes |" in checks_document()
    True
    """
    lines = [
        HEAD,
        "## Rules",
        "",
        COLUMNS,
        "|---|---|---|---|---|",
        *(_row(rule) for rule in sorted(rules().values(), key=lambda rule: rule.name)),
        "",
        REPAIRS_HEAD,
        "| repair | all-safe | needs --width-m | what it does |",
        "|---|---|---|---|",
        *(
            f"| `{repair.name}` | {'yes' if repair.is_safe else ''} "
            f"| {'yes' if repair.needs_width else ''} | {_cell(repair.meaning)} |"
            for repair in REPAIRS.values()
        ),
    ]
    return "\n".join(lines) + "\n"


def _row(rule: Rule) -> str:
    weight = " or ".join(severity.value for severity in rule.severities)
    silenced = "yes" if rule.can_be_silenced else "no"
    english = _cell(f"{rule.meaning} {rule.remedy}")
    chinese = _cell("".join(chinese_rules()[rule.name]))
    return f"| `{rule.name}` | {weight} | {silenced} | {english} | {chinese} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
