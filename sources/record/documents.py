"""What the public may see of an actor or a source: the allow-list; nothing else can be public."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from review.languages import bilingual
from review.record_types import NOTHING_AHEAD, Ahead

from sources.document_types import (
    ActorBrief,
    ActorDocument,
    ActorHead,
    HeldTextDocument,
    HopDocument,
    PublisherDocument,
    QuantityDocument,
    QuotationDocument,
    RelationDocument,
    ReliabilityDocument,
    SourceDocument,
    StatementBrief,
    StatementDocument,
    StatementLinkDocument,
    UncertainDate,
)
from sources.models import Actor, ActorRelation, Hop, Quantity, Source, Statement, StatementLink
from sources.models.published import PublishedActor, PublishedStatement
from sources.record.items import item_of
from sources.text import dates
from sources.vocabulary import AskedBefore, Basis, ConsentState, Purpose

WITHHELD_EN = "Details withheld for protection."
WITHHELD_UK = "Подробиці не розголошуються задля захисту."


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def uncertain_date(text: str) -> UncertainDate | None:
    """EDTF text with its bounds and precision; None when no date is stated."""
    if not text:
        return None
    when = dates.kept(text)
    return {
        "edtf": str(when),
        "earliest": day(when.earliest),
        "latest": day(when.latest),
        "precision": str(when.precision),
    }


def quarter(text: str) -> str:
    """The same period no finer than a quarter of a year, as EDTF; open ends stay open."""
    earliest, latest = dates.bounds(text)
    if earliest is None and latest is None:
        return ""
    start = f"{earliest.year}-{(earliest.month - 1) // 3 * 3 + 1:02}" if earliest else ".."
    end = f"{latest.year}-{(latest.month - 1) // 3 * 3 + 3:02}" if latest else ".."
    return f"{start}/{end}"


# Actors


def actor_document(actor: Actor, ahead: Ahead = NOTHING_AHEAD) -> ActorDocument:
    return {
        **actor_head(actor),
        "reliability": reliability(actor),
        "note": bilingual(actor.note_en, actor.note_uk),
        "relations": [
            _relation(relation, ahead)
            for relation in actor.relations.select_related(
                "superior__review", "statement__source__review"
            )
        ],
    }


def actor_head(actor: Actor) -> ActorHead:
    return {
        "kind": actor.kind,
        "name": bilingual(actor.name_en, actor.name_uk),
        "names": [
            {
                "id": str(name.pk),
                "text": name.text,
                "kind": name.kind,
                "language": name.language,
                "script": name.script,
            }
            for name in actor.names.all()
        ],
        "side": actor.side,
        "state": actor.state_body_of,
    }


def reliability(actor: Actor) -> ReliabilityDocument | None:
    if not actor.reliability:
        return None
    return {
        "grade": actor.reliability,
        "graded_on": day(actor.reliability_graded_on),
        "reason": bilingual(actor.reliability_reason_en, actor.reliability_reason_uk),
    }


def published_actor(actor: Actor, ahead: Ahead) -> tuple[int, ActorDocument] | None:
    """Number and document of the edition that another record embeds of it."""
    actor = actor.that_stays
    if actor.reference in ahead:
        upcoming = ahead[actor.reference]
        return upcoming.number, cast(ActorDocument, upcoming.document)
    public = actor.as_published
    return (public.edition, public.document) if public else None


def read_actors(actors: Iterable[Actor | None], ahead: Ahead = NOTHING_AHEAD) -> None:
    """Of many that `actor_brief` is about to tell of: asked once for all, not for each."""
    left = [
        actor
        for actor in actors
        if actor and "as_published" not in vars(actor) and actor.reference not in ahead
    ]
    if left:
        public = PublishedActor.objects.defer("search").in_bulk({one.reference for one in left})
        for actor in left:
            actor.as_published = public.get(actor.reference)
        prefetch_related_objects([one for one in left if one.as_published is None], "names")


def actor_brief(actor: Actor, ahead: Ahead = NOTHING_AHEAD) -> ActorBrief:
    """What a chain, a publisher or an involvement says of an actor: what is published of it.

    A preview may name one that is not public yet; nothing that rests on it can be approved.
    One that was merged into another is that other one now.
    """
    actor = actor.that_stays
    edition, known = published_actor(actor, ahead) or (None, actor_head(actor))
    return {
        "reference": actor.reference,
        "edition": edition,
        "name": known["name"],
        "names": [name["text"] for name in known.get("names", [])],
        "kind": known["kind"],
        "side": known["side"],
        "state": known["state"],
    }


def _relation(relation: ActorRelation, ahead: Ahead) -> RelationDocument:
    statement = relation.statement
    return {
        "id": str(relation.pk),
        "kind": relation.kind,
        "superior": actor_brief(relation.superior, ahead),
        "period": uncertain_date(relation.period),
        "statement": _statement_brief(statement, _published_label(statement, ahead)),
    }


def _published_label(statement: Statement, ahead: Ahead) -> str:
    source = ahead.get(statement.source.reference)
    if source is None:
        return statement.published_label
    labels = {row["id"]: row["label"] for row in source.document["statements"]}
    return str(labels.get(str(statement.pk), statement.label))


def _statement_brief(statement: Statement, label: str) -> StatementBrief:
    return {"id": str(statement.pk), "label": label, "source": statement.source.reference}


def actor_problems(actor: Actor, reader: User | None = None) -> list[str]:
    problems = []
    relations = actor.relations.select_related("superior__review", "statement__source__review")
    if reader is not None:
        relations = relations.exclude(pk__in=unseen_relations(actor, reader).values("pk"))
    for relation in relations:
        if not relation.superior.is_public:
            problems.append(_("“%s” is not public yet.") % relation.superior)
        if relation.superior.that_stays == actor:
            problems.append(_("“%s” was merged into this one.") % relation.superior)
        if not is_published(relation.statement):
            problems.append(
                _("The statement “%s” is not in a current edition of its source yet.")
                % relation.statement.name_in_comparisons
            )
    return problems


def needed_by_actor(actor: Actor) -> set[UUID]:
    """Keys of what `actor_problems` misses: superiors, and sources of what says that they are."""
    relations = actor.relations.select_related("superior__review", "statement")
    superiors = {one.superior.that_stays.pk for one in relations if not one.superior.is_public}
    return superiors | not_in_editions(one.statement for one in relations)


def unseen_relations(actor: Actor, reader: User) -> QuerySet[ActorRelation]:
    """Those that rest on a statement that this colleague may not read."""
    return actor.relations.filter(statement__in=Statement.objects.hidden_from(reader))


def unseen_links(source: Source, reader: User) -> QuerySet[StatementLink]:
    """Links of its statements to those that this colleague may not read."""
    hidden = Statement.objects.hidden_from(reader)
    return StatementLink.objects.filter(statement__source=source, to__in=hidden)


def is_published(statement: Statement) -> bool:
    return PublishedStatement.objects.filter(pk=statement.pk).exists()


def not_in_editions(statements: Iterable[Statement]) -> set[UUID]:
    """Keys of the sources of those that are in no current edition."""
    sources = {statement.pk: statement.source_id for statement in statements}
    public = PublishedStatement.objects.filter(pk__in=sources).values_list("pk", flat=True)
    return {sources[pk] for pk in sources.keys() - set(public)}


# Sources


# What the document of a source reads of each of its statements.
TOLD_OF_STATEMENTS = ("hops__actor__review", "quantities", "links__to__source__review")


def source_document(source: Source, ahead: Ahead = NOTHING_AHEAD) -> SourceDocument:
    statements = list(source.statements.all())
    prefetch_related_objects(statements, *TOLD_OF_STATEMENTS)
    if source.tells_only_wording:
        return _confidential_document(source, statements)
    read_actors([source.publisher, *named_in(statements)], ahead)
    withheld = source.names_protected_person
    return {
        "kind": source.kind,
        "confidential": False,
        "withheld": withheld,
        "title": "" if withheld else source.title,
        "author": "" if withheld else source.author,
        "publisher": _publisher(source, ahead),
        "url": "" if withheld else source.url,
        "item": item_of(source, ahead),
        "language": source.language,
        "published": uncertain_date(source.published),
        "published_note": bilingual(source.published_note_en, source.published_note_uk),
        "accessed_on": day(source.accessed_on),
        "licence": source.licence,
        "is_graphic": source.is_graphic,
        "standing": {
            "value": source.standing,
            "on": day(source.standing_on),
            "note": bilingual(source.standing_note_en, source.standing_note_uk),
        },
        "text": None if withheld else _text(source),
        "note": bilingual(source.public_note_en, source.public_note_uk),
        "statements": [_statement(statement, withheld, ahead) for statement in statements],
    }


def named_in(statements: Iterable[Statement]) -> Iterator[Actor | None]:
    """Whom their chains name."""
    return (hop.actor for statement in statements for hop in statement.hops.all())


def takes_back(before: SourceDocument, after: SourceDocument) -> bool:
    """Whether a source was opened to the public further than it is now."""
    if not after["withheld"]:
        return False
    statements = before.get("statements", [])
    identified = before.get("text") or any(one["locator"] or one["verb"] for one in statements)
    stricter = not before["withheld"] or (after["confidential"] and not before["confidential"])
    return bool(identified or stricter)


def _publisher(source: Source, ahead: Ahead) -> PublisherDocument | None:
    if source.publisher is None:
        return None
    public = published_actor(source.publisher, ahead)
    grade = public[1]["reliability"] if public else reliability(source.publisher)
    return {**actor_brief(source.publisher, ahead), "reliability": grade}


def _text(source: Source) -> HeldTextDocument | None:
    """Proof that we hold the text, without the text."""
    if not source.text_as_received:
        return None
    return {"sha256": source.text_sha256, "length": len(source.text_as_received)}


def _confidential_document(source: Source, statements: list[Statement]) -> SourceDocument:
    """Class, basis, a period no finer than a quarter and the wording written for the public."""
    english, ukrainian = source.public_wording_en, source.public_wording_uk
    wording = bilingual(english or WITHHELD_EN, ukrainian or WITHHELD_UK)
    return {
        "kind": source.kind,
        "confidential": True,
        "withheld": True,
        "title": "",
        "author": "",
        "publisher": None,
        "url": "",
        "item": None,
        "language": "",
        "published": None,
        "published_note": bilingual("", ""),
        "accessed_on": None,
        "licence": "",
        "is_graphic": source.is_graphic,
        "standing": {"value": source.standing, "on": None, "note": bilingual("", "")},
        "text": None,
        "note": wording,
        "statements": [
            {
                **_bare_statement(statement),
                "paraphrase": wording,
                "period": uncertain_date(quarter(statement.period)),
                "chain": [
                    {
                        "actor": None,
                        "label": wording,
                        "bases": bases(statement),
                        "circumstances": [],
                    }
                ],
            }
            for statement in statements
        ],
    }


def _statement(statement: Statement, withheld: bool, ahead: Ahead) -> StatementDocument:
    return {
        **_bare_statement(statement),
        **_perceived(statement),
        "locator": "" if withheld else statement.locator,
        "paraphrase": bilingual(statement.paraphrase_en, statement.paraphrase_uk),
        "quotation": None if withheld else _quotation(statement),
        "subject": bilingual(statement.subject_en, statement.subject_uk),
        "place_as_written": "" if withheld else statement.place_as_written,
        "period": uncertain_date(statement.period),
        "verb": "" if withheld else statement.verb_as_written,
        "wording_is_graphic": statement.wording_is_graphic,
        "note": bilingual(statement.note_en, statement.note_uk),
        "chain": [_hop(hop, ahead) for hop in statement.hops.all()],
        "quantities": [_quantity(quantity) for quantity in statement.quantities.all()],
        "links": [_link(link, statement.source, ahead) for link in statement.links.all()],
    }


def _quotation(statement: Statement) -> QuotationDocument | None:
    if not statement.quotation:
        return None
    return {
        "text": statement.quotation,
        "language": statement.quotation_language,
        "translation": statement.quotation_translation,
    }


def _bare_statement(statement: Statement) -> StatementDocument:
    """A statement of which little is told, with every key: readers of it need no second case."""
    return {
        "id": str(statement.pk),
        "label": statement.label,
        "locator": "",
        "kind": statement.kind,
        "our_examination": statement.is_our_examination,
        "paraphrase": bilingual("", ""),
        "quotation": None,
        "subject": bilingual("", ""),
        "place_as_written": "",
        "period": None,
        "verb": "",
        "hedge": statement.hedge,
        "polarity": statement.polarity,
        "note": bilingual("", ""),
        # Of a confidential source only words are told that were written for the public.
        "wording_is_graphic": False,
        "chain": [],
        "quantities": [],
        "links": [],
    }


def _perceived(statement: Statement) -> Any:
    return {"perceived": statement.perceived} if statement.perceived else {}


def _hop(hop: Hop, ahead: Ahead) -> HopDocument:
    return {
        "actor": actor_brief(hop.actor, ahead) if hop.actor else None,
        "label": None if hop.actor else bilingual(hop.label_en, hop.label_uk),
        "bases": hop.bases,
        "circumstances": hop.circumstances,
    }


def _quantity(quantity: Quantity) -> QuantityDocument:
    document: QuantityDocument = {
        "counted": quantity.counted,
        "low": quantity.low,
        "best": quantity.best,
        "high": quantity.high,
        "qualifier": quantity.qualifier,
        "level": quantity.level,
        "period": uncertain_date(quantity.period),
    }
    if as_of := uncertain_date(quantity.as_of):
        document["as_of"] = as_of
    if quantity.is_cumulative is not None:
        document["cumulative"] = quantity.is_cumulative
    return document


def _link(link: StatementLink, source: Source, ahead: Ahead) -> StatementLinkDocument:
    # A statement of the same source becomes public with it; of another one, what is public counts.
    within = link.to.source_id == source.pk
    label = link.to.label if within else _published_label(link.to, ahead)
    return {
        "kind": link.kind,
        "to": _statement_brief(link.to, label),
        "stated": link.stated,
        "by_whom": link.by_whom,
        "why": bilingual(link.why_en, link.why_uk),
    }


def bases(statement: Statement) -> list[str]:
    """How the last link of the chain knew."""
    if statement.is_our_examination:
        return [str(Basis.OUR_EXAMINATION)]
    hops = list(statement.hops.all())
    return hops[-1].bases if hops and hops[-1].bases else [str(Basis.NONE_GIVEN)]


def consent_problems(sources: Iterable[Source]) -> list[str]:
    """What may not be published of interviews among these, since nobody consented to it."""
    return [
        _(
            "“%(source)s”: consent to keep and to publish what was said is needed. To keep: "
            "%(keep)s. To publish: %(publish)s."
        )
        % {
            "source": source,
            "keep": ConsentState(source.consent_state(Purpose.KEEP)).label,
            "publish": ConsentState(source.consent_state(Purpose.PUBLISH_CONTENT)).label,
        }
        for source in sources
        if not source.may_be_published
    ]


def interview_warnings(source: Source) -> list[str]:
    """What has to be asked before an interview, where nobody recorded that it was."""
    if not source.is_interview or source.is_erased:
        return []
    rows = source.interviews.all()
    questions = [
        (
            any(row.interviewed_before != AskedBefore.NOT_ASKED for row in rows),
            _("It is not recorded whether somebody had interviewed the witness before."),
        ),
        (
            any(row.referrals_offered for row in rows),
            _("It is not recorded that help was offered before the interview."),
        ),
        (any(row.risk for row in rows), _("The risk for the witness is not recorded.")),
    ]
    return [sentence for is_recorded, sentence in questions if not is_recorded]


def source_problems(source: Source, reader: User | None = None) -> list[str]:
    problems = consent_problems([source])
    unseen = set(unseen_links(source, reader).values_list("pk", flat=True)) if reader else set()
    if source.publisher and not source.publisher.is_public:
        problems.append(_("The publisher “%s” is not public yet.") % source.publisher)
    statements = source.statements.prefetch_related("hops__actor__review", "links__to__source")
    found = [
        (sentence, statement.label)
        for statement in statements
        for sentence in _statement_problems(statement, unseen)
    ]
    return problems + _with_labels(found)


def _with_labels(found: Iterable[tuple[str, str]]) -> list[str]:
    """What is wrong with many statements is said once: (sentence, label of the statement)."""
    labels: dict[str, list[str]] = {}
    for sentence, label in found:
        labels.setdefault(sentence, []).append(label)
    return [
        ngettext(
            "Statement %(labels)s: %(problem)s", "Statements %(labels)s: %(problem)s", len(ones)
        )
        % {"labels": ", ".join(ones), "problem": sentence}
        for sentence, ones in labels.items()
    ]


def needed_by_source(source: Source) -> set[UUID]:
    """Keys of what `source_problems` misses: actors, and sources whose statements are linked."""
    statements = source.statements.prefetch_related("hops__actor__review", "links__to")
    actors = {hop.actor for statement in statements for hop in statement.hops.all()}
    linked = {link.to for statement in statements for link in statement.links.all()}
    missing = {a.that_stays.pk for a in {*actors, source.publisher} if a and not a.is_public}
    return missing | not_in_editions(one for one in linked if one.source_id != source.pk)


def _statement_problems(statement: Statement, unseen: set[Any]) -> list[str]:
    """Each once, however often a chain names somebody."""
    hops = list(statement.hops.all())
    problems = [
        _("“%s” in its chain is not public yet.") % hop.actor
        for hop in hops
        if hop.actor and not hop.actor.is_public
    ]
    # Of what we found ourselves the chain says only through whom the recording came.
    if hops and not hops[-1].bases and not statement.is_our_examination:
        problems.append(_("say how the last link of its chain knew, or “none given”."))
    problems += [
        _("the statement “%s” that it is linked to is not public yet.")
        % link.to.name_in_comparisons
        for link in statement.links.all()
        if link.to.source_id != statement.source_id
        and link.pk not in unseen
        and not is_published(link.to)
    ]
    return list(dict.fromkeys(problems))
