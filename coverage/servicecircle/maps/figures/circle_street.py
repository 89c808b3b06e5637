"""Every unit's share on foot beside what the straight-line circle claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.maps.figures.sheet import Format, paper, picture
from servicecircle.maps.figures.words import WORDS, title

if TYPE_CHECKING:
    import pandas as pd

    from servicecircle.maps.labels import Language
    from servicecircle.standards import ServiceStandard

FOOT, CIRCLE, BETWEEN = "#1f5fa8", "#d9822b", "#c9c9c4"
ROW_CM = 0.48
MOST_ROWS = 60
"""More than fit on a page: the units with the widest gaps are kept."""


def circle_against_street(
    coverage: pd.DataFrame,
    standard: ServiceStandard,
    *,
    language: Language = "en",
    kind: Format = "png",
) -> bytes:
    """
    Draw two dots per unit: residents within the standard on foot, and by the circle.

    Parameters
    ----------
    coverage
        The rows of one level in ``coverage.csv``: ``unit_id``, ``unit_name``,
        ``service``, ``share_of_residents``, ``circle_share_of_residents`` (0 to 1).
        Units without both are left out, and so are all but the 60 with the widest gaps.
    standard
        The service.
    language
        Of title, axis and legend.
    kind
        ``"png"`` or ``"svg"``.

    Returns
    -------
    bytes
        The picture, the widest gap on top; ties by unit id.

    Raises
    ------
    MissingDependencyError
        If the system has no font with Chinese characters.
    """
    words = WORDS[language]
    mine = coverage[coverage["service"] == standard.service]
    columns = ["share_of_residents", "circle_share_of_residents"]
    rows = mine.dropna(subset=columns).sort_values("unit_id")
    gap = rows["circle_share_of_residents"] - rows["share_of_residents"]
    rows = rows.loc[gap.sort_values(ascending=False, kind="stable").index]
    rows = rows.head(MOST_ROWS).iloc[::-1]
    foot = rows["share_of_residents"].to_numpy() * 100
    circle = rows["circle_share_of_residents"].to_numpy() * 100
    at = np.arange(len(rows))
    with paper(16.0, 2.6 + ROW_CM * max(len(rows), 4)) as figure:
        axes = figure.subplots()
        axes.set_title(title(language, "against", standard), loc="left", pad=22)
        axes.hlines(at, foot, circle, color=BETWEEN, linewidth=2.5, zorder=1)
        axes.scatter(foot, at, color=FOOT, s=22, zorder=3, label=words["on_foot"])
        axes.scatter(
            circle,
            at,
            s=22,
            zorder=2,
            label=words["circle"],
            facecolor="white",
            edgecolor=CIRCLE,
            linewidth=1.6,
        )
        names = [str(name).replace("$", r"\$") for name in rows["unit_name"]]
        axes.set_yticks(at, names, fontsize=7)
        axes.set_ylim(-0.8, max(len(rows), 1) - 0.2)
        axes.set_xlim(0, 101)
        axes.xaxis.set_major_formatter("{x:g} %")
        axes.set_xlabel(words["share"])
        axes.grid(axis="x", color="#e6e6e2", linewidth=0.6)
        axes.set_axisbelow(True)
        axes.tick_params(axis="y", length=0)
        axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, frameon=False)
        return picture(figure, kind)
