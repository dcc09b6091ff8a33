"""What waits for one of us: that a colleague did or said something about a record."""

from datetime import datetime
from typing import Any, Self

from accounts.models import called
from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.db.fields import ChoiceField
from review.models.audit import Event
from review.models.review import Review
from review.text.mentions import is_named


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
        if event.kind == Event.Kind.NAMED and event.to_id == self.person_id:
            return _("asks you to decide a disagreement")
        if is_named(called(self.person), event.comment):
            return _("mentioned you")
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


class NoticeMail(models.Model):
    """Whether one of us wants to hear by mail that something waits, and when they last did.

    Nobody has one before they ask for it: a letter says who works here.
    """

    class How(models.TextChoices):
        NEVER = "never", _("never")
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("at most once a day")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="notice_mail"
    )
    how = ChoiceField(_("by mail"), max_length=10, choices=How, default=How.NEVER)
    sent_at = models.DateTimeField(null=True, editable=False)
    # When they last opened a page that shows what waits.
    looked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="noticemail_how",
                condition=models.Q(how__in=["never", "at_once", "daily"]),
                violation_error_message=_("Choose one of these."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_how_display()}"

    def may_be_sent(self, at: datetime) -> bool:
        """They looked since the last letter; and it was not today, if they want one a day."""
        if self.sent_at is None:
            return self.how != self.How.NEVER
        if self.looked_at is None or self.looked_at <= self.sent_at:
            return False
        was_today = timezone.localdate(self.sent_at) == timezone.localdate(at)
        return self.how == self.How.AT_ONCE or (self.how == self.How.DAILY and not was_today)
