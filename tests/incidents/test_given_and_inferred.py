"""What is not settled and what is inferred: the same on every page and in every file."""

import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client

from incidents.models import Incident, PublishedIncident, Victim
from review.workflow import hiding
from sources.models import Statement
from tests import factories as make
from tests.files import body, csv_rows, json_of

pytestmark = pytest.mark.django_db

FIVE = {"counted": "killed", "low": 5, "best": 5, "high": 5}
AT_LEAST_SIX = {"counted": "killed", "low": 6}
BY_PROSECUTORS = "number not settled: 5 (Prosecutor General)"
BOTH = "statements differ: 5 (Prosecutor General); at least 6 (CNN)"
HOW = "the article calls it an execution"
OTHER: dict[str, Any] = {"title_en": "Reported killing near a river", "occurred": "2024-11-05"}


def plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def read(client: Client, path: str, **asked: str) -> str:
    response = client.get(path, asked)
    assert response.status_code == 200, path
    return plain(body(response).decode())


@pytest.fixture
def figures() -> Statement:
    """Of another source: five prisoners killed, as the Prosecutor General says."""
    office = make.published(
        make.actor(name_en="Prosecutor General", name_uk="Генпрокурор", kind="state_body")
    )
    notice = make.source(title="A notice", publisher=office)
    said = make.statement(source=notice, label="P4", quantities=[FIVE])
    make.published(notice)
    return said


@pytest.fixture
def not_settled(figures: Statement) -> Incident:
    return make.published_incident(
        quantities=(),
        killed_best=None,
        rows=[Victim(label_en="soldiers", is_group=True, outcome="killed")],
        evidence=[{"statement": figures, "fact": "killed", "stance": "context"}],
        place=make.place(),
        place_precision="2",
        **OTHER,
    )


@pytest.fixture
def inferred() -> Incident:
    """Date, act and number are our inference; the place is stated."""
    told = make.source()
    said = make.statement(source=told, quantities=())
    make.published(told)
    by_inference = {"statement": said, "stated": "inferred", "how_en": HOW}
    return make.published(
        make.incident(
            statement=said,
            rows=[Victim(label_en="two soldiers", outcome="killed")],
            evidence=[by_inference | {"fact": fact} for fact in ("date", "act", "killed")],
            place=make.place(),
            place_precision="2",
        )
    )


def address(incident: Incident) -> str:
    return f"/incidents/{incident.reference}/"


# Not settled


def test_every_page_says_that_the_number_is_not_settled(
    client: Client, not_settled: Incident
) -> None:
    page = read(client, address(not_settled))

    assert f"Killed {BY_PROSECUTORS}" in page
    assert f"Number {BY_PROSECUTORS}" in page
    assert f"Number killed: {BY_PROSECUTORS}" in page
    assert f"Killed {BY_PROSECUTORS}" in read(client, f"{address(not_settled)}editions/1/")
    for path in ("/incidents/", "/"):
        assert f"Killed {BY_PROSECUTORS}" in read(client, path)
    assert "5 (Генпрокурор)" in read(client, f"/uk{address(not_settled)}")
    assert "5 (Генпрокурор)" in read(client, "/uk/incidents/")


def test_sums_leave_it_out_and_say_so(client: Client, not_settled: Incident) -> None:
    home = read(client, "/")
    words = "1 incident of killing, people killed: number not settled"

    assert "where a number is recorded number not settled" in home
    assert "statements give figures that are not added 1" in home
    assert "of these incidents with no number stated 0" in home
    for view in ("map", "timeline"):
        assert words in body(client.get("/incidents/", {"view": view})).decode()
        table = read(client, "/incidents/", view=view)
        assert "People killed Not settled No number stated" in table
        assert "not settled 1 0" in table
    assert "1 incident of killing number not settled" in read(client, "/incidents/", view="charts")
    [total] = [row for row in csv_rows(client, "/incidents/numbers.csv") if row["by"] == "all"]
    assert total == total | {
        "incidents_of_killing": "1",
        "killed_low": "",
        "killed_high": "",
        "killings_without_number": "1",
        "killings_not_settled": "1",
        "inferred_low": "",
    }


def test_every_file_has_the_figures_and_who_gives_them(
    client: Client, not_settled: Incident
) -> None:
    figure = {"low": 5, "best": 5, "high": 5, "qualifier": ""}
    by = [{"en": "Prosecutor General", "uk": "Генпрокурор"}]
    unknown = {"low": None, "best": None, "high": None, "inferred": None}
    killed = {**unknown, "given": [{**figure, "by": by}]}

    [row] = csv_rows(client, "/incidents.csv")
    assert (row["killed_best"], row["killed_given"]) == ("", "5 (Prosecutor General)")
    assert (row["killed_inferred"], row["injured_given"]) == ("", "")
    assert sheet(client)["killed_given"] == "5 (Prosecutor General)"
    assert json_of(client, "/incidents.json")["results"][0]["killed"] == killed
    [feature] = json_of(client, "/incidents.geojson")["features"]
    flat = {f"killed_{end}": value for end, value in killed.items()}
    assert feature["properties"] == feature["properties"] | flat


