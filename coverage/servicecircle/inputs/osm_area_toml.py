"""The `area.toml` of a downloaded district."""

from __future__ import annotations

import json

M2_PER_RESIDENT = 35
"""
Floor area per resident, of all buildings with shops and offices among them: only to
have a number until the true one is known.
"""


def area_toml(  # noqa: PLR0913 - what the files are called, and what is known
    *,
    name: str,
    crs: str,
    residents: float,
    estimated: bool,
    network_file: str,
    background_file: str | None = None,
) -> str:
    """
    Write the configuration of a downloaded district, with what is a stand-in.

    >>> print(area_toml(name="Town", crs="EPSG:32650", residents=900, estimated=False,
    ...     network_file="network.graphml").splitlines()[3])
    name = "Town"
    """
    origin = (
        f"# A STAND-IN: one resident per {M2_PER_RESIDENT} m2 of floor. Put the "
        "district's own figure here."
        if estimated
        else "# As given when the district was downloaded."
    )
    background = (
        f"""
# Water, parks and woods, which maps draw quietly below everything.
[[background]]
file = {json.dumps(background_file)}
"""
        if background_file
        else ""
    )
    return f"""\
# Downloaded from OpenStreetMap. Replace the stand-ins by the district's own data.

[area]
name = {json.dumps(name, ensure_ascii=False)}
crs = {json.dumps(crs)}
attribution = ["© OpenStreetMap contributors (ODbL)"]

[levels.district]
file = "district.geojson"

# STAND-INS: the public facilities that OpenStreetMap knows. Put the stations here.
[stations]
file = "facilities.gpkg"

[buildings]
file = "buildings.gpkg"
layer = "buildings"

[buildings.residents]
spread_by = "floor_area"
{origin}
total = {residents:.0f}

[entrances]
file = "buildings.gpkg"
layer = "entrances"

# All streets and paths up to 1 km beyond the border, since people walk across it.
[[network.sources]]
file = {json.dumps(network_file)}
{background}
[services.appeals]
name = "诉求服务圈"
distance_m = 500
"""
