"""Each trigger of consent, of rights and of two administrators refuses by itself.

Every deed is refused, and is done once that one trigger is switched off: no other rule stands for
it. A trigger of the tables of consent that no deed names fails the last test.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import rights, suspending
from incidents.models import Incident
from review.models import Hiding, Refused, Review, StaffExport
from sources.models import (
    ConsentWithdrawal,
    CopyGone,
    Erasure,
    Hop,
    Interview,
    LegalHold,
    Quantity,
    Source,
    Statement,
    StatementLink,
)
from tests import factories as make
from tests.databases import EnteredOnce
from tests.sources.consent.test_withdrawing import erase, lawyer, withdraw


def enter_all() -> None:
    """Interviews named for what became of them, and an incident that rests on one."""
    make.interview(consent=[], language="begun")
    for name in ("held", "waiting", "gone"):
        talk = make.interview(language=name)
        make.statement(source=talk, label="S1")
    talk = make.interview(access="restricted", language="told")
    said = make.statement(source=talk, label="T1")
    make.published(talk)
    make.published(make.incident(statement=said))
    make.hidden(make.published(make.source(title="An article")), "title")
    LegalHold.objects.create(source=source("held"), reason="a trial", by=lawyer())
    for name in ("held", "waiting", "gone"):
        withdraw(Source.objects.get(language=name), "keep")
    erase(Source.objects.get(language="gone"))
    waiting = Erasure.objects.get(source=source("waiting"))
    empty = make.interview(consent=[], language="empty")
    make.save(empty, rows=[make.consent_of(empty, given=["keep"])])
    taken_back("empty", "keep", lifts=False)
    Erasure.objects.create(source=empty, by=make.administrator())
    rights.way_in_given(make.reviewer(name="puppet"), by=make.administrator())
    CopyGone.objects.create(erasure=waiting, copy="devices", by=make.reviewer())


@pytest.fixture
def all_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_all):
        yield


@pytest.fixture
def entered(all_in_place: None, db: None) -> None:
    pass


def source(name: str) -> Source:
    """What was erased is known by nothing else."""
    erased = Source.objects.filter(erasures__state="erased")
    return erased.get() if name == "gone" else Source.objects.get(language=name)


def change(name: str, **columns: Any) -> None:
    Source.objects.filter(language=name).update(**columns)


def said(name: str) -> Statement:
    return Statement.objects.get(source=source(name))


def taken_back(name: str, purpose: str, *, lifts: bool) -> None:
    ConsentWithdrawal.objects.create(
        source=source(name),
        purpose=purpose,
        lifts=lifts,
        told_on=make.DAY,
        told_by="witness",
        reason="x",
        by=make.reviewer(),
    )


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def decide(name: str, state: str, *, by: str = "daryna") -> None:
    Erasure.objects.filter(source=source(name)).update(
        state=state, decided_by=make.reviewer(name=by), decided_at=timezone.now(), comment="x"
    )


def show(**which: str) -> None:
    one = Hiding.objects.filter(state="hidden", **which)[0]
    Hiding.objects.filter(pk=one.pk).update(
        state="shown", decided_by=make.reviewer(name="daryna"), decided_at=one.at
    )


class Case(NamedTuple):
    table: str
    trigger: str
    rule: str
    deed: Callable[[], Any]
    # Beside it, where one statement meets the same trigger on two tables.
    also: str = ""


def _one_administrator() -> None:
    one, *others = make.administrators()
    for other in others:
        suspending.suspend(other, by=one, reason="arrested")
    show(path="title")


def _held_is_redacted() -> None:
    """A hiding that is a redaction from its beginning, as an erasure writes."""
    review = Review.objects.get(pk=source("held").pk)
    Hiding.objects.create(
        review=review,
        path="title",
        blanks={},
        reason="protection",
        hidden_on=make.DAY,
        by=make.reviewer(),
        comment="x",
        state="redacted",
        decided_by=make.reviewer(name="daryna"),
        decided_at=timezone.now(),
    )


def _taken_back_is_shown() -> None:
    withdraw(source("told"), "publish_content")
    show(review__kind="incident", path__startswith="statements/")


def _approved_again(record: Any) -> None:
    """After a withdrawal that was recorded past the verb, which hides."""
    taken_back("told", "publish_content", lifts=False)
    make.save(record, comment="again")
    make.submitted(record)
    make.approved(record, note="again")


def _file(of: str, key: Any) -> None:
    StaffExport.objects.create(
        of=of, keys=[key], why="x", recipient="others", needs_second=True, by=make.reviewer()
    )


def _member(name: str) -> None:
    make.researcher().groups.add(Group.objects.get(name=name))


def _other_group() -> None:
    through = User.groups.through.objects.filter(user=make.researcher())
    through.update(group=Group.objects.create(name="Guests"))


CONSENT = [
    Case(*one)
    for one in (
        ("source", "consent_first", "consent_first", lambda: change("begun", title="She said")),
        (
            "statement",
            "consent_first",
            "consent_first",
            lambda: Statement.objects.create(source=source("begun"), label="X", kind="incident"),
        ),
        (
            "hop",
            "consent_first",
            "consent_first",
            lambda: Hop.objects.create(statement=said("waiting"), label_en="x"),
        ),
        (
            "statementlink",
            "consent_first",
            "consent_first",
            lambda: StatementLink.objects.create(
                statement=said("waiting"), to=said("told"), kind="repeats", stated="stated"
            ),
        ),
        (
            "quantity",
            "consent_first",
            "consent_first",
            lambda: Quantity.objects.create(statement=said("waiting"), counted="killed", low=1),
        ),
        (
            "source",
            "interview_never_public",
            "interview_never_public",
            lambda: change("begun", access="public"),
        ),
        (
            "source",
            "interview_stays_interview",
            "interview_stays_interview",
            lambda: change("told", kind="article"),
        ),
        (
            "consent",
            "consent_carries",
            "consent_carries",
            lambda: source("told").consents.update(keep="refused"),
        ),
        (
            "consent",
            "consent_published",
            "consent_carries",
            lambda: source("told").consents.update(publish_content="refused"),
        ),
        (
            "consent",
            "erased_stays_empty",
            "erased_stays_empty",
            lambda: make.consent_of(source("gone"), given=["un"]).save(),
        ),
        (
            "interview",
            "erased_stays_empty",
            "erased_stays_empty",
            lambda: Interview.objects.create(source=source("gone")),
        ),
        (
            "consentwithdrawal",
            "erased_stays_empty",
            "erased_stays_empty",
            lambda: taken_back("gone", "keep", lifts=True),
        ),
        (
            "consentwithdrawal",
            "withdrawal_follows",
            "withdrawal_follows",
            lambda: taken_back("told", "un", lifts=True),
        ),
        (
            "legalhold",
            "hold_follows",
            "hold_follows",
            lambda: LegalHold.objects.create(source=source("held"), reason="x", by=make.reviewer()),
        ),
        (
            "consentwithdrawal",
            "append_only",
            "append_only",
            lambda: ConsentWithdrawal.objects.update(reason="x"),
        ),
        ("legalhold", "append_only", "append_only", lambda: LegalHold.objects.update(reason="x")),
        ("copygone", "append_only", "append_only", lambda: CopyGone.objects.update(note="x")),
        (
            "consentwithdrawal",
            "append_only_truncate",
            "append_only",
            lambda: sql("TRUNCATE sources_consentwithdrawal"),
        ),
        (
            "legalhold",
            "append_only_truncate",
            "append_only",
            lambda: sql("TRUNCATE sources_legalhold"),
        ),
        (
            "copygone",
            "append_only_truncate",
            "append_only",
            lambda: sql("TRUNCATE sources_copygone"),
        ),
        (
            "erasure",
            "append_only_truncate",
            "append_only",
            lambda: sql("TRUNCATE sources_erasure, sources_copygone"),
            "sources_copygone",
        ),
        (
            "erasure",
            "erasure_asked",
            "erasure_follows_withdrawal",
            lambda: Erasure.objects.create(source=source("told"), by=make.reviewer()),
        ),
        (
            "erasure",
            "erasure_decided",
            "erasure_is_whole",
            lambda: decide("waiting", "erased"),
        ),
        ("erasure", "erasure_decided", "erasure_held", lambda: decide("held", "erased")),
        (
            "erasure",
            "erasure_decided",
            "erasure_follows_withdrawal",
            lambda: decide("waiting", "kept"),
        ),
        (
            "erasure",
            "erasure_decided",
            "erasure_decided_once",
            lambda: Erasure.objects.filter(state="erased").update(comment="another"),
        ),
        ("erasure", "two_hands", "two_hands", lambda: decide("empty", "erased", by="puppet")),
    )
]
CONSENT = [one._replace(table=f"sources_{one.table}") for one in CONSENT]
OTHERS = [
    Case(
        "review_edition",
        "published_with_consent",
        "consent_to_publish",
        lambda: _approved_again(source("told")),
    ),
    Case(
        "review_edition",
        "incident_with_consent",
        "consent_to_publish",
        lambda: _approved_again(Incident.objects.get()),
    ),
    Case("review_hiding", "withdrawn_stays_hidden", "withdrawn_stays_hidden", _taken_back_is_shown),
    Case("review_hiding", "held_is_not_redacted", "held_is_not_redacted", _held_is_redacted),
    Case("review_hiding", "two_administrators", "two_administrators", _one_administrator),
    Case(
        "review_staffexport",
        "passed_with_consent",
        "passed_with_consent",
        lambda: _file("sources.statement", said("told").pk),
    ),
    Case(
        "review_staffexport",
        "incident_passed_with_consent",
        "passed_with_consent",
        lambda: _file("incidents.incident", Incident.objects.get().pk),
    ),
    Case("auth_user_groups", "rights_recorded", "rights_take_two", lambda: _member("Lawyers")),
    Case("auth_user_groups", "rights_recorded", "rights_follow", _other_group),
]


def rule_that_refuses(deed: Callable[[], Any]) -> str:
    """With the rules that are asked at the end of a transaction."""
    try:
        with transaction.atomic():
            deed()
            connection.check_constraints()
    except (IntegrityError, Refused) as error:
        broken: Any = error if isinstance(error, IntegrityError) else error.__cause__
        return str(broken.__cause__.diag.constraint_name)
    return "none"


@pytest.mark.parametrize(
    "case", [*CONSENT, *OTHERS], ids=lambda one: f"{one.table}-{one.trigger}-{one.rule}"
)
def test_it_is_this_trigger_that_refuses(
    entered: None, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if nobody had asked what is missing: only the database does.
    monkeypatch.setattr("review.workflow.readiness.problems", lambda *_args, **_more: [])
    assert rule_that_refuses(case.deed) == case.rule

    for table in filter(None, (case.table, case.also)):
        sql(f"ALTER TABLE {table} DISABLE TRIGGER {case.trigger}")
    assert rule_that_refuses(case.deed) == "none"


def test_no_trigger_of_the_tables_of_consent_is_left_out(entered: None) -> None:
    tables = {one.table for one in CONSENT} - {
        "sources_source",
        "sources_statement",
        "sources_hop",
        "sources_statementlink",
        "sources_quantity",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgrelid::regclass::text = ANY (%s)",
            [list(tables)],
        )
        found = set(cursor.fetchall())
    assert found == {(one.table, one.trigger) for one in CONSENT if one.table in tables}
