"""What the database refuses of sources and incidents, each rule by its name, and its sentence."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models
from django.utils import timezone

from accounts.models import NeedToKnowGroup
from incidents.models import (
    DeskReport,
    Evidence,
    Finding,
    Incident,
    IncidentLink,
    IntakeEvent,
    IntakeItem,
    Involvement,
    Merge,
    Place,
    TaggedLink,
    Victim,
    WithheldName,
)
from review.models import Event, Refused, Review
from review.workflow import decisions, tagging
from sources.models import (
    Actor,
    ActorMerge,
    ActorName,
    ActorRelation,
    ConsentWithdrawal,
    CopyGone,
    DraftMerge,
    Erasure,
    Hop,
    Interview,
    LegalHold,
    Quantity,
    Source,
    SourceMerge,
    Statement,
    StatementLink,
    ToldApart,
)
from tests import factories as make
from tests.databases import CopiedDatabase, UsedDatabase
from tests.review.refusing import refused_by

pytestmark = pytest.mark.django_db

Deed = Callable[["Case"], Any]


class Case:
    """One incident that rests on one statement, to be broken in one way."""

    def __init__(self) -> None:
        self.source = Source.objects.get()
        self.statement = Statement.objects.get()
        self.actor = Actor.objects.get()
        self.victim = Victim.objects.get()
        self.incident = Incident.objects.get()


def enter_case() -> None:
    make.actor()
    victim = Victim(label_en="a soldier", outcome="killed")
    make.incident(statement=make.statement(source=make.source()), rows=[victim])


@pytest.fixture(scope="module")
def case_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("constraints", enter_case) as name:
        yield name


@pytest.fixture
def case_in_place(case_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(case_database):
        yield


@pytest.fixture
def case(case_in_place: None, db: None) -> Case:
    return Case()


def numbers(row: Any, prefix: str = "", **given: int | None) -> Any:
    for end in ("low", "best", "high"):
        setattr(row, f"{prefix}{end}", given.get(end))
    return row


def set_on(name: str, **values: Any) -> Deed:
    """Past `save()`, which sets what is computed: the database itself must refuse."""

    def deed(case: Case) -> Any:
        row = getattr(case, name)
        return type(row)._default_manager.filter(pk=row.pk).update(**values)

    return deed


def of_interview(deed: Callable[[Source], Any]) -> Deed:
    return lambda _case: deed(make.interview(title="Talk"))


def answered(**without: Any) -> Deed:
    """An answer that does not say how it was given."""
    return of_interview(
        lambda talk: make.consent_of(talk, given=["use"], given_by="guardian", **without).save()
    )


def twice(row: Callable[[], Any]) -> None:
    for _time in range(2):
        row().save()


def withdrawn(source: Source) -> Erasure:
    """Consent to keep it was taken back: it waits to be erased."""
    made = {"told_on": date(2025, 6, 1), "told_by": "witness", "reason": "afraid"}
    by = make.researcher()
    ConsentWithdrawal.objects.create(source=source, purpose="keep", by=by, **made)
    return Erasure.objects.create(source=source, by=by)


def decide(source: Source, **values: Any) -> None:
    """Not erased, since consent was given again."""
    erasure = withdrawn(source)
    given = {"told_on": date(2025, 6, 2), "told_by": "witness", "reason": "safe", "lifts": True}
    ConsentWithdrawal.objects.create(source=source, purpose="keep", by=erasure.by, **given)
    Erasure.objects.filter(pk=erasure.pk).update(state="kept", **values)


RULES: dict[str, list[Deed]] = {
    "consent_once_by_each": [
        of_interview(lambda talk: make.consent_of(talk, given=["keep"]).save())
    ],
    "consent_says_how": [
        answered(asked_on=None),
        answered(language=""),
        answered(explained_by=""),
        answered(how=""),
    ],
    "interview_once": [of_interview(lambda talk: twice(lambda: Interview(source=talk)))],
    "consentwithdrawal_has_reason": [
        of_interview(
            lambda talk: ConsentWithdrawal.objects.create(
                source=talk,
                purpose="use",
                told_on=date(2025, 6, 1),
                told_by="witness",
                by=make.researcher(),
            )
        )
    ],
    "legalhold_has_reason": [
        of_interview(lambda talk: LegalHold.objects.create(source=talk, by=make.researcher()))
    ],
    "erasure_two_people": [
        of_interview(
            lambda talk: decide(
                talk, decided_by=make.researcher(), decided_at=timezone.now(), comment="x"
            )
        )
    ],
    "erasure_decided": [
        of_interview(lambda talk: decide(talk, decided_by=make.reviewer(), comment="x")),
        of_interview(
            lambda talk: decide(talk, decided_by=make.reviewer(), decided_at=timezone.now())
        ),
    ],
    "erasure_once": [of_interview(lambda talk: Erasure(source=talk, by=withdrawn(talk).by).save())],
    "copygone_once": [
        of_interview(
            lambda talk: [
                CopyGone.objects.create(erasure=erasure, copy="backups", by=erasure.by)
                for erasure in [withdrawn(talk)]
                for _time in range(2)
            ]
        )
    ],
    "actor_grade_has_reason": [
        set_on("actor", reliability="B"),
        set_on("actor", reliability="B", reliability_graded_on=date(2025, 1, 1)),
        set_on("actor", reliability="B", reliability_reason_en="often right"),
    ],
    "actorname_is_unique": [
        lambda case: ActorName.objects.bulk_create(
            ActorName(actor=case.actor, text="Storm") for _n in range(2)
        )
    ],
    "actorrelation_not_to_itself": [
        lambda case: ActorRelation.objects.create(
            actor=case.actor, superior=case.actor, statement=case.statement
        )
    ],
    "source_published_in_order": [
        set_on(
            "source",
            published_earliest=date(2025, 2, 1),
            published_latest=date(2025, 1, 1),
        )
    ],
    "source_url_is_web": [
        set_on("source", url="javascript:alert(1)"),
        set_on("source", url="data:text/html,x\nhttp://news.example/"),
    ],
    "statement_label_is_unique": [
        lambda case: Statement.objects.create(
            source=case.source, label="S1", kind="incident", paraphrase_en="x"
        )
    ],
    "statement_quotation_has_language": [set_on("statement", quotation="a few words")],
    "statement_perceived_by_us": [set_on("statement", perceived="seen")],
    "statement_inference_says_how": [
        set_on("statement", perceived="inferred", is_our_examination=True)
    ],
    "hop_is_somebody": [
        lambda case: Hop.objects.create(statement=case.statement),
        lambda case: Hop.objects.create(
            statement=case.statement, actor=case.actor, label_en="somebody"
        ),
        lambda case: Hop.objects.create(
            statement=case.statement, actor=case.actor, label_uk="хтось"
        ),
    ],
    "hop_position_is_unique": [
        lambda case: [
            Hop.objects.create(statement=case.statement, label_en=one) for one in ("a", "b")
        ]
    ],
    "quantity_in_order": [
        lambda case: numbers(
            Quantity(statement=case.statement, counted="killed"), low=3, best=2
        ).save(),
        lambda case: numbers(
            Quantity(statement=case.statement, counted="killed"), best=3, high=2
        ).save(),
        lambda case: numbers(
            Quantity(statement=case.statement, counted="killed"), low=3, high=2
        ).save(),
    ],
    "statementlink_not_to_itself": [
        lambda case: StatementLink.objects.create(
            statement=case.statement, to=case.statement, kind="repeats", why_en="same words"
        )
    ],
    "statementlink_inference_has_reason": [
        lambda case: StatementLink.objects.create(
            statement=case.statement,
            to=make.statement(source=case.source, label="S2"),
            kind="repeats",
        )
    ],
    "incident_occurred_in_order": [
        set_on(
            "incident",
            occurred_earliest=date(2025, 2, 1),
            occurred_latest=date(2025, 1, 1),
        )
    ],
    "incident_place_has_precision": [
        lambda case: Incident.objects.filter(pk=case.incident.pk).update(place=make.place())
    ],
    **{
        f"incident_{name}_in_order": [
            set_on("incident", **{f"{name}_low": 3, f"{name}_best": 2}),
            set_on("incident", **{f"{name}_best": 3, f"{name}_high": 2}),
            set_on("incident", **{f"{name}_low": 3, f"{name}_best": None, f"{name}_high": 2}),
        ]
        for name in ("killed", "injured", "fate_unknown")
    },
    "incidentlink_not_to_itself": [
        lambda case: IncidentLink.objects.create(
            incident=case.incident, to=case.incident, kind="part_of"
        )
    ],
    "victim_number_in_order": [
        set_on("victim", is_group=True, low=3, best=2),
        set_on("victim", is_group=True, best=3, high=2),
        set_on("victim", is_group=True, low=3, high=2),
    ],
    "victim_only_groups_are_counted": [
        set_on("victim", low=1),
        set_on("victim", best=1),
        set_on("victim", high=1),
    ],
    "withheldname_basis_is_decided": [
        lambda case: WithheldName.objects.create(victim=case.victim, name="A", basis="family"),
        *(
            lambda case, missing=missing: WithheldName.objects.create(
                victim=case.victim, name="A", basis="family", **decided() | {missing: None}
            )
            for missing in ("decided_by", "decided_on", "review_on")
        ),
    ],
    "withheldname_safeguarding_is_whole": [
        lambda case: WithheldName.objects.create(
            victim=case.victim, name="A", safeguarded_by=make.reviewer()
        ),
        lambda case: WithheldName.objects.create(
            victim=case.victim, name="A", safeguarded_on=date(2025, 6, 1)
        ),
    ],
    "withheldname_two_people": [
        lambda case: WithheldName.objects.create(
            victim=case.victim,
            name="A",
            basis="family",
            safeguarded_by=make.reviewer(),
            safeguarded_on=date(2025, 6, 1),
            **decided(),
        )
    ],
    "involvement_is_somebody": [
        lambda case: Involvement.objects.create(incident=case.incident, by_whom_en="an article")
    ],
    "evidence_is_unique": [
        lambda case: Evidence.objects.create(
            incident=case.incident, statement=case.statement, fact="date"
        ),
        lambda case: Evidence.objects.create(
            incident=case.incident, statement=case.statement, fact="victim", victim=case.victim
        ),
    ],
    "evidence_names_its_row": [
        lambda case, fact=fact: Evidence.objects.create(
            incident=case.incident, statement=case.statement, fact=fact
        )
        for fact in ("victim", "involvement", "characterisation")
    ]
    + [
        lambda case: Evidence.objects.create(
            incident=case.incident, statement=case.statement, fact="order", victim=case.victim
        )
    ],
    "deskreport_empty_once_entered": [
        lambda _case: at_the_desk(entered_at=timezone.now()),
        lambda case: at_the_desk(entered_at=timezone.now(), source=case.source, typed={"a": 1}),
    ],
    "deskreport_interview_has_source": [lambda _case: at_the_desk(kind="interview")],
    "deskreport_limited_is_kept": [
        lambda _case: at_the_desk(
            group=NeedToKnowGroup.objects.create(name="Few", made_by=make.researcher())
        )
    ],
    "merge_two_people": [
        lambda case: merge(case, by=make.reviewer(), decided_by=make.reviewer(), state="done")
    ],
    "merge_decision_is_whole": [
        lambda case: merge(case, state="done"),
        lambda case: merge(case, decided_by=make.reviewer()),
        lambda case: merge(case, state="refused", decided_by=make.reviewer(), decided_at=None),
    ],
    "merge_not_into_itself": [lambda case: merge(case, into=case.incident)],
    "merge_has_comment": [lambda case: merge(case, comment="")],
    "merge_proposed_once": [lambda case: [merge(case), merge(case)]],
    "actormerge_two_people": [
        lambda case: actor_merge(
            case,
            by=make.reviewer(),
            decided_by=make.reviewer(),
            state="done",
            decided_at=timezone.now(),
        )
    ],
    "actormerge_decision_is_whole": [
        lambda case: actor_merge(case, state="done"),
        lambda case: actor_merge(case, decided_by=make.reviewer()),
    ],
    "actormerge_not_into_itself": [lambda case: actor_merge(case, into=case.actor)],
    "actormerge_has_comment": [lambda case: actor_merge(case, comment="")],
    "actormerge_proposed_once": [lambda case: [actor_merge(case), actor_merge(case)]],
    "sourcemerge_two_people": [
        lambda case: source_merge(
            case,
            by=make.reviewer(),
            decided_by=make.reviewer(),
            state="done",
            decided_at=timezone.now(),
        )
    ],
    "sourcemerge_decision_is_whole": [
        lambda case: source_merge(case, state="done"),
        lambda case: source_merge(case, decided_by=make.reviewer()),
    ],
    "sourcemerge_not_into_itself": [lambda case: source_merge(case, into=case.source)],
    "sourcemerge_has_comment": [lambda case: source_merge(case, comment="")],
    "sourcemerge_proposed_once": [lambda case: [source_merge(case), source_merge(case)]],
    "draftmerge_not_into_itself": [lambda case: draft_merge(case, into=case.source.review)],
    "toldapart_in_order": [lambda case: told_apart(case, in_order=False)],
    "toldapart_once": [lambda case: [told_apart(case), told_apart(case)]],
    "intakeitem_state_is_known": [lambda _case: link(state="lost", decided=True)],
    "intakeitem_state_is_decided": [lambda _case: link(state="verification")],
    "intakeitem_hands_are_whole": [
        lambda _case: link(held_at=timezone.now()),
        lambda _case: link(held_by=make.researcher()),
    ],
    "intakeitem_closed_is_free": [
        lambda _case: link(
            state="out_of_scope", held_by=make.researcher(), held_at=timezone.now(), decided=True
        )
    ],
    "intakeitem_has_address": [
        lambda _case: link(url=""),
        lambda _case: link(address=""),
        lambda _case: link(site=""),
        lambda _case: link(emptied_at=timezone.now()),
    ],
    "intakeitem_once_for_each": [lambda _case: [link(), link()]],
    "intakeevent_kind_is_known": [lambda _case: link_event(kind="lost")],
    "intakeevent_has_reason": [
        lambda _case: link_event(kind="out_of_scope"),
        lambda _case: link_event(kind="out_of_scope", reason="lost"),
        lambda _case: link_event(kind="freed", reason="gone"),
    ],
    "intakeevent_other_in_words": [
        lambda _case: link_event(kind="out_of_scope", reason="other", words=" ")
    ],
    "intakeevent_to_somebody": [
        lambda _case: link_event(kind="assigned"),
        lambda _case: link_event(kind="freed", to=make.researcher()),
    ],
    "taggedlink_once": [lambda _case: twice_tagged(link())],
    "evidence_inference_says_how": [
        lambda case: Evidence.objects.create(
            incident=case.incident, statement=case.statement, fact="order", stated="inferred"
        )
    ],
}


def merge(case: "Case", **fields: Any) -> Merge:
    """A proposal; decided now where somebody is said to have decided."""
    decided_at = timezone.now() if "decided_by" in fields else None
    defaults: dict[str, Any] = {
        "merged": case.incident,
        "into": fields.get("into") or make.incident(statement=case.statement, title_en="Another"),
        "by": make.researcher(),
        "comment": "the same day and place",
        "decided_at": decided_at,
    }
    return Merge.objects.create(**defaults | fields)


def actor_merge(case: "Case", **fields: Any) -> ActorMerge:
    """A proposal about two that are public."""
    if not case.actor.review.is_public:
        make.published(case.actor)
    into = fields.get("into") or make.published(make.actor(name_en="Another"))
    defaults = {"merged": case.actor, "into": into, "by": make.researcher(), "comment": "one"}
    return ActorMerge.objects.create(**defaults | fields)


def source_merge(case: "Case", **fields: Any) -> SourceMerge:
    """The same of sources."""
    review = Review.objects.get(pk=case.source.pk)
    if not review.is_public:
        case.source.review = review
        make.published(case.source)
    into = fields.get("into") or make.published(make.source(title="Another"))
    defaults = {"merged": case.source, "into": into, "by": make.researcher(), "comment": "one"}
    return SourceMerge.objects.create(**defaults | fields)


def draft_merge(case: "Case", *, into: Review) -> DraftMerge:
    return DraftMerge.objects.create(merged=case.source.review, into=into, by=make.researcher())


def told_apart(case: "Case", *, in_order: bool = True) -> ToldApart:
    pair = sorted([case.source.review, case.actor.review], key=lambda one: one.pk)
    one, other = pair if in_order else reversed(pair)
    return ToldApart.objects.create(one=one, other=other, said=Event.objects.earliest("id"))


def link(*, decided: bool = False, **fields: Any) -> IntakeItem:
    """Past the triggers, which refuse that any but an open link is entered."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE incidents_intakeitem DISABLE TRIGGER USER")
    address = "https://news.example/1"
    given = {"url": address, "address": address, "site": "news.example"}
    by = {"added_by": make.researcher(), "added_at": timezone.now()}
    if decided:
        fields["decision"] = link_event(kind="freed", item=link(url=f"{address}0", address="0"))
    return IntakeItem.objects.create(**given | by | fields)


