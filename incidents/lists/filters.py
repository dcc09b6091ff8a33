"""What readers may ask of incidents: one set of filters for page, downloads and feeds."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.languages import in_readers_order
from review.models import PublicPart
from review.public.addresses import reference_pasted
from review.public.public_state import PublicState
from sources.lists.facets import FoundRows, bitmaps
from sources.lists.filters import (
    BASIS_HELP,
    HEDGE_HELP,
    ActorFilter,
    ColumnFilter,
    DatedFilterSet,
    DayFilter,
    OriginFilter,
    SourceFilter,
    WordsFilter,
    as_of_day,
    not_called_so,
    offered,
    sources_at,
    terms,
    touched_since,
    wording_of,
)
from sources.models.published import PublishedActor, PublishedStatement
from sources.text.graphic_wording import without_graphic_wording
from sources.vocabulary import Basis, Hedge

from incidents.lists.figures import HELD, HELD_APART, Figures
from incidents.models.places import CALLED_SO, LONGEST_NAME_ASKED, SPELLED_LIKE_IT, Place
from incidents.models.published import NOT_CARRIED, PublishedIncident
from incidents.vocabulary import Act, Assessment, Law

PLACES_OFFERED = 10
MOST_VICTIMS = 100_000
MOST_ORIGINS = 100


class View(models.TextChoices):
    """How what was found is shown."""

    LIST = "list", gettext_lazy("List")
    MAP = "map", gettext_lazy("Map")
    TIMELINE = "timeline", gettext_lazy("Timeline")
    CHARTS = "charts", gettext_lazy("Charts")


class PlaceField(forms.CharField):
    """A place by its code, or by a name that it alone has; another offers the places near it."""

    completed_by = "complete_places_json"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_NAME_ASKED} | kwargs)

    def clean(self, value: Any) -> Place | None:
        text = super().clean(value)
        if not text:
            return None
        place = Place.objects.resolve(text)
        if place is not None:
            return place
        found = list(Place.objects.named(text)[:PLACES_OFFERED])
        exact = [
            place for place in found if getattr(place, "nearness", SPELLED_LIKE_IT) <= CALLED_SO
        ]
        if len(exact) == 1:
            return exact[0]
        if not exact:
            raise not_called_so(_("No place has this name or code."), by_code(found))
        raise offered(
            _("Choose the place that you mean: only its code tells it apart."), by_code(exact)
        )


def places_meant(text: str) -> dict[str, str]:
    """Places that somebody may mean, by code."""
    found = by_code(Place.objects.named(text)[:PLACES_OFFERED])
    return {code: str(place) for code, place in found.items()}


def by_code(found: Iterable[Place]) -> dict[str, Place]:
    return {place.code: place for place in found}


class PlaceFilter(ColumnFilter):
    """A place of any size; oblasts and regions are counted."""

    one = PlaceField
    # A village or a country is asked for too.
    counts_every_value = False

    def key(self, value: Place) -> str:
        return value.code

    def names(self) -> dict[str, Any]:
        regions = Place.objects.regions().only("name_en", "name_uk", "name_local")
        return {region.code: region for region in regions}


# Parts of an incident's document in which a search finds words of more than a line.
WORDED = Q(path__in=["summary", "circumstances", "not_known"]) | Q(path__startswith="statements/")


def _texts(path: str, value: Any) -> Iterable[str]:
    if path.startswith("statements/"):
        return wording_of(without_graphic_wording(value))
    return in_readers_order(value)


def _closed_now(paths: Iterable[str]) -> set[str]:
    """Paths of statements whose wording was open in an earlier edition and is behind a warning."""
    keys = [key for part, _slash, key in (path.partition("/") for path in paths) if key]
    closed = PublishedStatement.objects.filter(pk__in=keys, document__wording_is_graphic=True)
    return {f"statements/{key}" for key in closed.values_list("pk", flat=True)}


class WholeNumberFilter(filters.Filter):
    field_class = forms.IntegerField


class IncidentFilters(DatedFilterSet):
    q = WordsFilter(
        label=gettext_lazy("Words"),
        method="search",
        help_text=gettext_lazy("Or a reference, or the address of a source."),
    )
    place = PlaceFilter(
        "place_codes",
        lookup_expr="contains",
        # The codes of a place go from the country down, and a country has only one.
        counts=F("place_codes__1"),
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("In any script, or its code."),
    )
    from_ = DayFilter(label=gettext_lazy("From"), method="together")
    to_ = DayFilter(label=gettext_lazy("To"), method="together", is_end=True)
    when = filters.ChoiceFilter(
        choices=[
            ("possible", gettext_lazy("may fall between these days")),
            ("certain", gettext_lazy("certainly falls between these days")),
        ],
        label=gettext_lazy("The date of the incident"),
        help_text=gettext_lazy("Some dates are known only to a month or a year."),
        method="together",
        empty_label=None,
    )
    kind = terms(Act, gettext_lazy("Kind of act"), "kinds", lookup_expr="contains", counts="kinds")
    actor = ActorFilter(
        label=gettext_lazy("Alleged to be involved"),
        condition=lambda actor: Q(actors__overlap=PublishedActor.objects.within(actor.reference)),
        counts="actors",
        superiors=True,
        help_text=gettext_lazy("Includes subordinate units."),
    )
    documenter = ActorFilter(
        "documenters",
        "contains",
        counts="documenters",
        label=gettext_lazy("According to"),
        help_text=gettext_lazy("A body named in a chain: its name in full, or its reference."),
    )
    basis = terms(
        Basis,
        gettext_lazy("How it was known"),
        "bases",
        lookup_expr="contains",
        counts="bases",
        help_text=BASIS_HELP,
    )
    hedge = terms(
        Hedge,
        gettext_lazy("How cautiously it is put"),
        "hedges",
        lookup_expr="contains",
        counts="hedges",
        help_text=HEDGE_HELP,
    )
    origin = OriginFilter(
        "origin",
        "contains",
        label=gettext_lazy("Origin: who knew"),
        help_text=gettext_lazy(
            "The body that knew: its name in full, its reference, or the code of an origin from a "
            "link on this site."
        ),
    )
    origins_min = WholeNumberFilter(
        "origins_independent",
        "gte",
        label=gettext_lazy("Origins of what happened, at least"),
        min_value=1,
        max_value=MOST_ORIGINS,
        help_text=gettext_lazy(
            "Who knew it, independently of each other. Assertions that name nobody are not counted."
        ),
    )
    source = SourceFilter(
        "sources",
        "contains",
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Words of its title, its reference or its address."),
    )
    assessment = terms(Assessment, gettext_lazy("Our assessment"), counts="assessment")
    law = terms(
        Law,
        gettext_lazy("Legal characterisation"),
        "laws",
        lookup_expr="contains",
        counts="laws",
        help_text=gettext_lazy("What a named body called it. No finding of guilt is made here."),
    )
    victims_min = WholeNumberFilter(
        label=gettext_lazy("People killed, at least"),
        method="with_killed",
        min_value=1,
        max_value=MOST_VICTIMS,
        help_text=gettext_lazy("By the number given, or the lowest of a range."),
    )
    disputed = terms(
        [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
        gettext_lazy("Disputed"),
        help_text=gettext_lazy("Whether specific evidence contradicts a fact."),
        counts=Case(When(is_disputed=True, then=Value("yes")), default=Value("no")),
        condition=lambda answer: Q(is_disputed=answer == "yes"),
    )
    updated_since = touched_since()
    as_of = as_of_day()
    sort = filters.ChoiceFilter(
        label=gettext_lazy("Order"),
        choices=[
            ("newest", gettext_lazy("newest first")),
            ("oldest", gettext_lazy("oldest first")),
            ("changed", gettext_lazy("last changed first")),
        ],
        empty_label=None,
        method="together",
    )
    view = filters.ChoiceFilter(
        choices=View, empty_label=None, method="together", widget=forms.HiddenInput
    )

    OTHERS = (
        "when",
        "documenter",
        "source",
        "origin",
        "origins_min",
        "basis",
        "hedge",
        "victims_min",
        "law",
        "disputed",
        "updated_since",
        "as_of",
    )
    RECORD_KIND = "incident"
    COUNTS_GONE = True
    HELD = HELD
    HELD_APART = HELD_APART
    DAYS = ("occurred_earliest", "occurred_latest")

    # How the list is shown leaves nothing out either.
    LOOK = frozenset({"view"})
    NO_CHIP = DatedFilterSet.NO_CHIP | LOOK

    class Meta(DatedFilterSet.Meta):
        model = PublishedIncident
        fields: list[str] = []

    def named_by(self, text: str) -> Q | None:
        """One incident, or those that rest on the source of a pasted address."""
        if sources := sources_at(text):
            return Q(sources__overlap=sources)
        pasted = reference_pasted(text, "incident")
        if pasted and PublishedIncident.objects.filter(reference=pasted).exists():
            return Q(reference=pasted)
        return None

    def texts_of(self, rows: list[PublishedIncident]) -> dict[Any, list[str]]:
        """What the page says in words, as it is public now: a part that was hidden is not there."""
        by_position = {row.position: row.pk for row in rows}
        told = PublicPart.objects.filter(WORDED, edition__position__in=by_position)
        found: dict[Any, list[str]] = {}
        parts = list(told.values_list("edition__position", "path", "value"))
        closed = _closed_now(path for _position, path, _value in parts) if self.day else set()
        for position, path, value in parts:
            if path not in closed:
                found.setdefault(by_position[position], []).extend(_texts(path, json.loads(value)))
        return found

    def with_killed(self, queryset: Any, name: str, number: int) -> Any:
        return queryset.with_killed(number)

    def filter_queryset(self, queryset: "QuerySet[Any]") -> Any:
        return self._sorted(self.found_without())

    def between(self, found: Any, first: date | None, last: date | None) -> Any:
        if self.form.cleaned_data["when"] == "certain":
            return found.certainly_between(first, last)
        return super().between(found, first, last)

    def _sorted(self, found: Any) -> Any:
        match self.form.cleaned_data["sort"]:
            case "oldest":
                return found.oldest_first()
            case "changed":
                return found.changed_last_first()
            case _:
                return found.newest_first()

    def counted(self, state: PublicState) -> Figures:
        """What pictures count: not what we found unsupported or refuted, unless it is asked for."""
        kept = bitmaps(self, state)
        found = FoundRows(self, kept).without()
        if not self.form.cleaned_data["assessment"].wanted:
            assessed = kept.having["assessment"]
            found = found.difference(*(assessed[key] for key in NOT_CARRIED if key in assessed))
        return Figures(found, kept.having)

    def asked_with(self, **changes: str | list[str]) -> str:
        """The question as the query of an address, changed in this; of no page and no view."""
        data = self.data.copy()
        for name in ("page", "view"):
            data.pop(name, None)
        for name, value in changes.items():
            data.setlist(name.rstrip("_"), [value] if isinstance(value, str) else value)
        return str(data.urlencode())

    def narrowed(self, name: str, key: str, within: Callable[[Any], bool]) -> str:
        """The question as an address of those that have this value too; "" if none can ask that.

        Of the values that are wanted, those stay that lie `within` this one.
        """
        chosen = self.form.cleaned_data[name]
        if not chosen.wanted:
            return self.asked_with(**{name: [*chosen.asked(within), key]})
        if any(within(value) for value in chosen.wanted):
            return self.asked_with(**{name: chosen.asked(within)})
        return ""

    def only_around_place(self) -> int:
        """How many more may lie in the places: only a larger area is known of them."""
        chosen = self.form.cleaned_data["place"]
        if not chosen.wanted:
            return 0
        found = self.found_without("place").only_around(chosen.wanted)
        return int(self.filters["place"].filter(found, chosen.without_wanted).count())

    def without_date(self) -> int:
        """How many more have no date stated, so that none can be found by it."""
        asked_for = self.form.cleaned_data
        if not asked_for["from"] and not asked_for["to"]:
            return 0
        return int(self.found_without("from", "to").without_date().count())
