"""How a record becomes public: its review, what people did to it, the chain, and its editions."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple, Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Cast, Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from reversion.models import Revision

from review.db.fields import ChoiceField, ShortTextField
from review.references import new_reference


class Refused(Exception):
    """A deed that a rule forbids; the message is a sentence for the person."""


class CoarseReason(models.TextChoices):
    """All that the public is told: a finer reason would tell a hunter where to look."""

    PROTECTION = "protection", _("protection or law")
    ERROR = "error", _("error")
    DUPLICATE = "duplicate", _("duplicate")
    SOURCE_WITHDRAWN = "source_withdrawn", _("source withdrawn")


class ReferenceField(ShortTextField):
    """A record's own reference, drawn by us and not by the database."""

    NOT_MIGRATED = ("default",)


class ReviewQuerySet(models.QuerySet["Review"]):
    def waiting(self) -> Self:
        """Submitted, the urgent first, then the longest waiting."""
        submitted = Event.objects.filter(review=models.OuterRef("pk"), kind=Event.Kind.SUBMITTED)
        return (
            self.filter(work=Review.Work.SUBMITTED)
            .annotate(submitted_at=models.Subquery(submitted.order_by("-id").values("at")[:1]))
            .order_by("-urgent", "submitted_at")
        )

    def worked_on_by(self, person: User) -> Self:
        mine = Event.objects.filter(review=models.OuterRef("pk"), by=person, kind__in=Event.PILE)
        return self.filter(models.Exists(mine))

    def outdated(self) -> Self:
        """Public records that rest on an earlier edition of another one, or on a withdrawn one.

        Also those whose current edition lost what another record took back.
        """
        resting = models.Q(reference__in=Resting.objects.outdated().values("reference"))
        lacking = models.Q(models.Exists(Hiding.objects.in_current_edition()))
        return self.filter(resting | lacking, public=Review.Public.CURRENT)

    def lacking_parts(self) -> Self:
        return self.filter(models.Exists(Hiding.objects.in_current_edition()))

    def visible_to(self, person: User) -> Self:
        """Without the reviews of records that this person may not read."""
        visible = models.Q(pk__in=[])
        for kind, model in record_models().items():
            visible |= models.Q(kind=kind, pk__in=model.visible_to(person).values("pk"))
        return self.filter(visible)

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

    def of(self, person: User) -> Self:
        """Those that this person entered, submitted or approved."""
        kinds = [*Event.PILE, Event.Kind.SUBMITTED, Event.Kind.APPROVED]
        deeds = Event.objects.filter(review=models.OuterRef("pk"), by=person, kind__in=kinds)
        return self.filter(models.Exists(deeds))

    def returned_to(self, person: User) -> Self:
        """Drafts of this person whose last decision was a return, with what it asks for."""
        last = Event.objects.filter(review=models.OuterRef("pk")).exclude(kind=Event.Kind.COMMENTED)
        return (
            self.filter(work=Review.Work.DRAFT)
            .worked_on_by(person)
            .annotate(
                last_deed=models.Subquery(last.order_by("-id").values("kind")[:1]),
                to_mend=models.Subquery(last.order_by("-id").values("comment")[:1]),
            )
            .filter(last_deed=Event.Kind.RETURNED)
        )


