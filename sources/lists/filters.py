"""What readers may ask of the lists of statements, sources and actors."""

from collections.abc import Container, Mapping
from copy import copy
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

import django_filters as filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sources.lists.day_bitmaps import since, until
from sources.lists.facets import BITS_OF_A_POSITION, CountedFilter
from sources.lists.origin_filter import OriginAsked, origin_asked
from sources.lists.stored_bitmaps import Having
from sources.models.published import PublishedActor, PublishedSource, PublishedStatement
from sources.origins.find import OriginKind
from sources.text.search_words import MAX_QUERY, search_query
from sources.vocabulary import ActorKind, Basis, Hedge, Side, SourceKind, Standing, StatementKind

LONGEST_NAME = 200
ACTORS_OFFERED = 20


def offered(message: str, found: list[Any]) -> ValidationError:
    """What was typed means several things; the page offers them."""
    return ValidationError(message, code="offered", params={"offered": found})


class WordsField(forms.CharField):
    """Words to search for, as a query."""

    widget = forms.TextInput(attrs={"type": "search"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MAX_QUERY} | kwargs)

    def clean(self, value: Any) -> SearchQuery | None:
        text = super().clean(value)
        query = search_query(text)
        if text and query is None:
            raise ValidationError(_("Write at least one word."))
        return query


class ActorField(forms.CharField):
    """Exactly one public actor, by its reference or by one of its names in full."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_NAME} | kwargs)

    def clean(self, value: Any) -> PublishedActor | None:
        text = super().clean(value)
        if not text:
            return None
        found = list(PublishedActor.objects.called(text)[:ACTORS_OFFERED])
        if not found:
            raise ValidationError(_("No published actor has exactly this name or reference."))
        if len(found) > 1:
            raise offered(_("Several actors have this name. Choose one."), found)
        return found[0]


class SourceField(forms.CharField):
    """A public source that has a page, by its reference."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 7} | kwargs)

    def clean(self, value: Any) -> PublishedSource | None:
        text = super().clean(value)
        if not text:
            return None
        listed = PublishedSource.objects.listed()
        source: PublishedSource | None = listed.filter(reference=text.upper()).first()
        if source is None:
            raise ValidationError(_("No published source has this reference."))
        return source


class OriginField(ActorField):
    """An origin by its key, as pages link to it, or by the name of the body that knew."""

    def clean(self, value: Any) -> OriginAsked | None:  # type: ignore[override]
        text = forms.CharField.clean(self, value)
        if text.partition(":")[0] in OriginKind.values:
            found = origin_asked(text)
            if found is None:
                raise ValidationError(_("There is no published origin with this key."))
            return found
        body = super().clean(text)
        return origin_asked(f"body:{body.reference}") if body else None


class WordsFilter(filters.Filter):
    field_class = WordsField


