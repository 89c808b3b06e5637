"""Uses of buildings: homes, and those that nobody lives in (OSM words and Chinese)."""

from __future__ import annotations

NON_RESIDENTIAL = (
    # No rooms, or no roof.
    "roof", "ruins", "collapsed", "construction", "bridge", "grandstand", "container",
    # Beside a dwelling.
    "garage", "garages", "carport", "shed", "parking", "greenhouse", "toilets",
    # Farm, industry, technical plant.
    "barn", "cowshed", "stable", "sty", "silo", "industrial", "manufacture",
    "warehouse", "hangar", "storage_tank", "service", "transformer_tower",
    "water_tower", "digester", "bunker",
    # Trade and offices.
    "commercial", "retail", "supermarket", "kiosk", "office",
    # Public.
    "civic", "public", "government", "school", "kindergarten", "college", "university",
    "hospital", "clinic", "fire_station", "police", "library", "museum", "sports_hall",
    "sports_centre", "stadium", "pavilion", "train_station", "transportation",
    # Worship.
    "church", "cathedral", "chapel", "mosque", "temple", "synagogue", "shrine",
    "religious",
    # 无人居住
    "厂房", "工业", "仓库", "仓储", "车库", "停车场", "办公", "写字楼", "商业", "商场",
    "市场", "学校", "幼儿园", "医院", "公共", "公共设施", "体育馆", "宗教",
    "在建", "废弃",
)  # fmt: skip
"""What `[buildings.residents] non_residential` is where `area.toml` does not say."""

RESIDENTIAL = (
    "residential", "apartment", "apartments", "house", "village_house", "detached",
    "semidetached_house", "terrace", "bungalow", "dormitory", "flats", "housing",
    "住宅", "商品房", "公寓", "宿舍", "居民楼", "居住", "城中村", "农民房", "自建房",
    "出租屋", "保障房",
)  # fmt: skip
"""Uses of buildings that are homes; any other use says nothing for sure."""
