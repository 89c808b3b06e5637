"""Words and flags of appeals; a column of free text is never kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.appeals.register import FLAGS, WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.appeals.troubles import Troubles

MOST_WORDS = 500
"""A column with more distinct words than this is free text."""
FEW_WORDS = 20
MOST_DISTINCT = 0.5
"""And one of more than a few words, with more than this share of rows distinct."""
LONGEST = 40
"""Letters of a word; a Chinese one fills the place of two."""
WIDE = r"[\u2e80-\u9fff\uf900-\ufaff]"
SENTENCE = r"[。!?@]"
"""What stands in sentences and addresses, full width or not, and in no word."""
LIKE_A_NUMBER = r"\d{7,}"
"""A telephone or an identity card's number within a word."""
YES = ("是", "有", "真", "重复", "集体", "1", "true", "yes", "y", "√")
NO = ("否", "无", "假", "初次", "首次", "个人", "0", "false", "no", "n", "×")


def read_words(
    raw: pd.DataFrame,
    matched: Mapping[str, str],
    *,
    collective_from: int,
    troubles: Troubles,
) -> pd.DataFrame:
    """
    Read the columns of words as categories and the flags as nullable booleans.

    Returns
    -------
    DataFrame
        The columns of `WORDS` and `FLAGS`; missing where not said or not kept.
    """
    columns: dict[str, pd.Series] = {}
    for name in WORDS:
        columns[name] = (
            _words(raw[matched[name]], troubles)
            if name in matched
            else pd.Series(pd.Categorical([None] * len(raw), []), index=raw.index)
        )
    for name in FLAGS:
        least = collective_from if name == "collective" else None
        columns[name] = (
            _flag(raw[matched[name]], least, troubles)
            if name in matched
            else pd.Series(pd.NA, index=raw.index, dtype="boolean")
        )
    return pd.DataFrame(columns, index=raw.index)


def _words(cells: pd.Series, troubles: Troubles) -> pd.Series:
    codes, found = pd.factorize(cells)
    plain = pd.Series(found, dtype="str").str.normalize("NFKC").str.strip()
    distinct, rows = plain.nunique(), int((codes >= 0).sum())
    if distinct > MOST_WORDS or (distinct > max(FEW_WORDS, MOST_DISTINCT * rows)):
        troubles.say(
            "appeal-free-text",
            f"{troubles.source}: the column {cells.name!r} has {distinct:,} different "
            "values, as free text has, and is not read.",
            "Name a column of few words in [appeals.columns], or leave it out.",
        )
        none = pd.Categorical([None] * len(cells), [])
        return pd.Series(none, index=cells.index)
    told = plain.str.len() + plain.str.count(WIDE) > LONGEST
    told |= plain.str.contains(f"{LIKE_A_NUMBER}|{SENTENCE}", regex=True)
    told |= plain == ""
    troubles.rows(
        "appeal-free-text",
        np.append(told.to_numpy(bool) & (plain != "").to_numpy(bool), False)[codes],
        f"cells of {cells.name!r} are too long for a word or hold a number, and are "
        "not read",
        "Keep people and stories out of this column.",
    )
    kept = plain.mask(told)
    words = pd.Index(sorted(kept.dropna().unique()), dtype="str")
    position = np.append(words.get_indexer(pd.Index(kept)), -1)
    shown = pd.Categorical.from_codes(position[codes], categories=words)
    return pd.Series(shown, index=cells.index)


def _flag(cells: pd.Series, least: int | None, troubles: Troubles) -> pd.Series:
    """Read yes and no; where persons are counted, `least` of them are a yes."""
    codes, found = pd.factorize(cells)
    plain = pd.Series(found).astype("str").str.normalize("NFKC").str.strip().str.lower()
    value = plain.map(dict.fromkeys(YES, 1.0) | dict.fromkeys(NO, 0.0)).astype(float)
    number = pd.to_numeric(plain, errors="coerce")
    if least is not None and (number > 1).any():
        value = value.mask(number.notna(), (number >= least).astype(float))
    elif pd.api.types.is_numeric_dtype(found):
        value = number.where(number.isin([0, 1]))
    unread = np.append(value.isna().to_numpy() & (plain != "").to_numpy(bool), False)
    troubles.rows(
        "appeal-flag",
        unread[codes],
        f"cells of {cells.name!r} are neither yes nor no",
        "Write 是 or 否.",
    )
    every = np.append(value.to_numpy(dtype=float), np.nan)[codes]
    return pd.Series(every, index=cells.index).astype("boolean")
