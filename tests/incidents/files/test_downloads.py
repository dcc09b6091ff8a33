"""The files of incidents: CSV, JSON, GeoJSON and XLSX."""

import io
import re
import tempfile
import tracemalloc
from collections.abc import Generator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from pytest_django import DjangoAssertNumQueries

from incidents.files import spreadsheet
from incidents.files.downloads import INCIDENTS
from incidents.models import Incident, Involvement, Place, PublishedIncident, Victim
from incidents.places.gazetteer import load_places
from review.editions import chain
from review.public import page_cache
from sources.files.formats import FARTHEST_ROW, Export, csv_lines, json_lines
from sources.origins.find import OriginStanding
from tests import factories as make
from tests.databases import EnteredOnce
from tests.files import body, csv_rows, downloaded, json_of

pytestmark = pytest.mark.django_db

UDACHNE = "UA14160250010071750"
SITE = "http://127.0.0.1:8000"
FORMATS = [f"/incidents.{ending}" for ending in INCIDENTS.formats]


# What the statement of the factories gives for whatever is not recorded.
ANY_NUMBER_GIVEN = {
    "low": None,
    "best": None,
    "high": None,
    "inferred": None,
    "given": [
        {
            "low": 0,
            "best": None,
            "high": 1_000_000,
            "qualifier": "",
            "by": [{"en": "Article, publisher not stated", "uk": "Стаття, видавця не вказано"}],
        }
    ],
}


@pytest.fixture
def incident_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_incident):
        yield


@pytest.fixture
def incident(incident_in_place: None, db: None) -> Any:
    return Incident.objects.get()


def enter_incident() -> None:
    accused = make.published(make.actor(name_en="Shtorm", kind="armed_unit"))
    make.published_incident(
        title_en="=HYPERLINK(1)",
        title_uk="Убивство",
        place=make.place(),
        place_precision="2",
        occurred="2024-11-XX",
        killed_best=None,
        killed_low=0,
        rows=[
            Involvement(actor=accused, by_whom_en="an article"),
            Victim(label_en="a soldier", method="blade", outcome="killed"),
        ],
    )


def test_the_table_holds_a_row_for_each_incident(client: Client, incident: Any) -> None:
    [row] = csv_rows(client, "/incidents.csv")
    published = PublishedIncident.objects.get()

    assert list(row) == [column.name for column in INCIDENTS.in_table]
    assert row == row | {
        "reference": incident.reference,
        "edition": "1",
        "title_en": "'=HYPERLINK(1)",
        "title_uk": "Убивство",
        "kinds": "killed_captured",
        "is_killing": "true",
        "is_order": "false",
        "occurred_edtf": "2024-11-XX",
        "occurred_earliest": "2024-11-01",
        "occurred_latest": "2024-11-30",
        "occurred_precision": "month",
        "place_code": "UA14160250010071750",
        "place_name_en": "Udachne",
        "place_name_uk": "Удачне",
        "place_country": "UA",
        "place_oblast_code": "UA14",
        "place_oblast_en": "Donetsk Oblast",
        "place_oblast_uk": "Донецька область",
        "place_raion_code": "UA1416",
        "place_raion_en": "Pokrovskyi Raion",
        "place_raion_uk": "Покровський район",
        "place_path_en": "Udachne, Pokrovskyi Raion, Donetsk Oblast, Ukraine",
        "place_path_uk": "Удачне, Покровський район, Донецька область, Україна",
        "place_precision": "2",
        "place_latitude": "48.20000",
        "place_longitude": "36.97000",
        "killed_low": "0",
        "killed_best": "",
        "killed_high": "",
        "means": "blade",
        "assessment": "reported",
        "origins_distinct": "0",
        "origins_unattributed": "1",
        "origins_independent_of_parties": "0",
        "origins_party": "0",
        "origins_third": "0",
        "origins_victim": "0",
        "origins_ours": "0",
        "origins_not_stated": "0",
        "reports": "1",
        "names_a_source": "false",
        "disputed": "false",
        "actors": published.actors[0],
        "sources": published.sources[0],
        "url": f"{SITE}/incidents/{incident.reference}/",
        "edition_url": f"{SITE}/incidents/{incident.reference}/editions/1/",
        "published_on": "2025-06-01",
        "changed_on": "2025-06-01",
        "last_entry": str(chain.current_position()),
        "last_entry_on": "2025-06-01",
        "licence": "CC BY 4.0",
    }


