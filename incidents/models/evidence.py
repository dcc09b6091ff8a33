"""This statement bears on this fact of this incident."""

import reversion
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from review.db.fields import ChoiceField
from review.models import OwnedRow
from sources.models import Statement
from sources.vocabulary import StatedOrInferred

from incidents.models.incidents import Incident
from incidents.models.people import Involvement, LegalCharacterisation, Victim
from incidents.vocabulary import Credibility, Fact, Stance


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
                violation_error_message=_("This statement already bears on this fact."),
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
                condition=Q(stated="stated") | ~Q(how_en=""),
                violation_error_message=_("Say how this was inferred."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement.label} {self.get_stance_display()} {self.get_fact_display()}"

    @property
    def row(self) -> "Victim | Involvement | LegalCharacterisation | None":
        return self.victim or self.involvement or self.characterisation

    def clean(self) -> None:
        row = self.row
        if row is not None and row.incident_id != self.incident_id:
            raise ValidationError(_("That row belongs to another incident."))
