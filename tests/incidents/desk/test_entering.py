"""A report that was typed at the desk becomes the rows that the admin would make, or nothing."""

from typing import Any

import pytest
from django.utils import timezone

from incidents.desk import entering, keeping
from incidents.desk.forms import DeskForms
from incidents.desk.shape import Typed
from incidents.models import DeskReport, Evidence, Incident
from review.models import Event, Review
from sources.models import Actor, Hop, Quantity, Source, Statement
from tests import factories as make
from tests.incidents.desk.reports import (
    ACTORS,
    FACTS,
    INCIDENT,
    STATEMENTS,
    begun,
    entered,
    typed,
)
from tests.records import problems_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(db: None) -> DeskReport:
    make.place()
    return begun()


def refused(report: DeskReport, what: Typed) -> list[tuple[str, str]]:
    """Controls and sentences; nothing is entered."""
    forms = DeskForms(report, what, report.author, checked=True)
    with pytest.raises(entering.NotTaken):
        entering.enter(report, forms, by=report.author, at=timezone.now(), submitting=True)
    assert not Statement.objects.exists()
    return [(control.removeprefix("id_"), sentence) for control, _called, sentence in forms.wrong]


def test_the_agency_report_becomes_records(report: DeskReport) -> None:
    done = entered(report, typed())

    source = Source.objects.get()
    assert (done.source, done.typed) == (source, {})
    assert (source.title, str(source.publisher), source.published) == (
        "Two prisoners shot",
        "Agency",
        "2025-05-23",
    )
    rows = list(source.statements.values_list("label", "locator", "kind", "hedge", "position"))
    assert rows == [
        ("S1", "sentence 1", "incident", "fact", 0),
        ("S2", "sentence 2", "evidence_item", "fact", 1),
        ("S3", "sentence 3", "response", "fact", 2),
        ("S4", "sentence 4", "incident", "distanced", 3),
    ]
    hops = [
        (hop.statement.label, hop.position, str(hop), hop.bases, hop.as_written)
        for hop in Hop.objects.order_by("statement__label", "position").select_related("statement")
    ]
    office = "Prosecutor General's Office"
    assert hops == [
        ("S1", 0, office, ["drone_footage"], f"{office} [statement]"),
        ("S2", 0, office, ["drone_footage"], ""),
        ("S4", 0, "a relative", [], ""),
        ("S4", 1, "110th Brigade", ["none_given"], ""),
    ]
    [counted] = Quantity.objects.all()
    assert (counted.counted, counted.low, counted.best, counted.high) == ("killed", 2, 2, 2)
    bodies = Actor.objects.order_by("name_en").values_list("name_en", "kind", "state_body_of")
    assert list(bodies) == [
        ("110th Brigade", "armed_unit", ""),
        ("Agency", "news_outlet", ""),
        (office, "state_body", "UA"),
        ("Russian armed forces", "armed_unit", ""),
    ]


def test_the_incident_holds_each_value_and_its_evidence(report: DeskReport) -> None:
    incident = entered(report, typed()).incident

    assert incident is not None
    assert (incident.occurred, incident.place_id, incident.place_precision) == (
        "2025-05-22",
        "UA14160250010071750",
        "2",
    )
    assert (incident.kinds, incident.killed_best) == (["killed_captured"], 2)
    assert incident.responses == ["no_answer"]
    evidence = incident.evidence.order_by("fact", "statement__label")
    assert [(one.fact, one.statement.label, one.stated) for one in evidence] == [
        ("act", "S1", "stated"),
        ("act", "S2", "stated"),
        ("date", "S1", "stated"),
        ("involvement", "S1", "inferred"),
        ("killed", "S1", "stated"),
        ("place", "S1", "stated"),
        ("victim", "S1", "stated"),
    ]


