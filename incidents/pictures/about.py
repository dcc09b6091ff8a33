"""What a picture and its numbers say of themselves: filters, day, licence and citation."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.editions import chain
from review.public.addresses import address
from review.public.citing import Citation
from sources.files.columns import Column, Table, Type
from sources.lists.filters import PublicFilterSet


@dataclass(frozen=True)
class About:
    """What a picture and its numbers say of themselves."""

    title: str
    filters: list[str]
    day: date
    position: int
    # Empty where nothing is published.
    citation: str
    # Of the page that shows the picture.
    address: str

    @property
    def filters_in_words(self) -> str:
        return "; ".join(self.filters) or _("none: all that is published")

    @property
    def licence(self) -> str:
        return f"{settings.DATA_LICENCE} {settings.DATA_LICENCE_URL}"


def about(title: str, filters: PublicFilterSet, view: str, query: str) -> About:
    """`view` and `query`: the page of the picture."""
    last = chain.head()
    page = address(view) + (f"?{query}" if query else "")
    asked = [f"{chip.label}: {chip.value}" for chip in filters.chips] + how_meant(filters)
    citation = last and Citation(
        key="",
        title="; ".join([title, *asked]),
        address=page,
        changed=last.day,
        version=_("chain position %s") % last.position,
        digest=last.digest,
    )
    return About(
        title=title,
        filters=asked,
        day=last.day if last else timezone.localdate(),
        position=last.position if last else 0,
        citation=citation.in_words if citation else "",
        address=page,
    )


def how_meant(filters: PublicFilterSet) -> list[str]:
    """How days are meant, which is no filter by itself."""
    if not filters.form.cleaned_data.get("when") or not filters.data.get("when"):
        return []
    chosen = filters.form.fields["when"]
    words = dict(chosen.choices)[filters.form.cleaned_data["when"]]
    return [f"{chosen.label}: {words}"]


def with_about(table: Table, of: About | None = None) -> Table:
    """The same with what it says of itself in each line, so that a copied line still does."""

    def said(name: str) -> Callable[[Any], Any]:
        return lambda _row: getattr(of, name)

    last = (
        Column(
            "filters",
            Type.TEXT,
            gettext_lazy("what was asked, in the language of the file’s address"),
            said("filters_in_words"),
        ),
        Column(
            "as_of",
            Type.DAY,
            gettext_lazy("day of the last publication that is counted"),
            said("day"),
        ),
        Column(
            "chain_position",
            Type.NUMBER,
            gettext_lazy("position of the chain on that day"),
            said("position"),
        ),
        Column("licence", Type.TEXT, gettext_lazy("licence of this file"), said("licence")),
        Column("citation", Type.TEXT, gettext_lazy("how to cite it"), said("citation")),
        Column("page", Type.ADDRESS, gettext_lazy("page with the same numbers"), said("address")),
    )
    return replace(table, columns=(*table.columns, *last))
