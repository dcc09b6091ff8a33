"""What readers ask of the incidents: the same answers on the page and in the file."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.lists.filters import IncidentFilters
from incidents.models import Involvement, LegalCharacterisation, PublishedIncident, Victim
from sources.models import Actor, ActorRelation, PublishedActor, PublishedStatement, Source
from tests import factories as make
from tests.databases import CopiedDatabase, EnteredOnce, UsedDatabase
from tests.records import next_document

pytestmark = pytest.mark.django_db


def titles(client: Client, **asked_for: Any) -> list[str]:
    """What the page lists, after the file was found to hold the same."""
    response = client.get("/incidents/", asked_for)
    assert response.status_code == 200
    found = [row.title_en for row in response.context["page_obj"]]
    assert found == [row["title_en"] for row in rows(client, **asked_for)]
    return found


def rows(client: Client, **asked_for: Any) -> list[dict[str, str]]:
    response: Any = client.get("/incidents.csv", asked_for)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def refusals(client: Client, **asked_for: Any) -> str:
    """What the file's answer says is wrong, after the page was found to list nothing."""
    response = client.get("/incidents/", asked_for)
    assert response.status_code == 400
    assert "page_obj" not in response.context
    assert 'class="entry"' not in response.content.decode()
    refused = client.get("/incidents.csv", asked_for)
    assert refused.status_code == 400
    assert refused["Content-Type"] == "text/plain; charset=utf-8"
    return refused.content.decode()


def test_two_questions_at_once_do_not_know_of_each_other() -> None:
    source = make.source()
    said = make.statement(source=source)
    make.published(source)
    make.published(make.incident(statement=said, killed_low=5, killed_best=5, killed_high=5))
    one, other = (IncidentFilters(QueryDict(f"victims_min={least}")) for least in (5, 6))

    assert (one.is_valid(), other.is_valid()) == (True, True)
    assert ([row.killed_best for row in one.qs], list(other.qs)) == ([5], [])
    assert type(one.form) is type(other.form)
    assert one.form.fields["victims_min"] is not other.form.fields["victims_min"]


@pytest.fixture(scope="module")
def cases_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("filters", enter_cases) as name:
        yield name


