"""The pages on which a part is hidden and decided about, by author, reviewer, second person."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from incidents.models import Evidence, Incident, Victim
from review.models import EditionPart, Event, Hiding, Refused, Review
from review.public import page_cache
from review.workflow import decisions, hiding
from tests import factories as make
from tests.pages import form_of, signed_in
from tests.review.searching import SECRET, pages_with

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 3)


@pytest.fixture
def second() -> Client:
    return signed_in(make.reviewer(name="oksana"))


@pytest.fixture
def incident(telling: Incident) -> Incident:
    return telling


def url(name: str, *args: Any) -> str:
    return reverse(f"admin:review_review_{name}", args=args)


def text_of(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def part_of(response: Any, path: str) -> Any:
    return next(part for part in response.context["parts"] if part.path == path)


def hide(client: Client, record: Any, path: str = "summary", **typed: Any) -> Any:
    address = url("hide", record.pk)
    given = {"path": path, "reason": "protection", "comment": "in danger"}
    return client.post(address, given | typed)


def decide(client: Client, hidden: Hiding, deed: str, **typed: Any) -> Any:
    """Open the page of the hidden part and send the form of one decision."""
    page = client.get(url("hidden_part", hidden.pk))
    form = form_of(page, url(deed, hidden.pk))
    return client.post(
        url(deed, hidden.pk), form | {f"{deed}-{name}": value for name, value in typed.items()}
    )


# What can be hidden


def test_every_part_is_listed_with_its_name_and_its_words(reviewer: Client) -> None:
    incident = make.published_incident(rows=[Victim(label_en="a soldier")], killed_high=3)

    response = reviewer.get(url("parts", incident.pk))

    names = {part.path.partition("/")[0]: part.name for part in response.context["parts"]}
    assert names["summary"] == "What is reported (English), what is reported (Ukrainian)"
    assert names["victims"] == "Victim: a soldier"
    assert names["statements"] == "Cited statement: S1"
    assert names["origins"] == "Who knew that it happened"
    assert names["occurred"] == "When"
    assert "staff" not in names
    assert "kinds" not in names
    assert part_of(response, "summary").excerpt == (
        "According to an article, two captured soldiers were shot."
    )
    assert part_of(response, "fate_unknown").excerpt == "not stated"
    assert part_of(response, "killed").excerpt == "killed: 2 (at most 3)"
    assert part_of(response, "origins").excerpt == (
        "who knew that it happened: 1 assertion that names nobody."
    )
    assert part_of(response, "assessment").excerpt == "our assessment: reported"
    assert part_of(response, "occurred").excerpt == "date: 22 May 2025"


def test_of_several_editions_the_latest_with_the_part_is_shown(reviewer: Client) -> None:
    incident = make.published_incident(summary_en="The first.", rows=[Victim(label_en=SECRET)])
    incident.refresh_from_db()
    with decisions.saving(
        incident,
        by=make.researcher(),
        seen=Review.objects.get(pk=incident.pk).head_id,
        comment="without the victim",
    ):
        incident.summary_en = "The second."
        incident.evidence.filter(fact="victim").delete()
        incident.victims.get().delete()
    make.published(incident, note="Shorter.")

    response = reviewer.get(url("parts", incident.pk))

    assert part_of(response, "summary").excerpt == "The second."
    assert [
        (p.name, p.excerpt) for p in response.context["parts"] if p.path.startswith("victims/")
    ] == [(f"Victim: {SECRET}", SECRET)]
    rows = [p for p in response.context["parts"] if p.path.startswith("evidence/")]
    assert {p.name for p in rows} >= {"Evidence: S1 supports date", "Evidence: S1 supports victim"}


def test_what_is_no_text_is_said_in_the_words_of_the_reader(reviewer: Client) -> None:
    incident = make.published_incident(killed_high=3)

    response = reviewer.get(f"/uk{url('parts', incident.pk)}")

    said = [part_of(response, path).excerpt for path in ("killed", "assessment", "occurred")]
    assert said == [
        "вбито: 2 (щонайбільше 3)",
        "наша оцінка: повідомлено",
        "дата: 22 травня 2025 року",
    ]


def test_a_hidden_row_is_called_by_its_name_wherever_it_waits(
    reviewer: Client, second: Client
) -> None:
    incident = make.published_incident(rows=[Victim(label_en="a captured soldier")])
    path = f"victims/{incident.victims.get().pk}"
    hide(reviewer, incident, path)

    for address in ("/admin/", url("parts", incident.pk)):
        assert text_of(second.get(address)).count("Victim: a captured soldier") >= 1
    page = second.get(url("hidden_part", Hiding.objects.get().pk))
    assert page.context["part"]["name"] == "Victim: a captured soldier"


def test_a_long_text_is_cut(reviewer: Client) -> None:
    incident = make.published_incident(summary_en="word " * 100)

    excerpt = part_of(reviewer.get(url("parts", incident.pk)), "summary").excerpt

    assert (len(excerpt), excerpt[-1]) == (301, "…")


def test_of_a_draft_there_is_nothing_to_hide(reviewer: Client) -> None:
    incident = make.incident(statement=make.statement(source=make.source()))

    assert "Nothing of this record was ever published." in text_of(
        reviewer.get(url("parts", incident.pk))
    )


def test_the_review_page_leads_there_only_those_who_may(
    researcher: Client, reviewer: Client, incident: Incident
) -> None:
    link = f'href="{url("parts", incident.pk)}"'

    assert link in reviewer.get(url("detail", incident.pk)).content.decode()
    assert link not in researcher.get(url("detail", incident.pk)).content.decode()


# Hiding


def test_a_part_is_hidden_by_its_form(client: Client, reviewer: Client, incident: Incident) -> None:
    page = reviewer.get(url("parts", incident.pk))
    assert pages_with(client, SECRET)

    form = form_of(page, url("hide", incident.pk))
    response = reviewer.post(
        url("hide", incident.pk),
        form | {"path": "summary", "reason": "error", "comment": "wrong man"},
        follow=True,
    )

    hidden = Hiding.objects.get()
    assert response.redirect_chain == [(url("hidden_part", hidden.pk), 302)]
    assert (hidden.path, hidden.reason, hidden.comment) == ("summary", "error", "wrong man")
    assert (hidden.by.username, hidden.hidden_on) == ("taras", timezone.localdate())
    assert (
        f"Hidden at once in: {incident.reference}. A second person decides within 72 hours."
        in text_of(response)
    )
    assert "You hid this yourself: somebody else must decide." in text_of(response)
    assert pages_with(client, SECRET) == set()


def test_a_hidden_part_shows_no_words_in_the_list(reviewer: Client, incident: Incident) -> None:
    hide(reviewer, incident)

    response = reviewer.get(url("parts", incident.pk))

    assert SECRET not in text_of(response)
    assert part_of(response, "summary").hiding == Hiding.objects.get()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"comment": ""}, "This field is required."),
        ({"comment": "a\0b"}, "Null characters are not allowed."),
        ({"comment": "x" * 5001}, "Ensure this value has at most 5000 characters (it has 5001)."),
        ({"reason": "a witness"}, "Select a valid choice."),
        ({"comment": " "}, "This field is required."),
    ],
)
def test_what_cannot_be_kept_is_a_form_error_with_what_was_typed(
    reviewer: Client, incident: Incident, typed: dict[str, str], sentence: str
) -> None:
    response = hide(reviewer, incident, **typed)

    assert response.status_code == 400
    assert sentence in text_of(response)
    assert Hiding.objects.count() == 0


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("kinds", "This part cannot be hidden by itself. Withdraw the record instead."),
        ("victims/1", "No edition of this record holds that part any more."),
        ("x" * 121, "This was not done: Ensure this value has at most 120 characters"),
        ("", "This was not done: This field is required."),
        ("a\0b", "This was not done: Null characters are not allowed."),
    ],
)
def test_a_made_up_part_is_refused(
    reviewer: Client, incident: Incident, path: str, sentence: str
) -> None:
    response = hide(reviewer, incident, path)

    assert response.status_code == 400
    assert sentence in text_of(response)


def test_a_part_is_not_hidden_twice(reviewer: Client, second: Client, incident: Incident) -> None:
    hide(reviewer, incident)

    response = hide(second, incident)

    assert response.status_code == 400
    assert "This part is hidden already." in text_of(response)


@pytest.mark.parametrize("name", ["parts", "hide"])
def test_a_researcher_may_not(researcher: Client, incident: Incident, name: str) -> None:
    get = researcher.get(url(name, incident.pk))
    post = hide(researcher, incident)

    assert get.status_code in {403, 405}
    assert post.status_code == 403
    assert Hiding.objects.count() == 0


def test_nor_a_page_of_a_hidden_part(researcher: Client, reviewer: Client, incident: Any) -> None:
    hide(reviewer, incident)
    hidden = Hiding.objects.get()

    for name in ("hidden_part", "show", "redact", "hide_copies"):
        assert researcher.post(url(name, hidden.pk)).status_code == 403
    assert researcher.get(url("hidden_part", hidden.pk)).status_code == 403
    assert SECRET not in researcher.get(url("detail", incident.pk)).context["title"]


# What is hidden waits for somebody


def test_the_first_page_says_what_waits_to_be_decided(
    researcher: Client, second: Client, incident: Incident
) -> None:
    hide(signed_in(make.reviewer()), incident)
    hidden = Hiding.objects.get()

    shown = text_of(second.get(reverse("admin:index")))
    assert "Hidden from the public, waiting for a second person" in shown
    assert "in danger" in shown
    assert "overdue" not in shown
    assert "you: somebody else must decide" not in shown
    with time_machine.travel(hidden.due_at + timedelta(minutes=1)):
        client = signed_in(make.reviewer())
        late = text_of(client.get(reverse("admin:index")))
        assert "overdue" in late
        assert "you: somebody else must decide" in late
    assert "waiting for a second person" not in text_of(researcher.get(reverse("admin:index")))


def test_nobody_sees_what_is_hidden_of_a_record_that_they_may_not_read(
    reviewer: Client, administrator: Client
) -> None:
    source = make.published(make.source(title=SECRET, access="confidential"))
    hide(reviewer, source, "note")
    hidden = Hiding.objects.get()

    assert SECRET in text_of(reviewer.get(url("hidden_part", hidden.pk)))
    assert "waiting for a second person" not in text_of(administrator.get(reverse("admin:index")))
    for address in (url("parts", source.pk), url("hidden_part", hidden.pk)):
        assert administrator.get(address).status_code == 404
    deeds = [url(name, hidden.pk) for name in ("show", "redact", "hide_copies")]
    for address in (url("hide", source.pk), *deeds):
        assert administrator.post(address).status_code == 404


def test_of_records_decided_together_only_those_one_may_read_are_named(
    reviewer: Client, administrator: Client
) -> None:
    source = make.source()
    statement = make.statement(source=source)
    make.published(source)
    confidential = make.source(access="confidential")
    unsaid = make.statement(source=confidential)
    make.published(confidential)
    incident = make.incident(
        statement=statement,
        title_en=SECRET,
        evidence=[{"statement": unsaid, "fact": "response", "stance": "context"}],
    )
    make.published(incident)
    hide(reviewer, source, f"statements/{statement.pk}")
    hidden = Hiding.objects.get(review=source.review)

    both = text_of(reviewer.get(url("hidden_part", hidden.pk)))
    one = text_of(administrator.get(url("hidden_part", hidden.pk)))

    assert SECRET in both
    assert SECRET not in one
    assert incident.reference in one


# Deciding


@pytest.fixture
def hidden(reviewer: Client, incident: Incident) -> Hiding:
    hide(reviewer, incident)
    return Hiding.objects.get()


def test_who_hid_it_is_offered_no_decision_and_a_forged_one_is_refused(
    client: Client, reviewer: Client, hidden: Hiding
) -> None:
    page = reviewer.get(url("hidden_part", hidden.pk))
    assert form_of(page, url("show", hidden.pk)) == {}
    assert form_of(page, url("redact", hidden.pk)) == {}

    show = reviewer.post(url("show", hidden.pk), {"show-comment": "fine"})
    redact = reviewer.post(
        url("redact", hidden.pk), {"redact-comment": "gone", "redact-sure": "on"}
    )

    for response in (show, redact):
        assert response.status_code == 400
        assert "You hid this yourself: somebody else must decide." in text_of(response)
    hidden.refresh_from_db()
    assert hidden.state == "hidden"
    assert pages_with(client, SECRET) == set()


def test_a_second_person_shows_it_again(client: Client, second: Client, hidden: Hiding) -> None:
    response = decide(second, hidden, "show", comment="a mistake")

    assert response.headers["Location"] == url("parts", hidden.review_id)
    hidden.refresh_from_db()
    assert (hidden.state, str(hidden.decided_by)) == ("shown", "oksana")
    assert pages_with(client, SECRET)


def test_a_second_person_redacts_it(second: Client, hidden: Hiding) -> None:
    response = decide(
        second, hidden, "redact", comment="asked", words=f"{SECRET}\n \nQuix Elby", sure="on"
    )

    assert response.headers["Location"] == url("parts", hidden.review_id)
    hidden.refresh_from_db()
    assert (hidden.state, str(hidden.decided_by)) == ("redacted", "oksana")
    assert [length for length, _digest in hidden.refused["words"]] == [1, 2]
    assert not EditionPart.objects.filter(edition__review=hidden.review, path="summary").exists()


def test_redacting_asks_whether_one_is_sure(second: Client, hidden: Hiding) -> None:
    response = decide(second, hidden, "redact", comment="asked", words=SECRET)

    assert response.status_code == 400
    assert "Confirm that you know that this cannot be undone." in text_of(response)
    assert form_of(response, url("redact", hidden.pk))["redact-words"] == SECRET
    hidden.refresh_from_db()
    assert hidden.state == "hidden"


@pytest.mark.parametrize("deed", ["show", "redact"])
@pytest.mark.parametrize("comment", ["", "a\0b", "x" * 5001])
def test_a_decision_without_a_comment_that_can_be_kept_is_a_form_error(
    second: Client, hidden: Hiding, deed: str, comment: str
) -> None:
    response = decide(second, hidden, deed, comment=comment, sure="on")

    assert response.status_code == 400
    assert response.context[f"{deed}_form"].errors["comment"]
    hidden.refresh_from_db()
    assert hidden.state == "hidden"


def test_an_administrator_is_offered_redaction_alone(administrator: Client, hidden: Hiding) -> None:
    page = administrator.get(url("hidden_part", hidden.pk))
    assert form_of(page, url("show", hidden.pk)) == {}

    forged = administrator.post(url("show", hidden.pk), {"show-comment": "fine"})
    assert "You do not have the right to do this." in text_of(forged)

    decide(administrator, hidden, "redact", comment="asked", sure="on")
    hidden.refresh_from_db()
    assert hidden.state == "redacted"


@pytest.mark.parametrize("deed", ["show", "redact"])
def test_what_is_decided_is_not_decided_again(
    second: Client, administrator: Client, hidden: Hiding, deed: str
) -> None:
    decide(second, hidden, deed, comment="asked", sure="on")

    page = text_of(second.get(url("hidden_part", hidden.pk)))
    again = second.post(url(deed, hidden.pk), {f"{deed}-comment": "x", f"{deed}-sure": "on"})

    assert "To be decided by" not in page
    assert "Somebody has already decided about this part." in text_of(again)


def test_the_page_of_a_redacted_part_does_not_tell_it(second: Client, hidden: Hiding) -> None:
    assert SECRET in text_of(second.get(url("hidden_part", hidden.pk)))

    decide(second, hidden, "redact", comment="asked", sure="on")

    assert SECRET not in text_of(second.get(url("hidden_part", hidden.pk)))


# The same words elsewhere


def test_the_page_says_where_the_same_words_are_still_public(
    client: Client, reviewer: Client
) -> None:
    """A source's title stands in every statement that an incident embeds."""
    source = make.source(title=f"{SECRET} speaks")
    statement = make.statement(source=source)
    make.published(source)
    incident = make.published(make.incident(statement=statement))
    hide(reviewer, source, "title")
    assert pages_with(client, SECRET) == {
        f"{prefix}/incidents/{incident.reference}/{rest}"
        for prefix in ("", "/uk")
        for rest in ("", "editions/1/")
    } | {"/editions.jsonl", "/uk/editions.jsonl"}

    page = reviewer.get(url("hidden_part", Hiding.objects.get().pk))

    assert [(one.review.pk, one.title, one.name) for one in page.context["elsewhere"]] == [
        (incident.pk, incident.title_en, "Cited statement: S1")
    ]
    assert f'href="{url("parts", incident.pk)}"' in page.content.decode()
    hide(reviewer, incident, f"statements/{statement.pk}")
    page = reviewer.get(url("hidden_part", Hiding.objects.get(path="title").pk))
    assert page.context["elsewhere"] == []
    assert pages_with(client, SECRET) == set()