ASKED_FOR_UDACHNE = (
    f"Incidents; Place: Udachne (village), Pokrovskyi Raion, Donetsk Oblast — {UDACHNE}"
)


def cited(title: str) -> str:
    """How a file of one row is cited."""
    last = chain.head()
    assert last is not None
    return (
        f"Demonstration of Attest, “{title}”, Attest, 1 row, chain position {last.position} "
        f"of 1 June 2025, digest {last.digest[:12]}…"
    )


def test_json_has_exactly_the_keys_that_were_promised(client: Client, incident: Any) -> None:
    file = json_of(client, "/incidents.json", place=UDACHNE)
    [row] = file["results"]

    assert {key: value for key, value in file.items() if key != "results"} == {
        "format": 4,
        "count": 1,
        "filters": {"place": UDACHNE},
        "chain_position": chain.current_position(),
        "licence": "CC BY 4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "cite_url": f"{SITE}/incidents/cite/?place={UDACHNE}",
        "citation": cited(ASKED_FOR_UDACHNE),
    }
    assert row == {
        "reference": incident.reference,
        "edition": 1,
        "title": {"en": "=HYPERLINK(1)", "uk": "Убивство"},
        "kinds": ["killed_captured"],
        "is_killing": True,
        "is_order": False,
        "act_inferred": False,
        "order_inferred": None,
        "occurred": {
            "edtf": "2024-11-XX",
            "earliest": "2024-11-01",
            "latest": "2024-11-30",
            "precision": "month",
            "inferred": False,
        },
        "place_as_written": [],
        "place": {
            "code": "UA14160250010071750",
            "name": {"en": "Udachne", "uk": "Удачне"},
            "country": "UA",
            "oblast": {"code": "UA14", "en": "Donetsk Oblast", "uk": "Донецька область"},
            "raion": {"code": "UA1416", "en": "Pokrovskyi Raion", "uk": "Покровський район"},
            "path": {
                "en": "Udachne, Pokrovskyi Raion, Donetsk Oblast, Ukraine",
                "uk": "Удачне, Покровський район, Донецька область, Україна",
            },
            "precision": "2",
            "latitude": 48.2,
            "longitude": 36.97,
            "inferred": False,
        },
        "killed": {"low": 0, "best": None, "high": None, "inferred": False, "given": []},
        "injured": ANY_NUMBER_GIVEN,
        "fate_unknown": ANY_NUMBER_GIVEN,
        "not_shown": [],
        "means": ["blade"],
        "actors": PublishedIncident.objects.get().actors,
        "actors_inferred": [],
        "assessment": "reported",
        "origins": {"independent": 0, "unattributed": 1},
        "sources": PublishedIncident.objects.get().sources,
        "url": f"{SITE}/incidents/{incident.reference}/",
        "published_on": "2025-06-01",
        "changed_on": "2025-06-01",
        "last_entry": chain.current_position(),
        "last_entry_on": "2025-06-01",
    }


def test_origins_are_counted_by_their_standing(client: Client) -> None:
    hur = make.published(make.actor(name_en="HUR", kind="state_body", side="ukraine"))
    told = make.source()
    first = make.statement(source=told, chain=[(hur, ["intercept"])])
    make.statement(source=told, label="S2", chain=[("a survivor", ["victim"])])
    make.statement(source=told, label="S3")
    make.published(told)
    others = told.statements.exclude(pk=first.pk)
    evidence = [{"statement": other, "fact": "act"} for other in others]
    make.published(make.incident(statement=first, evidence=evidence))

    [row] = csv_rows(client, "/incidents.csv")
    counted = {name: int(row[f"origins_{name}"]) for name in OriginStanding.values}
    assert counted == {"party": 1, "third": 0, "victim": 1, "ours": 0, "not_stated": 0}
    assert int(row["origins_distinct"]) == sum(counted.values())
    assert row["origins_unattributed"] == "1"


