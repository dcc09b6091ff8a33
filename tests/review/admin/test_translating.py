"""The translation queue: what is public in one language only, side by side, as reviewed changes."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from incidents.models import Victim
from incidents.proposals.glossary import glossary
from review.models import OwnedRow, Record, Review, record_models
from review.workflow import translating
from sources.models import Actor, StatementLink
from tests import factories as make
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:review_review_translations")


@pytest.fixture
def olena() -> User:
    return make.researcher()


@pytest.fixture
def translator(olena: User) -> Client:
    return signed_in(olena)


def page_of(record: Record, to: str = "uk") -> str:
    return f"{reverse('admin:review_review_translation', args=[record.pk])}?to={to}"


def listed(client: Client, to: str) -> dict[str, int]:
    return {one.title: one.missing for one in client.get(QUEUE, {"to": to}).context["shown"]}


def names_of(form: dict[str, Any], column: str) -> str:
    (name,) = (one for one in form if f"-{column}-" in one)
    return name


def test_it_lists_what_is_public_in_one_language_only(translator: Client) -> None:
    make.published(make.actor(name_en="CNN", note_en="An outlet."))
    make.published(make.actor(name_en="", name_uk="Розвідка"))
    make.published(make.actor(name_en="Storm", name_uk="Шторм"))
    make.actor(name_en="A draft")
    make.save(make.published(make.actor(name_en="Changed")), note_en="x", comment="y")

    assert listed(translator, "uk") == {"CNN": 2}
    assert listed(translator, "en") == {"Розвідка": 1}


def test_every_text_of_two_languages_is_looked_for() -> None:
    rows = [one for one in apps.get_models() if issubclass(one, Record | OwnedRow)]
    looked_at = {
        model for record in record_models().values() for model, _way in translating._tables(record)
    }

    assert looked_at == {one for one in rows if translating.names(one)}


def test_a_translation_is_a_change_that_somebody_else_approves(
    translator: Client, olena: User
) -> None:
    actor = make.published(make.actor(note_en="An outlet.\nOf Atlanta."))
    form = form_of(translator.get(page_of(actor)))
    form |= {names_of(form, "note_uk"): "Видання.\r\nЗ Атланти.", "_submit": "1"}

    assert translator.post(page_of(actor), form).status_code == 302

    actor.refresh_from_db()
    review = Review.objects.get()
    assert (actor.note_uk, actor.name_uk) == ("Видання.\nЗ Атланти.", "")
    assert (review.work, review.edition and review.edition.number) == ("submitted", 1)
    own = review.events.filter(by=olena).order_by("-id")
    assert [event.kind for event in own[:2]] == ["submitted", "saved"]
    make.approved(actor, note="Translated.")
    assert listed(translator, "uk") == {"CNN": 1}


def test_texts_of_rows_are_translated_with_the_record_in_one_save(translator: Client) -> None:
    incident = make.published_incident(rows=[Victim(label_en="a soldier")])
    before = incident.review.events.count()
    form = form_of(translator.get(page_of(incident)))
    form |= {names_of(form, "label_uk"): "військовий", names_of(form, "summary_uk"): "За статтею."}

    translator.post(page_of(incident), form)

    incident.refresh_from_db()
    assert (incident.summary_uk, incident.victims.get().label_uk) == ("За статтею.", "військовий")
    assert incident.review.events.count() == before + 1


def test_what_was_typed_stays_when_the_original_changed_or_somebody_was_quicker(
    translator: Client,
) -> None:
    actor = make.published(make.actor(note_en="An outlet."))
    form = form_of(translator.get(page_of(actor)))
    form |= {names_of(form, "note_uk"): "Видання.", names_of(form, "name_uk"): "Сі-Ен-Ен"}
    make.save(actor, note_en="A channel.", name_uk="СНН", comment="better")

    answer = translator.post(page_of(actor), form)

    assert answer.status_code == 400
    assert answer.context["form"].left_over == ["Сі-Ен-Ен", "Видання."]
    assert "Видання." in answer.text
    actor.refresh_from_db()
    assert (actor.name_uk, actor.note_uk) == ("СНН", "")


def test_what_others_saved_beside_it_stays(translator: Client) -> None:
    actor = make.published(make.actor(note_en="An outlet."))
    form = form_of(translator.get(page_of(actor)))
    form |= {names_of(form, "note_uk"): "Видання."}
    make.save(actor, name_uk="СНН", comment="its name")

    translator.post(page_of(actor), {**form, names_of(form, "name_uk"): ""})

    actor.refresh_from_db()
    assert (actor.name_uk, actor.note_uk) == ("СНН", "Видання.")


def test_a_field_says_what_is_wrong_and_nothing_is_saved(translator: Client) -> None:
    actor = make.published(make.actor(note_en="An outlet."))
    form = form_of(translator.get(page_of(actor)))
    name = names_of(form, "name_uk")
    form |= {name: "СН\u200bН", names_of(form, "note_uk"): "Видання."}

    answer = translator.post(page_of(actor), form)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [name.removeprefix("text-")]
    assert "Видання." in answer.text
    actor.refresh_from_db()
    assert actor.note_uk == ""


def test_nothing_is_saved_of_an_empty_form_or_without_a_reason(translator: Client) -> None:
    actor = make.published(make.actor())
    form = form_of(translator.get(page_of(actor)))

    assert translator.post(page_of(actor), form).context["form"].non_field_errors() == [
        "Translate at least one text."
    ]
    form |= {names_of(form, "name_uk"): "СНН", "text-comment": ""}
    assert list(translator.post(page_of(actor), form).context["form"].errors) == ["comment"]


def test_what_waits_for_review_is_translated_afterwards(translator: Client) -> None:
    actor = make.published(make.actor(note_en="An outlet."))
    form = form_of(translator.get(page_of(actor)))
    form |= {names_of(form, "name_uk"): "СНН"}
    make.save(actor, note_uk="Канал.", comment="again")
    make.submitted(actor)

    answer = translator.post(page_of(actor), form)

    assert answer.context["form"].non_field_errors() == [
        "It waits for review: translate it when that is decided."
    ]


def test_rows_that_rest_on_what_one_may_not_read_are_not_there(olena: User) -> None:
    kept = make.statement(source=make.source(access="restricted"), label="Kept")
    said = make.statement(source=make.source())
    link = StatementLink(statement=said, kind="repeats", to=kept, why_en="THE WITNESS")
    make.save(said.source, rows=[link], comment="the same words")

    for reader, sees in ((olena, 0), (User.objects.create_superuser("owner"), 1)):
        originals = [gap.original for gap in seen_by(said.source, reader)]
        assert (said.paraphrase_en in originals, originals.count("THE WITNESS")) == (True, sees)


def test_a_record_is_not_listed_for_a_row_that_one_may_not_read(
    translator: Client, olena: User
) -> None:
    kept = make.source(title="Kept")
    named = make.statement(source=kept)
    make.published(kept)
    said = make.statement(source=make.source(), paraphrase_uk="Їх розстріляли.")
    link = StatementLink(statement=said, kind="repeats", to=named, why_en="THE WITNESS")
    make.save(said.source, rows=[link], comment="the same words")
    make.published(said.source)
    title = Review.objects.get(pk=said.source_id).title
    assert listed(translator, "uk")[title] == 1

    make.save(kept, access="restricted", comment="to protect somebody")

    assert title not in listed(translator, "uk")


def seen_by(record: Record, reader: User) -> list[translating.Gap]:
    return translating.gaps([record.review], "uk", reader)[record.pk]


def test_nobody_translates_what_they_may_not_change() -> None:
    actor = make.published(make.actor())
    reader = signed_in(make.person(name="reads", group="Safeguarding"))

    assert reader.get(page_of(actor)).status_code == 403
    assert reader.post(page_of(actor), {}).status_code == 403


def test_a_draft_has_no_page_of_translation(translator: Client) -> None:
    assert translator.get(page_of(make.actor())).status_code == 404


def test_names_and_terms_of_a_text_stand_beside_it_in_the_other_language(olena: User) -> None:
    make.actor(name_en="Storm", name_uk="Шторм")
    make.place()

    found = list(glossary(olena)("Storm reported a drone near Udachne, killed while surrendering."))

    assert {"en": "Storm", "uk": "Шторм"} in found
    assert {"en": "Udachne", "uk": "Удачне"} in found
    assert [one["en"] for one in found[2:]] == ["reported", "killed while surrendering"]


def test_it_asks_as_much_for_many_records_as_for_two(
    translator: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        make.published(make.actor(name_en=f"Actor {number}"))
    with django_assert_max_num_queries(24):
        translator.get(QUEUE, {"to": "uk"})
    assert Actor.objects.count() == 12
