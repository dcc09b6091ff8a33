"""The public page of counts that bodies gave, and the same as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.public.reading import public
from sources.files.formats import refused_in_text, understood, whole_table
from sources.lists.facets import facets
from sources.lists.filters import ActorFilter, PublicFilterSet, terms
from sources.models.published import PublishedStatement
from sources.vocabulary import Counted, Level

from incidents.pictures.about import About, about, with_about
from incidents.pictures.sheet import svg_file
from incidents.tallies.tallies_file import TALLIES
from incidents.tallies.tally_chart import chart_of
from incidents.tallies.tally_sheet import tally_sheet
from incidents.tallies.tallying import Count, aggregate_claims, counts, units


class TallyFilters(PublicFilterSet):
    """One statement may hold many counts, so that only counts themselves can be left out."""

    counted = terms(Counted, gettext_lazy("What is counted"), method="of_counts")
    level = terms(
        Level, gettext_lazy("Level, according to whoever gave the figure"), method="of_counts"
    )
    by = ActorFilter(
        label=gettext_lazy("Who counted"),
        method="of_counts",
        help_text=gettext_lazy("A body: its name in full, or its reference."),
    )

    class Meta(PublicFilterSet.Meta):
        model = PublishedStatement
        fields: list[str] = []

    def of_counts(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset

    def counts(self) -> list[Count]:
        asked_for = self.form.cleaned_data
        return counts(
            self.qs,
            by=asked_for["by"].keys(lambda body: body.reference),
            counted=asked_for["counted"],
            level=asked_for["level"],
        )


def asked_for(request: HttpRequest) -> TallyFilters:
    return TallyFilters(request.GET, aggregate_claims())


@public
def tallies(request: HttpRequest) -> HttpResponse:
    filters = asked_for(request)
    is_valid, context = filters.is_valid(), {"filters": filters, "facets": facets(filters, None)}
    if not is_valid:
        return render(request, "incidents/tallies.html", context, status=400)
    found = filters.counts()
    context |= {
        "found": len(found),
        "units": [(unit, chart_of(unit)) for unit in units(found)],
    }
    return render(request, "incidents/tallies.html", context)


@public
def tallies_csv(request: HttpRequest) -> HttpResponse:
    filters = asked_for(request)
    if not understood(filters):
        return refused_in_text(filters.form)
    table = with_about(TALLIES, about_tallies(filters))
    return whole_table(table, filters.counts(), asked=filters.asked)


@public
def tallies_svg(request: HttpRequest) -> HttpResponse:
    filters = asked_for(request)
    if not understood(filters):
        return refused_in_text(filters.form)
    notes = [
        _(
            "Numbers of different bodies, units, periods and levels overlap in ways that nobody "
            "knows: they are shown side by side and never added up."
        ),
        _(
            "Filled: at least this many; outlined: possibly up to this many; dashed to the edge: "
            "nobody gives an upper limit. Grey: documented here in the same period."
        ),
    ]
    sheet = tally_sheet(units(filters.counts()))
    return svg_file(sheet, about_tallies(filters), name="tallies", filters=filters, notes=notes)


def about_tallies(filters: TallyFilters) -> About:
    return about(_("Tallies: what bodies have counted"), filters, "tallies", filters.address)
