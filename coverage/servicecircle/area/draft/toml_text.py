"""Writing TOML by hand, for comments are half of a drafted `area.toml`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 88
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def value(content: object) -> str:
    r"""
    Write a value: text, a number, a flag, a list or a table on one line.

    >>> print(value({"x": "经度", "unit id": 'a "b"'}))
    { x = "经度", "unit id" = "a \"b\"" }
    >>> value(True), value(["a"]), value(2.5)
    ('true', '["a"]', '2.5')
    """
    if isinstance(content, dict):
        pairs = ", ".join(f"{key(k)} = {value(v)}" for k, v in content.items())
        return f"{{ {pairs} }}"
    if isinstance(content, (list, tuple)):
        return f"[{', '.join(map(value, content))}]"
    # What JSON escapes, TOML escapes alike; DEL alone is let through by JSON.
    return json.dumps(content, ensure_ascii=False).replace("\x7f", "\\u007f")


def key(name: str) -> str:
    """Write a key, between quotes where it must be."""
    return name if _BARE.fullmatch(name) else value(name)


def setting(name: str, content: object) -> str:
    """Write a key and its value."""
    return f"{key(name)} = {value(content)}"


def comment(text: str, *, mark: str = "#") -> str:
    """
    Wrap a remark as comment lines, each with the mark; Chinese takes two columns.

    >>> print(comment("A doubt.", mark="# ?"))
    # ? A doubt.
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and cell_len(longer) > WIDTH - len(mark) - 1:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(f"{mark} {line}" for line in lines)


def section(name: str, settings: Mapping[str, object], *, off: bool = False) -> str:
    """
    Write a section; one that is off stands as a comment.

    >>> print(section("[stations]", {"file": "s.csv"}, off=True))
    # [stations]
    # file = "s.csv"
    """
    lines = [name, *(setting(k, v) for k, v in settings.items())]
    return "\n".join(f"# {line}" if off else line for line in lines)
