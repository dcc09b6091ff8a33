"""Rows with texts that people write, each kept by one rule (`review/text/kept.py`)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from review.db.fields import ReceivedTextField
from review.text import characters, kept


def in_either_language(name: str) -> models.Q:
    """That a text of two columns is there in one language at least."""
    return ~models.Q(**{f"{name}_en": ""}) | ~models.Q(**{f"{name}_uk": ""})


class Written(models.Model):
    """Its texts are normalised when they are checked, whichever form or code checks them.

    What comes back as it is stored, but for line ends and the space around it, stays as stored.
    """

    # What a row has in one language at least: `title` of `title_en` and `title_uk`. No constraint,
    # because a redaction may leave it in neither.
    IN_EITHER_LANGUAGE: ClassVar[tuple[str, ...]] = ()

    # How a row that came or went is told (`review/revisions/whole_rows.py`). The column by which it
    # is told apart, and which so need not be said again; columns that are always read first, and
    # those that never are, since they repeat or only locate; numbers with a low, a best and a high.
    # Columns that `told_briefly` tells in its own way.
    TOLD_BY: ClassVar[str] = ""
    TOLD_ALWAYS: ClassVar[tuple[str, ...]] = ()
    TOLD_BESIDES: ClassVar[tuple[str, ...]] = ()
    TOLD_BRIEFLY: ClassVar[tuple[str, ...]] = ()
    RANGES: ClassVar[Mapping[str, Any]] = {}

    as_loaded: tuple[Collection[str], Collection[Any]] = ((), ())

    class Meta:
        abstract = True

    @classmethod
    def told_briefly(cls, rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
        """Labels and words of rows that are told together, of which the filled fields are given."""
        return iter(())

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any
    ) -> Self:
        row = super().from_db(db, field_names, values, **options)
        row.as_loaded = field_names, values
        return row

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        stored = dict(zip(*self.as_loaded, strict=True))
        changed = []
        for field in written_fields(type(self)):
            typed, before = getattr(self, field.attname), stored.get(field.attname)
            if typed and field.name not in (exclude or ()):
                text = kept_text(field, typed, before if isinstance(before, str) else "")
                setattr(self, field.attname, text)
                changed += [field] * (text != before)
        errors: dict[str, Any] = {}
        try:
            super().clean_fields(exclude)
        except ValidationError as error:
            errors = error.error_dict
        for name in self.IN_EITHER_LANGUAGE:
            field_name = f"{name}_en"
            is_given = (getattr(self, f"{name}_{language}").strip() for language in ("en", "uk"))
            if field_name not in (exclude or ()) and not any(is_given):
                errors.setdefault(field_name, []).append(_("Write this in English or Ukrainian."))
        for field in changed:
            if field.name not in errors and (
                refusal := refusal_of(field, getattr(self, field.attname))
            ):
                errors[field.name] = [refusal]
        if errors:
            raise ValidationError(errors)


def written_fields(model: type[models.Model]) -> "Iterator[models.Field[Any, Any]]":
    """What somebody types or pastes: a term of a vocabulary is chosen."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField) and not field.choices:
            yield field


def kept_text(field: "models.Field[Any, Any]", typed: str, stored: str) -> str:
    if not isinstance(field, models.TextField):
        return stored if kept.is_same_line(typed, stored) else kept.line(typed)
    if isinstance(field, ReceivedTextField):
        return stored if kept.is_received(typed, stored) else kept.prose(typed)
    return stored if kept.is_same(typed, stored) else kept.prose(typed)


def refusal_of(field: "models.Field[Any, Any]", text: str) -> ValidationError | None:
    """Prose loses what nobody sees; in a name or an address a person must say what was meant."""
    found = "" if isinstance(field, models.TextField) else kept.refused_in(text)
    if not found:
        return None
    return ValidationError(
        _(
            "“%(field)s” holds a character that nobody sees (%(name)s): "
            "delete the words around it and type them anew."
        ),
        code="unseen",
        params={"field": field.verbose_name, "name": characters.name_of(found)},
    )
