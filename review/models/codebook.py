"""What the team decided once about a question that comes again: its codebook, for all staff."""

from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from review.db.fields import ShortTextField
from review.models.audit import Event
from review.models.review import Review


class CodebookQuerySet(models.QuerySet["CodebookEntry"]):
    def agreed(self) -> Self:
        return self.filter(agreed_by__isnull=False)

    def proposed(self) -> Self:
        return self.filter(agreed_by=None)

    def current(self) -> Self:
        """Without what a later entry replaced, and without those whose words were removed."""
        later = CodebookEntry.objects.filter(replaces=models.OuterRef("pk"))
        replaced = models.Exists(later.filter(agreed_by__isnull=False))
        return self.agreed().filter(words_removed=False).exclude(replaced)

    def readable_by(self, person: User) -> Self:
        """What two agreed on, by all staff; what one proposes, by whoever reads its record.

        Until then nobody else has looked whether it names somebody.
        """
        visible = Review.objects.visible_to(person).values("pk")
        mine = models.Q(by=person) | models.Q(ruling__review__in=visible)
        return self.filter(models.Q(agreed_by__isnull=False) | mine)

    def about_field(self, about: str) -> Self:
        return self.filter(about=about)


class CodebookEntry(models.Model):
    """A question and its answer, apart from the record; never edited, only replaced."""

    id = models.BigAutoField(primary_key=True)
    question = models.TextField(_("question"))
    answer = models.TextField(_("answer"))
    # The field that it is about, as `field_key` names it; and the term of its vocabulary.
    about = ShortTextField(_("about"), max_length=200)
    value = ShortTextField(_("term"), max_length=100, blank=True, default="")
    ruling = models.ForeignKey(Event, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    # Its words went with what was redacted or erased.
    words_removed = models.BooleanField(default=False, db_default=False)

    objects = CodebookQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the codebook")
        verbose_name_plural = _("codebook")
        ordering = ["about", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="codebookentry_two_people",
                condition=models.Q(agreed_by=None) | ~models.Q(agreed_by=models.F("by")),
                violation_error_message=_("You wrote this yourself: somebody else must agree."),
            ),
            models.CheckConstraint(
                name="codebookentry_agreed_when",
                condition=models.Q(agreed_by=None, agreed_at=None)
                | models.Q(agreed_by__isnull=False, agreed_at__isnull=False),
                violation_error_message=_("Say who agreed, and when."),
            ),
            models.CheckConstraint(
                name="codebookentry_says_something",
                condition=models.Q(words_removed=True, question="", answer="")
                | models.Q(words_removed=False, question__regex=r"\S", answer__regex=r"\S"),
                violation_error_message=_("Write the question and the answer."),
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=models.Q(agreed_by__isnull=False),
                name="codebookentry_replaced_once",
                violation_error_message=_("A later entry replaces that one already."),
            ),
            models.UniqueConstraint(
                fields=["ruling"],
                condition=models.Q(words_removed=False),
                name="codebookentry_once_of_ruling",
                violation_error_message=_("This ruling is in the codebook already."),
            ),
        ]
        indexes = [models.Index(fields=["about"], name="codebookentry_about")]

    def __str__(self) -> str:
        return str(self.asked)

    @property
    def asked(self) -> Any:
        return _("(its words were removed)") if self.words_removed else self.question

    @property
    def field_name(self) -> str:
        """What the field is called, with the kind of row it is of."""
        return name_of_field(self.about)

    @property
    def term(self) -> str:
        return str(dict(terms_of(self.about)).get(self.value, self.value))


def field_key(model: type[models.Model], name: str = "") -> str:
    """How the codebook names a field, or a kind of row as a whole."""
    label = model._meta.label_lower
    return f"{label}:{name}" if name else label


def field_of_line(line: str) -> str:
    """The same of a line of a comparison: without the row."""
    label, _pk, *fields = line.split(":")
    return ":".join([label, *fields])


def _field(about: str) -> "tuple[type[models.Model] | None, Any]":
    label, _colon, name = about.partition(":")
    try:
        model = apps.get_model(label)
        return model, model._meta.get_field(name) if name else None
    except (LookupError, ValueError, FieldDoesNotExist):
        return None, None


def name_of_field(about: str) -> str:
    """Also of a field that there is no more: then as it was kept."""
    model, field = _field(about)
    if model is None:
        return about
    names = [model._meta.verbose_name, *([field.verbose_name] if field is not None else [])]
    return " – ".join(map(str, names))


def terms_of(about: str) -> list[tuple[str, str]]:
    """The vocabulary of a field, if it has one."""
    _model, field = _field(about)
    single = field.base_field if isinstance(field, ArrayField) else field
    choices = getattr(single, "flatchoices", None) or ()
    return [(str(value), str(label)) for value, label in choices if value]


def fields_and_terms(about: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What an entry can be about, for a choice: the field, or one term of it (`about=term`).

    Of a kind of row each field that people fill in.
    """
    model, field = _field(about)
    if model is None:
        return [(about, [(about, about)])]
    names = [field.name] if field is not None else [one.name for one in _filled_in(model)]
    whole = str(model._meta.verbose_name)
    found = [] if field is not None else [(whole, [(about, str(_("such a row as a whole")))])]
    for name in names:
        key = field_key(model, name)
        terms = [(f"{key}={value}", label) for value, label in terms_of(key)]
        found.append((name_of_field(key), [(key, str(_("the field as a whole"))), *terms]))
    return found


def _filled_in(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    hidden = {"position"}
    return [
        one
        for one in model._meta.concrete_fields
        if one.editable and not one.primary_key and one.name not in hidden
    ]
