"""Who stands behind what happened and behind each fact, as the page of an incident says it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from sources.origins.shown import Group, ShownOrigin, grouped, shown_origins
from sources.origins.words import line, line_beside_names, sentence

from incidents.corroboration.corroboration import kept_origins
from incidents.document_types import (
    FactOrigins,
    IncidentDocument,
    IncidentOrigins,
    SupportingOrigins,
)
from incidents.pages.footnotes import Footnotes


@dataclass(frozen=True)
class Behind:
    """The origins of some facts that have the same ones, or of what happened as a whole."""

    facts: list[str]
    names: list[str]
    sentences: list[str]
    # The same for who reads the names of the origins too.
    beside_names: list[str]
    groups: list[Group]

    @property
    def origins(self) -> list[ShownOrigin]:
        return [origin for group in self.groups for origin in group.origins]


@dataclass(frozen=True)
class WhoKnew:
    happened: Behind
    facts: list[Behind]
    # All who are cited, where more are than count for what happened.
    beside: list[Group]

    @property
    def everybody(self) -> list[Group]:
        """Those who count for what happened, some of them withheld, and all others cited."""
        headings = {group.heading for group in self.beside}
        return [*self.beside, *(one for one in self.happened.groups if one.heading not in headings)]

    def behind(self, fact: str) -> Behind | None:
        """Who stands behind one fact, where something supports it."""
        return next((one for one in self.facts if fact in one.facts), None)


def who_knew(document: IncidentDocument, notes: Footnotes) -> WhoKnew | None:
    """None where that part was taken from the edition."""
    if document.get("origins", {}) is None:
        return None
    kept = kept_origins(document)
    happened = _behind(kept["incident"], [], notes)
    everybody = grouped(notes.origins)
    is_more = _names(everybody) != _names(happened.groups)
    return WhoKnew(happened, _of_facts(kept, notes), everybody if is_more else [])


def _names(groups: list[Group]) -> list[str]:
    return [origin.name for group in groups for origin in group.origins]


def _of_facts(kept: IncidentOrigins, notes: Footnotes) -> list[Behind]:
    """In the order of the page, together where they have the same origins."""
    order = list(notes.of_fact)
    served = [fact for fact in kept["facts"] if fact["fact"] in order]
    alike: dict[str, list[FactOrigins]] = {}
    for fact in sorted(served, key=lambda fact: order.index(fact["fact"])):
        alike.setdefault(str(fact | {"fact": ""}), []).append(fact)
    return [_behind(same[0], [fact["fact"] for fact in same], notes) for same in alike.values()]


def _behind(found: SupportingOrigins, facts: list[str], notes: Footnotes) -> Behind:
    shown = shown_origins(found, notes.statements)
    names = [notes.name_of(fact) for fact in facts]
    fell = _fell(found, notes)
    said = [sentence(found)] if found["origins"] or not fell else []
    beside_names = [line_beside_names(line(found))] if found["origins"] else said
    return Behind(facts, names, said + fell, beside_names + fell, grouped(shown))


def _fell(found: SupportingOrigins, notes: Footnotes) -> list[str]:
    """Which statements do not count, and why."""
    said = []
    if inferred := _labels(found["inferred"], notes):
        said.append(_("Inferred by us from %s; an inference does not count as support.") % inferred)
    if retracted := _labels(found["retracted"], notes):
        said.append(_("Retracted, or repeats what was retracted: %s.") % retracted)
    return said


def _labels(ids: list[str], notes: Footnotes) -> str:
    return ", ".join(notes.statements[key]["label"] for key in ids if key in notes.statements)
