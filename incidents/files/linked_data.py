"""What search engines and other programs are told in schema.org's words.

An incident is a claim that sources make, never an event that we say took place.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from review.models import PublicEdition
from review.public.addresses import address, edition_address, record_address
from review.public.site import organisation, site_name
from sources.words.statements import source_named
from sources.words.texts import plainly

from incidents.document_types import IncidentDocument, PlaceDocument
from incidents.files.downloads import FILES

CONTEXT = "https://schema.org"
MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def publisher() -> dict[str, Any]:
    return {"@type": "Organization", "name": organisation(), "url": address("home")}


def claim(
    document: IncidentDocument, edition: PublicEdition, reported: str, place_words: Sequence[str]
) -> dict[str, Any]:
    """One edition of an incident, with what is `reported` in words.

    The period and the place are no narrower than they are known; `place_words` are where it was, if
    no place of the gazetteer is recorded.
    """
    found = {
        "@context": CONTEXT,
        "@type": "Claim",
        "@id": edition_address("incident", edition.reference, edition.number),
        "url": record_address("incident", edition.reference),
        "identifier": edition.reference,
        "version": edition.number,
        "name": plainly(document["title"]),
        "description": reported,
        "datePublished": edition.first_day.isoformat(),
        "dateModified": edition.day.isoformat(),
        "license": settings.DATA_LICENCE_URL,
        "publisher": publisher(),
        "appearance": _appearances(document),
        "isPartOf": {"@type": "Dataset", "name": _name(), "url": address("data")},
    }
    when, place = document["occurred"], document["place"]
    if when:
        found["temporalCoverage"] = f"{when['earliest'] or '..'}/{when['latest'] or '..'}"
    if place:
        found["spatialCoverage"] = _place(place)
    elif place_words:
        found["spatialCoverage"] = {"@type": "Place", "name": "; ".join(place_words)}
    return found


def _appearances(document: IncidentDocument) -> list[dict[str, Any]]:
    """The sources in which it is claimed, but for those that are protected."""
    cited = {row["source"]["reference"]: row["source"] for row in document.get("statements", [])}
    return [
        {
            "@type": "CreativeWork",
            "name": source_named(source),
            "url": record_address("source", reference),
        }
        for reference, source in cited.items()
        if not source["confidential"]
    ]


def _place(place: PlaceDocument) -> dict[str, Any]:
    found = {"@type": "Place", "name": plainly(place["path"]), "identifier": place["code"]}
    if place["latitude"] is None:
        return found
    point = {"latitude": place["latitude"], "longitude": place["longitude"]}
    return found | {"geo": {"@type": "GeoCoordinates"} | point}


def _name() -> str:
    return _("%s: reported killings of captured and surrendering soldiers") % site_name()


def dataset() -> dict[str, Any]:
    """Everything that is published here, with the files of it."""
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": address("data"),
        "url": address("data"),
        "name": _name(),
        "description": _(
            "Incidents, each with every source that it rests on, how the source knew, and how "
            "uncertain date, place and numbers are."
        ),
        "license": settings.DATA_LICENCE_URL,
        "isAccessibleForFree": True,
        "creator": publisher(),
        "publisher": publisher(),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": str(table.title),
                "encodingFormat": MEDIA_TYPES[ending],
                "contentUrl": address(f"{table.record}_{ending}"),
            }
            for table in FILES
            for ending in table.formats
            if ending in MEDIA_TYPES
        ],
    }