def link_event(*, item: IntakeItem | None = None, **fields: Any) -> IntakeEvent:
    by = {"by": make.researcher(), "at": timezone.now()}
    return IntakeEvent.objects.create(item=item or link(), **by | fields)


def twice_tagged(item: IntakeItem) -> None:
    tag = tagging.make("to verify", by=make.researcher())
    for _ in range(2):
        TaggedLink.objects.create(item=item, tag=tag)


def at_the_desk(**fields: Any) -> DeskReport:
    now = timezone.now()
    given = {"author": make.researcher(), "kind": "article", "created_at": now, "saved_at": now}
    return DeskReport.objects.create(**given | fields)


def decided() -> dict[str, Any]:
    day = date(2025, 6, 1)
    return {"decided_by": make.reviewer(), "decided_on": day, "review_on": day}


def working_models() -> list[type[models.Model]]:
    """The gazetteer's rules are in test_gazetteer.py."""
    owned = [m for app in ("sources", "incidents") for m in apps.get_app_config(app).get_models()]
    return [model for model in owned if model is not Place]


CONSTRAINTS = {c.name: c for model in working_models() for c in model._meta.constraints}


def test_every_constraint_has_a_test_and_a_sentence() -> None:
    assert RULES.keys() == CONSTRAINTS.keys()
    sentences = [str(c.violation_error_message) for c in CONSTRAINTS.values()]
    assert [one for one in sentences if not one.endswith(".") or "Constraint" in one] == []