def sheet(client: Client) -> dict[str, Any]:
    book = openpyxl.load_workbook(io.BytesIO(body(client.get("/incidents.xlsx"))))
    head, row = book["incidents"].iter_rows(values_only=True)
    return dict(zip(head, row, strict=True))


def test_two_figures_are_said_to_differ(client: Client, not_settled: Incident) -> None:
    cnn = make.published(make.actor(name_en="CNN"))
    report = make.source(title="A report", publisher=cnn)
    said = make.statement(source=report, label="C9", quantities=[AT_LEAST_SIX])
    make.published(report)
    row = not_settled.evidence.model(incident=not_settled, statement=said, fact="act", position=9)
    make.save(not_settled, rows=[row])
    make.published(not_settled, note="Another figure.")

    page = read(client, address(not_settled))
    given = json_of(client, "/incidents.json")["results"][0]["killed"]["given"]
    assert sorted(one["by"][0]["en"] for one in given) == ["CNN", "Prosecutor General"]
    assert "Killed statements differ: " in page
    assert "at least 6 (CNN)" in page
    assert "No cited statement disagrees" not in page
    changes = read(client, f"{address(not_settled)}editions/2/changes/")
    assert "at least 6 (CNN)" in changes


def test_a_filter_by_people_killed_asks_for_recorded_numbers(
    client: Client, not_settled: Incident
) -> None:
    assert json_of(client, "/incidents.json", victims_min="1")["count"] == 0


def every_answer(client: Client, incident: Incident) -> dict[str, str]:
    """Whatever says a number, in both languages."""
    own = address(incident)
    paths = ["/", "/incidents/", own, f"{own}editions/1/", "/incidents.json", "/incidents.csv"]
    paths += ["/incidents.geojson", "/incidents.atom", *(f"/incidents/?view={v}" for v in VIEWS)]
    paths += [f"/uk{path}" for path in paths]
    said = {path: plain(body(client.get(path)).decode()) for path in paths}
    return said | {"xlsx": str(sheet(client))}


VIEWS = ("map", "timeline", "charts")


@pytest.mark.parametrize("is_redacted", [False, True])
def test_a_statement_that_is_hidden_takes_its_figure_along(
    client: Client, not_settled: Incident, figures: Statement, is_redacted: bool
) -> None:
    assert "Генпрокурор" in every_answer(client, not_settled)["/incidents.json"]
    [*_others, taken] = make.hidden(not_settled, f"statements/{figures.pk}")
    if is_redacted:
        hiding.redact(taken, by=make.administrator(), day=make.DAY, comment="for good")

    said = every_answer(client, not_settled)
    told = ("Prosecutor General", "Генпрокурор", "not settled:")
    assert [path for path, text in said.items() if any(word in text for word in told)] == []
    assert "Killed not stated" in said[address(not_settled)]
    assert PublishedIncident.objects.get().killed_given == []


@pytest.mark.parametrize("path", ["killed", "occurred"])
def test_a_number_that_is_hidden_does_not_come_back_as_a_figure(
    client: Client, figures: Statement, path: str
) -> None:
    evidence = {"statement": figures, "fact": "killed"}
    incident = make.published_incident(
        quantities=(),
        killed_best=5,
        killed_low=5,
        rows=[Victim(label_en="soldiers", is_group=True, outcome="killed")],
        evidence=[evidence],
    )
    make.hidden(incident, path)
    killed = json_of(client, "/incidents.json")["results"][0]["killed"]
    page = read(client, address(incident))

    is_hidden = path == "killed"
    assert (killed["best"], killed["given"]) == (None if is_hidden else 5, [])
    # Of what was hidden nothing is said but that it is not shown: not even that nobody stated it.
    assert ("Killed 5" in page) != is_hidden
    assert "Killed not stated" not in page
    assert (f"Number {BY_PROSECUTORS}" in page) != is_hidden


def test_no_list_or_file_says_not_stated_of_what_was_hidden(client: Client) -> None:
    """The page and the lists say alike that it is not shown."""
    incident = make.published_incident(killed_low=5, killed_best=5)
    for path in ("killed", "occurred", "place"):
        make.hidden(incident, path)

    page = read(client, address(incident))
    assert "Number killed not shown" in page
    assert "Date not shown Place not shown" in page
    for of in ("", "?as_of=2025-06-01"):
        entry = read(client, f"/incidents/{of}")
        assert "date not shown; place not shown" in entry
        assert "Killed not shown" in entry
    feed = plain(body(client.get("/incidents.atom")).decode())
    assert "date not shown; place not shown." in feed
    row = json_of(client, "/incidents.json")["results"][0]
    assert row["not_shown"] == ["date", "place", "killed"]
    assert json_of(client, "/incidents.geojson")["features"][0]["properties"]["not_shown"] == (
        "date; place; killed"
    )
    charts = read(client, "/incidents/?view=charts")
    assert "number not shown" in charts
    assert "not stated" not in charts.partition("By who is alleged")[0]
    assert "not shown 1 0 number not shown 0 1" in read(client, "/incidents/?view=map")
    assert "Not drawn, because no date is stated or shown: 1" in read(
        client, "/incidents/?view=timeline"
    )
    home = read(client, "/")
    assert "of these incidents with no number stated 0" in home
    assert "of these incidents with a number that is not shown: it was removed 1" in home


