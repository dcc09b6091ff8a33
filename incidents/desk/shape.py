"""What is typed at the desk, as it is kept until it becomes records: texts by part and field.

Nothing of it is checked here but its shape: what is half typed is kept as it is. The parts and
their fields are those of the forms; a later version of the shape reads an earlier one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from review.models import Refused

VERSION = 2
# A report longer than this is entered in portions.
LONGEST_TEXT = 400_000
LONGEST_FIELD = 20_000
MOST_STATEMENTS = 40
MOST_INCIDENTS = 10
MOST_ROWS = {
    "statements": MOST_STATEMENTS,
    "counts": 60,
    "links": 40,
    "actors": 20,
    "incidents": MOST_INCIDENTS,
    "facts": 150,
}
# Of each part, as far as it is read at all: what is too much is still shown to whoever typed it.
READ = 199

Row = dict[str, str]
SOURCE = (
    "url title author publisher language published accessed_on holds_several text"
    " public_wording_en public_wording_uk published_note_en published_note_uk is_graphic"
    " public_note_en public_note_uk internal_note copy_held"
).split()
STATEMENT = (
    "sentence label locator kind hedge verb paraphrase_en paraphrase_uk quotation"
    " quotation_language quotation_translation chain counted period place subject subject_en"
    " subject_uk note_en note_uk internal_note denied graphic examined perceived goes_to"
).split()
# A row of a tally: one number of a statement.
COUNT = "statement number counted period as_of level cumulative".split()
LINK = "statement kind to said why_en why_uk by_whom".split()
ACTOR = "name by_hand what side state_body_of role name_en name_uk names note_en note_uk".split()
INCIDENT = (
    "key which existing title_en title_uk summary_en summary_uk not_same place_as_written"
    " circumstances_en circumstances_uk not_known_en not_known_uk response_en response_uk"
    " graphic_en graphic_uk"
).split()
FACT = (
    "of fact value value_uk rests_on how how_uk stance differs_en differs_uk precision number"
    " outcome control method side role_en role_uk by_whom by_whom_uk degree body standard date"
    " note_en note_uk"
).split()
ROWS = {
    "statements": STATEMENT,
    "counts": COUNT,
    "links": LINK,
    "actors": ACTOR,
    "incidents": INCIDENT,
    "facts": FACT,
}
# Facts that every incident is asked for; some of them may be added more than once.
FACTS = "date place act killed injured fate_unknown victim involvement response".split()
# What is added only where a report tells it.
ADDED = ["characterisation", "finding"]
# What a row has before anybody types into it.
ASKED = {"of", "fact", "key"}
KEYS = list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass
class Typed:
    source: Row = field(default_factory=dict)
    statements: list[Row] = field(default_factory=list)
    counts: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    actors: list[Row] = field(default_factory=list)
    incidents: list[Row] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    reason: str = ""
    # Numbers of sentences that were passed over.
    skipped: str = ""
    # A name was erased or redacted, and what told it was emptied here.
    words_taken_out: bool = False

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Typed":
        """What an older shape had and this one has not is left out; the first had one incident."""
        if "incident" in stored:
            stored = {**stored, "incidents": [stored["incident"]]}
        made = cls(
            source=_row(stored.get("source"), SOURCE),
            reason=str(stored.get("reason", "")),
            skipped=str(stored.get("skipped", "")),
            words_taken_out=bool(stored.get("words_taken_out")),
        )
        for part, names in ROWS.items():
            setattr(made, part, [_row(one, names) for one in stored.get(part, [])])
        return made.complete()

    @classmethod
    def from_post(cls, post: Any) -> "Typed":
        made = cls(
            source=_posted(post, "source", SOURCE),
            reason=_text(post.get("reason", "")),
            skipped=_numbers(post.get("skipped", "")),
        )
        for part, names in ROWS.items():
            numbers = range(_count(post.get(f"{part}-count")))
            rows = [_posted(post, f"{part}-{number}", names) for number in numbers]
            setattr(made, part, rows)
        return made.complete()

    def complete(self) -> "Typed":
        """With a key for each incident, and a row for each fact that is asked for of it."""
        self.incidents = self.incidents or [{}]
        for row in self.incidents:
            if row.get("key", "") not in KEYS or self._keys().count(row["key"]) != 1:
                row["key"] = self.free_key()
        self.facts = [row for key in self._keys() for row in self._facts_of(key)]
        return self

    def _keys(self) -> list[str]:
        return [row["key"] for row in self.incidents if row.get("key")]

    def _facts_of(self, key: str) -> list[Row]:
        """Those without an incident are of the first one; what is no fact of the form is none."""
        first = self.incidents[0]["key"]
        rows = [row | {"of": key} for row in self.facts if row.get("of", first) == key]
        rows = [row for row in rows if row.get("fact") in [*FACTS, *ADDED]]
        there = {row["fact"] for row in rows}
        return [*rows, *({"of": key, "fact": fact} for fact in FACTS if fact not in there)]

    def free_key(self) -> str:
        return next(key for key in [*KEYS, "?"] if key not in self._keys())

    def new_incident(self, **row: str) -> Row:
        made = {"key": self.free_key(), "which": "new"} | row
        self.incidents.append(made)
        self.complete()
        return made

    def is_untouched(self, incident: Row) -> bool:
        rows = [incident, *(row for row in self.facts if row["of"] == incident["key"])]
        return not any(text for row in rows for name, text in row.items() if name not in ASKED)

    def to_json(self) -> dict[str, Any]:
        if not self:
            return {}
        return {"version": VERSION} | asdict(self)

    def __bool__(self) -> bool:
        """Whether anything was typed."""
        rows = any(text for row in self.rows() for name, text in row.items() if name not in ASKED)
        return rows or bool(self.reason or self.skipped or self.words_taken_out)

    def rows(self) -> Iterable[Row]:
        yield self.source
        for part in ROWS:
            yield from getattr(self, part)

    def texts(self) -> Iterable[tuple[str, str]]:
        """Every text with the name of its field."""
        for row in self.rows():
            yield from row.items()
        yield "reason", self.reason

    def refuse_too_much(self) -> None:
        for part, most in MOST_ROWS.items():
            if len(getattr(self, part)) > most:
                raise Refused(_too_many(part) % most)
        for name, text in self.texts():
            longest = LONGEST_TEXT if name == "text" else LONGEST_FIELD
            if len(text) > longest:
                raise Refused(
                    _("A text here is longer than %d characters: enter the report in portions.")
                    % longest
                )

    def differing(self, other: "Typed") -> list[tuple[str, str, str]]:
        """Field, what stands here, what stands there."""
        mine, theirs = dict(self.named()), dict(other.named())
        return [
            (name, mine.get(name, ""), theirs.get(name, ""))
            for name in dict.fromkeys([*mine, *theirs])
            if mine.get(name, "") != theirs.get(name, "")
        ]

    def named(self) -> Iterable[tuple[str, str]]:
        """Every text by the name that its control has on the page."""
        for name, text in self.source.items():
            yield f"source-{name}", text
        for part in ROWS:
            for number, row in enumerate(getattr(self, part)):
                for name, text in row.items():
                    yield f"{part}-{number}-{name}", text
        yield "reason", self.reason

    def new_statement(self, entered: Iterable[str] = (), **row: str) -> Row:
        made = {"label": self.free_label(entered)} | row
        self.statements.append(made)
        return made

    def free_label(self, entered: Iterable[str] = ()) -> str:
        """Also none that a statement of an earlier portion has."""
        taken = {row.get("label", "") for row in self.statements} | set(entered)
        return next(f"S{n}" for n in range(1, len(taken) + 2) if f"S{n}" not in taken)


def _too_many(part: str) -> str:
    if part == "statements":
        return _(
            "At most %d statements fit into one portion: submit what is here, and go on with the "
            "next portion."
        )
    if part == "incidents":
        return _(
            "At most %d incidents fit into one portion: submit what is here, and go on with the "
            "next portion."
        )
    return _(
        "At most %d rows of one kind fit into one portion: submit what is here, and go on with "
        "the next portion."
    )


def _row(stored: Any, names: Iterable[str]) -> Row:
    held = stored if isinstance(stored, dict) else {}
    return {name: str(held[name]) for name in names if name in held}


def _posted(post: Any, prefix: str, names: Iterable[str]) -> Row:
    texts = {name: post.get(f"{prefix}-{name}", "") for name in names}
    return {name: _text(text) for name, text in texts.items() if text}


def _text(text: str) -> str:
    """The database takes no NUL."""
    return text.replace("\0", "")


def _numbers(text: str) -> str:
    """No words: what is redacted or erased is not looked for here."""
    numbers = [one for one in text.split() if one.isascii() and one.isdigit() and len(one) < 6]
    return " ".join(dict.fromkeys(numbers))


def _count(text: str | None) -> int:
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else 0
    return min(number, READ)
