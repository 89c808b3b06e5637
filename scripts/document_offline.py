"""Look through a built site for anything that a browser would fetch from elsewhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path

FETCHED = re.compile(
    r"<(?:script|img|iframe|source|audio|video)\b[^>]*\bsrc=[\"']?(?:https?:)?//[^\s\"'>]+"
    r"|<link\b(?=[^>]*\brel=[\"']?(?:stylesheet|preload|preconnect|icon))[^>]*\bhref=[\"']?"
    r"(?:https?:)?//[^\s\"'>]+"
    r"|url\([\"']?(?:https?:)?//[^)]+\)|@import\s+[\"'](?:https?:)?//",
)


def fetched(text: str) -> list[str]:
    """
    List what a page or style sheet fetches from another host, links apart.

    >>> fetched('<a href="https://a.org">a</a> <img src="b.png">')
    []
    >>> fetched('<script async src="https://a.org/a.js"></script>')
    ['<script async src="https://a.org/a.js']
    """
    return FETCHED.findall(text)


if __name__ == "__main__":
    site = Path(sys.argv[1])
    pages = [p for p in sorted(site.rglob("*")) if p.suffix in {".html", ".css"}]
    found = {p.name: fetched(p.read_text(encoding="utf-8")) for p in pages}
    for name, urls in found.items():
        for url in urls:
            print(f"{name} fetches {url}")
    print(f"Looked at {len(pages)} pages and style sheets.")
    sys.exit(any(found.values()) or not pages)
