"""A disagreement about a line: positions, who decides, the ruling, no approval meanwhile."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from review.models import Event, Notice, Refused, Review
from review.redaction import comments
from review.workflow import decisions, disagreeing, keeping, readiness, threads
from sources.models import Actor
from tests import factories as make
from tests.pages import form_of, signed_in
from tests.review.refusing import refused_by
from tests.review.workflow.test_asking import line

pytestmark = pytest.mark.django_db

Kind = Event.Kind


@pytest.fixture
def actor() -> Actor:
    """Public, with two lines of Olena's that wait for review."""
    actor = make.published(make.actor())
    make.save(actor, note_en="A broadcaster.", side="third")
    make.submitted(actor)
    return actor


@pytest.fixture
def taras() -> User:
    return make.reviewer()


@pytest.fixture
def ivan() -> User:
    return make.reviewer(name="ivan")


def opened(actor: Actor, taras: User, to: User | None, **more: Any) -> Event:
    """Taras would put something else than Olena did."""
    said = {"put": "party", "why": "The state pays for it.", "nobody": "" if to else "on leave"}
    return disagreeing.disagree(actor.review, line(actor, "side"), by=taras, to=to, **said | more)


def both(actor: Actor, taras: User, ivan: User) -> Event:
    one = opened(actor, taras, ivan)
    disagreeing.state_position(one, by=make.researcher(), put="third", why="It is edited abroad.")
    return one


def problems(actor: Actor) -> list[str]:
    return readiness.problems(Actor.objects.get(pk=actor.pk), make.researcher())


def told() -> list[tuple[str, str]]:
    found = Notice.objects.filter(event__answers__isnull=False) | Notice.objects.filter(
        event__kind=Kind.DISAGREED
    )
    return sorted((str(one.person), one.event.kind) for one in found)


def test_a_disagreement_is_decided_and_blocks_the_approval_meanwhile(
    actor: Actor, taras: User, ivan: User
) -> None:
    one = both(actor, taras, ivan)
    waiting = problems(actor)
    with pytest.raises(Refused, match="a disagreement waits for ivan to decide"):
        make.approved(actor, by=make.reviewer(name="maria"), note="Whose it is.")

    disagreeing.rule(one, by=ivan, chosen=one, put="", why="Its owner decides what it says.")

    assert waiting == ["actor: CNN – side: a disagreement waits for ivan to decide."]
    assert Review.objects.get(pk=actor.pk).work == "submitted"
    assert problems(actor) == []
    [found] = threads.disagreements_in(threads.said_on_lines(actor.review))
    assert (found.ruling and found.ruling.put_words) == "party"
    assert told() == [
        ("ivan", "named"),
        ("ivan", "position"),
        ("olena", "disagreed"),
        ("olena", "ruled"),
        ("taras", "position"),
        ("taras", "ruled"),
    ]