@pytest.fixture
def cases_in_place(cases_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(cases_database):
        yield


@pytest.fixture
def cases(cases_in_place: None, db: None) -> None:
    """One killing on a day in a village, one in a month in an oblast, one order without a date."""


def enter_cases() -> None:
    army = make.published(make.actor(name_en="An army", kind="armed_unit"))
    told = make.source(title="About units")
    said = make.statement(source=told, kind="attribution")
    make.published(told)
    unit = make.actor(name_en="Shtorm", names=["Шторм", "Storm"], kind="armed_unit")
    relation = ActorRelation(actor=unit, superior=army, statement=said)
    make.save(unit, rows=[relation])
    make.published(unit)
    cnn = make.published(make.actor())
    make.published_incident(
        title_en="In a village",
        place=make.place(),
        place_precision="2",
        occurred="2025-05-22",
        chain=[cnn, ("recordings", ["intercept"])],
        rows=[Involvement(actor=unit, by_whom_en="CNN"), LegalCharacterisation(law="rs_8_2_a_i")],
    )
    make.published_incident(
        title_en="In an oblast",
        place=oblast(),
        place_precision="4",
        occurred="2024-11-XX",
        killed_best=None,
        killed_low=5,
    )
    make.published_incident(
        title_en="An order",
        kinds=["order_kill_captives"],
        occurred="",
        killed_best=None,
        summary_en="An order was given.",
    )


def oblast() -> Any:
    return make.place(
        code="UA14",
        category="oblast",
        lineage=["UA", "UA14"],
        codes=["UA", "UA14", "UA-14"],
        name_en="Donetsk Oblast",
        name_uk="Донецька область",
        surroundings_en="Ukraine",
        surroundings_uk="Україна",
        latitude=None,
        longitude=None,
    )


@pytest.mark.parametrize(
    ("asked_for", "found"),
    [
        ({}, ["In a village", "In an oblast", "An order"]),
        ({"sort": "oldest"}, ["In an oblast", "In a village", "An order"]),
        ({"q": "village"}, ["In a village"]),
        ({"q": "Шторм"}, ["In a village"]),
        ({"q": "storm"}, ["In a village"]),
        ({"from": "2025-05-22", "to": "2025-05-22"}, ["In a village"]),
        ({"from": "2025-05-23"}, []),
        ({"from": "2024-11-05", "to": "2024-11-06"}, ["In an oblast"]),
        ({"from": "2024-11-05", "to": "2024-11-06", "when": "certain"}, []),
        ({"from": "2024-11-01", "to": "2024-11-30", "when": "certain"}, ["In an oblast"]),
        ({"to": "2024-12-31"}, ["In an oblast"]),
        ({"place": "UA14"}, ["In a village", "In an oblast"]),
        ({"place": "ua14160250010071750"}, ["In a village"]),
        ({"kind": "order_kill_captives"}, ["An order"]),
        ({"actor": "STORM"}, ["In a village"]),
        ({"actor": "An army"}, ["In a village"]),
        ({"actor": "CNN"}, []),
        ({"documenter": "cnn"}, ["In a village"]),
        ({"documenter": "Shtorm"}, []),
        ({"basis": "intercept"}, ["In a village"]),
        ({"basis": "none_given"}, ["In an oblast", "An order"]),
        ({"assessment": "reported"}, ["In a village", "In an oblast", "An order"]),
        ({"assessment": "refuted"}, []),
        ({"law": "rs_8_2_a_i"}, ["In a village"]),
        ({"victims_min": "2"}, ["In a village", "In an oblast"]),
        ({"victims_min": "3"}, ["In an oblast"]),
        ({"disputed": "yes"}, []),
        ({"updated_since": "2025-06-02"}, []),
        ({"kind": "", "place": ""}, ["In a village", "In an oblast", "An order"]),
    ],
)
def test_a_filter_finds(
    client: Client, cases: None, asked_for: dict[str, str], found: list[str]
) -> None:
    assert titles(client, **asked_for) == found


NO_DAY = (
    "There is no such day: write it as 2025-05-22, 22 May 2025 or 22.05.2025, a month as 2025-05, "
    "a year as 2025."
)


@pytest.mark.parametrize(
    ("asked_for", "sentence"),
    [
        ({"foo": "1"}, "There is no filter called “foo”.\n"),
        ({"q": "…"}, "q: Write at least one word.\n"),
        ({"q": "a\0b"}, "q: Null characters are not allowed.\n"),
        (
            {"kind": "nothing"},
            "kind: Select a valid choice. nothing is not one of the available choices.\n",
        ),
        ({"place": "UA99"}, "place: No place has this name or code.\n"),
        ({"actor": "nobody"}, "actor: No published actor has exactly this name or reference.\n"),
        (
            {"source": "0000000"},
            "source: No published source has this reference, address or title.\n",
        ),
        ({"from": "22/05/2025"}, f"from: {NO_DAY}\n"),
        ({"from": "2025-02-30"}, f"from: {NO_DAY}\n"),
        ({"to": "31.06.2025"}, f"to: {NO_DAY}\n"),
        ({"to": "31 June 2025"}, f"to: {NO_DAY}\n"),
        ({"to": "03/04/2025"}, f"to: {NO_DAY}\n"),
        ({"updated_since": "0000"}, f"updated_since: {NO_DAY}\n"),
        ({"from": "2025-02-02", "to": "2025-02-01"}, "to: The last day lies before the first.\n"),
        ({"victims_min": "0"}, "victims_min: Ensure this value is greater than or equal to 1.\n"),
        ({"victims_min": "many"}, "victims_min: Enter a whole number.\n"),
        (
            {"sort": "random"},
            "sort: Select a valid choice. random is not one of the available choices.\n",
        ),
        ({"sort": ["newest", "oldest"]}, "“sort” is given more than once.\n"),
        (
            {"q": "a" * 10_000},
            "q: Ensure this value has at most 400 characters (it has 10000).\n",
        ),
    ],
)
def test_what_is_not_understood_is_refused_and_lists_nothing(
    client: Client, cases: None, asked_for: dict[str, Any], sentence: str
) -> None:
    assert refusals(client, **asked_for) == sentence


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2025-05-22", "2025-05-22", "2025-05-22"),
        ("22.05.2025", "2025-05-22", "2025-05-22"),
        ("05.2025", "2025-05-01", "2025-05-31"),
        (" 2.5.2025 ", "2025-05-02", "2025-05-02"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("14 June 2025", "2025-06-14", "2025-06-14"),
        ("червень 2025 року", "2025-06-01", "2025-06-30"),
    ],
)
def test_a_day_a_month_or_a_year_is_understood(written: str, first: str, last: str) -> None:
    filters = IncidentFilters(QueryDict(urlencode({"from": written, "to": written})))

    assert filters.is_valid()
    asked = filters.form.cleaned_data
    assert [asked["from"].isoformat(), asked["to"].isoformat()] == [first, last]
    assert [chip.value for chip in filters.chips] == [first, last]


@pytest.mark.parametrize("page", ["0", "-1", "2", "999999", "one", "1.5", "9" * 400, ""])
def test_a_page_that_does_not_exist_is_a_404(client: Client, cases: None, page: str) -> None:
    assert client.get("/incidents/", {"page": page}).status_code == 404


