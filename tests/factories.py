"""Records and people for tests, made through the verbs that people use."""

import itertools
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import rights
from accounts.models import RightsEntry
from accounts.sight import show_all
from incidents.models import Evidence, Incident, Place, PublishedIncident
from incidents.record.document import known_facts
from incidents.vocabulary import KILLINGS, ORDERS
from review.models import Edition, Hiding, OwnedRow, Record, Review
from review.workflow import decisions, hiding, publishing
from sources.models import (
    Actor,
    ActorName,
    Consent,
    Hop,
    Quantity,
    Source,
    Statement,
    StatementLink,
)
from sources.vocabulary import Purpose

DAY = date(2025, 6, 1)
# So wide that a test may record whatever number it likes.
ANY_NUMBER = [
    {"counted": counted, "low": 0, "high": 1_000_000}
    for counted in ("killed", "injured", "fate_unknown")
]


# People


def person(*, name: str, group: str, is_new: bool = False) -> User:
    """A colleague who sees all records, as long as they are not new."""
    user, made = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    if made:
        give(user, group)
        if not is_new:
            show_all(user, by=None, reason="made for a test")
    return user


def give(user: User, name: str) -> None:
    """By the command line as long as it may, then by two administrators, as in a real team."""
    give_group(user, Group.objects.get(name=name))


def give_group(user: User, group: Group) -> None:
    if group.name == "Researchers" or not rights.has_two_administrators():
        user.groups.add(group)
    else:
        one, other = administrators().exclude(pk=user.pk)[:2]
        rights.ask(user, group, at=timezone.now(), by=one, reason="spoken with")
        rights.agree(RightsEntry.objects.filter(person=user)[0], by=other, reason="spoken with")


@transaction.atomic
def group_of(*rights: str) -> Group:
    """A group with just these rights, made in a migration: nobody else gives a group any."""
    made = Group.objects.create(name=" ".join(rights)[:150])
    made.permissions.set(Permission.objects.filter(codename__in=rights))
    MigrationRecorder(connection).record_applied("tests", made.name)
    return made


def administrators() -> QuerySet[User]:
    administers = Q(groups__name="Administrators") | Q(is_superuser=True)
    return User.objects.filter(administers, is_active=True, is_staff=True).order_by("pk")


def two_administrators() -> None:
    """Without them nothing becomes public."""
    if rights.has_two_administrators():
        return
    person(name="first-administrator", group="Administrators")
    if not rights.has_two_administrators():
        person(name="second-administrator", group="Administrators")


def researcher(*, name: str = "olena") -> User:
    return person(name=name, group="Researchers")


def reviewer(*, name: str = "taras") -> User:
    made = person(name=name, group="Reviewers")
    two_administrators()
    return made


def safeguarding(*, name: str = "halyna") -> User:
    return person(name=name, group="Safeguarding")


def administrator(*, name: str = "iryna") -> User:
    return person(name=name, group="Administrators")


# Records. Each is saved once by a researcher, as a draft; `published` takes it to the public.


def save(
    record: Record,
    *,
    by: User | None = None,
    rows: Iterable[OwnedRow] = (),
    comment: str = "entered",
    **changes: Any,
) -> None:
    """Save a record, new or not, with these changes and rows that it owns.

    Without any it is a save all the same: a test may need a draft, whatever changed.
    """
    seen = record.review.head_id if record.pk else None
    for name, value in changes.items():
        setattr(record, name, value)
    with decisions.saving(
        record,
        by=by or researcher(),
        seen=seen,
        comment=comment,
        beyond_rows=rows == () and not changes,
    ):
        if record._state.adding:
            record.save(force_insert=True)  # what it owns names it; it is saved again last
        for row in rows:
            row.save()


def actor(
    *, name_en: str = "CNN", names: Iterable[str] = (), by: User | None = None, **fields: Any
) -> Actor:
    record = Actor(**{"name_en": name_en, "kind": "news_outlet"} | fields)
    aliases = [
        ActorName(actor=record, text=text, position=place) for place, text in enumerate(names)
    ]
    save(record, by=by, rows=aliases)
    return record


def source(*, by: User | None = None, **fields: Any) -> Source:
    record = _source(**fields)
    save(record, by=by)
    return record


def interview(
    *, by: User | None = None, consent: Iterable[str] = Purpose.values, **fields: Any
) -> Source:
    """An interview of an adult who agreed to these purposes, and refused nothing.

    Whoever agreed to no keeping has said nothing here yet.
    """
    held = {"title": "A talk", "text_as_received": "I saw it."} if "keep" in consent else {}
    record = Source(**{"kind": "interview", "access": "confidential"} | held | fields)
    save(record, by=by, rows=[consent_of(record, given=consent)] if consent else ())
    return record