class Review(models.Model):
    """Where one record stands on its way to the public; never versioned, never public."""

    class Work(models.TextChoices):
        CLEAN = "clean", _("no pending change")
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waiting for review")
        CLOSED = "closed", _("closed unpublished")

    class Public(models.TextChoices):
        NEVER = "never", _("never published")
        CURRENT = "current", _("public")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, editable=False)
    reference = ReferenceField(max_length=7, unique=True, default=new_reference, editable=False)
    title = models.CharField(max_length=300, blank=True)
    work = ChoiceField(_("work"), max_length=10, choices=Work, default=Work.DRAFT)
    public = ChoiceField(_("public"), max_length=10, choices=Public, default=Public.NEVER)
    head = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    edition = models.ForeignKey("Edition", models.PROTECT, null=True, related_name="+")
    urgent = models.BooleanField(default=False)
    reviewing_by = models.ForeignKey(
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
                violation_error_message=_("A withdrawal has a day and a reason."),
            ),
            models.CheckConstraint(
                name="review_merged_is_withdrawn",
                condition=models.Q(merged_into=None)
                | models.Q(public="withdrawn", withdrawn_reason="duplicate")
                & ~models.Q(merged_into=models.F("id")),
                violation_error_message=_("What is merged into another record is a duplicate."),
            ),
            models.CheckConstraint(
                name="review_submitted_has_head",
                condition=~models.Q(work="submitted") | models.Q(head__isnull=False),
                violation_error_message=_("Save the record before you submit it."),
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

    def pile(self) -> "models.QuerySet[Event]":
        """Everything done since the last edition or discard: what a decision decides.

        What was never published is closed as it stands: such a discard takes nothing back.
        """
        clearing = Event.CLEARING if self.edition_id else ()
        last = self.events.filter(kind__in=clearing).order_by("-id").first()
        return self.events.filter(id__gt=last.id if last else 0)

    def people_in_pile(self) -> set[int]:
        """Ids of those who may not approve: they changed something or submitted it."""
        kinds = [*Event.PILE, Event.Kind.SUBMITTED]
        return set(self.pile().filter(kind__in=kinds).values_list("by_id", flat=True))

    def may_not_approve(self) -> set[int]:
        return self.people_in_pile() | self.record().people_behind()


class Event(models.Model):
    """Who did what to a record, when, and why. Append-only."""

    class Kind(models.TextChoices):
        SAVED = "saved", _("saved")
        SUBMITTED = "submitted", _("submitted for review")
        COMMENTED = "commented", _("commented")
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

    # Those who did one of these are in the pile of changes and may not approve it.
    PILE = (Kind.SAVED, Kind.PUT_BACK, Kind.RESTORED)
    CLEARING = (Kind.APPROVED, Kind.DISCARDED)

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey(Review, models.PROTECT, related_name="events")
    kind = ChoiceField(max_length=10, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    comment = models.TextField(blank=True)
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="event_deed_has_revision",
                condition=models.Q(revision__isnull=False)
                | models.Q(kind__in=["commented", "withdrawn", "hidden", "redacted", "merged"]),
                violation_error_message=_("This deed must name the revision it was done to."),
            ),
            models.CheckConstraint(
                name="event_deed_has_comment",
                condition=~models.Q(comment="")
                | models.Q(kind__in=["saved", "approved", "put_back", "restored"]),
                violation_error_message=_("Say why: this needs a comment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_save(self) -> bool:
        return self.kind in self.PILE


class Entry(models.Model):
    """One link of the public chain. Its digest covers everything in it; append-only."""

    class Kind(models.TextChoices):
        EDITION = "edition", _("edition")
        WITHDRAWAL = "withdrawal", _("withdrawal")
        HIDING = "hiding", _("hiding")
        REDACTION = "redaction", _("redaction")
        MERGE = "merge", _("merge")

    position = models.PositiveBigIntegerField(primary_key=True)
    kind = ChoiceField(max_length=10, choices=Kind)
    record_kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=7)
    day = models.DateField()
    # The canonical JSON itself, so that what was digested can be read back to the byte.
    payload = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["reference", "position"], name="entry_reference"),
            # Few: a record's history also names what was merged into it.
            models.Index(fields=["position"], name="entry_merge", condition=models.Q(kind="merge")),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.kind} {self.reference}"

    @property
    def content(self) -> Any:
        return json.loads(self.payload)


