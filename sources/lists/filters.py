"""What readers may ask of the lists of statements, sources and actors."""

import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from copy import copy
from datetime import date
from functools import cache, cached_property, reduce
from operator import or_
from typing import Any, NamedTuple
from urllib.parse import urlencode

import django_filters as filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db.models import F, Q
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.languages import bilingual, in_readers_order
from review.models import PublicPart
from review.public.addresses import reference_pasted

from sources.document_types import CitedStatement
from sources.lists.as_of import AsOfField
from sources.lists.day_bitmaps import since, until
from sources.lists.day_field import DayField
from sources.lists.facets import CountedFilter
from sources.lists.meant import actors_meant, sources_meant
from sources.lists.origin_filter import OriginAsked, key_now, keys_of, origin_asked
from sources.lists.several import NOT, Chosen, Chosens, SeveralField, not_in_words
from sources.lists.stored_bitmaps import Having
from sources.models.published import (
    BITS_OF_A_POSITION,
    PublishedActor,
    PublishedSource,
    PublishedStatement,
    all_merged,
    current_on,
    is_complete,
    merged_into,
)
from sources.origins.find import OriginKind
from sources.text.addresses import LONGEST, is_address
from sources.text.marked import passage_for_reader
from sources.text.search_words import MAX_QUERY, asked_for, search_query
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
NOTHING = bilingual("", "")
ACTORS_OFFERED = 20


def offered(message: str, found: Mapping[str, Any]) -> ValidationError:
    """What was typed means several things: the page offers them, by what tells each apart."""
    return ValidationError(message, code="offered", params={"offered": found})


def not_called_so(message: str, found: Mapping[str, Any]) -> ValidationError:
    """Nothing is called so; what is called nearly so is offered."""
    return offered(message, found) if found else ValidationError(message)


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
        if query is None and asked_for(text):
            raise ValidationError(
                _("Write at least one word to look for: one with “-” before it is only left out.")
            )
        if text and query is None:
            raise ValidationError(_("Write at least one word."))
        return query


class ActorField(forms.CharField):
    """Exactly one public actor, by its reference or by one of its names in full."""

    completed_by = "complete_actors_json"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_NAME} | kwargs)

    def clean(self, value: Any) -> PublishedActor | None:
        text = super().clean(value)
        if not text:
            return None
        found = list(PublishedActor.objects.called(text)[:ACTORS_OFFERED])
        if not found:
            raise not_called_so(
                _("No published actor has exactly this name or reference."), actors_meant(text)
            )
        if len(found) > 1:
            by_reference = {actor.reference: actor for actor in found}
            raise offered(_("Several actors have this name. Choose one."), by_reference)
        return found[0]


class SourceField(forms.CharField):
    """A public source that has a page, by its reference, its address or words of its title."""

    completed_by = "complete_sources_json"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST} | kwargs)

    def clean(self, value: Any) -> PublishedSource | None:
        text = super().clean(value)
        if not text:
            return None
        found = sources_meant(text)
        if len(found) > 1:
            raise offered(_("Several sources have these words. Choose one."), found)
        if not found:
            raise ValidationError(_("No published source has this reference, address or title."))
        source: PublishedSource = PublishedSource.objects.get(reference=next(iter(found)))
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
    """Finds the rows whose column is the key of a value, or contains it when it is an array.

    `one` makes the field of one value; `condition`, which rows it finds where no column tells.
    """

    field_class = SeveralField
    one: Callable[[], forms.Field] = forms.CharField

    def __init__(
        self,
        *column: str,
        counts: Any = None,
        condition: Callable[[Any], Q] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*column, **{"one": self.one} | kwargs)
        self.counts = counts
        self.condition = condition or self._by_column

    def keys(self, value: Any) -> list[str]:
        """All that the column may hold where the value is found."""
        return [self.key(value)]

    def _by_column(self, value: Any) -> Q:
        return reduce(or_, map(self._holding, self.keys(value)))

    def _holding(self, key: str) -> Q:
        asked = [key] if self.lookup_expr == "contains" else key
        return Q(**{f"{self.field_name}__{self.lookup_expr}": asked})

    def filter(self, queryset: Any, value: Chosens) -> Any:
        if wanted := value.wanted:
            queryset = queryset.filter(reduce(or_, map(self.condition, wanted)))
        for one in value.left_out:
            queryset = queryset.exclude(self.condition(one))
        return queryset