def test_a_row_of_before_they_were_counted_does_not_say_0(client: Client, incident: Any) -> None:
    standing = PublishedIncident.objects.get().standing
    del standing["origins"]["by_standing"], standing["origins"]["is_withheld"]
    PublishedIncident.objects.update(standing=standing)
    [row] = csv_rows(client, "/incidents.csv")

    assert {row[f"origins_{name}"] for name in OriginStanding.values} == {""}
    assert row["origins_distinct"] == "0"


def test_what_is_withheld_of_origins_is_not_stated_and_not_0(client: Client, incident: Any) -> None:
    make.hidden(incident, "origins")
    [row] = csv_rows(client, "/incidents.csv")
    [in_json] = json_of(client, "/incidents.json")["results"]

    names = [name for name in row if name.startswith("origins_")]
    assert {row[name] for name in names} == {""}
    assert len(names) == 3 + len(OriginStanding)
    assert in_json["origins"] == {"independent": None, "unattributed": None}


def test_what_is_not_stated_is_null(client: Client) -> None:
    make.published_incident(occurred="", killed_best=None, quantities=())
    [row] = json_of(client, "/incidents.json")["results"]

    assert (row["occurred"], row["place"]) == (None, None)
    unknown = {"low": None, "best": None, "high": None}
    assert row["killed"] == unknown | {"inferred": None, "given": []}
    assert row["title"]["uk"] is None


def test_files_are_the_same_in_every_language(client: Client, incident: Any) -> None:
    english = [body(client.get(path)) for path in ("/incidents.csv", "/incidents.json")]
    ukrainian = [body(client.get(f"/uk{path}")) for path in ("/incidents.csv", "/incidents.json")]

    assert english == ukrainian


def test_a_point_stands_only_for_a_place_that_is_known_to_a_point(client: Client) -> None:
    place = make.place()
    make.published_incident(place=place, place_precision="2", title_en="near")
    make.published_incident(place=place, place_precision="4", title_en="oblast")
    make.published_incident(title_en="nowhere")

    file = json_of(client, "/incidents.geojson")

    kinds = {
        feature["properties"]["title_en"]: (feature["geometry"] or {}).get("type")
        for feature in file["features"]
    }
    assert kinds == {"near": "Point", "oblast": "Polygon", "nowhere": None}
    assert (file["type"], file["format"], file["count"], file["chain_position"]) == (
        "FeatureCollection",
        4,
        3,
        chain.current_position(),
    )
    assert {feature["id"] for feature in file["features"]} == {
        feature["properties"]["reference"] for feature in file["features"]
    }


def test_the_properties_of_a_feature_are_the_columns_of_the_table(
    client: Client, incident: Any
) -> None:
    [feature] = json_of(client, "/incidents.geojson")["features"]
    found = feature["properties"]

    assert list(found) == [column.name for column in INCIDENTS.in_table]
    as_objects = {name for name, value in found.items() if isinstance(value, list | dict)}
    assert as_objects == {"killed_given", "injured_given", "fate_unknown_given"}
    assert found["injured_given"] == ANY_NUMBER_GIVEN["given"]
    assert (found["killed_low"], found["place_latitude"], found["disputed"]) == (0, 48.2, False)
    assert (found["kinds"], found["occurred_latest"]) == ("killed_captured", "2024-11-30")


