"""What a witness agreed to, in what circumstances, and what became of it.

Nothing here is ever public, and there is no field for a name: a person is a role or a code, and
the key to the codes is not kept in this system.
"""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

import reversion
from accounts.sight import Reader
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from review.db.fields import LONGEST_LANGUAGE, ChoiceField
from review.models import OwnedRow

from sources.models.sources import Source
from sources.vocabulary import (
    Alone,
    AskedBefore,
    ConsentBy,
    ConsentForm,
    ConsentState,
    InterviewPlace,
    OutsideCopy,
    Purpose,
    Referral,
    Risk,
    ToldBy,
)

ROLES = _("Roles, initials or working names of ours; never the name of a witness.")


class OfSourceQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: Reader) -> Self:
        """Those of sources that this person may read."""
        return self.filter(source__in=Source.keys_visible_to(person))


class OfInterview(OwnedRow):
    """A row that only those see who may read the source."""

    objects = OfSourceQuerySet.as_manager()

    # Triggers on the tables of these rows (migration `consent_rules`).
    DATABASE_RULES: ClassVar[dict[str, Any]] = {
        "consent_carries": _(
            "What this source holds rests on this consent. If it was withdrawn, use “Record a "
            "withdrawal”, so that what it allowed is taken back."
        ),
        "erased_stays_empty": _("This source was erased: nothing can be entered in it any more."),
    }

    class Meta(OwnedRow.Meta):
        abstract = True

    @classmethod
    def visible_to(cls, person: Reader) -> "models.QuerySet[Any]":
        return cls.objects.visible_to(person)


def answer_field(label: Any) -> Any:
    return ChoiceField(label, max_length=10, choices=ConsentState, default=ConsentState.NOT_ASKED)


def is_unanswered() -> models.Q:
    return models.Q(**dict.fromkeys(Purpose.values, ConsentState.NOT_ASKED))