def test_all_copies_of_a_title_are_hidden_in_one_deed(
    client: Client, reviewer: Client, second: Client
) -> None:
    source = make.source(title=f"{SECRET} speaks")
    first, other = (make.statement(source=source, label=label) for label in ("S1", "S2"))
    make.published(source)
    for said in (first, first, other):
        make.published(make.incident(statement=said, summary_en="x", title_en=f"Of {said.label}"))
    hide(reviewer, source, "title")
    hidden = Hiding.objects.get()
    address = url("hide_copies", hidden.pk)
    page = second.get(url("hidden_part", hidden.pk))
    assert "copies-copies" not in form_of(page, address)
    offered = [value for value, _label in page.context["copies_form"]["copies"].field.choices]
    # Every incident once; the statement that two embed is one deed and three hidings.
    assert len(offered) == 3
    form = form_of(page, address) | {"copies-copies": offered}
    events = Event.objects.count()

    answer = second.post(address, form)

    assert answer.status_code == 302
    assert pages_with(client, SECRET) == set()
    held = Hiding.objects.exclude(pk=hidden.pk)
    assert sorted(set(held.values_list("path", flat=True))) == sorted(
        [f"statements/{first.pk}", f"statements/{other.pk}"]
    )
    assert {(one.reason, one.comment, one.by.username) for one in held} == {
        ("protection", "in danger", "oksana")
    }
    assert Event.objects.count() - events == len(held) == 5
    page = second.get(url("hidden_part", hidden.pk))
    assert page.context["elsewhere"] == []
    assert "Hide these copies too" not in text_of(page)
    assert second.post(address, form).status_code == 400