class ActorFilter(ColumnFilter):
    """An actor; with `superiors`, what it finds is also found by those that it is part of."""

    one = ActorField

    def __init__(self, *column: str, superiors: bool = False, **kwargs: Any) -> None:
        super().__init__(*column, **kwargs)
        self.superiors = superiors

    def key(self, value: PublishedActor) -> str:
        return value.reference

    def keys(self, value: PublishedActor) -> list[str]:
        return [value.reference, *merged_into(value.reference)]

    def gathered(self, having: Having) -> Having:
        """What editions of before name, and was merged since, is found by the one that stays."""
        merged = all_merged()
        stays = _joined(having, lambda reference: {merged.get(reference, reference)})
        if not self.superiors:
            return stays
        superiors = PublishedActor.objects.superiors().items()
        above = {one: [merged.get(two, two) for two in many] for one, many in superiors}
        return _joined(stays, lambda reference: above_all(reference, above))

    def names(self) -> dict[str, Any]:
        actors = PublishedActor.objects.only("name_en", "name_uk")
        return {actor.reference: actor for actor in actors}


def _joined(having: Having, found_by: Callable[[str], Iterable[str]]) -> Having:
    """The same rows, by what finds the values that they have."""
    found: Having = {}
    for value, rows in having.items():
        for one in found_by(value):
            found[one] = found[one] | rows if one in found else rows
    return found


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
    one = SourceField

    def key(self, value: PublishedSource) -> str:
        return value.reference

    def keys(self, value: PublishedSource) -> list[str]:
        return [value.reference, *merged_into(value.reference)]


class OriginFilter(ColumnFilter):
    one = OriginField

    def key(self, value: OriginAsked) -> str:
        return value.key

    def keys(self, value: OriginAsked) -> list[str]:
        return keys_of(value.key)

    def gathered(self, having: Having) -> Having:
        merged = all_merged()
        return _joined(having, lambda key: {key_now(key, merged)})


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


class AsOfFilter(filters.DateFilter):
    """Leaves nothing out by itself: another index answers (`PublicFilterSet.by_day`)."""

    field_class = AsOfField

    def filter(self, queryset: Any, value: Any) -> Any:
        return queryset


def as_of_day() -> AsOfFilter:
    return AsOfFilter(
        label=gettext_lazy("As of"),
        is_end=True,
        help_text=gettext_lazy(
            "The list as it was at the end of this day, without what was hidden or withdrawn since."
        ),
    )


class Offer(NamedTuple):
    """One of the things that were perhaps meant, and the address of the list with it."""

    meant: Any
    address: str


class Chip(NamedTuple):
    """A filter in force, and the address of the list without it.

    Of one of several values also whether it is left out, and the address with the contrary.
    """

    label: str
    value: str
    address: str
    is_left_out: bool = False
    turned: str = ""


def value_in_words(field: Any, one: Chosen) -> str:
    """What was chosen, as readers see it."""
    words = str(dict(field.choices).get(one.value, one.value))
    return not_in_words(words) if one.is_left_out else words


