"""Public first, protected later: what a new edition keeps to itself goes from where it stood."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from reversion.models import Version

from accounts.sight import show_all
from incidents.models import Evidence, Incident, IncidentLink, Victim, WithheldName
from review.models import EditionPart, Event, Hiding, Record, Refused, Review
from review.public.views import exported_lines
from review.record_types import type_of
from review.verify import Verification
from review.workflow import decisions, hiding, outdated, publishing
from sources.models import PublishedStatement, Source, Statement
from tests import factories as make
from tests.databases import EnteredOnce
from tests.pages import form_of, signed_in
from tests.records import next_document, takes_back
from tests.review.refusing import refused_by
from tests.review.searching import body_of, found_by_search, pages_with, tables_with
from tools.verify_export import Export

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 3)
SECRET = "Quixelby"


def fresh(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


def waiting(record: Any, **changes: Any) -> Any:
    """The record with these changes, submitted."""
    record = fresh(record)
    make.save(record, comment="to protect somebody", **changes)
    make.submitted(record)
    return record


def approve(*records: Any, **said: Any) -> None:
    seen = {record.pk: Review.objects.get(pk=record.pk).head_id for record in records}
    given: dict[str, Any] = {"by": make.reviewer(), "day": DAY, "note": "Details are withheld."}
    publishing.approve(seen, shown=make.shown(*seen), **given | said)


def faults() -> list[str]:
    export = Export()
    export.check(exported_lines())
    return list(Verification().faults())


def number(record: Record) -> int:
    """Of its current edition."""
    return Review.objects.get(pk=record.pk).editions.count()


def page_of(record: Record) -> str:
    return reverse(f"{record.record_kind()}_detail", args=[record.reference])


def hidden_in(record: Any) -> dict[str, list[int]]:
    return {one.path: one.numbers for one in Hiding.objects.filter(review=record.pk)}


@pytest.fixture
def source_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_source):
        yield


@pytest.fixture
def source(source_in_place: None, db: None) -> Source:
    """Public, and everything about it tells the word."""
    return Source.objects.get()


def enter_source() -> None:
    told = make.source(
        title=f"What {SECRET} saw",
        author=SECRET,
        url=f"https://news.example/{SECRET}",
        licence=f"{SECRET} licence",
        published_note_en=f"from {SECRET}",
        public_note_en=f"{SECRET} was heard",
        text_as_received="I saw it.",
    )
    make.statement(
        source=told,
        label="S1",
        locator="page 4",
        verb_as_written="whispered",
        paraphrase_en=f"{SECRET} saw two soldiers shot.",
        place_as_written=f"behind the house of {SECRET}",
        chain=[(f"{SECRET} of the village", ["eyewitness"])],
    )
    make.published(told)


@pytest.fixture
def incident(source: Source) -> Incident:
    return make.published(make.incident(statement=source.statements.get()))


# A source


def test_what_is_confidential_now_is_public_nowhere(
    client: Client, source: Source, incident: Incident
) -> None:
    make.save(incident, killed_high=3, comment="a range")
    make.published(incident, note="A range.")
    assert len(pages_with(client, SECRET)) > 6
    told = f"statements/{source.statements.get().pk}"

    approve(waiting(source, access="confidential"), hide_earlier=True)

    assert pages_with(client, SECRET) == set()
    assert found_by_search(client, SECRET) == set()
    assert tables_with(SECRET, as_public=True) == set()
    assert "whispered" not in body_of(client.get("/editions.jsonl"))
    assert hidden_in(incident) == {told: [1, 2], "origins": [1, 2]}
    assert fresh(source).text_sha256 not in body_of(client.get("/editions.jsonl"))
    assert {numbers[0] for numbers in hidden_in(source).values()} == {1}
    assert faults() == []


def test_without_the_decision_it_is_not_approved(source: Source, incident: Incident) -> None:
    waits = waiting(source, access="confidential")

    with pytest.raises(publishing.EarlierUndecided, match="agree to hide those earlier words"):
        approve(waits)

    assert number(source) == 1
    assert Hiding.objects.count() == 0


def test_who_decides_so_has_the_right_to_withdraw(source: Source) -> None:
    decider = make.researcher(name="petro")
    make.give_group(decider, make.group_of("decide_review", "read_restricted"))
    waits = waiting(source, access="confidential")

    with pytest.raises(Refused, match="You do not have the right"):
        approve(waits, by=type(decider).objects.get(pk=decider.pk), hide_earlier=True)

    assert Hiding.objects.count() == 0


def test_the_new_edition_is_neither_covered_nor_held_up(
    client: Client, source: Source, incident: Incident
) -> None:
    approve(waiting(source, access="confidential"), hide_earlier=True)

    approve(waiting(source, public_wording_en="A person told us."))
    incident = waiting(incident, killed_high=3)
    approve(incident)

    page = body_of(client.get(page_of(incident)))
    assert "A person told us." in page
    assert PublishedStatement.objects.get().document["paraphrase"]["en"] == "A person told us."
    assert number(source) == 3
    assert pages_with(client, SECRET) == set()
    assert faults() == []


def test_a_protected_person_takes_the_way_to_them_out(client: Client, source: Source) -> None:
    digest = source.text_sha256

    approve(waiting(source, names_protected_person=True), hide_earlier=True)

    document = next_document(fresh(source))
    assert (document["text"], document["statements"][0]["locator"]) == (None, "")
    assert document["statements"][0]["verb"] == ""
    export = body_of(client.get("/editions.jsonl"))
    gone = (digest, "whispered", "page 4", f"What {SECRET}")
    assert [word for word in gone if word in export] == []
    assert "was heard" in export  # the note that stays as it was
    assert faults() == []


def test_an_edition_of_before_these_rules_takes_the_same_back(source: Source) -> None:
    """The digest, the place in the text and the verb were public of withheld sources once."""
    document = next_document(fresh(source))

    later = document | {"withheld": True, "text": None}
    assert takes_back(Source, document | {"withheld": True}, later)
    assert takes_back(Source, later, later)
    quiet = [one | {"locator": "", "verb": ""} for one in document["statements"]]
    assert not takes_back(Source, later | {"statements": quiet}, later)
    assert not takes_back(Source, document, document)


def test_a_correction_takes_nothing_back(source: Source, incident: Incident) -> None:
    approve(waiting(source, title="Another title"))

    assert Hiding.objects.count() == 0


def test_a_record_that_lost_parts_is_a_task_until_its_next_edition(
    source: Source, incident: Incident
) -> None:
    approve(waiting(source, access="confidential"), hide_earlier=True)
    lacking = Review.objects.get(pk=incident.pk)

    assert list(Review.objects.outdated()) == [lacking]
    [task] = outdated.tasks(Review.objects.outdated())
    assert (task.lacks_parts, task.causes) == (True, [])
    page = signed_in(make.reviewer()).get(reverse("admin:review_review_outdated"))
    assert "Parts of its current edition are hidden or deleted" in page.text
    assert "are not shown: see the notice at the top" in Client().get(page_of(incident)).text

    outdated.submit_again({incident.pk: lacking.head_id}, by=make.researcher(), comment="again")
    approve(incident)

    assert list(Review.objects.outdated()) == []
    assert faults() == []


def test_what_is_approved_with_it_embeds_the_new_edition(
    client: Client, source: Source, incident: Incident
) -> None:
    both = [waiting(source, access="confidential"), waiting(incident, killed_high=3)]

    approve(*both, hide_earlier=True)

    assert hidden_in(incident)[f"statements/{source.statements.get().pk}"] == [1]
    assert "Details withheld for protection." in body_of(client.get(page_of(incident)))
    assert pages_with(client, SECRET) == set()
    assert faults() == []


def test_a_statement_that_was_taken_out_goes_too(client: Client, source: Source) -> None:
    make.statement(source=fresh(source), label="S2", paraphrase_en=f"{SECRET} fled.")
    make.submitted(fresh(source))
    approve(source)
    with decisions.saving(
        source, by=make.researcher(), seen=Review.objects.get(pk=source.pk).head_id, comment="out"
    ):
        source.access = "confidential"
        Statement.objects.get(label="S2").delete()
    make.submitted(source)

    approve(source, hide_earlier=True)

    assert pages_with(client, SECRET) == set()
    assert faults() == []


# Incidents


def test_a_coarser_place_goes_from_earlier_editions(client: Client, source: Source) -> None:
    oblast = make.place(
        code="UA14",
        category="oblast",
        lineage=["UA", "UA14"],
        codes=["UA", "UA14"],
        name_en="Donetsk",
        name_uk="Донецька",
    )
    raion = make.place(
        code="UA1416",
        category="raion",
        parent=oblast,
        lineage=["UA", "UA14", "UA1416"],
        codes=["UA", "UA14", "UA1416"],
        name_en="Pokrovskyi",
        name_uk="Покровський",
    )
    village = make.place(parent=raion)
    told: dict[str, Any] = {"place": village, "place_precision": "1", "place_as_written": "Udachne"}
    incident = make.published(
        make.incident(statement=source.statements.get(), title_en="Killing near Udachne", **told)
    )
    linked = make.incident(
        statement=source.statements.get(),
        title_en="Other",
        rows=[IncidentLink(kind="same_episode", to=incident)],
    )
    make.published(linked)
    assert pages_with(client, "UA14160250010071750") != set()

    approve(
        waiting(incident, place_public_precision="oblast", title_en="Killing in Donetsk Oblast"),
        hide_earlier=True,
    )

    assert hidden_in(incident) == {"title": [1], "place": [1]}
    assert [path.partition("/")[0] for path in hidden_in(linked)] == ["links"]
    assert pages_with(client, "Udachne") | pages_with(client, "UA14160250010071750") == set()
    assert tables_with("48.2", as_public=True) <= {"incidents_place"}
    assert faults() == []


def test_words_for_a_place_that_are_kept_back_go_too(client: Client, source: Source) -> None:
    village = make.place()
    told: dict[str, Any] = {"place": village, "place_precision": "3", "place_as_written": SECRET}
    incident = make.published(make.incident(statement=source.statements.get(), **told))

    approve(waiting(incident, place_public_precision="raion"), hide_earlier=True)

    assert hidden_in(incident)["place"] == [1]


def test_words_that_are_cleaned_one_edition_later_go_too(client: Client, source: Source) -> None:
    victim = Victim(label_en="a soldier", outcome="killed")
    incident = make.incident(
        statement=source.statements.get(), rows=[victim], summary_en="Ivan Quillfeather was shot."
    )
    named = {"basis": "family", "decided_by": make.researcher(), "decided_on": DAY}
    name = WithheldName(victim=victim, name="Ivan Quillfeather", review_on=DAY, **named)
    name.save()
    make.published(incident)
    name.delete()
    approve(waiting(incident, killed_high=3), hide_earlier=True)
    assert pages_with(client, "Quillfeather") != set()

    approve(waiting(incident, summary_en="A soldier was shot."), hide_earlier=True)

    assert pages_with(client, "Quillfeather") == set()
    assert faults() == []


def test_another_spelling_of_a_name_takes_nothing_back(source: Source) -> None:
    document = {"place": None, "victims": [{"id": "1", "name": "Ivan Quilfeather"}]}
    again = {"place": None, "victims": [{"id": "1", "name": "Ivan Quillfeather"}]}
    gone = {"place": None, "victims": [{"id": "1", "name": None}]}

    assert not takes_back(Incident, document, again)
    assert takes_back(Incident, document, gone)
    assert takes_back(Incident, document, document | {"victims": []})


def test_what_is_shown_again_is_not_what_a_later_edition_takes_back(source: Source) -> None:
    statement = source.statements.get()
    by_hand = make.hidden(source, f"statements/{statement.pk}")[0]
    source = fresh(source)
    head = Review.objects.get(pk=source.pk).head_id
    with decisions.saving(source, by=make.researcher(), seen=head, comment="out"):
        source.access = "confidential"
        statement.delete()
    make.submitted(source)
    approve(source, hide_earlier=True)

    with pytest.raises(Refused, match="A later edition keeps this from the public"):
        hiding.show(by_hand, **second())


def test_what_somebody_showed_again_is_not_asked_about_again(source: Source, taken: Hiding) -> None:
    hiding.show(taken, **second())

    approve(waiting(source, public_wording_en="A person told us."))

    assert Hiding.objects.filter(review=source.pk, path="title", state="hidden").count() == 0


@pytest.mark.parametrize(
    ("before", "after", "coarser"),
    [
        (None, None, False),
        (None, "village", False),
        ("village", None, True),
        ("village", "village", False),
        ("village", "village without a point", True),
        ("village", "oblast", True),
        ("oblast", "village", False),
        ("village", "elsewhere", False),
    ],
)
def test_which_place_is_coarser(before: str | None, after: str | None, coarser: bool) -> None:
    places: dict[str | None, Any] = {
        None: None,
        "village": {"code": "UA1", "codes": ["UA", "UA14", "UA1"], "latitude": "48.2"},
        "village without a point": {"code": "UA1", "codes": ["UA", "UA1"], "latitude": None},
        "oblast": {"code": "UA14", "codes": ["UA", "UA14"], "latitude": None},
        "elsewhere": {"code": "UA2", "codes": ["UA", "UA2"], "latitude": None},
    }
    for place in places.values():
        if place is not None:
            place |= {"as_written": "", "precision": "1"}
    documents = ({"victims": [], "place": places[which]} for which in (before, after))

    assert takes_back(Incident, *documents) is coarser


def test_a_name_that_is_not_told_any_more_goes_from_earlier_editions(
    client: Client, source: Source
) -> None:
    victim = Victim(label_en="a soldier", outcome="killed")
    incident = make.incident(statement=source.statements.get(), rows=[victim])
    name = WithheldName.objects.create(
        victim=victim,
        name="Ivan Quillfeather",
        basis="family",
        decided_by=make.researcher(),
        decided_on=DAY,
        review_on=DAY,
    )
    make.published(incident)
    assert pages_with(client, "Quillfeather") != set()
    name.delete()

    approve(waiting(incident, killed_high=3), hide_earlier=True)

    assert hidden_in(incident)[f"victims/{victim.pk}"] == [1]
    assert pages_with(client, "Quillfeather") == set()
    assert faults() == []


# What the second person decides


@pytest.fixture
def taken(source: Source, incident: Incident) -> Hiding:
    approve(waiting(source, access="confidential"), hide_earlier=True)
    return Hiding.objects.get(review=source.pk, path="title")


def second() -> dict[str, Any]:
    return {"by": make.reviewer(name="oksana"), "day": DAY, "comment": "looked at"}


def test_nobody_decides_about_what_they_approved(taken: Hiding) -> None:
    for deed in (hiding.show, hiding.remove):
        with pytest.raises(Refused, match="somebody else must decide"):
            deed(taken, **second() | {"by": make.reviewer()})


def test_one_part_is_shown_again(client: Client, taken: Hiding, source: Source) -> None:
    shown = hiding.show(taken, **second())

    assert [one.path for one in shown] == ["title"]
    assert pages_with(client, f"What {SECRET} saw") != set()
    assert pages_with(client, "news.example") == set()
    assert faults() == []


def test_all_of_it_is_shown_again(client: Client, taken: Hiding) -> None:
    hiding.show(taken, **second(), all_of_it=True)

    assert set(Hiding.objects.values_list("state", flat=True)) == {"shown"}
    assert len(pages_with(client, SECRET)) > 5
    assert faults() == []


def test_it_is_removed_from_these_editions_only(client: Client, taken: Hiding) -> None:
    source, incident = fresh(Source.objects.get()), Incident.objects.get()
    saves = list(Source.objects.values()) + list(Statement.objects.values())
    saved = Version.objects.filter(revision=Review.objects.get(pk=source.pk).head_id)

    hiding.remove(taken, **second(), all_of_it=True)

    parts = EditionPart.objects.filter(value__contains=SECRET)
    assert not parts.exists()
    assert list(Source.objects.values()) + list(Statement.objects.values()) == saves
    assert SECRET in str(list(saved.values_list("serialized_data")))
    make.save(source, internal_note=f"about {SECRET}", comment=f"{SECRET} again")  # nothing refused
    approve(waiting(incident, summary_en="Two were shot."))
    assert tables_with(SECRET, as_public=True) == set()
    assert faults() == []


def test_the_state_says_what_was_done_and_who_did_it(taken: Hiding) -> None:
    hiding.remove(taken, **second())

    taken.refresh_from_db()
    assert (taken.state, taken.refused) == ("redacted", {})
    kinds = Event.objects.filter(review=taken.review, by__username="oksana")
    assert list(kinds.values_list("kind", flat=True)) == ["redacted"]


def test_what_a_later_edition_took_back_is_not_redacted_everywhere(taken: Hiding) -> None:
    with pytest.raises(Refused, match="Remove it from these editions"):
        hiding.redact(taken, **second())
    by_hand = make.hidden(make.published(make.actor()), "name")[0]
    with pytest.raises(Refused, match="was not taken back by a later edition"):
        hiding.remove(by_hand, **second())


def test_what_is_hidden_already_is_hidden_once(source: Source, taken: Hiding) -> None:
    make.hidden(fresh(source), "author")
    with pytest.raises(Refused, match="This part is hidden already"):
        make.hidden(fresh(source), "author")
    copy = {name: getattr(taken, name) for name in ("review", "path", "blanks", "by")}
    with refused_by("hiding_overlaps"):
        Hiding.objects.create(
            **copy, earlier_only=False, reason="error", hidden_on=DAY, comment="again"
        )
    with refused_by("hiding_decided_once"):
        Hiding.objects.filter(pk=taken.pk).update(
            earlier_only=False, state="shown", decided_by=make.researcher(), decided_at=taken.at
        )


def test_hiding_by_hand_covers_the_editions_that_are_left(source: Source) -> None:
    """The title of edition 3, when that of edition 1 is hidden and waits."""
    approve(waiting(source, names_protected_person=True), hide_earlier=True)
    approve(waiting(source, names_protected_person=False))

    (by_hand,) = make.hidden(fresh(source), "title")

    assert by_hand.numbers == [2, 3]
    assert faults() == []


# Withdrawing


@pytest.mark.parametrize(("reason", "is_gone"), [("protection", True), ("error", False)])
def test_withdrawn_to_protect_somebody_it_goes_where_it_is_embedded(
    client: Client, source: Source, incident: Incident, reason: str, is_gone: bool
) -> None:
    make.withdrawn(source, reason=reason)

    assert (pages_with(client, SECRET) == set()) is is_gone
    assert Hiding.objects.exists() is is_gone
    assert faults() == []


def test_a_record_somebody_is_saving_is_not_waited_for(
    source: Source, incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lock would be taken out of order: two decisions could wait for each other for ever."""
    waits = waiting(source, access="confidential")
    statements: list[str] = []

    def noting(execute: Any, sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(noting):
        approve(waits, hide_earlier=True)

    locks = [sql for sql in statements if "FOR UPDATE" in sql and "review_review" in sql]
    assert [sql for sql in locks if "SKIP LOCKED" in sql] != []


# On the pages


def approving(client: Client, record: Record) -> tuple[Any, dict[str, Any]]:
    page = client.get(reverse("admin:review_review_detail", args=[record.pk]))
    form = form_of(page, reverse("admin:review_review_approve", args=[record.pk]))
    return page, form | {"approve-considered": "on", "approve-note": "Withheld."}


def test_the_page_lists_where_the_words_are_and_asks(source: Source, incident: Incident) -> None:
    make.save(source, comment="x", author=f"{SECRET} junior")
    make.published(source, note="The author is named in full.")
    waits = waiting(source, access="confidential")
    client = signed_in(make.reviewer())

    page, form = approving(client, waits)

    assert "What the new edition takes back is still public" in page.text
    assert incident.title_en in page.text
    assert "The author is named in full." in page.text
    address = reverse("admin:review_review_approve", args=[source.pk])
    refused = client.post(address, form)
    assert refused.status_code == 400
    assert "agree to hide those earlier words" in refused.text
    assert Hiding.objects.count() == 0
    assert client.post(address, form | {"approve-hide_earlier": "on"}).status_code == 302
    assert Hiding.objects.filter(review=incident.pk).count() == 2


def test_nothing_is_asked_where_nothing_is_taken_back(source: Source) -> None:
    page, _form = approving(signed_in(make.reviewer()), waiting(source, title="Corrected"))

    assert "What the new edition takes back" not in page.text
    assert "approve-hide_earlier" not in page.text


def test_titles_of_what_one_may_not_read_are_not_listed(source: Source, incident: Incident) -> None:
    restricted = make.source(title="Elsewhere", url="https://news.example/9")
    statement = make.statement(source=restricted, label="R1")
    make.published(restricted)
    evidence = Evidence(incident=incident, statement=statement, fact="killed", position=9)
    make.save(incident, rows=[evidence], comment="more")
    make.published(incident, note="More.")
    approve(waiting(restricted, access="restricted"))
    decider = User.objects.create(username="petro", is_staff=True)
    rights = ["decide_review", "withdraw_review", "view_review"]
    make.give_group(decider, make.group_of(*rights))
    show_all(decider, by=None, reason="reads all that needs no right")

    page, _form = approving(
        signed_in(type(decider).objects.get(pk=decider.pk)),
        waiting(source, names_protected_person=True),
    )

    assert incident.reference in page.text
    assert incident.title_en not in page.text


def test_a_second_person_decides_about_all_of_it_on_its_page(
    taken: Hiding, incident: Incident
) -> None:
    client = signed_in(make.reviewer(name="oksana"))
    address = reverse("admin:review_review_hidden_part", args=[taken.pk])
    page = client.get(address)
    assert "because what it says was taken back" in page.text
    assert "Redact for ever" not in page.text
    form = form_of(page, f"{address}remove/")
    assert client.post(f"{address}remove/", form).status_code == 400

    sent = form | {"remove-comment": "it points at somebody", "remove-all_of_it": "on"}
    assert client.post(f"{address}remove/", sent).status_code == 400
    sent["remove-sure"] = "on"

    assert client.post(f"{address}remove/", sent).status_code == 302
    assert set(Hiding.objects.values_list("state", flat=True)) == {"redacted"}
    parts = client.get(reverse("admin:review_review_parts", args=[taken.review_id]))
    assert "waiting for a second person" not in parts.text


def test_a_later_edition_is_offered_to_be_hidden_while_earlier_ones_wait(taken: Hiding) -> None:
    page = signed_in(make.reviewer()).get(
        reverse("admin:review_review_parts", args=[taken.review_id])
    )

    offered = form_of(page, reverse("admin:review_review_hide", args=[taken.review_id]))
    assert "path" in offered


def test_every_word_of_an_edition_can_be_taken_out() -> None:
    """What cannot is a code, a switch or a number of ours."""
    codes = {
        *("kind", "confidential", "withheld", "language", "is_graphic", "side", "state", "names"),
        *("kinds", "standing", "proposal", "older_translations", "relations", "statements"),
        *("victims", "involvements", "characterisations", "findings", "links", "evidence"),
    }
    statement = make.statement(source=make.source(title="x"))
    for record in (make.actor(), statement.source, make.incident(statement=statement)):
        assert set(next_document(record)) - type_of(record).redactable.keys() <= codes
