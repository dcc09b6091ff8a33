"""Who is told of what is done to a record: written with the event, read and counted elsewhere."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Q

from review.models import Event, Notice
from review.workflow import mentioning

# These end what somebody worked on, or give it back to them.
TO_WHOEVER_WORKED = frozenset(
    {Event.Kind.RETURNED, Event.Kind.APPROVED, Event.Kind.DISCARDED, Event.Kind.WITHDRAWN}
)
# Of a disagreement all that took part in the record are told, but for who is to decide it.
TO_ALL = frozenset(
    {
        *(Event.Kind.COMMENTED, Event.Kind.DISAGREED, Event.Kind.POSITION),
        *(Event.Kind.RULED, Event.Kind.AGREED),
    }
)
TO_ONE = frozenset({Event.Kind.ASSIGNED, Event.Kind.CLAIMED, Event.Kind.HANDED})


def tell(event: Event) -> None:
    """In the same transaction; whoever does something to a record has seen what they were told."""
    Notice.objects.about(event.review, event.by).mark_read()
    mentioned, _others = mentioning.mentioned(event.review, event.comment, by=event.by)
    told = (_told(event) | mentioned) - {event.by_id}
    if told:
        people = User.objects.filter(pk__in=told, is_active=True)
        Notice.objects.bulk_create(Notice(person=person, event=event) for person in people)


def _told(event: Event) -> set[int]:
    if event.kind in TO_ONE:
        return {event.to_id} if event.to_id else set()
    if event.kind in TO_WHOEVER_WORKED:
        return _who_worked(event)
    if event.kind == Event.Kind.NAMED:
        return _who_disagree(event)
    return _who_took_part(event) if event.kind in TO_ALL else set()


def _who_worked(event: Event) -> set[int]:
    """On what is decided; a withdrawal is of all that was ever published of it."""
    since = 0
    earlier = Event.objects.filter(review=event.review_id, id__lt=event.pk)
    if event.kind != Event.Kind.WITHDRAWN:
        approved = earlier.filter(kind=Event.Kind.APPROVED).order_by("-id").first()
        since = approved.pk if approved else 0
    kinds = [*Event.PILE, Event.Kind.SUBMITTED, Event.Kind.HANDED]
    found = earlier.filter(id__gt=since, kind__in=kinds).order_by()
    return _people(found.values_list("kind", "by", "to").distinct())


def _who_took_part(event: Event) -> set[int]:
    earlier = Event.objects.filter(review=event.review_id, id__lt=event.pk).order_by()
    return _people(earlier.values_list("kind", "by", "to").distinct())


def _who_disagree(event: Event) -> set[int]:
    """Those who took part in the disagreement, and whoever is to decide it."""
    of_it = Q(pk=event.answers_id) | Q(answers=event.answers_id)
    events = Event.objects.filter(of_it, review=event.review_id).order_by()
    return _people(events.values_list("kind", "by", "to").distinct())


def _people(found: Iterable[tuple[str, int, int | None]]) -> set[int]:
    """Whoever did it; of what was passed on, whoever was given it."""
    found = list(found)
    given = {to for kind, _by, to in found if to and kind in {"handed", "assigned", "named"}}
    return given | {by for kind, by, _to in found if kind != Event.Kind.HANDED}