class QuestionForm(forms.Form):
    """Refuses what it does not know: a mistyped filter would otherwise find everything."""

    # Parameters of the address that ask for no rows.
    BESIDE = frozenset({"page"})

    data: QueryDict

    def clean(self) -> dict[str, Any]:
        for name in self.data:
            if name not in self.fields and name not in self.BESIDE:
                self.add_error(None, _("There is no filter called “%s”.") % name[:40])
            elif len(self.data.getlist(name)) > 1 and not self._takes_several(name):
                self.add_error(None, _("“%s” is given more than once.") % name[:40])
        if self.cleaned_data.get("as_of") and self.cleaned_data.get("updated_since"):
            self.add_error(
                "updated_since", _("This cannot be asked together with the day of “As of”.")
            )
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and first > last:
            self.add_error("to", _("The last day lies before the first."))
        return self.cleaned_data

    def _takes_several(self, name: str) -> bool:
        return isinstance(self.fields.get(name), SeveralField)


class Filters(dict[str, Any]):
    """Those of a list, by name.

    django-filter copies them for each question, with every choice that they have: that took a
    quarter of the time of an answer. Only whose they are differs.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return {name: _copied(one) for name, one in self.items()}


def _copied(one: Any) -> Any:
    made = copy(one)
    if one.method is not None:
        made.method = one.method  # It is bound to its filter.
    return made


class PublicFilterSet(filters.FilterSet):
    """A reader's question. Whatever it does not understand is an error, never the whole list.

    A name that Python reserves is written with an underscore behind it: `from_` is `from`.
    """

    # The number of a row in bitmaps.
    ROW: Any = F("position")
    # Expressions by which rows are counted beside the filters: `Bitmaps.having`.
    HELD: dict[str, Any] = {}
    # The same of many values: each is asked by itself.
    HELD_APART: dict[str, Any] = {}
    # Columns of the earliest and of the latest day, which `from` and `to` ask about: they are in
    # `Bitmaps.having` too, sliced (`sources/lists/day_bitmaps.py`).
    DAYS: tuple[str, ...] = ()

    # Filters that are closed behind “More filters” until one of them is used.
    OTHERS: tuple[str, ...] = ()

    # These say how the others are meant, and leave nothing out by themselves.
    NO_CHIP = frozenset({"when", "sort"})
    # These change neither which rows are found nor their order.
    LOOK: frozenset[str] = frozenset()

    # The record of which rows are, as the chain calls it, and the column that tells apart what is
    # listed.
    RECORD_KIND = ""
    IDENTITY = "reference"
    # Whether each public record is in the list, so that the chain tells how many there were.
    COUNTS_GONE = False

    class Meta:
        form = QuestionForm

    def __init__(self, data: Any, queryset: Any = None, *, by_day: Any = None) -> None:
        """`by_day` are the rows of the index by day, where an earlier day can be asked for."""
        super().__init__(data, queryset)
        self.by_day = by_day

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        if refusal := self._no_earlier_day():
            self.form.add_error("as_of", refusal)
        return not refusal

    def _no_earlier_day(self) -> str:
        """Why the earlier day that is asked for cannot be; empty if it can, or none is."""
        if not self.form.cleaned_data.get("as_of"):
            return ""
        if self.by_day is None:
            return _("Here only what is public now can be asked for.")
        if not is_complete(self.queryset, self.by_day):
            return _("Earlier days cannot be asked for yet: their index is still being made.")
        return ""

    @property
    def day(self) -> date | None:
        """The earlier day that a valid question is about."""
        asked = "as_of" in self.data and self.is_valid()
        return self.form.cleaned_data.get("as_of") if asked else None

    @property
    def indexed(self) -> Any:
        """The rows that bitmaps are of: about an earlier day, those of all days."""
        return self.by_day.all() if self.day else self.queryset.all()

    @property
    def rows(self) -> Any:
        """All that the question is about."""
        day = self.day
        return current_on(self.by_day, day) if day else self.queryset.all()

    @classmethod
    def get_filters(cls) -> Any:
        return Filters((name.rstrip("_"), one) for name, one in super().get_filters().items())

    @classmethod
    @cache
    def form_class(cls) -> type[QuestionForm]:
        """Made once for each set of filters: its fields depend on nothing that is asked."""
        made: type[QuestionForm] = super(PublicFilterSet, cls(QueryDict())).get_form_class()
        return made

    def get_form_class(self) -> type[QuestionForm]:
        return self.form_class()

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Those that most readers need, and what the form keeps without showing it."""
        return [field for field in self.form if field.name not in self.OTHERS]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [self.form[name] for name in self.OTHERS]

    @property
    def asks_for_others(self) -> bool:
        """Whether one of the others is used, and so has to be seen."""
        return any(
            self.form[name].errors or not self._goes_without_saying(name, self._given(name))
            for name in self.OTHERS
        )

    @property
    def asked(self) -> dict[str, str | list[str]]:
        """The question by its parameters: asked again, it finds the same. Several are a list."""
        given = {name: self._given(name) for name in self.form.fields if name not in self.LOOK}
        return {
            name: texts[0] if len(texts) == 1 else texts for name, texts in given.items() if texts
        }

    def _given(self, name: str) -> list[str]:
        if name == "as_of" and (day := self.day):
            return [day.isoformat()]
        return sorted({text for text in self.data.getlist(name) if text})

    @property
    def offered(self) -> list[tuple[str, list[Offer]]]:
        """By label of a filter where what was typed means several things, these things."""
        errors = self.form.errors.as_data()
        return [
            (
                str(self.form[name].label),
                [
                    Offer(meant, self._address_meaning(name, error.params["asked"], key))
                    for key, meant in error.params["offered"].items()
                ],
            )
            for name, found in errors.items()
            for error in found
            if error.code == "offered" and error.params
        ]

    def _address_meaning(self, name: str, asked: str, key: str) -> str:
        meant = f"{NOT}{key}" if asked.lstrip().startswith(NOT) else key
        return self._address_of(name, [*self._others(name, [asked]), meant])

    def _others(self, name: str, asked: Container[str]) -> list[str]:
        return [text for text in self._given(name) if text not in asked]

    def _address_of(self, name: str, texts: list[str]) -> str:
        """Of the list whose filter has these values."""
        query = QueryDict(self.without(name, "page"), mutable=True)
        query.setlist(name, texts)
        return f"?{urlencode(sorted(query.lists()), doseq=True)}"

    @property
    def asked_for(self) -> dict[str, Any]:
        """What a valid question asks for, without how it is meant and shown."""
        values = self.form.cleaned_data.items()
        beside = self.NO_CHIP | {"as_of"}
        return {name: value for name, value in values if value and name not in beside}

    def asked_by(self, names: Container[str]) -> frozenset[tuple[str, ...]]:
        """What tells apart what these filters find: what they ask for, and how it is meant."""
        return frozenset(
            (name, *self._given(name))
            for name in self.asked
            if name in names or name in self.NO_CHIP
        )

    def found_without(self, *names: str, among: Any = None) -> Any:
        """What the filters but these find, in no order; `among` rows, or all it is about."""
        found: Any = self.rows if among is None else among
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
        fields = [field for field in self.form if field.name not in self.NO_CHIP]
        return [chip for field in fields for chip in self._chips_of(field)]

    def _chips_of(self, field: forms.BoundField) -> Iterator[Chip]:
        name, label = field.name, str(field.label)
        found = self.form.cleaned_data.get(name)
        if isinstance(found, Chosens):
            for one in found:
                yield self._chip_of(field, one)
        elif self.data.get(name):
            shown = self.data[name] if name == "q" or found is None else found
            yield Chip(label, str(shown), self._address_of(name, []))

    def _chip_of(self, field: forms.BoundField, one: Chosen) -> Chip:
        """Of one of the values of a filter, which can also be turned into its contrary."""
        others = self._others(field.name, one.asked)
        text = one.asked[0].strip().removeprefix(NOT)
        turned = text if one.is_left_out else f"{NOT}{text}"
        return Chip(
            str(field.label),
            value_in_words(field.field, one),
            self._address_of(field.name, others),
            one.is_left_out,
            self._address_of(field.name, sorted({*others, turned})),
        )

    def without(self, *names: str) -> str:
        """The query of an address that asks the same without these, nor what changes nothing."""
        data = QueryDict(mutable=True)
        for name in self.data:
            texts = [] if name in names else self._given(name)
            if not self._goes_without_saying(name, texts):
                data.setlist(name, texts)
        return str(data.urlencode())

    def _goes_without_saying(self, name: str, texts: list[str]) -> bool:
        # An address may name a filter that another list has.
        field = self.form.fields.get(name) if name in self.NO_CHIP else None
        return not texts or (field is not None and texts == [next(iter(field.choices))[0]])

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

    def passages(self, rows: Iterable[Any]) -> dict[Any, SafeString]:
        """By row, the passage that has the words that are asked for, with these marked."""
        question = self.form.cleaned_data.get("q") and not self.pasted and self.data["q"]
        if not question:
            return {}
        told = self.texts_of(list(rows)).items()
        found = {key: passage_for_reader(texts, question) for key, texts in told}
        return {key: text for key, text in found.items() if text}

    def texts_of(self, rows: list[Any]) -> dict[Any, list[str]]:
        """By row, the texts that a passage is shown of: those of the reader's language first."""
        return {}

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

    def found_without(self, *names: str, among: Any = None) -> Any:
        found = super().found_without(*names, among=among)
        days = self.form.cleaned_data
        first, last = (None if end in names else days[end] for end in ("from", "to"))
        return self.between(found, first, last) if first or last else found

    def between(self, found: Any, first: date | None, last: date | None) -> Any:
        return found.possibly_between(first, last)