def test_all_of_it_is_submitted_and_approved_as_one_decision(report: DeskReport) -> None:
    done = entered(report, typed())

    waiting = Review.objects.waiting()
    assert sorted(waiting.values_list("kind", flat=True)) == [*["actor"] * 4, "incident", "source"]
    records = [review.record() for review in waiting]
    assert len(make.approved(*records)) == 6
    assert done.incident is not None
    assert problems_of(Incident.objects.get(pk=done.incident.pk)) == []


def test_it_is_kept_as_drafts_without_a_reason(report: DeskReport) -> None:
    entered(report, typed(reason=""), submitting=False)

    assert set(Review.objects.values_list("work", flat=True)) == {"draft"}


def test_what_another_window_saved_meanwhile_is_not_lost(report: DeskReport) -> None:
    now = timezone.now()
    elsewhere = DeskReport.objects.get(pk=report.pk)
    keeping.save(elsewhere, typed(reason="later"), seen=0, by=report.author, at=now)

    with pytest.raises(keeping.SavedElsewhere):
        entered(report, typed())

    assert DeskReport.objects.get(pk=report.pk).typed["reason"] == "later"


def test_a_reason_is_asked_for_before_it_is_submitted(report: DeskReport) -> None:
    assert refused(report, typed(reason=" ")) == [("reason", "Say why: one reason for all of it.")]


@pytest.mark.parametrize(
    ("parts", "control", "sentence"),
    [
        (
            {"statements": [STATEMENTS[0] | {"chain": "Nobody Known ‹ intercept"}], "facts": []},
            "statements-0-chain",
            "“Nobody Known” is not known: say below what it is, or put a role in quotation marks.",
        ),
        (
            {"statements": [STATEMENTS[0] | {"chain": "Agency"}], "facts": []},
            "statements-0-chain",
            "Say how the last of them knew, e.g. Agency ‹ drone footage; or: Agency ‹ none given.",
        ),
        (
            {"statements": [STATEMENTS[0] | {"period": "2026-01-01"}], "facts": []},
            "statements-0-period",
            (
                "The source was published before this period began: "
                "a source cannot tell what happened later."
            ),
        ),
        (
            {"facts": [FACTS[0] | {"rests_on": ""}]},
            "facts-0-rests_on",
            "From which statement? Without one it cannot be published.",
        ),
        (
            {"facts": [FACTS[0] | {"rests_on": "S9"}]},
            "facts-0-rests_on",
            "There is no statement “S9” here.",
        ),
        (
            {"facts": [FACTS[0] | {"value": "2025-05-21"}]},
            "facts-0-rests_on",
            (
                "S1 says “22 May 2025”, which is not the recorded date, “21 May 2025”: choose "
                "“contradicts”, or mend one of the two."
            ),
        ),
        (
            {"facts": [FACTS[1] | {"precision": ""}]},
            "facts-0-precision",
            "Say how precisely the place is known.",
        ),
        (
            {"incidents": [INCIDENT | {"title_en": ""}]},
            "incidents-0-title_en",
            "Give the incident a title, in English or Ukrainian.",
        ),
        (
            {"actors": [*ACTORS[1:], ACTORS[0] | {"what": ""}]},
            "actors-3-what",
            "Say what “Agency” is.",
        ),
    ],
)
def test_what_is_refused_is_said_at_its_field(
    report: DeskReport, parts: dict[str, Any], control: str, sentence: str
) -> None:
    assert refused(report, typed(**parts)) == [(control, sentence)]
    assert not Actor.objects.exists()


def test_of_a_person_only_the_role_is_kept(report: DeskReport) -> None:
    said = STATEMENTS[3] | {"chain": "Olha Kvilbrax ‹ 110th Brigade ‹ none given"}
    person = {"name": "Olha Kvilbrax", "what": "role", "role": "a relative"}

    entered(report, typed(statements=[said], actors=[*ACTORS, person], facts=[]))

    first = Hop.objects.get(position=0)
    assert (first.actor, first.label_en, first.as_written) == (None, "a relative", "")
    assert not Actor.objects.filter(name_en__contains="Kvilbrax").exists()