class Edition(models.Model):
    """A numbered, immutable public document, made when a second person approved the record."""

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey(Review, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    entry = models.OneToOneField(Entry, models.PROTECT)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["review", "number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="edition_number_is_unique"),
        ]

    def __str__(self) -> str:
        return f"Edition {self.number}"


class EditionPart(models.Model):
    """One piece of an edition with the salt of its digest; goes only together with a redaction."""

    STAFF = "staff"

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=120)
    salt = models.CharField(max_length=32)
    value = models.TextField()

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "path"], name="part_path_is_unique"),
        ]
        indexes = [
            # A row's path is the same wherever the row is embedded; those records must be found.
            models.Index(
                fields=["path"], name="part_row_path", condition=models.Q(path__contains="/")
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def content(self) -> Any:
        return json.loads(self.value)


class HidingQuerySet(models.QuerySet["Hiding"]):
    def undecided(self) -> Self:
        return self.filter(state=Hiding.State.HIDDEN).order_by("id")

    def redacted(self) -> Self:
        """For good and everywhere; not those that only went from earlier editions."""
        return self.filter(state=Hiding.State.REDACTED, earlier_only=False)

    def in_current_edition(self) -> Self:
        """For a subquery about reviews: what later editions of others took back from theirs."""
        taken = self.filter(review=models.OuterRef("pk"), earlier_only=True)
        return taken.exclude(state=Hiding.State.SHOWN).of_edition("edition__number")

    def of_edition(self, number: str) -> Self:
        """For a subquery: those that cover the edition whose number the outer field has."""
        text = Cast(models.OuterRef(number), models.TextField())
        covers = models.Func(
            "blanks", text, function="jsonb_exists", output_field=models.BooleanField()
        )
        return self.filter(covers)

    def visible_to(self, person: User) -> Self:
        return self.filter(review__in=Review.objects.visible_to(person))

    def decided_together(self, hiding: "Hiding") -> Self:
        """A row that several records embed is hidden, and decided about, in all of them."""
        same = models.Q(path=hiding.path) if hiding.is_row else models.Q(pk=hiding.pk)
        return self.undecided().filter(same, earlier_only=hiding.earlier_only)

    def hidden_with(self, hiding: "Hiding") -> Self:
        """All that the same deed hid."""
        return self.undecided().filter(
            by=hiding.by_id, at=hiding.at, earlier_only=hiding.earlier_only
        )


class Hiding(models.Model):
    """One part that somebody took from the public, until a second person decides about it."""

    class State(models.TextChoices):
        HIDDEN = "hidden", _("hidden, waiting for a second person")
        SHOWN = "shown", _("shown again")
        REDACTED = "redacted", _("redacted")

    DECIDE_WITHIN = timedelta(hours=72)

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey(Review, models.PROTECT, related_name="hidings")
    path = models.CharField(max_length=120)
    # By number of the edition: what stands in place of the part; null where a row is left out.
    blanks = models.JSONField()
    # Taken back by an edition that tells it no more: later ones are neither covered nor held up.
    earlier_only = models.BooleanField(default=False)
    reason = ChoiceField(max_length=20, choices=CoarseReason)
    hidden_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    comment = models.TextField()
    state = ChoiceField(max_length=10, choices=State, default=State.HIDDEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    # Salted digests of what may not be entered again (`review/redaction/guard.py`).
    refused = models.JSONField(default=dict)

    objects = HidingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="hiding_two_people",
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("by")),
                violation_error_message=_("You hid this yourself: somebody else must decide."),
            ),
            models.CheckConstraint(
                name="hiding_decision_is_whole",
                condition=models.Q(state="hidden", decided_by=None, decided_at=None)
                | ~models.Q(state="hidden")
                & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=_("A decision about a hidden part names who and when."),
            ),
            models.CheckConstraint(
                name="hiding_has_comment",
                condition=~models.Q(comment=""),
                violation_error_message=_("Say for your colleagues why it is hidden."),
            ),
            models.UniqueConstraint(
                name="hiding_once",
                fields=["review", "path"],
                condition=models.Q(state="hidden", earlier_only=False),
                violation_error_message=_("This part is hidden already."),
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def is_row(self) -> bool:
        return "/" in self.path

    @property
    def numbers(self) -> list[int]:
        """Of the editions that it is hidden in, ascending."""
        return sorted(map(int, self.blanks))

    def parts(self) -> "models.QuerySet[EditionPart]":
        """What it hides, as long as it is there."""
        return EditionPart.objects.filter(
            edition__review=self.review_id, edition__number__in=self.numbers, path=self.path
        )

    @property
    def due_at(self) -> datetime:
        return self.at + self.DECIDE_WITHIN

    def is_overdue(self, now: datetime) -> bool:
        return self.state == self.State.HIDDEN and now > self.due_at


class PublicRecord(models.Model):
    """What the public may know of a record's standing: a view over those ever published."""

    reference = models.CharField(primary_key=True, max_length=7)
    kind = models.CharField(max_length=20)
    public = ChoiceField(max_length=10, choices=Review.Public)
    number = models.PositiveIntegerField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = ChoiceField(max_length=20, choices=CoarseReason)
    # The record to which the address leads now.
    merged_into = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, db_constraint=False, related_name="merged_here"
    )

    class Meta:
        managed = False
        db_table = "review_public_record"

    def __str__(self) -> str:
        return self.reference


class RestingQuerySet(models.QuerySet["Resting"]):
    def outdated(self) -> Self:
        """Where what is embedded has a newer edition by now, or is not public any more."""
        newer = models.Q(on__number__gt=models.F("number"))
        return self.filter(newer | ~models.Q(on__public=Review.Public.CURRENT))


class Resting(models.Model):
    """Which edition of another record a public one embeds: an index, made from editions alone."""

    # Made of both references; never shown.
    id = models.CharField(primary_key=True, max_length=15)
    reference = models.CharField(max_length=7, db_index=True)
    on = models.ForeignKey(
        PublicRecord, models.DO_NOTHING, db_constraint=False, related_name="carrying"
    )
    number = models.PositiveIntegerField()

    objects = RestingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.reference} on {self.on_id} edition {self.number}"


