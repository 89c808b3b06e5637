"""What mkdocs adds to docs/: pages made from the code, and formulas as MathML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from document_api import api_pages
from document_commands import commands_document
from document_math import with_mathml
from document_scripts import scripts_document
from document_tables import tables_document
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT = Path(__file__).resolve().parents[1]
FROM_ROOT = {
    "README.md": "index.md",
    "README.zh-CN.md": "zh.md",
    "DESIGN.md": "design.md",
    "GLOSSARY.md": "glossary.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "scripts": "scripts.md",
}
"""What stands at the repository's root, and its pages."""
API = "Python API"
"""The section of the navigation that takes a page for every part of the package."""
SHIM = "https://unpkg.com/iframe-worker/shim", "iframe-worker/shim.js"
"""The one thing that the theme would fetch (search in a folder), and our copy of it."""
LINK = re.compile(r"(?<=\]\()(?:docs/)?([\w.-]+\.(?:md|png)|scripts)(?=[#)])")


def moved(markdown: str) -> str:
    """
    Rewrite the links of a document at the root to where they lead on the site.

    >>> moved("[a](docs/maps.md#who), [b](DESIGN.md)")
    '[a](maps.md#who), [b](design.md)'
    """
    return LINK.sub(lambda match: FROM_ROOT.get(match[1], match[1]), markdown)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of the parts into the navigation."""
    section = next(entry[API] for entry in config.nav or [] if API in entry)
    section += [
        {Path(page).stem.partition("_")[2]: page}
        for page in sorted(api_pages())
        if page != "api.md"
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are not written by hand."""
    pages = {
        page: moved((ROOT / name).read_text(encoding="utf-8"))
        for name, page in FROM_ROOT.items()
        if name.endswith(".md")
    }
    pages |= api_pages()
    pages["commands.md"] = commands_document()
    pages["tables.md"] = tables_document()
    pages["scripts.md"] = scripts_document()
    for name, text in pages.items():
        files.append(File.generated(config, name, content=text))
    return files


def on_page_content(html: str, **_: object) -> str:
    """Show formulas without a script."""
    return with_mathml(html)


def on_post_page(output: str, **_: object) -> str:
    """Fetch nothing from elsewhere."""
    return output.replace(*SHIM)


def on_post_template(output_content: str, **_: object) -> str:
    """Nor does the page for addresses that are not there."""
    return on_post_page(output_content)
