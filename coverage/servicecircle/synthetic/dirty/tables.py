"""Stations on a shifted datum and appeals without hours, as spreadsheets hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.crs import LONLAT
from servicecircle.datum import convert_datum
from servicecircle.synthetic.dirty.codes import as_float_text
from servicecircle.synthetic.dirty.defects import EVERY, defects
from servicecircle.synthetic.notice import COLUMN, NOTICE

if TYPE_CHECKING:
    import geopandas as gpd

STATION_COLUMNS = {
    "station_id": "站点编号",
    "name": "站点名称",
    "tier": "层级",
    "host_type": "依托类型",
    "services": "服务事项",
    "capacity": "服务能力",
    "open_from": "启用日期",
    "open_to": "停用日期",
    "hours": "开放时段",
}
APPEAL_COLUMNS = {
    "appeal_id": "诉求编号",
    "reported_at": "诉求时间",
    "responded_at": "响应时间",
    "accepted_at": "受理时间",
    "dispatched_at": "派遣时间",
    "resolved_at": "办结时间",
    "class": "诉求级别",
    "category": "诉求类别",
    "channel": "诉求渠道",
    "grid_id": "综合网格编码",
    "building_id": "楼栋编码",
    "qr_id": "二维码编号",
    "satisfaction": "满意度",
    "reporter_name": "姓名",
    "reporter_phone": "联系电话",
    "reporter_id_number": "身份证号",
    "description": "诉求内容",
}
TIMES = (
    "reported_at",
    "responded_at",
    "accepted_at",
    "dispatched_at",
    "resolved_at",
)
CODES = ("grid_id", "building_id")
PLACES = 6
"""Decimals of a degree, as web maps give them: a decimetre."""


def shifted_stations(
    stations: gpd.GeoDataFrame, *, file: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Give the stations Chinese headings and coordinates picked from a web map.

    Returns
    -------
    table
        One row per station; 经度 and 纬度 are GCJ-02, and nothing says so.
    defects
        One for all.
    """
    place = stations.geometry.to_crs(LONLAT)
    lon, lat = convert_datum(place.x, place.y, source="wgs84", target="gcj02")
    table = pd.DataFrame(stations.drop(columns="geometry")).reset_index()
    table = table[list(STATION_COLUMNS)].rename(columns=STATION_COLUMNS)
    table["经度"], table["纬度"] = lon.round(PLACES), lat.round(PLACES)
    table[COLUMN] = NOTICE
    done = "经度 and 纬度 shifted from WGS 84 to GCJ-02"
    return table, defects(file, [EVERY], kind="gcj02", done=done)


def dateless_appeals(
    appeals: pd.DataFrame, *, file: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Give the appeals Chinese headings, dates without hours, and codes as numbers.

    Returns
    -------
    table
        One row per appeal.
    defects
        One for the dates, one per column of codes, one for the encoding.
    """
    table = appeals.reset_index()
    days = {name: table[name].dt.strftime("%Y-%m-%d") for name in TIMES}
    codes = {name: as_float_text(table[name]) for name in CODES}
    table = table.assign(**days, **codes)[list(APPEAL_COLUMNS)]
    log = [
        defects(file, [EVERY], kind="dates-only", done="hours cut from the five times"),
        *(
            defects(
                file,
                [EVERY],
                kind="code-as-float",
                done=f"{APPEAL_COLUMNS[name]} written as a spreadsheet shows numbers",
            )
            for name in CODES
        ),
        defects(file, [EVERY], kind="gbk", done="text encoded in GB18030"),
    ]
    return table.rename(columns=APPEAL_COLUMNS), pd.concat(log)
