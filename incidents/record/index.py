"""The index row of an incident, made from its edition alone."""

from decimal import Decimal

from django.db.models import Model
from review.document_types import Document
from review.record_types import PublishedFrom
from sources.record.index import bases, bound, documenters, of_edition, search_vector

from incidents.corroboration.corroboration import index_values
from incidents.corroboration.standing import standing_of
from incidents.models.published import PublishedIncident
from incidents.places.place_spellings import other_spellings
from incidents.vocabulary import KILLINGS, ORDERS, Stance


def incident_rows(edition: PublishedFrom, document: Document) -> list[Model]:
    place = document["place"]
    cited = cited_statements(document)
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
        **_counts(document),
        assessment=document["assessment"]["value"],
        is_disputed=bool(document["standing"]["disputed"]),
        actors=sorted(_references(document.get("involvements", []), "actor")),
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
        search=search_vector(*_texts(document)),
    )
    return [row]


def cited_statements(document: Document) -> list[Document]:
    """The statements that bear on a fact, for or against; context alone does not count."""
    bearing = {
        row["statement"] for row in document.get("evidence", []) if row["stance"] != Stance.CONTEXT
    }
    return [s for s in document.get("statements", []) if s["id"] in bearing]


def _occurred(when: Document | None) -> Document:
    return {
        "occurred": when["edtf"] if when else "",
        "occurred_precision": when["precision"] if when else "",
        "occurred_earliest": bound(when, "earliest"),
        "occurred_latest": bound(when, "latest"),
    }


def _place(place: Document) -> Document:
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


def _counts(document: Document) -> Document:
    return {
        f"{name}_{end}": document[name][end]
        for name in ("killed", "injured", "fate_unknown")
        for end in ("low", "best", "high")
    }


def _references(rows: list[Document], key: str) -> set[str]:
    return {row[key]["reference"] for row in rows if row[key]}


def _texts(document: Document) -> list[str]:
    """What a search finds an incident by: what its page says, but not how somebody was killed."""
    texts: list[str] = []
    for key in ("title", "summary", "circumstances", "not_known"):
        texts += document[key].values()
    if document["place"]:
        path = document["place"]["path"]
        texts += [*path.values(), document["place"]["as_written"]]
        texts += other_spellings(document["place"]["codes"], path["uk"])
    for row in document.get("involvements", []):
        texts += [*row["label"].values(), *row["role"].values(), *row["by_whom"].values()]
        texts += row["actor"]["name"].values() if row["actor"] else []
        texts += row["actor"]["names"] if row["actor"] else []
    for row in document.get("victims", []):
        texts += [*row["label"].values(), row["name"] or ""]
    for statement in cited_statements(document):
        texts += statement["paraphrase"].values()
    return texts
