"""The list of incidents as a CSV file, for tables and for programs.

UTF-8 with a byte order mark, without which Excel shows Cyrillic as signs; Python reads it as
`utf-8-sig`, R and pandas by themselves. A text that a spreadsheet would take for a formula has an
apostrophe before it. An empty cell means not stated, never 0. Several values stand between "; ".
No column says how somebody was killed.
"""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from review.public import public_reading

from incidents.models import PublishedIncident

ROWS_AT_ONCE = 1000
COUNTS = [
    f"{n}_{end}" for n in ("killed", "injured", "fate_unknown") for end in ("low", "best", "high")
]
COLUMNS = [
    *("reference", "edition", "title_en", "title_uk", "kinds"),
    *("occurred_edtf", "occurred_earliest", "occurred_latest", "occurred_precision"),
    *("place_code", "place_en", "place_uk", "place_precision", "latitude", "longitude"),
    *COUNTS,
    *("assessment", "reports", "names_a_source", "disputed", "actors", "sources"),
    *("url", "published_on", "changed_on"),
]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Echo:
    """What `csv` writes to when the row itself is wanted."""

    def write(self, row: str) -> str:
        return row


def csv_rows(incidents: "QuerySet[PublishedIncident]", site: str) -> Iterator[str]:
    """The file, row by row, as the public role reads it; `site` is the start of every address."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    with public_reading():
        for incident in incidents.defer("search").iterator(chunk_size=ROWS_AT_ONCE):
            yield writer.writerow([cell(value) for value in csv_values(incident, site)])


def csv_values(incident: PublishedIncident, site: str) -> list[Any]:
    standing = incident.standing
    return [
        *(incident.reference, incident.edition, incident.title_en, incident.title_uk),
        incident.kinds,
        *(incident.occurred, incident.occurred_earliest, incident.occurred_latest),
        incident.occurred_precision,
        *(incident.place_code, incident.place_en, incident.place_uk, incident.place_precision),
        *(incident.latitude, incident.longitude),
        *(getattr(incident, name) for name in COUNTS),
        *(incident.assessment, standing["reports"], standing["names_a_source"]),
        *(incident.is_disputed, incident.actors, incident.sources),
        site + reverse("incident_detail", args=[incident.reference]),
        *(incident.published_on, incident.changed_on),
    ]


def cell(value: Any) -> Any:
    """A value as it stands in the file."""
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return cell("; ".join(value))
        case str() if value.startswith(FORMULA):
            return f"'{value}"
        case _:
            return value
