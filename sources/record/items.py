"""Which sources are one item entered again, by their address: docs/decisions/origins.md."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple, cast

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _
from review.models import PublicPart, Review
from review.models.public import PublicPartQuerySet
from review.record_types import Ahead

from sources.document_types import SourceDocument
from sources.models import Source
from sources.models.published import PublishedSource
from sources.models.sources import SourceQuerySet
from sources.record import index
from sources.record.twins import twins_of
from sources.text.addresses import canonical, followed_by
from sources.vocabulary import TwinSign


class _Public(NamedTuple):
    """What is public of a source, or will be by the same decision before it."""

    reference: str
    address: str
    item: str


def item_of(source: Source, ahead: Ahead) -> str | None:
    """The item of the earliest public source of the same address, or else its own reference.

    Made from public documents alone, so that it tells nothing of a source that is not public.
    """
    if source.tells_only_wording or source.names_protected_person or source.holds_several:
        return None
    address = canonical(source.url)
    first = next(_at(address, ahead), None) if address else None
    if first is None:
        return source.reference
    if first.item == first.reference or not _hides_its_address(first.item, ahead):
        return first.item
    return first.reference


def _at(address: str, ahead: Ahead) -> Iterator[_Public]:
    """Those that are an item of this address, the earliest first."""
    rows = PublishedSource.objects.listed().filter(address=address).exclude(item="")
    known = rows.order_by("published_on", "reference").values_list("reference", "address", "item")
    coming = {one.reference: one for one in _coming(ahead)}
    for one in (_Public(*row) for row in known):
        now = coming.pop(one.reference, one)
        if now.address == address and now.item:
            yield now
    yield from (one for one in coming.values() if one.address == address and one.item)


def _coming(ahead: Ahead) -> Iterator[_Public]:
    for reference, upcoming in ahead.items():
        if upcoming.kind == Source.record_kind():
            document = cast(SourceDocument, upcoming.document)
            told = index.item(reference, document) or ""
            yield _Public(reference, canonical(document["url"]), told)


def _hides_its_address(reference: str, ahead: Ahead) -> bool:
    """To name it would tell where it is. What was withdrawn for protection is named nowhere."""
    for one in _coming(ahead):
        if one.reference == reference:
            return not one.address
    return PublishedSource.objects.filter(reference=reference, address="").exists()


# Where an address that was hidden is still to be found


def told_by_same_address(reference: str, addresses: Collection[str]) -> list[tuple[str, str]]:
    """(reference, path) of public parts that have such an address in any form, or lead to it.

    Every edition is read: an earlier one may have another address.
    """
    wanted = {canonical(one) for one in addresses} - {""}
    urls = PublicPart.objects.filter(path="url").exclude(edition__reference=reference)
    found = [_place(one) for one in _read(urls) if canonical(json.loads(one.value)) in wanted]
    return list(dict.fromkeys(found + naming_one_item(reference)))


def naming_one_item(reference: str) -> list[tuple[str, str]]:
    """(reference, path) of public parts that name the source and another one as one item."""
    found = [_place(one) for one in _read(_items_of(reference)) if _leads(one, reference)]
    return list(dict.fromkeys(found + _leading_incidents(reference)))


def _read(parts: PublicPartQuerySet) -> Iterator[PublicPart]:
    return parts.select_related("edition").defer("edition__payload").iterator()


def _place(part: PublicPart) -> tuple[str, str]:
    return part.edition.reference, part.path


def _items_of(reference: str) -> PublicPartQuerySet:
    """Of the source itself, and of those that name it."""
    own, named = Q(edition__reference=reference), Q(value=json.dumps(reference))
    return PublicPart.objects.filter(own | named, path="item")


def _leads(part: PublicPart, reference: str) -> bool:
    told = json.loads(part.value)
    return told is not None and {told, part.edition.reference} != {reference}


def _leading_incidents(reference: str) -> list[tuple[str, str]]:
    """Statements that name the source and another one as one item, and origins named by it."""
    statements = PublicPart.objects.filter(
        path__startswith="statements/", value__contains=json.dumps(reference)
    )
    leading: dict[tuple[str, str], None] = {}
    named: dict[str, set[str]] = defaultdict(set)
    for part in _read(statements):
        header = json.loads(part.value).get("source") or {}
        same = {one for one in (header.get("reference"), header.get("item")) if one}
        if reference in same and len(same) > 1:
            leading[_place(part)] = None
            named[part.edition.reference] |= same
    origins = PublicPart.objects.filter(path="origins", edition__reference__in=named)
    for part in _read(origins):
        if any(f"source:{one}" in part.value for one in named[part.edition.reference]):
            leading[_place(part)] = None
    return list(leading)


# What staff are told


def same_item(address: str, reader: User, besides: Source | None = None) -> SourceQuerySet:
    """Sources of this address that the person may read; what they may not is as if not there."""
    found = Source.visible_to(reader).at(address).filter(holds_several=False)
    return _others(found, besides)


def same_items(addresses: Iterable[str], reader: User) -> SourceQuerySet:
    """The same of many addresses at once, each in canonical form."""
    wanted = [one for one in addresses if one]
    found = Source.visible_to(reader).filter(canonical_address__in=wanted, holds_several=False)
    return _others(found, None)


def same_text(text: str, reader: User) -> SourceQuerySet:
    """Sources whose text as received is the same: perhaps one item, which a person decides."""
    return _others(Source.visible_to(reader).with_text(text), None)


def _others(found: SourceQuerySet, besides: Source | None) -> SourceQuerySet:
    open_ones = found.exclude(review__work=Review.Work.CLOSED).select_related("review", "publisher")
    others = open_ones.exclude(pk=besides.pk) if besides else open_ones
    return others.order_by("review__reference")


def warnings(source: Source, reader: User) -> list[str]:
    """Sentences for whoever submits or decides."""
    return [
        *_entered_again(source, reader),
        *_still_public(source),
        *_tells_who_shared_it(source),
        *_moved(source),
        *_nowhere_in_it(source),
    ]


def _entered_again(source: Source, reader: User) -> Iterator[str]:
    """But for what somebody said is another item."""
    for pair in twins_of(source, reader):
        if TwinSign.ADDRESS in pair.shared:
            said = _("This item is already here: “%(source)s” (%(reference)s). Use that source.")
        elif TwinSign.TEXT in pair.shared:
            said = _(
                "“%(source)s” (%(reference)s) has the same text. If it is the same item, use that "
                "source."
            )
        else:
            said = _(
                "“%(source)s” (%(reference)s) has the same title, publisher and date. If it is the "
                "same item, use that source."
            )
        other = pair.other.source
        yield said % {"source": other, "reference": pair.other.reference}


def _still_public(source: Source) -> Iterator[str]:
    """To withhold an address in one place helps nobody while another place shows it."""
    if not (source.tells_only_wording or source.names_protected_person):
        return
    others = PublishedSource.objects.at(source.url).exclude(reference=source.reference)
    if found := sorted(others.values_list("reference", flat=True)):
        yield _(
            "Its details are withheld, but its address is public in other sources: %s. Withhold "
            "their details too, or withdraw them."
        ) % ", ".join(found)


def _tells_who_shared_it(source: Source) -> Iterator[str]:
    """An address is public as it was typed, and may name the account of whoever copied it."""
    if names := followed_by(source.url):
        yield _(
            "Its address may tell who shared it or followed a link to it: %s. Take that out, since "
            "the address becomes public."
        ) % ", ".join(names)


def _nowhere_in_it(source: Source) -> Iterator[str]:
    """Of several items at one address, only its place tells which one a statement is of."""
    if source.holds_several:
        for statement in source.statements.filter(locator=""):
            yield _("%s: the source holds several items. Say where in it this stands.") % (
                statement.label
            )


def _moved(source: Source) -> Iterator[str]:
    """Others keep its reference as their item: what became of it is for a person to say."""
    public = PublishedSource.objects.filter(reference=source.reference).first()
    if public is None or public.address in {"", canonical(source.url)}:
        return
    counted = PublishedSource.objects.listed().filter(item=source.reference)
    others = counted.exclude(reference=source.reference).values_list("reference", flat=True)
    if others:
        yield _(
            "Its address is another one now, and these still count as one item with it: %s. If it "
            "is another item, withdraw this source and enter a new one."
        ) % ", ".join(sorted(others))