def test_only_what_tells_the_same_words_is_hidden_with_it(reviewer: Client) -> None:
    incident = make.published_incident(not_known_en=SECRET, circumstances_en=f"{SECRET} was ill.")
    hide(reviewer, incident, "not_known")
    hidden = Hiding.objects.get()
    address = url("hide_copies", hidden.pk)
    copy = f"{incident.reference}:circumstances"

    for typed in ({}, {"copies-copies": copy}, {"copies-copies": f"{incident.reference}:summary"}):
        sent = {"copies-comment": "" if copy in typed.values() else "in danger"}
        answer = reviewer.post(address, typed | sent)
        assert answer.status_code == 400
        assert text_of(answer).count("This was not done:") == 1
    assert Hiding.objects.count() == 1

    by, chosen = make.reviewer(), [(incident.reference, "summary")]
    for wrong in (chosen, []):
        with pytest.raises(Refused, match="have changed meanwhile"):
            hiding.hide_copies(hidden, wrong, by=by, day=DAY, comment="x")
    with pytest.raises(Refused, match="do not have the right"):
        hiding.hide_copies(hidden, chosen, by=make.researcher(), day=DAY, comment="x")


def test_nothing_more_is_hidden_with_what_was_shown_again(reviewer: Client, second: Client) -> None:
    incident = make.published_incident(not_known_en=SECRET, circumstances_en=f"{SECRET} was ill.")
    hide(reviewer, incident, "not_known")
    hidden = Hiding.objects.get()
    decide(second, hidden, "show", comment="no danger")
    copy = f"{incident.reference}:circumstances"

    sent = {"copies-copies": copy, "copies-comment": "in danger"}

    assert reviewer.post(url("hide_copies", hidden.pk), sent).status_code == 400
    assert Hiding.objects.count() == 1


