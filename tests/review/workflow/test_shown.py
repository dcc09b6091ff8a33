"""What is approved is what was shown: nothing else becomes public, whatever happened to rows."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from incidents.models import Evidence, Incident, IncidentLink, Involvement, LegalCharacterisation
from review.editions.documents import served_document
from review.models import Edition, Record, Review
from review.verify import Verification
from review.workflow import publishing
from sources.models import Actor, Source, Statement
from tests import factories as make
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 1)
UNSEEN = "Quixelby"


def run(sql: str, *parameters: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def deed(record: Record, name: str) -> str:
    return reverse(f"admin:review_review_{name}", args=[record.pk])


def detail(client: Client, record: Record) -> Any:
    return client.get(deed(record, "detail"))


def approving(client: Client, record: Record) -> dict[str, Any]:
    """The form of the review page, as a reviewer who has read it sends it."""
    form = form_of(detail(client, record), deed(record, "approve"))
    return form | {"approve-considered": "on", "approve-note": "Why."}


@pytest.fixture
def taras() -> Client:
    return signed_in(make.reviewer())


@pytest.fixture
def source() -> Source:
    """Waits for review, with an actor that it names and a statement."""
    hur = make.submitted(make.actor(name_en="HUR", kind="state_body"))
    source = make.source(publisher=hur)
    make.statement(source=source, chain=[hur])
    make.submitted(source)
    return source


@pytest.fixture
def incident(source: Source) -> Incident:
    """Rests on the source, and waits with it."""
    incident = make.incident(statement=source.statements.get())
    make.submitted(incident)
    return incident


def everything(*records: Record) -> list[Review]:
    return list(Review.objects.filter(pk__in=[record.pk for record in records]))


# The documents


def test_documents_are_told_before_anything_is_written(incident: Incident) -> None:
    reviews = list(Review.objects.all())

    ahead = publishing.next_documents(reviews)
    assert Edition.objects.count() == 0
    make.approved(*(review.record() for review in reviews))

    assert [ahead[one.review.reference].number for one in Edition.objects.all()] == [1, 1, 1]
    for edition in Edition.objects.all():
        assert served_document(edition) == ahead[edition.review.reference].document
    assert list(Verification().faults()) == []


def test_later_documents_embed_those_that_are_published_with_them(incident: Incident) -> None:
    records = [review.record() for review in Review.objects.all()]
    make.approved(*records)
    actor, source = Actor.objects.get(), Source.objects.get()
    other = make.published(make.incident(statement=source.statements.get(), title_en="Other"))
    rows: list[Any] = [
        Involvement(incident=incident, actor=actor, role_en="said to have ordered it"),
        LegalCharacterisation(incident=incident, law="ap1_41", by=actor),
        IncidentLink(incident=incident, kind="same_episode", to=other),
    ]
    make.save(actor, name_en="Main Directorate", comment="its name")
    make.save(source, title="Corrected", comment="its title")
    statement = source.statements.get()
    statement.label = "T9"
    make.save(source, rows=[statement], comment="its label")
    make.save(other, title_en="Another title", comment="its title")
    incident.refresh_from_db()
    make.save(incident, rows=rows, comment="more")
    said: dict[str, Any] = {"incident": incident, "statement": statement}
    supporting = [
        Evidence(**said, fact="involvement", involvement=rows[0]),
        Evidence(**said, fact="characterisation", characterisation=rows[1]),
    ]
    make.save(incident, rows=supporting, comment="with evidence")
    changed = [actor, source, other, incident]
    for record in changed:
        record.review.refresh_from_db()
        make.submitted(record)

    ahead = publishing.next_documents(everything(*changed))
    make.approved(*changed, note="Corrected.")

    for edition in Edition.objects.filter(number=2):
        assert served_document(edition) == ahead[edition.review.reference].document
    told = ahead[incident.reference].document
    assert told["involvements"][0]["actor"]["name"]["en"] == "Main Directorate"
    assert told["statements"][0]["label"] == "T9"
    assert told["links"][0]["to"]["title"]["en"] == "Another title"
    assert list(Verification().faults()) == []


def test_in_a_circle_what_lacks_nothing_comes_first() -> None:
    one, other = make.source(title="One"), make.source(title="Other")
    said, answered = make.statement(source=one), make.statement(source=other)
    make.published(one)
    make.save(other, rows=[_link(answered, said)], comment="linked")
    make.published(other)
    new = make.statement(source=one, label="S2")
    make.save(one, rows=[_link(said, answered)], comment="linked back")
    make.save(other, rows=[_link(answered, new)], comment="to what is new")
    both = [make.submitted(one), make.submitted(other)]

    editions = make.approved(*both, note="Linked.")

    assert [edition.review_id for edition in editions] == [one.pk, other.pk]


def _link(statement: Statement, to: Statement) -> Any:
    return statement.links.model(statement=statement, to=to, kind="supports", why_en="As it says.")


# Between the look and the approval


@pytest.mark.parametrize(
    ("sql", "record"),
    [
        ("UPDATE sources_actor SET note_en = %s", "actor"),
        ("UPDATE sources_statement SET paraphrase_en = %s", "source"),
        ("UPDATE sources_source SET title = %s", "source"),
        ("UPDATE incidents_incident SET summary_en = %s", "incident"),
    ],
)
def test_a_row_changed_between_look_and_approval_is_not_published(
    taras: Client, incident: Incident, sql: str, record: str
) -> None:
    seen = approving(taras, incident)
    assert run(sql, UNSEEN) == 1

    answer = taras.post(deed(incident, "approve"), seen)

    assert answer.status_code == 400
    assert "What would be published has changed since you looked" in answer.text
    assert UNSEEN in answer.text  # what they may look at now
    assert Edition.objects.count() == 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sources_actor SET note_en = %s",
        "UPDATE sources_actor SET internal_note = %s",
        "UPDATE sources_statement SET paraphrase_en = %s",
        "UPDATE sources_hop SET label_uk = %s, label_en = %s, actor_id = NULL",
    ],
)
def test_what_was_changed_past_the_forms_is_not_approved(
    taras: Client, incident: Incident, sql: str
) -> None:
    run(sql, *[UNSEEN] * sql.count("%s"))

    page = approving(taras, incident)
    answer = taras.post(deed(incident, "approve"), page)

    assert "something was changed without the forms" in answer.text
    assert Edition.objects.count() == 0
    assert [fault for fault in Verification().faults() if "saved last" in fault] != []


def test_a_row_that_no_save_knows_is_not_approved(taras: Client) -> None:
    actor = make.submitted(make.actor(names=["HUR"]))
    name = actor.names.get()
    name.pk, name.text = None, UNSEEN
    name.id = type(name)._meta.pk.get_default()
    name.save(force_insert=True)

    answer = taras.post(deed(actor, "approve"), approving(taras, actor))

    assert "something was changed without the forms" in answer.text
    assert Edition.objects.count() == 0


def test_once_saved_it_can_be_seen_and_approved(taras: Client) -> None:
    actor = make.submitted(make.actor())
    run("UPDATE sources_actor SET note_en = %s", UNSEEN)
    make.save(Actor.objects.get(), comment="what somebody changed")
    make.submitted(Actor.objects.get())

    assert UNSEEN in detail(taras, actor).text
    assert taras.post(deed(actor, "approve"), approving(taras, actor)).status_code == 302


# Another choice of records


def test_another_choice_is_shown_before_it_is_published(taras: Client, incident: Incident) -> None:
    source = Source.objects.get()
    chosen = approving(taras, incident)
    chosen["approve-together"] = [
        one for one in chosen["approve-together"] if str(source.pk) not in one
    ]

    answer = taras.post(deed(incident, "approve"), chosen)

    assert answer.status_code == 200
    assert "Nothing has been published yet." in answer.text
    assert "You chose other records than those on the page before." in answer.text
    assert Edition.objects.count() == 0
    address = reverse("admin:review_review_approve_together")
    refused = taras.post(address, form_of(answer, address) | {"considered": "on"})
    assert "is not in the current edition of its source" in refused.text
    assert Edition.objects.count() == 0


def test_the_page_of_another_choice_publishes_what_it_shows(
    taras: Client, incident: Incident
) -> None:
    source, actor = Source.objects.get(), Actor.objects.get()
    chosen = approving(taras, source)
    chosen |= {"approve-together": [], "approve-comment": "looked at"}
    make.approved(actor)
    page = taras.post(deed(source, "approve"), chosen)
    address = reverse("admin:review_review_approve_together")
    form = form_of(page, address)
    assert form["comment"] == "looked at"
    assert "Answer the question about harm" in taras.post(address, form).text

    answer = taras.post(address, form | {"considered": "on"})

    assert answer.status_code == 302
    assert set(Edition.objects.values_list("review", flat=True)) == {actor.pk, source.pk}


@pytest.mark.parametrize("seen", [[], ["x"], ["00000000-0000-4000-8000-000000000000:1"]])
def test_a_choice_of_what_is_not_there_is_not_found(taras: Client, seen: list[str]) -> None:
    answer = taras.post(reverse("admin:review_review_approve_together"), {"seen": seen})

    assert answer.status_code == 404


# The verb and the database


def test_the_verb_itself_publishes_only_what_was_shown() -> None:
    actor = make.submitted(make.actor())
    seen = {actor.pk: actor.review.head_id}
    for shown in ("", "x", make.shown(make.actor(name_en="Another"))):
        with pytest.raises(publishing.Changed):
            publishing.approve(seen, shown=shown, by=make.reviewer(), day=DAY)
    assert Edition.objects.count() == 0


def test_the_fingerprint_cannot_be_made_without_the_key(settings: Any) -> None:
    actor = make.submitted(make.actor())
    shown = make.shown(actor)

    settings.SECRET_KEY = "another"

    assert make.shown(actor) != shown
