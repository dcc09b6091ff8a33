"""This statement bears on this fact of this incident."""

from collections.abc import Iterator, Mapping, Sequence

import reversion
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from review.db.fields import ChoiceField
from review.models import OwnedRow, in_either_language
from sources.models import Statement
from sources.text.dates import bounds, in_words, is_told_too_early, overlap
from sources.vocabulary import StatedOrInferred

from incidents.models.incidents import Incident
from incidents.models.people import Involvement, LegalCharacterisation, Victim
from incidents.vocabulary import TOLD_AFTERWARDS, Credibility, Fact, Stance


@reversion.register()
class Evidence(OwnedRow):
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="evidence")
    statement = models.ForeignKey(
        Statement, models.PROTECT, related_name="evidence", verbose_name=_("statement")
    )
    fact = ChoiceField(_("fact"), max_length=20, choices=Fact)
    victim = models.ForeignKey(
        Victim, models.CASCADE, null=True, blank=True, related_name="evidence"
    )
    involvement = models.ForeignKey(
        Involvement, models.CASCADE, null=True, blank=True, related_name="evidence"
    )
    characterisation = models.ForeignKey(
        LegalCharacterisation, models.CASCADE, null=True, blank=True, related_name="evidence"
    )
    stance = ChoiceField(_("stance"), max_length=12, choices=Stance, default=Stance.SUPPORTS)
    stated = ChoiceField(
        _("stated or inferred"),
        max_length=10,
        choices=StatedOrInferred,
        default=StatedOrInferred.STATED,
    )
    how_en = models.CharField(
        _("how it is inferred (English)"),
        max_length=300,
        blank=True,
        help_text=_("E.g. year from the source's date; oblast from the gazetteer."),
    )
    how_uk = models.CharField(_("how it is inferred (Ukrainian)"), max_length=300, blank=True)
    value_en = models.CharField(
        _("its value, where it differs (English)"), max_length=200, blank=True
    )
    value_uk = models.CharField(
        _("its value, where it differs (Ukrainian)"), max_length=200, blank=True
    )
    credibility = ChoiceField(_("credibility"), max_length=1, choices=Credibility, blank=True)

    # A statement that bears on several facts in the same way.
    ALIKE_BUT = ("fact", "victim", "involvement", "characterisation")
    TOLD_BY = "statement"
    TOLD_BRIEFLY = ("fact", "victim", "involvement", "characterisation", "stance", "stated")
    # On what it bears: without that it would be evidence of nothing.
    REDACTION_KEEPS = ("victim", "involvement", "characterisation")
    REDACTION_MARKS = ("how_en",)

    class Meta(OwnedRow.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.UniqueConstraint(
                name="evidence_is_unique",
                fields=[
                    "incident",
                    "statement",
                    "fact",
                    "victim",
                    "involvement",
                    "characterisation",
                ],
                nulls_distinct=False,
                violation_error_message=_("This statement is already evidence for this fact."),
            ),
            models.CheckConstraint(
                name="evidence_names_its_row",
                condition=Q(
                    fact="victim", victim__isnull=False, involvement=None, characterisation=None
                )
                | Q(
                    fact="involvement",
                    victim=None,
                    involvement__isnull=False,
                    characterisation=None,
                )
                | Q(
                    fact="characterisation",
                    victim=None,
                    involvement=None,
                    characterisation__isnull=False,
                )
                | ~Q(fact__in=["victim", "involvement", "characterisation"])
                & Q(victim=None, involvement=None, characterisation=None),
                violation_error_message=_(
                    "Evidence of a victim, an involvement or a characterisation names which one."
                ),
            ),
            models.CheckConstraint(
                name="evidence_inference_says_how",
                condition=Q(stated="stated") | in_either_language("how"),
                violation_error_message=_("Say how this was inferred."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement.label} {self.get_stance_display()} {self.get_fact_display()}"

    @classmethod
    def told_briefly(cls, rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
        """Whether it supports them, and which facts these are."""
        of_stance: dict[str, list[str]] = {}
        for row in rows:
            named = next((row[name] for name in cls.REDACTION_KEEPS if name in row), "")
            fact = f"{row['fact']}: {named}" if named else row["fact"]
            is_stated = row["stated"] == str(StatedOrInferred.STATED.label)
            how = row["stance"] if is_stated else f"{row['stance']}, {row['stated']}"
            of_stance.setdefault(how, []).append(fact)
        return ((how, "; ".join(facts)) for how, facts in of_stance.items())

    @property
    def row(self) -> "Victim | Involvement | LegalCharacterisation | None":
        return self.victim or self.involvement or self.characterisation

    def clean(self) -> None:
        row = self.row
        if row is not None and row.incident_id != self.incident_id:
            raise ValidationError(_("That row belongs to another incident."))
        if self.stance == Stance.SUPPORTS and self.stated == StatedOrInferred.STATED:
            self._refuse_another_day()
            self._refuse_told_too_early()

    def _refuse_another_day(self) -> None:
        """A statement of another day than is recorded contradicts it. What we infer says how."""
        when, period = self.incident.occurred, self.statement.period
        if self.fact != Fact.DATE or overlap(bounds(when), bounds(period)):
            return
        said = _(
            "%(label)s says “%(given)s”, which is not the recorded date, “%(recorded)s”: choose "
            "“contradicts”, or mend one of the two."
        )
        language = get_language() or "en"
        told = {
            "label": self.statement.label,
            "given": in_words(period, language),
            "recorded": in_words(when, language),
        }
        raise ValidationError(said % told)

    def _refuse_told_too_early(self) -> None:
        """What was published before the day of an event is no evidence that it took place."""
        if self.fact not in TOLD_AFTERWARDS:
            return
        published = bounds(self.statement.source.published)[1]
        if is_told_too_early(published, bounds(self.incident.occurred)[0]):
            raise ValidationError(
                _(
                    "The source of %s was published before the recorded date: a source cannot tell "
                    "what happened later. Mend one of the two dates, or say that this is inferred, "
                    "and how."
                )
                % self.statement.label
            )
