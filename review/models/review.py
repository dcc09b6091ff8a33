"""Where a record stands on its way to the public, and every list of such."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self, cast

from accounts.sight import Person, Reader
from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from reversion.models import Revision

from review.db.fields import ChoiceField, ShortTextField
from review.models.audit import Event
from review.models.hiding import Hiding
from review.models.public import Resting
from review.models.states import CoarseReason, Public, Work
from review.references import new_reference

if TYPE_CHECKING:
    from review.models.record import Record


class ReferenceField(ShortTextField):
    """A record's own reference, drawn by us and not by the database."""

    NOT_MIGRATED = ("default",)


def _in_pile() -> "models.QuerySet[Event]":
    """Events of the review that is asked about which belong to its pending changes, in SQL.

    The same as `Review.pile`: what was never published is closed as it stands.
    """
    cleared = Event.objects.filter(review=models.OuterRef("review"), kind__in=Event.CLEARING)
    last = models.Subquery(cleared.order_by("-id").values("id")[:1])
    since = models.Q(review__edition=None) | models.Q(id__gt=last)
    return Event.objects.filter(since, review=models.OuterRef("pk"))


def is_given_to(person: Person) -> models.Q:
    """Of a review: this person has taken it upon themselves to decide, or was asked to."""
    return models.Q(reviewing_by=person.pk) | models.Q(assigned_to=person.pk)


