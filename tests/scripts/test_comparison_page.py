"""What the page for people of other tools shows is executed."""

from __future__ import annotations

import importlib.util
import re
import warnings
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "comparison.md"


def test_the_calls_run() -> None:
    """Block by block, in one namespace; spopt's where it is installed."""
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 4
    names: dict[str, object] = {}
    for block in blocks:
        if "spopt" in block and importlib.util.find_spec("spopt") is None:
            continue
        with warnings.catch_warnings():
            if "spopt" in block:
                warnings.simplefilter("ignore")
            exec(block, names)  # noqa: S102 - our own page
    assert names["result"].objective == 50.0
