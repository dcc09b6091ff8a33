"""What somebody is told, as far as they may read it now: listed and counted alike."""

from typing import Any

from accounts.prepared import prepared
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from review.models import Notice
from review.models.notices import NoticeQuerySet
from review.workflow import threads

# More are said to be many; nobody counts them.
MANY = 100
OF_EVENT = (
    *("event__review", "event__by__colleague", "event__to__colleague"),
    *("event__answers__by", "person__colleague"),
)


def notices_of(person: User) -> NoticeQuerySet:
    """All that this person may read, those that they have not read first."""
    found = Notice.objects.of(person)
    about_lines = found.filter(~Q(event__line="") | Q(event__answers__isnull=False))
    kept = _about_kept_lines(list(about_lines.select_related("event__answers")), person)
    return found.exclude(pk__in=kept).select_related(*OF_EVENT).unread_first()


def unread_of(person: User) -> list[Notice]:
    """The newest, at most `MANY`."""
    # Every page of the staff asks; mostly nothing is new, and what may be read is long to ask.
    if not _any_unread(person.pk):
        return []
    found = list(Notice.objects.of(person).unread().select_related(*OF_EVENT)[:MANY])
    kept = _about_kept_lines(found, person)
    return [one for one in found if one.pk not in kept]


@prepared
def _any_unread(person: Any) -> QuerySet[Notice, tuple[int]]:
    return Notice.objects.filter(person=person).unread().order_by().values_list("pk")[:1]


def _about_kept_lines(found: list[Notice], person: User) -> set[int]:
    """A line of a record that they may read can name what they may not."""
    shown = {event.pk for event in threads.readable([one.event for one in found], person)}
    return {one.pk for one in found if one.event_id not in shown}
