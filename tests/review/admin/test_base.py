"""Saving, reviewing and deciding in the admin, by author, colleague, reviewer and stranger."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from review.models import Edition, Review
from sources.models import Actor
from tests import factories
from tests.pages import add_row, form_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Client:
    return signed_in(factories.researcher())


@pytest.fixture
def colleague() -> Client:
    return signed_in(factories.researcher(name="petro"))


@pytest.fixture
def actor() -> Actor:
    return factories.actor(name_en="HUR", names=["ГУР"])


def change_url(actor: Actor) -> str:
    return reverse("admin:sources_actor_change", args=[actor.pk])


def deed_url(actor: Actor, deed: str, *more: Any) -> str:
    return reverse(f"admin:review_review_{deed}", args=[actor.pk, *more])


def deed(client: Client, actor: Actor, name: str, prefix: str = "", **typed: Any) -> Any:
    """Open the review page and do one of its deeds as its form offers it."""
    prefix = prefix or name
    page = client.get(deed_url(actor, "detail"))
    form = form_of(page, deed_url(actor, name))
    return client.post(
        deed_url(actor, name), form | {f"{prefix}-{key}": value for key, value in typed.items()}
    )


def text_of(response: Any) -> str:
    return str(response.content.decode())


def events(actor: Actor) -> list[tuple[str, str, str]]:
    found = actor.review.events.select_related("by").order_by("id")
    return [(event.kind, event.by.username, event.comment) for event in found]


# Saving


def test_entering_a_record_makes_a_draft_with_its_rows(author: Client) -> None:
    form = form_of(author.get(reverse("admin:sources_actor_add")))
    form |= {"name_en": "SBU", "kind": "state_body", "comment": "first"}
    form = add_row(form, "names", text="СБУ", kind="alias", language="uk", script="cyrillic")

    response = author.post(reverse("admin:sources_actor_add"), form | {"_continue": "1"})

    actor = Actor.objects.get()
    assert response.headers["Location"] == change_url(actor)
    assert [name.text for name in actor.names.all()] == ["СБУ"]
    assert actor.review.work == Review.Work.DRAFT
    assert events(actor) == [("saved", "olena", "first")]


def test_save_and_submit_leads_to_the_review(author: Client, actor: Actor) -> None:
    form = form_of(author.get(change_url(actor)))

    response = author.post(change_url(actor), form | {"comment": "ready", "_submit": "1"})

    assert response.headers["Location"] == deed_url(actor, "detail")
    actor.review.refresh_from_db()
    assert actor.review.work == Review.Work.SUBMITTED


def test_submitting_without_a_comment_is_refused_and_saves_nothing(
    author: Client, actor: Actor
) -> None:
    form = form_of(author.get(change_url(actor))) | {"name_uk": "ГУР МО", "_submit": "1"}

    response = author.post(change_url(actor), form)

    assert "Say what you changed and why before you submit." in text_of(response)
    assert form_of(response)["name_uk"] == "ГУР МО"
    actor.refresh_from_db()
    assert actor.name_uk == ""
    assert events(actor) == [("saved", "olena", "entered")]


def test_changing_a_public_record_needs_a_reason(author: Client, actor: Actor) -> None:
    factories.published(actor)
    form = form_of(author.get(change_url(actor))) | {"name_uk": "ГУР МО"}

    response = author.post(change_url(actor), form)

    assert "This record is public: say why you change it." in text_of(response)
    assert form_of(response)["name_uk"] == "ГУР МО"


def test_saving_what_waits_makes_it_a_draft_and_says_so(author: Client, actor: Actor) -> None:
    factories.submitted(actor)
    form = form_of(author.get(change_url(actor))) | {"name_uk": "ГУР МО"}

    response = author.post(change_url(actor), form | {"comment": "more"}, follow=True)

    assert "It was submitted and is a draft again now: submit it once more." in text_of(response)
    actor.review.refresh_from_db()
    assert actor.review.work == Review.Work.DRAFT


def test_the_form_of_one_record_does_not_lend_its_head_to_another(
    author: Client, actor: Actor
) -> None:
    other = factories.actor(name_en="SBU")

    first = form_of(author.get(change_url(actor)))
    new = form_of(author.get(reverse("admin:sources_actor_add")))
    second = form_of(author.get(change_url(other)))

    assert first["seen"] == str(actor.review.head_id)
    assert new["seen"] == ""
    assert second["seen"] == str(other.review.head_id)


# Two people at one record


def save_meanwhile(colleague: Client, actor: Actor, **changes: str) -> None:
    form = form_of(colleague.get(change_url(actor)))
    response = colleague.post(change_url(actor), form | changes | {"comment": "mine"})
    assert response.status_code == 302


def test_stale_save_is_refused_and_shows_who_changed_what(
    author: Client, colleague: Client, actor: Actor
) -> None:
    mine = form_of(author.get(change_url(actor))) | {"name_uk": "ГУР", "comment": "mine"}
    save_meanwhile(colleague, actor, note_en="An intelligence body.")

    response = author.post(change_url(actor), mine)

    assert "Somebody else has saved this record since you opened it." in text_of(response)
    assert "An intelligence body." in text_of(response)
    assert "petro" in text_of(response)
    assert form_of(response)["name_uk"] == "ГУР"
    actor.refresh_from_db()
    assert (actor.name_uk, actor.note_en) == ("", "An intelligence body.")


def test_saving_on_top_keeps_theirs_where_nothing_was_changed(
    author: Client, colleague: Client, actor: Actor
) -> None:
    mine = form_of(author.get(change_url(actor))) | {"name_uk": "ГУР", "comment": "mine"}
    save_meanwhile(colleague, actor, note_en="An intelligence body.", side="ukraine")
    refused = author.post(change_url(actor), mine)
    head = Review.objects.get(pk=actor.pk).head_id
    assert f'name="_on_top" value="{head}"' in text_of(refused)

    response = author.post(change_url(actor), form_of(refused) | {"_on_top": str(head)})

    assert response.headers["Location"] == change_url(actor)
    actor.refresh_from_db()
    assert (actor.name_uk, actor.note_en, actor.side) == ("ГУР", "An intelligence body.", "ukraine")


def test_saving_on_top_of_a_third_save_is_refused_again(
    author: Client, colleague: Client, actor: Actor
) -> None:
    mine = form_of(author.get(change_url(actor))) | {"name_uk": "ГУР"}
    save_meanwhile(colleague, actor, note_en="One.")
    head = Review.objects.get(pk=actor.pk).head_id
    save_meanwhile(colleague, actor, note_en="Two.")

    response = author.post(change_url(actor), mine | {"_on_top": str(head)})

    assert "Somebody else has saved this record" in text_of(response)
    actor.refresh_from_db()
    assert (actor.name_uk, actor.note_en) == ("", "Two.")


def test_saving_on_top_is_not_offered_when_an_edited_row_is_gone(
    author: Client, colleague: Client, actor: Actor
) -> None:
    mine = form_of(author.get(change_url(actor))) | {"names-0-text": "Г.У.Р."}
    save_meanwhile(colleague, actor, **{"names-0-DELETE": "on"})

    response = author.post(change_url(actor), mine)

    assert "A row that you were editing was removed." in text_of(response)
    assert 'name="_on_top"' not in text_of(response)


# Deciding


def test_author_sees_no_approval_and_a_forged_one_is_refused(author: Client, actor: Actor) -> None:
    factories.submitted(actor)

    response = author.post(
        deed_url(actor, "approve"),
        {"approve-seen": str(actor.review.head_id), "approve-considered": "on"},
    )

    assert "approve-considered" not in text_of(author.get(deed_url(actor, "detail")))
    assert "You do not have the right to do this." in text_of(response)
    assert not Edition.objects.exists()


def test_reviewer_who_is_in_the_pile_is_refused(reviewer: Client, actor: Actor) -> None:
    factories.save(actor, by=factories.reviewer(), note_en="Mine.")
    factories.submitted(actor)

    response = reviewer.post(
        deed_url(actor, "approve"),
        {"approve-seen": str(actor.review.head_id), "approve-considered": "on"},
    )

    assert "somebody else must approve it" in text_of(reviewer.get(deed_url(actor, "detail")))
    assert "somebody else must approve it" in text_of(response)
    assert not Edition.objects.exists()


def test_reviewer_approves_what_another_submitted(reviewer: Client, actor: Actor) -> None:
    factories.submitted(actor)

    response = deed(reviewer, actor, "approve", considered="on")

    assert response.headers["Location"] == deed_url(actor, "detail")
    assert Edition.objects.get().approved_by.username == "taras"


def test_approval_asks_about_harm(reviewer: Client, actor: Actor) -> None:
    factories.submitted(actor)

    response = deed(reviewer, actor, "approve", comment="kept")

    assert response.status_code == 400
    assert "Answer the question about harm before you approve." in text_of(response)
    assert form_of(response, deed_url(actor, "approve"))["approve-comment"] == "kept"
    assert not Edition.objects.exists()


def test_approval_of_another_head_is_refused(
    reviewer: Client, colleague: Client, actor: Actor
) -> None:
    factories.submitted(actor)
    page = reviewer.get(deed_url(actor, "detail"))
    form = form_of(page, deed_url(actor, "approve")) | {"approve-considered": "on"}
    save_meanwhile(colleague, actor, note_en="Changed meanwhile.")

    response = reviewer.post(deed_url(actor, "approve"), form)

    assert "Somebody else has saved this record since you opened it." in text_of(response)
    assert "petro changed" in text_of(response)
    assert not Edition.objects.exists()


def test_returned_record_is_mended_and_approved(
    author: Client, reviewer: Client, actor: Actor
) -> None:
    factories.submitted(actor)
    deed(reviewer, actor, "return", comment="Say whose body it is.")
    first_page = text_of(author.get(reverse("admin:index")))
    assert "Returned to me for changes" in first_page
    assert first_page.count("Say whose body it is.") == 1
    assert "Say whose body it is." in text_of(author.get(change_url(actor)))

    form = form_of(author.get(change_url(actor))) | {"side": "ukraine", "comment": "done"}
    author.post(change_url(actor), form | {"_submit": "1"})
    deed(reviewer, actor, "approve", considered="on")

    assert Edition.objects.get().number == 1
    assert [kind for kind, _who, _comment in events(actor)] == [
        "saved",
        "submitted",
        "returned",
        "saved",
        "submitted",
        "approved",
    ]


def test_reviewer_sees_exactly_what_changed_since_the_edition(
    reviewer: Client, actor: Actor
) -> None:
    factories.published(actor)
    factories.save(actor, name_uk="ГУР МО", comment="its name")

    lines = reviewer.get(deed_url(actor, "detail")).context["lines"]

    assert [(line.field.name, line.before, line.after) for line in lines] == [
        ("name_uk", "", "ГУР МО")
    ]
    assert [str(one) for one in lines[0].people] == ["olena"]


def test_line_is_put_back_and_everything_discarded(reviewer: Client, actor: Actor) -> None:
    factories.published(actor)
    factories.save(actor, name_uk="ГУР МО", note_en="New.", comment="two changes")

    page = reviewer.get(deed_url(actor, "detail"))
    line = next(line for line in page.context["lines"] if line.field.name == "name_uk")
    reviewer.post(
        deed_url(actor, "put_back"),
        {
            "put_back-seen": str(page.context["review"].head_id),
            "put_back-line": line.key,
            f"put_back-comment-{line.key}": "as before",
        },
    )
    actor.refresh_from_db()
    assert (actor.name_uk, actor.note_en) == ("", "New.")

    deed(reviewer, actor, "discard", comment="not needed")
    actor.refresh_from_db()
    assert actor.note_en == ""
    assert Review.objects.get(pk=actor.pk).work == Review.Work.CLEAN


def test_withdrawn_record_says_so(reviewer: Client, actor: Actor) -> None:
    factories.published(actor)

    deed(reviewer, actor, "withdraw", reason="error", comment="wrong body")

    assert Review.objects.get(pk=actor.pk).public == Review.Public.WITHDRAWN


def test_earlier_revision_is_restored_as_a_new_change(author: Client, actor: Actor) -> None:
    first = actor.review.head_id
    factories.save(actor, note_en="New.")
    url = deed_url(actor, "revision", first)
    restore = deed_url(actor, "restore", first)
    form = form_of(author.get(url), restore)

    response = author.post(restore, form | {"restore-comment": "the first was right"})

    assert response.headers["Location"] == deed_url(actor, "detail")
    actor.refresh_from_db()
    assert actor.note_en == ""
    assert events(actor)[-1] == ("restored", "olena", "the first was right")


def test_comment_urgency_and_being_reviewed_are_shown(
    reviewer: Client, author: Client, actor: Actor
) -> None:
    factories.submitted(actor)

    deed(reviewer, actor, "comment", comment="Which department?")
    reviewer.post(deed_url(actor, "take"))
    author.post(deed_url(actor, "urgent"), {"urgent-comment": "A hearing tomorrow."})

    queue = text_of(reviewer.get(reverse("admin:review_review_changelist")))
    assert "Urgent:" in queue
    assert "A hearing tomorrow." in queue
    assert "taras" in queue
    assert "Which department?" in text_of(reviewer.get(deed_url(actor, "history")))


def test_history_of_a_record_is_the_one_that_reads_as_comparisons(
    author: Client, actor: Actor
) -> None:
    response = author.get(reverse("admin:sources_actor_history", args=[actor.pk]))

    assert response.headers["Location"] == deed_url(actor, "history")


def test_record_is_never_deleted(reviewer: Client, actor: Actor) -> None:
    response = reviewer.post(
        reverse("admin:sources_actor_delete", args=[actor.pk]), {"post": "yes"}
    )

    assert response.status_code == 403
    assert Actor.objects.filter(pk=actor.pk).exists()


@pytest.mark.parametrize(
    "name",
    [
        *("detail", "comment", "approve", "return", "discard", "put_back", "submit", "reopen"),
        *("withdraw", "take", "release", "assign_reviewer", "urgent", "not_urgent", "history"),
    ],
)
def test_strangers_open_no_review_page(actor: Actor, name: str) -> None:
    response = Client().get(deed_url(actor, name))

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("typed", ["a\0b", "x" * 5001])
def test_a_comment_that_cannot_be_kept_is_a_form_error(
    author: Client, actor: Actor, typed: str
) -> None:
    form = form_of(author.get(change_url(actor))) | {"comment": typed}

    response = author.post(change_url(actor), form)

    assert response.status_code == 200
    assert response.context["adminform"].form.errors["comment"]
    assert deed(author, actor, "comment", comment=typed).status_code == 400


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "²"])
def test_a_head_that_is_none_is_stale_and_no_error(author: Client, actor: Actor, seen: str) -> None:
    form = form_of(author.get(change_url(actor))) | {"seen": seen, "name_uk": "ГУР"}

    response = author.post(change_url(actor), form)

    assert response.status_code == 200
    actor.refresh_from_db()
    assert actor.name_uk == ""


def test_preview_shows_the_working_copy_and_says_that_it_is_not_public(
    author: Client, actor: Actor
) -> None:
    response = author.get(reverse("admin:sources_actor_preview", args=[actor.pk]))

    assert "Preview: not public" in text_of(response)
    assert "HUR" in text_of(response)