def test_a_refusal_is_said_once(reviewer: Client, incident: Incident) -> None:
    hide(reviewer, incident)
    before = Review.objects.get(pk=incident.pk).head_id
    make.save(incident, summary_en="Another.", comment="x")

    again = hide(reviewer, incident)
    sent = {"return-comment": "mend", "return-seen": before}
    stale = reviewer.post(url("return", incident.pk), sent)

    assert text_of(again).count("This part is hidden already.") == 1
    assert text_of(stale).count("Somebody else has saved this record since you opened it.") == 1


def test_words_in_another_part_of_the_same_record_are_named(reviewer: Client) -> None:
    incident = make.published_incident(
        not_known_en=SECRET, circumstances_en=f"{SECRET} was ill.", kinds=["killed_captured"]
    )
    hide(reviewer, incident, "not_known")

    page = reviewer.get(url("hidden_part", Hiding.objects.get().pk))

    assert [one.name for one in page.context["elsewhere"]] == [
        "Circumstances (English), circumstances (Ukrainian)"
    ]


def test_a_longer_word_does_not_tell_a_shorter_one(reviewer: Client) -> None:
    source = make.source()
    first = make.statement(source=source, label="S1", locator="sentence 2", paraphrase_en="One.")
    make.statement(source=source, label="S2", locator="sentence 20", paraphrase_en="Two.")
    make.statement(source=source, label="S3", locator="page 4", paraphrase_en="As sentence 2 says.")
    make.published(source)
    hide(reviewer, source, f"statements/{first.pk}")

    page = reviewer.get(url("hidden_part", Hiding.objects.get().pk))

    assert [one.name for one in page.context["elsewhere"]] == ["Statement: S3 As sentence 2 says."]


