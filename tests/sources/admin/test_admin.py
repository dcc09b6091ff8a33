"""Entering sources and what they say; the cast is researcher, reviewer and stranger."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from review.models import Record, Refused, Review
from sources.models import Actor, ActorRelation, Quantity, Source, Statement
from tests import factories
from tests.pages import add_row, form_of

pytestmark = pytest.mark.django_db

ADD_SOURCE = "/admin/sources/source/add/?kind=article"


def url(row: Any, page: str = "change") -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[row.pk])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def choices(client: Client, term: str, field: str) -> list[str]:
    """What an autocomplete field offers: app.model.field."""
    app, model, name = field.split(".")
    response = client.get(
        reverse("admin:autocomplete"),
        {"app_label": app, "model_name": model, "field_name": name, "term": term},
    )
    return [result["text"] for result in response.json()["results"]]


# Sources


def test_source_is_entered_with_a_quick_list_of_statements(researcher: Client) -> None:
    form = form_of(researcher.get(ADD_SOURCE)) | {"kind": "article"}
    for label in ("S2", "S1", "S3"):
        said = {"label": label, "kind": "incident", "paraphrase_en": f"It says {label}."}
        form = add_row(form, "statements", **said)

    researcher.post(ADD_SOURCE, form)

    source = Source.objects.get()
    assert [(s.label, s.position) for s in source.statements.all()] == [
        ("S2", 0),
        ("S1", 1),
        ("S3", 2),
    ]
    assert str(source) == "article, title not known"


def test_typed_order_moves_a_row(researcher: Client) -> None:
    source = factories.source()
    for place, label in enumerate(("S1", "S2", "S3")):
        factories.statement(source=source, label=label, position=place)
    form = form_of(researcher.get(url(source))) | {"statements-2-order": "0"}

    researcher.post(url(source), form | {"statements-0-order": "1", "statements-1-order": "2"})

    assert [s.label for s in source.statements.all()] == ["S3", "S1", "S2"]


def test_saving_anew_changes_no_order(researcher: Client) -> None:
    source = factories.source()
    factories.statement(source=source, label="S1")
    factories.statement(source=source, label="S2")
    before = list(source.statements.values_list("pk", "position"))

    researcher.post(url(source), form_of(researcher.get(url(source))))

    assert list(source.statements.values_list("pk", "position")) == before


def test_statement_that_is_cited_cannot_be_taken_out(researcher: Client) -> None:
    statement = factories.statement(source=factories.source())
    factories.incident(statement=statement)
    form = form_of(researcher.get(url(statement.source))) | {"statements-0-DELETE": "on"}

    response = researcher.post(url(statement.source), form)

    assert response.status_code == 200
    assert Statement.objects.filter(pk=statement.pk).exists()


# Statements


def test_statement_has_its_passage_and_its_neighbours_beside_it(researcher: Client) -> None:
    source = factories.source(text_as_received="One. Two captives were shot. Three.")
    first = factories.statement(source=source, label="S1", locator="sentence 1")
    second = factories.statement(source=source, label="S2", locator="sentence 2")
    third = factories.statement(source=source, label="S3", locator="page 3")

    response = researcher.get(url(second))

    assert "<mark>Two captives were shot.</mark>" in text_of(response)
    assert response.context["previous"] == first
    assert response.context["next"] == third
    assert researcher.get(url(third)).context["passage"] is None


def test_before_its_first_save_a_statement_has_the_text_by_sentences(researcher: Client) -> None:
    source = factories.source(text_as_received="One. Two captives were shot. Three.")
    add = f"{reverse('admin:sources_statement_add')}?source={source.pk}"

    page = researcher.get(add)

    assert page.context["sentences"] == ["One.", "Two captives were shot.", "Three."]
    assert text_of(page).count("<li>Two captives were shot.</li>") == 1

    form = form_of(page) | {"source": str(source.pk), "locator": "sentence 2"}
    again = researcher.post(add, form)

    assert again.context["errors"]
    assert text_of(again).count("<mark>Two captives were shot.</mark>") == 1
    assert again.context["sentences"] == []


@pytest.mark.parametrize("named", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_a_statement_of_no_source_has_no_text_beside_it(researcher: Client, named: str) -> None:
    page = researcher.get(f"{reverse('admin:sources_statement_add')}?source={named}")

    assert (page.status_code, "sentences" in page.context, "review" in page.context) == (
        200,
        False,
        False,
    )


def test_a_statement_is_never_added_beside_a_source_that_one_may_not_read(
    researcher: Client,
) -> None:
    restricted = factories.source(access="restricted", text_as_received="An unseen witness.")
    add = reverse("admin:sources_statement_add")

    def said(source_id: Any) -> str:
        text = text_of(researcher.get(f"{add}?source={source_id}")).replace(str(source_id), "")
        return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", text)

    assert said(restricted.pk) == said("00000000-0000-4000-8000-000000000000")


@pytest.mark.parametrize(
    "kind", ["sources_source", "sources_statement", "sources_actor", "incidents_incident"]
)
def test_rows_of_a_record_that_lacks_all_it_needs_are_an_error_of_its_fields(
    researcher: Client, kind: str
) -> None:
    """A row reads what it belongs to, which is not there yet, nor what that belongs to."""
    add = f"{reverse(f'admin:{kind}_add')}?kind=article"
    shown: Any = researcher.get(add)
    typed = form_of(shown)
    for inline in shown.context["inline_admin_formsets"]:
        row = {
            name: next((str(key) for key, _label in getattr(field, "choices", ()) if key), "2025")
            for name, field in inline.formset.empty_form.fields.items()
            if name != "DELETE"
        }
        typed = add_row(typed, inline.formset.prefix, **row)

    refused: Any = researcher.post(add, typed)

    assert refused.status_code == 200
    assert refused.context["errors"]


def test_statement_is_added_with_its_chain_in_order(researcher: Client) -> None:
    source = factories.source()
    hur = factories.actor(name_en="HUR")
    add = f"{reverse('admin:sources_statement_add')}?source={source.pk}"
    form = form_of(researcher.get(add))
    form |= {"label": "S1", "kind": "incident", "paraphrase_en": "Two were shot.", "period": ""}
    form = add_row(form, "hops", actor=str(hur.pk))
    form = add_row(form, "hops", label_en="an officer", bases=["participant", "intercept"])

    researcher.post(add, form | {"source": str(source.pk)})

    statement = Statement.objects.get()
    assert [(str(hop), hop.position, hop.bases) for hop in statement.hops.all()] == [
        ("HUR", 0, []),
        ("an officer", 1, ["participant", "intercept"]),
    ]
    event = Review.objects.get(pk=source.pk).events.last()
    assert event is not None
    assert (event.kind, event.by.username) == ("saved", "olena")


def test_statement_is_found_by_what_is_kept_from_the_public(researcher: Client) -> None:
    source = factories.source()
    found = factories.statement(
        source=source, label="S21a", internal_note="He served in the 155th Marine Brigade."
    )
    factories.statement(source=source, label="S22")

    response = researcher.get(reverse("admin:sources_statement_changelist"), {"q": "155th"})

    assert list(response.context["cl"].queryset) == [found]


def test_wording_is_questioned_beside_the_field_and_on_the_review_page(researcher: Client) -> None:
    statement = factories.statement(
        source=factories.source(), paraphrase_en="Two captives were executed."
    )

    assert "“executed” passes judgement" in text_of(researcher.get(url(statement)))
    review = researcher.get(reverse("admin:review_review_detail", args=[statement.source_id]))
    assert review.context["warnings"] == [
        "S1: “executed” passes judgement: write “killed” («вбито»), or say who uses the word."
    ]


@pytest.mark.parametrize(
    ("told", "is_questioned"),
    [
        ({}, True),
        ({"chain": ["the brigade's commander"]}, False),
        ({"kind": "characterisation"}, False),
        ({"chain": ["a colleague"], "is_our_examination": True}, True),
    ],
)
def test_a_legal_finding_is_questioned_unless_the_statement_says_whose_it_is(
    reviewer: Client, told: dict[str, Any], is_questioned: bool
) -> None:
    source = factories.source()
    factories.statement(source=source, paraphrase_en="The act was a war crime.", **told)

    page = reviewer.get(reverse("admin:review_review_detail", args=[source.pk]))

    finding = "S1: “war crime” is a legal finding: write what happened, or say who calls it that."
    assert (finding in page.context["warnings"]) == is_questioned


def test_the_form_asks_who_did_what_to_whom_and_what_belongs_behind_a_warning(
    researcher: Client,
) -> None:
    statement = factories.statement(
        source=factories.source(), paraphrase_en="Commanders ordered captives to be beheaded."
    )
    proposed = (
        "“beheaded” tells of injuries, suffering, mutilation, bodies or last words: it belongs "
        "behind the warning, or is left out."
    )
    page = researcher.get(url(statement))
    assert "Who did what to whom, in one sentence of our own words" in text_of(page)
    assert proposed in text_of(page)
    review = reverse("admin:review_review_detail", args=[statement.source_id])
    assert researcher.get(review).context["warnings"] == [f"S1: {proposed}"]

    researcher.post(url(statement), form_of(page) | {"wording_is_graphic": "on"})

    statement.refresh_from_db()
    assert statement.wording_is_graphic
    assert researcher.get(review).context["warnings"] == []


def test_the_comparison_in_review_shows_that_a_wording_goes_behind_a_warning(
    researcher: Client,
) -> None:
    source = factories.source()
    statement = factories.statement(source=source)
    factories.published(source)
    statement.wording_is_graphic = True
    factories.save(source, rows=[statement], comment="graphic")

    page = researcher.get(reverse("admin:review_review_detail", args=[source.pk]))

    said = " ".join(re.sub(r"<[^>]+>", " ", text_of(page)).split()).lower()
    assert "its wording stands behind a warning" in said


def test_a_denial_with_its_negation_is_questioned_and_read_as_a_denial(researcher: Client) -> None:
    statement = factories.statement(
        source=factories.source(), paraphrase_en="There are no warrants.", polarity="denied"
    )
    assert statement.wording() == {
        "paraphrase_en": [
            (
                "“no”: with “denied” this may read as its opposite. Write what is denied without "
                "the negation, or choose “affirmed”."
            )
        ]
    }
    assert str(statement) == "S1 Denied: There are no warrants."
    listed = researcher.get(reverse("admin:sources_statement_changelist"))
    assert "Denied: There are no warrants." in text_of(listed)


def test_review_page_shows_statements_beside_their_passage(researcher: Client) -> None:
    source = factories.source(text_as_received="One. Two captives were shot.")
    factories.statement(source=source, locator="sentence 2")

    review = researcher.get(reverse("admin:review_review_detail", args=[source.pk]))

    assert "<mark>Two captives were shot.</mark>" in text_of(review)


# What a person may not read


@pytest.fixture
def restricted() -> Statement:
    source = factories.source(title="Zvit of the hidden witness", access="restricted")
    return factories.statement(
        source=source, label="H1", paraphrase_en="A hidden witness saw it.", chain=["a witness"]
    )


def test_restricted_source_is_in_no_list_and_no_choice(
    researcher: Client, reviewer: Client, restricted: Statement
) -> None:
    def seen_by(client: Client) -> list[bool]:
        lists = [
            client.get(reverse(f"admin:{name}_changelist"))
            for name in ("sources_source", "sources_statement", "review_review")
        ]
        searched = client.get(reverse("admin:sources_statement_changelist"), {"q": "hidden"})
        offered = [
            choices(client, "H1", "incidents.evidence.statement"),
            choices(client, "H1", "sources.statementlink.to"),
            choices(client, "Zvit", "sources.statement.source"),
        ]
        return [
            *("idden witness" in text_of(page) for page in [*lists, searched]),
            *(bool(found) for found in offered),
        ]

    factories.submitted(restricted.source)
    assert seen_by(reviewer) == [True] * 7
    assert seen_by(researcher) == [False] * 7


@pytest.mark.parametrize("page", ["change", "history", "preview"])
def test_pages_of_a_restricted_source_are_as_if_it_did_not_exist(
    researcher: Client, reviewer: Client, restricted: Statement, page: str
) -> None:
    def answer(client: Client, row: Any) -> tuple[int, str]:
        response = client.get(url(row, page))
        return response.status_code, response.headers.get("Location", "")

    never = Source(pk="00000000-0000-4000-8000-000000000000")
    assert answer(researcher, restricted.source) == answer(researcher, never)
    assert answer(reviewer, restricted.source) != answer(reviewer, never)


def test_review_pages_of_a_restricted_source_are_not_found(
    researcher: Client, reviewer: Client, restricted: Statement
) -> None:
    for page in ("detail", "history"):
        address = reverse(f"admin:review_review_{page}", args=[restricted.source_id])
        assert researcher.get(address).status_code == 404
        assert reviewer.get(address).status_code == 200


def test_statement_of_a_restricted_source_cannot_be_changed_or_linked_to(
    researcher: Client, restricted: Statement
) -> None:
    mine = factories.statement(source=factories.source())
    form = add_row(
        form_of(researcher.get(url(mine))),
        "links",
        kind="repeats",
        to=str(restricted.pk),
        stated="inferred",
        why_en="same words",
    )

    response = researcher.post(url(mine), form)

    assert response.status_code == 200
    assert not mine.links.exists()
    assert researcher.post(url(restricted), form).status_code == 404
    restricted.refresh_from_db()
    assert restricted.paraphrase_en == "A hidden witness saw it."


def test_relation_that_rests_on_a_restricted_source_is_not_shown(
    researcher: Client, reviewer: Client, restricted: Statement
) -> None:
    above, below = factories.actor(name_en="Army"), factories.actor(name_en="Brigade")
    factories.save(
        below,
        rows=[below.relations.model(actor=below, superior=above, statement=restricted)],
    )

    assert "hidden witness" in text_of(reviewer.get(url(below)))
    assert "hidden witness" not in text_of(researcher.get(url(below)))
    researcher.post(url(below), form_of(researcher.get(url(below))) | {"name_uk": "Бригада"})
    assert Actor.objects.get(pk=below.pk).name_uk == "Бригада"
    assert below.relations.count() == 1


def test_access_is_offered_only_to_those_who_would_still_see_it(
    researcher: Client, reviewer: Client
) -> None:
    form = form_of(researcher.get(ADD_SOURCE)) | {"kind": "article", "access": "restricted"}

    assert researcher.post(ADD_SOURCE, form).status_code == 200
    assert not Source.objects.exists()
    assert reviewer.post(ADD_SOURCE, form).status_code == 302


# Actors


def test_actor_is_offered_by_any_of_its_names(researcher: Client) -> None:
    actor = factories.actor(name_en="Shtorm", name_uk="Шторм", names=["Storm"], kind="armed_unit")

    label = f"Shtorm · Шторм (armed unit or formation) — {actor.reference}"
    for term in ("shtorm", "Шторм", "Storm"):
        assert choices(researcher, term, "sources.hop.actor") == [label]


# Bad input, and the number of queries


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", "a\0b"),
        ("title", "x" * 1001),
        ("published", "2025-13-40"),
        ("published", "2025-05-24/2024-01-01"),
        ("published", "99999-01-01"),
        ("accessed_on", "31 February"),
        ("url", "javascript:alert(1)"),
        ("kind", "rumour"),
        ("publisher", "not-an-id"),
        ("access", "everybody"),
    ],
)
def test_bad_input_is_an_error_of_its_field(researcher: Client, field: str, typed: str) -> None:
    form = form_of(researcher.get(ADD_SOURCE)) | {"kind": "article", field: typed}

    response = researcher.post(ADD_SOURCE, form)

    assert list(response.context["adminform"].form.errors) == [field]
    assert not Source.objects.exists()


def test_lone_surrogate_does_no_harm(researcher: Client) -> None:
    form = form_of(researcher.get(ADD_SOURCE)) | {"kind": "article"}
    body = "&".join(f"{name}={value}" for name, value in form.items()) + "&title=%ED%A0%80"

    response = researcher.generic(
        "POST", ADD_SOURCE, body, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code in {200, 302}


def test_a_bad_period_is_said_once(researcher: Client) -> None:
    statement = factories.statement(source=factories.source())
    form = form_of(researcher.get(url(statement))) | {"period": "31.06.2025"}

    response = researcher.post(url(statement), form)

    assert list(response.context["adminform"].form.errors) == ["period"]


def test_period_after_publication_is_refused(researcher: Client) -> None:
    statement = factories.statement(source=factories.source(published="2025-05-24"))
    form = form_of(researcher.get(url(statement))) | {"period": "2026-01-01"}

    response = researcher.post(url(statement), form)

    assert list(response.context["adminform"].form.errors) == ["period"]


@pytest.mark.parametrize(("period", "fields"), [("2025-05-25", []), ("2025-05-26", ["period"])])
def test_a_day_is_allowed_for_time_zones_and_no_more(
    researcher: Client, period: str, fields: list[str]
) -> None:
    """In New York it is still the 24th when something happens in Kyiv on the 25th."""
    statement = factories.statement(source=factories.source(published="2025-05-24"))
    form = form_of(researcher.get(url(statement))) | {"period": period}

    response = researcher.post(url(statement), form)

    context = response.context
    assert (list(context["adminform"].form.errors) if context else []) == fields


def test_a_source_is_not_set_before_what_its_statements_tell(researcher: Client) -> None:
    source = factories.source(published="2025-05-24")
    factories.statement(source=source, label="S1", period="2025-05-22")
    factories.statement(source=source, label="S2", period="2025-05-22", kind="assessment")
    form = form_of(researcher.get(url(source)))

    response = researcher.post(url(source), form | {"published": "2025-05-20", "comment": "so"})
    assert response.context["adminform"].form.errors == {
        "published": [
            (
                "A source cannot tell what happened later: these statements speak of a period that "
                "began after this day: S1. Mend this date, or first theirs."
            )
        ]
    }
    researcher.post(url(source), form | {"published": "2025-05-21", "comment": "a day before"})
    source.refresh_from_db()
    assert source.published == "2025-05-21"


def test_a_number_of_a_later_period_is_refused() -> None:
    said = factories.statement(source=factories.source(published="2025-05-24"))
    Quantity(statement=said, counted="killed", low=2, period="2025-05-25").full_clean()

    with pytest.raises(ValidationError, match="a source cannot tell what happened later"):
        Quantity(statement=said, counted="killed", low=2, period="2025-06").full_clean()


def test_the_database_keeps_what_a_source_cannot_tell() -> None:
    source = factories.source(published="2025-05-24")
    said = factories.statement(source=source, period="2025-05-22")
    sentence = "before the period of one of its statements began"

    with pytest.raises(Refused, match=sentence):
        factories.save(source, published="2025-05-20")
    source.refresh_from_db()
    said.period = "2025-05-26"
    with pytest.raises(Refused, match=sentence):
        factories.save(source, rows=[said])
    said.kind = "assessment"
    factories.save(source, rows=[said])
    said.kind, said.period = "incident", "2025-04-01"
    factories.save(source, rows=[said], published="2025-04-01")
    assert (said.period, source.published) == ("2025-04-01", "2025-04-01")


@pytest.mark.parametrize("name", ["sources_source", "sources_statement", "sources_actor"])
def test_lists_need_as_many_queries_for_three_rows_as_for_one(
    researcher: Client, name: str
) -> None:
    address = reverse(f"admin:{name}_changelist")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert researcher.get(address).status_code == 200
        return len(captured)

    def enter(number: int) -> None:
        publisher = factories.actor(name_en=f"Outlet {number}")
        source = factories.source(title=f"Report {number}", publisher=publisher)
        factories.statement(source=source)

    enter(1)
    researcher.get(address)  # what is looked up once in a process
    one = queries()
    enter(2)
    enter(3)
    assert queries() == one


def test_a_number_without_a_range_is_said_once() -> None:
    assert str(Quantity(counted="killed", low=3, high=3)) == "persons killed: 3"
    assert str(Quantity(counted="killed", low=3, high=4)) == "persons killed: 3–4"


def test_that_nothing_is_pending_is_said_once(researcher: Client) -> None:
    actor = factories.submitted(factories.actor())
    assert text_of(researcher.get(url(actor))).count("1 pending change") == 1

    factories.approved(actor)
    page = text_of(researcher.get(url(actor)))

    assert (page.count("no pending change"), page.count("pending change")) == (1, 1)


def test_a_number_needs_no_case_of_what_it_counts() -> None:
    with override("uk"):
        shown = str(Quantity(counted="killed", low=5, qualifier="at_least"))
    assert shown == "убиті особи: щонайменше 5"


def test_two_actors_are_not_superior_to_each_other() -> None:
    said = factories.statement(source=factories.source())
    army, unit = factories.actor(name_en="An army"), factories.actor(name_en="A unit")
    factories.save(unit, rows=[ActorRelation(actor=unit, superior=army, statement=said)])

    with pytest.raises(ValidationError, match="itself subordinate to this one"):
        ActorRelation(actor=army, superior=unit, statement=said).full_clean()


# One item entered again

SAME_ITEM = "/admin/sources/source/same-item/"
ONE = "https://news.example/one"
IN_OTHER_FORM = "http://m.news.example/one/?fbclid=1"


def test_a_second_source_of_an_address_is_said_while_it_is_typed(researcher: Client) -> None:
    first = factories.source(url=ONE)

    said = text_of(researcher.get(SAME_ITEM, {"url": IN_OTHER_FORM, "record": ""}))

    assert url(first) in said
    assert first.reference in said
    assert text_of(researcher.get(SAME_ITEM, {"url": f"{ONE}/other"})).strip() == ""
    assert text_of(researcher.get(SAME_ITEM, {"url": ONE, "record": str(first.pk)})).strip() == ""
    assert text_of(researcher.get(SAME_ITEM, {"url": ONE, "holds_several": "on"})).strip() == ""


@pytest.mark.parametrize("access", ["restricted", "confidential"])
def test_a_second_source_of_one_that_may_not_be_read_gets_the_same_answer_as_of_none(
    researcher: Client, reviewer: Client, access: str
) -> None:
    form = form_of(researcher.get(ADD_SOURCE)) | {"kind": "article", "url": IN_OTHER_FORM}
    none = text_of(researcher.get(SAME_ITEM, {"url": IN_OTHER_FORM}))
    first = factories.source(url=ONE, access=access, text_as_received="Two were shot.")

    assert text_of(researcher.get(SAME_ITEM, {"url": IN_OTHER_FORM})) == none
    named = {"url": IN_OTHER_FORM, "record": str(first.pk)}
    assert researcher.get(SAME_ITEM, named).status_code == 400
    saved = researcher.post(ADD_SOURCE, form | {"text_as_received": "Two were shot."}, follow=True)
    assert first.reference not in text_of(saved)
    assert "already here" not in text_of(saved)
    found = researcher.get("/admin/sources/source/", {"q": ONE})
    assert first.reference not in text_of(found)
    assert first.reference in text_of(reviewer.get(SAME_ITEM, {"url": ONE}))


def test_a_second_source_of_an_address_is_warned_of_when_saved_and_in_review(
    researcher: Client, reviewer: Client
) -> None:
    first = factories.source(url=ONE)
    form = form_of(researcher.get(ADD_SOURCE)) | {"kind": "article", "url": IN_OTHER_FORM}

    saved = researcher.post(ADD_SOURCE, form | {"comment": "new", "_submit": "1"}, follow=True)

    warned = f"This item is already here: “{first}” ({first.reference}). Use that source."
    again = Source.objects.exclude(pk=first.pk).get()
    assert warned in text_of(saved)
    assert warned in text_of(reviewer.get(f"/admin/review/review/{again.pk}/"))
    assert url(first) in text_of(researcher.get(url(again)))


def test_a_source_that_holds_several_items_says_when_it_was_read(researcher: Client) -> None:
    form = form_of(researcher.get(ADD_SOURCE)) | {"kind": "article", "holds_several": "on"}

    refused = researcher.post(ADD_SOURCE, form)

    assert "It holds several items: say on which day you read it." in text_of(refused)
    researcher.post(ADD_SOURCE, form | {"accessed_on": "2025-05-24"})
    assert Source.objects.get().holds_several


@pytest.mark.parametrize("pasted", [ONE, IN_OTHER_FORM, f"https://archive.ph/2025/{ONE}"])
def test_staff_find_a_source_by_its_address_in_any_form(researcher: Client, pasted: str) -> None:
    source, other = factories.source(url=ONE), factories.source(url=f"{ONE}/2", title="Other")

    found = text_of(researcher.get("/admin/sources/source/", {"q": pasted}))

    assert url(source) in found
    assert url(other) not in found
    assert len(choices(researcher, pasted, "sources.statement.source")) == 1


def an_incident() -> Record:
    return factories.incident(statement=factories.statement(source=factories.source()))


@pytest.mark.parametrize("make", [factories.source, factories.actor, an_incident])
def test_staff_find_a_record_by_the_address_of_its_page(
    researcher: Client, make: Callable[[], Record]
) -> None:
    record, other = make(), make()

    kind, opened = record.record_kind(), url(record)
    page = f"https://attest.example/uk/{kind}s/{record.reference}/editions/1/"
    found = text_of(researcher.get(opened.removesuffix(f"{record.pk}/change/"), {"q": page}))

    assert opened in found
    assert url(other) not in found
