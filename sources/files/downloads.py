"""The public files of sources, statements and actors: what each of their columns holds.

No confidential source is in them: it has no page and is in no list.
"""

import json
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _
from review.document_types import Language
from review.models import PublicPart
from review.public.addresses import edition_address, record_address

from sources.files.columns import Column, Table, Type, attribute
from sources.models.published import PublishedActor, PublishedSource, PublishedStatement
from sources.text.dates import DatePrecision
from sources.text.graphic_wording import without_graphic_wording
from sources.vocabulary import (
    ActorKind,
    Basis,
    Hedge,
    Perceived,
    Polarity,
    Reliability,
    Side,
    SourceKind,
    SourceStanding,
    StatementKind,
)
from sources.words.quantities import quantity_in_words
from sources.words.statements import link_in_words


def edition_columns(record: Any) -> tuple[Column, ...]:
    """First in every file: which record it is, and which edition of it."""
    return (
        Column("reference", Type.REFERENCE, record, attribute("reference")),
        Column("edition", Type.NUMBER, _("number of its current edition"), attribute("edition")),
    )


def address_columns(kind: str) -> tuple[Column, ...]:
    """Last in every file: where it can be read and cited, and since when."""
    return (
        Column(
            "url",
            Type.ADDRESS,
            _("its page; with “editions/” and the number behind it, the permanent address"),
            lambda row: record_address(kind, row.reference),
        ),
        Column(
            "edition_url",
            Type.ADDRESS,
            _("permanent address of this edition, to be cited"),
            lambda row: edition_address(kind, row.reference, row.edition),
            in_json=False,
        ),
        *days(),
        LICENCE,
    )


def days() -> tuple[Column, ...]:
    return (
        Column(
            "published_on",
            Type.DAY,
            _("day of its first edition, which is not the day on which anything happened"),
            attribute("published_on"),
        ),
        Column("changed_on", Type.DAY, _("day of this edition"), attribute("changed_on")),
        Column(
            "last_entry",
            Type.NUMBER,
            _(
                "place in the chain of what it says last of the record: this edition, or that a "
                "part was hidden, shown again or redacted since"
            ),
            attribute("last_entry"),
        ),
        Column(
            "last_entry_on",
            Type.DAY,
            _("its day, by which “updated_since” finds the row"),
            attribute("last_entry_on"),
        ),
    )


LICENCE = Column(
    "licence",
    Type.TEXT,
    _("under which the row may be used; names and words of others stay theirs"),
    lambda _row: settings.DATA_LICENCE,
    in_json=False,
)


# Sources


def part_of(path: str) -> Any:
    """A value that the index leaves in the edition, where `with_parts` has read it."""

    def value(row: Any) -> Any:
        found = {part["path"]: part["value"] for part in row.parts}
        return json.loads(found[path]) if path in found else None

    return value


PARTS = ("author", "url", "accessed_on", "licence")


def with_parts(rows: "QuerySet[PublishedSource]") -> "QuerySet[Any]":
    """With what a page says of a source beyond the index, as far as nobody has hidden it."""
    parts = PublicPart.objects.of_row().filter(path__in=PARTS).order_by("position")
    return rows.annotate(
        parts=ArraySubquery(parts.values(part=JSONObject(path="path", value="value")))
    )


SOURCES = Table(
    "sources",
    "source",
    _("Sources"),
    ("csv", "json"),
    (
        *edition_columns(_("permanent reference of the source")),
        Column("kind", Type.TERM, _("kind of source"), attribute("kind"), SourceKind),
        Column("title", Type.TEXT, _("its title, as it gives it"), attribute("title")),
        Column("author", Type.TEXT, _("who wrote it, as it says"), part_of("author")),
        Column(
            "publisher.reference",
            Type.REFERENCE,
            _("actor that published it"),
            attribute("publisher"),
            heads=True,
        ),
        Column(
            "publisher.name",
            Type.TEXT,
            _("its name in English, or in Ukrainian where it has no other"),
            attribute("publisher_name"),
        ),
        Column(
            "published.edtf",
            Type.EDTF,
            _("when it was published"),
            attribute("published"),
            heads=True,
        ),
        Column(
            "published.earliest",
            Type.DAY,
            _("the first day that this can mean"),
            attribute("published_earliest"),
        ),
        Column(
            "published.latest",
            Type.DAY,
            _("the last day that this can mean"),
            attribute("published_latest"),
        ),
        Column("language", Type.TEXT, _("language, ISO 639"), attribute("language")),
        Column(
            "standing",
            Type.TERM,
            _("whether it still stands; a retracted source supports nothing"),
            attribute("standing"),
            SourceStanding,
        ),
        Column(
            "statements",
            Type.NUMBER,
            _("how many of its statements are published here"),
            attribute("statement_count"),
        ),
        Column(
            "address",
            Type.ADDRESS,
            _("where the source itself is or was; empty when not known, or withheld"),
            part_of("url"),
        ),
        Column(
            "item",
            Type.REFERENCE,
            _(
                "the source with which it counts as one item: that of the same address which was "
                "public first, or itself; empty when it holds several or this may not be told"
            ),
            attribute("item"),
        ),
        Column("accessed_on", Type.DAY, _("day on which we read it there"), part_of("accessed_on")),
        Column(
            "source_licence",
            Type.TEXT,
            _("licence of the source itself, as it states it"),
            part_of("licence"),
        ),
        *address_columns("source"),
    ),
)


