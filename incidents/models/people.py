"""The people of an incident: those it happened to, and those who are alleged to be responsible."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import reversion
from accounts.sight import Reader
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from review.db.fields import ChoiceField
from review.languages import in_readers_language
from review.models import OwnedRow, Written, in_either_language
from sources.models import Actor, Statement
from sources.text.dates import EdtfField
from sources.vocabulary import Access, Side

from incidents.models.incidents import Incident, count_field
from incidents.vocabulary import (
    AgeGroup,
    Certainty,
    Condition,
    Control,
    Degree,
    Law,
    Method,
    Outcome,
    PublicationBasis,
    Sex,
    StandardOfProof,
)

LIVING_AGREED = _(
    "A person who is alive, or whose fate is unknown, is named only if they agreed: any other "
    "basis needs the outcome “killed”."
)
CHILD_IS_SAFEGUARDED = _(
    "A child is named only after somebody charged with safeguarding has agreed, "
    "on the page of the withheld name."
)
APPROVED_BY_OTHERS = _(
    "You decided on the basis for a name, or agreed to it: somebody else must approve it."
)


@reversion.register()
class Victim(OwnedRow):
    """A person, or a group of people who are not named."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="victims")
    label_en = models.CharField(
        _("public label (English)"),
        max_length=200,
        blank=True,
        help_text=_("E.g. two captured soldiers. Never a name."),
    )
    label_uk = models.CharField(_("public label (Ukrainian)"), max_length=200, blank=True)
    is_group = models.BooleanField(_("a group"), default=False)
    low = count_field(_("number, low"))
    best = count_field(_("number, best"))
    high = count_field(_("number, high"))
    side = ChoiceField(_("side"), max_length=10, choices=Side, blank=True)
    control = ChoiceField(_("control"), max_length=15, choices=Control, blank=True)
    conditions = ArrayField(
        ChoiceField(max_length=20, choices=Condition),
        verbose_name=_("condition"),
        default=list,
        blank=True,
    )
    age_group = ChoiceField(_("age group"), max_length=10, choices=AgeGroup, blank=True)
    sex = ChoiceField(_("sex"), max_length=10, choices=Sex, blank=True)
    outcome = ChoiceField(_("outcome"), max_length=15, choices=Outcome, blank=True)
    method = ChoiceField(
        _("method"),
        max_length=10,
        choices=Method,
        blank=True,
        help_text=_(
            "Its plain means is read openly on the page and in files: shot, blade, blast, beaten, "
            "other. “Beheaded” stands behind the warning; openly it is “blade”."
        ),
    )

    IN_EITHER_LANGUAGE = ("label",)
    REDACTED_WITH = ("withheld_name",)
    RANGES: ClassVar[Mapping[str, Any]] = {"": _("number")}

    class Meta(OwnedRow.Meta):
        verbose_name = _("victim")
        verbose_name_plural = _("victims")
        constraints = [
            models.CheckConstraint(
                name="victim_number_in_order",
                condition=(Q(low=None) | Q(best=None) | Q(low__lte=F("best")))
                & (Q(best=None) | Q(high=None) | Q(best__lte=F("high")))
                & (Q(low=None) | Q(high=None) | Q(low__lte=F("high"))),
                violation_error_message=_("Low, best and high must be in that order."),
            ),
            models.CheckConstraint(
                name="victim_only_groups_are_counted",
                condition=Q(is_group=True) | Q(low=None, best=None, high=None),
                violation_error_message=_("Give a number only for a group: one person is one."),
            ),
        ]

    def __str__(self) -> str:
        return in_readers_language(self.label_en, self.label_uk)

    def clean(self) -> None:
        """A name that is decided about would otherwise be refused by the database, which logs."""
        name = WithheldName.objects.filter(victim=self.pk).first()
        if name:
            name.victim = self
            if objection := name.objection():
                raise ValidationError(objection)


class WithheldNameQuerySet(models.QuerySet["WithheldName"]):
    def visible_to(self, person: Reader) -> Self:
        """With the right to names, and of incidents that this person may read."""
        if not person.has_perm("incidents.read_withheld_names"):
            return self.none()
        return self.filter(victim__incident__in=Incident.keys_visible_to(person))