def terms(choices: Any, label: Any, *column: str, **kwargs: Any) -> ColumnFilter:
    """Terms of a vocabulary. It is read once: no copy of a filter copies a function."""
    return ColumnFilter(
        *column, one=lambda: forms.ChoiceField(choices=choices), label=label, **kwargs
    )


def sources_at(text: str) -> list[str]:
    """References of the sources whose public address was pasted, in whatever form."""
    return references_of(PublishedSource.objects.at(text)) if is_address(text) else []


def references_of(rows: Any) -> list[str]:
    return list(rows.order_by("reference").values_list("reference", flat=True))


# What the words of a source are looked for in.
HEADER = ("title", "author", "publisher", "note")
BASIS_HELP = gettext_lazy("How whoever knew it had come to know it.")
HEDGE_HELP = gettext_lazy("In the source’s own words: as a fact, as a claim, with doubt.")


def wording_of(statement: CitedStatement) -> list[str]:
    """What a statement says, of which nothing stands behind a warning."""
    quoted = statement["quotation"]
    return [
        *in_readers_order(statement["paraphrase"]),
        *([quoted["text"], quoted["translation"]] if quoted else []),
        *in_readers_order(statement["subject"]),
        *in_readers_order(statement["note"]),
        *(text for hop in statement["chain"] for text in in_readers_order(hop["label"] or NOTHING)),
    ]


