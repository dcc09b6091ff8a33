"""The CSV file of incidents."""

import csv
import io
from typing import Any

import pytest
import time_machine
from django.test import Client

from incidents.models import Involvement
from review import chain
from sources.columns import cell
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("2 = 1 + 1", "2 = 1 + 1"),
        ("", ""),
        (None, None),
        (0, 0),
        (True, "true"),
        (False, "false"),
        (["=a", "b"], "'=a; b"),
    ],
)
def test_no_cell_is_a_formula(value: Any, shown: Any) -> None:
    assert cell(value) == shown


def test_the_file_holds_a_row_for_each_incident(client: Client) -> None:
    accused = make.published(make.actor(name_en="Shtorm", kind="armed_unit"))
    incident = make.published_incident(
        title_en="=HYPERLINK(1)",
        title_uk="Убивство",
        place=make.place(),
        place_precision="2",
        occurred="2024-11-XX",
        killed_best=None,
        killed_low=0,
        rows=[Involvement(actor=accused, by_whom_en="an article")],
    )
    response: Any = client.get("/incidents.csv")
    text = b"".join(response.streaming_content).decode()

    assert text.startswith("\ufeffreference,edition,title_en")
    row = next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    source = row.pop("sources")
    assert len(source) == 7
    assert row == {
        "reference": incident.reference,
        "edition": "1",
        "title_en": "'=HYPERLINK(1)",
        "title_uk": "Убивство",
        "kinds": "killed_captured",
        "occurred_edtf": "2024-11-XX",
        "occurred_earliest": "2024-11-01",
        "occurred_latest": "2024-11-30",
        "occurred_precision": "month",
        "place_code": "UA14160250010071750",
        "place_en": "Udachne, Pokrovskyi Raion, Donetsk Oblast, Ukraine",
        "place_uk": "Удачне, Покровський район, Донецька область, Україна",
        "place_precision": "2",
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "killed_low": "0",
        "killed_best": "",
        "killed_high": "",
        "injured_low": "",
        "injured_best": "",
        "injured_high": "",
        "fate_unknown_low": "",
        "fate_unknown_best": "",
        "fate_unknown_high": "",
        "assessment": "reported",
        "reports": "1",
        "names_a_source": "false",
        "disputed": "false",
        "actors": accused.reference,
        "url": f"http://127.0.0.1:8000/incidents/{incident.reference}/",
        "published_on": "2025-06-01",
        "changed_on": "2025-06-01",
    }


@time_machine.travel("2025-07-01")
def test_the_file_is_named_for_the_day_and_the_chain(client: Client) -> None:
    make.published_incident()
    name = client.get("/incidents.csv")["Content-Disposition"]
    assert (
        name == f'attachment; filename="attest-incidents-2025-07-01-{chain.current_position()}.csv"'
    )
