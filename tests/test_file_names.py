"""Names of files: what Windows, macOS or Linux would refuse or take for the same."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from servicecircle.file_names import RESERVED, file_names


@given(st.lists(st.text(max_size=80), max_size=6))
def test_every_system_takes_them(ids: list[str]) -> None:
    """No sign of a path, no device, no blank or full stop at an end, and no twins."""
    names = file_names(ids)
    assert set(names) == set(ids)
    assert len({name.casefold() for name in names.values()}) == len(names)
    for name in names.values():
        assert re.fullmatch(r"[\w-]|[\w-][\w.-]*[\w-]", name)
        assert name.partition(".")[0].casefold() not in RESERVED
        assert len(f"{name}.html".encode()) <= 255


def test_devices_of_windows_are_no_files() -> None:
    """Also with an ending, and in any letters."""
    names = file_names(["CON", "com1.x", "nul.", "console"])
    assert [*names.values()] == ["_CON", "_com1.x", "console", "_nul"]


def test_capitals_and_slashes_tell_nothing_apart() -> None:
    """The id stays in the file; its name is numbered."""
    names = file_names(["a/b", "a:b", "A_B", ".."])
    assert len({name.casefold() for name in names.values()}) == 4
