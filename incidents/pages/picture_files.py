"""The pictures of incidents as files: a drawing that stands alone, and the numbers in it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from review.amounts import grouped
from review.public.public_state import PublicRequest
from review.public.reading import public
from sources.files.formats import refused_in_text, understood, whole_table

from incidents.lists.filters import IncidentFilters, View
from incidents.pages.views import INCIDENT_LIST
from incidents.pictures.about import About, about, with_about
from incidents.pictures.numbers_file import NUMBERS, lines
from incidents.pictures.picture_sheets import DRAWN, sheet_of
from incidents.pictures.sheet import svg_file

# Who is alleged to be involved is a list, and no picture.
WITH_NUMBERS = (*DRAWN, "actor")


@public
def incident_numbers(request: PublicRequest, picture: str = "") -> HttpResponse:
    filters = INCIDENT_LIST.asked(request)
    if not understood(filters):
        return refused_in_text(filters.form)
    table = with_about(NUMBERS, about_picture(filters, picture))
    name = f"incidents-{picture}" if picture else ""
    found = lines(filters, request.public_state, picture)
    return whole_table(table, found, name=name, asked=filters.asked)


@public
def incident_picture(request: PublicRequest, picture: str) -> HttpResponse:
    filters = INCIDENT_LIST.asked(request)
    if not understood(filters):
        return refused_in_text(filters.form)
    figures = filters.counted(request.public_state)
    title, sheet = sheet_of(picture, filters, figures)
    counted = figures.total.incidents
    notes = [
        ngettext("Counted: %s incident.", "Counted: %s incidents.", counted) % grouped(counted),
        _(
            "Incidents that we found not supported or refuted are counted only if you choose them "
            "in the filters."
        ),
        *how_to_read(picture),
    ]
    of = about_picture(filters, picture, title)
    return svg_file(sheet, of, name=f"incidents-{picture}", filters=filters, notes=notes)


def about_picture(filters: IncidentFilters, picture: str, title: str = "") -> About:
    view = View(picture) if picture in View.values else View.CHARTS
    return about(
        title or str(NUMBERS.title), filters, "incident_list", filters.asked_with(view=view)
    )


def how_to_read(picture: str) -> list[str]:
    if picture == "map":
        return [
            _(
                "Each number counts reported incidents of killing; orders are counted separately "
                "and shown as a word. Where there is no number, nothing is recorded here, which "
                "says nothing about what happened."
            )
        ]
    return [
        _(
            "Blue: incidents of killing; outlined in blue: orders without a killing reported "
            "beside them. Grey: people killed, at least; dashed: and at most, if somebody says so."
        )
    ]