@reversion.register()
class Consent(OfInterview):
    """What one person agreed to, purpose by purpose, before anything that they said is entered."""

    source = models.ForeignKey(
        Source, models.CASCADE, related_name="consents", verbose_name=_("source")
    )
    given_by = ChoiceField(
        _("who answers"),
        max_length=10,
        choices=ConsentBy,
        default=ConsentBy.WITNESS,
        help_text=_(
            "A role, never a name. For a child add two: the child's own assent, and the parent's "
            "or guardian's consent. What one of them refuses is refused."
        ),
    )
    keep = answer_field(Purpose.KEEP.label)
    use = answer_field(Purpose.USE.label)
    publish_content = answer_field(Purpose.PUBLISH_CONTENT.label)
    publish_identity = answer_field(Purpose.PUBLISH_IDENTITY.label)
    national_prosecutors = answer_field(Purpose.NATIONAL_PROSECUTORS.label)
    icc = answer_field(Purpose.ICC.label)
    un = answer_field(Purpose.UN.label)
    asked_on = models.DateField(_("on which day"), null=True, blank=True)
    language = models.CharField(
        _("in which language it was explained"), max_length=LONGEST_LANGUAGE, blank=True
    )
    explained_by = models.CharField(
        _("who explained it"), max_length=200, blank=True, help_text=ROLES
    )
    how = ChoiceField(_("how it was given"), max_length=10, choices=ConsentForm, blank=True)
    conditions = models.TextField(
        _("conditions"),
        blank=True,
        help_text=_(
            "What they asked for, e.g. not before a day, not to a certain body. Every colleague "
            "who opens the record reads it first. No name, no address, no number."
        ),
    )

    class Meta(OfInterview.Meta):
        verbose_name = _("consent")
        verbose_name_plural = _("consent: what the witness agreed to")
        constraints = [
            models.UniqueConstraint(
                name="consent_once_by_each",
                fields=["source", "given_by"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("There is an answer of this person already."),
            ),
            models.CheckConstraint(
                name="consent_says_how",
                condition=is_unanswered()
                | models.Q(asked_on__isnull=False)
                & ~models.Q(language="")
                & ~models.Q(explained_by="")
                & ~models.Q(how=""),
                violation_error_message=_(
                    "An answer needs its day, the language in which it was explained, who "
                    "explained it, and how it was given."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_given_by_display())


@reversion.register()
class Interview(OfInterview):
    """What was asked and agreed before an interview, and in what circumstances it took place."""

    source = models.ForeignKey(
        Source, models.CASCADE, related_name="interviews", verbose_name=_("source")
    )
    witness_code = models.CharField(
        _("witness code"),
        max_length=40,
        blank=True,
        help_text=_(
            "A code and nothing else. The list that says who it is, and how they are reached "
            "safely, is kept apart, on paper or off the network, and never in this system."
        ),
    )
    interviewed_before = ChoiceField(
        _("interviewed before"),
        max_length=10,
        choices=AskedBefore,
        default=AskedBefore.NOT_ASKED,
        help_text=_("Ask before you begin: whoever has told it already should not have to again."),
    )
    interviewed_by = models.CharField(
        _("already interviewed by"),
        max_length=300,
        blank=True,
        help_text=_("Which bodies, and when; no names."),
    )
    referrals_offered = ArrayField(
        ChoiceField(max_length=20, choices=Referral),
        verbose_name=_("help that was offered, before the interview"),
        default=list,
        blank=True,
    )
    interviewers = models.CharField(_("interviewers"), max_length=300, blank=True, help_text=ROLES)
    interpreter = models.CharField(_("interpreter"), max_length=200, blank=True, help_text=ROLES)
    place_kind = ChoiceField(
        _("kind of place"),
        max_length=10,
        choices=InterviewPlace,
        blank=True,
        help_text=_("Only the kind: where exactly does not belong here."),
    )
    alone = ChoiceField(
        _("alone with the witness"), max_length=12, choices=Alone, default=Alone.NOT_STATED
    )
    present = models.CharField(
        _("who else was present"), max_length=300, blank=True, help_text=ROLES
    )
    risk = ChoiceField(_("risk for the witness"), max_length=10, choices=Risk, blank=True)
    risk_measures = models.TextField(
        _("what is done about it"),
        blank=True,
        help_text=_("No name, no address, no number: those are kept apart."),
    )

    class Meta(OfInterview.Meta):
        verbose_name = _("interview")
        verbose_name_plural = _("before the interview, and how it took place")
        constraints = [
            models.UniqueConstraint(
                name="interview_once",
                fields=["source"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("The circumstances are recorded once."),
            ),
        ]

    def __str__(self) -> str:
        return self.witness_code or str(_("no code yet"))


class WithdrawalQuerySet(models.QuerySet["ConsentWithdrawal"]):
    def standing(self) -> Self:
        """Those after which consent was not given again."""
        later = ConsentWithdrawal.objects.filter(
            source=models.OuterRef("source"),
            purpose=models.OuterRef("purpose"),
            id__gt=models.OuterRef("id"),
        )
        return self.filter(~models.Exists(later), lifts=False)


class ConsentWithdrawal(models.Model):
    """A purpose for which a witness took consent back, or gave it again. Append-only.

    Not in the revisions of the source: no restoring and no discarding brings consent back.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="withdrawals")
    purpose = ChoiceField(max_length=20, choices=Purpose)
    # Whether it was given again, which ends the withdrawal before it.
    lifts = models.BooleanField(default=False)
    told_on = models.DateField()
    told_by = ChoiceField(max_length=10, choices=ToldBy)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = WithdrawalQuerySet.as_manager()

    # Triggers (migration `consent_rules`).
    DATABASE_RULES: ClassVar[dict[str, Any]] = {
        "withdrawal_follows": _(
            "Somebody else has just recorded this: open the source again to see how it stands."
        ),
        "erased_stays_empty": OfInterview.DATABASE_RULES["erased_stays_empty"],
    }

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="consentwithdrawal_has_reason",
                condition=~models.Q(reason=""),
                violation_error_message=_("Say why, as far as it is known."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())


class HoldQuerySet(models.QuerySet["LegalHold"]):
    def standing(self) -> Self:
        """Those that were not lifted."""
        later = LegalHold.objects.filter(
            source=models.OuterRef("source"), id__gt=models.OuterRef("id")
        )
        return self.filter(~models.Exists(later), lifts=False)


class LegalHold(models.Model):
    """Somebody with the right to do so forbids the erasure of a source, or allows it. Append-only.

    It never keeps anything public.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="holds")
    lifts = models.BooleanField(default=False)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = HoldQuerySet.as_manager()

    # Triggers (migration `consent_rules`).
    DATABASE_RULES: ClassVar[dict[str, Any]] = {
        "hold_follows": ConsentWithdrawal.DATABASE_RULES["withdrawal_follows"]
    }

    class Meta:
        verbose_name = _("legal hold")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="legalhold_has_reason",
                condition=~models.Q(reason=""),
                violation_error_message=_("A legal hold needs a reason, and so does lifting it."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def waiting(self) -> Self:
        return self.filter(state=Erasure.State.WAITING).order_by("id")

    def visible_to(self, person: Reader) -> Self:
        return self.filter(source__in=Source.keys_visible_to(person))


class Erasure(models.Model):
    """A request to erase all that a source holds, until a second person decides."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for a second person")
        ERASED = "erased", _("erased")
        KEPT = "kept", _("not erased: consent was given again")

    DECIDE_WITHIN = timedelta(hours=72)

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="erasures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    state = ChoiceField(max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)

    objects = ErasureQuerySet.as_manager()

    # Triggers (migration `consent_rules`).
    DATABASE_RULES: ClassVar[dict[str, Any]] = {
        "erasure_decided_once": _("Somebody has already decided about this erasure."),
        "erasure_held": _("A legal hold forbids this erasure."),
        "erasure_is_whole": _("Something of this source is still there: it is not erased."),
        "erasure_follows_withdrawal": _(
            "Consent to keep what was said is not withdrawn: there is nothing to erase."
        ),
    }

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="erasure_two_people",
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("by")),
                violation_error_message=_(
                    "You recorded the withdrawal yourself: somebody else must decide."
                ),
            ),
            models.CheckConstraint(
                name="erasure_decided",
                condition=models.Q(state="waiting", decided_by=None, decided_at=None, comment="")
                | ~models.Q(state="waiting")
                & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~models.Q(comment=""),
                violation_error_message=_("Say why you decide so."),
            ),
            models.UniqueConstraint(
                name="erasure_once",
                fields=["source"],
                condition=models.Q(state="waiting"),
                violation_error_message=_("An erasure of this source waits already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())

    @property
    def due_at(self) -> datetime:
        return self.at + self.DECIDE_WITHIN

    def is_overdue(self, now: datetime) -> bool:
        return self.state == self.State.WAITING and now > self.due_at


class CopyGone(models.Model):
    """Somebody made sure that a copy outside of this system is gone. Append-only."""

    id = models.BigAutoField(primary_key=True)
    erasure = models.ForeignKey(Erasure, models.PROTECT, related_name="copies_gone")
    copy = ChoiceField(max_length=10, choices=OutsideCopy)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="copygone_once",
                fields=["erasure", "copy"],
                violation_error_message=_("This copy is ticked already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_copy_display())
