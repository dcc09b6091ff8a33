"""Entering the first case: one person types it in and submits, another one approves."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from review.models import Event, Notice, Record
from review.workflow import decisions, publishing
from sources.models import (
    Actor,
    ActorName,
    Hop,
    Quantity,
    Source,
    Statement,
    StatementLink,
)

from incidents.first_case.actors import ACTORS
from incidents.first_case.article import ARTICLE
from incidents.first_case.entries import (
    ActorEntry,
    EvidenceEntry,
    Fields,
    IncidentEntry,
    LinkEntry,
    SecondEdition,
    SourceEntry,
    StatementEntry,
    Text,
    bilingual_fields,
)
from incidents.first_case.incidents import (
    GLUSHKOVO,
    UDACHNE,
    UDACHNE_SECOND,
    ZAPORIZHZHIA,
    ZAPORIZHZHIA_SECOND,
)
from incidents.first_case.other_sources import (
    CNN_REPORT,
    CORRECTS_S01,
    HRMMU_REPORT,
    HUR_POST,
    HUR_POST_NOTE,
    PROSECUTOR_STATEMENT,
)
from incidents.models import (
    Evidence,
    Incident,
    Involvement,
    LegalCharacterisation,
    Place,
    Victim,
)
from incidents.vocabulary import Fact

PLACES = (UDACHNE.place, ZAPORIZHZHIA.place, GLUSHKOVO.place)
# Events are never changed or deleted, so that this tells whether the case was entered before.
ENTERED = "First case, as the article has it."
CHECKED = "Read against the source, sentence by sentence."

type Progress = Callable[[str], object]


def is_entered() -> bool:
    return Event.objects.filter(kind=Event.Kind.SUBMITTED, comment=ENTERED).exists()


def missing_places() -> list[str]:
    found = set(Place.objects.filter(pk__in=PLACES).values_list("pk", flat=True))
    return [code for code in PLACES if code not in found]


@transaction.atomic
def enter_first_case(*, researcher: User, reviewer: User, day: date, progress: Progress) -> None:
    """All of it or nothing; the editions bear the day."""
    desk = Desk(researcher, reviewer, day)

    progress("Actors …")
    for key, actor in ACTORS.items():
        desk.actors[key] = desk.enter_actor(actor)
    desk.approve(desk.actors.values(), why=ENTERED)

    progress("The article, the post that it likely rests on, and three incidents …")
    hur_post = desk.enter_source(HUR_POST)
    article = desk.enter_source(ARTICLE)
    udachne = desk.enter_incident(UDACHNE)
    zaporizhzhia = desk.enter_incident(ZAPORIZHZHIA)
    glushkovo = desk.enter_incident(GLUSHKOVO)
    desk.approve([hur_post, article, udachne, zaporizhzhia, glushkovo], why=ENTERED)

    progress("Sources that correct or qualify it …")
    others = [desk.enter_source(e) for e in (CNN_REPORT, PROSECUTOR_STATEMENT, HRMMU_REPORT)]
    desk.approve(others, why="Sources that correct or qualify the article.")

    progress("Second editions …")
    desk.add_link(hur_post, "H1", CORRECTS_S01, why=HUR_POST_NOTE)
    desk.approve([hur_post], why=HUR_POST_NOTE, note=HUR_POST_NOTE)
    for incident, change in ((udachne, UDACHNE_SECOND), (zaporizhzhia, ZAPORIZHZHIA_SECOND)):
        desk.change_incident(incident, change)
        desk.approve([incident], why=change.note, note=change.note)


def keep[M: Model](row: M) -> M:
    """Save what a form would accept, and nothing else."""
    row.full_clean()
    row.save()
    return row


@dataclass
class Desk:
    """Two people at work on a day, and what they can name by now: actors and statements."""

    researcher: User
    reviewer: User
    day: date
    actors: dict[str, Actor] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    # Rows that evidence names: by incident, fact and our own key.
    rows: dict[tuple[Any, Fact, str], Model] = field(default_factory=dict)

    def approve(self, records: Iterable[Record], *, why: str, note: str = "") -> None:
        """The researcher submits the records, the reviewer approves them in one decision.

        Nobody waits to hear of it: whoever signs in as the researcher begins with a quiet desk.
        """
        reviews = []
        for record in records:
            record.review.refresh_from_db()
            head = record.review.head_id
            reviews.append(
                decisions.submit(record.review, by=self.researcher, seen=head, comment=why)
            )
        publishing.approve(
            {review.pk: review.head_id for review in reviews},
            shown=publishing.fingerprint(publishing.next_documents(reviews)),
            by=self.reviewer,
            day=self.day,
            note=note,
            comment=CHECKED,
        )
        Notice.objects.filter(person=self.researcher, event__review__in=reviews).mark_read()

    def enter_actor(self, entry: ActorEntry) -> Actor:
        actor = Actor(**entry.fields)
        with decisions.saving(actor, by=self.researcher):
            keep(actor)
            for position, name in enumerate(entry.names):
                keep(ActorName(actor=actor, position=position, **name))
        return actor

    def enter_source(self, entry: SourceEntry) -> Source:
        publisher = self.actors[entry.publisher] if entry.publisher else None
        source = Source(publisher=publisher, **entry.fields)
        with decisions.saving(source, by=self.researcher):
            keep(source)
            for position, statement in enumerate(entry.statements):
                self._enter_statement(source, position, statement)
        return source

    def _enter_statement(self, source: Source, position: int, entry: StatementEntry) -> None:
        fields = {"locator": _sentence(entry.label), **entry.fields}
        statement = keep(Statement(source=source, position=position, label=entry.label, **fields))
        self.statements[entry.label] = statement
        for place, hop in enumerate(entry.chain):
            who = self._who(hop.who)
            keep(Hop(statement=statement, position=place, **who, **hop.fields))
        for place, quantity in enumerate(entry.quantities):
            keep(Quantity(statement=statement, position=place, **quantity))
        for place, link in enumerate(entry.links):
            self._link(statement, place, link)

    def _who(self, who: str | Text) -> Fields:
        return (
            bilingual_fields("label", who) if isinstance(who, Text) else {"actor": self.actors[who]}
        )

    def _link(self, statement: Statement, position: int, entry: LinkEntry) -> None:
        to = self.statements[entry.to]
        why = bilingual_fields("why", entry.why)
        keep(StatementLink(statement=statement, position=position, kind=entry.kind, to=to, **why))

    def add_link(self, source: Source, label: str, link: LinkEntry, *, why: str) -> None:
        source.refresh_from_db()
        with decisions.saving(source, by=self.researcher, seen=source.review.head_id, comment=why):
            self._link(self.statements[label], 0, link)

    def enter_incident(self, entry: IncidentEntry) -> Incident:
        incident = Incident(place=Place.objects.get(pk=entry.place), **entry.fields)
        with decisions.saving(incident, by=self.researcher):
            keep(incident)
            for position, (key, victim) in enumerate(entry.victims.items()):
                row = Victim(incident=incident, position=position, **victim)
                self.rows[incident.pk, Fact.VICTIM, key] = keep(row)
            for position, (key, fields) in enumerate(entry.involvements.items()):
                named = fields | {"actor": self.actors.get(key)}
                involvement = Involvement(incident=incident, position=position, **named)
                self.rows[incident.pk, Fact.INVOLVEMENT, key] = keep(involvement)
            self._enter_evidence(incident, entry.evidence)
        return incident

    def change_incident(self, incident: Incident, change: SecondEdition) -> None:
        incident.refresh_from_db()
        seen = incident.review.head_id
        with decisions.saving(incident, by=self.researcher, seen=seen, comment=change.note):
            for name, value in change.fields.items():
                setattr(incident, name, value)
            keep(incident)
            for key, fields in change.characterisations.items():
                row = LegalCharacterisation(incident=incident, by=self.actors[key], **fields)
                self.rows[incident.pk, Fact.CHARACTERISATION, key] = keep(row)
            self._enter_evidence(incident, change.evidence)

    def _enter_evidence(self, incident: Incident, entries: Sequence[EvidenceEntry]) -> None:
        before = incident.evidence.count()
        for position, entry in enumerate(entries, start=before):
            # The fact is also the name of the column that holds its row.
            row = {entry.fact: self.rows[incident.pk, entry.fact, entry.row]} if entry.row else {}
            keep(
                Evidence(
                    incident=incident,
                    position=position,
                    statement=self.statements[entry.statement],
                    fact=entry.fact,
                    **row,
                    **entry.fields,
                )
            )


def _sentence(label: str) -> str:
    """Labels of the article hold its sentence numbers; the other texts we have not seen."""
    return f"sentence {int(label[1:3])}" if label.startswith("S") else ""
