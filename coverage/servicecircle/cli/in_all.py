"""One bar for a command of several stages, so that one can see how long it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.progress import Show

NAME = "in all"


def with_total(show: Show, usual_s: Mapping[str, float]) -> Show:
    """
    Show one more stage, which is done when all are.

    Parameters
    ----------
    show
        What shows a stage's share.
    usual_s
        Seconds that each stage usually takes, against each other; the machine's own
        pace is seen from the clock. A stage that is not named counts for nothing.

    Examples
    --------
    >>> both = with_total(print, {"read": 30, "write": 10})
    in all 0.0
    >>> both("read", 1.0)
    read 1.0
    in all 0.75
    """
    shares = dict.fromkeys(usual_s, 0.0)
    whole_s = sum(usual_s.values())
    show(NAME, 0.0)

    def both(name: str, share: float) -> None:
        show(name, share)
        if name in shares:
            shares[name] = share
            done_s = sum(usual_s[stage] * part for stage, part in shares.items())
            show(NAME, done_s / whole_s)

    return both
