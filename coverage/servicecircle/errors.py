"""Exceptions: one root, and a second parent for those who catch built-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.findings import Finding


class ServiceCircleError(Exception):
    """Something is wrong with the data, the configuration or the request."""


class InternalError(ServiceCircleError, AssertionError):
    """A law of the package is broken: our bug, not your data. Please report it."""


class ConfigError(ServiceCircleError, ValueError):
    """`area.toml` cannot be understood."""


class CrsError(ServiceCircleError, ValueError):
    """A coordinate reference system is unknown or unfit for measuring distance."""


class InputError(ServiceCircleError, ValueError):
    """A file, layer, column or value cannot be used as it is."""


class NetworkError(ServiceCircleError, ValueError):
    """A walking network cannot be built or does not fit the area."""


class MissingDependencyError(ServiceCircleError, ImportError):
    """An optional library is not installed."""


class OutputError(ServiceCircleError, OSError):
    """A result cannot be written where it was asked for."""


class AreaError(InputError):
    """
    A planning area has findings that block; all of them are listed at once.

    Parameters
    ----------
    findings
        The findings of every severity; the message shows those that block.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        blocking = [f for f in self.findings if f.blocks]
        shown = "\n".join(f"  {f}" for f in blocking[:20])
        rest = len(blocking) - 20
        more = f"\n  and {rest} more" if rest > 0 else ""
        one = len(blocking) == 1
        said = "1 finding blocks" if one else f"{len(blocking)} findings block"
        super().__init__(f"{said} the run:\n{shown}{more}")


class SitingError(ServiceCircleError, ValueError):
    """A siting problem makes no sense, or its requirements cannot all be met."""
