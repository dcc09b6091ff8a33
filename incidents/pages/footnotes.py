"""The numbered notes of an incident's page: which statement bears on which fact, and how."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from review.document_types import Bilingual, Document
from review.languages import bilingual
from sources.document_types import CitedStatement
from sources.origins.find import find_origins
from sources.origins.shown import ShownOrigin, shown_origins
from sources.record.changes import row_names
from sources.vocabulary import StatedOrInferred
from sources.words.quantities import day_in_words
from sources.words.terms import terms

from incidents.corroboration.disagreement import COUNTS, disputed
from incidents.corroboration.given import NOTHING, figures_given, group_fact
from incidents.corroboration.inferred import ROWS_OF_FACTS, inferred_facts
from incidents.corroboration.place_words import is_taken, place_words
from incidents.document_types import EvidenceDocument, IncidentDocument, VictimDocument
from incidents.record.changes import INCIDENT_WORDS
from incidents.vocabulary import ORDERS, Fact, Stance, fact_of_kind
from incidents.words.counts import count_in_words, with_mark
from incidents.words.places import place_in_words

# The order in which the page speaks of them, which numbers the notes.
PAGE_ORDER = [
    Fact.ACT,
    Fact.ORDER,
    Fact.KILLED,
    Fact.INJURED,
    Fact.FATE_UNKNOWN,
    Fact.VICTIM,
    Fact.DATE,
    Fact.PLACE,
    Fact.INVOLVEMENT,
    Fact.RESPONSE,
    Fact.CHARACTERISATION,
]
FINDING = "finding"


@dataclass
class Mark:
    """One piece of evidence where its fact stands on the page, leading to its note."""

    note: "Note"
    fact: str
    name: str
    evidence: EvidenceDocument

    @property
    def anchor(self) -> str:
        return f"mark-{self.note.number}-{self.note.marks.index(self) + 1}"

    @property
    def is_for(self) -> bool:
        return bool(self.evidence["stance"] == Stance.SUPPORTS)

    @property
    def is_against(self) -> bool:
        return bool(self.evidence["stance"] == Stance.CONTRADICTS)

    @property
    def is_context(self) -> bool:
        return bool(self.evidence["stance"] == Stance.CONTEXT)


@dataclass
class Note:
    """A statement as approved, with everything that it bears on."""

    number: int
    statement: CitedStatement
    # Who knew, as far as the statements of this page together tell; none once it is retracted.
    origins: list[ShownOrigin]
    marks: list[Mark] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"note-{self.number}"


@dataclass
class FactEvidence:
    """Everything that bears on one fact, for the table of evidence."""

    key: str
    name: str
    value: str  # what the page says it is
    marks: list[Mark]

    is_disputed: bool
    is_inferred: bool


ROWS = {**ROWS_OF_FACTS, "findings": FINDING}
NOTHING_SAID = bilingual("", "")


def with_facts(document: IncidentDocument) -> Document:
    """The document as the page shows it: with the key of its fact in each such row."""
    shown: Document = document
    rows = {
        key: [row | {"fact": f"{fact}/{row['id']}"} for row in shown.get(key, [])]
        for key, fact in ROWS.items()
    }
    return {**shown, **rows}


class Footnotes:
    """Notes are numbered in the order in which the page first needs them.

    `taken` are the paths that were taken from the public of this edition.
    """

    def __init__(self, document: IncidentDocument, taken: Collection[str] = NOTHING) -> None:
        self.statements = {row["id"]: row for row in document.get("statements", [])}
        self.names = row_names(document, INCIDENT_WORDS)
        self.document = document
        # By their keys in the document; of them the page says nothing, least that nobody stated it.
        self.taken = {path.partition("/")[0] for path in taken}
        self.given = figures_given(document, taken)
        self.place_words = place_words(document, taken)
        self.inferred = frozenset(inferred_facts(document))
        self.origins = shown_origins(find_origins(self.statements.values()), self.statements)
        self.notes: list[Note] = []
        self.of_fact: dict[str, list[Mark]] = {}
        evidence = [*document.get("evidence", []), *_of_findings(document)]
        order = {str(fact): place for place, fact in enumerate(PAGE_ORDER)}
        rows = list(self.names)
        for row in sorted(evidence, key=lambda row: _place_on_page(row, order, rows)):
            self._add(row)

    def _add(self, row: EvidenceDocument) -> None:
        statement = self.statements.get(row["statement"])
        if statement is None:  # taken out of the edition
            return
        found = [note for note in self.notes if note.statement is statement]
        note = found[0] if found else self._new_note(statement)
        mark = Mark(note, row["fact"], self.name_of(row["fact"]), row)
        note.marks.append(mark)
        self.of_fact.setdefault(row["fact"], []).append(mark)

    def _new_note(self, statement: CitedStatement) -> Note:
        origins = [one for one in self.origins if one.carries(statement)]
        self.notes.append(Note(len(self.notes) + 1, statement, origins))
        return self.notes[-1]

    def marks(self, fact: str) -> list[Mark]:
        return self.of_fact.get(fact, [])

    @property
    def facts(self) -> list[FactEvidence]:
        return [fact for fact in self.every_fact if not fact.key.startswith(FINDING)]

    @cached_property
    def every_fact(self) -> list[FactEvidence]:
        """Findings too, which name their statement themselves."""
        against = disputed(self.document)
        return [
            FactEvidence(
                key,
                self.name_of(key),
                self.value_of(key),
                marks,
                is_disputed=key in against,
                is_inferred=key in self.inferred,
            )
            for key, marks in self.of_fact.items()
        ]

    def name_of(self, fact: str) -> str:
        kind, _slash, row = fact.partition("/")
        if kind == FINDING:
            return str(_("finding"))
        label = str(Fact(kind).label)
        return f"{label}: {self.names[row]}" if row in self.names else label

    def value_of(self, fact: str) -> str:
        """The value that the page gives a fact, none of what was taken; a row is its own name."""
        document = self.document
        if self.is_taken(fact):
            return ""
        match fact:
            case Fact.DATE:
                value = day_in_words(document["occurred"])
            case Fact.PLACE:
                value = place_in_words(document["place"], self.place_words)
            case Fact.ACT:
                value = terms([kind for kind in document["kinds"] if kind not in ORDERS], "Act")
            case Fact.ORDER:
                value = terms([kind for kind in document["kinds"] if kind in ORDERS], "Act")
            case _ if fact in COUNTS:
                value = count_in_words(document[fact], self.given.get(fact, []))
            case Fact.RESPONSE:
                value = terms(document["response"]["kinds"], "Response")
            case _:
                value = ""
        return value

    @property
    def kinds(self) -> list[str]:
        """The facts of which its kinds of act are the values: act, order or both."""
        told = {fact_of_kind(kind) for kind in self.document["kinds"]}
        return [fact for fact in (Fact.ACT, Fact.ORDER) if fact in told or self.marks(fact)]

    def told(self, fact: str) -> str:
        """The same in plain words, where no mark can stand beside it."""
        value = self.value_of(fact)
        return with_mark(value, is_inferred=fact in self.inferred) if value else ""

    def is_taken(self, fact: str) -> bool:
        """Whether the value of a fact was taken from the public."""
        return is_taken(self.document, fact, self.taken)

    def number_of(self, group: VictimDocument) -> str:
        return count_in_words(group["number"], self.given.get(group_fact(group), []))

    def inferences(self, fact: str) -> list[Bilingual]:
        """How a fact was inferred; none of a fact that a statement says, though we infer it too."""
        if fact not in self.inferred:
            return []
        inferred = StatedOrInferred.INFERRED
        marks = [mark.evidence for mark in self.marks(fact) if mark.is_for]
        how = [row["how"] for row in marks if row["stated"] == inferred]
        return how or [NOTHING_SAID]

    @property
    def differ(self) -> bool:
        """Whether statements give several figures for a number that is not recorded."""
        return any(len(figures) > 1 for figures in self.given.values())


def _place_on_page(
    evidence: EvidenceDocument, order: dict[str, int], rows: list[str]
) -> tuple[int, int, int]:
    """By fact, then by row, what supports it before what speaks against it and mere context."""
    kind, _slash, row = evidence["fact"].partition("/")
    return (
        order.get(kind, len(order)),
        rows.index(row) if row in rows else 0,
        Stance.values.index(evidence["stance"]),
    )


def _of_findings(document: IncidentDocument) -> list[EvidenceDocument]:
    """A finding names its statement itself; here it is as evidence of that finding."""
    return [
        {
            "id": row["id"],
            "statement": row["statement"],
            "fact": f"{FINDING}/{row['id']}",
            "stance": str(Stance.SUPPORTS),
            "stated": "stated",
            "how": NOTHING_SAID,
            "value": NOTHING_SAID,
            "credibility": "",
        }
        for row in document.get("findings", [])
    ]
