"""What colleagues ask of a list again and again: for whoever saved it, or for all of us."""

import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from review.db.fields import ShortTextField, as_compared


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def readable_by(self, person: User) -> Self:
        """One's own, then those that colleagues share."""
        is_other = ~models.Q(owner=person)
        found = self.filter(models.Q(owner=person) | models.Q(is_shared=True))
        return found.alias(is_other=is_other).order_by("is_other", "name", "id")

    def changeable_by(self, person: User) -> Self:
        """One's own; of an administrator also what others share."""
        if person.has_perm("auth.change_user"):
            return self.readable_by(person)
        return self.filter(owner=person)


class SavedFilter(models.Model):
    """The question of a list as its address has it, in two parts: what one chooses, what one types.

    Words may name somebody, and so may the key of a colleague: nobody else reads those.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # The name of the list's address.
    list = ShortTextField(max_length=80)
    name = ShortTextField(_("name"), max_length=80)
    choices = models.TextField(blank=True)
    typed = models.TextField(blank=True)
    is_shared = models.BooleanField(_("for all colleagues"), default=False)
    at = models.DateTimeField(db_default=Now())

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                models.F("owner"),
                models.F("list"),
                as_compared(models.F("name")),
                # Apart: whoever renames what a colleague shares learns nothing of the others.
                models.F("is_shared"),
                name="savedfilter_name_once",
                violation_error_message=_("You have a filter of this name for this list already."),
            ),
            models.CheckConstraint(
                name="savedfilter_has_name",
                condition=models.Q(name__regex=r"\S"),
                violation_error_message=_("Give the filter a name."),
            ),
            models.CheckConstraint(
                name="savedfilter_asks_something",
                condition=~models.Q(choices="", typed=""),
                violation_error_message=_("This list is not filtered: choose something first."),
            ),
            models.CheckConstraint(
                name="savedfilter_shared_has_no_words",
                condition=models.Q(is_shared=False) | models.Q(typed=""),
                violation_error_message=_(
                    "A shared filter holds only what is chosen from a list: words that were typed, "
                    "and colleagues, are for yourself alone."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def question(self) -> str:
        return "&".join(filter(None, [self.choices, self.typed]))
