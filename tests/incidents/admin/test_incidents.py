"""Entering incidents and the evidence for their facts in the admin."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Evidence, Incident, Involvement, Victim
from incidents.places.gazetteer import load_places
from incidents.record.document import incident_problems
from review.models import Review
from sources.models import Statement
from tests import factories
from tests.pages import add_row, form_of, signed_in

pytestmark = pytest.mark.django_db

LIST = "/admin/incidents/incident/"
ADD = f"{LIST}add/"


@pytest.fixture
def said() -> Statement:
    return factories.statement(source=factories.source())


@pytest.fixture
def incident(said: Statement) -> Incident:
    return factories.incident(statement=said)


def change(incident: Incident) -> str:
    return reverse("admin:incidents_incident_change", args=[incident.pk])


def grid(incident: Incident) -> str:
    return reverse("admin:incidents_incident_evidence", args=[incident.pk])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def errors_of(response: Any) -> list[str]:
    """The sentences on top of the page."""
    note = text_of(response).partition('class="errornote"')[2].partition("</div>")[0]
    return [one.partition("</li>")[0] for one in note.split("<li>")[1:]]


def choices(client: Client, term: str, model: str, field: str) -> list[str]:
    response = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "incidents", "model_name": model, "field_name": field, "term": term},
    )
    return [result["text"] for result in response.json()["results"]]


# The list


@pytest.mark.parametrize("asked_for", ["Udachne", "Удачного", "two captured", "never public"])
def test_incident_is_found_by_what_staff_know_of_it(researcher: Client, asked_for: str) -> None:
    said = factories.statement(source=factories.source())
    found = factories.incident(
        statement=said, title_uk="Убивство біля Удачного", internal_note="Never public."
    )
    factories.incident(statement=said, title_en="Another", summary_en="Something else.")

    response = researcher.get(LIST, {"q": asked_for})

    assert list(response.context["cl"].queryset) == [found]


def test_list_is_filtered_by_kind_of_act(researcher: Client, said: Statement) -> None:
    factories.incident(statement=said)
    order = factories.incident(statement=said, kinds=["order_kill_captives"], killed_best=None)

    assert list(researcher.get(LIST, {"act": "order_kill_captives"}).context["cl"].queryset) == [
        order
    ]
    assert researcher.get(LIST).context["cl"].queryset.count() == 2


def test_list_says_where_in_the_words_of_the_gazetteer_or_of_the_source(
    researcher: Client, said: Statement
) -> None:
    factories.incident(statement=said, place=factories.place(), place_precision="2")
    factories.incident(statement=said, place_as_written="south of the river")

    where = re.findall(r'class="field-where">([^<]*)', text_of(researcher.get(LIST)))

    assert sorted(where) == [
        "Udachne, Pokrovskyi Raion, Donetsk Oblast, Ukraine",
        "south of the river",
    ]


# The form


def test_incident_is_entered_with_its_people_in_one_save(
    researcher: Client, said: Statement
) -> None:
    accused = factories.actor(name_en="A brigade", kind="armed_unit")
    other = factories.incident(statement=said, title_en="Another")
    form = form_of(researcher.get(ADD)) | {
        "title_en": "Reported killing of two captured soldiers",
        "kinds": ["killed_captured", "tortured"],
        "occurred": "22 May 2025",
        "place": factories.place().pk,
        "place_precision": "2",
        "killed_low": "2",
    }
    form = add_row(form, "victims", label_en="the first", outcome="killed", conditions=["unarmed"])
    form = add_row(form, "victims", label_en="the second", is_group="on", best="3")
    form = add_row(
        form,
        "involvements",
        actor=str(accused.pk),
        by_whom_en="an article",
        degree="unknown",
        certainty="alleged",
    )
    form = add_row(form, "characterisations", law="gc3_13")
    form = add_row(
        form, "findings", body=str(accused.pk), what_en="two killed", statement=str(said.pk)
    )
    form = add_row(form, "links", kind="same_episode", to=str(other.pk))

    response = researcher.post(ADD, form)

    incident = Incident.objects.get(title_en="Reported killing of two captured soldiers")
    assert response["Location"] == LIST
    assert incident.kinds == ["killed_captured", "tortured"]
    assert (incident.killed_low, incident.killed_best) == (2, None)
    assert (incident.occurred, str(incident.occurred_latest)) == ("2025-05-22", "2025-05-22")
    assert [(v.label_en, v.position, v.conditions, v.best) for v in incident.victims.all()] == [
        ("the first", 0, ["unarmed"], None),
        ("the second", 1, [], 3),
    ]
    rows: list[Any] = [
        incident.involvements,
        incident.characterisations,
        incident.findings,
        incident.links,
    ]
    assert [str(related.get()) for related in rows] == [
        "A brigade",
        "Third Geneva Convention, article 13",
        "A brigade: two killed",
        "same episode Another",
    ]
    assert list(incident.review.events.values_list("kind", "by__username")) == [("saved", "olena")]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title_en", "", "Write this in English or Ukrainian."),
        ("title_en", "x" * 301, "at most 300 characters"),
        ("title_en", "a\0b", "Null characters are not allowed."),
        ("kinds", "rumour", "Select a valid choice."),
        ("occurred", "2025-13-40", ""),
        ("occurred", "2025-05-24/2024-01-01", ""),
        ("occurred", "99999-01-01", ""),
        ("place", "UA99", "Select a valid choice."),
        ("place", "a\0b", ""),
        ("place_precision", "0", "Select a valid choice."),
        ("place_not_before", "31 February", "Enter a valid date."),
        ("killed_low", "-1", "greater than or equal to 0"),
        ("killed_low", str(10**12), "less than or equal to 2147483647"),
        ("killed_low", "two", "Enter a whole number."),
        ("assessment", "verified", "Select a valid choice."),
        ("comment", "x" * 5001, "at most 5000 characters"),
        ("seen", "x", "Enter a whole number."),
    ],
)
def test_bad_input_is_an_error_of_its_field(
    researcher: Client, field: str, typed: str, sentence: str
) -> None:
    form = form_of(researcher.get(ADD)) | {"title_en": "A title", field: typed}

    response = researcher.post(ADD, form)

    found = response.context["adminform"].form.errors
    assert list(found) == [field]
    assert sentence in found[field][0]
    assert not Incident.objects.exists()


def test_counts_that_fall_are_refused_in_a_sentence(researcher: Client) -> None:
    form = form_of(researcher.get(ADD)) | {"title_en": "A", "killed_low": "3", "killed_high": "2"}

    response = researcher.post(ADD, form)

    assert "Low, best and high must be in that order." in text_of(response)
    assert not Incident.objects.exists()


def test_a_place_needs_its_precision(researcher: Client) -> None:
    form = form_of(researcher.get(ADD)) | {"title_en": "A", "place": factories.place().pk}

    response = researcher.post(ADD, form)

    assert response.context["adminform"].form.errors == {
        "place_precision": ["Say how precisely the place is known."]
    }


@pytest.mark.parametrize(
    ("prefix", "values", "sentence"),
    [
        ("victims", {"label_en": "one", "best": "2"}, "Give a number only for a group"),
        (
            "involvements",
            {"by_whom_en": "x", "degree": "unknown", "certainty": "alleged"},
            "Choose the actor or say in words who is accused.",
        ),
        ("links", {"kind": "part_of", "to": "not-an-id"}, "Select a valid choice."),
        ("findings", {"what_en": "x", "date": "2025-05-24/2024-01-01"}, "This field is required."),
        ("victims", {"label_en": "a\0b"}, "Null characters are not allowed."),
        ("victims", {"label_en": "x", "conditions": ["flying"]}, "Select a valid choice."),
        ("victims", {"label_en": "x", "order": "10000"}, "less than or equal to 9999"),
    ],
)
def test_bad_row_is_refused_in_a_sentence(
    researcher: Client, incident: Incident, prefix: str, values: dict[str, Any], sentence: str
) -> None:
    form = add_row(form_of(researcher.get(change(incident))), prefix, **values)

    response = researcher.post(change(incident), form)

    assert response.status_code == 200
    assert sentence in text_of(response)
    assert incident.review.events.count() == 1


def test_what_is_wrong_is_said_at_the_top_and_leads_to_its_field(researcher: Client) -> None:
    address = reverse("admin:incidents_incident_add")
    form = form_of(researcher.get(address)) | {"title_en": "", "kinds": ["flying"]}
    form = add_row(form, "victims", low="3", outcome="flown")

    page = researcher.post(address, form).content.decode()

    links = page.partition('<ul class="error-links">')[2].partition("</ul>")[0]
    said = re.findall(r'<a href="#(.*?)">(.*?)</a>', links)
    assert said == [
        ("id_title_en", "Title (English)"),
        ("id_kinds", "Kinds of act"),
        ("victims-0", "Victim 1"),
        ("id_victims-0-label_en", "Victim 1, Public label (English)"),
        ("id_victims-0-outcome", "Victim 1, Outcome"),
    ]
    assert all(f'id="{field}"' in page for field, _label in said)


@pytest.mark.parametrize("name", ["characterisations-__prefix__-by", "links-__prefix__-to"])
def test_a_choice_in_a_table_is_named_before_any_row_is_added(
    researcher: Client, name: str
) -> None:
    shown = researcher.get(reverse("admin:incidents_incident_add")).text

    choice = re.search(f'<select name="{name}"[^>]*>', shown)

    assert choice
    assert "aria-label=" in choice[0]


def test_an_incident_is_not_linked_to_itself(researcher: Client, incident: Incident) -> None:
    form = add_row(
        form_of(researcher.get(change(incident))), "links", kind="part_of", to=str(incident.pk)
    )

    response = researcher.post(change(incident), form)

    assert "An incident cannot be linked to itself." in text_of(response)
    assert not incident.links.exists()


def test_form_says_which_facts_no_statement_supports(
    researcher: Client, incident: Incident
) -> None:
    assert "Not yet supported by any statement:" not in text_of(researcher.get(change(incident)))

    incident.evidence.filter(fact__in=["date", "killed"]).delete()

    page = re.sub(r"<[^>]+>", "", text_of(researcher.get(change(incident))))
    assert "Not yet supported by any statement: date, number killed." in page


def test_wording_is_questioned_beside_its_field_and_a_reason_is_kept(
    researcher: Client, incident: Incident
) -> None:
    factories.save(incident, title_en="Two prisoners executed near Udachne")
    page = text_of(researcher.get(change(incident)))
    assert page.count('<span class="wording">') == 1
    assert "“executed” passes judgement" in page

    form = form_of(researcher.get(change(incident)))
    researcher.post(change(incident), form | {"wording_reason": "It is the title of a film."})

    review = researcher.get(reverse("admin:review_review_detail", args=[incident.pk]))
    judging = "“executed” passes judgement: write “killed” («вбито»), or say who uses the word."
    assert review.context["warnings"] == [
        f"title (English): {judging}",
        "Why the wording stays: It is the title of a film.",
    ]


@pytest.mark.parametrize(
    ("kinds", "numbers", "outcome", "is_asked"),
    [
        (["killed_surrendering"], {}, "", True),
        (["died_in_custody", "tortured"], {}, "survived", True),
        (["killed_captured"], {"killed_high": 0}, "fate_unknown", True),
        (["killed_surrendering"], {"killed_low": 1}, "", False),
        (["killed_surrendering"], {}, "killed", False),
        (["attempted"], {}, "", False),
        (["order_kill_captives"], {}, "", False),
    ],
)
def test_an_act_that_means_death_is_questioned_where_nothing_says_that_anybody_died(
    *,
    said: Statement,
    kinds: list[str],
    numbers: dict[str, Any],
    outcome: str,
    is_asked: bool,
) -> None:
    fields: dict[str, Any] = {"killed_best": None, "kinds": kinds} | numbers
    victim = Victim(label_en="two soldiers", outcome=outcome)
    incident = factories.incident(statement=said, rows=[victim], **fields)
    address = reverse("admin:review_review_detail", args=[incident.pk])
    for person in (factories.researcher(), factories.reviewer()):
        page = signed_in(person).get(address)
        asked = [one for one in page.context["warnings"] if "means that somebody died" in one]
        assert (len(asked) == 1) == is_asked
        assert not [one for one in page.context["problems"] if "died" in one]


def test_review_page_shows_each_statement_beside_what_it_bears_on(
    researcher: Client, said: Statement
) -> None:
    inferred = {"stated": "inferred", "how_en": "year from the source's date"}
    victim = Victim(label_en="a soldier")
    incident = factories.incident(
        statement=said,
        rows=[victim],
        evidence=[
            {"statement": said, "fact": "date", **inferred},
            {"statement": said, "fact": "response", "stance": "context"},
        ],
    )

    review = researcher.get(reverse("admin:review_review_detail", args=[incident.pk]))

    supported = (
        "act; date (inferred: year from the source's date); number killed; victim: a soldier"
    )
    assert [(p["statement"], p["says"]) for p in review.context["passages"]] == [
        (
            said,
            [
                f"supports: {supported}",
                "context: response",
            ],
        )
    ]


@pytest.mark.parametrize("typed", ["Udachne", "Удачне", "удачное", "UA1416025001"])
def test_place_is_offered_in_any_script_with_its_path_and_code(
    researcher: Client, typed: str
) -> None:
    load_places("UA14160250010071750", "UA23080110090085890")

    offered = choices(researcher, typed, "incident", "place")

    assert offered[0] == (
        "Udachne (settlement), Pokrovskyi Raion, Donetsk Oblast — UA14160250010071750"
    )


def test_the_gazetteer_is_looked_up_and_never_changed(researcher: Client) -> None:
    place = factories.place()
    page = researcher.get("/admin/incidents/place/", {"q": "Udachne"})
    assert list(page.context["cl"].queryset) == [place]
    assert researcher.get("/admin/incidents/place/").context["cl"].queryset.count() == 2
    assert place.surroundings_uk in researcher.get("/uk/admin/incidents/place/").content.decode()
    assert researcher.get(f"/admin/incidents/place/{place.pk}/change/").status_code == 200
    assert researcher.post(f"/admin/incidents/place/{place.pk}/change/").status_code == 403
    for address in ("add/", f"{place.pk}/delete/"):
        assert researcher.get(f"/admin/incidents/place/{address}").status_code == 403


# The evidence grid


def cell(statement: Statement, fact: str, detail: str = "stance") -> str:
    return f"{statement.pk}:{fact}-{detail}"


def in_grid(response: Any) -> list[str]:
    return [statement.label for statement, _cells in response.context["grid"].rows]


@pytest.fixture
def others(said: Statement) -> list[Statement]:
    """Two more statements of the source, which nothing cites."""
    return [
        factories.statement(source=said.source, label="S2", paraphrase_en="An order was given."),
        factories.statement(source=said.source, label="S3", paraphrase_en="Two were found."),
    ]


def test_grid_shows_what_is_cited(
    researcher: Client, incident: Incident, others: list[Statement]
) -> None:
    page = researcher.get(grid(incident))
    assert in_grid(page) == ["S1"]
    assert "A statement supports every value that is recorded." in text_of(page)


def test_statements_are_added_to_the_grid_by_choice_by_source_and_by_words(
    researcher: Client, incident: Incident, others: list[Statement]
) -> None:
    elsewhere = factories.statement(source=factories.source(title="Other"), label="T1")
    form = form_of(researcher.get(grid(incident))) | {"_add": "1"}

    def added(**asked: Any) -> list[str]:
        return in_grid(researcher.post(grid(incident), form | asked))

    assert added(statements=[str(others[1].pk)]) == ["S1", "S3"]
    assert added(source=str(elsewhere.source_id)) in (["S1", "T1"], ["T1", "S1"])
    assert added(source=str(incident.evidence.all()[0].statement.source_id)) == ["S1", "S2", "S3"]
    assert added(find="order was") == ["S1", "S2"]
    assert added(find="s3") == ["S1", "S3"]
    assert added() == ["S1"]
    assert incident.review.events.count() == 1


def test_rows_that_were_added_stay_and_so_does_what_was_set(
    researcher: Client, incident: Incident, others: list[Statement]
) -> None:
    form = form_of(researcher.get(grid(incident)))
    first = researcher.post(grid(incident), form | {"_add": "1", "find": "S2"})
    set_one = form_of(first) | {cell(others[0], "order"): "context", "_add": "1", "find": "S3"}

    second = researcher.post(grid(incident), set_one)

    assert in_grid(second) == ["S1", "S2", "S3"]
    assert form_of(second)[cell(others[0], "order")] == "context"
    assert not Evidence.objects.filter(statement=others[0]).exists()


def test_one_choice_a_cell_is_evidence(
    researcher: Client, incident: Incident, others: list[Statement]
) -> None:
    victim, involvement = Victim(label_en="a soldier"), Involvement(label_en="x", by_whom_en="y")
    for row in (victim, involvement):
        row.incident = incident
    factories.save(incident, rows=[victim, involvement])
    page = researcher.post(
        grid(incident), form_of(researcher.get(grid(incident))) | {"_add": "1", "find": "S2"}
    )
    form = form_of(page) | {
        cell(others[0], "date"): "supports",
        cell(others[0], "killed"): "contradicts",
        cell(others[0], f"victim/{victim.pk}"): "context",
        cell(others[0], f"involvement/{involvement.pk}"): "supports",
    }

    response = researcher.post(grid(incident), form)

    assert response["Location"] == grid(incident)
    made = Evidence.objects.filter(statement=others[0]).order_by("fact")
    assert [(e.fact, e.stance, e.stated, e.row) for e in made] == [
        ("date", "supports", "stated", None),
        ("involvement", "supports", "stated", involvement),
        ("killed", "contradicts", "stated", None),
        ("victim", "context", "stated", victim),
    ]
    assert incident.review.events.count() == 3


def test_emptied_cell_is_no_evidence_any_more(
    researcher: Client, incident: Incident, said: Statement
) -> None:
    form = form_of(researcher.get(grid(incident))) | {cell(said, "date"): ""}

    researcher.post(grid(incident), form)

    assert sorted(incident.evidence.values_list("fact", flat=True)) == ["act", "killed"]
    page = re.sub(r"<[^>]+>", "", text_of(researcher.get(grid(incident))))
    assert "Not yet supported by any statement: date." in page


def test_details_are_kept_where_they_differ(
    researcher: Client, incident: Incident, said: Statement
) -> None:
    details = {
        "stated": "inferred",
        "how_en": "year from the source's date",
        "value_en": "in May",
        "credibility": "3",
    }
    form = form_of(researcher.get(grid(incident)))
    form |= {cell(said, "date", name): value for name, value in details.items()}

    researcher.post(grid(incident), form)

    evidence = incident.evidence.get(fact="date")
    assert {name: getattr(evidence, name) for name in details} == details
    again = form_of(researcher.get(grid(incident)))
    assert {name: again[cell(said, "date", name)] for name in details} == details


def test_inference_must_say_how_and_what_was_typed_stays(
    researcher: Client, incident: Incident, said: Statement
) -> None:
    form = form_of(researcher.get(grid(incident)))
    form |= {cell(said, "date", "stated"): "inferred", cell(said, "date", "value_en"): "in May"}

    response = researcher.post(grid(incident), form)

    assert response.status_code == 400
    assert errors_of(response) == ["S1, date: Say how this was inferred."]
    assert form_of(response)[cell(said, "date", "value_en")] == "in May"
    assert incident.evidence.get(fact="date").stated == "stated"


@pytest.mark.parametrize(
    ("detail", "typed", "sentence"),
    [
        ("stance", "proves", "S1, date: Select a valid choice. proves is not one of the available"),
        ("credibility", "7", "S1, date: Select a valid choice. 7 is not one of the available"),
        ("value_en", "x" * 201, "S1, date: Ensure this value has at most 200 characters"),
        ("how_en", "a\0b", "S1, date: Null characters are not allowed."),
    ],
)
def test_bad_detail_is_refused_in_a_sentence(
    researcher: Client,
    incident: Incident,
    said: Statement,
    detail: str,
    typed: str,
    sentence: str,
) -> None:
    form = form_of(researcher.get(grid(incident))) | {cell(said, "date", detail): typed}

    response = researcher.post(grid(incident), form)

    assert response.status_code == 400
    assert [error[: len(sentence)] for error in errors_of(response)] == [sentence]
    assert incident.review.events.count() == 1


@pytest.mark.parametrize(
    "posted",
    [
        {"row": "a\0b"},
        {"row": ["x", "00000000-0000-4000-8000-000000000000"]},
        {"statements": ["x"]},
        {"source": "a\0b"},
        {"find": "a\0b"},
        {"find": "x" * 10_000},
        {"seen": "9" * 40},
        {"seen": "٣"},
        {"_on_top": "9" * 40},
    ],
)
@pytest.mark.parametrize("button", ["_add", "_save"])
def test_nonsense_in_the_grid_is_never_a_server_error(
    researcher: Client, incident: Incident, posted: dict[str, Any], button: str
) -> None:
    form = form_of(researcher.get(grid(incident))) | {button: "1"} | posted
    response = researcher.post(grid(incident), form)
    assert response.status_code in {200, 302, 400}
    assert researcher.get(grid(incident), posted).status_code in {200, 400}
    assert incident.evidence.count() == 3


def test_the_grid_refuses_a_statement_of_another_day_and_names_the_mend(
    researcher: Client, incident: Incident, said: Statement
) -> None:
    other = factories.statement(source=said.source, label="S9", period="2025-03-12")
    form = form_of(researcher.get(f"{grid(incident)}?find=S9"))
    form |= {"row": str(other.pk), "_save": "1", "comment": "another day"}

    refused = researcher.post(grid(incident), form | {cell(other, "date"): "supports"})
    page = " ".join(text_of(refused).split())
    assert (
        "S9 says “12 March 2025”, which is not the recorded date, “22 May 2025”: choose "
        "“contradicts”, or mend one of the two." in page
    )
    researcher.post(grid(incident), form | {cell(other, "date"): "contradicts"})
    assert other.evidence.get().stance == "contradicts"


def test_the_grid_refuses_a_source_of_before_the_event(
    researcher: Client, incident: Incident
) -> None:
    early = factories.source(published="2025-05-20", url="https://news.example/early")
    said = factories.statement(source=early, label="S9", period="")
    form = form_of(researcher.get(f"{grid(incident)}?find=S9"))
    form |= {"row": str(said.pk), "_save": "1", "comment": "an early one"}

    refused = researcher.post(grid(incident), form | {cell(said, "act"): "supports"})
    assert "The source of S9 was published before the recorded date" in text_of(refused)
    researcher.post(grid(incident), form | {cell(said, "act"): "context"})
    assert said.evidence.get().stance == "context"


def test_grid_is_submitted_with_a_comment_or_says_what_is_missing(
    researcher: Client, incident: Incident, said: Statement
) -> None:
    form = form_of(researcher.get(grid(incident))) | {cell(said, "order"): "context"}

    refused = researcher.post(grid(incident), form | {"_submit": "1"})
    assert refused.status_code == 400
    assert errors_of(refused) == ["Say what you changed and why before you submit."]
    assert form_of(refused)[cell(said, "order")] == "context"
    assert incident.evidence.count() == 3

    done = researcher.post(grid(incident), form | {"_submit": "1", "comment": "all set"})
    assert done["Location"] == reverse("admin:review_review_detail", args=[incident.pk])
    assert Review.objects.get(pk=incident.pk).work == "submitted"
    assert incident.evidence.count() == 4


def test_saving_the_grid_of_what_waits_makes_it_a_draft_and_says_so(
    researcher: Client, incident: Incident, said: Statement
) -> None:
    factories.submitted(incident)
    form = form_of(researcher.get(grid(incident))) | {cell(said, "order"): "context"}

    response = researcher.post(
        grid(incident), form | {"comment": "more", "_save": "1"}, follow=True
    )

    assert response.redirect_chain == [(LIST, 302)]
    assert "It was submitted and is a draft again now: submit it once more." in text_of(response)
    assert Review.objects.get(pk=incident.pk).work == "draft"


def test_two_people_at_one_grid_lose_nothing(
    researcher: Client, incident: Incident, said: Statement
) -> None:
    colleague = signed_in(factories.researcher(name="petro"))
    mine = form_of(researcher.get(grid(incident))) | {
        cell(said, "date", "value_en"): "in May",
        cell(said, "order"): "context",
    }
    theirs = form_of(colleague.get(grid(incident))) | {
        cell(said, "killed"): "contradicts",
        cell(said, "injured"): "context",
    }
    assert colleague.post(grid(incident), theirs).status_code == 302

    refused = researcher.post(grid(incident), mine)
    page = text_of(refused)
    assert refused.status_code == 400
    assert "Somebody else has saved this record since you opened it." in page
    assert "petro" in page
    assert form_of(refused)[cell(said, "date", "value_en")] == "in May"
    assert form_of(refused)[cell(said, "order")] == "context"

    head = Review.objects.get(pk=incident.pk).head_id
    assert f'name="_on_top" value="{head}"' in page
    researcher.post(grid(incident), form_of(refused) | {"_on_top": str(head)})

    assert sorted(incident.evidence.values_list("fact", "stance", "value_en")) == [
        ("act", "supports", ""),
        ("date", "supports", "in May"),
        ("injured", "context", ""),
        ("killed", "contradicts", ""),
        ("order", "context", ""),
    ]


def test_saving_the_form_on_top_keeps_theirs_where_nothing_was_changed(
    researcher: Client, incident: Incident
) -> None:
    colleague = signed_in(factories.researcher(name="petro"))
    mine = form_of(researcher.get(change(incident))) | {"title_uk": "Моя назва"}
    theirs = form_of(colleague.get(change(incident))) | {
        "kinds": ["killed_captured", "tortured"],
        "killed_high": "4",
    }
    assert colleague.post(change(incident), theirs).status_code == 302
    refused = researcher.post(change(incident), mine)
    head = Review.objects.get(pk=incident.pk).head_id

    researcher.post(change(incident), form_of(refused) | {"_on_top": str(head)})

    incident.refresh_from_db()
    assert (incident.title_uk, incident.kinds, incident.killed_high) == (
        "Моя назва",
        ["killed_captured", "tortured"],
        4,
    )


def test_grid_is_for_those_who_may_change_the_incident(incident: Incident) -> None:
    administrator = signed_in(factories.administrator())
    assert administrator.get(grid(incident)).status_code == 403
    assert administrator.post(grid(incident)).status_code == 403


def test_grid_of_no_incident_is_not_found(researcher: Client) -> None:
    never = Incident(pk="00000000-0000-4000-8000-000000000000")
    assert researcher.get(grid(never)).status_code == 404


def test_number_of_rows_that_are_added_at_once_is_bounded_and_said(
    researcher: Client, incident: Incident, monkeypatch: pytest.MonkeyPatch, others: list[Statement]
) -> None:
    monkeypatch.setattr("incidents.admin.grid.MOST_ROWS", 1)
    page = researcher.get(grid(incident), {"source": str(others[0].source_id)})
    assert in_grid(page) == ["S1", "S2"]
    assert "1 more statement was not added: choose fewer at once." in text_of(page)


def test_an_answer_that_did_not_come_can_have_evidence_and_needs_none(
    researcher: Client, incident: Incident, said: Statement
) -> None:
    factories.save(incident, responses=["no_answer"])
    page = researcher.get(grid(incident))
    shown = {column.key: (column.known, column.covered) for column in page.context["grid"].columns}

    researcher.post(grid(incident), form_of(page) | {cell(said, "response"): "supports"})

    assert (shown["response"], shown["order"]) == ((True, True), (False, True))
    assert incident.evidence.get(fact="response").stance == "supports"
    incident = Incident.objects.get()
    assert [one for one in incident_problems(incident) if "response" in one] == []
