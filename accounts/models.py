"""Who a colleague is, is signed in, was suspended, may do and see what, and tries to sign in."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Purpose(models.Model):
    """The one row that says whether this database is for the real site or for practising.

    Made with the database (migration `purpose`), never changed.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_practice = models.BooleanField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="purpose_is_one", condition=models.Q(id=1)),
        ]

    def __str__(self) -> str:
        return "practice" if self.is_practice else "real"


class Colleague(models.Model):
    """What we keep of a person beside the account: first, how others see them called.

    A working name that would pass for somebody else is refused by a trigger too, since it looks at
    all accounts (migration `colleagues`).
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="colleague"
    )
    working_name = models.CharField(_("working name"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("colleague")
        verbose_name_plural = _("colleagues")
        default_permissions = ()

    def __str__(self) -> str:
        return called(self.person)

    def clean(self) -> None:
        """Said here before the database says it: a server may log the row that it refuses."""
        self.working_name = " ".join(self.working_name.split())
        if self.working_name and _is_taken(self.working_name, self.person_id):
            raise ValidationError(NAME_IS_TAKEN)


NAME_IS_TAKEN = _("Somebody else is called so already, or signs in by that name.")


def _is_taken(name: str, person_id: int) -> bool:
    signs_in = models.Q(username__iexact=name)
    others = get_user_model().objects.exclude(pk=person_id)
    return others.filter(signs_in | models.Q(colleague__working_name__iexact=name)).exists()


def called(person: Any) -> str:
    """How colleagues see somebody called: the one place that says it (`accounts/apps.py`)."""
    colleague = getattr(person, "colleague", None)
    return str((colleague and colleague.working_name) or person.get_username())


class Tries(models.Model):
    """How often somebody tried, since the first try that counts.

    The key is a keyed digest: no name as it was typed, no address.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveSmallIntegerField()
    since = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("tries to sign in")
        verbose_name_plural = _("tries to sign in")
        default_permissions = ()

    def __str__(self) -> str:
        return self.key[:12]


class SessionQuerySet(models.QuerySet["Session"]):
    def alive(self, at: datetime) -> Self:
        return self.alive_since(*session_limits(at))

    def alive_since(self, idle: Any, begun: Any) -> Self:
        return self.exclude(_over(idle, begun))

    def over(self, at: datetime) -> Self:
        return self.filter(_over(*session_limits(at)))


def session_limits(at: datetime) -> tuple[datetime, datetime]:
    """A session is over that was used last, or that began, no later than this."""
    idle = at - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    return idle, at - timedelta(hours=settings.SESSION_HOURS)


def _over(idle: Any, begun: Any) -> models.Q:
    """Nobody used it for too long, or it began too long ago.

    One that lacks the second factor lets nobody in: it stays for its person to see.
    """
    is_idle = models.Q(last_seen_at__lte=idle, lacks_factor=False)
    return is_idle | models.Q(signed_in_at__lte=begun)


class Session(models.Model):
    """Somebody who is signed in, in one browser; the row is the session, and goes when it ends.

    Triggers end all sessions of an account whose password, standing, rights or second factors
    change, whoever changes them (migrations `sessions`, `second_factors`).
    """

    session_key = models.CharField(max_length=40, primary_key=True)
    session_data = models.TextField()
    expire_date = models.DateTimeField()
    # What pages name it by: whoever reads the key is signed in.
    shown_as = models.UUIDField(unique=True, default=uuid.uuid4)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    signed_in_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    # When they last proved who they are: by signing in, or again before what endangers others.
    proved_at = models.DateTimeField(default=timezone.now)
    # Somebody gave the password and no second factor: nobody is signed in.
    lacks_factor = models.BooleanField(default=False)
    browser = models.CharField(max_length=40, blank=True)
    network = models.CharField(max_length=50, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.shown_as)


def has_reason(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=models.Q(reason__regex=r"\S"),
        violation_error_message=_("Say why."),
    )


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def last_of(self, username: str) -> int:
        """Which was the last event of an account; 0 when there was none, or no such account."""
        last = self.filter(person__username=username).aggregate(last=models.Max("id"))["last"]
        return last or 0

    def recent(self, at: datetime) -> Self:
        return self.filter(at__gt=at - timedelta(days=30))


