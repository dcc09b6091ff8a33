"""Filters of lists that are saved under a name, shared, renamed and thrown away."""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from review.models import Refused, Review, SavedFilter
from review.workflow import decisions

# More nobody finds again.
MOST = 100


@transaction.atomic
def save(asked: SavedFilter, *, by: User) -> SavedFilter:
    """A filter that is not saved yet, for this person."""
    if SavedFilter.objects.filter(owner=by).count() >= MOST:
        raise Refused(_("You have %s saved filters: delete one first.") % MOST)
    asked.owner = by
    return decisions.keep(asked)


@transaction.atomic
def change(key: UUID, *, name: str, is_shared: bool, by: User) -> SavedFilter:
    found = _locked(key, by)
    if found.owner_id != by.pk and not is_shared:
        raise Refused(
            _("Only its owner takes it back for themselves alone: rename it, or delete it.")
        )
    found.name, found.is_shared = name, is_shared
    return decisions.keep(found)


@transaction.atomic
def delete(key: UUID, *, by: User) -> None:
    _locked(key, by).delete()


def _locked(key: UUID, by: User) -> SavedFilter:
    rows = SavedFilter.objects.changeable_by(by).select_for_update(of=("self",))
    found = rows.filter(pk=key).first()
    if found is None:
        raise Refused(_("This filter is not there any more, or it is a colleague’s."))
    return found


class SavedFilters:
    """Registered as what is typed and is no record: a name and words may tell what was redacted."""

    def forget(self, review: Review, tells: Callable[[str], bool]) -> None:
        self.forget_words(tells)

    def forget_words(self, tells: Callable[[str], bool]) -> None:
        telling = [one.pk for one in SavedFilter.objects.iterator() if any(map(tells, _words(one)))]
        SavedFilter.objects.filter(pk__in=telling).delete()

    def pass_on(self, person: User, to: User | None) -> None:
        """What is shared goes to the colleague, or goes with the rest."""
        mine = SavedFilter.objects.filter(owner=person)
        if to:
            for one in mine.filter(is_shared=True):
                _give(one, to)
        mine.delete()


def _give(one: SavedFilter, to: User) -> None:
    one.owner = to
    # What is refused is deleted with the others.
    with suppress(Refused):
        decisions.keep(one)


def _words(one: SavedFilter) -> list[str]:
    return [one.name, *(value for _name, value in parse_qsl(one.question))]
