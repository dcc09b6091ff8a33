"""Invented incidents in any number, to measure and to try the site; each says it is invented.

They are made in bulk, but are whole: record, revision, events, edition, chain entry and index row,
so that every page and every check works on them as on real ones.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from accounts.rights import few_administrators
from accounts.sight import show_all
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.db import connection, models, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import override
from reversion.models import Revision, Version
from review.document_types import Document
from review.editions import chain
from review.editions.dependencies import resting_rows
from review.models import Edition, EditionPart, Entry, Event, OwnedRow, Record, Review
from review.record_types import PublishedFrom, type_of
from review.workflow import publishing
from sources.models import Actor, Hop, Source, Statement
from sources.record.documents import actor_document, source_document
from sources.text.dates import bounds
from sources.vocabulary import (
    ActorKind,
    Basis,
    Hedge,
    Side,
    SourceKind,
    StatedOrInferred,
    StatementKind,
)

from incidents.models import Evidence, Incident, Involvement, Place, Victim
from incidents.record.document import OWNED, incident_document, published_statements
from incidents.vocabulary import Act, Fact

STATEMENTS_PER_SOURCE = 30
STATEMENTS_PER_INCIDENT = 3
CHUNK = 500
FIRST_DAY = date(2022, 2, 24)
DAYS = 1300
BASES = [
    Basis.EYEWITNESS,
    Basis.DRONE_FOOTAGE,
    Basis.INTERCEPT,
    Basis.PHOTO_VIDEO,
    Basis.DOCUMENTED,
]
PRECISION = {"settlement": "2", "raion": "3", "oblast": "4", "country": "6"}
MADE_ON = date(2026, 1, 1)

Progress = Callable[[int, int], None]


@dataclass
class Cast:
    """Who entered and approved the sample, and the bodies that its chains name."""

    researcher: User
    reviewer: User
    actors: list[Actor]
    units: list[Actor]


def make_sample_incidents(count: int, *, seed: int, progress: Progress) -> int:
    """Add `count` invented incidents, each with an edition; the same seed gives the same ones."""
    dice = random.Random(seed)  # noqa: S311 (nothing secret is drawn)
    places = list(Place.objects.filter(country="UA").order_by("code")[::40])
    if not places:
        raise ValueError("Load the gazetteer first: manage.py load_gazetteer.")
    if lacking := few_administrators():
        raise ValueError(lacking)
    cast_ = _cast()
    done = 0
    while done < count:
        size = min(CHUNK, count - done)
        with transaction.atomic():
            statements = _make_sources(size, done, dice, cast_)
            _make_incidents(size, done, dice, cast_, places, statements)
        done += size
        progress(done, count)
    return done


def _cast() -> Cast:
    researcher, reviewer = _person("sample-researcher"), _person("sample-reviewer")
    invented = Actor.objects.filter(name_en__startswith="Invented")
    known = {actor.name_en: actor for actor in invented}
    monitors = [_actor("monitor", n, ActorKind.NGO, Side.THIRD) for n in range(6)]
    offices = [_actor("office", n, ActorKind.STATE_BODY, Side.UKRAINE) for n in range(3)]
    units = [_actor("unit", n, ActorKind.ARMED_UNIT, Side.RUSSIA) for n in range(20)]
    bodies = monitors + offices
    new = [actor for actor in bodies + units if actor.name_en not in known]
    _publish([(actor, []) for actor in new], researcher, reviewer, actor_document)
    known |= {actor.name_en: actor for actor in new}
    return Cast(
        researcher,
        reviewer,
        [known[actor.name_en] for actor in bodies],
        [known[actor.name_en] for actor in units],
    )


def _actor(what: str, number: int, kind: str, side: str) -> Actor:
    return Actor(kind=kind, side=side, name_en=f"Invented {what} {number}")


def _person(name: str) -> User:
    """Somebody who cannot sign in, so that the history names two people."""
    user, made = User.objects.get_or_create(username=name, defaults={"is_active": False})
    if made:
        user.set_unusable_password()
        user.save()
        show_all(user, by=None, reason="The sample.")
    return user


def _make_sources(size: int, first: int, dice: random.Random, cast_: Cast) -> list[Statement]:
    wanted = size * STATEMENTS_PER_INCIDENT
    records = []
    for number in range(-(-wanted // STATEMENTS_PER_SOURCE)):
        source = Source(
            kind=SourceKind.REPORT,
            title=f"Invented report {first // CHUNK}-{number}",
            publisher=dice.choice(cast_.actors),
            language="en",
            published="2026-01",
        )
        rows = [
            row
            for place in range(min(STATEMENTS_PER_SOURCE, wanted - number * STATEMENTS_PER_SOURCE))
            for row in _statement(source, place, dice, cast_)
        ]
        records.append((source, rows))
    _publish(records, cast_.researcher, cast_.reviewer, source_document)
    return [row for _source, rows in records for row in rows if isinstance(row, Statement)]


def _statement(source: Source, place: int, dice: random.Random, cast_: Cast) -> Iterator[OwnedRow]:
    statement = Statement(
        source=source,
        position=place,
        label=f"X{place + 1}",
        locator=f"page {place + 1}",
        kind=StatementKind.INCIDENT,
        paraphrase_en=f"An invented sentence about an invented incident, number {place + 1}.",
        hedge=dice.choice(Hedge.values),
        verb_as_written="said",
    )
    yield statement
    if dice.random() < 0.7:
        yield Hop(statement=statement, actor=dice.choice(cast_.actors), bases=[dice.choice(BASES)])


def _make_incidents(
    size: int,
    first: int,
    dice: random.Random,
    cast_: Cast,
    places: Sequence[Place],
    statements: list[Statement],
) -> None:
    records = []
    for number in range(size):
        start = number * STATEMENTS_PER_INCIDENT
        cited = statements[start : start + STATEMENTS_PER_INCIDENT]
        records.append(_incident(first + number, dice, cast_, dice.choice(places), cited))
    published: dict[Any, Any] = {}

    def document(incident: Record) -> Document:
        if not published:
            prefetch_related_objects([incident for incident, _rows in records], *OWNED)
            published.update(published_statements([incident for incident, _rows in records]))
        return incident_document(cast(Incident, incident), published)

    _publish(records, cast_.researcher, cast_.reviewer, document)


def _incident(
    number: int,
    dice: random.Random,
    cast_: Cast,
    place: Place,
    cited: Sequence[Statement],
) -> tuple[Incident, list[OwnedRow]]:
    day = FIRST_DAY + timedelta(days=dice.randrange(DAYS))
    killed = dice.choice([None, 1, 1, 2, 2, 3, 5, 9])
    is_order = dice.random() < 0.05
    kind = Act.ORDER_KILL_CAPTIVES if is_order else dice.choice(list(Act)[:4])
    incident = Incident(
        title_en=f"Invented sample {number:06}: reported {kind.label}, {place.name_en}",
        summary_en="This incident is invented; it exists to measure and to try this site.",
        kinds=[kind],
        occurred=dice.choice([f"{day:%Y-%m-%d}"] * 3 + [f"{day:%Y-%m}-XX", f"{day:%Y-%m}"]),
        place=place,
        place_precision=PRECISION[place.level],
        killed_low=None if is_order else killed,
        killed_best=None if is_order else killed,
        killed_high=None if is_order or killed is None else killed + dice.choice([0, 0, 2]),
    )
    unit = Involvement(
        incident=incident,
        actor=dice.choice(cast_.units),
        by_whom_en="the invented report",
    )
    victim = Victim(incident=incident, label_en="invented captured soldiers", is_group=True)
    facts: list[dict[str, Any]] = [{"fact": Fact.DATE}, {"fact": Fact.PLACE}]
    facts.append({"fact": Fact.ORDER if is_order else Fact.ACT})
    facts += [{"fact": Fact.INVOLVEMENT, "involvement": unit}]
    facts += [{"fact": Fact.VICTIM, "victim": victim}]
    if killed is not None and not is_order:
        inferred = {"stated": StatedOrInferred.INFERRED, "how_en": "the number is invented"}
        facts.append({"fact": Fact.KILLED} | inferred)
    rows: list[OwnedRow] = [unit, victim]
    for place_, fact in enumerate(facts):
        statement = cited[place_ % len(cited)]
        rows.append(Evidence(incident=incident, statement=statement, **fact))
    return incident, rows


# Publishing many at once


@transaction.atomic
def _publish(
    records: Sequence[tuple[Record, list[Any]]],
    researcher: User,
    reviewer: User,
    document: Callable[[Any], Document],
) -> None:
    """What the verbs do to one record, done to many with few statements."""
    if not records:
        return
    revisions = Revision.objects.bulk_create(
        Revision(user=researcher, date_created=timezone.now(), comment="invented")
        for _record in records
    )
    with override("en"):
        reviews = _make_reviews(records)
        _make_rows(records)
        _make_versions(records, revisions)
        Review.objects.bulk_update(_with_heads(reviews, revisions), ["head"])
        _events(reviews, Event.Kind.SAVED, researcher)
        _events(reviews, Event.Kind.SUBMITTED, researcher)
        made = [record for record, _rows in records]
        _make_editions(made, document, entered_by=researcher, approved_by=reviewer)


def _make_reviews(records: Sequence[tuple[Record, list[Any]]]) -> list[Review]:
    references = Review.objects.free_references(len(records))
    for (record, _rows), reference in zip(records, references, strict=True):
        record.review = Review(
            reference=reference,
            kind=record.record_kind(),
            title=record.review_title()[:300],
            work=Review.Work.DRAFT,
        )
    return Review.objects.bulk_create(record.review for record, _rows in records)


def _make_rows(records: Sequence[tuple[Record, list[Any]]]) -> None:
    model = type(records[0][0])
    for record, rows in records:
        record.pk = record.review_id = record.review.pk
        _set_bounds(record)
        for row in rows:
            _set_bounds(row)
    model._default_manager.bulk_create([record for record, _rows in records])
    by_model: dict[type[models.Model], list[Any]] = {}
    for _record, rows in records:
        for row in rows:
            # The record's key was not known when the row was made.
            for field in row._meta.fields:
                if field.is_relation and field.is_cached(row):
                    setattr(row, field.name, getattr(row, field.name))
            by_model.setdefault(type(row), []).append(row)
    for owned_model, rows in by_model.items():
        owned_model._default_manager.bulk_create(rows)


def _set_bounds(row: Any) -> None:
    """Bulk creation does not call save(), which would set the bounds of uncertain dates."""
    for name in ("occurred", "published", "period"):
        if hasattr(row, f"{name}_earliest"):
            earliest, latest = bounds(getattr(row, name))
            setattr(row, f"{name}_earliest", earliest)
            setattr(row, f"{name}_latest", latest)


def _make_versions(records: Sequence[tuple[Record, list[Any]]], revisions: list[Revision]) -> None:
    # Looked up first: while rows are copied, the connection answers no other question.
    kinds = {
        type(row): ContentType.objects.get_for_model(row).pk
        for record, rows in records
        for row in [record, *rows]
    }
    lines = (
        (
            revision.pk,
            str(row.pk),
            kinds[type(row)],
            "default",
            "json",
            serializers.serialize("json", [row]),
            str(row)[:200],
        )
        for (record, rows), revision in zip(records, revisions, strict=True)
        for row in [record, *rows]
    )
    columns = "revision_id object_id content_type_id db format serialized_data object_repr"
    _copy(Version, columns, lines)


def _copy(model: type[models.Model], columns: str, lines: Iterable[tuple[Any, ...]]) -> None:
    """COPY, which takes a fifth of the time of bulk_create; triggers and constraints still hold."""
    names = ", ".join(columns.split())
    statement = f"COPY {model._meta.db_table} ({names}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for line in lines:
            copy.write_row(line)


def _with_heads(reviews: list[Review], revisions: list[Revision]) -> list[Review]:
    for review, revision in zip(reviews, revisions, strict=True):
        review.head = revision
    return reviews


def _events(reviews: list[Review], kind: str, by: User) -> None:
    Event.objects.bulk_create(
        Event(review=review, kind=kind, by=by, comment="invented", revision_id=review.head_id)
        for review in reviews
    )


def _make_editions(
    records: Sequence[Record],
    document: Callable[[Any], Document],
    *,
    entered_by: User,
    approved_by: User,
) -> None:
    documents = {record.pk: document(record) for record in records}
    revisions = {record.pk: record.review.head_id for record in records}
    staff = {
        "approved_by": approved_by.pk,
        "entered_by": [entered_by.pk],
        "submitted_by": entered_by.pk,
    }
    parts = {
        pk: publishing.edition_parts(made, staff | {"revision": revisions[pk]})
        for pk, made in documents.items()
    }
    entries = _append([(record, parts[record.pk]) for record in records])
    editions = Edition.objects.bulk_create(
        Edition(
            review=record.review,
            number=1,
            entry=entry,
            revision=record.review.head,
            approved_by=approved_by,
        )
        for record, entry in zip(records, entries, strict=True)
    )
    lines = (
        (edition.pk, part.position, part.path, part.salt, part.value)
        for edition in editions
        for part in parts[edition.review_id]
    )
    _copy(EditionPart, "edition_id position path salt value", lines)
    _events([record.review for record in records], Event.Kind.APPROVED, approved_by)
    for edition in editions:
        edition.review.edition = edition
        edition.review.work, edition.review.public = Review.Work.CLEAN, Review.Public.CURRENT
    Review.objects.bulk_update([e.review for e in editions], ["edition", "work", "public"])
    _index(editions, documents)


def _append(made: list[tuple[Record, list[EditionPart]]]) -> list[Entry]:
    """The entries of many editions; each row is still checked by the trigger."""
    chain.lock()
    last = chain.head()
    entries = []
    for record, parts in made:
        last = chain.next_entry(
            last,
            kind=Entry.Kind.EDITION,
            record_kind=record.record_kind(),
            reference=record.review.reference,
            day=MADE_ON,
            payload=publishing.edition_payload(1, "", parts, type_of(record).schema),
        )
        entries.append(last)
    return Entry.objects.bulk_create(entries)


def _index(editions: list[Edition], documents: dict[Any, Any]) -> None:
    rows: dict[type[models.Model], list[Any]] = {}
    for edition in editions:
        source = PublishedFrom(edition, edition.entry.day, edition.entry)
        document = documents[edition.review_id]
        resting = resting_rows(source.reference, document)
        made = type_of(edition.review).index_rows(source, document)
        for row in [*made, *type_of(edition.review).by_day(made, until=None), *resting]:
            rows.setdefault(type(row), []).append(row)
    for published_model, published in rows.items():
        published_model._default_manager.bulk_create(published)
