"""Coverage against the number of new sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.maps.figures.sheet import Format, paper, picture
from servicecircle.maps.figures.words import WORDS

if TYPE_CHECKING:
    import pandas as pd

    from servicecircle.maps.labels import Language


def frontier_curve(
    points: pd.DataFrame, *, language: Language = "en", kind: Format = "png"
) -> bytes:
    """
    Draw what each number of new sites reaches, and what none can exceed.

    Parameters
    ----------
    points
        ``frontier.csv`` of a siting run: ``sites``, ``share_of_residents``,
        ``bound_share`` (0 to 1).
    language
        Of title, axes and legend.
    kind
        ``"png"`` or ``"svg"``.

    Returns
    -------
    bytes
        The picture.

    Raises
    ------
    MissingDependencyError
        If the system has no font with Chinese characters.
    """
    words = WORDS[language]
    rows = points.sort_values("sites")
    sites = rows["sites"].to_numpy()
    reached = rows["share_of_residents"].to_numpy() * 100
    bound = rows["bound_share"].to_numpy() * 100
    with paper(14.0, 8.5) as figure:
        from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - loads where used

        axes = figure.subplots()
        axes.set_title(words["frontier"], loc="left")
        axes.plot(sites, bound, color="#9a9a94", linestyle="--", label=words["bound"])
        axes.fill_between(sites, reached, bound, color="#ecece8", zorder=0)
        axes.plot(
            sites,
            reached,
            color="#1f5fa8",
            marker="o" if len(sites) <= 40 else None,  # noqa: PLR2004 - dots would touch
            markersize=3.5,
            label=words["reached"],
        )
        axes.set_xlabel(words["sites"])
        axes.set_ylabel(words["share"])
        axes.yaxis.set_major_formatter("{x:g} %")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(color="#e6e6e2", linewidth=0.6)
        axes.set_axisbelow(True)
        axes.legend(frameon=False, loc="lower right")
        return picture(figure, kind)
