"""Which station a new site takes people over from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.siting.models.outcome import nearest_open

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem


def relief(problem: SitingProblem, open_: NDArray[np.bool_]) -> pd.DataFrame:
    """
    Find, for each new site, the station from which it takes the most residents over.

    Parameters
    ----------
    problem
        The problem.
    open_
        Which sites are open, shape (sites,).

    Returns
    -------
    DataFrame
        Indexed by site id: ``relieves``, a station, and ``relieved_residents``, those
        within its limit who have the new site nearer. No row where there are none; of
        several stations, the one whose id sorts first.

    Examples
    --------
    >>> import numpy as np
    >>> from servicecircle.siting.models.example import problem_of
    >>> walk_m = np.array([[300.0, 100.0], [200.0, 450.0]])
    >>> homes = problem_of(walk_m, [7.0, 9.0], limit_m=400, cutoff_m=500, stations=1)
    >>> relief(homes, np.array([True, True]))
            relieves  relieved_residents
    site_id
    b              a                 7.0
    """
    was = nearest_open(problem, problem.existing)["site_id"]
    now = nearest_open(problem, open_)["site_id"]
    new = problem.sites.index[~problem.existing & open_]
    changed = was.notna() & now.isin(new)
    moved = pd.DataFrame(
        {
            "relieves": was[changed],
            "site_id": now[changed],
            "relieved_residents": problem.places["weight"].astype(float)[changed],
        }
    )
    total = moved.groupby(["site_id", "relieves"])["relieved_residents"].sum()
    rows = total.reset_index().sort_values(
        ["site_id", "relieved_residents", "relieves"], ascending=[True, False, True]
    )
    return rows.drop_duplicates("site_id").set_index("site_id")
