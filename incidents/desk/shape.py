"""What is typed at the desk, as it is kept until it becomes records: texts by part and field.

Nothing of it is checked here but its shape: what is half typed is kept as it is. The parts and
their fields are those of the forms; a later version of the shape reads an earlier one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from review.models import Refused

VERSION = 1
# A report longer than this is entered in portions.
LONGEST_TEXT = 400_000
LONGEST_FIELD = 20_000
MOST_STATEMENTS = 40
MOST_ROWS = {"statements": MOST_STATEMENTS, "actors": 20, "facts": 30}
# Of each part, as far as it is read at all: what is too much is still shown to whoever typed it.
READ = 99

Row = dict[str, str]
SOURCE = (
    "url title author publisher language published accessed_on holds_several text"
    " public_wording_en public_wording_uk"
).split()
STATEMENT = (
    "sentence label locator kind hedge verb paraphrase_en paraphrase_uk quotation"
    " quotation_language chain counted period place subject denied graphic examined"
).split()
ACTOR = "name what side state_body_of role name_en name_uk".split()
INCIDENT = "which existing title_en title_uk summary_en summary_uk not_same".split()
FACT = "fact value rests_on how precision number outcome control method by_whom degree".split()
ROWS = {"statements": STATEMENT, "actors": ACTOR, "facts": FACT}
# Facts that every incident is asked for; some of them may be added more than once.
FACTS = "date place act killed injured fate_unknown victim involvement response".split()


@dataclass
class Typed:
    source: Row = field(default_factory=dict)
    statements: list[Row] = field(default_factory=list)
    actors: list[Row] = field(default_factory=list)
    incident: Row = field(default_factory=dict)
    facts: list[Row] = field(default_factory=list)
    reason: str = ""
    # Numbers of sentences that were passed over.
    skipped: str = ""
    # A name was erased or redacted, and what told it was emptied here.
    words_taken_out: bool = False

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Typed":
        """What an older shape had and this one has not is left out."""
        made = cls(
            source=_row(stored.get("source"), SOURCE),
            incident=_row(stored.get("incident"), INCIDENT),
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
            incident=_posted(post, "incident", INCIDENT),
            reason=_text(post.get("reason", "")),
            skipped=_numbers(post.get("skipped", "")),
        )
        for part, names in ROWS.items():
            numbers = range(_count(post.get(f"{part}-count")))
            rows = [_posted(post, f"{part}-{number}", names) for number in numbers]
            setattr(made, part, rows)
        return made.complete()

    def complete(self) -> "Typed":
        """With a row for each fact that is asked for, and none for what is no fact of the form."""
        self.facts = [row for row in self.facts if row.get("fact") in FACTS]
        there = {row.get("fact") for row in self.facts}
        self.facts += [{"fact": fact} for fact in FACTS if fact not in there]
        return self

    def to_json(self) -> dict[str, Any]:
        if not self:
            return {}
        return {"version": VERSION} | asdict(self)

    def __bool__(self) -> bool:
        """Whether anything was typed."""
        rows = [self.source, self.incident, *self.statements, *self.actors]
        typed = any(any(row.values()) for row in rows)
        facts = any(any(v for k, v in row.items() if k != "fact") for row in self.facts)
        return typed or facts or bool(self.reason or self.skipped or self.words_taken_out)

    def texts(self) -> Iterable[tuple[str, str]]:
        """Every text with the name of its field."""
        for row in (self.source, self.incident, *self.statements, *self.actors, *self.facts):
            yield from row.items()
        yield "reason", self.reason

    def refuse_too_much(self) -> None:
        if any(len(getattr(self, part)) > most for part, most in MOST_ROWS.items()):
            raise Refused(
                _(
                    "At most %d statements fit into one portion: submit what is here, and go on "
                    "with the next portion."
                )
                % MOST_STATEMENTS
            )
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
        for part in ("source", "incident"):
            for name, text in getattr(self, part).items():
                yield f"{part}-{name}", text
        for part in ROWS:
            for number, row in enumerate(getattr(self, part)):
                for name, text in row.items():
                    yield f"{part}-{number}-{name}", text
        yield "reason", self.reason

    def new_statement(self, **row: str) -> Row:
        made = {"label": self.free_label()} | row
        self.statements.append(made)
        return made

    def free_label(self) -> str:
        taken = {row.get("label", "") for row in self.statements}
        return next(f"S{n}" for n in range(1, len(taken) + 2) if f"S{n}" not in taken)


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
