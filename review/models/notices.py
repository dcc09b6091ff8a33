"""What waits for one of us: that a colleague did or said something about a record."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from review.models.audit import Event
from review.models.review import Review


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: User) -> Self:
        """Of records that this person may read now, whatever it was when they were told."""
        visible = Review.objects.visible_to(person).values("pk")
        return self.filter(person=person, event__review__in=visible)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def unread_first(self) -> Self:
        is_read = models.Q(read_at__isnull=False)
        return self.alias(is_read=is_read).order_by("is_read", "-event")

    def about(self, review: Review, person: User) -> Self:
        """Those of this person about one record, whether or not they may read all of them."""
        return self.filter(person=person, event__review=review)

    def mark_read(self) -> int:
        return self.unread().update(read_at=Now())


class Notice(models.Model):
    """One of us is told of an event; what happened stands in the event alone."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    event = models.ForeignKey(Event, models.PROTECT, related_name="notices")
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-event"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "event"],
                name="notice_once",
                violation_error_message=_("They are told of this already."),
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.event}"

    @property
    def what(self) -> Any:
        """What the colleague did, said to the person who is told."""
        event = self.event
        if event.kind != Event.Kind.COMMENTED:
            return TO_YOU.get(event.kind, event.get_kind_display())
        if event.answers is None:
            return _("asked about a line") if event.line else event.get_kind_display()
        mine = event.answers.by_id == self.person_id
        return _("answered your question") if mine else _("answered a question")


TO_YOU: dict[str, Any] = {
    Event.Kind.RETURNED: _("returned it for changes"),
    Event.Kind.ASSIGNED: _("asks you to decide"),
    Event.Kind.CLAIMED: _("took the review over from you"),
    Event.Kind.HANDED: _("passed it on to you"),
}
