"""The numbered notes of an incident's page: which statement bears on which fact, and how."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from review.document_types import Document
from review.languages import bilingual
from sources.document_types import CitedStatement
from sources.origins.find import find_origins
from sources.origins.shown import ShownOrigin, shown_origins
from sources.record.changes import row_names
from sources.words.quantities import day_in_words, number_in_words
from sources.words.terms import terms

from incidents.corroboration.disagreement import COUNTS, disputed
from incidents.document_types import EvidenceDocument, IncidentDocument
from incidents.record.changes import INCIDENT_WORDS
from incidents.vocabulary import ORDERS, Fact, Stance
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


# Facts that are rows, by the key of the document that holds them.
ROWS = {
    "victims": Fact.VICTIM,
    "involvements": Fact.INVOLVEMENT,
    "characterisations": Fact.CHARACTERISATION,
    "findings": FINDING,
}


def with_facts(document: IncidentDocument) -> Document:
    """The document as the page shows it: with the key of its fact in each such row."""
    shown: Document = document
    rows = {
        key: [row | {"fact": f"{fact}/{row['id']}"} for row in shown.get(key, [])]
        for key, fact in ROWS.items()
    }
    return {**shown, **rows}


class Footnotes:
    """Notes are numbered in the order in which the page first needs them."""

    def __init__(self, document: IncidentDocument) -> None:
        self.statements = {row["id"]: row for row in document.get("statements", [])}
        self.names = row_names(document, INCIDENT_WORDS)
        self.document = document
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
        against = disputed(self.document)
        return [
            FactEvidence(
                key, self.name_of(key), value_of(key, self.document), marks, key in against
            )
            for key, marks in self.of_fact.items()
            if not key.startswith(FINDING)
        ]

    def name_of(self, fact: str) -> str:
        kind, _slash, row = fact.partition("/")
        if kind == FINDING:
            return str(_("finding"))
        label = str(Fact(kind).label)
        return f"{label}: {self.names[row]}" if row in self.names else label


def value_of(fact: str, document: IncidentDocument) -> str:
    """The value that the page gives a fact; a row is its own name."""
    match fact:
        case Fact.DATE:
            value = day_in_words(document["occurred"])
        case Fact.PLACE:
            value = place_in_words(document["place"])
        case Fact.ACT:
            value = terms([kind for kind in document["kinds"] if kind not in ORDERS], "Act")
        case Fact.ORDER:
            value = terms([kind for kind in document["kinds"] if kind in ORDERS], "Act")
        case _ if fact in COUNTS:
            value = number_in_words(document[fact])
        case Fact.RESPONSE:
            value = terms(document["response"]["kinds"], "Response")
        case _:
            value = ""
    return value


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
    nothing = bilingual("", "")
    return [
        {
            "id": row["id"],
            "statement": row["statement"],
            "fact": f"{FINDING}/{row['id']}",
            "stance": str(Stance.SUPPORTS),
            "stated": "stated",
            "how": nothing,
            "value": nothing,
            "credibility": "",
        }
        for row in document.get("findings", [])
    ]
