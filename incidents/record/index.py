"""The index row of an incident, made from its edition alone."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import Model
from review.languages import in_both
from review.record_types import PublishedFrom
from sources.document_types import CitedStatement, UncertainDate
from sources.record.index import (
    bases,
    bound,
    documenters,
    names_of,
    of_edition,
    search_vector,
    who_knew,
)
from sources.text.graphic_wording import without_graphic_wording

from incidents.corroboration.corroboration import index_values
from incidents.corroboration.disagreement import COUNTS
from incidents.corroboration.given import figures_given
from incidents.corroboration.inferred import inferred_facts
from incidents.corroboration.place_words import is_taken, place_words
from incidents.corroboration.standing import standing_of
from incidents.document_types import IncidentDocument, PlaceDocument
from incidents.models.published import PublishedIncident
from incidents.places.place_spellings import other_spellings
from incidents.vocabulary import KILLINGS, ORDERS, Fact, Stance, means_of


def incident_rows(edition: PublishedFrom, document: IncidentDocument) -> list[Model]:
    place = document["place"]
    cited, involved = cited_statements(document), document.get("involvements", [])
    given = figures_given(document, edition.taken)
    words = place_words(document, edition.taken)
    told = (Fact.DATE, Fact.PLACE, *COUNTS)
    taken = [fact for fact in told if is_taken(document, fact, edition.taken)]
    row = PublishedIncident(
        **of_edition(edition),
        reference=edition.reference,
        title_en=document["title"]["en"],
        title_uk=document["title"]["uk"],
        kinds=document["kinds"],
        is_killing=not KILLINGS.isdisjoint(document["kinds"]),
        is_order=not ORDERS.isdisjoint(document["kinds"]),
        **_occurred(document["occurred"]),
        **(_place(place) if place else {"place_codes": []}),
        place_words=words,
        **_counts(document),
        **{f"{count}_given": given.get(count, []) for count in COUNTS},
        **_inferred(document, taken),
        taken=taken,
        means=sorted({means_of(row["method"]) for row in document.get("victims", [])} - {""}),
        assessment=document["assessment"]["value"],
        is_disputed=bool(document["standing"]["disputed"]),
        actors=sorted({row["actor"]["reference"] for row in involved if row["actor"]}),
        documenters=sorted({d for s in cited for d in documenters(s["source"], s)}),
        sources=sorted({statement["source"]["reference"] for statement in cited}),
        bases=sorted({basis for statement in cited for basis in bases(statement)}),
        hedges=sorted({statement["hedge"] for statement in cited}),
        laws=sorted({row["law"] for row in document.get("characterisations", [])}),
        **index_values(document),
        links=[
            {"kind": link["kind"], "to": link["to"]["reference"]}
            for link in document.get("links", [])
        ],
        standing=standing_of(document),
        search=search_vector(*_texts(document), *words),
    )
    return [row]


def cited_statements(document: IncidentDocument) -> list[CitedStatement]:
    """The statements that bear on a fact, for or against; context alone does not count."""
    bearing = {
        row["statement"] for row in document.get("evidence", []) if row["stance"] != Stance.CONTEXT
    }
    return [s for s in document.get("statements", []) if s["id"] in bearing]


def _occurred(when: UncertainDate | None) -> dict[str, Any]:
    return {
        "occurred": when["edtf"] if when else "",
        "occurred_precision": when["precision"] if when else "",
        "occurred_earliest": bound(when, "earliest"),
        "occurred_latest": bound(when, "latest"),
    }


def _place(place: PlaceDocument) -> dict[str, Any]:
    return {
        "place_code": place["code"],
        "place_codes": place["codes"],
        "place_en": place["path"]["en"],
        "place_uk": place["path"]["uk"],
        "place_precision": place["precision"],
        "latitude": _decimal(place["latitude"]),
        "longitude": _decimal(place["longitude"]),
    }


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


def _counts(document: IncidentDocument) -> dict[str, int | None]:
    return {
        f"{name}_{end}": document[name][end] for name in COUNTS for end in ("low", "best", "high")
    }


def _inferred(document: IncidentDocument, taken: Collection[str]) -> dict[str, list[str]]:
    """Facts that are our inference; an actor is inferred where all of its involvements are."""
    inferred = inferred_facts(document)
    told: dict[str, list[bool]] = defaultdict(list)
    for row in document.get("involvements", []):
        if row["actor"]:
            is_inferred = f"{Fact.INVOLVEMENT}/{row['id']}" in inferred
            told[row["actor"]["reference"]].append(is_inferred)
    return {
        "inferred": [fact for fact in inferred if "/" not in fact and fact not in taken],
        "actors_inferred": sorted(actor for actor, rows in told.items() if all(rows)),
    }


def _texts(document: IncidentDocument) -> list[str]:
    """What a search finds an incident by: what its page says, but not behind a warning."""
    texts: list[str] = []
    for key in ("title", "summary", "circumstances", "not_known"):
        texts += in_both(document[key])  # a newer key with `.get`: older editions lack it
    if document["place"]:
        path = document["place"]["path"]
        texts += [*in_both(path), document["place"]["as_written"]]
        texts += other_spellings(document["place"]["codes"], path["uk"])
    for row in document.get("involvements", []):
        texts += [*in_both(row["label"]), *in_both(row["role"]), *in_both(row["by_whom"])]
        if row["actor"]:
            texts += names_of(row["actor"])
    for victim in document.get("victims", []):
        texts += [*in_both(victim["label"]), victim["name"] or ""]
    for statement in cited_statements(document):
        texts += in_both(without_graphic_wording(statement)["paraphrase"])
        texts += in_both(without_graphic_wording(statement)["subject"])
        texts += who_knew(statement)
    return texts