def consent_of(source: Source, *, given: Iterable[str], **fields: Any) -> Consent:
    """A row that is not saved yet: how somebody answered, explained on a day in June."""
    defaults = {
        "asked_on": DAY,
        "language": "uk",
        "explained_by": "interviewer 2",
        "how": "signed",
    }
    answers = dict.fromkeys(given, "given")
    return Consent(**{"source": source} | defaults | answers | fields)


def _source(**fields: Any) -> Source:
    defaults = {
        "kind": "article",
        "title": "Soldiers shot after capture",
        "url": "https://news.example/1",
        "language": "en",
        "published": "2025-05-24",
    }
    return Source(**defaults | fields)


def statement(
    *,
    source: Source,
    label: str = "S1",
    chain: Iterable[Actor | str | tuple[Actor | str, list[str]]] = (),
    quantities: Iterable[dict[str, Any]] = ANY_NUMBER,
    links: Iterable[dict[str, Any]] = (),
    by: User | None = None,
    **fields: Any,
) -> Statement:
    """A statement of a source, which is saved with it, also for the first time.

    A link of the chain is an actor or a label; the last one's bases are "documented" unless given
    as in ("two deserters", ["participant"]).
    """
    defaults = {
        "kind": "incident",
        "locator": "sentence 1",
        "paraphrase_en": "Two captured soldiers were shot.",
        "period": "2025-05-22",
        "position": source.statements.count() if source.pk else 0,
    }
    made = Statement(**{"source": source, "label": label} | defaults | fields)
    hops = _chain(made, list(chain))
    counted = [
        Quantity(statement=made, position=place, **quantity)
        for place, quantity in enumerate(quantities)
    ]
    linked = [StatementLink(statement=made, **link) for link in links]
    save(source, by=by, rows=[made, *hops, *counted, *linked])
    return made


def _chain(made: Statement, chain: list[Any]) -> list[Hop]:
    hops = []
    for place, link in enumerate(chain):
        who, bases = link if isinstance(link, tuple) else (link, [])
        if not bases and place == len(chain) - 1:
            bases = ["documented"]
        somebody = {"label_en": who} if isinstance(who, str) else {"actor": who}
        hops.append(Hop(statement=made, position=place, bases=bases, **somebody))
    return hops


def place(*, code: str = "UA14160250010071750", **fields: Any) -> Place:
    """Udachne in Donetsk Oblast by default; of its lineage only the codes."""
    country, _made = Place.objects.get_or_create(
        code="UA",
        defaults={
            "country": "UA",
            "category": "country",
            "lineage": ["UA"],
            "codes": ["UA"],
            "name_en": "Ukraine",
            "name_uk": "Україна",
            "search_names": "|ukraine|україна|",
            "sort_key": "україна",
            "edition": "test",
        },
    )
    defaults = {
        "country": "UA",
        "category": "village",
        "parent": country,
        "lineage": ["UA", "UA14", "UA1416", code],
        "codes": ["UA", "UA14", "UA-14", "UA1416", code],
        "name_en": "Udachne",
        "name_uk": "Удачне",
        "surroundings_en": "Pokrovskyi Raion, Donetsk Oblast, Ukraine",
        "surroundings_uk": "Покровський район, Донецька область, Україна",
        "search_names": "|udachne|удачне|",
        "sort_key": "удачне",
        "latitude": Decimal("48.20000"),
        "longitude": Decimal("36.97000"),
        "edition": "test",
    }
    made, _made = Place.objects.get_or_create(code=code, defaults=defaults | fields)
    return made


def incident(
    *,
    statement: Statement,
    rows: Iterable[OwnedRow] = (),
    evidence: Iterable[dict[str, Any]] = (),
    by: User | None = None,
    **fields: Any,
) -> Incident:
    """An incident whose known facts all rest on one statement, beside the evidence that is given.

    Rows come without their incident: `rows=[Victim(label_en="a soldier")]`.
    """
    defaults: dict[str, Any] = {
        "title_en": "Reported killing of two captured soldiers near Udachne, 22 May 2025",
        "summary_en": "According to an article, two captured soldiers were shot.",
        "kinds": ["killed_captured"],
        "occurred": "2025-05-22",
        "killed_best": 2,
    }
    record = Incident(**defaults | fields)
    owned = list(rows)
    for row in owned:
        row.incident = record  # type: ignore[attr-defined]
    given = [Evidence(**{"incident": record, "position": 1} | one) for one in evidence]
    save(record, by=by, rows=itertools.chain(owned, given, _supporting(record, statement, given)))
    return record


