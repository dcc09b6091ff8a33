"""One report of several incidents, tallies and their series, findings, links, and recordings."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from incidents.desk import entering, finding, keeping, working
from incidents.desk.forms import DeskForms
from incidents.desk.proposing import Proposals
from incidents.desk.shape import Typed
from incidents.models import DeskReport, Evidence, Incident
from review.models import Review
from review.workflow import disagreeing
from sources.models import Hop, Quantity, Source, Statement, StatementLink
from tests import factories as make
from tests.incidents.desk.reports import (
    ACTORS,
    FACTS,
    STATEMENTS,
    begun,
    entered,
    posted,
    typed,
)
from tests.incidents.desk.test_pages import at, press
from tests.pages import form_of
from tests.records import next_document
from tests.review.workflow.test_codebook import QUESTION, agreed, written
from tests.review.workflow.test_disagreeing import both

pytestmark = pytest.mark.django_db

OTHER = STATEMENTS[0] | {
    "label": "S5",
    "locator": "page 12, paragraph 3",
    "paraphrase_en": "Russian soldiers shot three captured Ukrainian soldiers.",
    "counted": "3 killed",
    "period": "2024-11-03",
    "goes_to": "B",
}
TITLES = ("Killing of two, 22 May 2025", "Killing of three, 3 November 2024")
TWO = [
    {"key": "A", "which": "new", "title_en": TITLES[0]},
    {"key": "B", "which": "new", "title_en": TITLES[1]},
]
OF_B = [
    {"of": "B", "fact": "date", "value": "2024-11-03", "rests_on": "S5"},
    {"of": "B", "fact": "killed", "value": "3", "rests_on": "S5"},
]
TALLY = STATEMENTS[1] | {
    "label": "T1",
    "kind": "aggregate",
    "paraphrase_en": "The office counts proceedings about killed prisoners.",
}
ROW = {"statement": "T1", "number": "75", "counted": "proceedings", "period": "2022/2025-05"}


@pytest.fixture
def report(db: None) -> DeskReport:
    make.place()
    return begun()


def here(**fields: Any) -> Incident:
    """An incident that was entered before."""
    said = make.statement(source=make.source(), period=fields.get("occurred", "2025-05-22"))
    return make.incident(statement=said, **fields)


def wrong_with(report: DeskReport, what: Typed) -> list[tuple[str, str]]:
    forms = DeskForms(report, what, report.author, checked=True)
    with pytest.raises(entering.NotTaken):
        entering.enter(report, forms, by=report.author, at=timezone.now(), submitting=True)
    assert not Source.objects.exists()
    return [(control.removeprefix("id_"), sentence) for control, _called, sentence in forms.wrong]


# Several incidents


def test_one_report_becomes_several_incidents_each_with_what_it_rests_on(
    report: DeskReport,
) -> None:
    what = typed(statements=[*STATEMENTS, OTHER], incidents=TWO, facts=[*FACTS, *OF_B])

    done = entered(report, what)

    evidence = Evidence.objects.order_by("incident__title_en", "fact", "statement__label")
    told = evidence.values_list("incident__title_en", "fact", "statement__label")
    assert [row for row in told if row[0] == TITLES[1]] == [
        (TITLES[1], "date", "S5"),
        (TITLES[1], "killed", "S5"),
    ]
    assert Evidence.objects.filter(incident__title_en=TITLES[0], statement__label="S5").count() == 0
    assert done.incident == Incident.objects.get(title_en=TITLES[0])
    waiting = Review.objects.waiting().values_list("kind", flat=True)
    assert sorted(waiting) == [*["actor"] * 4, "incident", "incident", "source"]


def test_who_submits_several_sees_all_of_them(report: DeskReport, researcher: Client) -> None:
    what = typed(statements=[*STATEMENTS, OTHER], incidents=TWO, facts=[*FACTS, *OF_B])
    form = posted(what) | {"version": "0", "do": "submit"}

    response = researcher.post(at(report, "desk_enter"), form, follow=True)

    page = response.content.decode()
    assert response.redirect_chain == [(reverse("admin:index"), 302)]
    assert "Submitted for review: each incident with what it rests on." in page
    assert all(title in page for title in TITLES)


def test_a_statement_is_evidence_only_of_the_incident_that_it_goes_to(report: DeskReport) -> None:
    of_a = [{"of": "A", "fact": "killed", "value": "3", "rests_on": "S5"}]

    assert wrong_with(
        report, typed(statements=[*STATEMENTS, OTHER], incidents=TWO, facts=[*of_a, *OF_B])
    ) == [("facts-0-rests_on", "“S5” is marked as of another incident, or of none.")]


def test_what_is_typed_of_an_incident_is_not_left_out_in_silence(report: DeskReport) -> None:
    nothing_chosen = [TWO[0] | {"which": ""}]

    assert wrong_with(report, typed(incidents=nothing_chosen)) == [
        ("incidents-0-which", "Something is typed of an incident: say which one it is.")
    ]


def test_two_parts_are_not_of_the_same_incident(report: DeskReport) -> None:
    known = here().reference
    parts = [{"key": key, "which": "existing", "existing": known} for key in "AB"]

    [(control, sentence)] = [
        one
        for one in refused_of(report, typed(incidents=parts, facts=[]))
        if one[0].startswith("incidents")
    ]

    assert (control, sentence) == (
        "incidents-1-existing",
        "Another part here is of the same incident.",
    )


def refused_of(report: DeskReport, what: Typed) -> list[tuple[str, str]]:
    forms = DeskForms(report, what, report.author, checked=True)
    assert not forms.is_valid()
    return [(control.removeprefix("id_"), sentence) for control, _called, sentence in forms.wrong]


def test_one_more_incident_is_a_button_of_its_statement(
    report: DeskReport, researcher: Client
) -> None:
    press(researcher, report, "statement:", source__title="A long report")
    press(researcher, report, "statement:")

    response = press(researcher, report, "incident:1")

    assert response["Location"] == f"{at(report)}#incidents-1"
    assert [row.get("goes_to") for row in report.typed["statements"]] == [None, "B"]
    assert [row["key"] for row in report.typed["incidents"]] == ["A", "B"]
    press(researcher, report, "remove:incidents-1")
    assert [row.get("goes_to", "") for row in report.typed["statements"]] == ["", ""]
    assert len(report.typed["facts"]) == 9


def test_what_was_kept_by_an_older_shape_is_read() -> None:
    old = {"version": 1, "incident": {"which": "new", "title_en": "A title"}, "facts": FACTS}

    read = Typed.from_json(old)

    assert read.incidents == [{"key": "A", "which": "new", "title_en": "A title"}]
    assert {row["of"] for row in read.facts} == {"A"}


def test_an_incident_is_found_by_place_day_title_or_reference(report: DeskReport) -> None:
    by = report.author
    known = here(place=make.place(), place_precision="2")
    here(title_en="Another one", occurred="2023-01-01")
    kept = here(by=make.reviewer(), access="restricted")

    for asked in ("Udachne", "2025-05", "May 2025", known.reference.lower(), str(known)[5:20]):
        assert finding.incidents(asked, person=by) == [known]
    assert kept not in finding.incidents(kept.reference, person=by)


def test_one_that_was_found_is_taken_by_a_button(report: DeskReport, researcher: Client) -> None:
    known = here()
    asked = {"incidents__0__which": "existing", "incidents__0__existing": "2025-05"}
    press(researcher, report, "go:", **asked)
    button = f"existing:0:{known.reference}"
    assert f'value="{button}"' in researcher.get(at(report)).content.decode()

    press(researcher, report, button)

    assert report.typed["incidents"][0]["existing"] == known.reference


# Portions


def test_a_portion_counts_its_labels_on_and_shows_what_was_entered(
    report: DeskReport, researcher: Client
) -> None:
    source = entered(report, typed(incidents=[], facts=[])).source
    portion = begun(source=source)

    press(researcher, portion, "statement:")

    assert portion.typed["statements"] == [{"label": "S5"}]
    page = researcher.get(at(portion)).content.decode()
    assert "Entered before: S1" in page


def test_a_portion_holds_ten_incidents_and_says_so(report: DeskReport, researcher: Client) -> None:
    more = {f"incidents-{number}-which": "new" for number in range(11)}
    data = more | {"version": "0", "incidents-count": "11", "do": "go:"}

    response = researcher.post(at(report), data)

    assert "At most 10 incidents fit into one portion" in response.content.decode()
    assert form_of(response, at(report))["incidents-10-which"] == "new"
    taken_out = data | {"do": "remove:incidents-10"}
    assert researcher.post(at(report), taken_out).status_code == 302


# Tallies


def test_a_number_stays_when_its_statement_is_called_otherwise(
    report: DeskReport, researcher: Client
) -> None:
    press(researcher, report, "statement:")
    press(researcher, report, "count:S1")

    press(researcher, report, "go:", statements__0__label="T1", counts__0__number="75")

    assert form_of(researcher.get(at(report)), at(report))["counts-0-number"] == "75"
    press(researcher, report, "go:")
    assert report.typed["counts"] == [{"statement": "S1", "number": "75"}]


def test_a_number_killed_that_no_sentence_gives_is_not_submitted(report: DeskReport) -> None:
    silent = [STATEMENTS[0] | {"counted": ""}, *STATEMENTS[1:]]
    killed = [FACTS[3]]
    said = (
        "Write the number beside the sentence too, under “Numbers” of S1, with what is counted; "
        "or say how it is inferred. Without it nobody can approve it."
    )
    assert wrong_with(report, typed(statements=silent, facts=killed)) == [("facts-0-value", said)]

    inferred = [FACTS[3] | {"how": "it is called an execution"}]
    entered(report, typed(statements=silent, facts=inferred))
    assert Incident.objects.get().killed_best == 2


def test_a_tally_is_rows_of_numbers_and_offers_no_incident(
    report: DeskReport, researcher: Client
) -> None:
    press(researcher, report, "statement:", source__publisher="Agency")
    form = {"statements__0__kind": "aggregate", "statements__0__label": "T1"}
    press(researcher, report, "count:T1", **form)
    more = {"counts__0__counted": "persons", "counts__0__as_of": "2025-05-23"}
    press(researcher, report, "count:T1", **more)

    assert (
        report.typed["counts"]
        == [{"statement": "T1", "counted": "persons", "as_of": "2025-05-23"}] * 2
    )
    page = researcher.get(at(report)).content.decode()
    assert "A count of many events is no incident, and needs none." in page


def test_rows_of_a_tally_become_numbers(report: DeskReport) -> None:
    rows = [
        ROW | {"as_of": "2025-05-23", "level": "verified", "cumulative": "yes"},
        ROW | {"number": "more than 20", "cumulative": "no", "period": "2025"},
    ]

    entered(report, typed(statements=[TALLY], counts=rows, incidents=[], facts=[]))

    made = Quantity.objects.order_by("position").values_list(
        "low", "best", "qualifier", "period", "as_of", "level", "is_cumulative"
    )
    assert list(made) == [
        (75, 75, "", "2022/2025-05", "2025-05-23", "verified", True),
        (20, None, "more_than", "2025", "", "alleged", False),
    ]
    [told, other] = next_document(Source.objects.get())["statements"][0]["quantities"]
    assert (told["as_of"]["edtf"], told["cumulative"], other["cumulative"]) == (
        "2025-05-23",
        True,
        False,
    )
    assert "as_of" not in other


@pytest.mark.parametrize(
    ("row", "control", "sentence"),
    [
        ({"number": "many people"}, "counts-0-number", "“people” is no part of a number."),
        ({"counted": ""}, "counts-0-counted", "Say what is counted."),
        ({"statement": "S9"}, "counts-0-statement", "There is no statement “S9” here."),
    ],
)
def test_a_row_that_cannot_be_read_says_why(
    report: DeskReport, row: dict[str, str], control: str, sentence: str
) -> None:
    what = typed(statements=[TALLY], counts=[ROW | row], incidents=[], facts=[])
    assert wrong_with(report, what) == [(control, sentence)]


def test_a_tally_goes_on_with_the_series_of_the_same_body(
    report: DeskReport, researcher: Client
) -> None:
    entered(report, typed(statements=[TALLY], counts=[ROW], incidents=[], facts=[]))
    first = Statement.objects.get()
    second = begun()
    press(researcher, second, "statement:", source__publisher="Agency")
    kind = {"statements__0__kind": "aggregate"}
    press(researcher, second, "go:", statements__0__label="T1", **kind)
    button = f"link:T1:continues:{finding.in_line(first)}"
    assert f'value="{button}"' in researcher.get(at(second)).content.decode()

    press(researcher, second, button)
    [link] = second.typed["links"]
    what = {"url": "https://agency.example/2", "title": "The next", "publisher": "Agency"}
    entered(
        second,
        typed(
            source=what,
            statements=[TALLY],
            counts=[ROW],
            links=[link],
            actors=[],
            incidents=[],
            facts=[],
        ),
    )

    made = StatementLink.objects.get()
    assert (made.kind, made.to, made.stated) == ("continues", first, "inferred")
    again = Typed.from_json({"source": {"publisher": "Agency"}})
    newest = finding.series(second, again, TALLY, person=second.author)
    assert [one.statement for one in newest] == [made.statement]


# Links, findings, characterisations


def test_why_a_series_goes_on_is_said_in_both_languages_whichever_one_reads(
    report: DeskReport,
) -> None:
    what = Typed.from_json({})
    proposals = Proposals(report, what, report.author)
    with override("uk"):
        working.add_link(what, "T1:continues:7K3M9QX T4", proposals)
    [row] = what.links
    assert row["why_en"] == "Counts of one body, one after the other."
    assert row["why_uk"] != ""
    assert {name: row[name] for name in ("statement", "kind", "to")} == {
        "statement": "T1",
        "kind": "continues",
        "to": "7K3M9QX T4",
    }


def test_a_link_names_a_statement_of_a_source_that_one_may_read(report: DeskReport) -> None:
    kept = make.statement(source=make.source(access="restricted", by=make.reviewer()))
    row = {"statement": "S1", "kind": "repeats", "to": finding.in_line(kept), "why_en": "Alike."}
    forms = DeskForms(report, typed(links=[row]), report.author, checked=True)

    assert not forms.is_valid()
    assert [(at_, sentence) for at_, _called, sentence in forms.wrong] == [
        ("id_links-0-to", "There is no such statement that you may read.")
    ]


def test_a_link_within_a_report_says_why_or_that_the_source_does(report: DeskReport) -> None:
    row = {"statement": "S4", "kind": "contradicts", "to": "S1"}
    assert wrong_with(report, typed(links=[row])) == [
        ("links-0-why_en", "Say why you infer this link.")
    ]

    entered(report, typed(links=[row | {"said": "on"}]))

    made = StatementLink.objects.get()
    assert (made.statement.label, made.to.label, made.stated) == ("S4", "S1", "stated")


def test_a_finding_has_its_body_and_its_standard_of_proof(report: DeskReport) -> None:
    found = {
        "fact": "finding",
        "value": "Two prisoners were killed.",
        "body": "Prosecutor General's Office",
        "standard": "grounds",
        "date": "2025-05-23",
        "rests_on": "S1",
    }
    law = {
        "fact": "characterisation",
        "value": "Criminal Code of Ukraine, article 438(2)",
        "body": "Prosecutor General's Office",
        "note_en": "Not a finding of a court.",
        "rests_on": "S1",
    }
    nobody = typed(facts=[*FACTS, found | {"body": ""}])
    assert wrong_with(report, nobody) == [("facts-7-body", "Say which body found it.")]

    incident = entered(report, typed(facts=[*FACTS, found, law])).incident

    assert incident is not None
    made = incident.findings.get()
    assert (str(made.body), made.standard, made.date, made.statement.label) == (
        "Prosecutor General's Office",
        "grounds",
        "2025-05-23",
        "S1",
    )
    called = incident.characterisations.get()
    assert (called.law, str(called.by), called.note_en) == (
        "ccu_438_2",
        "Prosecutor General's Office",
        "Not a finding of a court.",
    )
    assert incident.evidence.get(fact="characterisation").characterisation == called


@pytest.mark.parametrize("fact", ["finding", "victim", "involvement"])
def test_words_that_look_like_a_term_of_responses_rest_on_a_statement_too(
    report: DeskReport, fact: str
) -> None:
    row = {"fact": fact, "value": "not_sought"}
    if fact == "finding":
        row |= {"body": "Prosecutor General's Office"}

    said = wrong_with(report, typed(facts=[*FACTS, row]))

    sentence = "From which statement? Without one it cannot be published."
    assert [one for one in said if one[1] == sentence] != []


def test_a_finding_is_shown_at_the_desk_beside_what_the_codebook_says(
    report: DeskReport, researcher: Client
) -> None:
    taras, ivan = make.reviewer(), make.reviewer(name="ivan")
    actor = make.published(make.actor())
    make.save(actor, note_en="A broadcaster.", side="third")
    make.submitted(actor)
    one = both(actor, taras, ivan)
    ruling = disagreeing.rule(one, by=ivan, chosen=one, put="", why="Its owner decides.")
    agreed(written(ruling, ivan, about="incidents.finding:standard"), taras)
    what = typed(facts=[*FACTS, {"fact": "finding", "value": "Two were killed."}])
    keeping.save(report, what, seen=0, by=report.author, at=timezone.now())

    [part] = researcher.get(at(report)).context["parts"]

    [form] = [one for one in part["facts"] if one["fact"].value() == "finding"]
    assert [str(one) for one in form["standard"].decided] == [QUESTION]


# Recordings


def test_a_recording_is_rows_of_what_is_seen_heard_and_inferred(
    researcher: Client, client: Client
) -> None:
    report = begun(kind="video")
    for one in ("seen", "heard", "inferred"):
        press(researcher, report, f"row:{one}")
    rows = report.typed["statements"]
    assert [(row["perceived"], row["hedge"], row["examined"]) for row in rows] == [
        ("seen", "fact", "on"),
        ("heard", "fact", "on"),
        ("inferred", "suggested", "on"),
    ]
    said = {"locator": "00:01:32", "paraphrase_en": "Two men lie down.", "chain": "Channel Y"}
    channel = {"name": "Channel Y", "what": "social_channel"}
    post = {"title": "A post", "published": "2025-05-24"}
    parts: dict[str, Any] = {"source": post, "actors": [*ACTORS, channel], "incidents": []}
    silent = typed(statements=[row | said for row in rows], facts=[], **parts)
    assert wrong_with(report, silent) == [
        ("statements-2-note_en", "It is inferred: say how, in the public note.")
    ]

    rows[2]["note_en"] = "From the shadows."
    entered(report, typed(statements=[row | said for row in rows], facts=[], **parts))

    made = Statement.objects.order_by("position").values_list("perceived", "is_our_examination")
    assert list(made) == [("seen", True), ("heard", True), ("inferred", True)]
    assert {(str(hop.actor), tuple(hop.bases)) for hop in Hop.objects.all()} == {("Channel Y", ())}
    assert [row["perceived"] for row in next_document(Source.objects.get())["statements"]] == [
        "seen",
        "heard",
        "inferred",
    ]
    assert not Incident.objects.exists()

    make.approved(*[review.record() for review in Review.objects.waiting()])
    reference = Source.objects.get().reference
    page = " ".join(client.get(f"/sources/{reference}/").content.decode().split())
    for told in ("seen", "heard", "inferred by us"):
        assert f"Channel Y</a> ← our own examination ({told})" in page


def test_of_what_a_source_says_nothing_is_seen_by_us(report: DeskReport) -> None:
    said = STATEMENTS[2] | {"perceived": "seen"}

    assert wrong_with(report, typed(statements=[said], facts=[], incidents=[])) == [
        (
            "statements-0-perceived",
            "Only of our own examination is said what was seen, heard or inferred.",
        )
    ]


def test_names_are_proposed_only_of_what_one_may_read(researcher: Client) -> None:
    kept = make.statement(source=make.source(access="restricted", by=make.reviewer()))
    known = make.statement(source=make.source(title="Known"))

    def named(name: str, asked: str) -> dict[str, str]:
        answer = researcher.get(reverse(f"admin:{name}"), {"q": asked})
        names: dict[str, str] = answer.json()["names"]
        return names

    assert named("desk_statements", kept.source.reference) == {}
    assert list(named("desk_statements", known.source.reference)) == [finding.in_line(known)]
    assert named("desk_incidents", "") == {}
