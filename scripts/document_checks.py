"""Write docs/checks.md from the catalogue of rules and the repairs."""

from __future__ import annotations

from pathlib import Path

from servicecircle.repair.document import checks_document

PATH = Path(__file__).resolve().parents[1] / "docs" / "checks.md"

if __name__ == "__main__":
    PATH.write_text(checks_document(), encoding="utf-8", newline="\n")
    print(f"Written: {PATH}")
