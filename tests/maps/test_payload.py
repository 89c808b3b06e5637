"""The payload holds what the run found, and the page reads it as it was written."""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from servicecircle.maps.payload import explorer_payload, section_sizes
from servicecircle.siting.openings.closed import closed_openings

if TYPE_CHECKING:
    from servicecircle.pipeline import Measured


def header_of(payload: str) -> dict[str, Any]:
    """Read the JSON at the head of a payload."""
    content = zlib.decompress(base64.b64decode(payload))
    end = 4 + int.from_bytes(content[:4], "little")
    return dict(json.loads(content[4:end]))


def payload_of(measured: Measured, **options: Any) -> str:  # noqa: ANN401
    """Write the payload of a measured area."""
    openings = closed_openings(measured.network)
    parts = (measured.area, measured.network, measured.reach)
    return explorer_payload(*parts, **{"page": {}, "openings": openings} | options)


@pytest.fixture(scope="module")
def village_payload(village: Measured) -> str:
    """Write the village's payload once."""
    return payload_of(village)


def test_same_input_gives_same_text(village: Measured, village_payload: str) -> None:
    """Nothing depends on clock, chance or the order of sets."""
    assert payload_of(village) == village_payload


def test_header_names_what_there_is(village: Measured, village_payload: str) -> None:
    """Levels, services, tiers and names are the area's own."""
    header = header_of(village_payload)
    assert [level["key"] for level in header["levels"]] == list(village.area.levels)
    assert header["stations"]["ids"] == list(village.area.stations.index)


def test_sizes_name_every_section_once(village_payload: str) -> None:
    """What the table says together is what the payload holds."""
    sizes = section_sizes(village_payload)
    content = zlib.decompress(base64.b64decode(village_payload))
    assert sizes["bytes"].sum() + 4 == len(content)
    assert sizes["deflated"].is_monotonic_decreasing


def test_public_payload_lacks_residents(village: Measured) -> None:
    """What may not be shown is not hidden in the file."""
    assert "residents" not in header_of(payload_of(village, public=True))["sections"]
