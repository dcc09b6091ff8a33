"""Tags of the team: made, renamed, merged and retired by it, and put on records.

A tag is no part of a record: nobody reviews it. Who put it there is an event of the record. What
else bears tags is registered here by its app.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from review.models import Event, Hiding, Refused, Review, Tag, Tagged
from review.redaction import guard
from review.workflow import decisions

# More nobody chooses among.
MOST = 200


# Of one kind of rows: what bears the tag bears the other one, or none, and its history says so.
type Replace = Callable[[Tag, Tag | None, str, User], None]


@dataclass(frozen=True)
class Bearers:
    """Rows that are no records and bear tags."""

    called: Promise
    replace: Replace
    # By tag, how many of those that this person may see bear it; None: they may see none of them.
    numbers: Callable[[User], Mapping[UUID, int] | None]
    # Where those are listed that bear the tag with this key.
    address: Callable[[UUID], str]


_BEARERS: list[Bearers] = []


def register(bearers: Bearers) -> None:
    _BEARERS.append(bearers)


def borne_beside(person: User) -> list[tuple[Bearers, Mapping[UUID, int]]]:
    """Of each kind that this person may see, how many bear each tag."""
    counted = [(one, one.numbers(person)) for one in _BEARERS]
    return [(one, numbers) for one, numbers in counted if numbers is not None]


def attach(reviews: Iterable[Review]) -> None:
    """The tags of these reviews, read once for all of them."""
    rows = Prefetch("tagged", Tagged.objects.select_related("tag"))
    prefetch_related_objects(list(reviews), rows)


@transaction.atomic
def make(name: str, *, by: User) -> Tag:
    decisions.require_work(by)
    if Tag.objects.count() >= MOST:
        raise Refused(_("There are %s tags: merge or delete some first.") % MOST)
    return decisions.keep(Tag(name=name, by=by))


@transaction.atomic
def rename(key: UUID, *, name: str, by: User) -> Tag:
    tag = _locked([key], by=by)[key]
    _spare(tag, name, by)
    tag.name = name
    return decisions.keep(tag)


@transaction.atomic
def retire(key: UUID, *, by: User, is_retired: bool = True) -> Tag:
    """No record is given it any more; those that bear it keep it."""
    tag = _locked([key], by=by)[key]
    tag.is_retired = is_retired
    return decisions.keep(tag)


@transaction.atomic
def merge(key: UUID, *, into: UUID, by: User) -> Tag:
    """Every record that bears the one bears the other, also those that this person may not read."""
    if key == into:
        raise Refused(_("Choose another tag."))
    tags = _locked([key, into], by=by)
    gone, stays = tags[key], tags[into]
    if stays.is_retired:
        raise Refused(_("“%s” is retired: bring it back first.") % stays)
    _spare(gone, stays.name, by)
    said = _("“%(gone)s” was merged into “%(stays)s”.") % {"gone": gone, "stays": stays}
    _replace(gone, stays, said, by)
    return stays


@transaction.atomic
def delete(key: UUID, *, by: User) -> None:
    """Off every record: to refuse where one bears it would tell of records that are not read."""
    tag = _locked([key], by=by)[key]
    _replace(tag, None, _("“%s” was deleted.") % tag, by)


def _replace(tag: Tag, other: Tag | None, said: str, by: User) -> None:
    _replace_on_records(tag, other, said, by)
    for one in _BEARERS:
        one.replace(tag, other, said, by)
    _delete(tag)


def _replace_on_records(tag: Tag, other: Tag | None, said: str, by: User) -> None:
    """Nobody is sent a notice."""
    kind = Event.Kind.TAGGED if other else Event.Kind.UNTAGGED
    reviews = _tell(Review.objects.filter(tagged__tag=tag).order_by("pk"), kind, said, by)
    if other:
        has = set(other.tagged.values_list("review", flat=True))
        Tagged.objects.bulk_create(
            Tagged(review=one, tag=other) for one in reviews if one.pk not in has
        )


def _spare(tag: Tag, name: str, by: User) -> None:
    """A record from which this name was redacted bears the tag no more when it is called so.

    To refuse would tell of a redaction in a record that the person may not read.
    """
    redacted = Hiding.objects.redacted().filter(review__tagged__tag=tag)
    spared = {one.review_id for one in redacted if guard.is_refused(name, one.refused)}
    _tell(Review.objects.filter(pk__in=spared).order_by("pk"), Event.Kind.UNTAGGED, str(tag), by)
    tag.tagged.filter(review__in=spared).delete()


def _tell(found: Iterable[Review], kind: str, said: str, by: User) -> list[Review]:
    reviews = list(found)
    Event.objects.bulk_create(
        Event(review=one, kind=kind, by=by, comment=said, revision_id=one.head_id)
        for one in reviews
    )
    return reviews


def _locked(keys: Collection[UUID], *, by: User) -> dict[UUID, Tag]:
    decisions.require_work(by)
    found = rows(keys)
    if len(found) < len(keys):
        raise Refused(_("This tag is not there any more."))
    return found


def rows(keys: Collection[UUID]) -> dict[UUID, Tag]:
    """Locked before what bears them, as where one is merged: else two wait for each other."""
    found = Tag.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {tag.pk: tag for tag in found}


def _delete(tag: Tag) -> None:
    tag.tagged.all().delete()
    tag.delete()


@transaction.atomic
def put(review: Review, *, add: Collection[UUID], remove: Collection[UUID], by: User) -> None:
    """Put these tags on the record and take those off; what is so already is left."""
    decisions.require_work(by)
    tags = rows({*add, *remove})
    review = decisions.lock(review.pk)
    if review.head_id is None:
        raise Refused(_("Save the record before you tag it."))

    def note(kind: str, name: str) -> None:
        decisions.noted(review, kind, by, name)

    change(review, tags, add=add, remove=remove, note=note)


def change(
    bearer: Any,
    tags: Mapping[UUID, Tag],
    *,
    add: Collection[UUID],
    remove: Collection[UUID],
    note: Callable[[str, str], object],
) -> None:
    """Of whatever bears tags by `tagged`; `note` writes its history: what was done, which name."""
    bears = {one.tag_id: one for one in bearer.tagged.select_related("tag")}
    for key in set(add) - bears.keys():
        tag = tags.get(key)
        if tag is None:
            raise Refused(_("This tag is not there any more."))
        if tag.is_retired:
            raise Refused(_("“%s” is retired: bring it back first.") % tag)
        decisions.keep(bearer.tagged.model(**{bearer.tagged.field.name: bearer, "tag": tag}))
        note(Event.Kind.TAGGED, str(tag))
    for one in [bears[key] for key in set(remove) & bears.keys()]:
        note(Event.Kind.UNTAGGED, str(one.tag))
        one.delete()


class Tags:
    """Registered as what is typed and is no record: a name may tell what was redacted."""

    def forget(self, review: Review, tells: Callable[[str], bool]) -> None:
        Tagged.objects.filter(review=review).delete()
        self.forget_words(tells)

    def forget_words(self, tells: Callable[[str], bool]) -> None:
        for tag in [one for one in Tag.objects.iterator() if tells(one.name)]:
            _delete(tag)

    def pass_on(self, person: User, to: User | None) -> None:
        """They are the team's."""
