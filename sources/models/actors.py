"""Organisations and units that speak or act; never private persons."""

from collections.abc import Collection
from typing import Any, Self

import reversion
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from review.db.fields import LONGEST_LANGUAGE, ChoiceField, as_compared, compared_column
from review.languages import in_readers_language
from review.models import OwnedRow, Record, in_either_language

from sources.models.published import PublishedActor
from sources.text.dates import EdtfField
from sources.vocabulary import ActorKind, NameKind, RelationKind, Reliability, Script, Side


class ActorQuerySet(models.QuerySet["Actor"]):
    def named(self, *texts: str) -> Self:
        """Any of its names contains the text, or one of several."""
        contains = models.Q()
        for text in texts:
            contains |= models.Q(compared__contains=as_compared(text))
        named = ActorName.objects.filter(contains)
        return self.filter(contains | models.Q(pk__in=named.values("actor")))


@reversion.register(follow=("names", "relations"))
class Actor(Record):
    """One body, whether it speaks (a publisher, a link of a chain) or acts (an involvement)."""

    kind = ChoiceField(_("kind"), max_length=20, choices=ActorKind)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_uk = models.CharField(_("name in Ukrainian"), max_length=200, blank=True)
    side = ChoiceField(
        _("side"),
        max_length=10,
        choices=Side,
        blank=True,
        help_text=_("Whose body it is. Leave empty while it is not known."),
    )
    state_body_of = models.CharField(
        _("body of the state"),
        max_length=2,
        blank=True,
        help_text=_("Two-letter country code, e.g. UA: bodies of one state are grouped."),
    )
    reliability = ChoiceField(
        _("reliability"),
        max_length=1,
        choices=Reliability,
        blank=True,
        help_text=_("Optional. Public only together with its reason. F means unknown, not worst."),
    )
    reliability_graded_on = models.DateField(_("graded on"), null=True, blank=True)
    reliability_reason_en = models.TextField(_("reason of the grade (English)"), blank=True)
    reliability_reason_uk = models.TextField(_("reason of the grade (Ukrainian)"), blank=True)
    note_en = models.TextField(_("public note (English)"), blank=True)
    note_uk = models.TextField(_("public note (Ukrainian)"), blank=True)
    internal_note = models.TextField(_("internal note"), blank=True, help_text=_("Never public."))

    compared = compared_column("name_en", "name_uk")
    compared_en = compared_column("name_en")
    compared_uk = compared_column("name_uk")

    objects = ActorQuerySet.as_manager()

    FOLLOWED = ("names", "relations__superior")
    IN_EITHER_LANGUAGE = ("name",)

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        # By what two actors may be one (view `sources_twin`).
        indexes = [
            models.Index(fields=["compared_en"], name="actor_compared_en"),
            models.Index(fields=["compared_uk"], name="actor_compared_uk"),
        ]
        constraints = [
            models.CheckConstraint(
                name="actor_grade_has_reason",
                condition=models.Q(reliability="")
                | models.Q(reliability_graded_on__isnull=False)
                & in_either_language("reliability_reason"),
                violation_error_message=_("A reliability grade needs its date and its reason."),
            ),
        ]

    def __str__(self) -> str:
        return in_readers_language(self.name_en, self.name_uk)

    @cached_property
    def that_stays(self) -> "Actor":
        """Which actor it is now: the one into which it was merged, or itself."""
        into = self.review.merged_into_id
        return Actor.objects.select_related("review").get(pk=into) if into else self

    @property
    def is_public(self) -> bool:
        """Whether another record may name it in an edition, perhaps as the one that stays."""
        return self.that_stays.review.is_public

    @cached_property
    def as_published(self) -> PublishedActor | None:
        """Its current edition: all that another record may say of it."""
        published = PublishedActor.objects.defer("search")
        return published.filter(reference=self.reference).first()

    @property
    def choice_label(self) -> str:
        names = " · ".join(filter(None, [self.name_en, self.name_uk]))
        return f"{names} ({self.get_kind_display()}) — {self.reference}"


@reversion.register()
class ActorName(OwnedRow):
    """Another name of an actor, as a language, a script or a source writes it."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=200)
    kind = ChoiceField(_("kind"), max_length=12, choices=NameKind, default=NameKind.ALIAS)
    language = models.CharField(_("language"), max_length=LONGEST_LANGUAGE, blank=True)
    script = ChoiceField(_("script"), max_length=10, choices=Script, default=Script.LATIN)
    compared = compared_column("text")

    REDACTION_MARKS = ("text",)

    class Meta(OwnedRow.Meta):
        verbose_name = _("name")
        verbose_name_plural = _("names")
        indexes = [models.Index(fields=["compared"], name="actorname_compared")]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "text"],
                name="actorname_is_unique",
                violation_error_message=_("This actor already has that name."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


@reversion.register()
class ActorRelation(OwnedRow):
    """An actor is part of, or subordinate to, another one: as a statement says, in a period."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="relations")
    kind = ChoiceField(
        _("relation"), max_length=15, choices=RelationKind, default=RelationKind.PART_OF
    )
    superior = models.ForeignKey(
        Actor, models.PROTECT, related_name="subordinates", verbose_name=_("superior")
    )
    period = EdtfField(_("period"), blank=True)
    statement = models.ForeignKey(
        "sources.Statement",
        models.PROTECT,
        related_name="actor_relations",
        verbose_name=_("rests on the statement"),
    )

    class Meta(OwnedRow.Meta):
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.CheckConstraint(
                name="actorrelation_not_to_itself",
                condition=~models.Q(actor=models.F("superior")),
                violation_error_message=_("An actor cannot be its own superior."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.superior}"

    def clean(self) -> None:
        if self.superior_id and self.actor_id in superiors_of({self.superior_id}):
            raise ValidationError(
                {
                    "superior": _(
                        "That actor is itself subordinate to this one: they cannot both be."
                    )
                }
            )


def superiors_of(actor_ids: Collection[Any]) -> set[Any]:
    """Ids of all actors above these, and these themselves."""
    found: set[Any] = set()
    wave = set(actor_ids)
    while wave:
        found |= wave
        above = ActorRelation.objects.filter(actor__in=wave).values_list("superior", flat=True)
        wave = set(above) - found
    return found