class Suspension(models.Model):
    """Who suspended an account or lifted the suspension, when, and why. Append-only.

    The database does with this row what it says: it opens or shuts the account (migration
    `suspensions`).
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="suspensions",
        verbose_name=_("account"),
    )
    lifts = models.BooleanField()
    # For good and in peace: what is open was passed on first.
    left = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("who did it", "by"),
    )
    at = models.DateTimeField(_("when"), db_default=Now())
    reason = models.TextField(_("why"))

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions of accounts")
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="suspension_by_somebody_else",
                condition=~models.Q(by=models.F("person")),
                violation_error_message=_(
                    "Nobody can suspend their own account: another administrator must do it."
                ),
            ),
            models.CheckConstraint(
                name="suspension_left_shuts",
                condition=~models.Q(left=True, lifts=True),
                violation_error_message=_("Who left does not come back by leaving."),
            ),
            has_reason("suspension_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.deed}"

    @property
    def deed(self) -> str:
        if self.left:
            return gettext("left")
        return gettext("suspension lifted") if self.lifts else gettext("suspended")


class CredentialLink(models.Model):
    """A link with which somebody sets their own password: who issued it to whom and when.

    Append-only but for the moment of its use. Whoever issued it could have opened it too.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        NEW_PASSWORD = "new_password", _("new password")
        MAILED = "mailed", _("sent by mail to whoever forgot the password")

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="credential_links"
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    issued_at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    # The last suspension before it: a later one ends it.
    after = models.BigIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("link to set a password")
        verbose_name_plural = _("links to set a password")
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="credentiallink_for_somebody_else",
                condition=~models.Q(issued_by=models.F("person")),
                violation_error_message=_(
                    "Nobody gives themselves a link: change your own password instead."
                ),
            ),
            models.CheckConstraint(
                name="credentiallink_by_somebody",
                condition=models.Q(kind="mailed", issued_by=None)
                | ~models.Q(kind="mailed") & models.Q(issued_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind_label}"

    @property
    def kind_label(self) -> str:
        return str(self.Kind(self.kind).label)

    def newer(self) -> models.QuerySet["CredentialLink"]:
        """Those that end this one. What a stranger asks for by mail ends no link of a colleague."""
        later = CredentialLink.objects.filter(person=self.person_id, pk__gt=self.pk)
        if self.kind == self.Kind.MAILED:
            return later
        return later.exclude(kind=self.Kind.MAILED, used_at=None)


class LeavingStep(models.TextChoices):
    """What is seen to outside of this site once a colleague has left."""

    CHATS = "chats", _("Take them out of chat groups, and of calls that repeat.")
    MAIL = (
        "mail",
        _("Take them off mailing lists and shared mailboxes; say who answers from now on."),
    )
    FOLDERS = (
        "folders",
        _("End their access to shared folders, and pass on what is theirs alone."),
    )
    DEVICES = (
        "devices",
        _("Take back or wipe devices, storage media and papers, together with them."),
    )
    SECRETS = (
        "secrets",
        _(
            "Change passwords, codes and keys that they knew: of the server, of mail, of the "
            "office."
        ),
    )
    WITNESSES = (
        "witnesses",
        _("Ask which witnesses and sources know them, who speaks with those now, and tell them."),
    )
    WORDS = (
        "words",
        _("Agree on what they may say about the work, and whom they call if somebody asks them."),
    )


class LeavingCheck(models.Model):
    """Somebody has seen to one step, or says that it is open again. Append-only."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="leaving_checks"
    )
    step = models.CharField(max_length=10)
    is_done = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="leavingcheck_by_somebody_else",
                condition=~models.Q(by=models.F("person")),
                violation_error_message=_("Another administrator goes through this list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.step_in_words}"

    @property
    def step_in_words(self) -> str:
        return str(LeavingStep(self.step).label)


class RightsEntryQuerySet(models.QuerySet["RightsEntry"]):
    def pending(self, at: datetime) -> Self:
        """Requests that wait: not answered, not lapsed, nobody of them suspended since."""
        standing = RawSQL("SELECT id FROM accounts_requests_standing(%s)", [at])
        return self.filter(pk__in=standing)

    def unvouched(self) -> Self:
        """What one administrator did alone for somebody whom no other one has vouched for since."""
        return self.filter(pk__in=RawSQL("SELECT id FROM accounts_unvouched()", []))

    def recent(self, at: datetime) -> Self:
        return self.filter(at__gt=at - timedelta(days=30)).exclude(way=RightsEntry.Way.BEFORE)


class RightsEntry(models.Model):
    """Who asked for, gave or took a right, or a way in; for whom, when, and why. Append-only.

    The database does with this row what it says, and writes one for whatever is changed otherwise:
    the last word on a right is always whether somebody has it (migration `rights`).
    """

    class Kind(models.TextChoices):
        ASKED = "asked", _("asked for")
        REFUSED = "refused", _("refused")
        GIVEN = "given", _("given")
        TAKEN = "taken", _("taken away")
        ACCOUNT = "account", _("account added")
        WAY_IN = "way_in", _("way in given (link, password or e-mail address)")
        VOUCHED = "vouched", _("vouched for the person")

    class Way(models.TextChoices):
        PAGES = "pages", _("on the pages of the staff")
        COMMAND = "command", _("the command line")
        BEFORE = "before", _("from before the ledger")

    STANDS_FOR = timedelta(days=14)
    # Takes two as a right does: whoever took one away alone could come in as anybody.
    SECOND_FACTOR = "second_factor"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=8)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account")
    )
    # The name of a group, of a single right, or what Django calls a standing (`is_superuser`).
    right = models.CharField(_("right"), max_length=255, blank=True)
    # Not kept in step: what was recorded of a group that is gone stays.
    group = models.ForeignKey(
        Group, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    # A request that is given or refused; what was done alone, of a vouching.
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="answered")
    way = models.CharField(max_length=7, default=Way.PAGES)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("who did it", "by"),
    )
    at = models.DateTimeField(_("when"), db_default=Now())
    reason = models.TextField(_("why"), blank=True)
    # Groups of the person before and after, filled by the database.
    before = ArrayField(models.TextField(), null=True)
    after = ArrayField(models.TextField(), null=True)

    objects = RightsEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry in the ledger of rights")
        verbose_name_plural = _("ledger of rights")
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="rightsentry_by_somebody_else",
                condition=~models.Q(by=models.F("person")),
                violation_error_message=_(
                    "Nobody changes their own rights or vouches for themselves: "
                    "another administrator must do it."
                ),
            ),
            models.CheckConstraint(
                name="rightsentry_says_who",
                condition=models.Q(way="pages", by__isnull=False)
                | ~models.Q(way="pages") & models.Q(by=None),
                violation_error_message=_("Say who did it."),
            ),
            models.CheckConstraint(
                name="rightsentry_has_reason",
                condition=models.Q(by=None)
                | models.Q(kind__in=["account", "way_in"])
                | models.Q(reason__regex=r"\S"),
                violation_error_message=_("Say why."),
            ),
            models.UniqueConstraint(
                name="rightsentry_answered_once",
                fields=["answers"],
                violation_error_message=_("Another administrator has answered this already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.deed}"

    @property
    def deed(self) -> str:
        return str(self.Kind(self.kind).label)

    @property
    def right_name(self) -> str:
        """In the reader's language."""
        if self.right == self.SECOND_FACTOR:
            return gettext("to set up a new second factor")
        return gettext(self.right) if self.right else ""

    @property
    def by_whom(self) -> str:
        return str(self.by) if self.by else str(self.Way(self.way).label)

    @property
    def lapses_at(self) -> datetime:
        return self.at + self.STANDS_FOR


class SightQuerySet(models.QuerySet["Sight"]):
    def last_of(self, person: "models.OuterRef | int") -> Self:
        return self.filter(person=person).order_by("-id")


class Sight(models.Model):
    """Who was let see all records, or again only those assigned to them; the last row counts.

    Without any row somebody is new, and sees what is assigned to them. Append-only.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sights",
        verbose_name=_("account"),
    )
    of_all = models.BooleanField()
    # Empty: whoever runs the server, by a command or an update.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("who did it", "by"),
    )
    at = models.DateTimeField(_("when"), db_default=Now())
    reason = models.TextField(_("why"))

    objects = SightQuerySet.as_manager()

    class Meta:
        verbose_name = _("sight of records")
        verbose_name_plural = _("sights of records")
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="sight_by_somebody_else",
                condition=models.Q(by=None) | ~models.Q(by=models.F("person")),
                violation_error_message=_(
                    "Nobody decides what they see themselves: another administrator must do it."
                ),
            ),
            has_reason("sight_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.deed}"

    @property
    def deed(self) -> str:
        return gettext("sees all records") if self.of_all else gettext("sees assigned records only")


class NeedToKnowGroup(models.Model):
    """Colleagues to whom restricted and confidential records can be limited."""

    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        help_text=_("All administrators and its members read it: name no person and no case."),
    )
    purpose = models.TextField(_("purpose"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Member", related_name="need_to_know_groups"
    )

    class Meta:
        verbose_name = _("need-to-know group")
        verbose_name_plural = _("need-to-know groups")
        ordering = ["name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """Somebody who belongs to a group now: kept by the database, from the changes."""

    id = models.BigAutoField(primary_key=True)
    group = models.ForeignKey(NeedToKnowGroup, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="member_once")]

    def __str__(self) -> str:
        return str(self.person)


class MemberChange(models.Model):
    """Who was taken into a group or out of it, by whom, when and why. Append-only."""

    id = models.BigAutoField(primary_key=True)
    group = models.ForeignKey(
        NeedToKnowGroup,
        models.PROTECT,
        related_name="changes",
        verbose_name=_("need-to-know group"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("colleague")
    )
    joins = models.BooleanField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("who did it", "by"),
    )
    at = models.DateTimeField(_("when"), db_default=Now())
    reason = models.TextField(_("why"))

    class Meta:
        verbose_name = _("change of members")
        verbose_name_plural = _("changes of members")
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="memberchange_by_somebody_else",
                condition=models.Q(joins=False) | ~models.Q(by=models.F("person")),
                violation_error_message=_(
                    "Nobody takes themselves into a group: another administrator must do it."
                ),
            ),
            has_reason("memberchange_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.deed}"

    @property
    def deed(self) -> str:
        return gettext("taken into the group") if self.joins else gettext("taken out of the group")