def test_codes_days_and_ids_are_no_words(reviewer: Client) -> None:
    incident = make.published_incident()
    statement = incident.evidence.all()[0].statement
    make.published(make.incident(statement=statement, title_en="Second", summary_en="Other."))
    evidence = EditionPart.objects.filter(edition__review=incident.review, path__startswith="evid")
    hide(reviewer, incident, evidence[0].path)
    hide(reviewer, incident, "occurred")

    for hidden in Hiding.objects.all():
        assert hiding.told_elsewhere(hidden) == []


def test_of_records_that_one_may_not_read_the_title_is_not_told(
    reviewer: Client, administrator: Client
) -> None:
    confidential = make.source(title="Unsaid", access="confidential", public_wording_en=SECRET)
    make.published(confidential)
    incident = make.published_incident(not_known_en=SECRET)
    hide(reviewer, incident, "not_known")

    page = administrator.get(url("hidden_part", Hiding.objects.get().pk))

    assert [one.title for one in page.context["elsewhere"]] == [""]
    assert "Unsaid" not in text_of(page)
    assert confidential.reference in text_of(page)


# What readers learn


def test_readers_learn_on_which_day_and_why_but_not_what(client: Client) -> None:
    incident = make.published_incident(summary_en=SECRET, circumstances_en=SECRET)
    make.save(incident, killed_high=3, comment="range")
    make.published(incident, note="A range.")
    address = f"/incidents/{incident.reference}/"
    assert "was removed" not in text_of(client.get(address))
    review = Review.objects.get(pk=incident.pk)
    given: dict[str, Any] = {"by": make.reviewer(), "comment": "x"}

    hiding.hide(review, "summary", day=DAY, reason="protection", **given)
    hiding.hide(review, "occurred", day=date(2025, 6, 4), reason="error", **given)
    hiding.hide(review, "circumstances", day=date(2025, 6, 4), reason="error", **given)

    for rest in ("", "editions/1/"):
        text = text_of(client.get(address + rest))
        assert "A part of this edition was removed on 3 June 2025: protection or law." in text
        assert "2 parts of this edition were removed on 4 June 2025: error." in text
    assert "Не все" not in text_of(client.get(f"/uk{address}"))


