"""The index rows of actors and sources, made from their editions alone."""

from collections.abc import Collection
from datetime import date
from typing import Any, Literal

from django.contrib.postgres.search import SearchVector
from django.db.models import Model, Value
from review.editions import translations
from review.languages import bilingual, in_both
from review.record_types import PublishedFrom
from review.text.compared import compared

from sources.document_types import (
    ActorBrief,
    ActorDocument,
    CitedStatement,
    SourceDocument,
    SourceHeader,
    UncertainDate,
)
from sources.models.published import PublishedActor, PublishedSource, PublishedStatement
from sources.origins.find import account_of
from sources.text.addresses import canonical
from sources.text.alphabet import ukrainian_order
from sources.text.graphic_wording import without_graphic_wording
from sources.text.search_words import search_text
from sources.vocabulary import Basis

NO_LABEL = bilingual("", "")


def search_vector(*texts: str) -> SearchVector:
    """Words and their lemmas, ready for the `simple` configuration."""
    return SearchVector(Value(search_text(*texts)), config="simple")


def of_edition(edition: PublishedFrom) -> dict[str, Any]:
    return {
        "edition": edition.number,
        "position": edition.position,
        "published_on": edition.published_on,
        "changed_on": edition.changed_on,
        "last_entry": edition.last_entry,
        "last_entry_on": edition.last_entry_on,
    }


def bound(when: UncertainDate | None, end: Literal["earliest", "latest"]) -> date | None:
    """`earliest` or `latest` of a date in a document."""
    day = when[end] if when else None
    return date.fromisoformat(day) if day else None


def actor_rows(edition: PublishedFrom, document: ActorDocument) -> list[Model]:
    names = [name["text"] for name in document.get("names", [])]
    names += [name for name in in_both(document["name"]) if name]
    row = PublishedActor(
        **of_edition(edition),
        reference=edition.reference,
        kind=document["kind"],
        name_en=document["name"]["en"],
        name_uk=document["name"]["uk"],
        ukrainian_order=ukrainian_order(document["name"]["uk"] or document["name"]["en"]),
        side=document["side"],
        state=document["state"],
        names=sorted({compared(name) for name in names}),
        superiors=sorted(
            {relation["superior"]["reference"] for relation in document.get("relations", [])}
        ),
        search=search_vector(*names, *in_both(document["note"])),
        document=document,
    )
    return [row]


def source_header(
    reference: str, number: int, document: SourceDocument, taken: Collection[str] = ()
) -> SourceHeader:
    """What a footnote says of a statement's source; `number` is its edition's.

    `taken` are the paths that were taken from the public of that edition: nobody may read that the
    publisher is not stated then.
    """
    header: SourceHeader = {
        "kind": document["kind"],
        "confidential": document["confidential"],
        "title": document["title"],
        "author": document["author"],
        "publisher": document["publisher"],
        "published": document["published"],
        "standing": document["standing"],
        "reference": reference,
        "edition": number,
    }
    if "item" in document:
        header["item"] = document["item"]
    if "publisher" in taken:
        header["not_shown"] = ["publisher"]
    return header


def statements_of(
    reference: str, number: int, document: SourceDocument, taken: Collection[str] = ()
) -> list[CitedStatement]:
    """A source's statements as the index has them and incidents embed them."""
    header = source_header(reference, number, document, taken)
    found: list[CitedStatement] = []
    for order, statement in enumerate(document.get("statements", [])):
        cited: CitedStatement = {**statement, "order": order, "source": header}
        if older := translations.of_row(document, f"statements/{statement['id']}"):
            cited["older_translations"] = older
        found.append(cited)
    return found


def source_rows(edition: PublishedFrom, document: SourceDocument) -> list[Model]:
    publisher = document["publisher"]
    source = PublishedSource(
        **of_edition(edition),
        reference=edition.reference,
        kind=document["kind"],
        title=document["title"],
        publisher=publisher["reference"] if publisher else "",
        publisher_name=publisher["name"]["en"] or publisher["name"]["uk"] if publisher else "",
        publisher_name_uk=publisher["name"]["uk"] if publisher else "",
        published=document["published"]["edtf"] if document["published"] else "",
        published_earliest=bound(document["published"], "earliest"),
        published_latest=bound(document["published"], "latest"),
        language=document["language"],
        standing=document["standing"]["value"],
        is_listed=not document["confidential"],
        address=canonical(document["url"]),
        item=item(edition.reference, document) or "",
        statement_count=len(document.get("statements", [])),
        search=search_vector(
            document["title"],
            document["author"],
            *(names_of(publisher) if publisher else ()),
            *in_both(document["note"]),
        ),
    )
    cited = statements_of(edition.reference, edition.number, document, edition.taken)
    return [source, *(_statement_row(edition, statement) for statement in cited)]


def item(reference: str, document: SourceDocument) -> str | None:
    """As the edition says; one of before there were items is an item by itself."""
    return document.get("item", None if document["withheld"] else reference)


def _statement_row(edition: PublishedFrom, statement: CitedStatement) -> PublishedStatement:
    header = statement["source"]
    return PublishedStatement(
        **of_edition(edition),
        id=statement["id"],
        reference=edition.reference,
        label=statement["label"],
        order=statement["order"],
        kind=statement["kind"],
        hedge=statement["hedge"],
        is_listed=not header["confidential"],
        documenters=documenters(header, statement),
        bases=bases(statement),
        origin=origin(statement),
        period_earliest=bound(statement["period"], "earliest"),
        period_latest=bound(statement["period"], "latest"),
        search=search_vector(*_statement_texts(statement)),
        document=statement,
    )


def origin(statement: CitedStatement) -> str:
    """The key of who knew, by the statement's own chain; a confidential source lends no key."""
    return "" if statement["source"]["confidential"] else account_of(statement).key


def documenters(header: SourceHeader, statement: CitedStatement) -> list[str]:
    """References of every named body in the chain but the source itself."""
    publisher = header["publisher"]["reference"] if header["publisher"] else None
    named = {hop["actor"]["reference"] for hop in statement["chain"] if hop["actor"]}
    return sorted(named - {publisher})


def bases(statement: CitedStatement) -> list[str]:
    """How the last link of the chain knew; a source that names nobody gives none."""
    if statement["our_examination"]:
        return [str(Basis.OUR_EXAMINATION)]
    chain = statement["chain"]
    return sorted(chain[-1]["bases"]) if chain else [str(Basis.NONE_GIVEN)]


def _statement_texts(statement: CitedStatement) -> list[str]:
    """What a search finds a statement by; wording behind a warning is found by nothing."""
    statement = without_graphic_wording(statement)
    texts = [statement["label"], statement["place_as_written"]]
    texts += [*in_both(statement["paraphrase"]), *in_both(statement["subject"])]
    texts += in_both(statement["note"])
    if statement["quotation"]:
        texts += [statement["quotation"]["text"], statement["quotation"]["translation"]]
    return [*texts, *who_knew(statement)]


def who_knew(statement: CitedStatement) -> list[str]:
    """Whoever a chain names, by every name and acronym; what those without a name are called."""
    found: list[str] = []
    for hop in statement["chain"]:
        found += names_of(hop["actor"]) if hop["actor"] else in_both(hop["label"] or NO_LABEL)
    return found


def names_of(actor: ActorBrief) -> list[str]:
    return [*in_both(actor["name"]), *actor["names"]]