def _supporting(
    record: Incident, statement: Statement, given: list[Evidence]
) -> Iterator[Evidence]:
    """Evidence for every known fact that the given evidence does not speak of.

    Asked for when the record and its rows are saved, in the same revision: a second one would take
    as long as the first.
    """
    spoken_of = {(e.fact, str(e.row.pk) if e.row else None) for e in given}
    for fact in known_facts(record):
        if fact.needs_evidence and (fact.fact, fact.row_id) not in spoken_of:
            row = {f"{fact.fact}_id": fact.row_id} if fact.row_id else {}
            yield Evidence(incident=record, statement=statement, fact=fact.fact, **row)


# To the public


def submitted(record: Any, *, by: User | None = None, comment: str = "please look") -> Any:
    review = record.review
    decisions.submit(review, by=by or researcher(), seen=review.head_id, comment=comment)
    review.refresh_from_db()
    return record


def shown(*keys: Any) -> str:
    """What a reviewer's page carries of these records, or their keys, as they are now."""
    pks = [getattr(key, "pk", key) for key in keys]
    return publishing.fingerprint(publishing.next_documents(Review.objects.filter(pk__in=pks)))


def approved(
    *records: Any,
    by: User | None = None,
    day: date = DAY,
    note: str = "",
    hide_earlier: bool = False,
) -> list[Edition]:
    """Approve submitted records in one decision."""
    seen = {record.pk: record.review.head_id for record in records}
    editions = publishing.approve(
        seen,
        shown=shown(*seen),
        by=by or reviewer(),
        day=day,
        note=note,
        hide_earlier=hide_earlier,
    )
    for record in records:
        record.review.refresh_from_db()
    return editions


def published[R: Record](
    record: R,
    *,
    day: date = DAY,
    note: str = "",
    author: User | None = None,
    approver: User | None = None,
) -> R:
    """Submit by one person, approve by another. A further edition needs a note."""
    submitted(record, by=author)
    approved(record, by=approver, day=day, note=note)
    return record


def withdrawn(
    record: Any, *, by: User | None = None, day: date = DAY, reason: str = "error"
) -> Any:
    publishing.withdraw(
        record.review, by=by or reviewer(), day=day, reason=reason, comment="it was wrong"
    )
    record.review.refresh_from_db()
    return record


def hidden(record: Any, path: str) -> list[Hiding]:
    """The part is taken from the public to protect somebody."""
    return hiding.hide(
        record.review, path, by=reviewer(), day=DAY, reason="protection", comment="a threat"
    )


def published_incident(
    *,
    chain: Iterable[Any] = (),
    quantities: Iterable[dict[str, Any]] = ANY_NUMBER,
    source_fields: dict[str, Any] | None = None,
    **fields: Any,
) -> Incident:
    """A public incident that rests on one statement of one public source, which gives its date."""
    told = _source(**source_fields or {})
    period = fields.get("occurred", "2025-05-22")
    # Each is asked for once, with their rights: that is a tenth of what is asked of the database.
    author, approver = researcher(), reviewer()
    said = statement(source=told, chain=chain, quantities=quantities, period=period, by=author)
    published(told, author=author, approver=approver)
    fields.setdefault("by", author)
    return published(incident(statement=said, **fields), author=author, approver=approver)


def indexed(reference: str, **fields: Any) -> PublishedIncident:
    """A row of the index alone, for numbers of many: no edition stands behind it."""
    kinds = fields.pop("kinds", ["killed_captured"])
    defaults: dict[str, Any] = {
        "edition": 1,
        "position": PublishedIncident.objects.count() + 1,
        "published_on": DAY,
        "changed_on": DAY,
        "last_entry": PublishedIncident.objects.count() + 1,
        "last_entry_on": DAY,
        "title_en": reference,
        "kinds": kinds,
        "is_killing": not KILLINGS.isdisjoint(kinds),
        "is_order": not ORDERS.isdisjoint(kinds),
        "place_precision": "4",
        "assessment": "reported",
        "is_disputed": False,
        "origins_independent": 0,
        "origins_unattributed": 0,
        "standing": {},
    }
    fields_of_index = PublishedIncident._meta.concrete_fields
    empty: dict[str, Any] = {f.name: [] for f in fields_of_index if isinstance(f, ArrayField)}
    return PublishedIncident.objects.create(reference=reference, **empty | defaults | fields)
