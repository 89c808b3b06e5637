"""`servicecircle reach`."""

from __future__ import annotations

from servicecircle.cli.language import Language, SaidIn
from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder, run_plan


def reach(
    area: AreaFolder,
    out: OutFolder,
    as_json: AsJson = False,
    lang: SaidIn = Language.ENGLISH,
) -> None:
    """
    Measure who can walk to a station: tables and layers, no map.

    Example: servicecircle reach my-district --out my-run
    """
    run_plan(area, out, as_json=as_json, lang=lang, with_map=False)
