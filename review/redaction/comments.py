"""What was said to a record and beside its saves, taken out with what was redacted or erased.

Comments are never changed otherwise: the database lets their words go only in the transaction of a
redaction or an erasure, and who said something when stays (migration `words_may_go`).
"""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet
from reversion.models import Revision

from review.models import Event, Hiding, Review
from review.redaction.guard import is_telling, whole_words

AT_ONCE = 2000
# In the place of words that were redacted or erased, where something must stand.
WORDS_GONE = "…"


def remove_all(review: Review) -> None:
    """The record is erased: whatever was said about it goes."""
    _remove(review.events.exclude(comment="").values_list("pk", flat=True))
    _remove_from_saves(review.events.exclude(revision=None).values_list("revision", flat=True))
    _remove_from_hidings(review.hidings.values_list("pk", flat=True))


def remove_telling(
    texts: Iterable[str], words: Collection[str] = (), *, of: Collection[Review] = ()
) -> None:
    """Where a comment tells one of the texts its words go: all of them, for nobody edits comments.

    Of other records than those that are given only what tells a name or a sentence, or one of the
    `words` that were named: a single word, such as a town, stands everywhere.
    """
    told = {text for text in texts if is_telling(text)}
    _remove_where(Event.objects.filter(review__in=of), {*told, *words})
    _remove_where(Event.objects.all(), {*filter(_is_several, told), *words})


def _is_several(text: str) -> bool:
    return len(text.split()) > 1


def _remove_where(events: "QuerySet[Event]", texts: Collection[str]) -> None:
    if not texts:
        return
    tells = whole_words(texts)
    said = events.exclude(comment="").values_list("pk", "comment", "put")
    _remove(pk for pk, *words in said.iterator(AT_ONCE) if any(map(tells, words)))
    saves = Revision.objects.filter(pk__in=events.values("revision")).exclude(comment="")
    noted = saves.values_list("pk", "comment")
    _remove_from_saves(pk for pk, comment in noted.iterator(AT_ONCE) if tells(comment))
    why = Hiding.objects.filter(review__in=events.values("review")).values_list("pk", "comment")
    _remove_from_hidings(pk for pk, comment in why.iterator(AT_ONCE) if tells(comment))


def _remove(keys: Iterable[int]) -> None:
    Event.objects.filter(pk__in=list(keys)).update(comment="", put="", comment_removed=True)


def _remove_from_hidings(keys: Iterable[int]) -> None:
    """Why something was hidden, which is said in an event as well."""
    of_these = Hiding.objects.filter(pk__in=list(keys)).exclude(comment=WORDS_GONE)
    of_these.update(comment=WORDS_GONE)


def _remove_from_saves(keys: Iterable[int | None]) -> None:
    Revision.objects.filter(pk__in=list(keys)).exclude(comment="").update(comment="")
