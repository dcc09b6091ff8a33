"""Actors and sources that somebody may mean who types a name, by what tells each apart."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from review.languages import reader_language
from review.models import PublicRecord
from review.public.addresses import reference_pasted

from sources.models.published import PublishedActor, PublishedSource
from sources.text.addresses import is_address
from sources.text.search_words import search_query
from sources.words.texts import plainly

# By the value of the filter, what it is called.
Meant = Mapping[str, str]

MOST_OFFERED = 10


def actors_meant(text: str) -> Meant:
    found = PublishedActor.objects.near(text)[:MOST_OFFERED]
    return {actor.reference: actor.name(reader_language()) for actor in found}


def sources_meant(text: str) -> Meant:
    """By its reference, its address, or words of its title, author, publisher and note."""
    return {one.reference: source_told(one) for one in _sources(text)[:MOST_OFFERED]}


def _sources(text: str) -> Any:
    listed = PublishedSource.objects.listed().defer("search")
    if reference := reference_pasted(text, "source"):
        merged = PublicRecord.objects.filter(reference=reference).values("merged_into")
        named = listed.filter(Q(reference=reference) | Q(reference__in=merged))
        if named:
            return named
    if is_address(text):
        return PublishedSource.objects.at(text)
    query = search_query(text)
    return listed.filter(search=query) if query else listed.none()


def source_told(source: PublishedSource) -> str:
    """Its title, or what it is, with whose it is and from when."""
    what = source.title or source.get_kind_display()
    return ", ".join(filter(None, [what, plainly(source.publisher_names), source.published]))
