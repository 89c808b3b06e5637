"""The language of the console: one place decides, before a command runs."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from servicecircle.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OPTION = "--lang"
VARIABLE = "SERVICECIRCLE_LANG"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Variables that name the locale; the first that is set decides."""
WINDOWS_CHINESE = 0x04
"""Primary language of Windows' user interface (winnt.h, LANG_CHINESE)."""


class Language(StrEnum):
    """The language of the console, and of maps, tables and paper."""

    ENGLISH = "en"
    CHINESE = "zh"


SaidIn = Annotated[Language, typer.Option(OPTION, help="Language of what is printed.")]


class _Console:
    """What was decided for this process."""

    language = Language.ENGLISH


def decide(
    words: Sequence[str], environment: Mapping[str, str], *, windows: int | None = None
) -> Language:
    """
    Decide the language: ``--lang``, else ``SERVICECIRCLE_LANG``, else the locale.

    Parameters
    ----------
    words
        The command line. Of several ``--lang`` the last counts; one that is neither
        is left to the command to refuse.
    environment
        The variables of the process.
    windows
        The language of Windows' user interface, which counts where no variable names
        a locale.

    Raises
    ------
    InputError
        If the variable holds neither language.

    Examples
    --------
    >>> decide(["plan", "a", "--lang=zh"], {"LANG": "en_US.UTF-8"})
    <Language.CHINESE: 'zh'>
    >>> decide(["plan", "a"], {"LC_ALL": "zh_CN.UTF-8"})
    <Language.CHINESE: 'zh'>
    >>> decide([], {"SERVICECIRCLE_LANG": "en", "LANG": "zh_CN.UTF-8"})
    <Language.ENGLISH: 'en'>
    """
    given = _given(words)
    if given is not None:
        return given
    own = environment.get(VARIABLE)
    if own:
        named = _of(own)
        if named is None:
            msg = f"{VARIABLE} is {own!r}. Set it to 'en' or 'zh', or not at all."
            raise InputError(msg)
        return named
    locale = next((environment[n] for n in LOCALE if environment.get(n)), None)
    if locale is not None:
        return _of(locale) or Language.ENGLISH
    chinese = windows is not None and windows & 0x3FF == WINDOWS_CHINESE
    return Language.CHINESE if chinese else Language.ENGLISH


def speak(words: Sequence[str]) -> Language:
    """Decide the language of this process and keep to it."""
    _Console.language = Language.ENGLISH
    _Console.language = decide(words, os.environ, windows=_of_windows())
    return _Console.language


def language() -> Language:
    """Give the language that was decided."""
    return _Console.language


def spoken(text: str) -> str:
    """
    Give a sentence, or several, in the console's language.

    The Chinese stands in `sentences_zh.csv`; what has no row there stays English.
    """
    if _Console.language is Language.ENGLISH:
        return text
    from servicecircle.reports.in_chinese import in_chinese  # noqa: PLC0415 - heavy

    return in_chinese(text)


def _given(words: Sequence[str]) -> Language | None:
    """Find the last --lang of a command line."""
    given = None
    before = ""
    for word in words:
        if word == "--":
            break
        name, equals, value = word.partition("=")
        if before == OPTION:
            value = word
        elif not (name == OPTION and equals):
            value = ""
        if value in [*Language]:
            given = Language(value)
        before = word
    return given


def _of(name: str) -> Language | None:
    """Read the name of a locale: zh, zh_CN.UTF-8, zh-Hans."""
    language = name.replace("_", "-").partition("-")[0].partition(".")[0].lower()
    return Language(language) if language in [*Language] else None


def _of_windows() -> int | None:
    """Ask Windows in which language its windows are."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - for Windows alone

        return int(ctypes.windll.kernel32.GetUserDefaultUILanguage())
    return None
