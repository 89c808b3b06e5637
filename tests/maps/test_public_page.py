"""The public map holds nothing that is not public, and says what the law wants."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import json
import re
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from servicecircle.area.config import PublishSection
from servicecircle.errors import InputError
from servicecircle.maps.base_maps import gaode
from servicecircle.maps.explorer import explorer_map
from servicecircle.maps.public import SLOTS, STAMP, imprint
from servicecircle.pipeline.draw import draw_public_map, told_in_public

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.pipeline.measured import Measured

INTERNAL = re.compile(r"^residents|mean_walk|p90|risk|_residents$")
"""Sections that only the internal map may have; figures are looked at by themselves."""


@pytest.fixture(scope="module")
def secretive(village: Measured) -> Measured:
    """Give the village where counts below 12 are small: as it is, none is below 5."""
    return published(village, suppress_below=12)


@pytest.fixture(scope="module")
def public_page(secretive: Measured) -> str:
    """Draw the village's public map once."""
    return draw_public_map(secretive)


def published(village: Measured, **said: Any) -> Measured:  # noqa: ANN401 - any slot
    """Give the village with another section [publish]."""
    publish = PublishSection(**said)
    config = village.area.config.model_copy(update={"publish": publish})
    return dataclasses.replace(village, area=village.area.replace(config=config))


def header_of(page: str) -> dict[str, Any]:
    """Read the header of a page's payload, written anew from the format alone."""
    text = re.search(r'id="servicecircle-data">([^<]+)<', page)[1]
    whole = zlib.decompress(base64.b64decode(text))
    size = int.from_bytes(whole[:4], "little")
    header = json.loads(whole[4 : 4 + size])
    return header | {"content": whole[4 + size :]}


def numbers_of(header: dict[str, Any], name: str) -> list[int]:
    """Read a section of counts: base 128, the lowest digits first."""
    kind, at, size, _ = header["sections"][name]
    assert kind == "counts"
    found, number, shift = [], 0, 0
    for byte in header["content"][at : at + size]:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found.append(number)
            number = shift = 0
    return found


def test_residents_of_buildings_are_not_in_the_file(public_page: str) -> None:
    """Nor walks weighed by them, nor risk, nor the hash of the internal data."""
    header = header_of(public_page)
    sections = [s for s in header["sections"] if not s.startswith("figure_")]
    assert [s for s in sections if INTERNAL.search(s)] == []
    assert "residents_per_person" not in header["buildings"]
    assert not [s for s in header["sections"] if re.search("mean_walk|p90|detour", s)]
    assert header["area_hash"] == ""
    assert header["page"]["proposals"] == header["buildings"]["names"] == []
    assert "qr" not in header


def test_the_internal_map_has_them(village_page: str) -> None:
    """So the test above can fail."""
    header = header_of(village_page)
    assert "residents" in header["sections"]
    assert "figure_0_0_mean_walk_m" in header["sections"]


def test_withheld_figures_are_not_in_the_file(
    secretive: Measured, public_page: str
) -> None:
    """Every figure of residents is the table's, and missing where that is."""
    header, table = header_of(public_page), told_in_public(secretive)
    assert 0 < table["withheld"].sum() < len(table)
    for number, level in enumerate(header["levels"]):
        for k, service in enumerate(header["services"]):
            rows = table[
                (table["level"] == level["key"]) & (table["service"] == service["key"])
            ].set_index("unit_id")
            told = numbers_of(header, f"figure_{number}_{k}_covered_residents")
            wanted = rows["covered_residents"].reindex(level["ids"])
            assert told == [round(w) for w in (wanted + 1).fillna(0)]


def test_the_static_table_withholds_them_too(
    secretive: Measured, public_page: str
) -> None:
    """What stands in the noscript part is the same table."""
    table = told_in_public(secretive)
    hidden = table[table["withheld"] & (table["level"] == "community")]
    assert len(hidden)
    for row in hidden.itertuples():
        assert f"<th>{row.unit_name}</th><td>–</td>" in public_page


def test_is_stamped_until_it_is_approved(
    village: Measured, public_page: str, visit: Callable
) -> None:
    """In the page and where no script runs; every slot is there."""
    seen = visit(public_page)
    assert STAMP in seen.page.locator(".sc-stamp").inner_text()
    assert f'<p class="stamp">{STAMP}</p>' in public_page
    about = seen.page.locator(".sc-about")
    assert about.locator("[data-field]").count() >= len(SLOTS)
    approved = published(village, approval_number="粤S(2026)000号", unit="某区")
    seen = visit(draw_public_map(approved))
    assert seen.page.locator(".sc-stamp").count() == 0
    assert "粤S(2026)000号" in seen.page.locator(".sc-about").inner_text()


def test_the_page_speaks_of_buildings(public_page: str, visit: Callable) -> None:
    """Its headline counts what it has."""
    seen = visit(public_page)
    assert seen.page.evaluate("ServiceCircle.app.look.unit") == "buildings"
    assert seen.page.evaluate("ServiceCircle.app.model.buildings.residents") is None


def test_has_no_outside_tiles(village: Measured) -> None:
    """A base map and the public do not go together."""
    publish = village.area.config.publish
    with pytest.raises(InputError, match="public map has no outside tiles"):
        explorer_map(
            village.area,
            village.network,
            village.reach,
            publish=publish,
            base=gaode(),
        )


def test_the_imprint_says_days_as_they_are_written() -> None:
    """And nothing where nothing is stated."""
    said = imprint(PublishSection(made_on=dt.date(2026, 1, 31)))
    assert (said["made_on"], said["data_until"]) == ("2026-01-31", "")
    assert set(SLOTS) < set(said)


def test_the_same_table_gives_the_same_bytes(
    secretive: Measured, public_page: str
) -> None:
    """Twice."""
    assert draw_public_map(secretive) == public_page