class StatementFilters(DatedFilterSet):
    q = WordsFilter(label=gettext_lazy("Words"), method="search")
    kind = terms(StatementKind, gettext_lazy("Kind"), counts="kind")
    source = SourceFilter(
        "reference",
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Words of its title, its reference or its address."),
    )
    documenter = ActorFilter(
        "documenters",
        "contains",
        counts="documenters",
        label=gettext_lazy("According to"),
        help_text=gettext_lazy("A body named in the chain: its name in full, or its reference."),
    )
    basis = terms(
        Basis,
        gettext_lazy("How it was known"),
        "bases",
        lookup_expr="contains",
        counts="bases",
        help_text=BASIS_HELP,
    )
    origin = OriginFilter(
        label=gettext_lazy("Origin: who knew"),
        help_text=gettext_lazy(
            "The body that knew, by the statement's own chain: its name in full, its reference, "
            "or the code of an origin from a link on this site."
        ),
    )
    hedge = terms(
        Hedge, gettext_lazy("How cautiously it is put"), counts="hedge", help_text=HEDGE_HELP
    )
    from_ = DayFilter(label=gettext_lazy("From"), method="together")
    to_ = DayFilter(label=gettext_lazy("To"), method="together", is_end=True)
    updated_since = touched_since()
    as_of = as_of_day()

    RECORD_KIND = "source"
    IDENTITY = "id"
    DAYS = ("period_earliest", "period_latest")
    OTHERS = ("basis", "origin", "hedge", "updated_since", "as_of")
    ROW = F("order") * (1 << BITS_OF_A_POSITION) + F("position")

    class Meta(PublicFilterSet.Meta):
        model = PublishedStatement
        fields: list[str] = []

    def texts_of(self, rows: list[PublishedStatement]) -> dict[Any, list[str]]:
        return {row.pk: wording_of(row.shown) for row in rows}