@pytest.mark.parametrize("address", ["/incidents/", "/sources/", "/statements/", "/actors/"])
def test_a_lone_surrogate_is_no_server_error(client: Client, address: str) -> None:
    assert client.get(f"{address}?q=%ED%A0%80").status_code == 400


def test_a_name_of_several_actors_offers_them(client: Client, cases: None) -> None:
    other = make.published(make.actor(name_en="Another Storm", names=["Storm"]))
    response = client.get("/incidents/", {"actor": "storm", "sort": "oldest"})

    assert response.status_code == 400
    body = response.content.decode()
    assert "Several actors have this name. Choose one." in body
    assert f'href="?actor={other.reference}&amp;sort=oldest"' in body


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/sources/", "publisher"),
        ("/statements/", "documenter"),
        ("/statements/", "origin"),
        ("/tallies/", "by"),
    ],
)
def test_every_list_offers_the_actors_of_a_name(client: Client, address: str, name: str) -> None:
    storms = [make.published(make.actor(name_en="Storm")) for _number in range(2)]
    body = client.get(address, {name: "storm"}).content.decode()

    meant = re.findall(r'<li><a href="([^"]*)">Storm</a></li>', body)
    assert sorted(meant) == sorted(f"?{name}={storm.reference}" for storm in storms)


def test_a_name_of_a_place_offers_the_places(client: Client, cases: None) -> None:
    response = client.get("/incidents/", {"place": "Udachne"})

    assert response.status_code == 400
    assert 'href="?place=UA14160250010071750"' in response.content.decode()


def test_a_place_says_what_may_lie_there_too(client: Client, cases: None) -> None:
    body = client.get("/incidents/?place=UA14160250010071750").content.decode()
    assert "1 more may have happened there: only a larger area is known for it." in body


def test_a_date_says_what_it_cannot_find(client: Client, cases: None) -> None:
    body = client.get("/incidents/?from=2025-05-22").content.decode()
    assert "1 more has no date stated or shown and cannot be found by date." in body


def test_a_reference_finds_its_incident(client: Client, cases: None) -> None:
    reference = rows(client, q="village")[0]["reference"]
    assert titles(client, q=reference.lower()) == ["In a village"]


def test_what_rests_on_a_source(client: Client, cases: None) -> None:
    source = rows(client, q="village")[0]["sources"]
    assert titles(client, source=source) == ["In a village"]


def test_a_filter_in_force_can_be_taken_away_alone(client: Client, cases: None) -> None:
    body = client.get("/incidents/?q=village&place=UA14&sort=oldest").content.decode()
    chips = re.findall(r'class="chip" href="([^"]*)"', body)
    assert chips == ["?place=UA14&amp;sort=oldest", "?q=village&amp;sort=oldest"]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    name=st.sampled_from(
        (
            "q from to when place kind actor documenter basis source "
            "assessment law victims_min disputed updated_since sort page x"
        ).split()
    ),
    value=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
def test_nothing_typed_is_a_server_error(client: Client, name: str, value: str) -> None:
    assert client.get("/incidents/", {name: value}).status_code in {200, 400, 404}
    file: Any = client.get("/incidents.csv", {name: value})
    assert file.status_code in {200, 400}
    assert list(file) != []


# Who knew


@pytest.fixture
def known_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_known):
        yield


@pytest.fixture
def known(known_in_place: None, db: None) -> dict[str, str]:
    """Three incidents: two origins, one origin, nobody named. References of who knew."""
    actors = dict(Actor.objects.values_list("name_en", "review__reference"))
    return {**actors, "source": Source.objects.get().reference}


def enter_known() -> None:
    hur = make.published(make.actor(name_en="HUR", kind="state_body", state_body_of="UA"))
    hrmmu = make.published(make.actor(name_en="HRMMU", kind="intergovernmental", side="third"))
    told = make.source()
    by_hur = make.statement(source=told, label="A", chain=[hur])
    by_hrmmu = make.statement(source=told, label="B", chain=[hrmmu], hedge="suggested")
    by_voice = make.statement(source=told, label="C", chain=[hur, ("officers", ["none_given"])])
    nobody = make.statement(source=told, label="D", hedge="distanced")
    make.published(told)
    victim = Victim(label_en="a soldier")
    also = [{"statement": by_hrmmu, "fact": "victim", "victim": victim}]
    make.published(make.incident(statement=by_hur, title_en="Two", rows=[victim], evidence=also))
    make.published(make.incident(statement=by_voice, title_en="One"))
    make.published(make.incident(statement=nobody, title_en="Nobody"))


@pytest.mark.parametrize(
    ("number", "found"), [("1", ["Two", "One"]), ("2", ["Two"]), ("3", []), ("", 3)]
)
def test_incidents_by_how_many_origins_they_have(
    client: Client, known: dict[str, str], number: str, found: Any
) -> None:
    asked = titles(client, origins_min=number)
    assert (len(asked) if isinstance(found, int) else sorted(asked, reverse=True)) == found


