"""What the evidence allows us to say of an incident; a person decides.

Pure functions of an incident's document (docs/decisions/origins.md).
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.languages import has_words
from sources.document_types import OriginsDocument
from sources.origins.find import PARTIES, find_origins
from sources.origins.words import sentence

from incidents.corroboration.corroboration import accused_parties, happened, is_of, origins_of
from incidents.corroboration.disagreement import disputes
from incidents.document_types import IncidentDocument, ProposalDocument, SupportingOrigins
from incidents.vocabulary import Assessment, Fact

REASONS = {
    "corroborated": gettext_lazy(
        "At least two origins, one of them independent of the accusing party or a recording that "
        "we examined."
    ),
    "not_independent": gettext_lazy(
        "More than one origin, but none is known to be independent of the accusing party."
    ),
    "one_origin": gettext_lazy("It rests on one origin."),
    "unattributed": gettext_lazy("It rests on assertions that name nobody."),
    "expert": gettext_lazy("It rests on inference by experts, which is not observation."),
    "inferred": gettext_lazy("It rests on our own inference alone."),
    "contradicted": gettext_lazy(
        "Evidence from someone other than the accused side says that it did not happen."
    ),
    "refuted": gettext_lazy(
        "No evidence for it stands, and that it did not happen is corroborated."
    ),
    "only_contradicted": gettext_lazy("No evidence for it stands, and other evidence denies it."),
    "retracted": gettext_lazy("Every statement that supported it has been retracted."),
    "no_evidence": gettext_lazy("No evidence bears on whether it happened."),
}


def proposed_assessment(document: IncidentDocument) -> ProposalDocument:
    """`value`, an assessment, and `reason`, a key of `REASONS`."""
    rows = [row for row in document.get("evidence", []) if is_of(row, happened(document))]
    favour = origins_of(document, rows)
    against = _against(document)
    value, reason = (
        _supported(favour, against) if favour["origins"] else _unsupported(favour, against)
    )
    return {"value": value.value, "reason": reason}


def _supported(favour: SupportingOrigins, against: OriginsDocument) -> tuple[Assessment, str]:
    if against["independent"]:
        return Assessment.UNDECIDED, "contradicted"
    if favour["is_corroborated"]:
        return Assessment.CORROBORATED, "corroborated"
    if favour["distinct"]:
        return Assessment.REPORTED, "one_origin" if favour["distinct"] == 1 else "not_independent"
    return Assessment.REPORTED, "unattributed" if favour["unattributed"] else "expert"


def _unsupported(favour: SupportingOrigins, against: OriginsDocument) -> tuple[Assessment, str]:
    """Nothing counts in favour any more, or nothing ever did."""
    if against["is_corroborated"]:
        return Assessment.REFUTED, "refuted"
    if against["origins"]:
        return Assessment.NOT_SUPPORTED, "only_contradicted"
    if favour["retracted"]:
        return Assessment.NOT_SUPPORTED, "retracted"
    return Assessment.UNDECIDED, "inferred" if favour["inferred"] else "no_evidence"


def _against(document: IncidentDocument) -> OriginsDocument:
    """The origins of specific evidence that it did not happen.

    That another number or day is given is disputed but does not deny the event. Here the interested
    party is the accused one; both, while it is not known who that is.
    """
    fact = Fact.ORDER if Fact.ORDER in happened(document) else Fact.ACT
    known = {statement["id"]: statement for statement in document.get("statements", [])}
    rows = [row for row in document.get("evidence", []) if row["fact"] == fact]
    denying = {row["statement"] for row in rows if disputes(row, known)}
    return find_origins(known.values(), denying, accused_parties(document) or PARTIES)


def reason_in_words(proposal: ProposalDocument, found: OriginsDocument) -> str:
    """E.g. It rests on one origin. 1 origin, a third party; not shown to be independent …

    `found` is what `origins_of` answers for what happened.
    """
    return f"{REASONS[proposal['reason']]} {sentence(found)}"


def by_the_evidence(document: IncidentDocument) -> str:
    """The proposal that an edition keeps, in words; nothing for one that keeps none."""
    proposal, origins = document.get("proposal"), document.get("origins")
    return reason_in_words(proposal, origins["incident"]) if proposal and origins else ""


def needs_reason(decided: str, proposed: str) -> bool:
    """Anything but the proposal or a more cautious word."""
    is_cautious = decided == Assessment.UNDECIDED or (
        decided == Assessment.REPORTED and proposed == Assessment.CORROBORATED
    )
    return decided != proposed and not is_cautious


def assessment_problems(document: IncidentDocument) -> list[str]:
    decided = document["assessment"]
    proposed = proposed_assessment(document)
    if has_words(decided["reason"]) or not needs_reason(decided["value"], proposed["value"]):
        return []
    text = _("Say why the assessment is “%(decided)s”; by the evidence it would be “%(proposed)s”.")
    labels = {
        "decided": Assessment(decided["value"]).label,
        "proposed": Assessment(proposed["value"]).label,
    }
    return [f"{text % labels} {REASONS[proposed['reason']]}"]
