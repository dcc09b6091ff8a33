"""How much a reader loads for each kind of public page: the page, its style and its scripts."""

import gzip
import re
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from incidents.models import PublishedIncident
from incidents.places.geometry import landmarks, on_earth
from review.public.page_cache import COMPRESSION
from tests import factories as make
from tests.test_every_page_browser import every_kind_of_page

LIGHT = 60_000
# At first; what other files are loaded when somebody uses the map or a filter, a page names in
# attributes of its own.
STATIC = re.compile(r'(?:href|src)="/static/([^"?]+)"')


@cache
def compressed(name: str) -> int:
    return len(gzip.compress(Path(finders.find(name) or "").read_bytes()))


def weight(client: Client, address: str) -> int:
    """Bytes that are sent for a page and for all files that it names, each compressed."""
    page = client.get(address).content
    files = set(STATIC.findall(page.decode()))
    return len(gzip.compress(page, COMPRESSION)) + sum(map(compressed, files))


def test_every_kind_of_page_is_light(first_case: None, client: Client) -> None:
    weights = {
        prefix + address: weight(client, prefix + address)
        for prefix in ("", "/uk")
        for address in every_kind_of_page()
    }

    assert len(weights) > 50
    assert {address: one for address, one in weights.items() if one > LIGHT} == {}
    # The style is in every one of them, so that a page that names none would be noticed.
    assert min(weights.values()) > compressed("css/attest.css")


@pytest.mark.parametrize("prefix", ["", "/uk"])
def test_the_map_of_a_thousand_places_is_light_until_it_is_moved(
    db: None, client: Client, prefix: str
) -> None:
    a_thousand_places()
    page: Any = client.get(f"{prefix}/incidents/?view=map")
    assert (len(page.context["map"].marks), page.context["counted"].incidents) == (25, 1000)
    assert weight(client, f"{prefix}/incidents/?view=map") < LIGHT
    assert client.get(f"{prefix}/incidents/map-marks/").content.count(b"mark place") == 1000


def a_thousand_places() -> None:
    """Each with an incident near it, in all raions."""
    first = make.indexed("0000000", place_precision="2")
    same = {one.attname: getattr(first, one.attname) for one in first._meta.concrete_fields}
    first.delete()
    raions = {code: at for code, at in landmarks()["centres"].items() if code.startswith("UA")}
    rows = []
    for number, (raion, at) in zip(range(1000), cycle(raions.items()), strict=False):
        place = f"{raion}{number:013}"
        latitude, longitude = (f"{degree:.5f}" for degree in on_earth(*at))
        rows.append(
            PublishedIncident(
                **same
                | {"reference": f"{number:07}", "position": number + 2, "last_entry": number + 2}
                | {"place_code": place, "place_codes": ["UA", raion[:4], place]}
                | {"latitude": latitude, "longitude": longitude}
            )
        )
    PublishedIncident.objects.bulk_create(rows)