# Statements


def said(*keys: str) -> Any:
    """A value of the statement's document; None where an object on the way is missing.

    Wording that stands behind a warning on a page is in no file.
    """

    def value(row: PublishedStatement) -> Any:
        found: Any = without_graphic_wording(row.document)
        for key in keys:
            found = found[key] if found is not None else None
        return found

    return value


BEHIND_A_WARNING: dict[Language, str] = {
    "en": "The wording stands behind a warning on its page: %s",
    "uk": "Формулювання наведено за попередженням на сторінці: %s",
}


def paraphrase(language: Language) -> Any:
    """What it says or, where that stands behind a warning, where it is to be read."""

    def value(row: PublishedStatement) -> str:
        if row.document.get("wording_is_graphic"):
            return BEHIND_A_WARNING[language] % statement_address(row)
        return row.document["paraphrase"][language]

    return value


def _chain(row: PublishedStatement) -> list[dict[str, Any]]:
    return [
        {
            "actor": hop["actor"]["reference"] if hop["actor"] else None,
            "name": hop["actor"]["name"] if hop["actor"] else hop["label"],
            "bases": hop["bases"],
            "circumstances": hop["circumstances"],
        }
        for hop in row.document["chain"]
    ]


def _chain_in_words(row: PublishedStatement) -> str:
    return " ← ".join(link_in_words(hop) for hop in row.document["chain"])


def _quantities_in_words(row: PublishedStatement) -> list[str]:
    return [quantity_in_words(quantity) for quantity in row.document["quantities"]]


def _links(row: PublishedStatement) -> list[dict[str, Any]]:
    return [
        {"kind": link["kind"], "to": link["to"]["id"], "stated": link["stated"]}
        for link in row.document["links"]
    ]


def statement_address(row: PublishedStatement) -> str:
    return f"{record_address('source', row.reference)}#{quote(row.label)}"


STATEMENTS = Table(
    "statements",
    "statement",
    _("Statements"),
    ("csv", "json"),
    (
        Column(
            "id", Type.TEXT, _("identifier; evidence and links name it"), lambda row: str(row.id)
        ),
        Column(
            "source", Type.REFERENCE, _("source that makes the statement"), attribute("reference")
        ),
        Column(
            "edition",
            Type.NUMBER,
            _("number of its source’s current edition"),
            attribute("edition"),
        ),
        Column("label", Type.TEXT, _("its label in the source’s record"), attribute("label")),
        Column("locator", Type.TEXT, _("where in the source it stands"), said("locator")),
        Column("kind", Type.TERM, _("kind of statement"), attribute("kind"), StatementKind),
        Column(
            "paraphrase.en",
            Type.TEXT,
            _(
                "what it says, in our words; or that this stands behind a warning on its page, "
                "with the address"
            ),
            paraphrase("en"),
        ),
        Column("paraphrase.uk", Type.TEXT, _("the same in Ukrainian"), paraphrase("uk")),
        Column(
            "wording_is_graphic",
            Type.YES_NO,
            _("whether its wording stands behind a warning, so that it is in no file"),
            lambda row: bool(row.document.get("wording_is_graphic")),
        ),
        Column(
            "quotation.text",
            Type.TEXT,
            _("a few of its own words"),
            said("quotation", "text"),
            heads=True,
        ),
        Column(
            "quotation.language",
            Type.TEXT,
            _("their language, ISO 639"),
            said("quotation", "language"),
        ),
        Column(
            "quotation.translation",
            Type.TEXT,
            _("our translation of them"),
            said("quotation", "translation"),
        ),
        Column(
            "subject.en",
            Type.TEXT,
            _("who acted, according to it"),
            said("subject", "en"),
        ),
        Column("subject.uk", Type.TEXT, _("the same in Ukrainian"), said("subject", "uk")),
        Column(
            "period.edtf",
            Type.EDTF,
            _("when, according to it"),
            said("period", "edtf"),
            heads=True,
        ),
        Column(
            "period.earliest",
            Type.DAY,
            _("the first day that this can mean"),
            said("period", "earliest"),
        ),
        Column(
            "period.latest",
            Type.DAY,
            _("the last day that this can mean"),
            said("period", "latest"),
        ),
        Column(
            "period.precision",
            Type.TERM,
            _("how narrow it is"),
            said("period", "precision"),
            DatePrecision,
        ),
        Column("place_as_written", Type.TEXT, _("where, in its words"), said("place_as_written")),
        Column("verb", Type.TEXT, _("the verb with which it states this"), said("verb")),
        Column("hedge", Type.TERM, _("how cautiously it is put"), attribute("hedge"), Hedge),
        Column(
            "polarity",
            Type.TERM,
            _("affirmed, or denied: then the paraphrase is what is denied"),
            said("polarity"),
            Polarity,
        ),
        Column(
            "our_examination",
            Type.YES_NO,
            _("whether we found it ourselves, in the source"),
            said("our_examination"),
        ),
        Column(
            "perceived",
            Type.TERM,
            _("what we found ourselves: seen, heard or inferred; empty when not recorded"),
            lambda row: row.document.get("perceived", ""),
            Perceived,
        ),
        Column(
            "documenters",
            Type.REFERENCES,
            _("named bodies in its chain, without the publisher of the source"),
            attribute("documenters"),
        ),
        Column(
            "bases",
            Type.TERMS,
            _("how the last link of its chain knew"),
            attribute("bases"),
            Basis,
        ),
        Column(
            "chain",
            Type.TEXT,
            _(
                "from the source to whoever knew, in words; empty when its publisher speaks for "
                "itself, or when it names nobody"
            ),
            _chain_in_words,
            in_json=False,
        ),
        Column(
            "chain",
            Type.OBJECTS,
            _(
                "from the source to whoever knew, each link with actor (a reference or null), "
                "name, bases and circumstances; empty when its publisher speaks for itself, or "
                "when it names nobody"
            ),
            _chain,
            in_table=False,
        ),
        Column(
            "quantities",
            Type.TEXTS,
            _("numbers that it gives, in words"),
            _quantities_in_words,
            in_json=False,
        ),
        Column(
            "quantities",
            Type.OBJECTS,
            _(
                "numbers that it gives, each with counted, low, best, high, qualifier, level "
                "and period; as_of and cumulative where they are stated"
            ),
            said("quantities"),
            in_table=False,
        ),
        Column(
            "links",
            Type.OBJECTS,
            _("other statements that it repeats, supports or contradicts: kind, to (id), stated"),
            _links,
            in_table=False,
        ),
        Column("url", Type.ADDRESS, _("where it stands on its source’s page"), statement_address),
        Column(
            "edition_url",
            Type.ADDRESS,
            _("permanent address of this edition of its source, to be cited"),
            lambda row: edition_address("source", row.reference, row.edition),
            in_json=False,
        ),
        *days(),
        LICENCE,
    ),
)