def test_the_same_is_said_once_it_is_redacted_and_not_once_it_is_shown(
    client: Client, second: Client, incident: Incident, hidden: Hiding
) -> None:
    address = f"/incidents/{incident.reference}/"
    before = client.get(address).content

    decide(second, hidden, "redact", comment="asked", sure="on")
    assert client.get(address).content == before

    (other,) = hiding.hide(
        Review.objects.get(pk=incident.pk),
        "title",
        by=make.reviewer(),
        day=DAY,
        reason="error",
        comment="x",
    )
    hiding.show(other, by=make.reviewer(name="oksana"), day=DAY, comment="x")
    assert client.get(address).content == before


def test_sources_and_actors_say_it_too(client: Client) -> None:
    source = make.published(make.source(title=SECRET))
    actor = make.published(make.actor(note_en=SECRET))
    for record, path in ((source, "title"), (actor, "note")):
        hiding.hide(
            Review.objects.get(pk=record.pk),
            path,
            by=make.reviewer(),
            day=DAY,
            reason="error",
            comment="x",
        )
        body = text_of(client.get(f"/{record.record_kind()}s/{record.reference}/"))
        assert "A part of this edition was removed on 3 June 2025: error." in body


def test_an_edition_without_the_part_says_nothing(client: Client) -> None:
    incident = make.published_incident(rows=[])
    make.save(incident, rows=[Victim(incident=incident, label_en=SECRET)], comment="victim")
    victim = incident.victims.get()
    statement = incident.evidence.all()[0].statement
    incident = Incident.objects.get()
    make.save(
        incident,
        rows=[Evidence(incident=incident, statement=statement, fact="victim", victim=victim)],
        comment="evidence",
    )
    make.published(incident, note="A victim.")
    hide(signed_in(make.reviewer()), incident, f"victims/{victim.pk}")
    address = f"/incidents/{incident.reference}/"

    assert "was removed" in text_of(client.get(address))
    assert "was removed" not in text_of(client.get(f"{address}editions/1/"))


