"""Text fields that migrations know as Django's own, so that none of them imports our code."""

import re
from functools import cached_property, partialmethod
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Concat
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

# The longest tag that software must know (RFC 5646, 4.4.1), such as sr-Latn-RS-ekavsk.
LONGEST_LANGUAGE = 35

# Generic for the type checker only.
if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
    _TextField = models.TextField[str, str]
    _URLField = models.URLField[str, str]
else:
    _CharField = models.CharField
    _TextField = models.TextField
    _URLField = models.URLField

_DJANGOS = "django.db.models.fields"


class DjangosOwn:
    """Mixed into a field of ours: migrations know the column as that of Django's class below it."""

    # What a column does not have, and a migration would otherwise follow or import.
    NOT_MIGRATED: tuple[str, ...] = ()

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        column = {key: value for key, value in kwargs.items() if key not in self.NOT_MIGRATED}
        below = next(one for one in type(self).__mro__ if one.__module__.startswith(_DJANGOS))
        return name, f"django.db.models.{below.__name__}", [*args], column


class ShortTextField(DjangosOwn, _CharField):
    """A short text with rules of ours; the column is Django's."""


class ChoiceField(ShortTextField):
    """A term of a vocabulary: a new term or another label needs no migration."""

    NOT_MIGRATED = ("choices",)

    @cached_property
    def labels(self) -> dict[str, Any]:
        return dict(self.flatchoices)

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        """With `get_…_display`, which lists ask of each row: Django's goes through all terms."""
        if f"get_{name}_display" not in cls.__dict__:
            setattr(cls, f"get_{name}_display", partialmethod(_shown, field=self))
        super().contribute_to_class(cls, name, private_only)


def _shown(record: models.Model, field: ChoiceField) -> Any:
    value = getattr(record, field.attname)
    return force_str(field.labels.get(value, value), strings_only=True)


class WebAddressValidator(URLValidator):
    """As Django's, for the web alone, and with the underscore that hosts of real sites have."""

    message = _("Write the whole address, as https://news.example/1.")
    schemes = ["http", "https"]

    _HOST = re.compile(r"(?<=://)[^/?#]+")

    def __call__(self, value: Any) -> None:
        super().__call__(self._HOST.sub(lambda host: host[0].replace("_", "a"), str(value), 1))


class WebAddressField(DjangosOwn, _URLField):
    """An address of the web as it was typed: a form for addresses would write it another way."""

    default_validators = [WebAddressValidator()]

    def formfield(self, **kwargs: Any) -> Any:
        ours = {"form_class": forms.CharField, "widget": forms.URLInput}
        return super().formfield(**ours | kwargs)


class ReceivedTextField(DjangosOwn, _TextField):
    """A text as somebody else wrote it: the space around it is a part of it."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"strip": False} | kwargs)


class StoredColumn(DjangosOwn, models.GeneratedField):
    """A column that the database computes and stores, as every PostgreSQL can.

    Django's check asks whether this one could also leave it unstored, and for that it would need a
    connection: no command could then be checked while the database is away.
    """

    def _check_supported(self, databases: Any) -> list[Any]:
        return []


def compared_column(*names: str) -> StoredColumn:
    """What staff search: these texts as they are compared (`review/text/compared.py`).

    The database keeps it, so it follows whatever changes them, a redaction too. It is no content:
    no revision holds it.
    """
    said: list[Any] = [part for name in names for part in (models.Value(" | "), models.F(name))][1:]
    return StoredColumn(
        expression=as_compared(
            Concat(*said, output_field=models.TextField()) if len(said) > 1 else said[0]
        ),
        output_field=models.TextField(),
        db_persist=True,
        serialize=False,
    )


def as_compared(text: Any) -> models.Func:
    """An expression or a text, for a lookup on a column that `compared_column` made."""
    return models.Func(
        models.Value(text.replace("\0", "")) if isinstance(text, str) else text,
        function="review_compared",
        output_field=models.TextField(),
    )