class WithheldName(Written):
    """A victim's name: never versioned, never in a document unless a basis is recorded."""

    access = Access.CONFIDENTIAL

    victim = models.OneToOneField(Victim, models.CASCADE, related_name="withheld_name")
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200)
    basis = ChoiceField(
        _("basis for publishing it"), max_length=10, choices=PublicationBasis, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    review_on = models.DateField(_("to be looked at again on"), null=True, blank=True)
    safeguarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed by, charged with safeguarding"),
    )
    safeguarded_on = models.DateField(_("agreed on"), null=True, blank=True)

    objects = WithheldNameQuerySet.as_manager()

    # Kept by triggers (migrations `names_of_children`, `names_approved_by_others`), since they
    # look at the victim and at what is published too.
    DATABASE_RULES: ClassVar[Mapping[str, Any]] = {
        "withheldname_living_agreed": LIVING_AGREED,
        "withheldname_child_is_safeguarded": CHILD_IS_SAFEGUARDED,
        "withheldname_approved_by_others": APPROVED_BY_OTHERS,
    }

    class Meta:
        verbose_name = _("withheld name")
        verbose_name_plural = _("withheld names")
        constraints = [
            models.CheckConstraint(
                name="withheldname_basis_is_decided",
                condition=Q(basis="")
                | Q(decided_by__isnull=False, decided_on__isnull=False, review_on__isnull=False),
                violation_error_message=_(
                    "To publish a name, say who decided, when, and when to look at it again."
                ),
            ),
            models.CheckConstraint(
                name="withheldname_safeguarding_is_whole",
                condition=Q(safeguarded_by=None, safeguarded_on=None)
                | Q(safeguarded_by__isnull=False, safeguarded_on__isnull=False),
                violation_error_message=_("An agreement must say who gave it, and when."),
            ),
            models.CheckConstraint(
                name="withheldname_two_people",
                condition=Q(safeguarded_by=None)
                | Q(decided_by=None)
                | ~Q(safeguarded_by=F("decided_by")),
                violation_error_message=_(
                    "You agreed as the person charged with safeguarding: "
                    "somebody else must decide on the basis."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(_("withheld name"))

    def objection(self) -> str:
        """Why the basis is not enough for this victim; empty when it is, or there is none."""
        if not self.basis:
            return ""
        victim = self.victim
        if victim.outcome != Outcome.KILLED and self.basis != PublicationBasis.CONSENT:
            return str(LIVING_AGREED)
        if victim.age_group == AgeGroup.CHILD and self.safeguarded_by_id is None:
            return str(CHILD_IS_SAFEGUARDED)
        return ""


@reversion.register()
class Involvement(OwnedRow):
    """An actor that is alleged, suspected or established to be involved, and by whom."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="involvements")
    actor = models.ForeignKey(
        Actor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="involvements",
        verbose_name=_("actor"),
    )
    label_en = models.CharField(
        _("if no actor is known, in words (English)"),
        max_length=200,
        blank=True,
        help_text=_("E.g. Russian soldiers, unit not stated. Office-holders by office only."),
    )
    label_uk = models.CharField(_("in words (Ukrainian)"), max_length=200, blank=True)
    role_en = models.CharField(_("role (English)"), max_length=200, blank=True)
    role_uk = models.CharField(_("role (Ukrainian)"), max_length=200, blank=True)
    degree = ChoiceField(
        _("degree of involvement"), max_length=15, choices=Degree, default=Degree.UNKNOWN
    )
    certainty = ChoiceField(
        _("certainty"), max_length=15, choices=Certainty, default=Certainty.ALLEGED
    )
    by_whom_en = models.CharField(
        _("according to whom (English)"),
        max_length=200,
        blank=True,
        help_text=_("Who alleges it."),
    )
    by_whom_uk = models.CharField(_("according to whom (Ukrainian)"), max_length=200, blank=True)

    IN_EITHER_LANGUAGE = ("by_whom",)
    REDACTION_MARKS = ("label_en",)
    TOLD_ALWAYS = ("certainty",)

    class Meta(OwnedRow.Meta):
        verbose_name = _("involvement")
        verbose_name_plural = _("involvements")
        constraints = [
            models.CheckConstraint(
                name="involvement_is_somebody",
                condition=Q(actor__isnull=False) | in_either_language("label"),
                violation_error_message=_("Choose the actor or say in words who is accused."),
            ),
        ]

    def __str__(self) -> str:
        if self.actor:
            return str(self.actor)
        return in_readers_language(self.label_en, self.label_uk)


@reversion.register()
class LegalCharacterisation(OwnedRow):
    """A provision that the act falls under: always according to somebody; ours only if proven."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="characterisations")
    law = ChoiceField(_("provision"), max_length=15, choices=Law)
    by = models.ForeignKey(
        Actor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="characterisations",
        verbose_name=pgettext_lazy("whose legal characterisation", "by"),
        help_text=_("Empty: our own tag, shown as “would fall under, if proven”."),
    )
    note_en = models.TextField(_("public note (English)"), blank=True)
    note_uk = models.TextField(_("public note (Ukrainian)"), blank=True)

    class Meta(OwnedRow.Meta):
        verbose_name = _("legal characterisation")
        verbose_name_plural = _("legal characterisations")

    def __str__(self) -> str:
        return self.get_law_display()


@reversion.register()
class Finding(OwnedRow):
    """What a body found of this incident: the only thing that is called verified, and by it."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="findings")
    body = models.ForeignKey(Actor, models.PROTECT, related_name="findings", verbose_name=_("body"))
    what_en = models.TextField(_("what exactly (English)"), blank=True)
    what_uk = models.TextField(_("what exactly (Ukrainian)"), blank=True)
    standard = ChoiceField(
        _("standard of proof"), max_length=15, choices=StandardOfProof, blank=True
    )
    date = EdtfField(_("date"), blank=True)
    statement = models.ForeignKey(
        Statement, models.PROTECT, related_name="findings", verbose_name=_("statement")
    )

    IN_EITHER_LANGUAGE = ("what",)

    class Meta(OwnedRow.Meta):
        verbose_name = _("finding of a body")
        verbose_name_plural = _("findings of bodies")

    def __str__(self) -> str:
        return f"{self.body}: {in_readers_language(self.what_en, self.what_uk)[:60]}"
