"""The public file of incidents: what each of its columns holds.

Nothing in it says how somebody was killed, and no name of a victim is in it.
"""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from sources.files.columns import Column, Table, Type, attribute
from sources.files.downloads import ACTORS, SOURCES, STATEMENTS, address_columns, edition_columns
from sources.origins.find import OriginStanding
from sources.text.dates import DatePrecision

from incidents.models import PublishedIncident
from incidents.vocabulary import Act, Assessment, PlacePrecision


def _counts(name: str, who: Promise) -> list[Column]:
    ends = {
        "low": _("at least so many"),
        "best": _("the figure that a source states; we never compute it"),
        "high": _("at most so many"),
    }
    return [
        Column(
            f"{name}.{end}",
            Type.NUMBER,
            format_lazy("{}: {}", who, meaning),
            attribute(f"{name}_{end}"),
        )
        for end, meaning in ends.items()
    ]


def _named(language: str) -> Callable[[PublishedIncident], str]:
    """The place without what it lies in: its path begins with its name."""
    return lambda row: getattr(row, f"place_{language}").partition(", ")[0]


def _unless_withheld(value: Callable[[PublishedIncident], Any]) -> Any:
    """A number of origins; None where who knew was taken from the public."""
    return lambda row: None if row.standing["origins"].get("is_withheld") else value(row)


def _origins_of(standing: str) -> Callable[[PublishedIncident], int | None]:
    """None of a row that was made before they were counted."""

    def value(row: PublishedIncident) -> int | None:
        counted = row.standing["origins"].get("by_standing")
        return None if counted is None else counted.get(standing, 0)

    return value


def _standing(key: str) -> Callable[[PublishedIncident], Any]:
    return lambda row: row.standing[key]


INCIDENTS = Table(
    "incidents",
    "incident",
    _("Incidents"),
    ("csv", "json", "geojson", "xlsx"),
    (
        *edition_columns(_("permanent reference of the incident")),
        Column("title.en", Type.TEXT, _("title"), attribute("title_en")),
        Column("title.uk", Type.TEXT, _("title in Ukrainian"), attribute("title_uk")),
        Column("kinds", Type.TERMS, _("kinds of act that are reported"), attribute("kinds"), Act),
        Column(
            "occurred.edtf", Type.EDTF, _("when it happened"), attribute("occurred"), heads=True
        ),
        Column(
            "occurred.earliest",
            Type.DAY,
            _("the first day that this can mean"),
            attribute("occurred_earliest"),
        ),
        Column(
            "occurred.latest",
            Type.DAY,
            _("the last day that this can mean"),
            attribute("occurred_latest"),
        ),
        Column(
            "occurred.precision",
            Type.TERM,
            _("how narrow it is"),
            attribute("occurred_precision"),
            DatePrecision,
        ),
        Column(
            "place.code",
            Type.TEXT,
            _("code of the place, or of the smallest area that the public may know"),
            attribute("place_code"),
            heads=True,
        ),
        Column("place.name.en", Type.TEXT, _("its name"), _named("en")),
        Column("place.name.uk", Type.TEXT, _("its name in Ukrainian"), _named("uk")),
        Column("place.path.en", Type.TEXT, _("with what it lies in"), attribute("place_en")),
        Column("place.path.uk", Type.TEXT, _("the same in Ukrainian"), attribute("place_uk")),
        Column(
            "place.precision",
            Type.TERM,
            _("how well the place is known"),
            attribute("place_precision"),
            PlacePrecision,
        ),
        Column(
            "place.latitude",
            Type.DEGREES,
            _("of the named place, not of the act; empty for what is known only to an area"),
            attribute("latitude"),
        ),
        Column("place.longitude", Type.DEGREES, _("the same"), attribute("longitude")),
        *_counts("killed", _("people killed")),
        *_counts("injured", _("people injured")),
        *_counts("fate_unknown", _("people whose fate is unknown")),
        Column(
            "actors",
            Type.REFERENCES,
            _("actors that somebody says are involved; no finding of guilt"),
            attribute("actors"),
        ),
        Column("assessment", Type.TERM, _("our assessment"), attribute("assessment"), Assessment),
        Column(
            "origins.independent",
            Type.NUMBER,
            _(
                "origins of what happened that do not repeat each other, whoever they are; experts "
                "are left out; empty when who knew is withheld"
            ),
            _unless_withheld(attribute("origins_independent")),
            table_name="origins_distinct",
            formerly="origins_independent",
        ),
        Column(
            "origins.unattributed",
            Type.NUMBER,
            _("assertions that name nobody who knew: no origin, counted apart"),
            _unless_withheld(attribute("origins_unattributed")),
        ),
        Column(
            "origins.independent_of_parties",
            Type.NUMBER,
            _("of the origins, those independent of the parties to the conflict"),
            _unless_withheld(lambda row: row.standing["origins"]["independent"]),
            in_json=False,
            formerly="origins_outside_parties",
        ),
        *(
            Column(
                f"origins.{standing}",
                Type.NUMBER,
                format_lazy("{}: {}", _("of the origins, by their standing"), label),
                _unless_withheld(_origins_of(standing)),
                in_json=False,
            )
            for standing, label in OriginStanding.choices
        ),
        Column(
            "reports",
            Type.NUMBER,
            _("sources that say it happened; several may repeat one origin"),
            _standing("reports"),
            in_json=False,
        ),
        Column(
            "names_a_source",
            Type.YES_NO,
            _("whether one of them says from whom it knows"),
            _standing("names_a_source"),
            in_json=False,
        ),
        Column(
            "disputed",
            Type.YES_NO,
            _("whether a statement contradicts one of its facts"),
            attribute("is_disputed"),
            in_json=False,
        ),
        Column(
            "sources",
            Type.REFERENCES,
            _("sources of the statements that bear on its facts, for or against"),
            attribute("sources"),
        ),
        *address_columns("incident"),
    ),
)

# Everything that can be downloaded as a list.
FILES = (INCIDENTS, SOURCES, STATEMENTS, ACTORS)
