"""Items of information as received."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

import reversion
from accounts.sight import Reader
from django.contrib.postgres.indexes import HashIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _
from review.db.fields import (
    LONGEST_LANGUAGE,
    ChoiceField,
    ReceivedTextField,
    WebAddressField,
    as_compared,
    compared_column,
)
from review.db.queries import composed
from review.models import Record
from review.models.seeing import READERS, Sees, kept_from, sees

from sources.models.actors import Actor
from sources.text.addresses import RULES, canonical
from sources.text.dates import EdtfField, bounds, is_told_too_early
from sources.vocabulary import (
    INTERVIEWS,
    Access,
    ConsentBy,
    ConsentState,
    Purpose,
    SourceKind,
    SourceStanding,
    StatementKind,
)

# What a source says or says of itself: of an interview none of it is here before consent.
CONTENT = (
    "title",
    "author",
    "publisher",
    "url",
    "published",
    "published_note_en",
    "published_note_uk",
    "accessed_on",
    "licence",
    "text_as_received",
    "copy_held",
    "internal_note",
    "standing_note_en",
    "standing_note_uk",
    "public_wording_en",
    "public_wording_uk",
    "public_note_en",
    "public_note_uk",
)
CONSENT_FIRST = _(
    "Record first that consent to keep what was said was given: until then nothing of an interview "
    "or a testimony is stored."
)

if TYPE_CHECKING:
    from sources.models.consent import LegalHold

# The right to read restricted and confidential records of every kind.
READ_RESTRICTED = "sources.read_restricted"


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, person: Reader) -> Self:
        return self.exclude(kept_from(sees(person, READ_RESTRICTED)))

    def hidden_from(self, person: Reader) -> Self:
        return self.filter(kept_from(sees(person, READ_RESTRICTED)))

    def mentioning(self, text: str) -> Self:
        """Title, author, address or a name of the publisher contains the text; or its reference."""
        publishers = Actor.objects.named(text).values("pk")
        return self.filter(
            models.Q(compared__contains=as_compared(text))
            | models.Q(publisher__in=publishers)
            | models.Q(review__reference=text.strip().upper())
        )

    def at(self, address: str) -> Self:
        """Of this page, in whatever form its address was entered; none without an address."""
        found = canonical(address)
        return self.filter(canonical_address=found) if found else self.none()

    def protected(self) -> Self:
        """Those of which details are withheld from the public."""
        is_confidential = models.Q(access=Access.CONFIDENTIAL)
        named = Source.objects.consented(Purpose.PUBLISH_IDENTITY).values("pk")
        unnamed = models.Q(kind__in=INTERVIEWS) & ~models.Q(pk__in=named)
        return self.filter(is_confidential | unnamed | models.Q(names_protected_person=True))

    def interviews(self) -> Self:
        return self.filter(kind__in=INTERVIEWS)

    def consented(self, purpose: str) -> Self:
        """As the triggers ask it of the database."""
        asked = models.Func(
            models.F("pk"),
            models.Value(purpose),
            function="sources_consented",
            output_field=models.BooleanField(),
        )
        return self.alias(consented=asked).filter(consented=True)

    def not_for(self, recipient: str) -> Self:
        """As the trigger `passed_with_consent` asks it of the database."""
        asked = models.Func(
            models.F("pk"),
            models.Value(recipient),
            function="sources_may_be_passed",
            output_field=models.BooleanField(),
        )
        return self.interviews().alias(may_be_passed=asked).filter(may_be_passed=False)

    def holding_words(self) -> Self:
        """As the trigger `erasure_decided` asks it of the database."""
        asked = models.Func(
            models.F("pk"), function="sources_holds_content", output_field=models.BooleanField()
        )
        return self.alias(has_words=asked).filter(has_words=True)

    def with_text(self, text: str) -> Self:
        return self.filter(text_as_received=text) if text else self.none()

    def by_other_rules(self) -> Self:
        """Whose canonical address was made by rules before these, or never."""
        return self.exclude(address_rules=RULES)


# What follows from a source alone is in no save of it: other rules are no change by anybody.
@reversion.register(
    follow=("statements", "consents", "interviews"), exclude=("canonical_address", "address_rules")
)
class Source(Record):
    """One article, post, report or recording. Almost everything may be unknown and then says so."""

    kind = ChoiceField(_("kind"), max_length=20, choices=SourceKind)
    title = models.CharField(
        _("title"), max_length=1000, blank=True, help_text=_("As published. Empty: not known.")
    )
    author = models.CharField(_("author"), max_length=200, blank=True)
    publisher = models.ForeignKey(
        "sources.Actor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_sources",
        verbose_name=_("publisher"),
    )
    url = WebAddressField(_("address"), max_length=1000, blank=True)
    canonical_address = models.TextField(blank=True, default="", editable=False)
    address_rules = models.PositiveSmallIntegerField(default=0, editable=False)
    holds_several = models.BooleanField(
        _("holds several items"),
        default=False,
        help_text=_(
            "A channel, a page that changes, a set of data. Other sources of the same address "
            "are then other items: say when you read it, and for each statement where in it."
        ),
    )
    language = models.CharField(_("language"), max_length=LONGEST_LANGUAGE, blank=True)
    published = EdtfField(_("published"), blank=True)
    published_note_en = models.CharField(_("about the date (English)"), max_length=300, blank=True)
    published_note_uk = models.CharField(
        _("about the date (Ukrainian)"), max_length=300, blank=True
    )
    published_earliest = models.DateField(null=True, editable=False)
    published_latest = models.DateField(null=True, editable=False)
    accessed_on = models.DateField(_("accessed on"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    access = ChoiceField(_("access"), max_length=12, choices=Access, default=Access.PUBLIC)
    is_graphic = models.BooleanField(
        _("graphic"), default=False, help_text=_("Shows or describes killing or bodies.")
    )
    standing = ChoiceField(
        _("standing"), max_length=12, choices=SourceStanding, default=SourceStanding.STANDS
    )
    standing_on = models.DateField(_("since"), null=True, blank=True)
    standing_note_en = models.TextField(_("about its standing (English)"), blank=True)
    standing_note_uk = models.TextField(_("about its standing (Ukrainian)"), blank=True)
    names_protected_person = models.BooleanField(
        _("names a protected person"),
        default=False,
        help_text=_(
            "Then its title, author, address and quotations, where in it a statement stands, its "
            "own verbs and the digest of its text stay out of every edition."
        ),
    )
    public_wording_en = models.TextField(
        _("public wording (English)"),
        blank=True,
        help_text=_("All that the public reads of a confidential source."),
    )
    public_wording_uk = models.TextField(_("public wording (Ukrainian)"), blank=True)
    public_note_en = models.TextField(_("public note (English)"), blank=True)
    public_note_uk = models.TextField(_("public note (Ukrainian)"), blank=True)
    text_as_received = ReceivedTextField(
        _("text as received"),
        blank=True,
        help_text=_("Never public: only its SHA-256 and its length are."),
    )
    copy_held = models.CharField(
        _("where a copy is held"), max_length=300, blank=True, help_text=_("Never public.")
    )
    internal_note = models.TextField(_("internal note"), blank=True, help_text=_("Never public."))

    compared = compared_column("title", "author", "url")

    objects = SourceQuerySet.as_manager()

    MAY_BE_KEPT = True
    # Statements stand beside their passage of it.
    TOLD_BESIDES = ("text_as_received",)
    # Triggers (migrations `who_sees_what_rules`, `consent_rules`).
    DATABASE_RULES: ClassVar[Mapping[str, Any]] = {
        "source_limited_is_kept": _(
            "It is limited to a need-to-know group: it must be restricted or confidential."
        ),
        "consent_first": CONSENT_FIRST,
        "consent_to_publish": _(
            "An interview or a testimony is published only with consent to keep and to publish "
            "what was said."
        ),
        "withdrawn_stays_hidden": _(
            "The witness withdrew consent: it stays hidden, unless consent is given again."
        ),
        "held_is_not_redacted": _("A legal hold forbids to delete anything of this source."),
        "passed_with_consent": _(
            "It holds what a witness did not agree to pass on to them: ask for it again, without "
            "that."
        ),
        "interview_never_public": _("The access of an interview or a testimony is never public."),
        "interview_stays_interview": _(
            "Consent is recorded for it: it stays an interview or a testimony."
        ),
    }

    FOLLOWED = (
        "statements__hops__actor",
        "statements__quantities",
        "statements__links__to",
        "consents",
        "interviews",
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        permissions = [
            ("read_restricted", "Can read restricted and confidential sources"),
            ("hold_erasure", "Can forbid the erasure of a source, and allow it again"),
        ]
        # An address may be longer than an index of another kind takes.
        indexes = [
            HashIndex(fields=["canonical_address"], name="source_canonical_address"),
            # By what two sources may be one (view `sources_twin`).
            HashIndex(
                fields=["text_as_received"],
                name="source_text",
                condition=~models.Q(text_as_received=""),
            ),
            HashIndex(
                as_compared(models.F("title")),
                name="source_compared_title",
                condition=~models.Q(title=""),
            ),
            models.Index(
                fields=["access"], name="source_kept", condition=~models.Q(access="public")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="source_published_in_order",
                condition=models.Q(published_earliest=None)
                | models.Q(published_latest=None)
                | models.Q(published_earliest__lte=models.F("published_latest")),
                violation_error_message=_("The publication dates are in the wrong order."),
            ),
            models.CheckConstraint(
                name="source_url_is_web",
                condition=models.Q(url="") | models.Q(url__iregex=r"^https?://"),
                violation_error_message=_("An address starts with http:// or https://."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()}, {_('title not known')}"

    @classmethod
    def visible_to(cls, person: Reader) -> SourceQuerySet:
        return cls.objects.visible_to(person)

    @classmethod
    def keys_visible_to(cls, person: Reader) -> RawSQL:
        return _visible_keys(sees(person, READ_RESTRICTED))

    @classmethod
    def not_for(cls, recipient: str) -> SourceQuerySet:
        return cls.objects.not_for(recipient)

    def clean(self) -> None:
        """Consent comes first; its statements speak of nothing that happened after its day."""
        self._refuse_content_without_consent()
        if self._state.adding:
            return
        try:
            published = bounds(self.published)[1]
        except ValidationError:
            return  # the field says what is wrong with it
        telling = self.statements.exclude(kind=StatementKind.ASSESSMENT).order_by("position")
        later = [
            label
            for label, earliest in telling.values_list("label", "period_earliest")
            if is_told_too_early(published, earliest)
        ]
        if later:
            said = _(
                "A source cannot tell what happened later: these statements speak of a period that "
                "began after this day: %s. Mend this date, or first theirs."
            )
            raise ValidationError({"published": said % ", ".join(later)})

    @classmethod
    def content_columns(cls) -> list[str]:
        return [column.attname for column in cls._meta.concrete_fields if column.name in CONTENT]

    def _refuse_content_without_consent(self) -> None:
        """As the trigger `consent_first`, but said before anything is written."""
        if not self.is_interview or self.is_consented(Purpose.KEEP):
            return
        stored = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        entered = [name for name in self.content_columns() if getattr(self, name)]
        if any(getattr(self, name) != getattr(stored, name, None) for name in entered):
            raise ValidationError(CONSENT_FIRST)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.published_earliest, self.published_latest = bounds(self.published)
        self.canonical_address, self.address_rules = canonical(self.url), RULES
        super().save(*args, **kwargs)

    def review_title(self) -> str:
        who = str(self.publisher) if self.publisher else _("publisher not known")
        return f"{self}, {who}, {self.published or _('date not known')}"

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the text as received, UTF-8, hex; empty when there is none."""
        if not self.text_as_received:
            return ""
        return hashlib.sha256(self.text_as_received.encode()).hexdigest()

    @property
    def is_confidential(self) -> bool:
        return self.access == Access.CONFIDENTIAL

    @property
    def is_interview(self) -> bool:
        return self.kind in INTERVIEWS

    @property
    def tells_only_wording(self) -> bool:
        """Whether the public is told no more of it than the wording that was written for it."""
        hidden = self.is_interview and not self.is_consented(Purpose.PUBLISH_IDENTITY)
        return self.is_confidential or hidden

    @property
    def may_be_published(self) -> bool:
        needed = (Purpose.KEEP, Purpose.PUBLISH_CONTENT)
        return not self.is_interview or all(map(self.is_consented, needed))

    def is_consented(self, purpose: str) -> bool:
        """As the database's `sources_consented`, which the triggers ask."""
        return self.consent_state(purpose) == ConsentState.GIVEN

    def consent_state(self, purpose: str) -> str:
        return self.consent_states()[purpose]

    def consent_states(self) -> dict[str, str]:
        """By purpose; of several who have to agree, one who does not decides for all."""
        if self._state.adding:
            return dict.fromkeys(Purpose.values, ConsentState.NOT_ASKED)
        rows = list(self.consents.values("given_by", *Purpose.values))
        last = dict(self.withdrawals.order_by("id").values_list("purpose", "lifts"))
        is_complete = _is_complete({row["given_by"] for row in rows})
        return {
            purpose: ConsentState.WITHDRAWN
            if last.get(purpose) is False
            else _together({row[purpose] for row in rows}, is_complete)
            for purpose in Purpose.values
        }

    @property
    def hold(self) -> "LegalHold | None":
        """The legal hold that stands."""
        last = self.holds.select_related("by__colleague").order_by("-id").first()
        return None if last is None or last.lifts else last

    @property
    def is_erased(self) -> bool:
        return self.erasures.filter(state="erased").exists()

    @property
    def holds_content(self) -> bool:
        entered = any(getattr(self, name) for name in self.content_columns())
        return entered or (not self._state.adding and self.statements.exists())


@lru_cache(maxsize=READERS)
def _visible_keys(sees: Sees) -> RawSQL:
    return composed(Source.objects.exclude(kept_from(sees)))


def _is_complete(who: set[str]) -> bool:
    """A person's own consent; or a child's own assent and that of the guardian."""
    own = who & {ConsentBy.WITNESS, ConsentBy.CHILD}
    return bool(own) and (ConsentBy.CHILD not in own or ConsentBy.GUARDIAN in who)


def _together(said: set[str], is_complete: bool) -> str:
    for state in (ConsentState.WITHDRAWN, ConsentState.REFUSED, ConsentState.NOT_ASKED):
        if state in said:
            return state
    return ConsentState.GIVEN if is_complete else ConsentState.NOT_ASKED
