"""Tags of the team: its words for its records, never public and no part of a record."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from review.models import Event, Record, Refused, Review, Tag, Tagged
from review.redaction import typed
from review.workflow import decisions, hiding, tagging
from tests import factories as make
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

TAGS = "/admin/review/review/tags/"
SEARCH = "/search/?q=unseentag"


@pytest.fixture
def olena() -> Client:
    return signed_in(make.researcher())


def tagged(record: Record, *names: str) -> None:
    by = make.researcher()
    keys = {
        (Tag.objects.filter(name=name).first() or tagging.make(name, by=by)).pk for name in names
    }
    tagging.put(record.review, add=keys, remove=(), by=by)


def tags_of(record: Record) -> list[str]:
    return [str(one.tag) for one in Tagged.objects.filter(review=record.pk)]


def page_of(record: Record) -> str:
    return reverse("admin:review_review_record_tags", args=[record.pk])


def told(client: Client, address: str) -> list[str]:
    """Titles in a list of the admin."""
    return [str(row) for row in client.get(address).context["cl"].result_list]


def test_a_record_is_tagged_on_a_page_without_becoming_a_draft(olena: Client) -> None:
    actor = make.published(make.actor())
    tagging.make("urgent translation", by=make.researcher())
    form = form_of(olena.get(page_of(actor)))
    key = str(Tag.objects.get().pk)

    olena.post(page_of(actor), form | {"tags": key, "new": "spring offensive"})

    review = Review.objects.get(pk=actor.pk)
    assert tags_of(actor) == ["spring offensive", "urgent translation"]
    assert (review.work, review.head_id) == (Review.Work.CLEAN, actor.review.head_id)
    events = review.events.filter(kind=Event.Kind.TAGGED)
    assert {(one.by.username, one.comment) for one in events} == {
        ("olena", "urgent translation"),
        ("olena", "spring offensive"),
    }
    again = form_of(olena.get(page_of(actor)))
    tagged(actor, "of a colleague")  # meanwhile
    olena.post(page_of(actor), again | {"tags": key})
    assert tags_of(actor) == ["of a colleague", "urgent translation"]
    assert review.events.filter(kind=Event.Kind.UNTAGGED).get().comment == "spring offensive"


def test_a_tag_leaves_a_returned_draft_returned(olena: Client) -> None:
    actor = make.submitted(make.actor())
    decisions.send_back(
        actor.review, by=make.reviewer(), seen=actor.review.head_id, comment="mend it"
    )

    tagged(actor, "later")

    assert [one.pk for one in Review.objects.returned_to(make.researcher())] == [actor.pk]


def test_lists_the_queue_and_the_search_filter_by_tag(olena: Client) -> None:
    first, other = make.submitted(make.actor(name_en="First")), make.actor(name_en="Other")
    source = make.source(title="A report")
    for record in (first, source):
        tagged(record, "later")
    tagged(other, "else")
    key = Tag.objects.get(name="later").pk

    queue = olena.get(f"/admin/review/review/?tag={key}").context["reviews"]
    found = olena.get(f"/admin/review/review/find/?tag={key}").context["found"]
    words = olena.get(f"/admin/review/review/find/?tag={key}&q=First").context["found"]

    assert told(olena, f"/admin/sources/actor/?tag={key}") == ["First"]
    assert told(olena, f"/admin/sources/source/?tag={key}") == ["A report"]
    assert told(olena, "/admin/sources/source/?tag=nonsense") == []
    assert [review.pk for review in queue] == [first.pk]
    assert [kind.name for kind in found] == ["actors", "sources"]
    assert [kind.name for kind in words] == ["actors"]
    assert b'<span class="tag">later</span>' in olena.get(f"{TAGS[:-5]}?tag={key}").content


def test_two_names_are_one_whatever_their_case(olena: Client) -> None:
    olena.post(f"{TAGS}make/", {"name": "Spring"})

    again = olena.post(f"{TAGS}make/", {"name": " SPRING "})

    assert again.context["form"].non_field_errors() == ["There is a tag of this name already."]
    with pytest.raises(IntegrityError, match="tag_name_once"), transaction.atomic():
        Tag.objects.create(name="spring", by=make.researcher())


def test_it_is_renamed_merged_retired_and_deleted(olena: Client) -> None:
    both, one = make.actor(name_en="Both"), make.actor(name_en="One")
    tagged(both, "spring", "springtime")
    tagged(one, "springtime")
    spring, springtime = Tag.objects.order_by("name")

    olena.post(f"{TAGS}{springtime.pk}/merge/", {"into": str(spring.pk)})
    olena.post(f"{TAGS}{spring.pk}/rename/", {"name": "spring 2025"})
    page = olena.get(TAGS)

    assert [tags_of(record) for record in (both, one)] == [["spring 2025"], ["spring 2025"]]
    assert one.review.events.filter(
        kind=Event.Kind.TAGGED, comment="“springtime” was merged into “spring”."
    ).exists()
    assert [str(message) for message in page.context["messages"]] == [
        "The tags are merged.",
        "The tag is renamed.",
    ]
    olena.post(f"{TAGS}{spring.pk}/retire/")
    with pytest.raises(Refused, match="retired"):
        tagged(make.actor(name_en="Third"), "spring 2025")
    with pytest.raises(IntegrityError, match="This tag is retired"), transaction.atomic():
        Tagged.objects.create(review=make.actor(name_en="Fourth").review, tag=spring)
    olena.post(f"{TAGS}{spring.pk}/retire/", {"back": "1"})
    tagged(make.actor(name_en="Third"), "spring 2025")
    olena.post(f"{TAGS}{spring.pk}/delete/")
    assert (tags_of(one), Tag.objects.count()) == ([], 0)
    off = one.review.events.filter(kind=Event.Kind.UNTAGGED)
    assert [event.comment for event in off] == ["“spring 2025” was deleted."]


def test_only_what_one_may_read_is_counted_and_tagged(olena: Client) -> None:
    hidden = make.source(title="Kept", access="restricted")
    tagged(make.source(title="Open"), "later")
    Tagged.objects.create(review=hidden.review, tag=Tag.objects.get())

    def counted(client: Client) -> list[tuple[str, int]]:
        return [(tag.name, tag.number) for tag, _beside in client.get(TAGS).context["rows"]]

    key = Tag.objects.get().pk
    assert counted(olena) == [("later", 1)]
    assert olena.get(page_of(hidden)).status_code == 404
    assert told(olena, f"/admin/sources/source/?tag={key}") == ["Open"]


def test_whoever_only_reads_changes_no_tag() -> None:
    user = make.person(name="viewer", group="Researchers")
    user.groups.clear()
    user.groups.add(make.group_of("view_review", "view_actor"))
    actor = make.actor()
    client = signed_in(user)

    refused: Any = client.post(page_of(actor), {"new": "later"})

    assert refused.context["form"].non_field_errors() == ["You do not have the right to do this."]
    assert not Tag.objects.exists()


def test_it_goes_with_an_erased_record_and_with_what_its_name_tells() -> None:
    actor, other = make.actor(), make.actor(name_en="Other")
    tagged(actor, "later")
    tagged(other, "later", "about Petrenko")

    for texts in typed.TYPED:
        texts.forget(actor.review, lambda text: "Petrenko" in text)

    assert [tags_of(one) for one in (actor, other)] == [[], ["later"]]


@pytest.mark.parametrize("deed", ["rename", "merge"])
def test_a_record_from_which_a_name_was_redacted_never_bears_it_as_a_tag(deed: str) -> None:
    actor = make.published(make.actor(note_en="About Petrenko."))
    other = make.actor(name_en="Other")
    [part] = make.hidden(actor, "note")
    by = make.administrator()
    hiding.redact(part, by=by, day=make.DAY, comment="a family asked", words=["Petrenko"])
    tagged(actor, "later")
    tagged(other, "later")
    by, key = make.researcher(), Tag.objects.get().pk

    if deed == "rename":
        tagging.rename(key, name="Petrenko", by=by)
    else:
        tagging.merge(key, into=tagging.make("PETRENKO case", by=by).pk, by=by)

    assert [len(tags_of(one)) for one in (actor, other)] == [0, 1]
    [*said] = actor.review.events.filter(kind__in=["tagged", "untagged"]).order_by("id")
    assert [(one.kind, one.comment) for one in said] == [("tagged", "later"), ("untagged", "later")]


def test_no_document_tells_a_tag() -> None:
    actor = make.actor()
    tagged(actor, "unseentag")
    published = make.published(actor)
    source = make.source()
    tagged(source, "unseentag")
    make.published(source)
    client = Client()

    pages = [f"/actors/{published.reference}/", "/actors/", "/actors.json", "/sources.csv"]
    pages += [
        "/editions.jsonl",
        f"/sources/{source.reference}/",
        "/changes/",
        SEARCH,
    ]

    told_there = [page for page in pages if b"unseentag" in _content(client.get(page))]
    assert told_there == [SEARCH]  # the question itself


def _content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_tags_are_locked_before_the_record_as_where_they_are_merged() -> None:
    actor, by = make.actor(), make.researcher()
    old, new = tagging.make("old", by=by), tagging.make("new", by=by)
    tagging.put(actor.review, add={old.pk}, remove=(), by=by)

    with CaptureQueriesContext(connection) as asked:
        tagging.put(actor.review, add={new.pk}, remove={old.pk}, by=by)

    locked = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    tables = ["review_tag" if 'FROM "review_tag"' in sql else "review_review" for sql in locked]
    assert tables[:2] == ["review_tag", "review_review"]
    assert tags_of(actor) == ["new"]


def test_a_tag_that_a_colleague_deleted_meanwhile_is_said(olena: Client) -> None:
    actor, by = make.actor(), make.researcher()
    gone, stays = tagging.make("gone", by=by), tagging.make("stays", by=by)
    tagging.put(actor.review, add={gone.pk}, remove=(), by=by)
    tagging.delete(gone.pk, by=by)
    tagging.put(actor.review, add={stays.pk}, remove={gone.pk}, by=by)
    with pytest.raises(Refused, match="is not there any more"):
        tagging.put(actor.review, add={gone.pk}, remove=(), by=by)
    assert tags_of(actor) == ["stays"]
