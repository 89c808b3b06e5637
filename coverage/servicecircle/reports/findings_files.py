"""The files that tell what was found: a table, a layer and a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.reports.findings_layers import write_findings_geopackage
from servicecircle.reports.findings_page import findings_page
from servicecircle.reports.in_chinese import in_chinese
from servicecircle.tables import write_findings_csv

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    import pandas as pd
    import pyproj
    from numpy.typing import NDArray

    from servicecircle.findings import Finding
    from servicecircle.reports.findings_words import Language


def write_findings(  # noqa: PLR0913 - what the three files are made of
    findings: Sequence[Finding],
    folder: Path,
    *,
    name: str,
    crs: pyproj.CRS | None,
    outlines: Sequence[NDArray[np.object_]] = (),
    attribution: Sequence[str] = (),
    scores: pd.DataFrame | None = None,
    language: Language = "en",
) -> None:
    """
    Write `findings.csv`, `findings.gpkg` and `findings.html`.

    Parameters
    ----------
    findings
        What the checks found.
    folder
        Where to.
    name, outlines, attribution, scores, language
        See `findings_page`.
    crs
        The working CRS; where it is not known nothing has a place, and there is no
        GeoPackage.
    """
    write_findings_csv(
        findings,
        folder / "findings.csv",
        in_chinese=in_chinese if language == "zh" else None,
    )
    if crs is not None:
        write_findings_geopackage(
            findings, folder / "findings.gpkg", crs=crs, language=language
        )
    page = findings_page(
        findings,
        name=name,
        outlines=outlines,
        attribution=attribution,
        scores=scores,
        language=language,
    )
    (folder / "findings.html").write_text(page, encoding="utf-8", newline="\n")