@pytest.mark.parametrize(
    ("name", "number"), [(name, n) for name, deeds in RULES.items() for n in range(len(deeds))]
)
def test_the_database_refuses(case: Case, name: str, number: int) -> None:
    with refused_by(name):
        RULES[name][number](case)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_refused_save_says_the_sentence_of_the_rule(case: Case) -> None:
    with pytest.raises(Refused, match="Choose the actor or say in words who is accused"):
        make.save(
            case.incident,
            rows=[Involvement(incident=case.incident, by_whom_en="an article")],
        )


# Rules that look at two rows: who is named, and on what ground


def named(victim: Victim, **fields: Any) -> WithheldName:
    return WithheldName.objects.create(victim=victim, name="Andrii Example", **fields)


@pytest.mark.parametrize("outcome", ["", "injured", "survived", "fate_unknown"])
@pytest.mark.parametrize("basis", ["family", "official", "court", "office"])
def test_the_living_are_named_only_by_consent(case: Case, outcome: str, basis: str) -> None:
    set_on("victim", outcome=outcome)(case)
    with refused_by("withheldname_living_agreed", table="incidents_withheldname"):
        named(case.victim, basis=basis, **decided())
    named(case.victim, basis="consent", **decided())


def test_the_outcome_cannot_turn_into_one_that_the_basis_does_not_carry(case: Case) -> None:
    named(case.victim, basis="family", **decided())
    with refused_by("withheldname_living_agreed", table="incidents_withheldname"):
        set_on("victim", outcome="survived")(case)


