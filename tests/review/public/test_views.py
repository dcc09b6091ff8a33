"""The chain and the export as the public reads them."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from review.editions import chain
from review.models import PublicPart
from tests import factories as make

pytestmark = pytest.mark.django_db

VERIFIER = Path(settings.BASE_DIR) / "tools" / "verify_export.py"


def exported(client: Client) -> str:
    response: Any = client.get("/editions.jsonl")
    return b"".join(response.streaming_content).decode()


def test_the_head_of_the_chain_is_public(client: Client) -> None:
    make.published_incident()
    head = chain.head()

    assert head is not None
    body = client.get("/transparency/").content.decode()
    assert f"{head.position}:{head.digest}" in body


def test_with_nothing_published_the_page_says_so(client: Client) -> None:
    body = client.get("/transparency/").content.decode()
    assert "Nothing has been published yet." in body


def test_the_export_holds_entries_and_public_parts(client: Client) -> None:
    make.published_incident()
    lines = [json.loads(line) for line in exported(client).splitlines()]
    entries = [line for line in lines if line["type"] == "entry"]
    parts = [line for line in lines if line["type"] == "part"]

    assert [entry["position"] for entry in entries] == [1, 2]
    assert len(parts) == PublicPart.objects.count()
    assert {part["path"] for part in parts} & {"staff"} == set()
    assert lines[0]["type"] == "entry"
    assert {part["edition"] for part in parts} == {1, 2}


def test_of_a_withdrawn_record_only_the_entries_remain(client: Client) -> None:
    make.withdrawn(make.published_incident(), day=date(2025, 7, 1))
    lines = [json.loads(line) for line in exported(client).splitlines()]

    assert [line["kind"] for line in lines if line["type"] == "entry"] == [
        *("edition", "edition", "withdrawal")
    ]
    assert {line["edition"] for line in lines if line["type"] == "part"} == {1}


def test_the_export_verifies_without_our_code(client: Client, tmp_path: Path) -> None:
    make.withdrawn(make.published_incident(), day=date(2025, 7, 1))
    path = tmp_path / "editions.jsonl"
    path.write_text(exported(client), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(path)], capture_output=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