class ReviewQuerySet(models.QuerySet["Review"]):
    def waiting(self) -> Self:
        """Submitted, the urgent first and why, then the longest waiting."""
        events = Event.objects.filter(review=models.OuterRef("pk")).order_by("-id")
        submitted = events.filter(kind=Event.Kind.SUBMITTED)
        urgent = events.filter(kind=Event.Kind.URGENT)
        return (
            self.filter(work=Work.SUBMITTED)
            .annotate(
                submitted_at=models.Subquery(submitted.values("at")[:1]),
                urgent_because=models.Subquery(urgent.values("comment")[:1]),
            )
            .order_by("-urgent", "submitted_at", "pk")
        )

    def worked_on_by(self, person: Person) -> Self:
        """Those of whose pending changes this person may not decide."""
        return self.filter(models.Exists(_in_pile().filter(by=person.pk, kind__in=Event.BEHIND)))

    def in_hands_of(self, person: Person) -> Self:
        """Those that this person works on, or that a colleague who left passed on to them.

        What was approved or discarded since is nobody's any more.
        """
        worked = models.Q(by=person.pk, kind__in=Event.PILE)
        handed = models.Q(to=person.pk, kind=Event.Kind.HANDED)
        return self.filter(models.Exists(_in_pile().filter(worked | handed)))

    def in_other_hands(self, person: Person) -> Self:
        """Whose pending changes are not this person's alone."""
        saved = models.Q(kind__in=Event.PILE) & ~models.Q(by=person.pk)
        handed = models.Q(kind=Event.Kind.HANDED) & ~models.Q(to=person.pk)
        return self.filter(
            models.Exists(_in_pile().filter(saved | handed)), work__in=[Work.DRAFT, Work.SUBMITTED]
        )

    def to_be_decided_by(self, person: Person) -> Self:
        return self.filter(is_given_to(person))

    def left_behind(self) -> Self:
        """Drafts of people who left or are suspended, which nobody has gone on with."""
        held = Event.objects.filter(
            review=models.OuterRef("pk"), kind__in=[*Event.PILE, Event.Kind.HANDED]
        )
        holder = Coalesce("to__is_active", "by__is_active")
        last = held.order_by("-id").annotate(is_here=holder).values("is_here")[:1]
        return (
            self.filter(work=Work.DRAFT).alias(is_here=models.Subquery(last)).filter(is_here=False)
        )

    def outdated(self) -> Self:
        """Public records that rest on an earlier edition of another one, or on a withdrawn one.

        Also those whose current edition lost what another record took back.
        """
        resting = models.Q(reference__in=Resting.objects.outdated().values("reference"))
        lacking = models.Q(models.Exists(Hiding.objects.in_current_edition()))
        return self.filter(resting | lacking, public=Public.CURRENT)

    def lacking_parts(self) -> Self:
        return self.filter(models.Exists(Hiding.objects.in_current_edition()))

    def visible_to(self, person: Reader) -> Self:
        """Without the reviews of records that this person may not read."""
        visible = models.Q(pk__in=[])
        for kind, model in record_models().items():
            visible |= models.Q(kind=kind, pk__in=model.keys_visible_to(person))
        return self.filter(visible)

    def with_records(self) -> Self:
        """Each with its record, as the attribute of the record's kind."""
        return self.select_related(*record_models())

    def free_references(self, number: int) -> list[str]:
        """New references that no record has: among a hundred thousand, some would draw the same.

        Between this and their use another record may take one, once in a billion times.
        """
        free: set[str] = set()
        while len(free) < number:
            drawn = {new_reference() for _one in range(number - len(free))}
            taken = self.filter(reference__in=drawn).values_list("reference", flat=True)
            free |= drawn.difference(taken)
        return list(free)

    def resting_last(self) -> Self:
        """Those that rest on outdated records themselves after all others."""
        outdated = Review.objects.outdated().values("reference")
        below = Resting.objects.filter(reference=models.OuterRef("reference"), on__in=outdated)
        return self.order_by(models.Exists(below), "kind", "title", "pk")

    def resting_on(self, reference: str) -> Self:
        return self.filter(reference__in=Resting.objects.filter(on=reference).values("reference"))

    def unchanged(self) -> Self:
        """Of those with an edition: nobody saved anything since it, or since a discard."""
        cleared = Event.objects.filter(review=models.OuterRef("review"), kind__in=Event.CLEARING)
        saved = Event.objects.filter(
            review=models.OuterRef("pk"),
            kind__in=Event.PILE,
            id__gt=models.Subquery(cleared.order_by("-id").values("id")[:1]),
        )
        return self.filter(edition__isnull=False).exclude(models.Exists(saved))

    def of(self, person: Person) -> Self:
        """Those that this person entered, submitted or approved."""
        kinds = [*Event.PILE, Event.Kind.SUBMITTED, Event.Kind.APPROVED]
        deeds = Event.objects.filter(review=models.OuterRef("pk"), by=person.pk, kind__in=kinds)
        return self.filter(models.Exists(deeds))

    def closed_of(self, person: Person) -> Self:
        """Drafts that were never published and are closed, with why; those of this person's work.

        The last one closed first.
        """
        closed = Event.objects.filter(review=models.OuterRef("pk"), kind=Event.Kind.DISCARDED)
        newest = {
            name: models.Subquery(closed.order_by("-id").values(field)[:1])
            for name, field in (("closed_at", "at"), ("to_mend", "comment"))
        }
        return self.filter(work=Work.CLOSED).of(person).annotate(**newest).order_by("-closed_at")

    def returned_to(self, person: Person) -> Self:
        """Drafts of this person whose last decision was a return, with what it asks for."""
        return self.in_hands_of(person).returned_whatever(Event.BESIDE)

    def returned_by(self, person: Person) -> Self:
        """Drafts that this person returned last, also where somebody has begun to mend them."""
        found = self.returned_whatever([*Event.BESIDE, *Event.PILE])
        return found.filter(returned_by=person.pk).order_by("returned_at")

    def returned_whatever(self, beside: Iterable[str]) -> Self:
        """Drafts whose last deed was a return, whatever was done beside it of these kinds."""
        last = Event.objects.filter(review=models.OuterRef("pk")).exclude(kind__in=beside)
        newest = {
            name: models.Subquery(last.order_by("-id").values(field)[:1])
            for name, field in (
                *(("last_deed", "kind"), ("to_mend", "comment")),
                *(("returned_by", "by"), ("returned_at", "at")),
            )
        }
        # Of thousands of drafts the last deed is looked up only where one of them was a return.
        returned = Event.objects.filter(kind=Event.Kind.RETURNED).values("review")
        drafts = self.filter(work=Work.DRAFT, pk__in=returned)
        return drafts.annotate(**newest).filter(last_deed=Event.Kind.RETURNED)


