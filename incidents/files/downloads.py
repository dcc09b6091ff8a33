"""The public file of incidents: what each of its columns holds.

How somebody was killed is in it as plain means alone, and no name of a victim is in it.
"""

import re
from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from sources.files.columns import Column, Table, Type, attribute
from sources.files.downloads import ACTORS, SOURCES, STATEMENTS, address_columns, edition_columns
from sources.origins.find import OriginStanding
from sources.text.dates import DatePrecision
from sources.words.quantities import is_known

from incidents.models import PublishedIncident
from incidents.vocabulary import Act, Assessment, Fact, Means, PlacePrecision, fact_of_kind
from incidents.words.counts import figures_in_words
from incidents.words.entries import count_of


def _counts(name: str, who: Promise) -> list[Column]:
    ends = {
        "low": _("at least so many"),
        "best": _("the figure that a source states; we never compute it"),
        "high": _("at most so many"),
    }
    numbers = [
        Column(
            f"{name}.{end}",
            Type.NUMBER,
            format_lazy("{}: {}", who, meaning),
            attribute(f"{name}_{end}"),
        )
        for end, meaning in ends.items()
    ]
    inferred = _("whether the number is our inference, since no cited statement says it")
    given = _("figures that cited statements give where no number is recorded, and who gives each")
    return [
        *numbers,
        _inferred(name, f"{name}.inferred", format_lazy("{}: {}", who, inferred)),
        Column(
            f"{name}.given",
            Type.TEXT,
            format_lazy("{}: {}", who, given),
            lambda row: figures_in_words(getattr(row, f"{name}_given")),
            in_json=False,
        ),
        Column(
            f"{name}.given",
            Type.OBJECTS,
            format_lazy("{}: {}; low, best, high, qualifier, by", who, given),
            attribute(f"{name}_given"),
            in_table=False,
        ),
    ]


def _has_kind(row: PublishedIncident, fact: str) -> bool:
    return any(fact_of_kind(kind) == fact for kind in row.kinds)


# Whether a fact has a value at all.
HAS_VALUE: dict[str, Callable[[PublishedIncident], bool]] = {
    Fact.DATE: lambda row: bool(row.occurred),
    Fact.PLACE: lambda row: bool(row.place_code),
    Fact.ACT: lambda row: _has_kind(row, Fact.ACT),
    Fact.ORDER: lambda row: _has_kind(row, Fact.ORDER),
    Fact.KILLED: lambda row: is_known(count_of(row, "killed")),
    Fact.INJURED: lambda row: is_known(count_of(row, "injured")),
    Fact.FATE_UNKNOWN: lambda row: is_known(count_of(row, "fate_unknown")),
}


def _inferred(fact: str, path: str, meaning: Promise) -> Column:
    """Whether no statement says a fact; nothing where it has no value."""

    def value(row: PublishedIncident) -> bool | None:
        return fact in row.inferred if HAS_VALUE[fact](row) else None

    return Column(path, Type.YES_NO, format_lazy("{}; {}", meaning, _("empty without one")), value)


def _named(language: str) -> Callable[[PublishedIncident], str]:
    """The place without what it lies in: its path begins with its name."""
    return lambda row: getattr(row, f"place_{language}").partition(", ")[0]


OBLAST = re.compile(r"UA\d\d|(RU|BY)-[A-Z]+")
RAION = re.compile(r"UA\d{4}")


def _code_of(area: re.Pattern[str]) -> Callable[[PublishedIncident], str]:
    """Of the oblast or raion that the place lies in or is; empty where less is known."""
    return lambda row: next((code for code in row.place_codes if area.fullmatch(code)), "")


def _name_of(area: re.Pattern[str], place: int, language: str) -> Callable[..., str]:
    """Its name, which is the `place`th of the path from its end, where the country stands."""
    code = _code_of(area)

    def name(row: PublishedIncident) -> str:
        return getattr(row, f"place_{language}").split(", ")[-place] if code(row) else ""

    return name


def _area(path: str, area: re.Pattern[str], place: int, meaning: Promise) -> list[Column]:
    return [
        Column(
            f"{path}.code", Type.TEXT, format_lazy("{}: {}", meaning, _("its code")), _code_of(area)
        ),
        Column(
            f"{path}.en",
            Type.TEXT,
            format_lazy("{}: {}", meaning, _("its name")),
            _name_of(area, place, "en"),
        ),
        Column(
            f"{path}.uk",
            Type.TEXT,
            format_lazy("{}: {}", meaning, _("its name in Ukrainian")),
            _name_of(area, place, "uk"),
        ),
    ]


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
            "is_killing",
            Type.YES_NO,
            _("whether it is counted among killings, deaths in custody too"),
            attribute("is_killing"),
        ),
        Column(
            "is_order",
            Type.YES_NO,
            _("whether one of them is an order: orders are counted apart from killings"),
            attribute("is_order"),
        ),
        _inferred(
            Fact.ACT,
            "act_inferred",
            _("whether the kinds that are no order are our inference, stated nowhere"),
        ),
        _inferred(
            Fact.ORDER, "order_inferred", _("whether the order is our inference, stated nowhere")
        ),
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
        _inferred(
            Fact.DATE, "occurred.inferred", _("whether the date is our inference, stated nowhere")
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
        Column(
            "place.country",
            Type.TEXT,
            _("country that it lies in, ISO 3166-1"),
            lambda row: next(iter(row.place_codes), ""),
        ),
        *_area("place.oblast", OBLAST, 2, _("oblast, or region of another country")),
        *_area("place.raion", RAION, 3, _("raion")),
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
        _inferred(
            Fact.PLACE, "place.inferred", _("whether the place is our inference, stated nowhere")
        ),
        Column(
            "place_as_written",
            Type.TEXTS,
            _(
                "where no place of the gazetteer is recorded: where it was, in the words of the "
                "incident or of its statements"
            ),
            attribute("place_words"),
        ),
        *_counts("killed", _("people killed")),
        *_counts("injured", _("people injured")),
        *_counts("fate_unknown", _("people whose fate is unknown")),
        Column(
            "not_shown",
            Type.TERMS,
            _(
                "facts whose value was taken from the public: their cells are empty, which does "
                "not mean “not stated”"
            ),
            attribute("taken"),
            Fact,
        ),
        Column(
            "means",
            Type.TERMS,
            _(
                "plain means with which its victims were killed or hurt; what is more is told only "
                "on the page, behind a warning"
            ),
            attribute("means"),
            Means,
        ),
        Column(
            "actors",
            Type.REFERENCES,
            _("actors that somebody says are involved; no finding of guilt"),
            attribute("actors"),
        ),
        Column(
            "actors_inferred",
            Type.REFERENCES,
            _("those of them whose involvement is our inference, stated nowhere"),
            attribute("actors_inferred"),
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
            _(
                "whether one of them says from whom it knows, or is the word of the body that "
                "published it"
            ),
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