def test_the_database_publishes_nothing_while_one_is_open(
    actor: Actor, taras: User, ivan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    both(actor, taras, ivan)
    monkeypatch.setattr(threads, "problems", lambda _review, _reader, _events: [])

    with pytest.raises(Refused, match="it must be decided first"):
        make.approved(actor, by=make.reviewer(name="maria"), note="Whose it is.")


def test_who_has_a_part_in_it_does_not_decide(actor: Actor, taras: User, ivan: User) -> None:
    olena = make.researcher()
    make.give(olena, "Reviewers")
    with pytest.raises(Refused, match="olena is among those who changed or submitted this"):
        opened(actor, taras, olena)
    with pytest.raises(Refused, match="taras holds a position"):
        opened(actor, taras, taras)
    with pytest.raises(Refused, match="may not approve records"):
        opened(actor, taras, make.researcher(name="petro"))

    one = both(actor, taras, ivan)
    with pytest.raises(Refused, match="Whoever decides holds no position"):
        disagreeing.state_position(one, by=ivan, put="other", why="Because.")
    with pytest.raises(Refused, match="Only the colleague who was named decides"):
        disagreeing.rule(one, by=taras, chosen=one, put="", why="Mine is right.")


def test_the_database_lets_only_the_named_decide_between_two(
    actor: Actor, taras: User, ivan: User
) -> None:
    one = opened(actor, taras, ivan)
    with refused_by("disagreement_by_two"):
        said(one, Kind.RULED, ivan, put="party")  # nobody else has said anything yet
    disagreeing.state_position(one, by=make.researcher(), put="third", why="Edited abroad.")
    with refused_by("disagreement_by_two"):
        said(one, Kind.RULED, taras, put="party")
    with refused_by("disagreement_by_two"):
        said(one, Kind.NAMED, taras, to=taras)
    with refused_by("disagreement_by_two"):
        said(one, Kind.NAMED, taras, to=make.researcher())
    with refused_by("disagreement_by_two"):
        said(one, Kind.POSITION, ivan, put="other")
    with refused_by("disagreement_by_two"):
        said(one, Kind.AGREED, ivan)
    with refused_by("disagreement_by_two"):
        Event.objects.create(
            review=one.review, revision=one.revision, by=ivan,
            kind=Kind.DISAGREED, line=one.line, put="x", comment="Because.",
        )  # fmt: skip
    said(one, Kind.RULED, ivan, put="party")
    with refused_by("disagreement_by_two"):
        said(one, Kind.POSITION, taras, put="other")


def said(one: Event, kind: str, by: User, **more: Any) -> Event:
    return Event.objects.create(
        review=one.review, revision=one.revision, by=by, kind=kind, answers=one,
        comment="Because.", **more,
    )  # fmt: skip


def test_somebody_is_named_or_it_is_said_why_not(actor: Actor, taras: User, ivan: User) -> None:
    with pytest.raises(Refused, match="Choose who decides, or say why nobody can be named"):
        opened(actor, taras, None, nobody=" ")
    one = opened(actor, taras, None)
    nobody = problems(actor)

    disagreeing.name_who_decides(one, by=make.researcher(), to=ivan)

    assert nobody == [
        "actor: CNN – side: a disagreement waits for somebody to be named who decides."
    ]
    assert problems(actor) == ["actor: CNN – side: a disagreement waits for ivan to decide."]


def test_whoever_disagreed_takes_it_back(actor: Actor, taras: User, ivan: User) -> None:
    one = opened(actor, taras, ivan)
    with pytest.raises(Refused, match="Whoever disagreed says that they no longer do"):
        disagreeing.take_back(one, by=ivan)

    disagreeing.take_back(one, by=taras)

    assert problems(actor) == []
    with pytest.raises(Refused, match="over already"):
        disagreeing.state_position(one, by=make.researcher(), put="third", why="Abroad.")
    opened(actor, taras, ivan)  # and another one may begin


def test_its_words_go_with_what_is_redacted(actor: Actor, taras: User, ivan: User) -> None:
    one = opened(actor, taras, ivan, put="the house of Olha Bohdanenko")
    make.published(make.actor(name_en="other"))
    decisions.event(one.review, Kind.ERASED, taras, "asked for")  # words go in no other transaction

    comments.remove_telling([], ["Olha Bohdanenko"])

    one.refresh_from_db()
    assert (one.put, one.comment, one.comment_removed) == ("", "", True)


# The pages


def test_it_is_opened_from_the_line_stated_and_decided_there(
    actor: Actor, taras: User, ivan: User
) -> None:
    detail = reverse("admin:review_review_detail", args=[actor.pk])
    begin = reverse("admin:review_review_begin_disagreement", args=[actor.pk])
    olena, client, other = (signed_in(one) for one in (make.researcher(), taras, ivan))
    typed = form_of(client.get(detail), begin) | {
        f"ask-{line(actor, 'side')}": "The state pays for it.",
        f"ask-{line(actor, 'note_en')}": "Which country?",
        "disagree": line(actor, "side"),
    }
    asked = client.post(begin, typed, follow=True)
    kept = keeping.texts_of(actor.review, taras)
    form = form_of(asked) | {"put": "party", "to": str(ivan.pk)}
    client.post(asked.request["PATH_INFO"], form)
    one = Event.objects.get(kind=Kind.DISAGREED)
    at = {
        name: reverse(f"admin:review_review_{name}", args=[actor.pk, one.pk])
        for name in ("position", "rule")
    }
    answer = {f"position-{one.pk}-put": "third", f"position-{one.pk}-why": "Edited abroad."}
    olena.post(at["position"], form_of(olena.get(detail), at["position"]) | answer)
    ruling = {f"rule-{one.pk}-chosen": str(one.pk), f"rule-{one.pk}-why": "Its owner decides."}
    refused = other.post(
        at["rule"],
        form_of(other.get(detail), at["rule"])
        | {f"rule-{one.pk}-why": "x", f"rule-{one.pk}-chosen": "other"},
    )
    other.post(at["rule"], form_of(other.get(detail), at["rule"]) | ruling)

    assert sorted(kept.values()) == ["The state pays for it.", "Which country?"]
    assert (one.put, one.comment) == ("party", "The state pays for it.")
    assert (refused.status_code, "Choose a position, or" in refused.content.decode()) == (400, True)
    assert Event.objects.get(kind=Kind.RULED).chosen == one
    page = client.get(detail).content.decode()
    assert ("ivan decided" in page, "Put it into the codebook" in page) == (True, True)


def test_who_may_not_read_the_record_reads_nothing_of_it(taras: User, ivan: User) -> None:
    source = make.source(access="restricted", title="Kept")
    source.review.refresh_from_db()
    key = f"{source._meta.label_lower}:{source.pk}"
    one = disagreeing.disagree(
        source.review, key, by=taras, put="Bohdanenko", why="Said so.", to=ivan
    )
    petro = signed_in(make.researcher(name="petro"))

    pages = ["disagree", "detail", "history"]
    got = [petro.get(reverse(f"admin:review_review_{name}", args=[source.pk])) for name in pages]
    deed = reverse("admin:review_review_position", args=[source.pk, one.pk])

    assert [page.status_code for page in got] == [404] * 3
    assert petro.post(deed, {}).status_code == 404
    assert "Bohdanenko" not in petro.get(reverse("admin:review_review_notices")).content.decode()
