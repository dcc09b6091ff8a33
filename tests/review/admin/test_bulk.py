"""One change to several records: shown line by line, made as ordinary changes, taken back."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents.models import Incident
from review.models import BulkChange, BulkChanged, Event, Record, Review
from review.redaction import typed
from review.workflow import bulk, leaving
from sources.models import Actor, ActorRelation, Hop, Source, Statement
from tests import factories as make
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

ADDED = "change=kinds%3Aadd&new=tortured"
REASON = {"reason": "The report says so."}


@pytest.fixture
def olena() -> Client:
    return signed_in(make.researcher())


def incident(**fields: Any) -> Incident:
    """On a statement of its own."""
    return make.incident(statement=make.statement(source=make.source()), **fields)


def begin(client: Client, kind: str, *records: Record | Statement) -> str:
    """The action of the list, for these; the address of the page that it leads to."""
    chosen = {"action": "change_in_bulk", "_selected_action": [str(one.pk) for one in records]}
    return str(client.post(f"/admin/{kind}/", chosen)["Location"])


def of_incidents(client: Client, *records: Record) -> str:
    return begin(client, "incidents/incident", *records)


def lines(response: Any) -> list[tuple[str, str, str]]:
    return [(str(one.record), one.before, one.after) for one in response.context["lines"]]


def left_out(response: Any) -> dict[str, str]:
    return {str(one.record): one.why for one in response.context["left_out"]}


def made(client: Client, page: str, asked: str, **more: Any) -> Any:
    form = form_of(client.get(f"{page}?{asked}"), f"{page}make/")
    return client.post(f"{page}make/", form | REASON | more)


def why_not(response: Any) -> dict[str, str]:
    return {one.review.title: one.why for one in response.context["answers"]}


def kinds_of(record: Record) -> list[str]:
    return Incident.objects.get(pk=record.pk).kinds


def test_what_is_shown_is_made_as_one_draft_of_each(olena: Client) -> None:
    public = make.published_incident()
    draft = incident(title_en="A draft", kinds=["tortured"])
    other = incident(title_en="Another draft", kinds=[])
    before = public.kinds
    page = of_incidents(olena, public, draft, other)

    shown = olena.get(f"{page}?{ADDED}")
    done = made(olena, page, ADDED)

    assert left_out(shown) == {"A draft": "Nothing would change."}
    assert {(title, after) for title, _before, after in lines(shown)} >= {
        ("Another draft", "tortured")
    }
    assert why_not(done) == {}
    assert (kinds_of(public), kinds_of(other)) == ([*before, "tortured"], ["tortured"])
    review = Review.objects.get(pk=public.pk)
    assert (review.work, review.public) == (Review.Work.DRAFT, Review.Public.CURRENT)
    last = review.events.last()
    assert last
    assert (last.kind, last.by.username, last.comment) == ("saved", "olena", REASON["reason"])
    assert BulkChanged.objects.count() == 2
    assert [one.review.title for one, _open in done.context["rows"]] == [
        Review.objects.get(pk=one.review_id).title for one in BulkChanged.objects.all()
    ]


def test_what_is_kept_waits_or_is_in_other_hands_is_left_out_and_said(olena: Client) -> None:
    petro = make.researcher(name="petro")
    waits = make.submitted(incident(title_en="Waits"))
    theirs = incident(title_en="Theirs")
    make.save(theirs, by=petro, comment="mine", title_en="Theirs too")
    kept = incident(title_en="Kept", access="restricted")
    free = incident(title_en="Free")
    member = User.objects.get(username="olena")
    make.give(member, "Reviewers")
    page = of_incidents(signed_in(member), waits, theirs, kept, free)

    shown = signed_in(member).get(f"{page}?{ADDED}")

    said = left_out(shown)
    assert [title for title, *_rest in lines(shown)] == ["Free"]
    assert said == {
        "Waits": "It waits for review, and would be a draft again.",
        "Theirs too": "Somebody else works on it.",
        "Kept": "Not every colleague may read it: change it on its own page.",
    }


def test_a_record_that_changed_since_the_preview_is_left_and_said(olena: Client) -> None:
    one, other = incident(title_en="One"), incident(title_en="Other")
    page = of_incidents(olena, one, other)
    form = form_of(olena.get(f"{page}?{ADDED}"), f"{page}make/")
    make.save(one, title_en="One, mended")
    make.submitted(other)

    done = olena.post(f"{page}make/", form | REASON)

    assert why_not(done) == {
        "One, mended": "Somebody changed it since you looked: nothing was done to it.",
        "Other": "It waits for review, and would be a draft again.",
    }
    assert Review.objects.get(pk=other.pk).is_waiting
    assert not BulkChanged.objects.exists()


def test_another_value_than_was_shown_and_a_second_press_do_nothing(olena: Client) -> None:
    one = incident(title_en="One", kinds=[])
    page = of_incidents(olena, one)
    form = form_of(olena.get(f"{page}?{ADDED}"), f"{page}make/") | REASON

    nameless = olena.post(f"{page}make/", form | {"reason": " "})
    strange = olena.post(f"{page}make/", form | {"new": "other"})
    again = olena.post(f"{page}make/", form)

    assert nameless.context["refused_form"].errors == {"reason": ["Say what you change and why."]}
    assert why_not(strange) == {
        "One": "Somebody changed it since you looked: nothing was done to it."
    }
    assert again.context["refused_form"].non_field_errors() == ["This change is made already."]
    assert kinds_of(one) == []


def test_a_publisher_is_replaced_by_another_found_by_reference_or_name(olena: Client) -> None:
    old, new = make.actor(name_en="Old agency"), make.actor(name_en="New agency")
    theirs = make.source(title="Theirs", publisher=old)
    none = make.source(title="None", publisher=None)
    protected = make.source(title="Protected", publisher=old, names_protected_person=True)
    page = begin(olena, "sources/source", theirs, none, protected)
    asked = f"change=publisher%3Areplace&old={old.reference}&new=new+agency"

    shown = olena.get(f"{page}?{asked}")
    unknown = olena.get(f"{page}?change=publisher%3Aset&new=agency")
    made(olena, page, asked)

    assert lines(shown) == [("Theirs", "Old agency", "New agency")]
    assert left_out(shown) == {
        "None": "Nothing would change.",
        "Protected": "It names a protected person.",
    }
    assert unknown.context["form"].errors == {
        "new": ["More than one is found: write its reference."]
    }
    assert Source.objects.get(pk=theirs.pk).publisher == new


def test_terms_are_taken_out_replaced_and_set(olena: Client) -> None:
    one = incident(title_en="One", kinds=["tortured", "other"])
    actor = make.actor(side="")

    made(olena, of_incidents(olena, one), "change=kinds%3Aremove&old=other")
    made(
        olena,
        of_incidents(olena, one),
        "change=kinds%3Areplace&old=tortured&new=body_mutilated",
    )
    made(olena, begin(olena, "sources/actor", actor), "change=side%3Aset&new=third")

    assert kinds_of(one) == ["body_mutilated"]
    assert Actor.objects.get(pk=actor.pk).side == "third"


def test_a_body_is_replaced_in_the_chains_of_the_chosen_statements(olena: Client) -> None:
    old, new = make.actor(name_en="Old office"), make.actor(name_en="New office")
    source = make.source(title="Theirs")
    first = make.statement(source=source, label="S1", chain=[old, "a guard"])
    second = make.statement(source=source, label="S2", chain=[old])
    third = make.statement(source=source, label="S3", chain=[old])
    kept = make.source(title="Kept", url="", access="restricted", by=make.reviewer())
    unseen = make.statement(source=kept, chain=[old], by=make.reviewer())
    page = begin(olena, "sources/statement", first, second, unseen)
    asked = f"change=hop.actor%3Areplace&old={old.reference}&new={new.reference}"

    offered = [key for key, _label in olena.get(page).context["offered"]]
    shown = olena.get(f"{page}?{asked}")
    done = made(olena, page, asked)

    assert [key for key in offered if "." not in key] == []
    assert lines(shown) == [
        (str(source), "S1: Old office; S2: Old office", "S1: New office; S2: New office")
    ]
    assert why_not(done) == {}
    bodies = {one.statement_id: one.actor_id for one in Hop.objects.exclude(actor=None)}
    assert bodies == {first.pk: new.pk, second.pk: new.pk, third.pk: old.pk, unseen.pk: old.pk}
    last = Event.objects.filter(review=source.pk).last()
    assert last
    assert (last.kind, last.comment) == ("saved", REASON["reason"])

    olena.post(f"{page}take-back/", REASON)

    assert set(Hop.objects.exclude(actor=None).values_list("actor", flat=True)) == {old.pk}


def test_of_whole_sources_it_is_replaced_in_all_their_chains(olena: Client) -> None:
    old, new = make.actor(name_en="Old office"), make.actor(name_en="New office")
    source, other = make.source(title="One"), make.source(title="Other")
    for label in ("S1", "S2"):
        make.statement(source=source, label=label, chain=[old])
    page = begin(olena, "sources/source", source, other)
    asked = f"change=hop.actor%3Areplace&old={old.reference}&new={new.reference}"

    shown = olena.get(f"{page}?{asked}")
    made(olena, page, asked)

    assert left_out(shown) == {str(other): "Nothing would change."}
    assert set(Hop.objects.values_list("actor", flat=True)) == {new.pk}


def test_a_unit_is_put_below_another_body_where_that_makes_no_ring(olena: Client) -> None:
    old, new = make.actor(name_en="Old corps"), make.actor(name_en="New corps")
    unit, ring = make.actor(name_en="A brigade"), make.actor(name_en="Another")
    said = make.statement(source=make.source())
    for below, above in ((unit, old), (ring, old), (new, ring)):
        make.save(below, rows=[ActorRelation(actor=below, superior=above, statement=said)])
    kept = make.source(title="Kept", access="restricted", by=make.reviewer(), url="")
    unseen = make.statement(source=kept, by=make.reviewer())
    hidden = ActorRelation(actor=unit, superior=old, statement=unseen, period="2024")
    make.save(unit, rows=[hidden])
    page = begin(olena, "sources/actor", unit, ring)
    asked = f"change=actorrelation.superior%3Areplace&old={old.reference}&new={new.reference}"

    shown = olena.get(f"{page}?{asked}")
    done = made(olena, page, asked)

    assert lines(shown)[0] == ("A brigade", "Old corps", "New corps")
    assert why_not(done) == {
        "Another": "That actor is itself subordinate to this one: they cannot both be."
    }
    now = {one.statement_id: one.superior_id for one in ActorRelation.objects.filter(actor=unit)}
    assert now == {said.pk: new.pk, unseen.pk: old.pk}


def test_a_place_is_set_by_its_code_where_it_is_said_how_well_it_is_known(olena: Client) -> None:
    place = make.place()
    one = incident(title_en="One", place=None, place_precision="2")
    other = incident(title_en="Other", place=None, place_precision="")
    page = of_incidents(olena, one, other)
    done = made(olena, page, f"change=place%3Aset&new={place.code}")
    assert why_not(done) == {"Other": "Say how precisely the place is known."}
    assert Incident.objects.get(pk=one.pk).place == place


def test_words_are_found_and_replaced_as_the_preview_shows_each_place(olena: Client) -> None:
    long = "x" * 50
    one = make.source(title="Report on Artemivsk", internal_note=f"{long} Artemivsk {long}")
    other = make.source(title="Artemivsk, and Artemivsk again")
    small = make.source(title="artemivsk")
    page = begin(olena, "sources/source", one, other, small)
    asked = "change=title%3Afind&old=Artemivsk&new=Bakhmut"

    shown = olena.get(f"{page}?{asked}")
    note = olena.get(f"{page}?change=internal_note%3Afind&old=Artemivsk&new=")
    done = made(olena, page, asked)

    assert [(before, after) for _title, before, after in lines(shown)] == [
        ("Artemivsk, and  | , and Artemivsk again", "Bakhmut, and  | , and Bakhmut again"),
        ("Report on Artemivsk", "Report on Bakhmut"),
    ]
    assert left_out(shown) == {str(small): "Nothing would change."}
    [(_title, before, after)] = lines(note)
    assert before == f"…{long[:39]} Artemivsk {long[:39]}…"
    assert after == f"…{long[:39]}  {long[:39]}…"
    assert why_not(done) == {}
    assert set(Source.objects.values_list("title", flat=True)) == {
        "Bakhmut, and Bakhmut again",
        "Report on Bakhmut",
        "artemivsk",
    }

    olena.post(f"{page}take-back/", REASON)

    assert Source.objects.get(pk=one.pk).title == "Report on Artemivsk"


def test_what_was_said_is_mended_in_the_chosen_statements(olena: Client) -> None:
    source = make.source(title="One")
    first = make.statement(source=source, label="S1", paraphrase_en="They shot at two men.")
    second = make.statement(source=source, label="S2", paraphrase_en="They shot at a man.")
    page = begin(olena, "sources/statement", first)
    asked = "change=statement.paraphrase_en%3Afind&old=shot+at&new=fired+at"

    shown = olena.get(f"{page}?{asked}")
    made(olena, page, asked)

    assert lines(shown) == [
        (str(source), "S1: They shot at two men.", "S1: They fired at two men.")
    ]
    said = dict(Statement.objects.values_list("label", "paraphrase_en"))
    assert said == {"S1": "They fired at two men.", "S2": second.paraphrase_en}


def test_what_would_be_too_long_is_left_and_said(olena: Client) -> None:
    short = make.source(title="Artemivsk", url="")
    long = make.source(title="Artemivsk" * 30, url="")
    page = begin(olena, "sources/source", short, long)

    done = made(olena, page, "change=title%3Afind&old=Artemivsk&new=" + "A" * 100)

    assert list(why_not(done)) == [Review.objects.get(pk=long.pk).title]
    assert Source.objects.get(pk=short.pk).title == "A" * 100


def test_names_involvements_access_and_interviews_are_never_offered(olena: Client) -> None:
    source = make.source()
    page = begin(olena, "sources/source", source)

    offered = [key for key, _label in olena.get(page).context["offered"]]
    interview = olena.get(f"{page}?change=kind%3Aset&new=interview")
    made_up = olena.post(f"{page}make/", {"change": "access:set", "new": "confidential"} | REASON)

    assert offered == [
        *("publisher:replace", "publisher:set", "kind:replace", "kind:set", "title:find"),
        *("public_note_en:find", "public_note_uk:find", "internal_note:find"),
        *("hop.actor:replace", "statement.paraphrase_en:find", "statement.paraphrase_uk:find"),
        *("statement.note_en:find", "statement.note_uk:find"),
    ]
    assert list(interview.context["form"].errors) == ["new"]
    assert made_up.status_code == 404


def test_all_are_submitted_or_taken_back_in_one_step(olena: Client) -> None:
    public = make.published_incident()
    mine = incident(title_en="Mine", kinds=[])
    touched = incident(title_en="Touched", kinds=[])
    before = (public.kinds, kinds_of(mine))
    page = of_incidents(olena, public, mine, touched)
    made(olena, page, ADDED)
    make.save(Incident.objects.get(pk=touched.pk), title_en="Touched since")

    olena.post(f"{page}take-back/", REASON)

    assert (kinds_of(public), kinds_of(mine), kinds_of(touched)) == (*before, ["tortured"])
    assert Review.objects.get(pk=public.pk).work == Review.Work.CLEAN
    again = of_incidents(olena, public, mine)
    made(olena, again, ADDED)
    done = olena.post(f"{again}submit/", REASON)
    assert why_not(done) == {}
    assert Review.objects.get(pk=public.pk).is_waiting
    assert Review.objects.get(pk=mine.pk).is_waiting
    submitted = Event.objects.filter(review=public.pk, kind=Event.Kind.SUBMITTED).last()
    assert submitted
    assert submitted.comment == REASON["reason"]


def test_all_that_a_list_finds_are_chosen_by_one_button(olena: Client) -> None:
    for name, side in (("One", "third"), ("Other", "third"), ("Third", "")):
        make.actor(name_en=name, side=side)
    found = "/admin/sources/actor/?side__exact=third"

    page = olena.get(found).content
    sent = {"action": "change_in_bulk", "select_across": "1", "index": "0"}
    sent |= {"_selected_action": "all"}
    done = olena.post(found, sent)

    shown = olena.get(f"{done['Location']}?change=side%3Aset&new=ukraine")
    assert b"Change all 2 records of this list in bulk" in page
    assert all(f'name="{name}" value="{value}"'.encode() in page for name, value in sent.items())
    assert [title for title, *_rest in lines(shown)] == ["One", "Other"]


def test_the_preview_asks_the_database_the_same_for_one_record_and_for_three(olena: Client) -> None:
    actors = [make.actor(name_en=name, side="") for name in ("One", "Other", "Third")]
    pages = [begin(olena, "sources/actor", *chosen) for chosen in (actors[:1], actors)]

    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            olena.get(f"{page}?change=side%3Aset&new=third")
        return len(queries)

    asked(pages[0])
    assert asked(pages[0]) == asked(pages[1])


def test_only_whoever_chose_them_opens_the_page(olena: Client) -> None:
    page = of_incidents(olena, incident())
    petro = signed_in(make.researcher(name="petro"))

    assert petro.get(page).status_code == 404
    assert petro.post(f"{page}make/", REASON).status_code == 404


def test_more_than_a_hundred_are_refused_with_a_sentence(
    olena: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 1)
    chosen = [make.actor(name_en="One"), make.actor(name_en="Other")]
    ticked = {"action": "change_in_bulk", "_selected_action": [str(one.pk) for one in chosen]}

    said = olena.post("/admin/sources/actor/", ticked, follow=True).context["messages"]

    assert list(map(str, said)) == ["Choose fewer: at most 1 are changed at once."]
    assert not BulkChange.objects.exists()


def test_it_goes_with_an_erased_record_and_with_whoever_leaves(olena: Client) -> None:
    one, other = make.actor(name_en="One", side=""), make.actor(name_en="Other", side="")
    page = begin(olena, "sources/actor", one, other)
    made(olena, page, "change=side%3Aset&new=third")

    for texts in typed.TYPED:
        texts.forget(one.review, lambda _text: False)

    assert [row.review_id for row in BulkChanged.objects.all()] == [other.pk]
    leaving.leave(
        User.objects.get(username="olena"), to=None, by=make.administrator(), reason="left"
    )
    assert not BulkChange.objects.exists()