def test_a_body_that_is_known_is_not_entered_again(report: DeskReport) -> None:
    known = make.actor(name_en="Office of the Prosecutor General", names=[ACTORS[1]["name"]])

    entered(report, typed(actors=[ACTORS[0], *ACTORS[2:]]))

    assert {hop.actor for hop in Hop.objects.filter(statement__label="S1")} == {known}


def test_nobody_is_chosen_among_bodies_of_one_name(report: DeskReport) -> None:
    one, other = (make.actor(name_en="110th Brigade") for _number in range(2))
    known = "; ".join(
        f"{body} — {body.reference}" for body in sorted((one, other), key=lambda a: str(a.pk))
    )

    assert refused(report, typed(actors=[*ACTORS[:2], ACTORS[3]])) == [
        (
            "statements-3-chain",
            f"Several are called “110th Brigade”; write one as here: {known}.",
        )
    ]


def test_a_portion_only_adds_statements_to_its_source(report: DeskReport) -> None:
    source = entered(report, typed(incidents=[], facts=[])).source
    assert source is not None
    second = begun(source=source)
    said = [STATEMENTS[2] | {"label": "S5", "locator": "page 12, paragraph 3"}]

    entered(second, typed(source={}, statements=said, actors=[], incidents=[], facts=[]))

    labels = Source.objects.get().statements.values_list("label", flat=True)
    assert list(labels) == ["S1", "S2", "S3", "S4", "S5"]


def test_an_incident_that_is_here_takes_further_evidence(report: DeskReport) -> None:
    first = entered(report, typed()).incident
    assert first is not None
    make.approved(*[review.record() for review in Review.objects.waiting()])
    facts = [
        {"fact": "date", "rests_on": "S1"},
        {"fact": "killed", "value": "3", "rests_on": "S1"},
    ]
    second = begun()
    existing = {"which": "existing", "existing": first.reference}
    other = {"title": "Another", "url": "https://other.example/1", "published": "2025-05-24"}

    entered(second, typed(source=other, actors=[], incidents=[existing], facts=facts))

    added = Evidence.objects.filter(statement__source__title="Another").order_by("fact")
    assert [(one.fact, one.stance, one.value_en) for one in added] == [
        ("date", "supports", ""),
        ("killed", "contradicts", "3"),
    ]
    assert Incident.objects.get().killed_best == 2


def test_a_likely_duplicate_is_looked_at_first(report: DeskReport) -> None:
    first = entered(report, typed()).incident
    assert first is not None
    again = {"url": "https://other.example/1", "title": "Another"}
    what = typed(source=again, actors=[])
    second = begun()
    forms = DeskForms(second, what, second.author, checked=True)

    with pytest.raises(entering.NotTaken):
        entering.enter(second, forms, by=second.author, at=timezone.now(), submitting=True)
    assert [sentence for _at, _called, sentence in forms.wrong] == [
        "The same event may have a record already. Look at it before you save."
    ]

    what.incidents[0]["not_same"] = first.reference
    entered(second, what)
    assert Incident.objects.count() == 2


def test_a_tally_needs_no_incident(report: DeskReport) -> None:
    said = STATEMENTS[1] | {
        "label": "T1",
        "kind": "aggregate",
        "paraphrase_en": "The office counts proceedings about killed prisoners.",
        "counted": "8 proceedings 2022; 57 persons 2022; at least 20 cases 2025/2025-05 [verified]",
    }

    entered(report, typed(statements=[said], incidents=[{"which": "none"}], facts=[]))

    rows = Quantity.objects.order_by("position").values_list(
        "counted", "low", "best", "qualifier", "period", "level"
    )
    assert [tuple(map(str, row)) for row in rows] == [
        ("proceedings", "8", "8", "", "2022", "alleged"),
        ("persons", "57", "57", "", "2022", "alleged"),
        ("cases", "20", "None", "at_least", "2025/2025-05", "verified"),
    ]
    assert not Incident.objects.exists()


