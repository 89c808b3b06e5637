"""Where the next stations go, asked in one line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.pipeline.site import SiteRequest, site_area
from servicecircle.siting.question import Question
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from os import PathLike

    from servicecircle.pipeline.site import Sited
    from servicecircle.progress import Stages
    from servicecircle.siting.question import Model


def propose_sites(  # noqa: PLR0913 - what a proposal can be asked
    folder: PathLike[str] | str,
    *,
    sites: int | None = 10,
    model: Model = "maximal_covering",
    share: float | None = None,
    services: tuple[str, ...] | str = (),
    requirements: Requirements | None = None,
    weights: PathLike[str] | str | None = None,
    frontier: int = 0,
    every_building: bool = False,
    trials: int = 0,
    seconds: float = 60.0,
    stages: Stages | None = None,
) -> Sited:
    """
    Propose where the next stations of a planning area go, with the proof.

    Parameters
    ----------
    folder
        A folder with `area.toml`.
    sites
        How many new sites; None with ``set_covering``, which looks for the number.
    model
        As `servicecircle.siting.question.Question` names them.
    share
        The share of residents to cover, for ``set_covering``.
    services
        The key of the service circle, or several; the area's first one without any.
    requirements
        What is required besides: a budget, sites that must or must not open, ...
    weights
        A table of how much residents count, as ``servicecircle risk`` writes one.
    frontier
        Up to how many new sites the frontier is drawn; 0 for none.
    every_building
        Whether every building is a candidate, instead of the area's candidates.
    trials
        How often residents are drawn anew to see whether the choice would change.
    seconds
        For the choice, the frontier and the trials each.
    stages
        Shows and times the stages of the work.

    Returns
    -------
    Sited
        ``result`` (the choice and what is proved), ``proposals`` (a table with
        reasons), ``points`` and ``knee`` (the frontier), ``certificate``.

    Raises
    ------
    SitingError
        If the question makes no sense, or the requirements cannot all be met.

    See Also
    --------
    servicecircle.pipeline.site : the same, written into a run folder.

    Examples
    --------
    >>> import tempfile
    >>> from servicecircle.synthetic import write_village
    >>> village = write_village(Path(tempfile.mkdtemp()) / "village")
    >>> propose_sites(village, sites=1, every_building=True)
    <Sited maximal_covering: optimal, 1 opened, ... residents covered of 500>
    """
    request = SiteRequest(
        Question(model, sites, share, requirements or Requirements()),
        (services,) if isinstance(services, str) else services,
        weights=None if weights is None else Path(weights),
        every_building=every_building,
        frontier=frontier,
        draws=trials,
        seconds=seconds,
    )
    return site_area(folder, request, stages=stages)
