"""Load heavy or optional libraries where they are used, with a remedy if absent."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import warnings
from typing import TYPE_CHECKING

from servicecircle.errors import MissingDependencyError

if TYPE_CHECKING:
    from types import ModuleType


def load(name: str, *, extra: str) -> ModuleType:
    """
    Import an optional library, or say how to install it.

    Parameters
    ----------
    name
        The module to import.
    extra
        The extra of this distribution that installs it.

    Raises
    ------
    MissingDependencyError
        If the library is not installed.

    Examples
    --------
    >>> load("json", extra="all").__name__
    'json'
    """
    try:
        with warnings.catch_warnings():
            # In notebooks tqdm, which some libraries bring, asks for ipywidgets.
            warnings.filterwarnings("ignore", message="IProgress not found")
            return importlib.import_module(name)
    except ImportError as error:
        raise _missing(name, extra) from error


def require(name: str, *, extra: str) -> None:
    """
    Say at once that an optional library is missing, before long work that needs it.

    Parameters
    ----------
    name, extra
        As of `load`; nothing is imported.

    Raises
    ------
    MissingDependencyError
        If the library is not installed.

    Examples
    --------
    >>> require("json", extra="all")
    """
    if importlib.util.find_spec(name) is None:
        raise _missing(name, extra)


def _missing(name: str, extra: str) -> MissingDependencyError:
    msg = f"{name} is not installed. Run: pip install 'servicecircle[{extra}]'."
    return MissingDependencyError(msg)


def load_numba() -> ModuleType:
    """
    Import numba so that a folder called ``coverage`` cannot break it.

    numba looks for coverage.py when it is imported. Where coverage.py is not installed
    and the working directory holds a plain folder of that name (as our own source root
    is), Python answers with an empty namespace package and numba fails on it. Such a
    phantom is hidden for the moment of the import (DESIGN.md, convention 1).
    """
    if "numba" in sys.modules or not _phantom("coverage"):
        return importlib.import_module("numba")
    before = sys.modules.get("coverage")
    sys.modules["coverage"] = None  # type: ignore[assignment]
    try:
        return importlib.import_module("numba")
    finally:
        del sys.modules["coverage"]
        if before is not None:
            sys.modules["coverage"] = before


def _phantom(name: str) -> bool:
    """Whether a module name is answered by a bare folder, not by a package."""
    spec = importlib.util.find_spec(name)
    return spec is not None and spec.origin is None
