"""Which column means what: by name, else by content, and then with a question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.area.draft.evidence import KIND_COLUMNS
from servicecircle.area.draft.readings import coordinate_pairs
from servicecircle.tables import Table, table
from servicecircle.tables.datum_words import COORDINATES, datum_of, without_datum
from servicecircle.tables.match_columns import fold, match_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.area.draft.parts import Part
    from servicecircle.tables import Column

CODE_LIKE = ("code", "id", "no", "bm", "bh", "dm", "编码", "编号", "代码", "号")
"""How names of codes end."""
LEAST_LETTERS, LEAST_CHARACTERS = 4, 2
"""How long a known word must be to be found inside another name."""


def settle_columns(
    part: Part, table: Table, *, refers_to: frozenset[str] = frozenset()
) -> None:
    """
    Settle the columns of a section, and ask where it is not sure.

    Parameters
    ----------
    part
        The section; its settings, recognised columns and questions are filled in.
    table
        What the layer must conform to.
    refers_to
        Ids that a required column without a name of its own may refer to.

    Notes
    -----
    What `read_area` recognises by itself is not written, only told. Of several columns
    for one meaning the fullest one is taken, with a question; a code that no name
    tells is the first column whose values differ in every row.
    """
    look = part.look
    mapping: dict[str, str] = dict(_pair(part))
    while True:
        matched, findings = match_columns(
            look.columns, table, columns=mapping, source=look.title
        )
        doubtful = [f.rule for f in findings]
        if not doubtful:
            break
        answers = _answers(part, table, matched, refers_to)
        if not answers:
            part.questions += _missing(table, matched)
            break
        mapping |= answers
    if mapping:
        part.settings["columns"] = mapping
    part.recognised = matched
    _suggest(part, table, matched)


def _pair(part: Part) -> dict[str, str]:
    """Take one pair of coordinates where the file has several."""
    pairs = coordinate_pairs(part.look)
    axes = {without_datum(fold(c)) for pair in pairs for c in pair}
    if len(pairs) < 2 or len(axes) < 2:  # noqa: PLR2004 - one pair is no question
        return {}
    (x, y), *others = pairs
    also = "; ".join(f'x = "{a}", y = "{b}"' for a, b in others[:3])
    part.questions.append(
        f"It has several pairs of coordinates; {x} and {y} are taken. The others: "
        f"columns = {{ {also} }}."
    )
    return {"x": x, "y": y}


def _answers(
    part: Part, table: Table, matched: dict[str, str], refers_to: frozenset[str]
) -> dict[str, str]:
    """Choose a column for each meaning that names leave open."""
    frame = part.look.frame
    found: dict[str, str] = {}
    for column in table.columns:
        if column.name in matched or column.is_geometry:
            continue
        options = _options(column, part.look.columns, matched)
        if len(options) > 1:
            full = frame[options].notna().sum()
            best = max(options, key=lambda name: (full[name], -options.index(name)))
            rest = [name for name in options if name != best]
            part.questions.append(
                f"{' and '.join(options)} could all be {column.name}; {best} is taken. "
                f'Else: columns = {{ {column.name} = "{rest[0]}" }}.'
            )
            found[column.name] = best
        elif column.required and not options:
            best_guess = _by_content(part, matched, refers_to)
            if best_guess:
                part.questions.append(
                    f"No column is called like {column.name}; {best_guess} is taken, "
                    "for its values differ in every row."
                    if not refers_to
                    else f"No column is called like {column.name}; {best_guess} is "
                    "taken, for it holds codes of buildings."
                )
                found[column.name] = best_guess
    return found


def _options(
    column: Column, names: Sequence[str], matched: dict[str, str]
) -> list[str]:
    """List the columns that could be this one; very common words only at need."""
    free = [name for name in names if name not in matched.values()]
    for asked in (replace(column, fallbacks=()), column):
        alone = Table("", (asked,))
        options = [
            n for n in free if match_columns([n], alone, columns={}, source="")[0]
        ]
        if options:
            return options
    return []


def _by_content(
    part: Part, matched: dict[str, str], refers_to: frozenset[str]
) -> str | None:
    """Find a column that can be a code: exact, never empty, each value once."""
    frame = part.look.frame
    able = []
    for name in part.look.columns:
        values = frame[name]
        if name in matched.values() or pd.api.types.is_float_dtype(values.dtype):
            continue
        if refers_to:
            if values.astype("str").isin(refers_to).mean() > 0.5:  # noqa: PLR2004
                return name
        elif values.notna().all() and values.is_unique:
            able.append(name)
    coded = [name for name in able if fold(name).endswith(CODE_LIKE)]
    return next(iter(coded or able), None)


def _missing(table: Table, matched: dict[str, str]) -> list[str]:
    names = [c.name for c in table.columns if c.required and not c.is_geometry]
    return [
        f"No column can be {name}. Add one to the file, or name it: "
        f'columns = {{ {name} = "..." }}.'
        for name in names
        if name not in matched
    ]


def _suggest(part: Part, table: Table, matched: dict[str, str]) -> None:
    """Name columns whose name holds a known word, and leave the choice to the user."""
    free = [name for name in part.look.columns if name not in matched.values()]
    for column in table.columns:
        if column.is_geometry or column.name in matched or column.name in COORDINATES:
            continue
        known = [fold(w) for w in (column.name, *column.aliases)]
        known = [
            w
            for w in known
            if len(w) >= (LEAST_LETTERS if w.isascii() else LEAST_CHARACTERS)
        ]
        for name in free:
            if any(word in fold(name) for word in known):
                part.remarks.append(
                    f"{name} may be {column.name}. If it is: "
                    f'columns = {{ {column.name} = "{name}" }}'
                )
                break


def ask_about_kinds(part: Part) -> None:
    """Ask for the kinds of obstacles, where their column has another name."""
    found = part.look.columns
    known, _ = match_columns(found, table("obstacles"), columns={}, source="")
    others = [c for c in found if fold(c) in KIND_COLUMNS]
    if not known and others:
        part.settings["columns"] = {"kind": others[0]}
        part.questions.append(
            f"{others[0]} is taken for the kind of each obstacle. Is it? Nobody "
            "crosses any but walls, fences and hedges."
        )


def named_datum(matched: dict[str, str]) -> str | None:
    """Say which datum the names of the coordinate columns tell, if they tell one."""
    told = {datum_of(fold(matched[axis])) for axis in COORDINATES if axis in matched}
    return told.pop() if len(told) == 1 else None
