"""Links that somebody pasted to be looked at, and what happened to each."""

import uuid
from typing import Any, ClassVar, Self

from accounts.models import NeedToKnowGroup
from accounts.sight import Reader, seen_by
from django.conf import settings
from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import MD5
from django.utils.translation import gettext_lazy as _
from review.db.fields import ChoiceField, WebAddressField
from review.models import Tag
from review.models.written import Written
from sources.models import Source

from incidents.models.desk import DeskReport

# As told to somebody: not a column, since the report at the desk says it (`visible_to`).
ENTERED = "entered"


class IntakeReason(models.TextChoices):
    """Why nothing is made of a link, as whoever pastes it again is told."""

    SUBJECT = "subject", _("not about what we document")
    PERIOD = "period", _("outside the period or the places that we document")
    SAME = "same", _("the same item as one that is here")
    NOTHING_NEW = "nothing_new", _("repeats what is here and adds nothing")
    GONE = "gone", _("nothing is there: deleted, private or empty")
    DANGER = "danger", _("keeping it would endanger somebody")
    OTHER = "other", _("another reason")


class IntakeItemQuerySet(models.QuerySet["IntakeItem"]):
    def visible_to(self, person: Reader) -> Self:
        """With `told`, the state as this person may know it.

        Of a link that became a source which they may not read, they are told what they knew
        before: that a colleague has it at the desk.
        """
        seen = seen_by(person)
        rows = self.filter(emptied_at=None).filter(Q(group=None) | Q(group__in=seen.groups))
        if not seen.all_records:
            rows = rows.filter(Q(added_by=person.pk) | Q(held_by=person.pk))
        readable = Source.keys_visible_to(person)
        is_entered = Q(report__entered_at__isnull=False, report__source__in=readable)
        told = Case(
            When(is_entered, then=Value(ENTERED)), default=F("state"), output_field=CharField()
        )
        return rows.annotate(told=told)

    def told(self, *states: str) -> Self:
        return self.filter(Q(told__in=states))

    def not_told(self, state: str) -> Self:
        return self.exclude(Q(told=state))

    def to_do(self) -> Self:
        return self.told(IntakeItem.State.OPEN, IntakeItem.State.VERIFICATION)

    def waiting_for(self, person: Reader) -> Self:
        """What this person has in hand or may take; not what waits for a verification."""
        mine_or_free = Q(held_by=person.pk) | Q(held_by=None)
        return self.told(IntakeItem.State.OPEN).filter(mine_or_free)


