"""What is typed at the desk is kept from others, and goes with what is redacted, erased or left."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from incidents.desk import keeping
from incidents.desk.shape import Typed
from incidents.models import DeskReport
from review.models import Hiding, Refused
from review.workflow import decisions, erasing, hiding, leaving
from sources.models import Source
from tests import factories as make
from tests.incidents.desk.reports import STATEMENTS, begun, typed

pytestmark = pytest.mark.django_db

WORD = "Kvilbrax"


def saved(report: DeskReport, what: Typed) -> DeskReport:
    now = timezone.now()
    return keeping.save(report, what, seen=report.version, by=report.author, at=now)


def fresh(report: DeskReport) -> Typed:
    return Typed.from_json(DeskReport.objects.get(pk=report.pk).typed)


def redacted(source: Source, statement: Any, *, words: list[str]) -> None:
    one: Hiding = make.hidden(source, f"statements/{statement.pk}")[0]
    hiding.redact(
        one, by=make.reviewer(name="second"), day=make.DAY, comment="a threat", words=words
    )


@pytest.fixture
def source(db: None) -> Source:
    made = make.source()
    make.statement(source=made, paraphrase_en=f"Olha {WORD} saw that two were shot.")
    return make.published(made)


def test_what_is_redacted_is_emptied_here_and_the_author_is_told(source: Source) -> None:
    report = begun()
    telling = STATEMENTS[0] | {"paraphrase_en": f"Olha {WORD} was there."}
    saved(report, typed(statements=[telling, STATEMENTS[1]]))

    redacted(source, source.statements.get(), words=[WORD])

    kept = fresh(report)
    assert kept.statements == [telling | {"paraphrase_en": ""}, STATEMENTS[1]]
    assert (kept.words_taken_out, kept.source["title"]) == (True, "Two prisoners shot")


def test_a_name_with_an_age_or_a_full_stop_is_no_place_in_a_text(source: Source) -> None:
    report = begun()
    names = {"subject": f"{WORD}, 34", "place": f"{WORD}.", "locator": f"{WORD} 34"}
    telling = STATEMENTS[0] | names
    saved(report, typed(statements=[telling]))

    redacted(source, source.statements.get(), words=[WORD])

    assert fresh(report).statements == [telling | dict.fromkeys(names, "")]


def test_of_sentences_that_were_passed_over_only_numbers_are_kept() -> None:
    assert Typed.from_post({"skipped": f"3 {WORD} 5 3"}).skipped == "3 5"


def test_what_was_redacted_from_a_source_is_not_typed_beside_it_again(source: Source) -> None:
    redacted(source, source.statements.get(), words=[WORD])
    report = begun(source=source)

    again = STATEMENTS[0] | {"paraphrase_en": f"Olha {WORD} was there."}
    with pytest.raises(Refused, match="redacted from this record"):
        saved(report, typed(source={}, statements=[again]))

    assert DeskReport.objects.get(pk=report.pk).typed == {}


def test_what_was_redacted_from_an_incident_is_not_typed_for_it_again() -> None:
    said = make.statement(source=make.source())
    make.published(said.source)
    summary = f"Olha {WORD} was there."
    incident = make.published(make.incident(statement=said, summary_en=summary))
    one: Hiding = make.hidden(incident, "summary")[0]
    by = make.reviewer(name="second")
    hiding.redact(one, by=by, day=make.DAY, comment="a threat", words=[WORD])
    report = begun()

    into = {"which": "existing", "existing": incident.review.reference.lower()}
    with pytest.raises(Refused, match="redacted from this record"):
        saved(report, typed(incidents=[into], reason=summary))

    assert DeskReport.objects.get(pk=report.pk).typed == {}


def test_what_is_typed_for_an_erased_source_goes(source: Source) -> None:
    for_it, other = begun(source=source), begun()
    saved(for_it, typed(source={}))
    saved(other, typed(reason=f"Olha {WORD} saw that two were shot."))
    make.withdrawn(source)

    erasing.erase(
        source.review,
        asked_by=make.reviewer(),
        by=make.reviewer(name="second"),
        day=make.DAY,
        comment="she asked for it",
    )

    assert DeskReport.objects.get(pk=for_it.pk).typed == {}
    assert (fresh(other).reason, fresh(other).words_taken_out) == ("", True)


def leave(to: User | None) -> None:
    leaving.leave(make.researcher(), to=to, by=make.administrator(), reason="moves away")


def test_somebody_who_leaves_passes_their_reports_on() -> None:
    report = saved(begun(), typed())
    to = make.researcher(name="pavlo")

    leave(to)

    kept = DeskReport.objects.get()
    assert (kept.author, kept.typed) == (to, report.typed)


def test_what_the_colleague_may_not_read_is_emptied() -> None:
    source = make.source()
    saved(begun(source=source), typed(source={}))
    make.save(source, by=make.reviewer(), access="restricted")

    leave(make.researcher(name="pavlo"))

    kept = DeskReport.objects.get()
    assert (kept.author, kept.typed) == (make.researcher(), {})


def test_without_a_colleague_it_is_emptied() -> None:
    saved(begun(), typed())

    leave(None)

    assert DeskReport.objects.get().typed == {}


def test_the_database_takes_nothing_of_an_interview_before_consent() -> None:
    source = make.interview(consent=())
    report = begun(kind="interview", access="confidential", source=source, by=make.reviewer())

    with pytest.raises(IntegrityError, match="before consent"), transaction.atomic():
        DeskReport.objects.filter(pk=report.pk).update(typed={"reason": "x"})
    with pytest.raises(Refused, match="consent"):
        saved(report, typed(source={}))


def test_an_interview_is_no_report_without_a_source_that_asks_for_consent() -> None:
    with pytest.raises(IntegrityError, match="deskreport_interview_has_source"):
        DeskReport.objects.create(
            author=make.researcher(),
            kind="testimony",
            access="confidential",
            created_at=timezone.now(),
            saved_at=timezone.now(),
        )


def test_what_was_entered_is_not_typed_any_more() -> None:
    report = begun(source=make.source())

    with pytest.raises(Refused, match="It has become records"):
        decisions.keep(
            DeskReport(
                author=report.author,
                kind="article",
                source=report.source,
                typed=typed().to_json(),
                created_at=timezone.now(),
                saved_at=timezone.now(),
                entered_at=timezone.now(),
            )
        )


def test_only_what_was_thrown_away_last_can_be_taken_back() -> None:
    first, second = saved(begun(), typed()), saved(begun(), typed())

    for report in (first, second):
        keeping.throw_away(report, by=report.author, at=timezone.now())

    assert DeskReport.objects.get(pk=first.pk).typed == {}
    assert DeskReport.objects.get(pk=second.pk).typed == second.typed