class PublicEdition(models.Model):
    """An edition of a record that is public now: a view without anything of ours in it."""

    id = models.BigIntegerField(primary_key=True)
    reference = models.CharField(max_length=7)
    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    is_current = models.BooleanField()
    position = models.PositiveBigIntegerField()
    day = models.DateField()
    payload = models.TextField()
    digest = models.CharField(max_length=64)
    first_day = models.DateField()

    # What was taken from it since: set when its document is read, and almost never anything.
    removed: "Sequence[PublicRemoval]" = ()

    class Meta:
        managed = False
        db_table = "review_public_edition"
        ordering = ["reference", "number"]

    def __str__(self) -> str:
        return f"{self.reference} edition {self.number}"

    @property
    def note(self) -> str:
        return str(json.loads(self.payload)["note"])


class PublicPartQuerySet(models.QuerySet["PublicPart"]):
    def of_row(self, position: str = "position") -> Self:
        """For a subquery: the parts of the edition at the position that each row of it names.

        The edition is looked up by itself, so that its parts are found by their index; joined, the
        database reads every part there is for each row.
        """
        edition = PublicEdition.objects.filter(position=models.OuterRef(models.OuterRef(position)))
        return self.filter(edition_id=models.Subquery(edition.order_by().values("pk")[:1]))


class PublicPart(models.Model):
    """A part of a public edition, but never the one that says who of us did it."""

    id = models.BigIntegerField(primary_key=True)
    edition = models.ForeignKey(PublicEdition, models.DO_NOTHING, related_name="parts")
    position = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=120)
    salt = models.CharField(max_length=32)
    value = models.TextField()

    objects = PublicPartQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "review_public_part"
        ordering = ["edition", "position"]

    def __str__(self) -> str:
        return self.path


class PublicRemoval(models.Model):
    """What stands in place of a part that was taken from an edition: a view, nothing of the why."""

    # Made of the hiding's and the edition's; never shown.
    id = models.CharField(primary_key=True, max_length=40)
    edition = models.ForeignKey(PublicEdition, models.DO_NOTHING, related_name="removals")
    path = models.CharField(max_length=120)
    blank = models.JSONField(null=True)
    removed_on = models.DateField()
    reason = ChoiceField(max_length=20, choices=CoarseReason)

    class Meta:
        managed = False
        db_table = "review_public_removal"
        ordering = ["removed_on", "reason"]

    def __str__(self) -> str:
        return self.path


class Reindexed(models.Model):
    """When rows of an edition were last written into the index or taken from it, by number.

    Triggers keep it (`review/db/triggers.py`); whoever knows all up to a number asks for the rest.
    """

    # The edition's place in the chain; 0 for what is no edition's.
    position = models.PositiveBigIntegerField(primary_key=True)
    reference = models.CharField(max_length=7, blank=True)
    number = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        ordering = ["number", "position"]

    def __str__(self) -> str:
        return f"{self.number}: {self.reference}"


class NextEdition(NamedTuple):
    """What a record would publish now: made without writing anything."""

    kind: str
    number: int
    document: dict[str, Any]


# By reference: what is about to be published together with a record, and so what it may embed.
Ahead = Mapping[str, NextEdition]
NOTHING_AHEAD: Ahead = MappingProxyType({})


@dataclass(frozen=True)
class Removable:
    """A part of a document that can be taken from the public by itself."""

    # What readers and the index find in its place.
    blank: Any
    # The fields of the record that the part is made of, all emptied when it is redacted.
    fields: tuple[str, ...]
    # Keys of the value that stay, since the page could not be read without them.
    kept: tuple[str, ...] = ()

    def blank_of(self, value: Any) -> Any:
        return self.blank | {key: value[key] for key in self.kept} if self.kept else self.blank

    def is_blank(self, blank: Any) -> bool:
        """Whether this stands in the part's place; the value itself may be gone."""
        if not self.kept:
            return bool(blank == self.blank)
        return isinstance(blank, dict) and blank == self.blank_of(
            {key: blank.get(key) for key in self.kept}
        )


