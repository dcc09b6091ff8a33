"""Incidents: what happened, when, where, with what outcome, and how sure that is."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar, Self

import reversion
from accounts.sight import Reader
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from review.db.fields import ChoiceField, as_compared, compared_column
from review.db.queries import composed
from review.languages import in_readers_language
from review.models import OwnedRow, Record
from review.models.seeing import READERS, Sees, kept_from, sees
from sources.models import Source
from sources.models.sources import READ_RESTRICTED
from sources.text.dates import EdtfField, bounds
from sources.text.wording import graphic_warnings, title_warnings, warnings
from sources.vocabulary import Access

from incidents.models.places import Place
from incidents.vocabulary import (
    Act,
    Assessment,
    Fact,
    IncidentLinkKind,
    PlacePrecision,
    PublicPrecision,
    Response,
)

LONGEST_TITLE = 300

# Texts of ours that the public reads, whose words the form questions.
WORDED = [
    f"{name}_{language}"
    for name in ("title", "summary", "circumstances", "not_known")
    for language in ("en", "uk")
]


def in_order(name: str) -> Q:
    """Low, best and high, where known, do not fall."""
    low, best, high = f"{name}_low", f"{name}_best", f"{name}_high"
    return (
        (Q(**{low: None}) | Q(**{best: None}) | Q(**{f"{low}__lte": F(best)}))
        & (Q(**{best: None}) | Q(**{high: None}) | Q(**{f"{best}__lte": F(high)}))
        & (Q(**{low: None}) | Q(**{high: None}) | Q(**{f"{low}__lte": F(high)}))
    )


def count_field(label: Any) -> "models.PositiveIntegerField[int | None, int | None]":
    return models.PositiveIntegerField(
        label, null=True, blank=True, help_text=_("Empty means not stated; it is not 0.")
    )


class LeadingTo(models.Func):
    """Keys of these incidents and of all that link to them, directly or through others."""

    function = "incidents_leading_to"
    template = "(SELECT %(function)s(ARRAY%(expressions)s))"
    arity = 1
    output_field = models.UUIDField()


class IncidentQuerySet(models.QuerySet["Incident"]):
    def mentioning(self, text: str) -> Self:
        """Title, account, place as written or notes contain the text; or its reference."""
        return self.filter(
            Q(compared__contains=as_compared(text)) | Q(review__reference=text.strip().upper())
        )


@reversion.register(
    follow=("victims", "involvements", "characterisations", "findings", "links", "evidence")
)
class Incident(Record):
    """One incident, or one reported order, as far as statements carry it."""

    title_en = models.CharField(
        _("title (English)"),
        max_length=LONGEST_TITLE,
        blank=True,
        help_text=_(
            "E.g. Reported killing of two captured soldiers near Udachne, 22 May 2025. "
            "No method of killing, no name."
        ),
    )
    title_uk = models.CharField(_("title (Ukrainian)"), max_length=LONGEST_TITLE, blank=True)
    summary_en = models.TextField(
        _("what is reported (English)"), blank=True, help_text=_("Each sentence attributed.")
    )
    summary_uk = models.TextField(_("what is reported (Ukrainian)"), blank=True)
    kinds = ArrayField(
        ChoiceField(max_length=24, choices=Act),
        verbose_name=_("kinds of act"),
        default=list,
        blank=True,
    )
    occurred = EdtfField(_("when"), blank=True)
    occurred_earliest = models.DateField(null=True, editable=False)
    occurred_latest = models.DateField(null=True, editable=False)
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
        verbose_name=_("place"),
    )
    place_as_written = models.CharField(_("place as written"), max_length=200, blank=True)
    place_precision = ChoiceField(
        _("how precisely known"), max_length=1, choices=PlacePrecision, blank=True
    )
    place_public_precision = ChoiceField(
        _("how precisely public"), max_length=10, choices=PublicPrecision, blank=True
    )
    place_not_before = models.DateField(
        _("place not public before"),
        null=True,
        blank=True,
        help_text=_("Could the place harm a living captive, a crew or a position?"),
    )
    killed_low = count_field(_("killed, low"))
    killed_best = count_field(_("killed, best"))
    killed_high = count_field(_("killed, high"))
    injured_low = count_field(_("injured, low"))
    injured_best = count_field(_("injured, best"))
    injured_high = count_field(_("injured, high"))
    fate_unknown_low = count_field(_("fate unknown, low"))
    fate_unknown_best = count_field(_("fate unknown, best"))
    fate_unknown_high = count_field(_("fate unknown, high"))
    circumstances_en = models.TextField(_("circumstances (English)"), blank=True)
    circumstances_uk = models.TextField(_("circumstances (Ukrainian)"), blank=True)
    not_known_en = models.TextField(_("what is not known (English)"), blank=True)
    not_known_uk = models.TextField(_("what is not known (Ukrainian)"), blank=True)
    responses = ArrayField(
        ChoiceField(max_length=20, choices=Response),
        verbose_name=_("response of the accused side"),
        default=list,
        blank=True,
    )
    response_en = models.TextField(_("the response in words (English)"), blank=True)
    response_uk = models.TextField(_("the response in words (Ukrainian)"), blank=True)
    assessment = ChoiceField(
        _("our assessment"), max_length=15, choices=Assessment, default=Assessment.REPORTED
    )
    assessment_reason_en = models.TextField(_("why (English)"), blank=True)
    assessment_reason_uk = models.TextField(_("why (Ukrainian)"), blank=True)
    graphic_en = models.TextField(
        _("graphic detail (English)"),
        blank=True,
        help_text=_(
            "Injuries, suffering, the course of a killing, what was done to bodies, mutilation, "
            "last words. Shown closed, behind a warning that says so."
        ),
    )
    graphic_uk = models.TextField(_("graphic detail (Ukrainian)"), blank=True)
    access = ChoiceField(
        _("access"),
        max_length=12,
        choices=Access,
        default=Access.PUBLIC,
        help_text=_("While it is restricted or confidential it is not published."),
    )
    wording_reason = models.TextField(
        _("why the wording stays"),
        blank=True,
        help_text=_("If the form warned about a word and you keep it, say why. Never public."),
    )
    internal_note = models.TextField(_("internal note"), blank=True, help_text=_("Never public."))
    compared = compared_column(
        "title_en", "title_uk", "summary_en", "summary_uk", "place_as_written", "internal_note"
    )

    objects = IncidentQuerySet.as_manager()

    IN_EITHER_LANGUAGE = ("title",)
    MAY_BE_KEPT = True
    TOLD_ALWAYS = ("assessment",)
    RANGES: ClassVar[Mapping[str, Any]] = {
        "killed": Fact.KILLED.label,
        "injured": Fact.INJURED.label,
        "fate_unknown": Fact.FATE_UNKNOWN.label,
    }

    # A trigger on the table of editions (migration `who_sees_what_rules`).
    DATABASE_RULES: ClassVar[Mapping[str, Any]] = {
        "incident_published_is_public": _(
            "A restricted or confidential incident, or one that is limited to a need-to-know "
            "group, is not published."
        ),
    }

    FOLLOWED = (
        "victims",
        "involvements__actor",
        "characterisations",
        "findings__body",
        "links__to",
        "evidence__statement",
    )

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        permissions = [
            ("read_withheld_names", "Can read and enter withheld names"),
            ("safeguard_children", "Can agree to naming a child"),
        ]
        indexes = [
            models.Index(
                fields=["access"], name="incident_kept", condition=~models.Q(access="public")
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="incident_occurred_in_order",
                condition=Q(occurred_earliest=None)
                | Q(occurred_latest=None)
                | Q(occurred_earliest__lte=F("occurred_latest")),
                violation_error_message=_("The dates are in the wrong order."),
            ),
            models.CheckConstraint(
                name="incident_place_has_precision",
                condition=Q(place=None) | ~Q(place_precision=""),
                violation_error_message=_("Say how precisely the place is known."),
            ),
            *(
                models.CheckConstraint(
                    name=f"incident_{name}_in_order",
                    condition=in_order(name),
                    violation_error_message=_("Low, best and high must be in that order."),
                )
                for name in ("killed", "injured", "fate_unknown")
            ),
        ]

    def __str__(self) -> str:
        return in_readers_language(self.title_en, self.title_uk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.occurred_earliest, self.occurred_latest = bounds(self.occurred)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.place and not self.place_precision:
            raise ValidationError({"place_precision": _("Say how precisely the place is known.")})

    def wording(self) -> dict[str, list[str]]:
        """Sentences about words to reconsider, by field; the title is held to more."""
        found = {}
        lang = get_language() or "en"
        for name in WORDED:
            text = getattr(self, name)
            if name.startswith("title"):
                sentences = title_warnings(text, lang)
            else:
                sentences = [*warnings(text, lang), *graphic_warnings(text, lang)]
            if sentences:
                found[name] = sentences
        return found

    @classmethod
    def not_for(cls, recipient: str) -> IncidentQuerySet:
        """Those that rest on a witness who did not agree to pass it on to this recipient."""
        kept = Source.objects.not_for(recipient).values("pk")
        cited = cls.objects.filter(evidence__statement__source__in=kept)
        found = cls.objects.filter(findings__statement__source__in=kept)
        return cls.objects.filter(Q(pk__in=cited.values("pk")) | Q(pk__in=found.values("pk")))

    @classmethod
    def visible_to(cls, person: Reader) -> models.QuerySet[Any]:
        """Without what is kept from this person, what rests on such, and what links to any."""
        return cls.objects.exclude(pk__in=_kept_keys(sees(person, READ_RESTRICTED)))

    @classmethod
    def keys_visible_to(cls, person: Reader) -> RawSQL:
        return _visible_keys(sees(person, READ_RESTRICTED))


@lru_cache(maxsize=READERS)
def _visible_keys(sees: Sees) -> RawSQL:
    return composed(Incident.objects.exclude(pk__in=_kept_keys(sees)))


@lru_cache(maxsize=READERS)
def _kept_keys(sees: Sees) -> LeadingTo:
    kept = Incident.objects.filter(kept_from(sees)).order_by()
    hidden = Source.objects.filter(kept_from(sees))
    cited = Incident.objects.filter(evidence__statement__source__in=hidden)
    found = Incident.objects.filter(findings__statement__source__in=hidden)
    every = kept.values("pk").union(cited.values("pk"), found.values("pk"))
    return LeadingTo(composed(every))


@reversion.register()
class IncidentLink(OwnedRow):
    """Two incidents that belong together, or are the same."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="links")
    kind = ChoiceField(_("link"), max_length=15, choices=IncidentLinkKind)
    to = models.ForeignKey(
        Incident, models.PROTECT, related_name="linked_from", verbose_name=_("incident")
    )
    note_en = models.TextField(_("public note (English)"), blank=True)
    note_uk = models.TextField(_("public note (Ukrainian)"), blank=True)

    class Meta(OwnedRow.Meta):
        verbose_name = _("link to another incident")
        verbose_name_plural = _("links to other incidents")
        constraints = [
            models.CheckConstraint(
                name="incidentlink_not_to_itself",
                condition=~Q(incident=F("to")),
                violation_error_message=_("An incident cannot be linked to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.to}"
