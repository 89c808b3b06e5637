"""The `area.toml` of a synthetic district, with what was made as comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.crs import label
from servicecircle.synthetic.counts import is_whole
from servicecircle.synthetic.notice import NOTICE, SUFFIX
from servicecircle.synthetic.response_toml import RESPONSE
from servicecircle.synthetic.risk_toml import RISK
from servicecircle.synthetic.stated import stated_toml
from servicecircle.synthetic.storage import Storage
from servicecircle.synthetic.working_days import PLANNING_DAY
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from servicecircle.synthetic.geography_like import GeographyLike
    from servicecircle.synthetic.society import Society

LABELS = {
    Level.DISTRICT: "区",
    Level.STREET: "街道",
    Level.COMMUNITY: "社区",
    Level.RED_SUB_GRID: "红色小分格",
    Level.GRID: "综合网格",
}
APPEALS = """\
# Five times in local time; all personal data is invented.
[appeals]
file = "{file}"
"""
SERVICES = """\
[services.appeals]
name = "Appeals 诉求服务圈"
distance_m = 500

[services.legal]
name = "Legal 公共法律服务圈"
distance_m = 500

[services.psychology]
name = "Psychology 心理服务圈"
distance_m = 500

[services.appeals_elderly]
name = "Appeals, 10 min at an elder's pace 诉求（老人10分钟）"
offered_as = "appeals"
minutes = 10
pace = "elderly"

[services.appeals_step_free]
name = "Appeals, step-free 诉求（无台阶）"
offered_as = "appeals"
distance_m = 500
step_free = true
"""
QR = """\
# QR points. The host is an example; keys are never written here: make one with
# `servicecircle qr key keys.txt`.
[qr]
host = "qr.example"
hotline = "12345"
key_id = "A"
"""
OTHER_TABLES = """\
# Beside these lie tables that no section names:
#   truth/*.csv     what is true of the appeals; for scoring alone, no input
#   truth/counts.csv  what is published beside what was made
"""


def area_toml(
    geography: GeographyLike,
    society: Society,
    *,
    storage: Storage = Storage.GEOPACKAGE,
    remark: str = "",
) -> str:
    """
    Write the text of `area.toml`.

    Parameters
    ----------
    geography, society
        The district.
    storage
        What kind of files hold the layers.
    remark
        A sentence to begin with.
    """
    district = geography.levels[Level.DISTRICT]["name"].iloc[0].removesuffix(SUFFIX)
    crs = label(geography.buildings.crs)
    head = (
        f"# {district}: {NOTICE}. Made up by a program from published counts; no\n"
        "# building, person or appeal in it is real.\n"
    )
    if remark:
        head += f"# {remark}\n"
    area = (
        "[area]\n"
        f'name = "{district}{SUFFIX} synthetic"\n'
        f'crs = "{crs}"\n'
        f"planning_date = {PLANNING_DAY}\n"
        'attribution = ["合成数据 Synthetic data: not a real place"]\n'
        f'notice = "{NOTICE}"\n'
    )
    parts = [head, _names(geography), _counts(geography, society), area]
    parts += [
        f"[levels.{level.value}]\n{storage.section('units', level.layer)}\n"
        f'label = "{LABELS[level]}"\n'
        for level in geography.levels
    ]
    parts += [
        f'[stations]\nfile = "stations.xlsx"\ncrs = "{crs}"\n',
        f"[buildings]\n{storage.section('buildings', 'buildings')}\n",
        f"[entrances]\n{storage.section('buildings', 'entrances')}\n",
        f"[candidates]\n{storage.section('candidates', 'candidates')}\n",
        f"[[network.sources]]\n{storage.section('streets', 'streets')}\n",
    ]
    if len(geography.obstacles):
        source = storage.section("streets", "obstacles")
        parts.append(f"[[network.obstacles]]\n{source}\n")
    if len(geography.background):
        source = storage.section("background", "background")
        parts.append(f"[[background]]\n{source}\n")
    parts.append(APPEALS.format(file=storage.table("appeals")))
    parts += [SERVICES, QR, RESPONSE, RISK]
    if is_whole(geography, society.published):
        parts.append(stated_toml(society.published))
    return "\n".join([*parts, OTHER_TABLES])


def _counts(geography: GeographyLike, society: Society) -> str:
    """List the counts of what was made as comments."""
    counts = {f"{k.layer} {LABELS[k]}": len(v) for k, v in geography.levels.items()}
    counts |= {
        "buildings 楼栋": len(geography.buildings),
        "residents 实有人口": round(geography.buildings["residents"].sum()),
        "stations 站点": len(society.stations),
    }
    resolved = society.appeals["resolved_at"].notna()
    tiers = society.stations["tier"].value_counts(sort=False)
    counts |= {f"  of them {tier}": int(n) for tier, n in tiers.items()}
    counts |= {
        "candidates 候选点位": len(society.candidates),
        "judicial confirmation rooms 司法确认室": len(society.rooms),
        "safety volunteers 平安员": int(society.volunteers["volunteers"].sum()),
        "community orders 社区发令": len(society.orders),
        "appeals 诉求": len(society.appeals),
        "  of them resolved 已化解": int(resolved.sum()),
    }
    lines = [f"#   {name}: {number:,}" for name, number in counts.items()]
    return "# What is in it:\n" + "\n".join(lines) + "\n"


def _names(geography: GeographyLike) -> str:
    """List the streets with their communities as comments."""
    communities = geography.levels[Level.COMMUNITY]
    streets = geography.levels[Level.STREET]["name"]
    lines = [
        f"#   {streets[street].removesuffix(SUFFIX)}: {'、'.join(names)}"
        for street, names in communities["name"]
        .str.removesuffix(SUFFIX)
        .groupby(communities["parent_id"])
    ]
    return "# Streets and their communities:\n" + "\n".join(lines) + "\n"
