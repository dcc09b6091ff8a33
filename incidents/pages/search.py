"""One question in words asked of everything: incidents, statements, sources and actors."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from review.amounts import grouped
from review.public.public_state import PublicRequest, PublicState
from review.public.reading import public
from sources.lists.facets import total
from sources.lists.filters import PublicFilterSet, QuestionForm, WordsField
from sources.lists.meant import actors_meant
from sources.pages.public_list import ACTOR_LIST, SOURCE_LIST, STATEMENT_LIST, PublicList

from incidents.models.places import Place
from incidents.pages.views import INCIDENT_LIST

# Of each list; its own page has all.
FIRST = 5
# With the template of one entry.
LISTS: list[tuple[PublicList, str]] = [
    (INCIDENT_LIST, ""),
    *((one, one.entry) for one in (STATEMENT_LIST, SOURCE_LIST, ACTOR_LIST)),
]


class EverythingForm(QuestionForm):
    BESIDE = frozenset()

    q = WordsField(required=False)


@dataclass(frozen=True)
class Found:
    """The first of what a list has."""

    of: PublicList
    entry: str
    filters: PublicFilterSet
    number: str
    total: int

    @cached_property
    def rows(self) -> list[Any]:
        return list(self.filters.qs[:FIRST])

    @property
    def passages(self) -> Mapping[Any, str]:
        return self.filters.passages(self.rows)

    @property
    def address(self) -> str:
        return reverse(f"{self.of.table.record}_list") + self.filters.query

    @property
    def has_more(self) -> bool:
        return self.total > FIRST


@public
def search(request: PublicRequest) -> HttpResponse:
    form = EverythingForm(request.GET)
    is_valid = form.is_valid()
    context: dict[str, Any] = {"form": form, "asked": request.GET.get("q", "")}
    if is_valid and form.cleaned_data["q"]:
        question = QueryDict(mutable=True)
        question["q"] = request.GET["q"]
        found = [_found(one, question, request.public_state) for one in LISTS]
        context["is_nothing"] = not any(one.total for one in found)
        context["found"] = [one for one in found if not context["is_nothing"]]
        context["meant"] = _meant(request.GET["q"]) if context["is_nothing"] else {}
    return render(request, "site/search.html", context, status=200 if is_valid else 400)


def _meant(text: str) -> dict[str, str]:
    """By its address, what is called nearly so and is told of here: places, then actors."""
    places = Place.objects.named(text).written_of()[:FIRST]
    asked = {f"{reverse('incident_list')}?place={place.code}": str(place) for place in places}
    actors = {reverse("actor_detail", args=[key]): name for key, name in actors_meant(text).items()}
    return asked | actors


def _found(listed: tuple[PublicList, str], question: QueryDict, state: PublicState) -> Found:
    of, entry = listed
    filters = of.filter_set(question, of.rows(of.index))
    filters.is_valid()
    number = total(filters, state)
    return Found(of, entry, filters, of.number % {"number": grouped(number)}, number)
