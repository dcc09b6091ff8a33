"""Text fields that migrations know as Django's own, so that none of them imports our code."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# The longest tag that software must know (RFC 5646, 4.4.1), such as sr-Latn-RS-ekavsk.
LONGEST_LANGUAGE = 35

# Generic for the type checker only.
if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
    _URLField = models.URLField[str, str]
else:
    _CharField = models.CharField
    _URLField = models.URLField


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


class WebAddressValidator(URLValidator):
    """As Django's, for the web alone, and with the underscore that hosts of real sites have."""

    message = _("Write the whole address, as https://news.example/1.")
    schemes = ["http", "https"]

    _HOST = re.compile(r"(?<=://)[^/?#]+")

    def __call__(self, value: Any) -> None:
        super().__call__(self._HOST.sub(lambda host: host[0].replace("_", "a"), str(value), 1))


class WebAddressField(_URLField):
    """An address of the web as it was typed: a form for addresses would write it another way."""

    default_validators = [WebAddressValidator()]

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", [*args], kwargs

    def formfield(self, **kwargs: Any) -> Any:
        ours = {"form_class": forms.CharField, "widget": forms.URLInput}
        return super().formfield(**ours | kwargs)