class Record(models.Model):
    """The working copy that only staff see; the public reads the editions made from it.

    A subclass owns rows (its children follow it into every revision) and answers four questions:
    its public document, why it cannot be approved, what it rests on, and its published rows.
    """

    review = models.OneToOneField(
        Review, models.PROTECT, primary_key=True, editable=False, related_name="%(class)s"
    )

    # Index tables whose rows `published_rows` makes, each with a `reference` column.
    PUBLISHED: ClassVar[tuple[type[models.Model], ...]] = ()
    # The number of the document's shape, committed to in every edition.
    DOCUMENT_SCHEMA: ClassVar[int] = 1
    # Parts that can be hidden and redacted beside its rows, by their path.
    REMOVABLE: ClassVar[Mapping[str, Removable]] = {}
    # What staff call parts that are no field and no row of the record, by their path.
    PART_NAMES: ClassVar[Mapping[str, str | Promise]] = {}

    class Meta:
        abstract = True

    @classmethod
    def record_kind(cls) -> str:
        return cls._meta.model_name or ""

    @classmethod
    def index_tables(cls) -> tuple[type[models.Model], ...]:
        """Every table that holds rows of what is published of it, each with a `reference`."""
        return (*cls.PUBLISHED, Resting)

    @property
    def reference(self) -> str:
        return self.review.reference

    @classmethod
    def visible_to(cls, person: User) -> "models.QuerySet[Any]":
        return cls._default_manager.all()

    def review_title(self) -> str:
        """The record's name in queues; staff only."""
        return str(self)

    def document(self, ahead: Ahead = NOTHING_AHEAD) -> dict[str, Any]:
        """Everything that may become public: strings, integers, booleans, null, lists, objects.

        Of other records it tells what is published, or `ahead` of it what is published with it.
        """
        raise NotImplementedError

    def problems(self, reader: User | None = None) -> list[str]:
        """Why it cannot be approved as it stands, in sentences; empty when it can.

        A reader is told only of rows that they may read.
        """
        raise NotImplementedError

    @classmethod
    def takes_back(cls, before: dict[str, Any], after: dict[str, Any]) -> bool:
        """Whether the later document keeps something from the public that the earlier one told."""
        return False

    def holds_unseen(self, person: User) -> bool:
        """Whether a row of it rests on what this person may not read."""
        return False

    def warnings(self) -> list[str]:
        """Wordings that a reviewer should look at twice, in sentences."""
        return []

    def people_behind(self) -> set[int]:
        """Ids of those who decided on something that no revision holds, and no edition yet.

        They may not approve it, whatever was discarded or approved since they decided.
        """
        return set()

    def forget_decisions(self) -> None:
        """Pending changes are discarded: what no revision holds of them goes, too."""

    def rests_on(self) -> models.QuerySet[Review]:
        """Reviews of other records that must be public before this one can be."""
        return Review.objects.none()

    @classmethod
    def published_rows(cls, edition: "PublishedFrom", document: Any) -> list[models.Model]:
        """Rows of the index tables, made from the edition alone, so that they can be rebuilt."""
        raise NotImplementedError


class OwnedRow(models.Model):
    """A row that a record owns; its key is random, since a counter would tell of unseen rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(
        pgettext_lazy("place in a list", "order"), default=0
    )

    # Relations whose rows are told inside this row's part: they go when it is redacted.
    REDACTED_WITH: ClassVar[tuple[str, ...]] = ()
    # Fields that a redaction leaves, since they say nothing or a rule of the table needs them.
    REDACTION_KEEPS: ClassVar[tuple[str, ...]] = ()
    # Fields that may not be empty: the row's own id stands in them until they are written anew.
    REDACTION_MARKS: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    @classmethod
    def visible_to(cls, person: User) -> "models.QuerySet[Any]":
        return cls._default_manager.all()


class PublishedFrom:
    """What the index rows may say about the edition itself."""

    def __init__(self, edition: Edition, first_day: Any) -> None:
        self.reference = edition.review.reference
        self.number = edition.number
        self.position = edition.entry_id
        self.changed_on = edition.entry.day
        self.published_on = first_day


def record_models() -> dict[str, type[Record]]:
    return {model.record_kind(): model for model in apps.get_models() if issubclass(model, Record)}


def record_model(kind: str) -> type[Record]:
    return record_models()[kind]
