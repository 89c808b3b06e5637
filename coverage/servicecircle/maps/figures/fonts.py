"""A font of the system that has Chinese characters."""

from __future__ import annotations

from functools import cache

from servicecircle.errors import MissingDependencyError

FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Heiti SC",
    "STHeiti",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Droid Sans Fallback",
)
"""In order: the first that is there is taken."""


@cache
def chinese_font() -> str:
    """
    Name a font family of this system that can write Chinese.

    Raises
    ------
    MissingDependencyError
        If none of the known ones is installed.
    """
    from matplotlib import font_manager  # noqa: PLC0415 - loads where it is used

    there = {font.name for font in font_manager.fontManager.ttflist}
    for family in FAMILIES:
        if family in there:
            return family
    msg = (
        "No font with Chinese characters was found: figures would show empty boxes. "
        "Install Noto Sans CJK (on Debian: apt install fonts-noto-cjk; elsewhere from "
        "github.com/notofonts/noto-cjk) and delete matplotlib's font cache."
    )
    raise MissingDependencyError(msg)