class ActorFilter(CountedFilter, filters.Filter):
    """An actor; with `superiors`, what it finds is also found by those that it is part of."""

    field_class = ActorField

    def __init__(self, *, counts: Any = None, superiors: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.counts, self.superiors = counts, superiors

    def key(self, value: PublishedActor) -> str:
        return value.reference

    def gathered(self, having: Having) -> Having:
        if not self.superiors:
            return having
        above = PublishedActor.objects.superiors()
        found: Having = {}
        for reference, rows in having.items():
            for actor in above_all(reference, above):
                found[actor] = found[actor] | rows if actor in found else rows
        return found

    def names(self) -> dict[str, Any]:
        actors = PublishedActor.objects.only("name_en", "name_uk")
        return {actor.reference: actor for actor in actors}


def above_all(reference: str, superiors: dict[str, list[str]]) -> set[str]:
    """The actor and all that it is part of, at any distance; a circle of relations ends."""
    found: set[str] = set()
    left = [reference]
    while left:
        actor = left.pop()
        if actor not in found:
            found.add(actor)
            left += superiors.get(actor, [])
    return found


class SourceFilter(filters.Filter):
    field_class = SourceField


class OriginFilter(filters.Filter):
    field_class = OriginField


class DayInput(forms.DateInput):
    """A day to pick. What is no day stays as it was typed: a field for a date would be empty."""

    input_type = "date"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if not is_day(context["widget"]["value"]):
            context["widget"]["type"] = "text"
        return context


def is_day(text: str | None) -> bool:
    try:
        return parse_date(text or "") is not None or not text
    except ValueError:
        return False


class DayFilter(filters.DateFilter):
    def __init__(self, **kwargs: Any) -> None:
        widget = DayInput(format="%Y-%m-%d")
        super().__init__(input_formats=["%Y-%m-%d"], widget=widget, **kwargs)


class Chip(NamedTuple):
    """A filter in force, and the address of the list without it."""

    label: str
    value: str
    address: str


class QuestionForm(forms.Form):
    """Refuses what it does not know: a mistyped filter would otherwise find everything."""

    # Parameters of the address that ask for no rows.
    BESIDE = frozenset({"page"})

    data: QueryDict

    def clean(self) -> dict[str, Any]:
        for name in self.data:
            if name not in self.fields and name not in self.BESIDE:
                self.add_error(None, _("There is no filter called “%s”.") % name[:40])
            elif len(self.data.getlist(name)) > 1:
                self.add_error(None, _("“%s” is given more than once.") % name[:40])
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and first > last:
            self.add_error("to", _("The last day lies before the first."))
        return self.cleaned_data


class SharedFields(dict[str, forms.Field]):
    """The fields of a form, the same objects for every reader: nobody changes them."""

    def __deepcopy__(self, memo: Any) -> dict[str, forms.Field]:
        return dict(self)


class SharedFilters(dict[str, filters.Filter]):
    """The filters of a set: a copy has filters of its own that know their set, and shares the rest.

    Copied whole, with all choices and fields, they take longer than a page of rows takes to read.
    """

    def __deepcopy__(self, memo: Any) -> dict[str, filters.Filter]:
        return {name: _of_its_own(one) for name, one in self.items()}


def _of_its_own(one: filters.Filter) -> filters.Filter:
    own = copy(one)
    # The caller of a method knows the filter that it was made for.
    own.method = one.method
    return own


class PublicFilterSet(filters.FilterSet):
    """A reader's question. Whatever it does not understand is an error, never the whole list.

    A name that Python reserves is written with an underscore behind it: `from_` is `from`.
    """

    # The number of a row in bitmaps.
    ROW: Any = F("position")
    # Expressions by which rows are counted beside the filters: `Bitmaps.having`.
    HELD: dict[str, Any] = {}
    # Columns of the earliest and of the latest day, which `from` and `to` ask about: they are in
    # `Bitmaps.having` too, sliced (`sources/lists/day_bitmaps.py`).
    DAYS: tuple[str, ...] = ()

    # These say how the others are meant, and leave nothing out by themselves.
    NO_CHIP = frozenset({"when", "sort"})
    # These change neither which rows are found nor their order.
    LOOK: frozenset[str] = frozenset()

    class Meta:
        form = QuestionForm

    def __init__(self, data: QueryDict, queryset: "QuerySet[Any] | None" = None) -> None:
        super().__init__(data, queryset)

    @classmethod
    def get_filters(cls) -> Any:
        found = super().get_filters().items()
        return SharedFilters((name.rstrip("_"), one) for name, one in found)

    @classmethod
    @cache
    def form_class(cls) -> type[QuestionForm]:
        fields = {name: one.field for name, one in cls.base_filters.items()}
        made: Any = type(f"{cls.__name__}Form", (QuestionForm,), fields)
        made.base_fields = SharedFields(made.base_fields)
        return made  # type: ignore[no-any-return]

    def get_form_class(self) -> type[QuestionForm]:
        return self.form_class()

    @property
    def asked(self) -> dict[str, str]:
        """The question by its parameters: asked again, it finds the same."""
        given = [name for name in self.form.fields if self.data.get(name)]
        return {name: self.data[name] for name in given if name not in self.LOOK}

    @property
    def offered(self) -> list[tuple[str, list[Any]]]:
        """Where what was typed means several things: the parameter and these things."""
        errors = self.form.errors.as_data()
        return [
            (name, error.params["offered"])
            for name, found in errors.items()
            for error in found
            if error.code == "offered" and error.params
        ]

    @property
    def asked_for(self) -> dict[str, Any]:
        """What a valid question asks for, without how it is meant and shown."""
        values = self.form.cleaned_data.items()
        return {name: value for name, value in values if value and name not in self.NO_CHIP}

    def asked_by(self, names: Container[str]) -> frozenset[tuple[str, str]]:
        """What tells apart what these filters find: what they ask for, and how it is meant."""
        return frozenset(
            (name, text)
            for name, text in self.asked.items()
            if name in names or name in self.NO_CHIP
        )

    def found_without(self, *names: str) -> Any:
        """What the filters but these find, in no order."""
        found: Any = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name not in names:
                found = self.filters[name].filter(found, value)
        return found

    def found_by_days(self, having: Mapping[str, Having]) -> Having:
        """By end that is asked for, `from` and `to`, the rows that it finds, where bitmaps tell."""
        if not self.DAYS:
            return {}
        earliest, latest = (having[name] for name in self.DAYS)
        asked_for, certainly = self.asked_for, self.form.cleaned_data.get("when") == "certain"
        return {
            end: rows_of(earliest, latest, asked_for[end], certainly=certainly)
            for end, rows_of in (("from", since), ("to", until))
            if end in asked_for
        }

    def filter_queryset(self, queryset: Any) -> Any:
        return self.found_without()

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(str(field.label), self._as_read(field), self._address_without(field.name))
            for field in self.form
            if self.data.get(field.name) and field.name not in self.NO_CHIP
        ]

    def _as_read(self, field: forms.BoundField) -> str:
        asked_for = self.data[field.name]
        choices = dict(getattr(field.field, "choices", []))
        found = self.form.cleaned_data.get(field.name)
        if field.name == "q" or found is None:
            return str(asked_for)
        return str(choices.get(asked_for, found))

    def _address_without(self, name: str) -> str:
        query = self.without(name, "page")
        return f"?{query}" if query else "?"

    def without(self, *names: str) -> str:
        """The query of an address that asks the same without these, nor what changes nothing."""
        data = self.data.copy()
        for name, value in self.data.items():
            if name in names or not value or self._goes_without_saying(name, value):
                del data[name]
        return str(data.urlencode())

    def _goes_without_saying(self, name: str, value: str) -> bool:
        # An address may name a filter that another list has.
        field = self.form.fields.get(name) if name in self.NO_CHIP else None
        return field is not None and value == next(iter(field.choices))[0]

    def address_with(self, name: str, value: str) -> str:
        """The address of the list with this value of a filter beside the others."""
        query = self.without(name, "page")
        chosen = urlencode({name: value})
        return f"?{query}&{chosen}" if query else f"?{chosen}"

    @property
    def address(self) -> str:
        """The question as the query of an address, whatever the page."""
        return self.without("page")

    @property
    def query(self) -> str:
        """The same, to be put behind an address as it is."""
        return f"?{self.address}" if self.address else ""

    def search(self, queryset: Any, name: str, query: SearchQuery) -> Any:
        return queryset.filter(search=query)


