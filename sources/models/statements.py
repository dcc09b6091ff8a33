"""What a source says, in our paraphrase, with the chain from the source to whoever knew."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Self

import reversion
from accounts.sight import Reader
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from review.db.fields import LONGEST_LANGUAGE, ChoiceField, as_compared, compared_column
from review.languages import in_readers_language
from review.models import OwnedRow, in_either_language

from sources.models.published import PublishedStatement
from sources.models.sources import CONSENT_FIRST, Source
from sources.text.dates import EdtfField, bounds, is_told_too_early
from sources.text.wording import (
    attributed_warnings,
    denial_warnings,
    graphic_warnings,
    warnings,
)
from sources.vocabulary import (
    Access,
    Basis,
    Circumstance,
    Counted,
    Hedge,
    Level,
    LinkKind,
    Perceived,
    Polarity,
    Purpose,
    Qualifier,
    StatedOrInferred,
    StatementKind,
)

PARAPHRASES = ("paraphrase_en", "paraphrase_uk")
# What the public reads of it in words, which a warning may stand before.
WORDED = (
    *PARAPHRASES,
    "quotation",
    "quotation_translation",
    "subject_en",
    "subject_uk",
    "note_en",
    "note_uk",
)
# Longer than this is not a quotation but the source's own text, which is not ours to publish.
LONGEST_QUOTATION = 300


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, person: Reader) -> Self:
        """Those of sources that this person may read."""
        return self.filter(source__in=Source.keys_visible_to(person))

    def hidden_from(self, person: Reader) -> Self:
        return self.filter(source__in=Source.objects.hidden_from(person).values("pk"))

    def mentioning(self, text: str) -> Self:
        """For staff: also in what is kept from the public."""
        asked = as_compared(text)
        linked = Hop.objects.filter(compared__contains=asked)
        return self.filter(
            models.Q(compared__contains=asked) | models.Q(pk__in=linked.values("statement"))
        )


@reversion.register(follow=("hops", "quantities", "links"))
class Statement(OwnedRow):
    """One thing that a source says, or that our own examination of it found."""

    source = models.ForeignKey(
        Source, models.CASCADE, related_name="statements", verbose_name=_("source")
    )
    label = models.CharField(
        _("our label"), max_length=40, help_text=_("Short and unique in its source, e.g. S20a.")
    )
    locator = models.CharField(
        _("where in the source"),
        max_length=60,
        blank=True,
        help_text=_("E.g. sentence 20, page 4, 00:01:32."),
    )
    kind = ChoiceField(_("kind"), max_length=20, choices=StatementKind)
    is_our_examination = models.BooleanField(_("found by our own examination"), default=False)
    perceived = ChoiceField(
        _("seen, heard or inferred"),
        max_length=10,
        choices=Perceived,
        blank=True,
        help_text=_(
            "Of our own examination alone. What is seen and what is heard are statements of their "
            "own; what we infer says how, in the public note."
        ),
    )
    paraphrase_en = models.TextField(
        _("what it says (English)"),
        blank=True,
        help_text=_(
            "Who did what to whom, in one sentence of our own words that can be read alone. Name "
            "the side, force, unit or office that the source names; name no private person."
        ),
    )
    paraphrase_uk = models.TextField(
        _("what it says (Ukrainian)"),
        blank=True,
        help_text=_("The same: who, what, to whom, in a sentence that can be read alone."),
    )
    wording_is_graphic = models.BooleanField(
        _("its wording stands behind a warning"),
        default=False,
        help_text=_(
            "Tick this where what it says, its quotation, who acted or the note tells of injuries, "
            "suffering, the course of a killing, what was done to bodies, mutilation or last "
            "words. The plain means (shot, blast, blade, beaten), and that a killing or a "
            "mutilation was ordered, may be read openly. Lists and files then say only where the "
            "wording is."
        ),
    )
    quotation = models.CharField(
        _("quotation"),
        max_length=LONGEST_QUOTATION,
        blank=True,
        help_text=_("A few words at most, exactly as written."),
    )
    quotation_language = models.CharField(
        _("its language"), max_length=LONGEST_LANGUAGE, blank=True
    )
    quotation_translation = models.CharField(
        _("its translation"), max_length=LONGEST_QUOTATION, blank=True
    )
    subject_as_written = models.CharField(
        _("who acted, as written"),
        max_length=300,
        blank=True,
        help_text=_(
            "Staff only. Who gave an order, fired or received evidence; never a link of the chain."
        ),
    )
    subject_en = models.CharField(
        _("who acted, for the public (English)"), max_length=300, blank=True
    )
    subject_uk = models.CharField(
        _("who acted, for the public (Ukrainian)"), max_length=300, blank=True
    )
    place_as_written = models.CharField(_("place as written"), max_length=200, blank=True)
    period = EdtfField(_("when, according to it"), blank=True)
    period_earliest = models.DateField(null=True, editable=False)
    period_latest = models.DateField(null=True, editable=False)
    verb_as_written = models.CharField(
        _("its own verb"), max_length=60, blank=True, help_text=_("E.g. said, revealed, confirmed.")
    )
    hedge = ChoiceField(_("hedge"), max_length=10, choices=Hedge, default=Hedge.FACT)
    polarity = ChoiceField(
        _("affirmed or denied"),
        max_length=10,
        choices=Polarity,
        default=Polarity.AFFIRMED,
        help_text=_(
            "Denied: what it says above is what the source denies, written without “not”; pages "
            "put “Denied:” before it. A sentence that is negative itself (“There are no "
            "warrants”) is affirmed."
        ),
    )
    note_en = models.TextField(_("public note (English)"), blank=True)
    note_uk = models.TextField(_("public note (Ukrainian)"), blank=True)
    internal_note = models.TextField(_("internal note"), blank=True, help_text=_("Never public."))

    compared = compared_column(
        "label", "paraphrase_en", "paraphrase_uk", "subject_as_written", "internal_note"
    )

    objects = StatementQuerySet.as_manager()

    IN_EITHER_LANGUAGE = ("paraphrase",)
    TOLD_BY = "label"
    TOLD_ALWAYS = ("hedge",)
    # They place or repeat what it says.
    TOLD_BESIDES = ("locator", "verb_as_written", "quotation_language")
    REDACTED_WITH = ("hops", "quantities", "links")
    # Our own handle, by which other records point at it.
    REDACTION_KEEPS = ("label",)
    # Triggers on this table and on that of sources (`no_source_foretells`, `draft_merge_rules`).
    DATABASE_RULES: ClassVar[dict[str, Any]] = {
        "statement_tells_what_was": _(
            "The source was published before the period of one of its statements began: a source "
            "cannot tell what happened later."
        ),
        "consent_first": CONSENT_FIRST,
        "statement_stays": _("A statement stays with its source, unless the two are merged."),
    }

    class Meta(OwnedRow.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["source", "position", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "label"],
                name="statement_label_is_unique",
                violation_error_message=_("Another statement of this source has that label."),
            ),
            models.CheckConstraint(
                name="statement_quotation_has_language",
                condition=models.Q(quotation="") | ~models.Q(quotation_language=""),
                violation_error_message=_("Say in which language the quotation is."),
            ),
            models.CheckConstraint(
                name="statement_perceived_by_us",
                condition=models.Q(perceived="") | models.Q(is_our_examination=True),
                violation_error_message=_(
                    "Only of our own examination is said what was seen, heard or inferred."
                ),
            ),
            models.CheckConstraint(
                name="statement_inference_says_how",
                condition=~models.Q(perceived="inferred") | in_either_language("note"),
                violation_error_message=_("It is inferred: say how, in the public note."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {Truncator(self.said).chars(80)}"

    @property
    def said(self) -> str:
        """What it says, for staff: a denial is never read without its being one."""
        is_denied = self.polarity == Polarity.DENIED
        text = in_readers_language(self.paraphrase_en, self.paraphrase_uk)
        return f"{gettext('Denied:')} {text}" if is_denied else text

    @classmethod
    def visible_to(cls, person: Reader) -> StatementQuerySet:
        return cls.objects.visible_to(person)

    @classmethod
    def not_for(cls, recipient: str) -> StatementQuerySet:
        return cls.objects.filter(source__in=Source.objects.not_for(recipient).values("pk"))

    def wording(self) -> dict[str, list[str]]:
        """Sentences about words to reconsider, by field: a paraphrase is in our own words.

        What belongs behind a warning, and what a denial would turn round, is looked for too.
        """
        lang = get_language() or "en"
        found: dict[str, list[str]] = {}
        for name in WORDED:
            text = getattr(self, name)
            said = warnings(text, lang) if name in PARAPHRASES else []
            if said and self.is_attributed:
                said = attributed_warnings(text, lang)
            if name in PARAPHRASES and self.polarity == Polarity.DENIED:
                said += denial_warnings(text, lang)
            if not self.wording_is_graphic:
                said += graphic_warnings(text, lang)
            if said:
                found[name] = said
        return found

    @property
    def is_attributed(self) -> bool:
        """Whether readers find beside it who says so: a chain, or that it is somebody's reading of
        the law. What we found ourselves is in nobody else's words.
        """
        if self.is_our_examination:
            return False
        return self.kind == StatementKind.CHARACTERISATION or bool(self.hops.all())

    @cached_property
    def published_label(self) -> str:
        """Its label in the current edition of its source: all that another record may call it.

        A preview may name one that is not public yet; nothing that rests on it can be approved.
        """
        public = PublishedStatement.objects.filter(pk=self.pk)
        return public.values_list("label", flat=True).first() or self.label

    @property
    def name_in_comparisons(self) -> str:
        """A record keeps in its history for ever what it rested on: not what that said."""
        if self.source.access != Access.PUBLIC:
            return f"{self.label} — {self.source.get_access_display()}, {self.source.reference}"
        return str(self)

    @property
    def short_name_in_comparisons(self) -> str:
        """Of what not everybody may read it stays said that it is kept."""
        return self.label if self.source.access == Access.PUBLIC else self.name_in_comparisons

    @property
    def with_source(self) -> str:
        return f"{self} — {self.source.review_title()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.period_earliest, self.period_latest = bounds(self.period)
        super().save(*args, **kwargs)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields(exclude)
        # Of a form that does not show the period, the date of the source says it.
        if self.source_id and "period" not in (exclude or ()) and not self.foretells:
            refuse_told_too_early(self.source, self.period)

    def clean(self) -> None:
        """As the trigger `consent_first`, but said before anything is written."""
        super().clean()
        if not self.source_id or not self.source.is_interview:
            return
        if not self.source.is_consented(Purpose.KEEP) and not self._is_as_stored():
            raise ValidationError(CONSENT_FIRST)

    def _is_as_stored(self) -> bool:
        stored = type(self).objects.filter(pk=self.pk).first()
        columns = [column.attname for column in self._meta.concrete_fields if column.editable]
        return stored is not None and all(
            getattr(self, name) == getattr(stored, name) for name in columns
        )

    @property
    def foretells(self) -> bool:
        """Whether it may speak of what is still to come."""
        return self.kind == StatementKind.ASSESSMENT


def refuse_told_too_early(source: Source, period: str) -> None:
    """A source cannot tell of a period that began after it was published."""
    try:
        published, earliest = bounds(source.published)[1], bounds(period)[0]
    except ValidationError:
        return  # the field says what is wrong with it
    if is_told_too_early(published, earliest):
        raise ValidationError(
            {
                "period": _(
                    "The source was published before this period began: "
                    "a source cannot tell what happened later."
                )
            }
        )


@reversion.register()
class Hop(OwnedRow):
    """One link of a statement's chain, counted from the source towards whoever knew."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="hops")
    actor = models.ForeignKey(
        "sources.Actor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hops",
        verbose_name=_("body"),
        help_text=_("A named body; for people and unnamed voices write the label instead."),
    )
    label_en = models.CharField(
        _("public label (English)"),
        max_length=200,
        blank=True,
        help_text=_("E.g. unnamed officials. Never a person's name, nothing that points at one."),
    )
    label_uk = models.CharField(_("public label (Ukrainian)"), max_length=200, blank=True)
    as_written = models.CharField(
        _("as written"), max_length=200, blank=True, help_text=_("Staff only, never public.")
    )
    bases = ArrayField(
        ChoiceField(max_length=20, choices=Basis),
        verbose_name=_("how it knew"),
        default=list,
        blank=True,
    )
    circumstances = ArrayField(
        ChoiceField(max_length=20, choices=Circumstance),
        verbose_name=_("circumstances"),
        default=list,
        blank=True,
    )
    compared = compared_column("as_written")

    TOLD_BESIDES = ("as_written",)
    TOLD_BRIEFLY = ("actor", "label_en", "label_uk", "bases", "circumstances")

    class Meta(OwnedRow.Meta):
        verbose_name = _("link of the chain")
        verbose_name_plural = _("chain, from the source to whoever knew")
        ordering = ["statement", "position"]
        constraints = [
            models.CheckConstraint(
                name="hop_is_somebody",
                condition=models.Q(actor__isnull=False, label_en="", label_uk="")
                | models.Q(actor=None) & in_either_language("label"),
                violation_error_message=_("A link is either a named body or a public label."),
            ),
            models.UniqueConstraint(
                fields=["statement", "position"],
                name="hop_position_is_unique",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Two links of the chain have the same place."),
            ),
        ]

    def __str__(self) -> str:
        if self.actor:
            return str(self.actor)
        return in_readers_language(self.label_en, self.label_uk)

    @property
    def in_words(self) -> str:
        """Who it is, that they are described and not named, and how they knew."""
        told = (self._meta.get_field(name) for name in ("bases", "circumstances"))
        knew = [
            str(dict(column.base_field.flatchoices)[one])  # type: ignore[union-attr]
            for column in told
            for one in getattr(self, column.name)
        ]
        return _link_in_words(str(self), is_named=self.actor is not None, knew=knew)

    @classmethod
    def told_briefly(cls, rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
        """The chain, from the source to whoever knew."""
        links = [
            _link_in_words(
                row.get("actor")
                or in_readers_language(row.get("label_en", ""), row.get("label_uk", "")),
                is_named="actor" in row,
                knew=[row[name] for name in ("bases", "circumstances") if name in row],
            )
            for row in rows
        ]
        yield gettext("who said it, and how they knew"), " ‹ ".join(links)


def _link_in_words(name: str, *, is_named: bool, knew: Iterable[str]) -> str:
    who = name if is_named else gettext("%(who)s (described only: no named actor)") % {"who": name}
    return ", ".join([who, *knew])


@reversion.register()
class Quantity(OwnedRow):
    """A number that a statement gives, with what exactly is counted. Null is not known, never 0."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="quantities")
    counted = ChoiceField(_("what is counted"), max_length=15, choices=Counted)
    low = models.PositiveIntegerField(_("low"), null=True, blank=True)
    best = models.PositiveIntegerField(_("best"), null=True, blank=True)
    high = models.PositiveIntegerField(_("high"), null=True, blank=True)
    qualifier = ChoiceField(_("qualifier"), max_length=10, choices=Qualifier, blank=True)
    level = ChoiceField(_("level"), max_length=10, choices=Level, default=Level.ALLEGED)
    period = EdtfField(_("period"), blank=True)
    as_of = EdtfField(
        _("as of"), blank=True, help_text=_("The day up to which it was counted, as it is given.")
    )
    is_cumulative = models.BooleanField(
        _("cumulative"),
        null=True,
        blank=True,
        help_text=_("Whether it holds all that was counted before. Unknown: not stated."),
    )

    TOLD_BRIEFLY = ("counted", "low", "best", "high", "qualifier")

    class Meta(OwnedRow.Meta):
        verbose_name = _("quantity")
        verbose_name_plural = _("quantities")
        constraints = [
            models.CheckConstraint(
                name="quantity_in_order",
                condition=(
                    models.Q(low=None) | models.Q(best=None) | models.Q(low__lte=models.F("best"))
                )
                & (models.Q(best=None) | models.Q(high=None) | models.Q(best__lte=models.F("high")))
                & (models.Q(low=None) | models.Q(high=None) | models.Q(low__lte=models.F("high"))),
                violation_error_message=_("Low, best and high must be in that order."),
            ),
        ]

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields(exclude)
        if "period" in (exclude or ()) or not self.statement_id:
            return
        said = self.statement
        if said.source_id and not said.foretells:
            refuse_told_too_early(said.source, self.period)

    def __str__(self) -> str:
        ends = (str(end) for end in (self.low, self.high) if end is not None)
        best = "" if self.best is None else str(self.best)
        counted, qualifier = self.get_counted_display(), self.get_qualifier_display()
        return _number_in_words(counted, qualifier, best or "–".join(dict.fromkeys(ends)))

    @classmethod
    def told_briefly(cls, rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
        """Each with its best, and with its low and high where these are others."""
        said = []
        for row in rows:
            ends = "–".join(dict.fromkeys(row[end] for end in ("low", "high") if end in row))
            best = row.get("best", ends)
            number = best if best == ends or not ends else f"{best} ({ends})"
            said.append(_number_in_words(row["counted"], row.get("qualifier", ""), number))
        yield gettext("numbers"), "; ".join(said)


def _number_in_words(counted: str, qualifier: str, number: str) -> str:
    # After a colon, as on public pages: before it Ukrainian would need a case for each number.
    words = " ".join(filter(None, (qualifier, number)))
    return f"{counted}: {words or gettext('not stated')}"


@reversion.register()
class StatementLink(OwnedRow):
    """How one statement stands to another one: as a source says, or as we infer and say why."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="links")
    kind = ChoiceField(_("link"), max_length=15, choices=LinkKind)
    to = models.ForeignKey(
        Statement, models.PROTECT, related_name="linked_from", verbose_name=_("statement")
    )
    stated = ChoiceField(
        _("stated or inferred"),
        max_length=10,
        choices=StatedOrInferred,
        default=StatedOrInferred.INFERRED,
    )
    by_whom = models.CharField(_("by whom"), max_length=200, blank=True)
    why_en = models.TextField(_("why (English)"), blank=True)
    why_uk = models.TextField(_("why (Ukrainian)"), blank=True)

    class Meta(OwnedRow.Meta):
        verbose_name = _("link to another statement")
        verbose_name_plural = _("links to other statements")
        constraints = [
            models.CheckConstraint(
                name="statementlink_not_to_itself",
                condition=~models.Q(statement=models.F("to")),
                violation_error_message=_("A statement cannot be linked to itself."),
            ),
            models.CheckConstraint(
                name="statementlink_inference_has_reason",
                condition=~models.Q(stated="inferred") | in_either_language("why"),
                violation_error_message=_("Say why you infer this link."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.to.label}"