# Actors


def _names(row: PublishedActor) -> list[dict[str, str]]:
    return [
        {key: name[key] for key in ("text", "kind", "language", "script")}
        for name in row.document.get("names", [])
    ]


def _superiors(row: PublishedActor) -> list[dict[str, Any]]:
    return [
        {
            "reference": relation["superior"]["reference"],
            "kind": relation["kind"],
            "period": relation["period"],
            "statement": relation["statement"]["id"],
        }
        for relation in row.document.get("relations", [])
    ]


def _graded(key: str) -> Any:
    return lambda row: (row.document["reliability"] or {}).get(key)


def _reason(language: Language) -> Any:
    return lambda row: (_graded("reason")(row) or {}).get(language)


ACTORS = Table(
    "actors",
    "actor",
    _("Actors"),
    ("csv", "json"),
    (
        *edition_columns(_("permanent reference of the actor, never a private person")),
        Column("kind", Type.TERM, _("kind of actor"), attribute("kind"), ActorKind),
        Column("name.en", Type.TEXT, _("its name in English"), attribute("name_en")),
        Column("name.uk", Type.TEXT, _("its name in Ukrainian"), attribute("name_uk")),
        Column(
            "names",
            Type.OBJECTS,
            _("its other names: text, kind, language, script"),
            _names,
            in_table=False,
        ),
        Column(
            "names",
            Type.TEXTS,
            _("its other names"),
            lambda row: [name["text"] for name in _names(row)],
            in_json=False,
        ),
        Column("side", Type.TERM, _("whose body it is"), attribute("side"), Side),
        Column("state", Type.TEXT, _("body of this state, ISO 3166-1"), attribute("state")),
        Column(
            "reliability.grade",
            Type.TERM,
            _("reliability as a publisher, where it was graded"),
            _graded("grade"),
            Reliability,
            heads=True,
        ),
        Column("reliability.graded_on", Type.DAY, _("day of that grade"), _graded("graded_on")),
        Column("reliability.reason.en", Type.TEXT, _("its reason"), _reason("en")),
        Column("reliability.reason.uk", Type.TEXT, _("the same in Ukrainian"), _reason("uk")),
        Column(
            "superiors",
            Type.OBJECTS,
            _("what it is part of or subordinate to: reference, kind, period, statement (id)"),
            _superiors,
            in_table=False,
        ),
        Column(
            "superiors",
            Type.REFERENCES,
            _("what it is part of or subordinate to"),
            lambda row: [superior["reference"] for superior in _superiors(row)],
            in_json=False,
        ),
        *address_columns("actor"),
    ),
)
