"""What readers may ask of incidents: one set of filters for page, downloads and feeds."""

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.public.addresses import reference_pasted
from review.public.public_state import PublicState
from sources.lists.facets import CountedFilter, FoundRows, bitmaps
from sources.lists.filters import (
    ActorFilter,
    DatedFilterSet,
    DayFilter,
    OriginFilter,
    SourceFilter,
    WordsFilter,
    choice,
    offered,
    sources_at,
    touched_since,
)
from sources.models.published import PublishedActor
from sources.vocabulary import Basis, Hedge

from incidents.lists.figures import HELD, Figures
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
    """A place by its code; a name offers the places that have it."""

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
        if not found:
            raise ValidationError(_("No place has this name or code."))
        by_code = {place.code: place for place in exact or found}
        raise offered(_("Choose the place that you mean: only its code tells it apart."), by_code)


class PlaceFilter(CountedFilter, filters.Filter):
    """A place of any size; oblasts and regions are counted."""

    field_class = PlaceField
    # The codes of a place go from the country down, and a country has only one.
    counts = F("place_codes__1")
    # A village or a country is asked for too.
    counts_every_value = False

    def key(self, value: Place) -> str:
        return value.code

    def names(self) -> dict[str, Any]:
        regions = Place.objects.regions().only("name_en", "name_uk", "name_local")
        return {region.code: region for region in regions}


class WholeNumberFilter(filters.Filter):
    field_class = forms.IntegerField


class IncidentFilters(DatedFilterSet):
    q = WordsFilter(
        label=gettext_lazy("Words"),
        method="search",
        help_text=gettext_lazy("Or a reference, or the address of a source."),
    )
    from_ = DayFilter(label=gettext_lazy("From"), method="together")
    to_ = DayFilter(label=gettext_lazy("To"), method="together", is_end=True)
    when = choice(
        [
            ("possible", gettext_lazy("may fall between these days")),
            ("certain", gettext_lazy("certainly falls between these days")),
        ],
        gettext_lazy("The date of the incident"),
        method="together",
        empty_label=None,
    )
    place = PlaceFilter(
        label=gettext_lazy("Place"),
        method="within",
        help_text=gettext_lazy("A code such as UA14, UA1416 or RU-KRS, or a name to choose from."),
    )
    kind = choice(Act, gettext_lazy("Kind of act"), "kinds", lookup_expr="contains", counts="kinds")
    actor = ActorFilter(
        label=gettext_lazy("Alleged to be involved"),
        method="involving",
        counts="actors",
        superiors=True,
        help_text=gettext_lazy("A name in full, or a reference; includes subordinate units."),
    )
    documenter = ActorFilter(
        "documenters",
        "contains",
        counts="documenters",
        label=gettext_lazy("According to"),
        help_text=gettext_lazy("A body named in a chain: its name in full, or its reference."),
    )
    basis = choice(
        Basis,
        gettext_lazy("How it was known"),
        "bases",
        lookup_expr="contains",
        counts="bases",
    )
    hedge = choice(
        Hedge,
        gettext_lazy("How cautiously it is put"),
        "hedges",
        lookup_expr="contains",
        counts="hedges",
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
        help_text=gettext_lazy("Assertions that name nobody are not counted."),
    )
    source = SourceFilter(
        "sources",
        "contains",
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Its reference."),
    )
    assessment = choice(Assessment, gettext_lazy("Our assessment"), counts="assessment")
    law = choice(
        Law,
        gettext_lazy("Legal characterisation"),
        "laws",
        lookup_expr="contains",
        counts="laws",
    )
    victims_min = WholeNumberFilter(
        label=gettext_lazy("People killed, at least"),
        method="with_killed",
        min_value=1,
        max_value=MOST_VICTIMS,
    )
    disputed = choice(
        [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
        gettext_lazy("Disputed"),
        counts=Case(When(is_disputed=True, then=Value("yes")), default=Value("no")),
        method="is_disputed",
    )
    updated_since = touched_since()
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

    HELD = HELD
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

    def within(self, queryset: Any, name: str, place: Place) -> Any:
        return queryset.within(place)

    def involving(self, queryset: Any, name: str, actor: PublishedActor) -> Any:
        return queryset.filter(actors__overlap=PublishedActor.objects.within(actor.reference))

    def with_killed(self, queryset: Any, name: str, number: int) -> Any:
        return queryset.with_killed(number)

    def is_disputed(self, queryset: Any, name: str, answer: str) -> Any:
        return queryset.filter(is_disputed=answer == "yes")

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
        if not self.form.cleaned_data["assessment"]:
            assessed = kept.having["assessment"]
            found = found.difference(*(assessed[key] for key in NOT_CARRIED if key in assessed))
        return Figures(found, kept.having)

    def asked_with(self, **changes: str) -> str:
        """The question as the query of an address, changed in this; of no page and no view."""
        data = self.data.copy()
        for name in ("page", "view"):
            data.pop(name, None)
        for name, value in changes.items():
            data[name.rstrip("_")] = value
        return str(data.urlencode())

    def only_around_place(self) -> int:
        """How many more may lie in the place: only a larger area is known of them."""
        place = self.form.cleaned_data["place"]
        return self.found_without("place").only_around(place).count() if place else 0

    def without_date(self) -> int:
        """How many more have no date stated, so that none can be found by it."""
        asked_for = self.form.cleaned_data
        if not asked_for["from"] and not asked_for["to"]:
            return 0
        return int(self.found_without("from", "to").without_date().count())