class SourceFilters(PublicFilterSet):
    q = WordsFilter(
        label=gettext_lazy("Words"),
        method="search",
        help_text=gettext_lazy("Or a reference, or the address of a source."),
    )
    kind = terms(SourceKind, gettext_lazy("Kind"), counts="kind")
    publisher = ActorFilter(
        label=gettext_lazy("Publisher"),
        counts="publisher",
        help_text=gettext_lazy("Its name in full, or its reference."),
    )
    standing = terms(
        SourceStanding,
        gettext_lazy("Standing"),
        counts="standing",
        help_text=gettext_lazy("What became of it: corrected, retracted, no longer available."),
    )
    updated_since = touched_since()
    as_of = as_of_day()

    RECORD_KIND = "source"
    OTHERS = ("updated_since", "as_of")

    class Meta(PublicFilterSet.Meta):
        model = PublishedSource
        fields: list[str] = []

    def named_by(self, text: str) -> Q | None:
        found = sources_at(text)
        if not found and (pasted := reference_pasted(text, "source")):
            found = references_of(PublishedSource.objects.listed().filter(reference=pasted))
        return Q(reference__in=found) if found else None

    def texts_of(self, rows: list[PublishedSource]) -> dict[Any, list[str]]:
        """What it is called and our note on it, as they are public now."""
        by_position = {row.position: row.pk for row in rows}
        told = PublicPart.objects.filter(edition__position__in=by_position, path__in=HEADER)
        found: dict[Any, list[str]] = {}
        for position, path, value in told.values_list("edition__position", "path", "value"):
            found.setdefault(by_position[position], []).extend(_called(path, json.loads(value)))
        return found


def _called(path: str, value: Any) -> list[str]:
    match path:
        case "publisher":
            return list(in_readers_order(value["name"])) if value else []
        case "note":
            return list(in_readers_order(value))
        case _:
            return [value]


class ActorFilters(PublicFilterSet):
    q = WordsFilter(label=gettext_lazy("Name"), method="search")
    kind = terms(ActorKind, gettext_lazy("Kind"), counts="kind")
    side = terms(Side, gettext_lazy("Side"), counts="side")
    state = filters.CharFilter(
        label=gettext_lazy("Body of the state"),
        lookup_expr="iexact",
        max_length=2,
        validators=[RegexValidator("^[A-Za-z]{2}$", gettext_lazy("Write two Latin letters."))],
        help_text=gettext_lazy("The state's two letters, such as UA."),
    )
    updated_since = touched_since()
    as_of = as_of_day()

    RECORD_KIND = "actor"
    COUNTS_GONE = True
    OTHERS = ("state", "updated_since", "as_of")

    class Meta(PublicFilterSet.Meta):
        model = PublishedActor
        fields: list[str] = []
