"""The section of `area.toml` that says what is published of the whole district."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

TITLE = """\
# What is published of it. The total of stations is repeated as it is published, though
# its own parts add up to another one: `servicecircle check` says so.
"""


def stated_toml(facts: Mapping[str, Any]) -> str:
    """
    Write the section [stated].

    Parameters
    ----------
    facts
        As `read_facts` gives them.

    Examples
    --------
    >>> from servicecircle.synthetic.facts import read_facts
    >>> "stations = 197" in stated_toml(read_facts())
    True
    """
    told = facts["counts"]
    units = {Level.DISTRICT.value: 1} | {
        level.value: told[level.layer] for level in Level if level.layer in told
    }
    return "\n".join(
        [
            f"{TITLE}[stated]",
            f"residents = {facts['district']['residents_managed']}",
            f"stations = {told['stations_stated']}",
            "",
            "[stated.units]",
            *(f"{level} = {count}" for level, count in units.items()),
            "",
            "[stated.stations_by_tier]",
            *(f"{tier} = {n}" for tier, n in told["stations_by_tier"].items()),
            "",
        ]
    )
