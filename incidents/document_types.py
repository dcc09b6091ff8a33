"""The shape of the public document of an incident, as editions keep it.

As in `sources.document_types`: a key that is not required is missing from editions of an earlier
schema, or where there is nothing to tell.
"""

from typing import NotRequired, TypedDict

from review.document_types import Bilingual, Translated
from sources.document_types import (
    ActorBrief,
    CitedStatement,
    Estimate,
    Figure,
    OriginsDocument,
    OriginsLine,
    UncertainDate,
)


class PlaceDocument(TypedDict):
    """`codes` are those of the place and of all around it; only a point has coordinates."""

    code: str
    codes: list[str]
    name: Bilingual
    path: Bilingual
    precision: str
    # Decimal degrees, as text.
    latitude: str | None
    longitude: str | None
    as_written: str


class ResponseDocument(TypedDict):
    kinds: list[str]
    text: Bilingual


class AssessmentDocument(TypedDict):
    value: str
    reason: Bilingual


class VictimDocument(TypedDict):
    """A person or a group; a name only where its publication has a basis."""

    id: str
    label: Bilingual
    name: str | None
    name_basis: str | None
    is_group: bool
    number: Estimate
    side: str
    control: str
    conditions: list[str]
    age_group: str
    sex: str
    outcome: str
    method: str


class InvolvementDocument(TypedDict):
    id: str
    actor: ActorBrief | None
    label: Bilingual
    role: Bilingual
    degree: str
    certainty: str
    by_whom: Bilingual


class CharacterisationDocument(TypedDict):
    id: str
    law: str
    by: ActorBrief | None
    note: Bilingual


class FindingDocument(TypedDict):
    """`statement` is the id of the one that tells of it."""

    id: str
    body: ActorBrief
    what: Bilingual
    standard: str
    date: UncertainDate | None
    statement: str


class LinkedIncident(TypedDict):
    reference: str
    title: Bilingual


class IncidentLinkDocument(TypedDict):
    id: str
    kind: str
    to: LinkedIncident
    note: Bilingual


class EvidenceDocument(TypedDict):
    """That a statement, given by its id, bears on a fact: `date`, or `victim/<id>` for a row."""

    id: str
    statement: str
    fact: str
    stance: str
    stated: str
    how: Bilingual
    value: Bilingual
    credibility: str


class StandingDocument(TypedDict):
    """What the sentence of standing is made of; `disputed` are facts."""

    reports: int
    names_a_source: bool
    our_examination: bool
    findings: int
    established: bool
    disputed: list[str]


class SupportingOrigins(OriginsDocument):
    """`inferred` are statements that support by our own inference alone, and count for nothing."""

    inferred: list[str]


class FactOrigins(SupportingOrigins):
    fact: str


class IncidentOrigins(TypedDict):
    """Who knew that it happened, and who knew each fact."""

    incident: SupportingOrigins
    facts: list[FactOrigins]


class ProposalDocument(TypedDict):
    """The assessment by the evidence; `reason` is a key of `REASONS`."""

    value: str
    reason: str


class IncidentDocument(Translated):
    title: Bilingual
    summary: Bilingual
    kinds: list[str]
    occurred: UncertainDate | None
    place: PlaceDocument | None
    # Not before the third schema: our own words where there is no place; None where the public may
    # be told no words at all.
    place_as_written: NotRequired[str | None]
    killed: Estimate
    injured: Estimate
    fate_unknown: Estimate
    circumstances: Bilingual
    not_known: Bilingual
    response: ResponseDocument
    assessment: AssessmentDocument
    graphic: Bilingual
    victims: list[VictimDocument]
    involvements: list[InvolvementDocument]
    characterisations: list[CharacterisationDocument]
    findings: list[FindingDocument]
    links: list[IncidentLinkDocument]
    evidence: list[EvidenceDocument]
    standing: StandingDocument
    statements: list[CitedStatement]
    # Not in the first schema; None where it was taken from the public.
    origins: NotRequired[IncidentOrigins | None]
    # Not in the first schema.
    proposal: NotRequired[ProposalDocument]


# Computed from a document when it is shown or indexed


class GivenFigure(Figure):
    """A figure of cited statements that the incident did not take, and the names of who gives it.

    Nothing but numbers and names: it is kept in the index and served in files.
    """

    by: list[Bilingual]


# In the index, for lists


class ShownOriginsLine(OriginsLine):
    # Whether it was taken from the public.
    is_withheld: bool


class ShownStanding(StandingDocument):
    """What the sentence of standing says of an incident in a list and on its page."""

    assessment: str
    origins: ShownOriginsLine
