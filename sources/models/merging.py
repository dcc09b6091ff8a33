"""Records that may be one, what was said of them, and what was merged into another record.

Drafts are of sources and of actors alike, so each is named by its review.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from review.db.fields import ChoiceField
from review.models import Event, Review
from review.models.merging import MergeOfTwo, MergeQuerySet
from review.models.states import Work

from sources.models.actors import Actor
from sources.models.sources import Source
from sources.vocabulary import TwinSign


class TwinQuerySet(models.QuerySet["Twin"]):
    def of(self, review: Review) -> Self:
        return self.filter(kind=review.kind, one=review)

    def proposed(self) -> Self:
        """But for what is closed or merged by now, and what somebody said is not the same."""
        this_way = Q(one=OuterRef("one"), other=OuterRef("other"))
        that_way = Q(one=OuterRef("other"), other=OuterRef("one"))
        gone = [
            Q(**{f"{end}__work": Work.CLOSED}) | Q(**{f"{end}__merged_into__isnull": False})
            for end in ("one", "other")
        ]
        return self.exclude(gone[0] | gone[1]).exclude(
            Exists(ToldApart.objects.filter(this_way | that_way))
        )

    def read_by(self, readable: "models.QuerySet[Any]") -> Self:
        """Both of which are among these records."""
        return self.filter(one__in=readable.values("pk"), other__in=readable.values("pk"))

    def each_once(self) -> Self:
        return self.filter(one__lt=F("other"))


class Twin(models.Model):
    """Two records that may be one, and one sign of it: a view of the database, each pair twice."""

    id = models.TextField(primary_key=True)
    kind = models.CharField(max_length=20)
    one = models.ForeignKey(Review, models.DO_NOTHING, related_name="+")
    other = models.ForeignKey(Review, models.DO_NOTHING, related_name="+")
    sign = ChoiceField(max_length=10, choices=TwinSign)

    objects = TwinQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "sources_twin"

    def __str__(self) -> str:
        return f"{self.one} = {self.other}?"


class ToldApartQuerySet(models.QuerySet["ToldApart"]):
    def of(self, review: Review) -> Self:
        return self.filter(Q(one=review) | Q(other=review))

    def read_by(self, readable: "models.QuerySet[Any]") -> Self:
        """Both of which are among these records."""
        return self.filter(one__in=readable.values("pk"), other__in=readable.values("pk"))


class ToldApart(models.Model):
    """Two records of which somebody said, and why, that they are not the same."""

    id = models.BigAutoField(primary_key=True)
    # The smaller key first, so that a pair stands here once.
    one = models.ForeignKey(Review, models.PROTECT, related_name="+")
    other = models.ForeignKey(Review, models.PROTECT, related_name="+")
    # Who, when and why: said in the history of one of them, or of both.
    said = models.ForeignKey(Event, models.PROTECT, related_name="+")

    objects = ToldApartQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="toldapart_in_order",
                condition=Q(one__lt=F("other")),
                violation_error_message=_("A record is always the same as itself."),
            ),
            models.UniqueConstraint(
                fields=["one", "other"],
                name="toldapart_once",
                violation_error_message=_("Somebody said already that these are not the same."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"


class DraftMergeQuerySet(models.QuerySet["DraftMerge"]):
    def standing(self) -> Self:
        """The draft is still closed."""
        return self.filter(merged__work=Work.CLOSED).order_by("-id")


class DraftMerge(models.Model):
    """A draft that was closed since another record is the same; why stands in its history."""

    id = models.BigAutoField(primary_key=True)
    merged = models.ForeignKey(Review, models.PROTECT, related_name="+")
    into = models.ForeignKey(Review, models.PROTECT, related_name="+")
    # Statements that went to the other record. No texts: what is redacted must not live on here.
    carried = ArrayField(models.UUIDField(), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Of the transaction, in which alone statements move (trigger `statement_stays`).
    at = models.DateTimeField(db_default=TransactionNow())

    objects = DraftMergeQuerySet.as_manager()

    # A trigger on this table (migration `draft_merge_rules`).
    DATABASE_RULES: ClassVar[Mapping[str, Any]] = {
        "draftmerge_one_kind": _("These are records of two kinds."),
        "draftmerge_of_draft": _("Only a draft that was never published is merged so."),
        "draftmerge_into_standing": _(
            "The other record is closed or withdrawn: nothing goes there."
        ),
        "draftmerge_no_chain": _(
            "Other drafts were merged into this one: it stays. Merge the other one into it, or "
            "reopen those first."
        ),
        "draftmerge_kept_alike": _(
            "Not the same colleagues may read both, or details of only one are withheld: give both "
            "the same access, protection and groups first."
        ),
        "draftmerge_no_interview": _(
            "What a witness told stays where consent for it was recorded: an interview or a "
            "testimony is never merged."
        ),
        "draftmerge_not_held": _("A legal hold or an erasure stands: it is not merged."),
    }

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="draftmerge_not_into_itself",
                condition=~Q(merged=F("into")),
                violation_error_message=_("A record cannot be merged into itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.into}"


_WHY_ONE_BODY = _("Tell your colleagues why it is the same body.")
_WHY_ONE_ITEM = _("Tell your colleagues why it is the same item.")


class ActorMergesQuerySet(MergeQuerySet["ActorMerge"]):
    pass


class ActorMerge(MergeOfTwo):
    """Two published actors that are one body."""

    merged = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    into = models.ForeignKey(Actor, models.PROTECT, related_name="+")

    objects = ActorMergesQuerySet.as_manager()

    SAY_WHY = _WHY_ONE_BODY
    SAY_WHY_NOT = _("Tell your colleagues why these are two bodies.")

    # Triggers on this table (migration `actor_merge_rules`).
    DATABASE_RULES: ClassVar[Mapping[str, Any]] = {
        "actormerge_standing": _("Only two actors that are public are merged so."),
        "actormerge_no_chain": _(
            "Another actor was merged into the one that would go: it stays. Merge the other one "
            "into it, or undo that first."
        ),
        "actormerge_not_related": _(
            "One of them is said to be part of the other: they are two, or that is wrong."
        ),
        "actormerge_decided_once": _("Somebody has already decided about this."),
    }

    class Meta:
        default_permissions = ()
        constraints = [
            *MergeOfTwo.Meta.constraints,
            models.CheckConstraint(
                name="actormerge_not_into_itself",
                condition=~Q(merged=F("into")),
                violation_error_message=_("A record cannot be merged into itself."),
            ),
            models.CheckConstraint(
                name="actormerge_has_comment",
                condition=~Q(comment=""),
                violation_error_message=_WHY_ONE_BODY,
            ),
        ]


class SourceMergesQuerySet(MergeQuerySet["SourceMerge"]):
    pass


class SourceMerge(MergeOfTwo):
    """Two published sources that are one item. It carries statements, as the rows that they are."""

    merged = models.ForeignKey(Source, models.PROTECT, related_name="+")
    into = models.ForeignKey(Source, models.PROTECT, related_name="+")
    # Of the transaction in which it was decided: in no other one do statements move. A trigger
    # sets it.
    moved_at = models.DateTimeField(null=True, editable=False)

    objects = SourceMergesQuerySet.as_manager()

    SAY_WHY = _WHY_ONE_ITEM
    SAY_WHY_NOT = _("Tell your colleagues why these are two items.")

    # Triggers on this table (migration `source_merge_rules`).
    DATABASE_RULES: ClassVar[Mapping[str, Any]] = {
        "sourcemerge_standing": _("Only two sources that are public are merged so."),
        "sourcemerge_no_chain": _(
            "Another source was merged into the one that would go: it stays. Merge the other one "
            "into it, or undo that first."
        ),
        "sourcemerge_open": _(
            "Both must be open to every colleague and name no protected person: the public chain "
            "would name one beside the other for good."
        ),
        "sourcemerge_no_interview": _(
            "What a witness told stays where consent for it was recorded: an interview or a "
            "testimony is never merged."
        ),
        "sourcemerge_not_held": _("A legal hold or an erasure stands: it is not merged."),
        "sourcemerge_decided_once": _("Somebody has already decided about this."),
    }

    class Meta:
        default_permissions = ()
        constraints = [
            *MergeOfTwo.Meta.constraints,
            models.CheckConstraint(
                name="sourcemerge_not_into_itself",
                condition=~Q(merged=F("into")),
                violation_error_message=_("A record cannot be merged into itself."),
            ),
            models.CheckConstraint(
                name="sourcemerge_has_comment",
                condition=~Q(comment=""),
                violation_error_message=_WHY_ONE_ITEM,
            ),
        ]
