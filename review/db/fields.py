"""Text fields that migrations know as Django's own, so that none of them imports our code."""

from typing import TYPE_CHECKING, Any

from django.db import models

# Generic for the type checker only.
if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField


class ShortTextField(_CharField):
    """A short text with rules of ours; the column is Django's."""

    # What a column does not have, and a migration would otherwise follow or import.
    NOT_MIGRATED: tuple[str, ...] = ()

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        column = {key: value for key, value in kwargs.items() if key not in self.NOT_MIGRATED}
        return name, "django.db.models.CharField", [*args], column


class ChoiceField(ShortTextField):
    """A term of a vocabulary: a new term or another label needs no migration."""

    NOT_MIGRATED = ("choices",)
