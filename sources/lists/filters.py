"""What readers may ask of the lists of statements, sources and actors."""

from collections.abc import Callable, Container, Mapping
from datetime import date
from functools import cache, cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

import django_filters as filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db.models import F, Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.public.addresses import reference_pasted

from sources.lists.day_bitmaps import since, until
from sources.lists.day_field import DayField
from sources.lists.facets import BITS_OF_A_POSITION, CountedFilter
from sources.lists.origin_filter import OriginAsked, origin_asked
from sources.lists.stored_bitmaps import Having
from sources.models.published import PublishedActor, PublishedSource, PublishedStatement
from sources.origins.find import OriginKind
from sources.text.addresses import LONGEST, is_address
from sources.text.search_words import MAX_QUERY, search_query
from sources.vocabulary import (
    ActorKind,
    Basis,
    Hedge,
    Side,
    SourceKind,
    SourceStanding,
    StatementKind,
)

LONGEST_NAME = 200
ACTORS_OFFERED = 20


def offered(message: str, found: dict[str, Any]) -> ValidationError:
    """What was typed means several things: the page offers them, by what tells each apart."""
    return ValidationError(message, code="offered", params={"offered": found})


def _short_enough(text: str) -> None:
    """A pasted address may be longer than a question in words."""
    MaxLengthValidator(LONGEST if is_address(text) else MAX_QUERY)(text)


class WordsField(forms.CharField):
    """Words to search for, as a query."""

    widget = forms.TextInput(attrs={"type": "search", "maxlength": LONGEST})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(_short_enough)

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
            by_reference = {actor.reference: actor for actor in found}
            raise offered(_("Several actors have this name. Choose one."), by_reference)
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
                raise ValidationError(_("There is no published origin with this code."))
            return found
        body = super().clean(text)
        return origin_asked(f"body:{body.reference}") if body else None


class WordsFilter(filters.Filter):
    field_class = WordsField


class ColumnFilter(CountedFilter, filters.Filter):
    """Finds the rows whose column is the key of the value, or contains it when it is an array."""

    def __init__(self, *column: str, counts: Any = None, **kwargs: Any) -> None:
        super().__init__(*column, **kwargs)
        self.counts = counts

    def filter(self, queryset: Any, value: Any) -> Any:
        if not value:
            return queryset
        key = self.key(value)
        return super().filter(queryset, [key] if self.lookup_expr == "contains" else key)


class ActorFilter(ColumnFilter):
    """An actor; with `superiors`, what it finds is also found by those that it is part of."""

    field_class = ActorField

    def __init__(self, *column: str, superiors: bool = False, **kwargs: Any) -> None:
        super().__init__(*column, **kwargs)
        self.superiors = superiors

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


class SourceFilter(ColumnFilter):
    field_class = SourceField

    def key(self, value: PublishedSource) -> str:
        return value.reference


class OriginFilter(ColumnFilter):
    field_class = OriginField

    def key(self, value: OriginAsked) -> str:
        return value.key


class DayFilter(filters.DateFilter):
    """`is_end`: a month or a year stands for its last day."""

    field_class = DayField


def touched_since() -> DayFilter:
    """By the last entry of the chain, so that what was hidden in a record is not missed."""
    return DayFilter(
        "last_entry_on",
        "gte",
        label=gettext_lazy("Changed since"),
        help_text=gettext_lazy("Also where only a part was hidden, shown again or redacted."),
    )


class Offer(NamedTuple):
    """One of the things that were perhaps meant, and the address of the list with it."""

    meant: Any
    address: str


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

    @classmethod
    def get_filters(cls) -> Any:
        return {name.rstrip("_"): one for name, one in super().get_filters().items()}

    @classmethod
    @cache
    def form_class(cls) -> type[QuestionForm]:
        """Made once for each set of filters: its fields depend on nothing that is asked."""
        made: type[QuestionForm] = super(PublicFilterSet, cls(QueryDict())).get_form_class()
        return made

    def get_form_class(self) -> type[QuestionForm]:
        return self.form_class()

    @property
    def asked(self) -> dict[str, str]:
        """The question by its parameters: asked again, it finds the same."""
        given = [name for name in self.form.fields if self.data.get(name)]
        return {name: self.data[name] for name in given if name not in self.LOOK}

    @property
    def offered(self) -> list[list[Offer]]:
        """For each filter where what was typed means several things, these things."""
        errors = self.form.errors.as_data()
        return [
            [
                Offer(meant, self._address_meaning(name, key))
                for key, meant in error.params["offered"].items()
            ]
            for name, found in errors.items()
            for error in found
            if error.code == "offered" and error.params
        ]

    def _address_meaning(self, name: str, key: str) -> str:
        query = self.data.copy()
        query.pop("page", None)
        query[name] = key
        return f"?{query.urlencode()}"

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

    def address_with(self, name: str) -> Callable[[str], str]:
        """For a value of this filter, the address of the list with it beside the other filters."""
        query = self.without(name, "page")
        before = f"?{query}&" if query else "?"
        return lambda value: f"{before}{urlencode({name: value})}"

    @property
    def address(self) -> str:
        """The question as the query of an address, whatever the page."""
        return self.without("page")

    @property
    def query(self) -> str:
        """The same, to be put behind an address as it is."""
        return f"?{self.address}" if self.address else ""

    def search(self, queryset: Any, name: str, query: SearchQuery) -> Any:
        return queryset.filter(self.pasted or Q(search=query))

    @cached_property
    def pasted(self) -> Q | None:
        """What a pasted reference or address names, instead of its words; None where nothing."""
        return self.named_by(self.data["q"])

    def named_by(self, text: str) -> Q | None:
        return None


