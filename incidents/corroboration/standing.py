"""The one sentence that says how well an incident is known."""

import json

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from review.languages import cache_per_language
from sources.origins.words import line, line_in_words
from sources.words.statements import speaks_for_itself

from incidents.corroboration.corroboration import kept_origins
from incidents.document_types import IncidentDocument, ShownStanding
from incidents.vocabulary import HAPPENED, Assessment, Fact, Stance

NOT_CORROBORATED = {Assessment.REPORTED, Assessment.UNDECIDED}


def standing_of(document: IncidentDocument) -> ShownStanding:
    """What the sentence says, for the page and, kept in the index, for lists."""
    is_withheld = document.get("origins", {}) is None
    return {
        **document["standing"],
        "names_a_source": document["standing"]["names_a_source"] or _is_word_of_a_body(document),
        "assessment": document["assessment"]["value"],
        "origins": {**line(kept_origins(document)["incident"]), "is_withheld": is_withheld},
    }


def _is_word_of_a_body(document: IncidentDocument) -> bool:
    """Whether a body that published what it knew says that it happened.

    Editions of the first two schemas took that for a report that names no source.
    """
    known = {statement["id"]: statement for statement in document.get("statements", [])}
    return any(
        row["stance"] == Stance.SUPPORTS
        and row["fact"] in HAPPENED
        and row["statement"] in known
        and speaks_for_itself(known[row["statement"]])
        for row in document.get("evidence", [])
    )


def standing_sentence(standing: ShownStanding) -> str:
    """Assessment, reports, origins, disputes, courts, from what `standing_of` answers.

    E.g. Reported. Rests on one report that names no source. Not corroborated. No court has ruled.
    """
    return _said(json.dumps(standing))


@cache_per_language
def _said(told: str) -> str:
    standing = json.loads(told)
    assessment = Assessment(standing["assessment"])
    label = str(assessment.label)
    sentences = [f"{label[:1].upper()}{label[1:]}.", _reports(standing), *_origins(standing)]
    if standing["our_examination"]:
        sentences.append(_("We examined material ourselves."))
    if assessment in NOT_CORROBORATED:
        sentences.append(_("Not corroborated."))
    if standing["disputed"]:
        sentences.append(_("Disputed: %s.") % ", ".join(facts_in_words(standing["disputed"])))
    if standing["findings"]:
        sentences.append(_("A body has made a finding, given below."))
    sentences.append(_court(standing))
    return " ".join(sentences)


def _reports(standing: ShownStanding) -> str:
    reports = standing["reports"]
    if not reports:
        return _("No report supports it.")
    # One is said apart: in Ukrainian 21 takes the same form as 1, and needs its number.
    if standing["names_a_source"]:
        one = _("Rests on one report.")
        many = ngettext("Rests on %(number)s report.", "Rests on %(number)s reports.", reports)
    else:
        one = _("Rests on one report that names no source.")
        many = ngettext(
            "Rests on %(number)s report, which names no source.",
            "Rests on %(number)s reports, none of which names a source.",
            reports,
        )
    return one if reports == 1 else many % {"number": reports}


def _origins(standing: ShownStanding) -> list[str]:
    """Nothing where the reports name no source: that says it already."""
    said = standing["origins"]
    names_nobody = standing["names_a_source"] and said["unattributed"]
    return [line_in_words(said)] if said["origins"] or said["expert"] or names_nobody else []


def _court(standing: ShownStanding) -> str:
    if standing["established"]:
        return _("A court or body has established responsibility.")
    return _("No court has ruled.")


def facts_in_words(keys: list[str]) -> list[str]:
    """Facts by their keys, `date` or `victim/<id>`, each once."""
    facts = dict.fromkeys(Fact(key.partition("/")[0]) for key in keys)
    return [str(fact.label) for fact in facts]
