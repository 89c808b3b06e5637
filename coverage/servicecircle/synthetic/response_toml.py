"""`[response]` of a made-up district: the published clock, and the other circles."""

from __future__ import annotations

RESPONSE = """\
# By when appeals must be answered, as published; the class words are the register's.
[response]
holidays = "holidays.csv"

[[response.targets]]
classes = ["一类"]
step = "responded"
within_minutes = 10
escalate_to = "街道"

[[response.targets]]
classes = ["一类"]
step = "accepted"
within_minutes = 30
escalate_to = "街道"

[[response.targets]]
classes = ["二类"]
step = "resolved"
working_days = 3
escalate_to = "区"

[[response.targets]]
classes = ["三类"]
step = "resolved"
same_day = true
escalate_to = "街道"

[response.dispatch]
minutes = 10

[response.orders]
file = "orders.csv"

[response.circles.rooms]
name = "司法确认室"
file = "rooms.csv"
distance_m = 500

[response.circles.platforms]
name = "心理服务平台"
file = "platforms.csv"
distance_m = 500

[response.circles.teams]
name = "1+1+N 法律服务团队"
file = "teams.csv"
count = ["lawyers", "assistants", "members"]
at_tier = "community"
distance_m = 500

[response.circles.volunteers]
name = "平安员"
file = "volunteers.csv"
count = ["volunteers"]
each = "grid"
"""
