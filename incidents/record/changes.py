"""How the paths of an incident's document are said, where its editions are compared."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from sources.origins.words import sentence
from sources.record.changes import (
    GRAPHIC_WORDING,
    HIDDEN,
    SOURCE_CHOICES,
    SOURCE_LABELS,
    STATEMENT_SAID_BY,
    Words,
)
from sources.words.quantities import day_in_words

from incidents.corroboration.disagreement import COUNTS
from incidents.corroboration.given import NOTHING, figures_given, group_fact
from incidents.corroboration.inferred import inferred_facts
from incidents.corroboration.place_words import place_words
from incidents.document_types import IncidentDocument, IncidentOrigins, PlaceDocument
from incidents.vocabulary import Fact
from incidents.words.counts import count_in_words, with_mark
from incidents.words.places import place_in_words


def place_said(place: PlaceDocument | str | None, written: Sequence[str] = ()) -> str:
    if isinstance(place, str):  # by `as_told`
        return place
    words = place_in_words(place, written)
    return f"{words} ({place['code']})" if place else words


def as_told(document: IncidentDocument, taken: Collection[str] = NOTHING) -> IncidentDocument:
    """The document with its date, place and numbers as its page says them.

    What is inferred, and what statements say of a number that is not recorded, is no part of the
    value. `taken` are the paths that were taken from the public.
    """
    given, inferred = figures_given(document, taken), inferred_facts(document)

    def marked(fact: str, words: str) -> str:
        return with_mark(words, is_inferred=fact in inferred)

    told: Any = {
        # Words of the incident's own are said with its place.
        **{key: value for key, value in document.items() if key != "place_as_written"},
        "occurred": marked(Fact.DATE, day_in_words(document["occurred"])),
        "place": marked(Fact.PLACE, place_said(document["place"], place_words(document, taken))),
        **{
            count: marked(count, count_in_words(document[count], given.get(count, [])))
            for count in COUNTS
        },
    }
    if "victims" in document:
        told["victims"] = [
            {**row, "number": count_in_words(row["number"], given.get(group_fact(row), []))}
            for row in document["victims"]
        ]
    return cast(IncidentDocument, told)


def origins_said(origins: IncidentOrigins | None) -> str:
    return sentence(origins["incident"]) if origins else str(_("not shown"))


INCIDENT_WORDS = Words(
    labels=SOURCE_LABELS
    | {
        "actor": _("actor"),
        "age_group": _("age group"),
        "assessment.reason": _("reason of our assessment"),
        "assessment.value": _("our assessment"),
        "body": _("body"),
        "by": pgettext_lazy("label", "according to"),
        "by_whom": pgettext_lazy("label", "according to"),
        "certainty": _("certainty"),
        "characterisations": _("legal characterisation"),
        "circumstances": _("circumstances"),
        "conditions": _("condition"),
        "control": _("control"),
        "credibility": _("credibility"),
        "degree": _("degree of involvement"),
        "evidence": _("evidence"),
        "fact": _("fact"),
        "fate_unknown": _("fate unknown"),
        "findings": _("finding"),
        "graphic": _("graphic detail"),
        "how": _("how it is inferred"),
        "injured": _("injured"),
        "involvements": _("alleged involvement"),
        "is_group": _("a group"),
        "killed": _("killed"),
        "kinds": _("kinds of act"),
        "law": _("provision"),
        "links": _("link"),
        "name_basis": _("basis for publishing it"),
        "not_known": _("what is not known"),
        "number": _("number"),
        "occurred": _("date"),
        "outcome": _("outcome"),
        "origins": _("who knew that it happened"),
        "place": _("place"),
        "proposal.value": _("assessment by the evidence"),
        "response.kinds": _("response of the accused side"),
        "response.text": _("response in words"),
        "role": _("role"),
        "sex": _("sex"),
        "source": _("source"),
        "stance": _("stance"),
        "standard": _("standard of proof"),
        "stated": _("stated or inferred"),
        "statement": _("statement"),
        "statements": _("cited statement"),
        "summary": _("what is reported"),
        "to": _("incident"),
        "value": _("its value, where it differs"),
        "victims": _("victim"),
        "victims.method": _("method"),
        "victims.name": pgettext_lazy("of a person", "name"),
        "what": _("what exactly"),
    },
    choices=SOURCE_CHOICES
    | {
        "assessment.value": "Assessment",
        "characterisations.law": "Law",
        "evidence.credibility": "Credibility",
        "evidence.fact": "Fact",
        "evidence.stance": "Stance",
        "evidence.stated": "StatedOrInferred",
        "findings.standard": "StandardOfProof",
        "involvements.certainty": "Certainty",
        "involvements.degree": "Degree",
        "kinds": "Act",
        "links.kind": "IncidentLinkKind",
        "proposal.value": "Assessment",
        "response.kinds": "Response",
        "victims.age_group": "AgeGroup",
        "victims.conditions": "Condition",
        "victims.control": "Control",
        "victims.name_basis": "PublicationBasis",
        "victims.outcome": "Outcome",
        "victims.sex": "Sex",
        "victims.side": "Side",
    },
    # Computed from the evidence, which is compared itself.
    hidden=HIDDEN | {"standing", "proposal.reason"},
    said_by=STATEMENT_SAID_BY | {"place": place_said, "origins": origins_said},
    graphic=frozenset({"graphic", "victims.method"}),
    graphic_where=GRAPHIC_WORDING,
)
