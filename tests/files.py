"""Reading what the site answers for programs."""

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree as ET

from django.test import Client

ATOM = "{http://www.w3.org/2005/Atom}"


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def downloaded(client: Client, path: str, **asked_for: Any) -> bytes:
    response = client.get(path, asked_for)
    assert response.status_code == 200
    return body(response)


def csv_rows(client: Client, path: str, **asked_for: Any) -> list[dict[str, str]]:
    text = downloaded(client, path, **asked_for).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def json_of(client: Client, path: str, **asked_for: Any) -> Any:
    return json.loads(downloaded(client, path, **asked_for))


def xml_of(client: Client, path: str, **asked_for: Any) -> ET.Element:
    return ET.fromstring(downloaded(client, path, **asked_for))  # noqa: S314 (our own)
