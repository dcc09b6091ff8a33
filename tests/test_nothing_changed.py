"""Saving what is saved already is no save, wherever somebody does it."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from reversion.models import Revision

from incidents.models import Incident, Victim, WithheldName
from review.models import Record, Refused, Review
from review.workflow import decisions
from sources.models import Actor, ActorName, Source
from tests import factories as make
from tests.pages import add_row, form_of

pytestmark = pytest.mark.django_db

NOTHING = "Nothing was changed."


def change(row: Any) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def evidence(incident: Incident) -> str:
    return reverse("admin:incidents_incident_evidence", args=[incident.pk])


def as_a_browser_sends(form: dict[str, Any]) -> dict[str, Any]:
    """Lines end by CR and LF."""
    return {
        name: value.replace("\r\n", "\n").replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in form.items()
    }


def state(record: Record) -> tuple[Any, ...]:
    review = Review.objects.get(pk=record.pk)
    events = list(review.events.order_by("id").values_list("kind", "by__username"))
    return review.work, review.head_id, events, Revision.objects.count(), LogEntry.objects.count()


def an_actor() -> Actor:
    actor = make.actor(name_en="HUR", names=["ГУР", "GUR"], note_en="One.\nTwo.\n\nThree.")
    # As rows were before they were numbered.
    ActorName.objects.filter(actor=actor).update(position=0)
    make.save(actor, note_uk="Один.")
    return actor


def a_source() -> Source:
    source = make.source(text_as_received="\n  One.\r\nTwo. \r\n\r\nThree.\n ", author=" somebody ")
    make.statement(source=source, paraphrase_en="Line.\nLine.")
    return source


def an_incident() -> Incident:
    said = make.statement(source=make.source())
    return make.incident(
        statement=said,
        summary_en="A\r\nb\r\n",
        rows=[Victim(label_en="a soldier", label_uk=unicodedata.normalize("NFD", "їй"))],
    )


RECORDS = [an_actor, a_source, an_incident]


@pytest.mark.parametrize("made", RECORDS)
@pytest.mark.parametrize("stands", ["draft", "submitted", "public"])
def test_a_record_saved_unchanged_is_as_it_was(
    reviewer: Client, made: Callable[[], Record], stands: str
) -> None:
    record = made()
    if stands != "draft":
        make.submitted(record)
    if stands == "public":
        for other in Review.objects.exclude(pk=record.pk):
            make.published(other.record())
        make.approved(record)
    before, row = state(record), type(record)._default_manager.values().get(pk=record.pk)
    form = as_a_browser_sends(form_of(reviewer.get(change(record))))

    response = reviewer.post(change(record), form, follow=True)

    assert [str(one) for one in response.context["messages"]] == [NOTHING]
    assert state(record) == before
    assert type(record)._default_manager.values().get(pk=record.pk) == row


def test_a_text_as_received_keeps_its_digest(researcher: Client) -> None:
    source = a_source()
    digest = source.text_sha256

    for button in ("_save", "_continue"):
        form = as_a_browser_sends(form_of(researcher.get(change(source))))
        researcher.post(change(source), form | {button: "1", "comment": "looked at it"})

    assert Source.objects.get().text_sha256 == digest


def test_a_new_text_as_received_ends_its_lines_by_lf_and_is_not_stripped(
    researcher: Client,
) -> None:
    add = f"{reverse('admin:sources_source_add')}?kind=article"
    form = form_of(researcher.get(add)) | {
        "kind": "article",
        "text_as_received": "\r\n A.\r\nB.\r\n ",
    }

    researcher.post(add, form)

    source = Source.objects.get()
    assert source.text_as_received == "\n A.\nB.\n "
    digest = source.text_sha256
    form = as_a_browser_sends(form_of(researcher.get(change(source))))
    researcher.post(change(source), form | {"title": "Another", "comment": "title"})
    source.refresh_from_db()
    assert (source.title, source.text_sha256) == ("Another", digest)


def test_a_change_that_is_kept_as_what_is_there_is_none(researcher: Client) -> None:
    actor = make.actor(name_en="Їжак", name_uk="й", note_en="Їжак.\nДва.")
    before = state(actor)
    form = form_of(researcher.get(change(actor))) | {
        "name_en": unicodedata.normalize("NFD", " Їжак "),
        "name_uk": unicodedata.normalize("NFD", "й"),
        "note_en": "Ї\N{SOFT HYPHEN}жак.\r\n\N{ZERO WIDTH SPACE}Два.",
    }

    response = researcher.post(change(actor), form, follow=True)

    assert NOTHING in response.content.decode()
    assert state(actor) == before


def test_an_invisible_character_in_a_name_is_refused_and_named(researcher: Client) -> None:
    actor = make.actor(name_en="HUR", names=["ГУР"])
    form = form_of(researcher.get(change(actor)))
    form = add_row(form, "names", text="Г\N{SOFT HYPHEN}УР", kind="alias", script="cyrillic")

    response = researcher.post(change(actor), form | {"name_uk": "Г\N{ZERO WIDTH SPACE}УР"})

    page = response.content.decode()
    assert "“name in Ukrainian” holds a character that nobody sees (ZERO WIDTH SPACE)" in page
    assert "“name” holds a character that nobody sees (SOFT HYPHEN)" in page
    assert Actor.objects.get().name_uk == ""


def test_what_is_saved_already_may_be_submitted(researcher: Client) -> None:
    actor = an_actor()
    head = actor.review.head_id
    form = form_of(researcher.get(change(actor)))

    refused = researcher.post(change(actor), form | {"_submit": "1"})
    assert "Say what you changed and why before you submit." in refused.content.decode()
    researcher.post(change(actor), form | {"_submit": "1", "comment": "ready"})

    review = Review.objects.get(pk=actor.pk)
    assert (review.work, review.head_id) == (Review.Work.SUBMITTED, head)
    assert [event.kind for event in review.events.order_by("id")][-1] == "submitted"


def test_saving_on_top_of_theirs_what_is_the_same_changes_nothing(researcher: Client) -> None:
    actor = an_actor()
    mine = as_a_browser_sends(form_of(researcher.get(change(actor))))
    make.save(actor, by=make.reviewer(), name_uk="ГУР", note_en="Theirs.\nNew.")
    stale = researcher.post(change(actor), mine)
    before = state(actor)
    assert "Somebody else has saved this record" in stale.content.decode()

    on_top = mine | {"_on_top": str(before[1])}
    response = researcher.post(change(actor), on_top, follow=True)

    assert NOTHING in response.content.decode()
    assert state(actor) == before
    actor.refresh_from_db()
    assert (actor.name_uk, actor.note_en) == ("ГУР", "Theirs.\nNew.")


@pytest.mark.parametrize("button", ["_save", "_continue"])
def test_evidence_without_another_tick_is_no_save(researcher: Client, button: str) -> None:
    incident = make.submitted(an_incident())
    before = state(incident)
    form = form_of(researcher.get(evidence(incident)))

    response = researcher.post(evidence(incident), form | {button: "1"}, follow=True)

    assert [str(one) for one in response.context["messages"]] == [NOTHING]
    assert state(incident) == before


def test_evidence_that_is_saved_already_may_be_submitted(researcher: Client) -> None:
    incident = an_incident()
    form = form_of(researcher.get(evidence(incident)))

    response = researcher.post(evidence(incident), form | {"_submit": "1"})
    assert "Say what you changed and why before you submit." in response.content.decode()
    researcher.post(evidence(incident), form | {"_submit": "1", "comment": "ready"})

    assert Review.objects.get(pk=incident.pk).work == Review.Work.SUBMITTED


def test_a_withheld_name_kept_unchanged_is_no_save(reviewer: Client) -> None:
    incident = an_incident()
    victim = incident.victims.get()
    page = reverse("admin:incidents_incident_name", args=[incident.pk, victim.pk])
    reviewer.post(page, form_of(reviewer.get(page)) | {"name": "Марʼяна"})
    assert WithheldName.objects.get().name == "Марʼяна"
    review = Review.objects.get(pk=incident.pk)
    before = review.head_id, review.events.count()

    response = reviewer.post(page, form_of(reviewer.get(page)) | {"name": " Марʼяна "})

    assert NOTHING in response.content.decode()
    review.refresh_from_db()
    assert (review.head_id, review.events.count()) == before


def test_the_revision_that_is_there_is_not_restored(researcher: Client) -> None:
    actor = an_actor()
    head, before = actor.review.head, state(actor)
    assert head is not None

    with pytest.raises(decisions.Unchanged, match=NOTHING):
        decisions.restore(
            actor.review, head, by=make.researcher(), seen=head.pk, comment="once more"
        )

    assert state(actor) == before


def test_a_save_of_nothing_is_refused_by_its_verb_too() -> None:
    actor = an_actor()
    before = state(actor)

    with (
        pytest.raises(Refused, match=NOTHING),
        decisions.saving(actor, by=make.reviewer(), seen=before[1]),
    ):
        actor.save()

    assert state(actor) == before


def test_what_was_changed_past_the_forms_is_saved_by_saving_it(researcher: Client) -> None:
    actor = an_actor()
    Actor.objects.filter(pk=actor.pk).update(name_uk="ГУР")
    before = state(actor)

    researcher.post(change(actor), form_of(researcher.get(change(actor))))

    assert state(actor)[1] != before[1]