@pytest.mark.parametrize(
    ("code", "oblast", "raion"),
    [
        ("UA", ("", "", ""), ("", "", "")),
        ("UA80000000000093317", ("UA80", "Kyiv", "Київ"), ("", "", "")),
        ("RU-KRS", ("RU-KRS", "Kursk Oblast", "Курська область"), ("", "", "")),
        (
            "UA14160000000061982",
            ("UA14", "Donetsk Oblast", "Донецька область"),
            ("UA1416", "Pokrovskyi Raion", "Покровський район"),
        ),
    ],
)
def test_a_file_names_the_areas_that_are_known_and_no_others(
    client: Client, code: str, oblast: tuple[str, ...], raion: tuple[str, ...]
) -> None:
    load_places(code)
    make.published_incident(place=Place.objects.get(code=code), place_precision="4")
    [row] = csv_rows(client, "/incidents.csv")

    assert row["place_country"] == code[:2]
    for area, told in (("oblast", oblast), ("raion", raion)):
        assert tuple(row[f"place_{area}_{end}"] for end in ("code", "en", "uk")) == told


@pytest.mark.parametrize(
    "path",
    [
        *FORMATS,
        "/incidents.json?limit=1",
        "/changes.json",
        "/editions.jsonl",
        "/incidents.bib",
        "/incidents.csv?nothing=1",
    ],
)
def test_the_script_of_any_site_may_read_a_file(client: Client, incident: Any, path: str) -> None:
    first: Any = client.get(path)
    again: Any = client.get(path, headers={"If-None-Match": first.get("ETag", "")})

    assert body(first)
    assert [r["Access-Control-Allow-Origin"] for r in (first, again)] == ["*", "*"]


@pytest.mark.parametrize(
    "path", ["/", "/incidents/", "/incidents/cite/", "/nothing/", "/admin/login/"]
)
def test_the_script_of_another_site_reads_no_page(client: Client, incident: Any, path: str) -> None:
    assert "Access-Control-Allow-Origin" not in client.get(path)


def sheets(client: Client, **asked_for: Any) -> dict[str, list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(downloaded(client, "/incidents.xlsx", **asked_for)))
    return {sheet.title: list(sheet.iter_rows()) for sheet in book}


def test_the_spreadsheet_holds_the_same_as_the_table(client: Client, incident: Any) -> None:
    [head, row] = sheets(client)["incidents"]
    cells = {name.value: cell for name, cell in zip(head, row, strict=True)}
    [table] = csv_rows(client, "/incidents.csv")

    assert cells["title_en"].value == "=HYPERLINK(1)"
    assert {cell.data_type for cell in row} == {"s", "n", "d"}
    assert cells["occurred_earliest"].value == datetime(2024, 11, 1)  # noqa: DTZ001 (a day)
    assert {cell.hyperlink for cell in row} == {None}
    assert cells["killed_low"].value == 0
    assert cells["killed_best"].value is None
    as_table = {name: day_told(cell.value) for name, cell in cells.items()}
    as_table |= {"title_en": "'=HYPERLINK(1)", "place_latitude": "48.20000"}
    as_table |= {"place_longitude": "36.97000"}
    assert {name: "" if v is None else str(v) for name, v in as_table.items()} == table


def day_told(value: Any) -> Any:
    return value.date().isoformat() if isinstance(value, datetime) else value


def test_the_head_of_a_spreadsheet_stays_and_filters_its_rows(
    client: Client, incident: Any
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(downloaded(client, "/incidents.xlsx")))
    sheet = book["incidents"]

    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions


def test_a_day_before_spreadsheets_knew_days_is_a_text(client: Client) -> None:
    make.published_incident(occurred="1899-12-31")
    [head, row] = sheets(client)["incidents"]
    cells = {name.value: cell.value for name, cell in zip(head, row, strict=True)}

    assert cells["occurred_earliest"] == "1899-12-31"


def test_the_spreadsheet_says_what_it_is(client: Client, incident: Any) -> None:
    about = {row[0].value: row[1].value for row in sheets(client, place=UDACHNE)["about"]}

    assert (about["format"], about["rows"]) == ("4", "1")
    assert about["citation"] == cited(ASKED_FOR_UDACHNE)
    assert about["how to cite"] == f"{SITE}/incidents/cite/?place={UDACHNE}"
    assert about["chain position"] == str(chain.current_position())
    assert about["filter: place"] == UDACHNE
    assert about["killed_low"] == "people killed: at least so many"


