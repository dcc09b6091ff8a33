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
from review.models import Entry
from review.public.addresses import address
from sources.files.citing import asked_in_words, question_cited
from sources.files.columns import Column, Table, Type
from sources.lists.filters import PublicFilterSet


@dataclass(frozen=True)
class About:
    """What a picture and its numbers say of themselves."""

    title: str
    filters: list[str]
    # Whose state it shows.
    day: date
    # Of the last publication, by which it was written; None where nothing is published.
    published: date | None
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
    cited = last and replace(question_cited(title, filters, last), address=page)
    return About(
        title=title,
        filters=asked_in_words(filters),
        day=day_shown(filters, last) or timezone.localdate(),
        published=last.day if last else None,
        position=last.position if last else 0,
        citation=cited.in_words if cited else "",
        address=page,
    )


def day_shown(filters: PublicFilterSet, last: Entry | None) -> date | None:
    """The day whose state is shown: the earlier one that is asked for, or of `last`."""
    return filters.day or (last.day if last else None)


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
            gettext_lazy(
                "day whose state is counted: the one that was asked for with as_of, or that of the "
                "last publication"
            ),
            said("day"),
        ),
        Column(
            "chain_position",
            Type.NUMBER,
            gettext_lazy("position of the chain when the file was written"),
            said("position"),
        ),
        Column("licence", Type.TEXT, gettext_lazy("licence of this file"), said("licence")),
        Column("citation", Type.TEXT, gettext_lazy("how to cite it"), said("citation")),
        Column("page", Type.ADDRESS, gettext_lazy("page with the same numbers"), said("address")),
    )
    return replace(table, columns=(*table.columns, *last))