@pytest.mark.parametrize("number", ["0", "-1", "101", "many", "1.5", "\x00"])
def test_a_number_of_origins_that_cannot_be_is_refused(client: Client, number: str) -> None:
    assert "origins_min: " in refusals(client, origins_min=number)


@pytest.mark.parametrize(
    ("origin", "found"),
    [
        ("HUR", ["Two"]),
        ("body:{HUR}", ["Two"]),
        ("{HRMMU}", ["Two"]),
        ("voice:{HUR}", ["One"]),
        ("voice:{HUR}:second", []),
        ("unattributed:source:{source}", ["Nobody"]),
    ],
)
def test_incidents_and_statements_by_origin(
    client: Client, known: dict[str, str], origin: str, found: list[str]
) -> None:
    assert titles(client, origin=origin.format(**known)) == found
    page = client.get("/statements/", {"origin": origin.format(**known)})
    labels = {"Two": "A", "One": "C", "Nobody": "D"}
    expected = ["B"] if origin == "{HRMMU}" else [labels[title] for title in found]
    assert [row.label for row in page.context["page_obj"]] == expected


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("body:{HUR}", "HUR"),
        ("voice:{HUR}", "people who are not named, through HUR"),
        ("unattributed:{HUR}", "HUR, which names nobody"),
        ("examination:source:{source}", "our own examination of Soldiers shot after capture"),
    ],
)
def test_the_origin_asked_for_is_said_in_words(
    client: Client, known: dict[str, str], origin: str, words: str
) -> None:
    page = client.get("/incidents/", {"origin": origin.format(**known)})
    assert [chip.value for chip in page.context["filters"].chips] == [words]


@pytest.mark.parametrize(
    "origin",
    [
        *("body:", "body:0000000", "body:source:0000000", "voice:HUR", "body:{HUR}:third"),
        *("nobody:{HUR}", "Nobody we know", "body:{HUR} x", "voice:{HUR}\x00"),
    ],
)
def test_an_origin_that_is_not_public_is_refused(client: Client, origin: str) -> None:
    asked = origin.format(HUR=make.published(make.actor(name_en="HUR")).reference)
    assert "origin: " in refusals(client, origin=asked)
    assert client.get("/statements/", {"origin": asked}).status_code == 400


def test_several_bodies_of_one_name_are_offered_as_origins(client: Client) -> None:
    for _n in range(2):
        make.published(make.actor(name_en="Storm", kind="armed_unit"))
    page = client.get("/incidents/", {"origin": "Storm"})

    assert page.status_code == 400
    offered = re.findall(r'\?origin=(\w{7})"', page.content.decode())
    assert sorted(offered) == sorted(PublishedActor.objects.values_list("reference", flat=True))


def test_incidents_by_how_cautiously_they_are_put(client: Client, known: dict[str, str]) -> None:
    assert titles(client, hedge="distanced") == ["Nobody"]
    assert titles(client, hedge="suggested") == ["Two"]
    assert sorted(titles(client, hedge="fact")) == ["One", "Two"]
    assert "hedge: " in refusals(client, hedge="loudly")


def test_a_confidential_source_leads_from_no_incident_to_the_next(client: Client) -> None:
    incident = make.published_incident(
        chain=[("an officer", ["participant"])], source_fields={"access": "confidential"}
    )
    (statement,) = PublishedStatement.objects.all()
    row = PublishedIncident.objects.get(reference=incident.reference)

    assert (row.origins_independent, row.origin, statement.origin) == (1, [], "")
    key = f"voice:source:{statement.reference}"
    assert [one["key"] for one in next_document(incident)["origins"]["incident"]["origins"]] == [
        key
    ]
    assert "origin: " in refusals(client, origin=key)
    assert key not in client.get(f"/incidents/{incident.reference}/").content.decode()


def test_actors_by_the_state_that_they_are_bodies_of(client: Client, known: dict[str, str]) -> None:
    page = client.get("/actors/", {"state": "ua"})
    assert [row.name_en for row in page.context["page_obj"]] == ["HUR"]
    assert client.get("/actors/", {"state": "Ukraine"}).status_code == 400


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("2025-05-22", "date"), ("", "date"), ("2025-13-01", "text"), ("22 May", "text")],
)
def test_what_is_no_day_stays_in_its_field_as_it_was_typed(
    client: Client, typed: str, shown: str
) -> None:
    page = client.get("/incidents/", {"from": typed} if typed else {}).content.decode()
    (found,) = re.findall(r'<input type="(\w+)" name="from"(?: value="([^"]*)")?', page)

    assert found == (shown, typed)
