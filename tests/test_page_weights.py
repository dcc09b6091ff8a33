"""How much a reader loads for each kind of public page: the page, its style and its scripts."""

import gzip
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client

from tests.test_every_page_browser import every_kind_of_page

LIGHT = 60_000
# What can be moved is loaded beside the map as drawn, and is heavier than a page may be.
MOVED = "/incidents/?view=map"
STATIC = re.compile(r'(?:href|src)="/static/([^"?]+)"')


@cache
def compressed(name: str) -> int:
    return len(gzip.compress(Path(finders.find(name) or "").read_bytes()))


def weight(page: bytes) -> int:
    """Bytes that are sent for a page and for all files that it names, each compressed."""
    files = set(STATIC.findall(page.decode()))
    return len(gzip.compress(page)) + sum(map(compressed, files))


def test_every_kind_of_page_is_light(first_case: None, client: Client) -> None:
    addresses = [address for address in every_kind_of_page() if address != MOVED]
    pages = {
        prefix + address: client.get(prefix + address).content
        for prefix in ("", "/uk")
        for address in addresses
    }
    weights = {address: weight(page) for address, page in pages.items()}

    assert len(weights) > 50
    assert {address: one for address, one in weights.items() if one > LIGHT} == {}
    # The style is in every one of them, so that a page that names none would be noticed.
    assert min(weights.values()) > compressed("css/attest.css")
