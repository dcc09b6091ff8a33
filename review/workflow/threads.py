"""What was said about lines of a comparison: questions with answers, and disagreements."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from review.models import Event, Review
from review.revisions import compare

# These end a disagreement.
ENDING = (Event.Kind.RULED, Event.Kind.AGREED)


@dataclass
class Question:
    """A comment on a line, with what was answered; nothing more is asked once it is resolved."""

    asked: Event
    answers: list[Event] = field(default_factory=list)
    resolved: Event | None = None

    def add(self, event: Event) -> None:
        if event.kind == Event.Kind.RESOLVED:
            self.resolved = event
        else:
            self.answers.append(event)


@dataclass
class Disagreement:
    """What each would put into a line and why, who decides, and what was decided."""

    asked: Event
    positions: list[Event] = field(default_factory=list)
    named: Event | None = None
    ended: Event | None = None

    def __post_init__(self) -> None:
        self.positions.append(self.asked)

    def add(self, event: Event) -> None:
        if event.kind == Event.Kind.POSITION:
            self.positions.append(event)
        elif event.kind == Event.Kind.NAMED:
            self.named = event
        else:
            self.ended = event

    @property
    def ruling(self) -> Event | None:
        return self.ended if self.ended and self.ended.kind == Event.Kind.RULED else None

    @property
    def decides(self) -> User | None:
        """Nobody, where whoever was named has left."""
        named = self.named.to if self.named else None
        return named if named and named.is_active else None

    @property
    def holders(self) -> set[int]:
        return {one.by_id for one in self.positions}

    @property
    def is_of_two(self) -> bool:
        return len(self.holders) > 1


def on_lines(events: Iterable[Event]) -> list[Event]:
    """What was said about lines, of all events of a record; the oldest first."""
    said = [one for one in events if one.line or one.answers_id]
    return sorted(said, key=lambda one: one.pk)


def said_on_lines(review: Review) -> list[Event]:
    """Of the whole record, the oldest first."""
    events = review.events.filter(~Q(line="") | Q(answers__isnull=False))
    joined = ("by__colleague", "to__colleague", "answers", "chosen__by__colleague")
    return list(events.select_related(*joined).order_by("id"))


def questions_in(said: Iterable[Event]) -> list[Question]:
    return _threads(said, Event.Kind.COMMENTED, Question)


def disagreements_in(said: Iterable[Event]) -> list[Disagreement]:
    return _threads(said, Event.Kind.DISAGREED, Disagreement)


def _threads[T: (Question, Disagreement)](
    said: Iterable[Event], kind: str, made: type[T]
) -> list[T]:
    found: dict[int, T] = {}
    for event in said:
        if event.line and event.kind == kind:
            found[event.pk] = made(event)
        elif event.answers_id in found:
            found[event.answers_id].add(event)
    return list(found.values())


def questions(review: Review) -> list[Question]:
    return questions_in(said_on_lines(review))


def open_among(events: Iterable[Event]) -> list[Disagreement]:
    """Of all events of a record, where a page has read them."""
    return [one for one in disagreements_in(on_lines(events)) if one.ended is None]


def open_on(review: Review) -> list[Disagreement]:
    """Asked of every record that is decided about: of nearly all, in one small query."""
    ended = Event.objects.filter(answers=OuterRef("pk"), kind__in=ENDING)
    opened = review.events.filter(~Exists(ended), kind=Event.Kind.DISAGREED)
    keys = list(opened.values_list("pk", flat=True))
    if not keys:
        return []
    return [one for one in disagreements_in(said_on_lines(review)) if one.asked.pk in keys]


def problems(
    review: Review, reader: User | None, events: Iterable[Event] | None = None
) -> list[str]:
    """That a disagreement waits, as far as the reader may read the line."""
    waiting = open_on(review) if events is None else open_among(events)
    if not waiting:
        return []
    asked = [one.asked for one in waiting]
    shown = asked if reader is None else readable(asked, reader)
    names = _line_names(review, shown)
    return [_sentence(one, names.get(one.asked.pk, _("A line"))) for one in waiting]


def _line_names(review: Review, asked: list[Event]) -> dict[int, str]:
    """What a review page calls the lines: the row as it was last saved, and the field."""
    rows = {line.key: line.row.name for line in compare.as_saved(one.line for one in asked)}
    found = {}
    for one in asked:
        kind, *field_names = one.about.split(" – ")
        name = rows.get(_row_of(one.line), review.title)
        found[one.pk] = " – ".join([f"{kind}: {name}", *field_names])
    return found


def _sentence(waiting: Disagreement, line: str) -> str:
    if waiting.decides is None:
        said = _("%(line)s: a disagreement waits for somebody to be named who decides.")
        return said % {"line": line}
    said = _("%(line)s: a disagreement waits for %(who)s to decide.")
    return said % {"line": line, "who": waiting.decides}


def readable(events: Iterable[Event], reader: User) -> list[Event]:
    """Without what was asked and answered about a line that names what the reader may not read.

    When it was asked all could read it: what it names may be kept from some since.
    """
    found = list(events)
    about = {one.pk: line for one in found if (line := _line(one))}
    if not about:
        return found
    every = list(compare.as_saved(about.values()))
    shown = set(map(id, compare.without_unseen(every, reader)))
    kept = {one.key for one in every if id(one) not in shown}
    return [one for one in found if _row_of(about.get(one.pk, "")) not in kept]


def _line(event: Event) -> str:
    return event.answers.line if event.answers else event.line


def _row_of(line: str) -> str:
    return ":".join(line.split(":")[:2])
