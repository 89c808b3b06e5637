"""Write the page of scripts from what each says of itself."""

from __future__ import annotations

import ast
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent
HEAD = """\
# Scripts to copy

Each script is a short use of the library: read it, copy it, change it. All of them
answer `--help`; they stand in the folder `scripts` of the repository. What you do every
week belongs into a script of your own, made from one of these.

"""
TO_COPY = (
    "propose_sites",
    "area_from_osm",
    "publish_community_maps",
    "weekly_report",
    "make_demo_district",
)
LEFT_OUT = ("document_", "vendor_")


def scripts_document() -> str:
    """
    Write what every script does, and how it is called, as Markdown.

    >>> "## `propose_sites.py`" in scripts_document()
    True
    """
    others = sorted(
        path.stem
        for path in SCRIPTS.glob("*.py")
        if not path.stem.startswith(LEFT_OUT) and path.stem not in TO_COPY
    )
    parts = [HEAD, *map(_section, TO_COPY)]
    parts += ["## To measure and to validate\n", *map(_measuring, others)]
    return "\n".join(parts)


def _section(name: str) -> str:
    return f"## `{name}.py`\n\n{_says(name)}\n"


def _measuring(name: str) -> str:
    return f"### `{name}.py`\n\n{_says(name)}\n"


def _says(name: str) -> str:
    tree = ast.parse((SCRIPTS / f"{name}.py").read_text(encoding="utf-8"))
    return ast.get_docstring(tree) or ""
