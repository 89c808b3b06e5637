"""A figure's paper: font, size, and how it becomes bytes."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from servicecircle._optional import load
from servicecircle.maps.figures.fonts import chinese_font

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

Format = Literal["png", "svg"]
DOTS_PER_INCH = 200


@contextmanager
def paper(width_cm: float, height_cm: float) -> Iterator[Figure]:
    """Give an empty figure that writes Chinese; finish it inside the block."""
    mpl = load("matplotlib", extra="figures")
    from matplotlib.figure import Figure  # noqa: PLC0415 - loads where it is used

    settings = {
        "font.family": "sans-serif",
        "font.sans-serif": [chinese_font()],
        "font.size": 9,
        "axes.unicode_minus": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        # Glyphs as outlines: the picture is the same where the font is not.
        "svg.fonttype": "path",
        "svg.hashsalt": "servicecircle",
    }
    with mpl.rc_context(settings):
        yield Figure(figsize=(width_cm / 2.54, height_cm / 2.54), layout="constrained")


def picture(figure: Figure, kind: Format) -> bytes:
    """Render a figure; nothing of the clock or the library's version is in it."""
    out = BytesIO()
    metadata = {"Software": None} if kind == "png" else {"Date": None, "Creator": None}
    figure.savefig(out, format=kind, dpi=DOTS_PER_INCH, metadata=metadata)
    return out.getvalue()
