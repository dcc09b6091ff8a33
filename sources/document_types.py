"""The shapes of the public documents of actors and sources, as editions keep them.

A key that is not required is missing from editions of an earlier schema, or where there is nothing
to tell. Days are ISO 8601, `edtf` is EDTF, codes are those of the vocabularies; "" is not stated.
"""

from typing import NotRequired, TypedDict

from review.document_types import Bilingual, Translated


class UncertainDate(TypedDict):
    """The first and last day that the text can mean; None where an end is open."""

    edtf: str
    earliest: str | None
    latest: str | None
    precision: str


class Estimate(TypedDict):
    """A number as it is known; None is not known, and never 0."""

    low: int | None
    best: int | None
    high: int | None


class StatementBrief(TypedDict):
    """A statement of a source, which is named by its reference."""

    id: str
    label: str
    source: str


# Actors


class ActorNameDocument(TypedDict):
    id: str
    text: str
    kind: str
    language: str
    script: str


class ReliabilityDocument(TypedDict):
    grade: str
    graded_on: str | None
    reason: Bilingual


class ActorBrief(TypedDict):
    """What other documents tell of an actor, from the edition of it that they embed."""

    reference: str
    # Not in the first schema; None in a preview that names an actor before it is public.
    edition: NotRequired[int | None]
    name: Bilingual
    names: list[str]
    kind: str
    side: str
    state: str


class RelationDocument(TypedDict):
    id: str
    kind: str
    superior: ActorBrief
    period: UncertainDate | None
    statement: StatementBrief


class ActorHead(Translated):
    kind: str
    name: Bilingual
    names: list[ActorNameDocument]
    side: str
    state: str


class ActorDocument(ActorHead):
    reliability: ReliabilityDocument | None
    note: Bilingual
    relations: list[RelationDocument]


# Statements


class HopDocument(TypedDict):
    """A link of a chain: an actor, or what people who are not named are called."""

    actor: ActorBrief | None
    label: Bilingual | None
    bases: list[str]
    circumstances: list[str]


class Figure(Estimate):
    """A number as a statement gives it, which may be no more than “many”."""

    qualifier: str


class QuantityDocument(Figure):
    counted: str
    level: str
    period: UncertainDate | None
    # Only where they are stated.
    as_of: NotRequired[UncertainDate]
    cumulative: NotRequired[bool]


class StatementLinkDocument(TypedDict):
    kind: str
    to: StatementBrief
    stated: str
    by_whom: str
    why: Bilingual


class QuotationDocument(TypedDict):
    text: str
    language: str
    translation: str


class StatementDocument(Translated):
    """A statement in the document of its source, which has its older translations."""

    id: str
    label: str
    locator: str
    kind: str
    our_examination: bool
    # Only of our own examination, and where it is recorded.
    perceived: NotRequired[str]
    paraphrase: Bilingual
    quotation: QuotationDocument | None
    subject: Bilingual
    place_as_written: str
    period: UncertainDate | None
    verb: str
    hedge: str
    polarity: str
    note: Bilingual
    # Paraphrase, quotation, subject and note stand behind a warning. Not in the first two schemas.
    wording_is_graphic: NotRequired[bool]
    chain: list[HopDocument]
    quantities: list[QuantityDocument]
    links: list[StatementLinkDocument]


# Sources


class PublisherDocument(ActorBrief):
    reliability: ReliabilityDocument | None


class SourceStandingDocument(TypedDict):
    value: str
    on: str | None
    note: Bilingual


class HeldTextDocument(TypedDict):
    """Proof that we hold a text, without the text; `length` in characters."""

    sha256: str
    length: int


class SourceHead(TypedDict):
    kind: str
    confidential: bool
    title: str
    author: str
    publisher: PublisherDocument | None
    published: UncertainDate | None
    standing: SourceStandingDocument
    # The reference of the first public source of the same address: one item entered again. None
    # where it may not be told or the source holds several. Not before the third schema.
    item: NotRequired[str | None]
    # Which of these were taken from the public; absent where none was.
    not_shown: NotRequired[list[str]]


class SourceDocument(SourceHead, Translated):
    withheld: bool
    url: str
    language: str
    published_note: Bilingual
    accessed_on: str | None
    licence: str
    is_graphic: bool
    text: HeldTextDocument | None
    note: Bilingual
    statements: list[StatementDocument]


class SourceHeader(SourceHead):
    """What a statement outside its source's document tells of it, and of which edition."""

    reference: str
    edition: int


class CitedStatement(StatementDocument):
    """A statement by itself, as the index has it and the documents of incidents embed it."""

    # Its place among those of its source.
    order: int
    source: SourceHeader


# Origins, computed from statements (docs/decisions/origins.md)


class OriginDocument(TypedDict):
    """Somebody who knew. `told_by` say who it is, `statements` rest on it, `inferred` by us."""

    key: str
    kind: str
    # References of the body that knew, and of the one through which it is heard.
    actor: str | None
    relay: str | None
    source: str
    standing: str
    party: str | None
    state: str | None
    bases: list[str]
    is_observation: bool
    is_expert: bool
    is_several: bool
    # Of the accusing party; then of both, which earlier editions do not say.
    is_independent: bool
    is_independent_of_parties: NotRequired[bool]
    is_examined: bool
    recordings_not_held: list[str]
    told_by: list[str]
    statements: list[str]
    inferred: list[str]


class OriginsOfState(TypedDict):
    """Keys of the origins that are bodies of one state."""

    state: str
    origins: list[str]


class OriginsDocument(TypedDict):
    """The origins of some statements; `retracted` are those that count for nothing any more."""

    distinct: int
    unattributed: int
    expert: int
    independent: int
    is_corroborated: bool
    states: list[OriginsOfState]
    origins: list[OriginDocument]
    retracted: list[str]


class OriginsLine(TypedDict):
    """What the public line about origins says, in codes."""

    origins: int
    unattributed: int
    expert: int
    # A key of `BODIES` and a code of how independent they are.
    who: str
    independence: str
    independent: int
    by_standing: dict[str, int]
    recordings_not_held: list[str]
    is_inferred: bool
