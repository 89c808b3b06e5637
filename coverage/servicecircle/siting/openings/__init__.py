"""Closed gates and missing links that could be opened, and what that would gain."""

from servicecircle.siting.openings.choose import choose_openings
from servicecircle.siting.openings.closed import closed_openings, opened
from servicecircle.siting.openings.result import OpeningsResult
from servicecircle.siting.openings.setting import Setting, setting_of

__all__ = [
    "OpeningsResult",
    "Setting",
    "choose_openings",
    "closed_openings",
    "opened",
    "setting_of",
]