class DatedFilterSet(PublicFilterSet):
    """A question that may name a first and a last day, which are looked at together."""

    def together(self, queryset: Any, name: str, value: Any) -> Any:
        """Nothing is left out by one end alone."""
        return queryset

    def found_without(self, *names: str) -> Any:
        found = super().found_without(*names)
        days = self.form.cleaned_data
        first, last = (None if end in names else days[end] for end in ("from", "to"))
        return self.between(found, first, last) if first or last else found

    def between(self, found: Any, first: date | None, last: date | None) -> Any:
        return found.possibly_between(first, last)


class TermFilter(ColumnFilter, filters.ChoiceFilter):
    """One term of a vocabulary."""


def choice(choices: Any, label: Any, field_name: str | None = None, **kwargs: Any) -> TermFilter:
    """One term, or any. A vocabulary is given as its class, which no copy of a filter copies."""
    shown = {"label": label, "empty_label": gettext_lazy("any")}
    return TermFilter(field_name=field_name, choices=choices, **shown | kwargs)


def sources_at(text: str) -> list[str]:
    """References of the sources whose public address was pasted, in whatever form."""
    return references_of(PublishedSource.objects.at(text)) if is_address(text) else []


def references_of(rows: Any) -> list[str]:
    return list(rows.order_by("reference").values_list("reference", flat=True))


class StatementFilters(DatedFilterSet):
    q = WordsFilter(label=gettext_lazy("Words"), method="search")
    kind = choice(StatementKind, gettext_lazy("Kind"), counts="kind")
    source = SourceFilter(
        "reference", label=gettext_lazy("Source"), help_text=gettext_lazy("Its reference.")
    )
    documenter = ActorFilter(
        "documenters",
        "contains",
        counts="documenters",
        label=gettext_lazy("According to"),
        help_text=gettext_lazy("A body named in the chain: its name in full, or its reference."),
    )
    basis = choice(
        Basis,
        gettext_lazy("How it was known"),
        "bases",
        lookup_expr="contains",
        counts="bases",
    )
    origin = OriginFilter(
        label=gettext_lazy("Origin: who knew"),
        help_text=gettext_lazy(
            "The body that knew, by the statement's own chain: its name in full, its reference, "
            "or the code of an origin from a link on this site."
        ),
    )
    hedge = choice(Hedge, gettext_lazy("How cautiously it is put"), counts="hedge")
    from_ = DayFilter(label=gettext_lazy("From"), method="together")
    to_ = DayFilter(label=gettext_lazy("To"), method="together", is_end=True)
    updated_since = touched_since()

    DAYS = ("period_earliest", "period_latest")
    ROW = F("order") * (1 << BITS_OF_A_POSITION) + F("position")

    class Meta(PublicFilterSet.Meta):
        model = PublishedStatement
        fields: list[str] = []


class SourceFilters(PublicFilterSet):
    q = WordsFilter(
        label=gettext_lazy("Words"),
        method="search",
        help_text=gettext_lazy("Or a reference, or the address of a source."),
    )
    kind = choice(SourceKind, gettext_lazy("Kind"), counts="kind")
    publisher = ActorFilter(
        label=gettext_lazy("Publisher"),
        counts="publisher",
        help_text=gettext_lazy("Its name in full, or its reference."),
    )
    standing = choice(SourceStanding, gettext_lazy("Standing"), counts="standing")
    updated_since = touched_since()

    class Meta(PublicFilterSet.Meta):
        model = PublishedSource
        fields: list[str] = []

    def named_by(self, text: str) -> Q | None:
        found = sources_at(text)
        if not found and (pasted := reference_pasted(text, "source")):
            found = references_of(PublishedSource.objects.listed().filter(reference=pasted))
        return Q(reference__in=found) if found else None


class ActorFilters(PublicFilterSet):
    q = WordsFilter(label=gettext_lazy("Name"), method="search")
    kind = choice(ActorKind, gettext_lazy("Kind"), counts="kind")
    side = choice(Side, gettext_lazy("Side"), counts="side")
    state = filters.CharFilter(
        label=gettext_lazy("Body of the state"),
        lookup_expr="iexact",
        max_length=2,
        validators=[RegexValidator("^[A-Za-z]{2}$", gettext_lazy("Write two Latin letters."))],
        help_text=gettext_lazy("The state's two letters, such as UA."),
    )
    updated_since = touched_since()

    class Meta(PublicFilterSet.Meta):
        model = PublishedActor
        fields: list[str] = []