class IntakeItem(Written):
    """A link. Who pasted it, in whose hands it is, and what was decided about it.

    Never public: staff alone read it, and of them those who enter records.
    """

    class State(models.TextChoices):
        OPEN = "open", _("to be looked at")
        VERIFICATION = "verification", _("waiting for verification")
        OUT_OF_SCOPE = "out_of_scope", _("out of scope")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # As it is opened: as it was pasted, without what tells who shared it.
    url = WebAddressField(_("address"), max_length=1000, blank=True)
    # As it is compared (`sources/text/addresses.py`).
    address = models.TextField(blank=True, default="", editable=False)
    site = models.CharField(_("site"), max_length=255, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True, max_length=5000)
    came_from = models.CharField(_("where it came from"), blank=True, max_length=200)
    group = models.ForeignKey(
        NeedToKnowGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("need-to-know group"),
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    state = ChoiceField(_("state"), max_length=12, choices=State, default=State.OPEN)
    # What made the state what it is: who, when, why. None while nobody decided anything.
    decision = models.ForeignKey(
        "IntakeEvent", models.PROTECT, null=True, blank=True, related_name="+"
    )
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    held_at = models.DateTimeField(null=True, blank=True)
    # What was begun of it at the desk; that says which source came of it.
    report = models.ForeignKey(DeskReport, models.PROTECT, null=True, blank=True, related_name="+")
    # A redaction or an erasure took words out of the note.
    words_taken_out = models.BooleanField(default=False)
    emptied_at = models.DateTimeField(null=True, blank=True)

    objects = IntakeItemQuerySet.as_manager()

    # Triggers (migration `intake_rules`).
    DATABASE_RULES: ClassVar[dict[str, Any]] = {
        "intake_moves": _("This cannot be done with a link in this state: open the page again."),
        "intake_told": _("What happened to a link must be recorded with who did it and when."),
        "intake_stays": _("What was pasted is not changed: paste it again."),
    }

    class Meta:
        verbose_name = _("link in intake")
        verbose_name_plural = _("links in intake")
        ordering = ["added_at", "id"]
        default_permissions = ()
        indexes = [
            # An address may be longer than what a tree can hold.
            HashIndex(fields=["address"], name="intakeitem_address"),
            models.Index(fields=["state", "added_at"], name="intakeitem_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                name="intakeitem_state_is_known",
                condition=Q(state__in=["open", "verification", "out_of_scope"]),
                violation_error_message=_("This is no state of a link."),
            ),
            models.CheckConstraint(
                name="intakeitem_state_is_decided",
                condition=Q(state="open") | Q(decision__isnull=False),
                violation_error_message=_("A state must say who decided it, and when."),
            ),
            models.CheckConstraint(
                name="intakeitem_hands_are_whole",
                condition=Q(held_by=None, held_at=None)
                | Q(held_by__isnull=False, held_at__isnull=False),
                violation_error_message=_("Who has it must be recorded with since when."),
            ),
            models.CheckConstraint(
                name="intakeitem_closed_is_free",
                condition=~Q(state="out_of_scope") | Q(held_by=None, report=None),
                violation_error_message=_("What is out of scope is in nobody's hands."),
            ),
            models.CheckConstraint(
                name="intakeitem_has_address",
                condition=Q(emptied_at=None) & ~Q(url="") & ~Q(address="") & ~Q(site="")
                | Q(emptied_at__isnull=False, url="", address="", site="", note="", came_from=""),
                violation_error_message=_("A link needs an address."),
            ),
            models.UniqueConstraint(
                MD5("address"),
                "added_by",
                "group",
                condition=Q(emptied_at=None, report=None),
                nulls_distinct=False,
                name="intakeitem_once_for_each",
                violation_error_message=_("You pasted this link already."),
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_at_desk(self) -> bool:
        """Also where it became a source: who may not read that is told no more than this."""
        return self.report is not None and self.report.thrown_away_at is None


class IntakeEvent(Written):
    """What somebody did to a link. Append-only; of its words an erasure may leave nothing."""

    class Kind(models.TextChoices):
        TAKEN = "taken", _("took it")
        ASSIGNED = "assigned", _("gave it to")
        HANDED = "handed", _("passed it on to")
        FREED = "freed", _("made it free")
        OUT_OF_SCOPE = "out_of_scope", _("out of scope")
        VERIFICATION = "verification", _("saved it for verification")
        PUT_BACK = "put_back", _("put it back")
        TAKEN_UP = "taken_up", _("began a report of it at the desk")
        TAGGED = "tagged", _("put a tag on it")
        UNTAGGED = "untagged", _("took a tag off it")

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(IntakeItem, models.PROTECT, related_name="events")
    kind = ChoiceField(max_length=12, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    reason = ChoiceField(_("reason"), max_length=12, choices=IntakeReason, blank=True, default="")
    words = models.TextField(_("in words"), blank=True, max_length=2000)
    is_emptied = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("event of a link")
        verbose_name_plural = _("events of links")
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="intakeevent_kind_is_known",
                condition=Q(
                    kind__in=[
                        *("taken", "assigned", "handed", "freed"),
                        *("out_of_scope", "verification", "put_back", "taken_up"),
                        *("tagged", "untagged"),
                    ]
                ),
                violation_error_message=_("This cannot be done with a link."),
            ),
            models.CheckConstraint(
                name="intakeevent_has_reason",
                condition=Q(
                    kind="out_of_scope",
                    reason__in=[
                        *("subject", "period", "same", "nothing_new"),
                        *("gone", "danger", "other"),
                    ],
                )
                | ~Q(kind="out_of_scope") & Q(reason=""),
                violation_error_message=_("Say why it is out of scope."),
            ),
            models.CheckConstraint(
                name="intakeevent_other_in_words",
                condition=~Q(reason="other") | Q(words__regex=r"\S") | Q(is_emptied=True),
                violation_error_message=_("Say in words which other reason."),
            ),
            models.CheckConstraint(
                name="intakeevent_to_somebody",
                condition=Q(kind__in=["taken", "assigned", "handed"], to__isnull=False)
                | ~Q(kind__in=["taken", "assigned", "handed"]) & Q(to=None),
                violation_error_message=_("Choose a colleague."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"


class TaggedLink(models.Model):
    """A tag on a link: who put it there, and when, stands in the link's history."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(IntakeItem, models.PROTECT, related_name="tagged")
    # What is taken off together with a tag is told by `TAGGED`.
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_links")

    class Meta:
        ordering = ["tag__name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["item", "tag"],
                name="taggedlink_once",
                violation_error_message=_("It bears this tag already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.tag)