def test_a_preview_says_nothing_of_it(reviewer: Client, incident: Incident, hidden: Hiding) -> None:
    page = reviewer.get(reverse("admin:incidents_incident_preview", args=[incident.pk]))

    assert "was removed" not in text_of(page)


@pytest.mark.parametrize("parts", [0, 1, 3])
def test_it_costs_one_query_where_something_is_missing_and_none_elsewhere(
    client: Client, incident: Incident, django_assert_num_queries: Any, parts: int
) -> None:
    for path in ("summary", "occurred", "title")[:parts]:
        hide(signed_in(make.reviewer()), incident, path)
    client.get(f"/incidents/{incident.reference}/")
    page_cache.PAGES.clear()

    with django_assert_num_queries(9 if parts == 0 else 10):
        client.get(f"/incidents/{incident.reference}/")


@pytest.mark.parametrize("number", ["0", "999999999999", "9" * 30])
def test_a_hidden_part_that_is_none_is_a_404(reviewer: Client, number: str) -> None:
    for name in ("", "show/", "redact/"):
        address = f"/admin/review/review/hidden/{number}/{name}"
        assert reviewer.post(address).status_code in {404, 405} if name else True
        assert reviewer.get(address).status_code in {404, 405}


@pytest.mark.parametrize("name", ["show", "redact"])
def test_addresses_of_deeds_are_not_opened(second: Client, hidden: Hiding, name: str) -> None:
    assert second.get(url(name, hidden.pk)).status_code == 405


def test_the_address_of_hiding_is_not_opened(reviewer: Client, incident: Incident) -> None:
    assert reviewer.get(url("hide", incident.pk)).status_code == 405
