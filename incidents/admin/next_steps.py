"""What a researcher could do next about an incident: what its evidence gives, and what it lacks.

Looks at the record as it would be public, with the sources that it cites as they stand.
"""

from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from sources.document_types import CitedStatement, OriginsDocument
from sources.models import Statement
from sources.origins.find import NOT_GIVEN
from sources.words.terms import term
from sources.words.texts import plainly

from incidents.corroboration.assessment import (
    needs_reason,
    proposed_assessment,
    reason_in_words,
)
from incidents.corroboration.corroboration import kept_origins
from incidents.models import Incident
from incidents.pages.footnotes import Footnotes
from incidents.record.document import cited_statements, document_if_approved
from incidents.vocabulary import Assessment


@dataclass
class NextSteps:
    proposed: str
    why: str
    # The decision stands beyond the evidence: its reason is shown in public.
    is_beyond: bool
    # What would make it corroborated; nothing once it is.
    towards: list[str]
    one_origin: list[str] = field(default_factory=list)
    nobody_named: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    unused: list[Statement] = field(default_factory=list)


def next_steps(incident: Incident) -> NextSteps:
    document = document_if_approved(incident)
    origins, proposal = kept_origins(document), proposed_assessment(document)
    notes = Footnotes(document)
    return NextSteps(
        proposed=str(Assessment(proposal["value"]).label),
        why=reason_in_words(proposal, origins["incident"]),
        is_beyond=needs_reason(incident.assessment, proposal["value"]),
        towards=towards_corroboration(origins["incident"]),
        one_origin=[
            notes.name_of(fact["fact"]) for fact in origins["facts"] if fact["distinct"] == 1
        ],
        nobody_named=[
            notes.name_of(fact["fact"])
            for fact in origins["facts"]
            if fact["unattributed"] and not fact["distinct"]
        ],
        unfinished=[
            sentence for one in document.get("statements", []) for sentence in unfinished(one)
        ],
        unused=unused(incident),
    )


def unused(incident: Incident) -> list[Statement]:
    """Statements of the cited sources that bear on no fact and no finding yet."""
    cited = cited_statements(incident)
    sources = sorted({one.source for one in cited}, key=lambda source: source.pk)
    prefetch_related_objects(sources, "statements")
    return [one for source in sources for one in source.statements.all() if one not in cited]


def unfinished(statement: CitedStatement) -> list[str]:
    """A chain whose last link does not say how it knew: it was told by another, but by whom?"""
    chain = statement["chain"]
    if not chain or set(chain[-1]["bases"]) - NOT_GIVEN:
        return []
    last = plainly(chain[-1]["actor"]["name"] if chain[-1]["actor"] else chain[-1]["label"])
    return [
        _(
            "%(label)s ends with %(who)s, and how they knew is not given. "
            "If somebody told them, who was it?"
        )
        % {"label": statement["label"], "who": last}
    ]


def towards_corroboration(found: OriginsDocument) -> list[str]:
    """What the two origins of the rule lack, `found` being the origins of what happened."""
    if found["is_corroborated"]:
        return []
    steps = []
    if not found["distinct"]:
        steps.append(_("An origin: somebody named, or a voice, who knew that it happened."))
    if found["distinct"] < 2:
        steps.append(_("A second origin that does not repeat the first."))
    if not found["independent"]:
        steps.append(
            _(
                "One of two origins must be known to be independent of the accusing party: another "
                "body that says how it knew, or somebody who was there and is free to speak."
            )
        )
        not_held = {r for origin in found["origins"] for r in origin["recordings_not_held"]}
        steps += [
            _("Or examine the recording ourselves (%s) and enter what we find.") % term(r, "Basis")
            for r in sorted(not_held)
        ]
    return steps
