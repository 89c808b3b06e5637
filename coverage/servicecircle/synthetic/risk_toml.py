"""`[risk]` of a synthetic district's `area.toml`."""

from __future__ import annotations

RISK = """\
# Risk of units (servicecircle risk). Weights and thresholds are the built-in ones: a
# start, and nobody's formula. This is one indicator more, from a table.
[risk.indicators.volunteers]
file = "volunteers.csv"
unit = "grid_id"
column = "volunteers"
per = "residents"
more_is = "better"
weight = 0.5
english = "few safety volunteers"
chinese = "平安员偏少"
"""
