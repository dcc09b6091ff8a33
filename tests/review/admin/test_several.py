"""Several reports at once: each shown, and each decided by itself."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from incidents.models import Finding, Incident, Involvement, Victim, WithheldName
from review.models import Record, Review
from review.workflow import decisions
from sources.models import Actor
from tests import factories as make
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

SEVERAL = reverse("admin:review_review_several")
APPROVE = reverse("admin:review_review_approve_several")
RETURN = reverse("admin:review_review_return_several")
ASSIGN = reverse("admin:review_review_assign_several")


@pytest.fixture
def taras() -> Client:
    return signed_in(make.reviewer())


def waiting(name: str, by: User | None = None) -> Actor:
    actor = make.actor(name_en=name, by=by or make.researcher())
    make.submitted(actor, by=by)
    return actor


def looked_at(client: Client, *records: Record) -> dict[str, Any]:
    """The form of the page that shows them, with all of them ticked."""
    page = client.get(SEVERAL, {"chosen": [str(one.pk) for one in records]})
    form = form_of(page, ASSIGN)
    return form | {"chosen": [str(one.pk) for one in records], "considered": "on"}


def answers(response: Any) -> dict[str, str]:
    return {one.review.title: one.refused for one in response.context["answers"]}


def works() -> dict[str, str]:
    return dict(Review.objects.values_list("title", "work"))


def test_each_is_approved_by_itself_and_what_is_refused_takes_nothing_from_the_others(
    taras: Client,
) -> None:
    fine, changed = waiting("Fine"), waiting("Changed")
    form = looked_at(taras, fine, changed)
    changed.review.refresh_from_db()
    make.save(changed, note_en="Unseen")
    make.submitted(changed)

    done = taras.post(APPROVE, form)

    found = answers(done)
    assert (found["Fine"], "olena changed actor" in found["Changed"]) == ("", True)
    assert works() == {"Fine": "clean", "Changed": "submitted"}


def test_a_number_that_nobody_reads_is_no_revision(taras: Client) -> None:
    one = waiting("One")
    form = looked_at(taras, one) | {f"heads-{one.pk}": f"{one.pk}:{'9' * 5000}"}

    assert [*answers(taras.post(APPROVE, form))] == ["One"]
    assert works() == {"One": "submitted"}


def test_only_what_was_shown_is_approved(taras: Client) -> None:
    one, other = waiting("One"), waiting("Other")
    form = looked_at(taras, one, other)
    swapped = form | {f"shown-{one.pk}": form[f"shown-{other.pk}"]}
    without = form | {f"shown-{other.pk}": "", f"heads-{one.pk}": form[f"heads-{other.pk}"]}

    for sent in (swapped, without):
        found = answers(taras.post(APPROVE, sent | {"chosen": [str(one.pk)]}))
        assert list(found.values()) == [
            "What would be published has changed since you looked: look at it again."
        ]
    assert works() == {"One": "submitted", "Other": "submitted"}


def test_each_has_its_own_four_eyes() -> None:
    both = make.reviewer(name="both")
    make.give(both, "Researchers")
    client = signed_in(User.objects.get(pk=both.pk))
    own, others = waiting("Own", by=both), waiting("Of others")

    found = answers(client.post(APPROVE, looked_at(client, own, others)))

    assert found == {
        "Own": "You changed or submitted “Own” yourself: somebody else must approve it.",
        "Of others": "",
    }
    assert works() == {"Own": "submitted", "Of others": "clean"}


def test_a_report_is_approved_with_what_it_rests_on(taras: Client) -> None:
    publisher = waiting("A newspaper")
    source = make.source(publisher=publisher)
    said = make.statement(source=source)
    make.submitted(source)
    incident = make.incident(statement=said, title_en="An event")
    make.submitted(incident)

    done = taras.post(APPROVE, looked_at(taras, incident))

    assert answers(done) == {"An event": ""}
    assert set(works().values()) == {"clean"}


def test_what_has_an_edition_needs_the_public_note(taras: Client) -> None:
    again, new = make.published(make.actor(name_en="Again")), waiting("New")
    make.save(again, note_en="more")
    make.submitted(again)
    form = looked_at(taras, again, new)

    without = answers(taras.post(APPROVE, form))
    with_note = answers(taras.post(APPROVE, form | {"note": "More.", "chosen": [str(again.pk)]}))

    assert without == {
        "Again": "Say in the public note what changed in “Again” and why.",
        "New": "",
    }
    assert with_note == {"Again": ""}


# What is left to its own page


def incident(name: str, **fields: Any) -> Incident:
    source = make.source(title=f"Report on {name}")
    said = make.statement(source=source)
    make.published(source)
    given = fields.pop("rows", lambda _said: [])
    made = make.incident(statement=said, title_en=name, rows=given(said), **fields)
    make.submitted(made)
    return made


def named_victim() -> Incident:
    soldier = Victim(label_en="a soldier", outcome="killed")
    made = incident("Named", rows=lambda _said: [soldier])
    WithheldName.objects.create(
        victim=soldier,
        name="A Name",
        basis="notice",
        decided_by=make.reviewer(name="ivan"),
        decided_on=make.DAY,
        review_on=make.DAY,
    )
    return made


def found_by_a_body() -> Incident:
    body = make.published(make.actor(name_en="A court", kind="court"))
    return incident(
        "Found", rows=lambda said: [Finding(body=body, what_en="It was so.", statement=said)]
    )


def accused() -> Incident:
    return incident(
        "Accused", rows=lambda _said: [Involvement(label_en="soldiers", by_whom_en="a body")]
    )


def resting_on_what_is_kept() -> Incident:
    source = make.source(title="Kept", access="restricted")
    said = make.statement(source=source)
    make.submitted(source)
    made = make.incident(statement=said, title_en="Rests")
    make.submitted(made)
    return made


ALONE = {
    "accused": (accused, "It says who is held responsible, or what a body found."),
    "found": (found_by_a_body, "It says who is held responsible, or what a body found."),
    "named": (named_victim, "It publishes the name of a person."),
    "kept": (lambda: incident("Kept", access="restricted"), "Not every colleague may read it."),
    "rests": (resting_on_what_is_kept, "Not every colleague may read it."),
}


@pytest.mark.parametrize("which", ALONE)
def test_what_names_accuses_or_is_kept_is_left_to_its_own_page(taras: Client, which: str) -> None:
    made, why = ALONE[which][0](), ALONE[which][1]
    fine = waiting("Fine")

    page: Any = taras.get(SEVERAL, {"chosen": [str(made.pk), str(fine.pk)]})
    form = looked_at(taras, fine) | {"chosen": [str(made.pk)], "return-comment": "Mend it."}
    sent = form | {"assign-to": make.reviewer(name="petro").pk}

    assert [(one.review.pk, one.why) for one in page.context["left_out"]] == [(made.pk, why)]
    assert [one.review.title for one in page.context["reports"]] == ["Fine"]
    for address in (RETURN, ASSIGN):
        assert list(answers(taras.post(address, sent)).values()) != [""]
    assert Review.objects.get(pk=made.pk).assigned_to is None
    assert Review.objects.get(pk=made.pk).work == "submitted"


# Returned and assigned


def test_several_are_returned_for_one_reason(taras: Client) -> None:
    one, other, left = waiting("One"), waiting("Other"), waiting("Left")
    form = looked_at(taras, one, other, left) | {"return-comment": "Say which office."}

    done = taras.post(RETURN, form | {"chosen": [str(one.pk), str(other.pk)]})

    assert answers(done) == {"One": "", "Other": ""}
    assert works() == {"One": "draft", "Other": "draft", "Left": "submitted"}


def test_several_are_assigned_and_those_that_the_colleague_changed_are_not(taras: Client) -> None:
    both = make.reviewer(name="both")
    make.give(both, "Researchers")
    own, other = waiting("Own", by=User.objects.get(pk=both.pk)), waiting("Other")

    found = answers(taras.post(ASSIGN, looked_at(taras, own, other) | {"assign-to": both.pk}))

    assert ("both is among those who" in found["Own"], found["Other"]) == (True, "")
    assert Review.objects.get(pk=other.pk).assigned_to == both


# What is sent


def test_nothing_ticked_is_said_and_what_was_typed_stays(taras: Client) -> None:
    form = looked_at(taras, waiting("One")) | {"return-comment": "Say which office."}
    del form["chosen"]

    page = taras.post(RETURN, form)

    assert page.status_code == 400
    assert "Tick at least one of them." in page.content.decode()
    assert "Say which office." in page.content.decode()


def test_who_may_not_decide_sees_no_such_page(researcher: Client) -> None:
    actor = waiting("One")
    assert researcher.get(SEVERAL, {"chosen": str(actor.pk)}).status_code == 403
    for address in (APPROVE, RETURN, ASSIGN):
        assert researcher.post(address, {"chosen": str(actor.pk)}).status_code == 403


def test_what_one_may_not_read_is_as_if_it_were_not() -> None:
    unseeing = make.reviewer(name="unseeing")
    unseeing.groups.clear()
    make.give_group(unseeing, make.group_of("decide_review", "view_review"))
    client = signed_in(User.objects.get(pk=unseeing.pk))
    kept = incident("Kept", access="restricted")

    page: Any = client.get(SEVERAL, {"chosen": str(kept.pk)})
    sent = client.post(RETURN, {"chosen": str(kept.pk), "return-comment": "x"})

    assert (page.context["reports"], page.context["left_out"]) == ([], [])
    assert sent.status_code == 404
    assert "Kept" not in page.content.decode()


def test_no_more_than_one_can_look_at(taras: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("review.admin.several.MOST", 1)
    keys = [str(waiting(name).pk) for name in ("One", "Other")]

    page: Any = taras.get(SEVERAL, {"chosen": [*keys, "no key"]})

    assert [one.review.title for one in page.context["reports"]] == ["One"]
    assert "Only the first 1 are shown" in page.content.decode()


def test_what_was_decided_meanwhile_is_said(taras: Client) -> None:
    actor = waiting("One")
    form = looked_at(taras, actor) | {"return-comment": "Again."}
    decisions.send_back(
        actor.review, by=make.reviewer(name="ivan"), seen=actor.review.head_id, comment="First."
    )

    assert answers(taras.post(RETURN, form)) == {"One": "“One” is not waiting for review."}


def test_of_two_reports_on_one_waiting_source_the_second_is_left_to_be_looked_at_again(
    taras: Client,
) -> None:
    source = make.source(title="An article")
    said = make.statement(source=source)
    names = ("One", "Other")
    reports = [make.incident(statement=said, title_en=name) for name in names]
    make.submitted(source)
    for report in reports:
        make.submitted(report)

    done = answers(taras.post(APPROVE, looked_at(taras, *reports)))

    [approved] = [name for name in names if not done[name]]
    [left] = [name for name in names if done[name]]
    work = works()
    assert (work[approved], work[left]) == ("clean", "submitted")
    assert work[str(source.review.title)] == "clean"
    again = answers(taras.post(APPROVE, looked_at(taras, reports[names.index(left)])))
    assert again == {left: ""}
    assert done[left].startswith("“An article")
