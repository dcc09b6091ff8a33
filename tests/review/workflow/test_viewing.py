"""What somebody has looked at is marked for them alone, until the line says something else."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from review.models import KeptComment, Viewed
from review.redaction import typed
from sources.models import Actor
from tests import factories as make
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> Actor:
    """Public, with two lines that wait for review."""
    actor = make.published(make.actor())
    make.save(actor, note_en="A broadcaster.", side="third")
    make.submitted(actor)
    return actor


@pytest.fixture
def taras() -> User:
    return make.reviewer()


def page(client: Client, actor: Actor) -> Any:
    return client.get(reverse("admin:review_review_detail", args=[actor.pk]))


def digests(client: Client, actor: Actor) -> dict[str, str]:
    return {line.field.name: line.digest for line in page(client, actor).context["lines"]}


def keep(client: Client, actor: Actor, *viewed: str) -> None:
    client.post(reverse("admin:review_review_keep_viewed", args=[actor.pk]), {"viewed": viewed})


def marked(client: Client, actor: Actor) -> dict[str, bool]:
    return {line.field.name: line.is_viewed for line in page(client, actor).context["lines"]}


def test_what_one_has_looked_at_is_marked_for_oneself_alone(actor: Actor, taras: User) -> None:
    client = signed_in(taras)

    keep(client, actor, digests(client, actor)["side"])

    assert marked(client, actor) == {"side": True, "note_en": False}
    assert "1 of 2 looked at." in page(client, actor).content.decode()
    ivan = signed_in(make.reviewer(name="ivan"))
    assert marked(ivan, actor) == {"side": False, "note_en": False}


def test_a_mark_is_taken_back(actor: Actor, taras: User) -> None:
    client = signed_in(taras)
    both = digests(client, actor)
    keep(client, actor, *both.values())

    keep(client, actor, both["side"])

    assert marked(client, actor) == {"side": True, "note_en": False}


def test_what_is_typed_on_the_lines_meanwhile_is_kept_with_the_marks(
    actor: Actor, taras: User
) -> None:
    client = signed_in(taras)
    address = reverse("admin:review_review_keep_viewed", args=[actor.pk])
    shown = page(client, actor)
    form = form_of(shown, reverse("admin:review_review_ask", args=[actor.pk]))
    lines = {line.field.name: line for line in shown.context["lines"]}
    note = f"ask-{lines['note_en'].key}"

    client.post(address, {**form, "viewed": lines["side"].digest, note: "Which country?"})
    # From a window that was opened before.
    client.post(address, {**form, "viewed": lines["side"].digest})

    assert marked(client, actor) == {"side": True, "note_en": False}
    assert [one.text for one in KeptComment.objects.all()] == ["Which country?"]
    assert f'value="{lines["side"].digest}" form="ask"' in shown.content.decode()


def test_a_line_that_changes_is_marked_no_more(actor: Actor, taras: User) -> None:
    client = signed_in(taras)
    before = digests(client, actor)
    keep(client, actor, *before.values())
    actor.review.refresh_from_db()
    make.save(actor, note_en="A broadcaster of Atlanta.")

    changed = marked(client, actor)
    keep(client, actor, *before.values())

    assert changed == {"side": True, "note_en": False}
    # What was looked at on a page of before is not what stands there now.
    assert marked(client, actor) == changed


def test_what_no_page_gave_is_not_kept(actor: Actor, taras: User) -> None:
    keep(signed_in(taras), actor, "0" * 64, "x" * 5000, "\0")

    assert not Viewed.objects.exists()


def test_who_may_not_read_the_record_marks_nothing() -> None:
    source = make.source(access="restricted")
    address = reverse("admin:review_review_keep_viewed", args=[source.pk])

    assert signed_in(make.researcher(name="petro")).post(address).status_code == 404


def test_marks_go_with_an_erased_record_and_with_whoever_leaves(actor: Actor, taras: User) -> None:
    client = signed_in(taras)
    keep(client, actor, *digests(client, actor).values())
    for texts in typed.TYPED:
        texts.forget(actor.review, lambda _text: False)
    after_erasing = Viewed.objects.count()
    keep(client, actor, *digests(client, actor).values())

    for texts in typed.TYPED:
        texts.pass_on(taras, None)

    assert (after_erasing, Viewed.objects.count()) == (0, 0)
