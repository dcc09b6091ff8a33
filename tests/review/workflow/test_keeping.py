"""Comments on lines that are kept until they are sent, for whoever wrote them alone."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from review.models import Event, KeptComment, Record, Refused, Review
from review.redaction import typed
from review.workflow import claiming, hiding, keeping, leaving
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


def line(record: Record, field: str) -> str:
    return f"{record._meta.label_lower}:{record.pk}:{field}"


def address(record: Record, name: str) -> str:
    return reverse(f"admin:review_review_{name}", args=[record.pk])


def keep(actor: Actor, by: User, **texts: str) -> None:
    keeping.keep(actor.review, {line(actor, name): text for name, text in texts.items()}, by=by)


def kept(actor: Actor, by: User) -> dict[str, str]:
    texts = keeping.texts_of(actor.review, by)
    return {key.rpartition(":")[2]: text for key, text in texts.items()}


def sent() -> list[str]:
    return list(Event.objects.exclude(line="").values_list("comment", flat=True))


def test_what_is_kept_is_there_again_and_nobody_else_reads_it(actor: Actor, taras: User) -> None:
    client, note = signed_in(taras), line(actor, "note_en")
    typed_there = {f"ask-{note}": "Which country?", f"ask-{line(actor, 'side')}": ""}

    client.post(address(actor, "keep_comments"), typed_there)
    mine = client.get(address(actor, "detail"))
    others = signed_in(make.reviewer(name="ivan")).get(address(actor, "detail"))

    assert mine.context["ask_form"][note].value() == "Which country?"
    assert "1 comment of yours is kept and not sent" in mine.content.decode()
    assert "Which country?" not in others.content.decode()
    assert sent() == []


def test_a_kept_comment_is_changed_and_taken_out(actor: Actor, taras: User) -> None:
    keep(actor, taras, note_en="Which country?", side="Is it?")
    keep(actor, taras, note_en="Which town?", side=" ")

    assert kept(actor, taras) == {"note_en": "Which town?"}


@pytest.mark.parametrize("posted", ["\0", "no line", "9" * 5000])
def test_what_is_no_line_is_not_looked_for(actor: Actor, taras: User, posted: str) -> None:
    keep(actor, taras, note_en="Which country?")
    sent = {"line": [posted, line(actor, "side")]}

    assert signed_in(taras).post(address(actor, "forget_comments"), sent).status_code == 302
    assert kept(actor, taras) == {"note_en": "Which country?"}


def test_what_is_sent_is_kept_no_more(actor: Actor, taras: User) -> None:
    keep(actor, taras, note_en="Which country?", side="Is it?")

    signed_in(taras).post(
        address(actor, "ask"), {f"ask-{line(actor, 'note_en')}": "Which country?"}
    )

    assert (sent(), kept(actor, taras)) == (["Which country?"], {"side": "Is it?"})


@pytest.mark.parametrize("with_kept", [True, False])
def test_a_return_sends_what_is_kept_or_leaves_it(
    actor: Actor, taras: User, with_kept: bool
) -> None:
    keep(actor, taras, note_en="Which country?", side="Is it?")
    client, send_back = signed_in(taras), address(actor, "return")
    form = form_of(client.get(address(actor, "detail")), send_back)
    form["return-comment"] = "See the lines."
    if with_kept:
        form["return-with_kept"] = "on"
    else:
        form.pop("return-with_kept", None)

    client.post(send_back, form)

    assert Review.objects.get(pk=actor.pk).work == "draft"
    both = ["Is it?", "Which country?"]  # as the lines stand on the page
    assert (sent(), len(kept(actor, taras))) == ((both, 0) if with_kept else ([], 2))


def test_a_return_that_is_refused_sends_nothing(actor: Actor, taras: User) -> None:
    keep(actor, taras, note_en="Which country?")
    client, send_back = signed_in(taras), address(actor, "return")
    form = form_of(client.get(address(actor, "detail")), send_back)

    answer = client.post(send_back, form | {"return-comment": " "})

    assert (answer.status_code, sent(), len(kept(actor, taras))) == (400, [], 1)


def test_on_a_line_that_is_gone_it_is_still_shown_and_can_be_deleted(
    actor: Actor, taras: User
) -> None:
    keep(actor, taras, note_en="Which country?")
    actor.review.refresh_from_db()
    make.save(actor, note_en="")
    client = signed_in(taras)

    page = client.get(address(actor, "detail"))
    one = page.context["kept_elsewhere"][0]
    signed_in(make.reviewer(name="ivan")).post(
        address(actor, "forget_comments"), {"line": one.line}
    )
    others_left_it = kept(actor, taras)
    client.post(address(actor, "forget_comments"), {"line": one.line})

    assert "Which country?" in page.content.decode()
    assert (others_left_it, kept(actor, taras)) == ({"note_en": "Which country?"}, {})


@pytest.mark.parametrize("key", ["x" * 300, "a:\0", "sources.actor", "", "../a:b"])
def test_what_names_no_line_is_refused_and_shown_again(actor: Actor, taras: User, key: str) -> None:
    answer = signed_in(taras).post(
        address(actor, "keep_comments"), {f"ask-{key}": "Words that stay"}
    )

    assert (answer.status_code, "Words that stay" in answer.content.decode()) == (400, True)
    assert not KeptComment.objects.exists()


def test_who_may_not_read_the_record_keeps_nothing_on_it() -> None:
    source = make.source(access="restricted")
    petro = signed_in(make.researcher(name="petro"))
    answer = petro.post(address(source, "keep_comments"), {"ask-a.b:1": "words"})

    assert (answer.status_code, KeptComment.objects.count()) == (404, 0)


# What is taken out


def test_it_goes_with_what_is_redacted_and_is_not_kept_anew(taras: User) -> None:
    source = make.published(make.source(title="Interview with Olha Bohdanenko"))
    other = make.actor()
    keep(other, taras, name_en="Olha Bohdanenko?", note_en="Which town?")
    hidden = hiding.hide(
        source.review, "title", by=taras, day=make.DAY, reason="protection", comment="danger"
    )
    hiding.redact(
        hidden[0], by=make.administrator(), day=make.DAY, comment="ok", words=["Olha Bohdanenko"]
    )

    assert kept(other, taras) == {"note_en": "Which town?"}
    with pytest.raises(Refused, match="contains words that were redacted"):
        keeping.keep(source.review, {line(source, "title"): "Olha Bohdanenko?"}, by=taras)


def test_it_goes_with_an_erased_record_and_with_whoever_leaves(actor: Actor, taras: User) -> None:
    keep(actor, taras, note_en="Which country?")
    for texts in typed.TYPED:
        texts.forget(actor.review, lambda _text: False)
    after_erasing = KeptComment.objects.count()
    keep(actor, taras, note_en="Which country?")
    make.two_administrators()

    leaving.leave(taras, to=None, by=make.administrator(), reason="another post")

    assert (after_erasing, KeptComment.objects.count()) == (0, 0)


def test_the_database_keeps_one_on_each_line_and_none_that_is_empty(
    actor: Actor, taras: User
) -> None:
    keep(actor, taras, note_en="Which country?")
    one = KeptComment.objects.get()

    with pytest.raises(IntegrityError, match="keptcomment_once"), transaction.atomic():
        KeptComment.objects.create(review=actor.review, person=taras, line=one.line, text="more")
    with pytest.raises(IntegrityError, match="keptcomment_says_something"), transaction.atomic():
        KeptComment.objects.filter(pk=one.pk).update(text=" ")


# Typed on lines, and sent or kept with every deed of the page


def typed_and(client: Client, actor: Actor, deed: str, **more: str) -> Any:
    """What a browser sends that presses the button of the deed while a comment is typed."""
    at = address(actor, deed)
    form = form_of(client.get(address(actor, "detail")), at)
    said = {f"ask-{line(actor, 'note_en')}": "Which country?"}
    return client.post(at, form | said | {f"{deed}-{name}": text for name, text in more.items()})


@pytest.mark.parametrize("with_kept", ["on", ""])
def test_a_return_sends_or_keeps_what_is_typed_on_lines(
    actor: Actor, taras: User, with_kept: str
) -> None:
    typed_and(signed_in(taras), actor, "return", comment="See the line.", with_kept=with_kept)

    assert Review.objects.get(pk=actor.pk).work == "draft"
    said = {"note_en": "Which country?"}
    assert (sent(), kept(actor, taras)) == ((["Which country?"], {}) if with_kept else ([], said))


@pytest.mark.parametrize(
    ("deed", "comment"), [("comment", "Thanks."), ("comment", " "), ("return", " ")]
)
def test_a_comment_or_what_is_refused_loses_nothing_that_is_typed_on_lines(
    actor: Actor, taras: User, deed: str, comment: str
) -> None:
    typed_and(signed_in(taras), actor, deed, comment=comment)

    assert (sent(), kept(actor, taras)) == ([], {"note_en": "Which country?"})


def test_no_button_without_words_loses_what_is_typed_on_lines(actor: Actor, taras: User) -> None:
    claiming.set_urgent(actor.review, by=make.researcher(), urgent=True, comment="today")
    client, side = signed_in(taras), line(actor, "side")
    put_back = {"put_back-line": side, f"put_back-comment-{side}": "as before"}
    pressed: dict[str, dict[str, str]] = {"take": {}, "release": {}, "not_urgent": {}}

    for place, (deed, button) in enumerate((pressed | {"put_back": put_back}).items()):
        at, page = address(actor, deed), client.get(address(actor, "detail"))
        typed = {f"ask-{line(actor, 'note_en')}": f"Which country? {place}"}
        assert client.post(at, form_of(page, at) | typed | button).status_code == 302
        assert (sent(), kept(actor, taras)) == ([], {"note_en": f"Which country? {place}"})

    review = Review.objects.get(pk=actor.pk)
    assert (review.urgent, review.work, review.reviewing_by) == (False, "draft", None)


def test_a_line_is_put_back_with_its_own_reason_alone(actor: Actor, taras: User) -> None:
    client, side = signed_in(taras), line(actor, "side")
    at, page = address(actor, "put_back"), client.get(address(actor, "detail"))
    other = {f"put_back-comment-{line(actor, 'note_en')}": "of another"}

    refused = client.post(at, form_of(page, at) | other | {"put_back-line": side})

    assert refused.status_code == 400
    assert refused.context["put_back_form"].errors == {"comment": ["This field is required."]}
    assert Review.objects.get(pk=actor.pk).work == "submitted"


def test_an_approval_sends_what_is_kept_on_lines(actor: Actor, taras: User) -> None:
    keep(actor, taras, side="Is it?")
    client = signed_in(taras)
    refused = typed_and(client, actor, "approve", note=" ", considered="on")
    nothing = sent()

    typed_and(client, actor, "approve", note="Whose it is.", considered="on")

    assert (refused.status_code, nothing) == (400, [])
    assert (sorted(sent()), kept(actor, taras)) == (["Is it?", "Which country?"], {})
    assert Review.objects.get(pk=actor.pk).work == "clean"


def test_what_holds_redacted_words_stays_typed_and_nothing_is_done(taras: User) -> None:
    source = make.published(make.source(title="Interview with Olha Bohdanenko"))
    by: dict[str, Any] = {"by": taras, "day": make.DAY, "comment": "danger"}
    hidden = hiding.hide(source.review, "title", reason="protection", **by)
    hiding.redact(
        hidden[0], by=make.administrator(), day=make.DAY, comment="ok", words=["Olha Bohdanenko"]
    )

    said = {f"ask-{line(source, 'title')}": "Olha Bohdanenko?", "comment-comment": "Thanks."}
    answer = signed_in(taras).post(address(source, "comment"), said)

    assert (answer.status_code, "Olha Bohdanenko?" in answer.content.decode()) == (400, True)
    assert not Event.objects.filter(kind="commented").exists()


def test_a_comment_may_name_its_line_and_leaves_what_is_kept_there(
    actor: Actor, taras: User
) -> None:
    keep(actor, taras, side="Is it?")

    typed_and(signed_in(taras), actor, "comment", line=line(actor, "side"), comment="Which?")

    assert (sent(), kept(actor, taras)["side"]) == (["Which?"], "Is it?")


def test_it_is_kept_while_it_is_typed_and_another_window_empties_nothing(
    actor: Actor, taras: User
) -> None:
    client, at = signed_in(taras), address(actor, "autosave_comments")
    key = line(actor, "side")
    said = client.post(at, {f"ask-{key}": "Is it?"}).json()
    client.post(at, {f"ask-{key}": ""})
    first = kept(actor, taras)
    client.post(at, {f"ask-{key}": "", "had": key})
    refused = client.post(at, {"ask-no line": "words"})

    assert (said, first) == ({"said": "Kept for you alone. Nothing was sent."}, {"side": "Is it?"})
    assert kept(actor, taras) == {}
    assert (refused.status_code, list(refused.json())) == (400, ["refused"])


def test_names_are_offered_of_those_who_may_read_the_record(actor: Actor, taras: User) -> None:
    source = make.source(access="restricted")
    olena = signed_in(make.researcher())
    make.reviewer(name="ivan")
    new = signed_in(make.person(name="new", group="Researchers", is_new=True))

    names = olena.get(address(actor, "colleagues")).json()["names"]
    of_restricted = signed_in(taras).get(address(source, "colleagues")).json()["names"]

    assert {"ivan", "taras"} <= set(names)
    assert ("ivan" in of_restricted, "new" in of_restricted) == (True, False)
    assert new.get(address(source, "colleagues")).status_code == 404