class Review(models.Model):
    """Where one record stands on its way to the public; never versioned, never public."""

    Work = Work
    Public = Public

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, editable=False)
    reference = ReferenceField(max_length=7, unique=True, default=new_reference, editable=False)
    title = models.CharField(max_length=300, blank=True)
    work = ChoiceField(_("work"), max_length=10, choices=Work, default=Work.DRAFT)
    public = ChoiceField(_("public"), max_length=10, choices=Public, default=Public.NEVER)
    head = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    edition = models.ForeignKey("Edition", models.PROTECT, null=True, related_name="+")
    urgent = models.BooleanField(default=False)
    # Of what waits: who has taken it upon themselves to decide, and who was asked to.
    reviewing_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = ChoiceField(max_length=20, choices=CoarseReason, blank=True)
    # The record to which its public address leads now.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged_here")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        permissions = [
            ("submit_review", "Can submit records for review"),
            ("decide_review", "Can approve, return, put back and discard"),
            ("withdraw_review", "Can withdraw a published record at once"),
        ]
        constraints = [
            models.CheckConstraint(
                name="review_public_has_edition",
                condition=models.Q(public="never", edition=None)
                | (~models.Q(public="never") & models.Q(edition__isnull=False)),
                violation_error_message=_("Only a record with an edition can be public."),
            ),
            models.CheckConstraint(
                name="review_withdrawn_has_day",
                condition=models.Q(public="withdrawn", withdrawn_on__isnull=False)
                & ~models.Q(withdrawn_reason="")
                | ~models.Q(public="withdrawn") & models.Q(withdrawn_on=None, withdrawn_reason=""),
                violation_error_message=_("A withdrawal needs a day and a reason."),
            ),
            models.CheckConstraint(
                name="review_merged_is_withdrawn",
                condition=models.Q(merged_into=None)
                | models.Q(public="withdrawn", withdrawn_reason="duplicate")
                & ~models.Q(merged_into=models.F("id")),
                violation_error_message=_(
                    "A record merged into another must be withdrawn as a duplicate."
                ),
            ),
            models.CheckConstraint(
                name="review_submitted_has_head",
                condition=~models.Q(work="submitted") | models.Q(head__isnull=False),
                violation_error_message=_("Save the record before you submit it."),
            ),
            models.CheckConstraint(
                name="review_claimed_while_waiting",
                condition=models.Q(work="submitted")
                | models.Q(reviewing_by=None, assigned_to=None),
                violation_error_message=_("Only what waits for review can be taken or assigned."),
            ),
            models.CheckConstraint(
                name="review_closed_was_never_public",
                condition=~models.Q(work="closed") | models.Q(public="never"),
                violation_error_message=_("A published record is withdrawn, not closed."),
            ),
        ]
        indexes = [models.Index(fields=["work", "kind"], name="review_work_kind")]

    def __str__(self) -> str:
        return f"{self.title} ({self.reference})"

    def record(self) -> "Record":
        return record_model(self.kind)._default_manager.get(pk=self.pk)

    @property
    def is_waiting(self) -> bool:
        return self.work == self.Work.SUBMITTED

    @property
    def is_public(self) -> bool:
        return self.public == self.Public.CURRENT

    @property
    def may_be_submitted(self) -> bool:
        """A draft; or a withdrawn record as it is, since showing it again needs an approval."""
        again = self.public == self.Public.WITHDRAWN and self.work == self.Work.CLEAN
        return self.work == self.Work.DRAFT or again

    def free(self) -> None:
        """Nobody is to decide about it any more; not saved yet."""
        self.reviewing_by = self.assigned_to = None

    def pile(self) -> "models.QuerySet[Event]":
        """Everything done since the last edition or discard: what a decision decides.

        What was never published is closed as it stands: such a discard takes nothing back.
        """
        if self.edition_id is None:
            return self.events.all()
        last = self.events.filter(kind__in=Event.CLEARING).order_by("-id").values("id")[:1]
        return self.events.filter(id__gt=Coalesce(models.Subquery(last), 0))

    def pile_among(self, events: "Iterable[Event]") -> "list[Event]":
        """The same, of all events of the record, where a page has read them already."""
        every = list(events)
        if self.edition_id is None:
            return every
        last = max((one.pk for one in every if one.kind in Event.CLEARING), default=0)
        return [one for one in every if one.pk > last]

    def people_in_pile(self) -> set[int]:
        """Ids of those who may not approve: they changed something or submitted it."""
        return set(self.pile().filter(kind__in=Event.BEHIND).values_list("by_id", flat=True))

    def people_among(self, events: "Iterable[Event]") -> set[int]:
        """The same, of all events of the record, for a page that only shows it."""
        return {one.by_id for one in self.pile_among(events) if one.kind in Event.BEHIND}


def record_models() -> dict[str, type["Record"]]:
    """Every kind of record, by its name: what has a review as its key."""
    return {
        str(relation.name): cast("type[Record]", relation.related_model)
        for relation in Review._meta.related_objects
        if relation.one_to_one and relation.field.primary_key
    }


def record_model(kind: str) -> type["Record"]:
    return record_models()[kind]
