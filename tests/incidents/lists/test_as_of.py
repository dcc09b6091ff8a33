"""Lists, pictures and files as of an earlier day, and what they say came since."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.lists.filters import IncidentFilters
from incidents.merge import merging
from incidents.models import Incident, IncidentByDay, Merge
from incidents.pages.views import INCIDENT_LIST
from review.editions import chain
from review.models import Review
from review.public.public_state import public_reading
from review.verify import Verification
from review.workflow import hiding
from review.workflow import merging as deciding
from sources.lists.as_of import Since, since
from sources.models import Statement, published
from tests import factories as make

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD, FOURTH = (date(2025, month, 1) for month in (6, 7, 8, 9))
AS_FIRST = "as_of=2025-06-30"
QUESTIONS = ["", "kind=!killed_captured", "q=falcon", "victims_min=3", "kind=tortured"]


def answer(client: Client, question: str, of: str = "incidents") -> list[dict[str, Any]]:
    response = client.get(f"/{of}.json?limit=1000&{question}")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def titles(client: Client, question: str) -> list[str | None]:
    return sorted((row["title"]["en"] for row in answer(client, question)), key=str)


def page(client: Client, question: str, of: str = "incidents") -> str:
    return " ".join(client.get(f"/{of}/?{question}").content.decode().split())


def csv_file(client: Client, address: str) -> tuple[str, list[dict[str, str]]]:
    """Its name, and its rows."""
    response: Any = client.get(address)
    assert response.status_code == 200
    text = b"".join(response).decode("utf-8-sig")
    return response["Content-Disposition"], list(csv.DictReader(io.StringIO(text)))


def said() -> Statement:
    source = make.source()
    statement = make.statement(source=source, quantities=make.ANY_NUMBER)
    make.published(source)
    return statement


def told(statement: Statement, title: str, *, day: date = FIRST, **fields: Any) -> Incident:
    return make.published(make.incident(statement=statement, title_en=title, **fields), day=day)


def changed(record: Any, *, day: date, **changes: Any) -> None:
    record.review.refresh_from_db()
    make.save(record, **changes)
    make.published(record, day=day, note="better known")


def hidden(record: Any, path: str, *, day: date) -> None:
    hiding.hide(
        record.review, path, by=make.reviewer(), day=day, reason="protection", comment="a threat"
    )


def merged(goes: Incident, stays: Incident, *, day: date) -> None:
    pks = [goes.pk, stays.pk]

    def heads() -> dict[Any, int | None]:
        return dict(Review.objects.filter(pk__in=pks).values_list("pk", "head_id"))

    merge = merging.propose(goes, stays, by=make.researcher(), seen=heads(), comment="the same")
    shown = make.shown(*deciding.published_by(Merge.objects.get(pk=merge.pk)))
    deciding.approve(
        merge, by=make.reviewer(), seen=heads(), shown=shown, day=day, note="Two were one."
    )


# What was there on a day


class History:
    """Incidents that are published, changed, merged, withdrawn and hidden, from day to day.

    What lists answered at the end of each day is kept.
    """

    def __init__(self, client: Client, seed: int) -> None:
        self.client, self.choice, self.said = client, Random(seed), said()
        self.public: list[Incident] = []
        self.withdrawn: list[Incident] = []
        # What may not come back, and on which days; what was hidden is not compared by its words.
        self.protected: dict[str, date] = {}
        self.hidden: set[str] = set()
        self.answers: dict[date, dict[str, dict[str, Any]]] = {}

    def live(self, day: date) -> None:
        deeds = [self.publish, self.publish, self.change, self.change, *self.others()]
        for deed in self.choice.sample(deeds, 3):
            deed(day)
        self.answers[day] = {question: self.found(question) for question in QUESTIONS}

    def others(self) -> list[Callable[[date], None]]:
        return [self.withdraw, self.protect, self.merge, self.hide, self.show_again]

    def found(self, question: str) -> dict[str, Any]:
        return {row["reference"]: row for row in answer(self.client, question)}

    def fields(self) -> dict[str, Any]:
        return {
            "title_en": f"{self.choice.choice(['A falcon', 'A heron'])} {self.choice.random()}",
            "kinds": self.choice.choice([["killed_captured"], ["tortured"]]),
            "killed_best": self.choice.choice([2, 4]),
        }

    def publish(self, day: date) -> None:
        self.public.append(make.published(self._made(), day=day))

    def _made(self) -> Incident:
        return make.incident(statement=self.said, **self.fields())

    def change(self, day: date) -> None:
        if one := self._one_not_hidden():
            changed(one, day=day, **self.fields())

    def _one_not_hidden(self) -> Incident | None:
        free = [one for one in self.public if one.review.reference not in self.hidden]
        return self.choice.choice(free) if free else None

    def withdraw(self, day: date, reason: str = "error") -> None:
        if one := self._one_not_hidden():
            make.withdrawn(one, day=day, reason=reason)
            self.public.remove(one)
            self.withdrawn.append(one)

    def protect(self, day: date) -> None:
        before = list(self.public)
        self.withdraw(day, "protection")
        for one in before:
            if one not in self.public:
                self.protected[one.review.reference] = day

    def merge(self, day: date) -> None:
        free = [one for one in self.public if one.review.reference not in self.hidden]
        if len(free) > 1:
            goes, stays = self.choice.sample(free, 2)
            merged(goes, stays, day=day)
            self.public = [one for one in self.public if one != goes]
            stays.refresh_from_db()

    def hide(self, day: date) -> None:
        if one := self._one_not_hidden():
            hidden(one, "title", day=day)
            self.hidden.add(one.review.reference)

    def show_again(self, day: date) -> None:
        if self.withdrawn:
            one = self.withdrawn.pop()
            changed(one, day=day, **self.fields())
            self.public.append(one)

    def expected(self, day: date, question: str) -> dict[str, Any]:
        """What was answered then, without what is not public now or was protected since."""
        public = {one.review.reference for one in self.public}
        return {
            reference: row
            for reference, row in self.answers[day][question].items()
            if reference in public
            and not (reference in self.protected and self.protected[reference] > day)
            and not (question == "q=falcon" and reference in self.hidden)
        }


def without_what_came_later(row: dict[str, Any], *, is_hidden: bool) -> dict[str, Any]:
    """What the chain says last of a record goes on while its edition is current."""
    later = {"last_entry", "last_entry_on"} | ({"title"} if is_hidden else set())
    return {key: value for key, value in row.items() if key not in later}


@pytest.mark.parametrize("seed", range(2))
def test_each_day_is_answered_as_it_was_on_that_day(client: Client, seed: int) -> None:
    history = History(client, seed)
    for days in range(6):
        history.live(FIRST + timedelta(days=days))

    for day, answers in history.answers.items():
        for question in answers:
            found = history.found(f"as_of={day}&{question}")
            expected = history.expected(day, question)
            assert set(found) == set(expected), (day, question)
            for reference, row in expected.items():
                is_hidden = reference in history.hidden
                told_then, told_now = (
                    without_what_came_later(one, is_hidden=is_hidden)
                    for one in (row, found[reference])
                )
                assert told_now == told_then
            assert_sums_are_true(day, question, len(found), len(history.found(question)))
    assert list(Verification().faults()) == []


def assert_sums_are_true(day: date, question: str, then: int, now: int) -> None:
    came = came_since(day, question)
    gone = came.gone.number if came.counts_gone else 0
    assert (came.then - gone, came.now) == (then, now)
    assert came.then + came.added + came.found - came.lost - came.removed - gone == came.now


def came_since(day: date, question: str) -> Since:
    rows = IncidentByDay.objects.all()
    filters = IncidentFilters(
        QueryDict(f"{question}&as_of={day}"), INCIDENT_LIST.rows(INCIDENT_LIST.index), by_day=rows
    )
    assert filters.is_valid()
    with public_reading() as state:
        return since(filters, day, state)


def test_what_was_hidden_since_is_neither_found_nor_shown(client: Client) -> None:
    one = told(said(), "Of the falcon")
    changed(one, day=SECOND, title_en="Of the heron")
    assert titles(client, AS_FIRST + "&q=falcon") == ["Of the falcon"]

    hidden(one, "title", day=THIRD)

    assert titles(client, AS_FIRST + "&q=falcon") == []
    assert titles(client, AS_FIRST) == ["Incident without a title"]
    assert "falcon" not in page(client, AS_FIRST)


def test_what_was_withdrawn_to_protect_somebody_does_not_come_back(client: Client) -> None:
    statement = said()
    protected, wrong = told(statement, "Protected"), told(statement, "Wrong")
    make.withdrawn(protected, day=SECOND, reason="protection")
    make.withdrawn(wrong, day=SECOND, reason="error")
    assert titles(client, AS_FIRST) == []
    assert not IncidentByDay.objects.exists()

    changed(protected, day=THIRD, title_en="Without the name")
    changed(wrong, day=THIRD, title_en="Mended")

    assert titles(client, AS_FIRST) == ["Wrong"]
    assert titles(client, "as_of=2025-07-31") == []
    assert titles(client, "as_of=2025-08-01") == ["Mended", "Without the name"]


def test_a_source_that_is_confidential_now_is_in_no_earlier_list(client: Client) -> None:
    source = make.published(make.source(title="Of the falcon"))
    other = make.published(make.source(title="Another", url="https://news.example/2"))
    changed(other, day=SECOND, title="Another, corrected")
    assert {row["title"] for row in answer(client, AS_FIRST, "sources")} == {
        "Of the falcon",
        "Another",
    }

    make.save(source, access="confidential", access_reason="protects a witness")
    make.submitted(source)
    make.approved(source, day=SECOND, note="kept back", hide_earlier=True)

    assert [row["title"] for row in answer(client, AS_FIRST, "sources")] == ["Another"]
    assert list(Verification().faults()) == []


def test_statements_and_actors_are_those_of_the_day(client: Client) -> None:
    actor = make.published(make.actor(name_en="CNN", names=["Cable News"]))
    source = make.source(publisher=actor)
    make.statement(source=source, label="S1")
    make.published(source)
    make.statement(source=source, label="S2")
    make.published(source, day=SECOND, note="one more")
    changed(actor, day=SECOND, name_en="CNN International")

    assert [row["label"] for row in answer(client, AS_FIRST, "statements")] == ["S1"]
    assert "1 then, 2 now. Since then: 1 added." in page(client, AS_FIRST, "statements")
    assert [row["name"]["en"] for row in answer(client, AS_FIRST, "actors")] == ["CNN"]
    assert "1 then, 1 now." in page(client, AS_FIRST, "actors")
    name, rows = csv_file(client, f"/statements.csv?{AS_FIRST}")
    assert ("as_of-2025-06-30" in name, [row["label"] for row in rows]) == (True, ["S1"])


# What pages and files say


def test_the_page_says_how_the_number_came_about(client: Client) -> None:
    statement = said()
    one, other, third = (told(statement, title) for title in ("One", "Other", "Third"))
    changed(third, day=SECOND, kinds=["tortured"])
    merged(other, one, day=THIRD)
    for title in ("Fourth", "Fifth"):
        told(statement, title, day=FOURTH)

    everything = page(client, AS_FIRST)
    assert "As of 30 June 2025: 3 then, 4 now." in everything
    assert "Since then: 2 added, 1 merged into another." in everything
    assert "is counted but not listed: nothing of it is public" in everything
    assert titles(client, AS_FIRST) == ["One", "Third"]

    narrowed = page(client, AS_FIRST + "&kind=killed_captured")
    assert "2 then, 3 now." in narrowed
    assert "Since then: 2 added, 1 changed and is found no more." in narrowed
    gone = "1 record that was public on that day is not public any more (merged: 1, withdrawn: 0)."
    assert gone in narrowed
    assert "Merged into what this search finds now: 1." in narrowed
    assert gone in page(client, AS_FIRST + "&kind=tortured")
    assert "Merged into what" not in page(client, AS_FIRST + "&kind=tortured")
    assert "1 changed and is found now" in page(client, AS_FIRST + "&kind=tortured")


def test_every_view_and_file_is_of_the_day_and_says_so(client: Client) -> None:
    one = told(said(), "As it was")
    changed(one, day=SECOND, title_en="As it is", killed_best=4)
    asked = "as_of=30.06.2025"

    for name in ("incidents", "sources", "statements", "actors"):
        assert "As of: 2025-06-30" in page(client, asked, name)
        assert "As of: 2025-06-30" in page(client, asked, f"{name}/cite")
    for view in ("map", "timeline", "charts"):
        shown = page(client, f"{asked}&view={view}")
        assert "As of 30 June 2025: 1 then, 1 now." in shown
        assert "as_of=2025-06-30" in shown
    name, rows = csv_file(client, f"/incidents.csv?{asked}")
    assert "_as_of-2025-06-30.csv" in name
    assert [(row["title_en"], row["edition"], row["killed_best"]) for row in rows] == [
        ("As it was", "1", "2")
    ]
    name, rows = csv_file(client, f"/incidents/numbers.csv?{asked}")
    assert "_as_of-2025-06-30.csv" in name
    assert rows[0]["killed_low"] == "2"
    for address in ("/incidents/numbers.csv", "/incidents/pictures/kind.csv"):
        for question, day in ((asked, "2025-06-30"), ("", SECOND.isoformat())):
            rows = csv_file(client, f"{address}?{question}")[1]
            assert {(row["as_of"], row["chain_position"]) for row in rows} == {
                (day, str(chain.current_position()))
            }
    drawn = " ".join(client.get(f"/incidents/pictures/kind.svg?{asked}").content.decode().split())
    assert "As it was at the end of 30 June 2025, without what was hidden or withdrawn" in drawn
    assert "As published on" not in drawn
    link = f'href="/incidents/{one.review.reference}/editions/1/"'
    assert link in page(client, asked)
    for ending in ("geojson", "xlsx"):
        response: Any = client.get(f"/incidents.{ending}?{asked}")
        body = b"".join(response.streaming_content)
        assert (b"As it was" in body) == (ending == "geojson")
        assert "_as_of-2025-06-30" in response["Content-Disposition"]


def test_a_day_that_cannot_be_asked_for_is_refused_with_a_sentence(client: Client) -> None:
    told(said(), "One")
    today = timezone.localdate()

    def refusal(question: str, address: str = "/incidents.csv") -> str:
        response = client.get(f"{address}?{question}")
        assert response.status_code == 400
        assert client.get(f"/incidents/?{question}").status_code == (
            200 if address.endswith("atom") else 400
        )
        return response.content.decode()

    last = today - timedelta(days=1)
    not_over = f"That day is not over yet: the last one that can be asked for is {last}."
    assert not_over in refusal(f"as_of={today}")
    assert not_over in refusal(f"as_of={today.year + 1}")
    before = "Nothing was published by then: the first edition is of 2025-06-01."
    assert before in refusal("as_of=2025-05-31")
    assert "There is no such day" in refusal("as_of=2025-06-31")
    assert "is given more than once" in refusal("as_of=2025-06-01&as_of=2025-06-02")
    assert "together with the day of" in refusal("as_of=2025-06-01&updated_since=2025-06-01")
    only_now = "Here only what is public now can be asked for."
    assert only_now in refusal("as_of=2025-06-01", "/incidents.atom")


def test_a_day_is_a_question_of_its_own_to_whatever_keeps_pages(client: Client) -> None:
    one = told(said(), "As it was")
    changed(one, day=SECOND, title_en="As it is")

    for _again in range(2):
        assert titles(client, AS_FIRST) == ["As it was"]
        assert titles(client, "as_of=2025-07-01") == ["As it is"]
        assert titles(client, "") == ["As it is"]
    tags = {client.head(f"/incidents.csv{query}")["ETag"] for query in ("", f"?{AS_FIRST}")}
    assert len(tags) == 2


def test_a_list_asks_as_many_questions_for_three_rows_as_for_one(client: Client) -> None:
    statement = said()
    changed(told(statement, "One"), day=SECOND, title_en="One, changed")
    numbers = []
    more: list[str]
    for more in ([], ["Two", "Three"]):
        for title in more:
            changed(told(statement, title, day=SECOND), day=SECOND, title_en=f"{title}, changed")
        page(client, AS_FIRST)
        with CaptureQueriesContext(connection) as queries:
            page(client, "as_of=2025-07-01&kind=killed_captured")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


# What stands behind a warning by now


def test_no_list_of_an_earlier_day_has_wording_that_was_closed_since(client: Client) -> None:
    statement = said()
    statement.paraphrase_en = "One of them cried falconry for an hour."
    make.save(statement.source, rows=[statement], comment="more of it")
    make.published(statement.source, day=FIRST, note="More of it.")
    incident = told(statement, "An hour")
    statement.wording_is_graphic = True
    make.save(statement.source, rows=[statement], comment="closed")
    make.published(statement.source, day=SECOND, note="Its wording is closed.")
    changed(incident, day=SECOND, killed_high=3)

    assert list(Verification().faults()) == []
    for question in (f"{AS_FIRST}&q=falconry", "q=falconry"):
        assert (answer(client, question), answer(client, question, "statements")) == ([], [])
    assert titles(client, f"{AS_FIRST}&q=hour") == ["An hour"]
    assert len(answer(client, AS_FIRST, "statements")) == 1
    shown = [page(client, f"{AS_FIRST}&q=hour"), page(client, AS_FIRST, "statements")]
    files = [client.get(f"/{of}.json?{AS_FIRST}") for of in ("incidents", "statements")]
    shown += ["".join(str(part) for part in one) for one in files]
    assert ["falconry" in one for one in shown] == [False] * 4


# How the index by day is kept


def test_verification_finds_what_is_wrong_with_the_index_by_day(client: Client) -> None:
    one = told(said(), "As it was")
    changed(one, day=SECOND, title_en="As it is")
    rows: Any = IncidentByDay.objects.filter(edition=1)
    rows.update(title_en="Another", until=THIRD)
    assert sorted(Verification().faults()) == [
        f"The row {row.pk} of incidents_incidentbyday has another {column} than its edition."
        for row in rows
        for column in ("title_en", "until")
    ]

    call_command("rebuild_published", verbosity=0)

    assert list(Verification().faults()) == []
    assert titles(client, AS_FIRST) == ["As it was"]


def test_no_earlier_day_is_answered_before_its_index_is_made(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "_COMPLETE", set())
    told(said(), "One")
    IncidentByDay.objects.all().delete()

    response = client.get(f"/incidents.csv?{AS_FIRST}")
    assert response.status_code == 400
    assert "their index is still being made" in response.content.decode()
    assert page(client, "").count("One") > 0

    call_command("rebuild_published", verbosity=0)
    assert titles(client, AS_FIRST) == ["One"]
