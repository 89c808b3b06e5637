"""Tables of a village that answers appeals, and the people nobody must read of."""

from __future__ import annotations

from servicecircle.synthetic.response_toml import RESPONSE

PEOPLE = (
    "欧阳示例",
    "12899990001",
    "440311190001019999",
    "楼上漏水三个月",
    "Ann Nobody",
)
KEPT = ('step = "responded"', "working_days", "[response.orders]", ".rooms]")
"""Of the demonstration: one limit in minutes, one in days, two tables."""
OWN = """
[appeals]
file = "appeals.csv"
as_of = 2024-04-30

[response.circles.teams]
file = "teams.csv"
count = ["lawyers", "assistants"]
at_least = { lawyers = 1, assistants = 2 }
at_tier = "community"
minutes = 10

[response.circles.volunteers]
file = "volunteers.csv"
count = ["volunteers"]
each = "grid"
residents_per = 40
"""
SECTIONS = "\n\n".join(
    [OWN, *(part for part in RESPONSE.split("\n\n") if any(k in part for k in KEPT))]
)
APPEALS = """\
appeal_id,reported_at,responded_at,resolved_at,class,category,channel,grid_id,\
satisfaction,reporter_name,reporter_phone,reporter_id_number,description
A1,2024-03-01 09:00:00,2024-03-01 09:10:00,2024-03-01 10:00:00,一类,法律,扫码,R1N,满意,
A2,2024-03-01 09:00:00,2024-03-01 09:10:01,,一类,法律,电话,R1N,,
A3,2024-04-30 23:55:00,,,一类,调处,电话,R2S,,
A4,2024-04-03 18:00:00,,2024-04-09 23:59:59,二类,调处,电话,R3N,满意,
A5,2024-04-03 18:00:00,,,二类,调处,扫码,R3N,,
A6,2024-04-30 10:00:00,,,二类,心理,扫码,R4S,,
A7,某日,,,二类,心理,扫码,R9X,,
"""
ORDERS = """\
order_id,issued_at,department,level,due_minutes,arrived_at,community_id
O1,2024-03-01 09:00,Police,1,30,2024-03-01 09:30,{0}
O2,2024-03-01 09:00,Police,1,30,2024-03-01 09:30:01,{0}
O3,2024-03-01 09:00,Health,2,30,2024-03-01,{1}
O4,2024-03-01 09:00,Health,2,30,,{1}
O5,2024-05-01 00:00,Health,2,30,,{1}
"""
