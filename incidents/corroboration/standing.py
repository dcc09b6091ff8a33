"""The one sentence that says how well an incident is known, and its short form for the page."""

import json

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from review.amounts import grouped
from review.languages import cache_per_language
from sources.origins.words import line, line_in_words
from sources.words.statements import speaks_for_itself

from incidents.corroboration.corroboration import kept_origins
from incidents.document_types import IncidentDocument, ShownStanding
from incidents.vocabulary import HAPPENED, Assessment, Fact, Stance

NOT_CORROBORATED = {Assessment.REPORTED, Assessment.UNDECIDED}
# What the short form may say an incident rests on, each true when quoted alone.
GROUNDS: dict[str, str | Promise] = {
    "nothing": gettext_lazy("No report supports it."),
    "one_unnamed": gettext_lazy("Rests on one report that names no source."),
    "unnamed": gettext_lazy("Rests on several reports, none of which names a source."),
    "one_report": gettext_lazy("Rests on one report."),
    "withheld": gettext_lazy("Rests on several reports; who knew is withheld."),
    "experts": gettext_lazy("Rests on inference by experts, which is not observation."),
    "nobody": gettext_lazy("Rests on several reports; nobody counts as an origin."),
    "one_origin": gettext_lazy("Rests on several reports that go back to one origin."),
    "parties_in_one": gettext_lazy(
        "Rests on one report with more than one origin, none shown to be independent of the "
        "parties."
    ),
    "independent_in_one": gettext_lazy(
        "Rests on one report with more than one origin, at least one of them independent of the "
        "parties."
    ),
    "parties": gettext_lazy(
        "Rests on more than one origin, none shown to be independent of the parties."
    ),
    "independent": gettext_lazy(
        "Rests on more than one origin, at least one of them independent of the parties."
    ),
}


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


def standing_in_brief(standing: ShownStanding) -> str:
    """The same from closed lists, without numbers: what the page of an incident opens with.

    It is true when it is quoted alone; who knew, and which facts are disputed, the page says below.
    """
    assessment = Assessment(standing["assessment"])
    label = str(assessment.label)
    sentences = [f"{label[:1].upper()}{label[1:]}.", str(GROUNDS[_ground(standing)])]
    if standing["our_examination"]:
        sentences.append(_("We examined material ourselves."))
    if assessment in NOT_CORROBORATED:
        sentences.append(_("Not corroborated."))
    if standing["disputed"]:
        sentences.append(_disputed_in_brief(standing["disputed"]))
    if standing["findings"]:
        sentences.append(_("A body has made a finding."))
    sentences.append(_court(standing))
    return " ".join(sentences)


def _ground(standing: ShownStanding) -> str:
    """A key of `GROUNDS`."""
    origins, is_one = standing["origins"], standing["reports"] == 1
    if not standing["reports"]:
        return "nothing"
    if not standing["names_a_source"]:
        return "one_unnamed" if is_one else "unnamed"
    if origins["is_withheld"]:
        return "one_report" if is_one else "withheld"
    if not origins["origins"] and origins["expert"]:
        return "experts"
    if origins["origins"] < 2:
        several = "one_origin" if origins["origins"] else "nobody"
        return "one_report" if is_one else several
    # One report in which several speak; it stays said that it is one.
    ground = "independent" if origins["independence"] in {"all", "some"} else "parties"
    return f"{ground}_in_one" if is_one else ground


def _disputed_in_brief(facts: list[str]) -> str:
    is_of_the_act = not {Fact.ACT, Fact.ORDER}.isdisjoint(facts)
    return _("That it happened is disputed.") if is_of_the_act else _("Some facts are disputed.")


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
    return one if reports == 1 else many % {"number": grouped(reports)}


def _origins(standing: ShownStanding) -> list[str]:
    """Nothing where the reports name no source: that says it already."""
    said, names_a_source = standing["origins"], standing["names_a_source"]
    if said["origins"] and names_a_source:
        # Reports and origins are two things: one report may have two origins, five may have one.
        behind = _("Behind it: %s") if standing["reports"] == 1 else _("Behind them: %s")
        return [behind % line_in_words(said)]
    names_nobody = names_a_source and said["unattributed"]
    return [line_in_words(said)] if said["origins"] or said["expert"] or names_nobody else []


def _court(standing: ShownStanding) -> str:
    if standing["established"]:
        return _("A court or body has established responsibility.")
    return _("No court has ruled.")


def facts_in_words(keys: list[str]) -> list[str]:
    """Facts by their keys, `date` or `victim/<id>`, each once."""
    facts = dict.fromkeys(Fact(key.partition("/")[0]) for key in keys)
    return [str(fact.label) for fact in facts]