def test_a_child_is_named_only_after_somebody_charged_with_safeguarding_agreed(case: Case) -> None:
    set_on("victim", age_group="child")(case)
    with refused_by("withheldname_child_is_safeguarded", table="incidents_withheldname"):
        named(case.victim, basis="family", **decided())
    named(
        case.victim,
        basis="family",
        safeguarded_by=make.reviewer(name="oksana"),
        safeguarded_on=date(2025, 6, 1),
        **decided(),
    )


def test_a_victim_with_a_name_cannot_turn_into_a_child_without_that_agreement(case: Case) -> None:
    named(case.victim, basis="family", **decided())
    with refused_by("withheldname_child_is_safeguarded", table="incidents_withheldname"):
        set_on("victim", age_group="child")(case)


def test_the_agreement_cannot_be_taken_back_while_the_basis_stands(case: Case) -> None:
    set_on("victim", age_group="child")(case)
    agreed = {
        "safeguarded_by": make.reviewer(name="oksana"),
        "safeguarded_on": date(2025, 6, 1),
    }
    name = named(case.victim, basis="consent", **agreed, **decided())
    name.safeguarded_by = name.safeguarded_on = None
    with refused_by("withheldname_child_is_safeguarded"):
        name.save()


def test_the_person_is_told_in_a_sentence(case: Case) -> None:
    named(case.victim, basis="family", **decided())
    case.victim.outcome = "survived"
    with pytest.raises(Refused, match="is named only if they agreed"):
        make.save(case.incident, rows=[case.victim])
    case.victim.outcome, case.victim.age_group = "killed", "child"
    with pytest.raises(Refused, match="charged with safeguarding has agreed"):
        make.save(case.incident, rows=[case.victim])


def test_only_a_rule_turns_into_a_sentence(case: Case) -> None:
    with pytest.raises(IntegrityError, match="null value"), decisions.refusals():
        Finding.objects.create(incident=case.incident, what_en="x", statement=case.statement)