# Inferred


def test_what_is_inferred_is_marked_on_every_page(client: Client, inferred: Incident) -> None:
    mark, how = "inferred by us", f"inferred: {HOW}"
    page = read(client, address(inferred))
    head = client.get(address(inferred)).content.decode()

    shown = page.replace("note ", "")
    assert f"Killed 2 1 {mark}" in shown
    assert f"22 May 2025 1 {mark}" in shown
    assert f"Killed at or near the place of capture 1 {mark}" in shown
    for fact in ("Number killed: 2", "Date: 22 May 2025"):
        evidence = shown.partition(f"{fact} {mark}")[2].partition("Bears on")[0]
        assert how in evidence
    assert "22 May 2025 (inferred by us); near Udachne, Pokrovskyi Raion, Donetsk Oblast." in head
    for path in ("/incidents/", "/"):
        entry = read(client, path)
        assert (
            f"22 May 2025 {mark} ; near Udachne, Pokrovskyi Raion, Donetsk Oblast killed" in entry
        )
        assert f"killed at or near the place of capture {mark} Killed 2 {mark}" in entry
    assert "22 May 2025 (inferred by us); near Udachne" in read(client, "/incidents.atom")


def test_sums_say_how_much_of_them_is_inferred(client: Client, inferred: Incident) -> None:
    assert "no statement says the number 2" in read(client, "/")
    words = "people killed: 2, of these inferred by us: 2"
    assert words in body(client.get("/incidents/", {"view": "map"})).decode()
    table = read(client, "/incidents/", view="map")
    assert "People killed Of these inferred No number stated" in table
    charts = read(client, "/incidents/", view="charts")
    assert "1 incident of killing 2 inferred by us: 2" in charts
    [total] = [row for row in csv_rows(client, "/incidents/numbers.csv") if row["by"] == "all"]
    assert (total["inferred_low"], total["inferred_high"]) == ("2", "2")
    assert (total["killed_low"], total["killings_without_number"]) == ("2", "0")


def test_every_file_has_a_flag_for_each_fact(client: Client, inferred: Incident) -> None:
    expected = {
        "occurred_inferred": "true",
        "place_inferred": "false",
        "act_inferred": "true",
        "order_inferred": "",
        "killed_inferred": "true",
        "injured_inferred": "",
        "fate_unknown_inferred": "",
    }
    [row] = csv_rows(client, "/incidents.csv")
    cells = sheet(client)
    assert row == row | expected
    assert {name: cells[name] or "" for name in expected} == expected
    found = json_of(client, "/incidents.json")["results"][0]
    flat = json_of(client, "/incidents.geojson")["features"][0]["properties"]
    facts = ("occurred", "place", "killed", "injured")
    assert [found[fact]["inferred"] for fact in facts] == [True, False, True, None]
    assert [flat[f"{fact}_inferred"] for fact in facts] == [True, False, True, None]
    for row in (found, flat):
        assert (row["act_inferred"], row["order_inferred"]) == (True, None)


def test_what_one_statement_says_is_not_inferred_though_another_needs_it(client: Client) -> None:
    told = make.source()
    said = make.statement(source=told)
    other = make.statement(source=told, label="S2", quantities=())
    make.published(told)
    rows = [
        {"statement": said, "fact": "killed"},
        {"statement": other, "fact": "killed", "stated": "inferred", "how_en": HOW},
    ]
    incident = make.published(make.incident(statement=said, evidence=rows))

    assert PublishedIncident.objects.get().inferred == []
    page = client.get(address(incident))
    assert page.context["notes"].inferences("killed") == []
    assert "inferred by us" not in plain(page.content.decode())


# The index


def test_rows_made_anew_are_the_same(not_settled: Incident, inferred: Incident) -> None:
    columns = ["reference", "killed_given", "injured_given", "inferred", "actors_inferred"]
    rows = PublishedIncident.objects.order_by("reference").values(*columns)
    before = list(rows)
    PublishedIncident.objects.update(killed_given=[], inferred=[])
    call_command("rebuild_published")

    assert list(rows.all()) == before
    assert sorted(bool(row["killed_given"]) for row in before) == [False, True]
    assert sorted(row["inferred"] for row in before) == [[], ["date", "act", "killed"]]
