"""Who did what to a record, when, and why."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from reversion.models import Revision

from review.db.fields import ChoiceField, ShortTextField


class Event(models.Model):
    """Who did what to a record, when, and why. Append-only."""

    class Kind(models.TextChoices):
        SAVED = "saved", _("saved")
        SUBMITTED = "submitted", _("submitted for review")
        COMMENTED = "commented", _("commented")
        RESOLVED = "resolved", _("said that it is answered")
        DISAGREED = "disagreed", _("disagreed about a line")
        POSITION = "position", _("said what they would put")
        NAMED = "named", _("said who decides about it")
        RULED = "ruled", _("decided what is put")
        AGREED = "agreed", _("took their disagreement back")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")
        PUT_BACK = "put_back", _("put a line back as published")
        RESTORED = "restored", _("restored an earlier revision")
        DISCARDED = "discarded", _("discarded the changes")
        REOPENED = "reopened", _("reopened")
        WITHDRAWN = "withdrawn", _("withdrew it from the public")
        HIDDEN = "hidden", _("hid a part")
        SHOWN = "shown", _("showed a hidden part again")
        REDACTED = "redacted", _("redacted a part")
        MERGED = "merged", _("merged")
        LIMITED = "limited", _("limited it to a need-to-know group")
        FREED = "freed", _("took it out of a need-to-know group")
        HANDED = "handed", _("passed on")
        ASSIGNED = "assigned", _("asked a reviewer to decide")
        CLAIMED = "claimed", _("took the review upon themselves")
        RELEASED = "released", _("made it free for any reviewer")
        URGENT = "urgent", _("marked it as urgent")
        NOT_URGENT = "not_urgent", _("took back that it is urgent")
        TAGGED = "tagged", _("put a tag on it")
        UNTAGGED = "untagged", _("took a tag off it")
        CONSENT = "consent", _("recorded a change of consent")
        HELD = "held", _("decided about a legal hold")
        ERASED = "erased", _("erased the record")

    # Those who did one of these are in the pile of changes and may not approve it.
    PILE = (Kind.SAVED, Kind.PUT_BACK, Kind.RESTORED)
    # And whoever submitted it.
    BEHIND = (*PILE, Kind.SUBMITTED)
    CLEARING = (Kind.APPROVED, Kind.DISCARDED)
    # Said or agreed beside the record: neither changes nor decides anything of it.
    BESIDE = (
        *(Kind.COMMENTED, Kind.RESOLVED),
        *(Kind.DISAGREED, Kind.POSITION, Kind.NAMED, Kind.RULED, Kind.AGREED),
        *(Kind.HANDED, Kind.ASSIGNED, Kind.CLAIMED, Kind.RELEASED),
        *(Kind.URGENT, Kind.NOT_URGENT),
        *(Kind.TAGGED, Kind.UNTAGGED),
    )

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey("Review", models.PROTECT, related_name="events")
    kind = ChoiceField(max_length=10, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # To whom it was passed on, who was asked to decide, or from whom the review was taken; who
    # decides a disagreement.
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(db_default=Now())
    comment = models.TextField(blank=True)
    # Its words went with what was redacted or erased: that something was said stays.
    comment_removed = models.BooleanField(default=False, db_default=False)
    # What its author would put into the line, in a disagreement; the comment says why.
    put = models.TextField(blank=True, default="", db_default="")
    # The position that a ruling follows; it may put something else.
    chosen = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    # The line of the comparison that is asked about or disagreed about, as `Line.key` names it.
    line = ShortTextField(max_length=200, blank=True, default="")
    # The question that it answers or resolves, or the disagreement that it belongs to.
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answers_to_it"
    )
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="event_handed_to_somebody",
                condition=models.Q(kind__in=["handed", "assigned"], to__isnull=False)
                | ~models.Q(kind__in=["handed", "assigned"]) & models.Q(to=None)
                | models.Q(kind__in=["claimed", "named"]),
                violation_error_message=_("Choose a colleague."),
            ),
            models.CheckConstraint(
                name="event_line_of_question",
                condition=models.Q(line="") & ~models.Q(kind="disagreed")
                | ~models.Q(line="") & models.Q(kind__in=["commented", "disagreed"], answers=None),
                violation_error_message=_("Only a question or a disagreement is about a line."),
            ),
            models.CheckConstraint(
                name="event_answers_question",
                condition=models.Q(answers=None)
                & ~models.Q(kind__in=["resolved", "position", "named", "ruled", "agreed"])
                | models.Q(
                    answers__isnull=False,
                    kind__in=[
                        *("commented", "resolved"),
                        *("position", "named", "ruled", "agreed"),
                    ],
                ),
                violation_error_message=_("Say which question or disagreement this belongs to."),
            ),
            models.CheckConstraint(
                name="event_puts_something",
                condition=models.Q(kind__in=["disagreed", "position"], chosen=None)
                & (~models.Q(put="") | models.Q(comment_removed=True))
                | models.Q(kind="ruled", chosen__isnull=False, put="")
                | models.Q(kind="ruled", chosen=None)
                & (~models.Q(put="") | models.Q(comment_removed=True))
                | ~models.Q(kind__in=["disagreed", "position", "ruled"])
                & models.Q(chosen=None, put=""),
                violation_error_message=_("Say what you would put."),
            ),
            models.UniqueConstraint(
                fields=["answers"],
                condition=models.Q(kind__in=["ruled", "agreed"]),
                name="event_disagreement_ends_once",
                violation_error_message=_("This disagreement is over already."),
            ),
            models.UniqueConstraint(
                fields=["answers"],
                condition=models.Q(kind="resolved"),
                name="event_resolved_once",
                violation_error_message=_("This question is resolved already."),
            ),
            models.CheckConstraint(
                name="event_deed_has_revision",
                condition=models.Q(revision__isnull=False)
                | models.Q(kind__in=["commented", "withdrawn", "hidden", "redacted", "merged"]),
                violation_error_message=_("This action must name the revision it applies to."),
            ),
            models.CheckConstraint(
                name="event_deed_has_comment",
                condition=~models.Q(comment="")
                | models.Q(comment_removed=True)
                | models.Q(
                    kind__in=[
                        *("saved", "approved", "put_back", "restored"),
                        *("assigned", "claimed", "released", "not_urgent", "resolved", "agreed"),
                    ]
                )
                | models.Q(kind="named", to__isnull=False),
                violation_error_message=_("Say why: this needs a comment."),
            ),
            models.CheckConstraint(
                name="event_removed_is_empty",
                condition=models.Q(comment_removed=False) | models.Q(comment="", put=""),
                violation_error_message=_("What was removed is not written again."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def words(self) -> Any:
        """What was said, as pages show it."""
        return _("(its words were removed)") if self.comment_removed else self.comment

    @property
    def put_words(self) -> Any:
        """What is put, as pages show it; of a ruling also what it follows."""
        if self.chosen:
            return self.chosen.put_words
        return _("(its words were removed)") if self.comment_removed else self.put

    @property
    def about(self) -> str:
        """What the line is called that is asked about; nothing that stands in it."""
        label, _pk, *fields = self.line.split(":")
        model = apps.get_model(label)
        names = [model._meta.get_field(name).verbose_name for name in fields]
        return " – ".join(map(str, [model._meta.verbose_name, *names]))

    @property
    def is_save(self) -> bool:
        return self.kind in self.PILE