def test_a_spreadsheet_of_too_many_rows_is_refused(
    client: Client, incident: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 0)
    response = client.get("/incidents.xlsx")

    assert response.status_code == 400
    assert response.content.decode() == (
        "A spreadsheet holds at most 0 rows: narrow the search, or download the CSV file.\n"
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are written."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def sent(incident: Any, rows: int) -> Generator[bytes]:
    many: Any = Many(PublishedIncident.objects.get(), rows)
    return spreadsheet.spreadsheet(export_of_rows(many, rows))


def export_of_rows(rows: Any, count: int) -> Export:
    return Export(INCIDENTS, {}, rows, count, chain.current_position(), f"{SITE}/incidents/cite/")


def test_a_spreadsheet_is_written_to_a_file_that_goes_with_its_reader(
    incident: Any, folder: Path
) -> None:
    whole, while_sent, while_written = (sent(incident, rows) for rows in (1, 1, 5000))
    started = [next(while_sent)[:2], next(while_written)]
    is_there = len(list(folder.iterdir()))
    while_sent.close()
    while_written.close()

    assert (started, is_there) == ([b"PK", b""], 2)
    assert b"".join(whole).startswith(b"PK")
    assert list(folder.iterdir()) == []


def test_the_length_of_a_spreadsheet_costs_no_memory(incident: Any, folder: Path) -> None:
    tracemalloc.start()
    for _piece in sent(incident, 2000):
        pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 3_000_000


def test_the_sheet_says_how_large_it_is(client: Client, incident: Any) -> None:
    make.published_incident()
    file = io.BytesIO(downloaded(client, "/incidents.xlsx"))
    sheet = openpyxl.load_workbook(file, read_only=True)["incidents"]

    assert (sheet.max_row, sheet.max_column) == (3, len(INCIDENTS.in_table))


def test_a_text_that_no_cell_can_hold_is_marked_as_cut() -> None:
    assert spreadsheet.shortened("x" * 32_767) == "x" * 32_767
    assert spreadsheet.shortened("x" * 32_768) == "x" * 32_766 + "…"
    assert spreadsheet.shortened("🙂" * 16_384) == "🙂" * 16_383 + "…"


@given(title=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(title="<r><t>=1</t></r>")
def test_whatever_a_title_is_no_file_has_a_formula_or_loses_it(
    client: Client, incident: Any, title: str
) -> None:
    title = title[:200]
    PublishedIncident.objects.update(title_en=title)
    [csv_row] = csv_rows(client, "/incidents.csv")
    [json_row] = json_of(client, "/incidents.json")["results"]
    _head, xlsx_row = sheets(client)["incidents"]

    assert json_row["title"]["en"] == title
    assert csv_row["title_en"].removeprefix("'") == title.removeprefix("'")
    assert csv_row["title_en"][0] not in "=+-@\t\r\n"
    assert xlsx_row[2].data_type == "s"
    # XML cannot tell a carriage return from a new line, and writes other signs by their numbers.
    assert lines_of(unescape(xlsx_row[2].value)) == lines_of(title)


def lines_of(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@time_machine.travel("2025-07-01")
def test_a_file_is_named_for_what_it_holds(client: Client, incident: Any) -> None:
    position = chain.current_position()
    names = []
    for asked_for in ({}, {"place": UDACHNE, "view": "map"}, {"q": "Убивство"}):
        response: Any = client.get("/incidents.csv", asked_for)
        names.append(response["Content-Disposition"])
        assert body(response)
    start = f"attest-incidents-2025-07-01_format-4_chain-{position}"
    assert names[0] == f'attachment; filename="{start}_rows-1.csv"'
    assert names[1] == f'attachment; filename="{start}_rows-1_place-ua14160250010071750.csv"'
    assert names[2].startswith(f"attachment; filename*=utf-8''{start}_rows-1_q-%D1%83")


def test_a_file_says_its_licence_and_where_it_is_explained(client: Client, incident: Any) -> None:
    response: Any = client.get("/incidents.json")
    assert response["Link"] == (
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license", '
        f'<{SITE}/data/>; rel="describedby"'
    )
    assert body(response)


def test_json_can_be_read_in_pages(client: Client) -> None:
    for number in range(3):
        make.published_incident(title_en=f"number {number}")
    whole = json_of(client, "/incidents.json")
    response: Any = client.get("/incidents.json?limit=1&page=2&sort=newest")

    del whole["citation"]  # of a page of it nobody can tell how it is cited
    assert response.json() == whole | {
        "filters": {"sort": "newest"},
        "results": [whole["results"][1]],
    }
    assert re.findall(r'<([^>]*)>; rel="(prev|next)"', response["Link"]) == [
        (f"{SITE}/incidents.json?sort=newest&page=1&limit=1", "prev"),
        (f"{SITE}/incidents.json?sort=newest&page=3&limit=1", "next"),
    ]
    assert json_of(client, "/incidents.json", page=2)["results"] == []


@pytest.mark.parametrize(
    ("asked_for", "errors"),
    [
        ({"limit": "0"}, {"limit": ["Ensure this value is greater than or equal to 1."]}),
        ({"limit": "1001"}, {"limit": ["Ensure this value is less than or equal to 1000."]}),
        ({"page": "x"}, {"page": ["Enter a whole number."]}),
        (
            {"page": "201"},
            {"page": [f"Pages end at row {FARTHEST_ROW}: ask for the whole file without “page”."]},
        ),
        (
            {"foo": "1", "limit": "0"},
            {
                "": ["There is no filter called “foo”."],
                "limit": ["Ensure this value is greater than or equal to 1."],
            },
        ),
        ({"place": "UA99"}, {"place": ["No place has this name or code."]}),
    ],
)
def test_json_refuses_in_json(
    client: Client, asked_for: dict[str, str], errors: dict[str, list[str]]
) -> None:
    response = client.get("/incidents.json", asked_for)

    assert (response.status_code, response["Content-Type"]) == (400, "application/json")
    assert response.json() == {"errors": errors}


@pytest.mark.parametrize("path", ["/incidents.csv", "/incidents.geojson", "/incidents.xlsx"])
@pytest.mark.parametrize(
    ("asked_for", "sentence"),
    [
        ("place=UA99", "No place has this name or code."),
        ("page=1", "There are no pages here: leave “page” out."),
        ("when=possible&when=certain", "“when” is given more than once."),
    ],
)
def test_other_files_refuse_with_a_sentence(
    client: Client, path: str, asked_for: str, sentence: str
) -> None:
    response = client.get(f"{path}?{asked_for}")

    assert response.status_code == 400
    assert response["Content-Type"] in {"text/plain; charset=utf-8", "application/json"}
    assert sentence in response.content.decode()


@pytest.mark.parametrize("path", FORMATS)
def test_a_file_asks_the_database_as_often_for_three_rows_as_for_one(
    client: Client, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for title in ("one", "two", "three"):
        make.published_incident(title_en=title)
        page_cache.PAGES.clear()
        with django_assert_num_queries(QUERIES):
            downloaded(client, path)


# Savepoint; role, mode and state at once; position, count, rows; rollback, release.
QUERIES = 7


class Many:
    """A long list that remembers how much of it was asked for."""

    def __init__(self, row: Any, rows: int = 100_000) -> None:
        self.row, self.rows = row, rows
        self.read = 0

    def iterator(self, chunk_size: int) -> Iterator[Any]:
        for _number in range(self.rows):
            self.read += 1
            yield self.row


@pytest.mark.parametrize("lines", [csv_lines, json_lines])
def test_rows_are_read_as_they_are_sent(incident: Any, lines: Any) -> None:
    many = Many(PublishedIncident.objects.get())
    written = lines(export_of_rows(many, 100_000))

    for _line in range(11):
        next(written)

    assert many.read == 10
    written.close()
