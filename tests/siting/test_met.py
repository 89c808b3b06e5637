"""Requirements looked up on a choice: against a reading of their descriptions."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from siting_cases import asked, fits, problems

from servicecircle.siting.met import broken_requirements


@settings(max_examples=60)
@given(st.data())
def test_a_choice_is_broken_exactly_where_it_does_not_fit(data: st.DataObject) -> None:
    """Two readings of the same words agree on every choice."""
    problem = data.draw(problems())
    requirements = data.draw(asked(problem))
    count = data.draw(st.integers(0, 3) | st.none())
    flags = data.draw(
        st.lists(
            st.booleans(), min_size=len(problem.sites), max_size=len(problem.sites)
        )
    )
    open_ = np.array(flags)
    broken = broken_requirements(problem, requirements, open_, new_sites=count)
    chosen = set(problem.sites.index[open_])
    assert (not broken) == fits(problem, requirements, chosen, count), broken