class CountedChoiceFilter(CountedFilter, filters.ChoiceFilter):
    def __init__(self, *, counts: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.counts = counts


def choice(choices: Any, label: Any, counts: Any = None, **kwargs: Any) -> CountedChoiceFilter:
    """One term of a vocabulary; `counts` names the column whose values are its facet."""
    empty = {"empty_label": gettext_lazy("any")}
    return CountedChoiceFilter(choices=choices, label=label, counts=counts, **empty | kwargs)


class StatementFilters(PublicFilterSet):
    q = WordsFilter(label=gettext_lazy("Words"), method="search")
    kind = choice(StatementKind.choices, gettext_lazy("Kind"), counts="kind")
    source = SourceFilter(
        label=gettext_lazy("Source"),
        method="of_source",
        help_text=gettext_lazy("Its reference."),
    )
    documenter = ActorFilter(
        label=gettext_lazy("According to"),
        method="documented_by",
        counts="documenters",
        help_text=gettext_lazy("A body named in the chain: its name in full, or its reference."),
    )
    basis = choice(
        Basis.choices, gettext_lazy("How it was known"), counts="bases", method="known_by"
    )
    origin = OriginFilter(
        label=gettext_lazy("Origin: who knew"),
        method="known_to",
        help_text=gettext_lazy(
            "The body that knew, by the statement's own chain: its name in full, its reference, "
            "or the key of an origin."
        ),
    )
    hedge = choice(Hedge.choices, gettext_lazy("How cautiously it is put"), counts="hedge")
    from_ = DayFilter(label=gettext_lazy("From"), method="as_it_is")
    to_ = DayFilter(label=gettext_lazy("To"), method="as_it_is")

    DAYS = ("period_earliest", "period_latest")
    ROW = F("order") * (1 << BITS_OF_A_POSITION) + F("position")

    class Meta(PublicFilterSet.Meta):
        model = PublishedStatement
        fields: list[str] = []

    def of_source(self, queryset: Any, name: str, source: PublishedSource) -> Any:
        return queryset.filter(reference=source.reference)

    def documented_by(self, queryset: Any, name: str, actor: PublishedActor) -> Any:
        return queryset.filter(documenters__contains=[actor.reference])

    def known_by(self, queryset: Any, name: str, basis: str) -> Any:
        return queryset.filter(bases__contains=[basis])

    def known_to(self, queryset: Any, name: str, origin: OriginAsked) -> Any:
        return queryset.filter(origin=origin.key)

    def as_it_is(self, queryset: Any, name: str, day: date) -> Any:
        """Both days are looked at together, below."""
        return queryset

    def found_without(self, *names: str) -> Any:
        found = super().found_without(*names)
        days = self.form.cleaned_data
        first, last = (None if end in names else days[end] for end in ("from", "to"))
        return found.possibly_between(first, last) if first or last else found


class SourceFilters(PublicFilterSet):
    q = WordsFilter(label=gettext_lazy("Words"), method="search")
    kind = choice(SourceKind.choices, gettext_lazy("Kind"), counts="kind")
    publisher = ActorFilter(
        label=gettext_lazy("Publisher"),
        method="published_by",
        counts="publisher",
        help_text=gettext_lazy("Its name in full, or its reference."),
    )
    standing = choice(Standing.choices, gettext_lazy("Standing"), counts="standing")

    class Meta(PublicFilterSet.Meta):
        model = PublishedSource
        fields: list[str] = []

    def published_by(self, queryset: Any, name: str, actor: PublishedActor) -> Any:
        return queryset.filter(publisher=actor.reference)


class ActorFilters(PublicFilterSet):
    q = WordsFilter(label=gettext_lazy("Name"), method="search")
    kind = choice(ActorKind.choices, gettext_lazy("Kind"), counts="kind")
    side = choice(Side.choices, gettext_lazy("Side"), counts="side")
    state = filters.CharFilter(
        label=gettext_lazy("Body of the state"),
        lookup_expr="iexact",
        max_length=2,
        validators=[RegexValidator("^[A-Za-z]{2}$", gettext_lazy("Write two Latin letters."))],
        help_text=gettext_lazy("The state's two letters, such as UA."),
    )

    class Meta(PublicFilterSet.Meta):
        model = PublishedActor
        fields: list[str] = []