def test_an_incident_that_rests_on_nothing_of_a_kept_source_is_not_entered_for_all_to_read() -> (
    None
):
    make.place()
    report = begun(access="restricted", by=make.reviewer())
    nothing_from = [{"fact": "response", "value": "sought, no answer", "rests_on": "S1"}]

    [(_control, sentence)] = refused(report, typed(facts=nothing_from))

    assert sentence.startswith("Take at least one value from a statement")
    done = entered(report, typed())
    readers = [make.researcher(), report.author]
    assert [Incident.visible_to(one).filter(pk=done.incident_id).count() for one in readers] == [
        0,
        1,
    ]


def test_nor_does_it_write_into_an_open_incident_that_rests_on_others(db: None) -> None:
    here = make.incident(statement=make.statement(source=make.source()))
    report = begun(access="restricted", by=make.reviewer())
    part = {"which": "existing", "existing": here.reference, "summary_en": "Olha saw it."}

    forms = DeskForms(report, typed(incidents=[part], facts=[]), report.author, checked=True)
    with pytest.raises(entering.NotTaken):
        entering.enter(report, forms, by=report.author, at=timezone.now(), submitting=True)

    [(_control, _called, sentence)] = forms.wrong
    assert sentence.startswith("Take at least one value from a statement")
    assert Incident.objects.get(pk=here.pk).summary_en == here.summary_en


def test_why_a_kept_report_is_entered_is_not_told_at_bodies_that_all_colleagues_read() -> None:
    make.place()

    entered(begun(access="restricted", by=make.reviewer()), typed(reason="Olha told us."))

    said = Event.objects.filter(comment__contains="Olha").values_list("review__kind", flat=True)
    assert set(said) == {"source", "incident"}


def test_a_body_that_was_withdrawn_is_not_submitted_along(report: DeskReport) -> None:
    agency = make.published(make.actor(name_en="Agency", by=report.author))
    make.withdrawn(agency)
    make.save(agency, by=report.author, name_uk="Агентство")

    entered(report, typed(actors=ACTORS[1:]))

    assert (Review.objects.get(pk=agency.pk).work, Source.objects.get().publisher) == (
        "draft",
        agency,
    )


def test_each_sentence_of_an_interview_asks_how_the_witness_knew() -> None:
    reviewer = make.reviewer()
    talk = make.interview(by=reviewer)
    report = begun(kind="interview", access="confidential", source=talk, by=reviewer)
    parts: dict[str, Any] = {"source": {}, "actors": [], "incidents": [], "facts": []}
    silent = typed(statements=[STATEMENTS[2]], **parts)

    assert refused(report, silent) == [
        (
            "statements-0-chain",
            (
                "Did they see it themselves, or who told them? E.g. “the witness” ‹ eyewitness; "
                "or “the witness” ‹ “a neighbour” ‹ none given."
            ),
        )
    ]

    said = STATEMENTS[2] | {"chain": "“the witness” ‹ “a neighbour” ‹ none given"}
    entered(report, typed(statements=[said], **parts))
    hops = Hop.objects.order_by("position").values_list("label_en", "bases")
    assert list(hops) == [("the witness", []), ("a neighbour", ["none_given"])]


def test_a_video_is_entered_by_timecode_as_our_examination() -> None:
    report = begun(kind="video")
    row = {
        "label": "V1",
        "locator": "00:01:32",
        "kind": "evidence_item",
        "hedge": "fact",
        "paraphrase_en": "Two men with raised hands lie down.",
        "examined": "on",
    }

    entered(report, typed(statements=[row], actors=ACTORS[:1], incidents=[], facts=[]))

    made = Statement.objects.get()
    assert (made.locator, made.is_our_examination) == ("00:01:32", True)
