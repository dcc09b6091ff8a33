"""What the buttons of the desk do to what is typed: a statement of a sentence, a proposal taken."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext, override
from review.text.compared import compared
from sources.vocabulary import SERIES, Hedge, Perceived, StatementKind

from incidents.desk import lines
from incidents.desk.naming import REFERENCE, as_typed, named
from incidents.desk.proposing import Proposals
from incidents.desk.shape import ADDED, FACTS, ROWS, Row, Typed
from incidents.desk.source_forms import LONGEST_ROLE, ROLE
from incidents.models import DeskReport
from incidents.vocabulary import Fact

# A reference and a label.
LONGEST_REFERENCE = 60

type Work = Callable[[Typed, str, Proposals], None]


def make_statement(typed: Typed, number: str, proposals: Proposals) -> None:
    """Of a sentence, by its number; or one that is written by hand."""
    entered = [label for label, _place in proposals.entered]
    if not number:
        typed.new_statement(entered)
    elif proposals.has_sentence(number):
        typed.new_statement(entered, sentence=number, locator=f"sentence {number}")
        _pass_over(typed, number, over=False)


def make_row(typed: Typed, perceived: str, proposals: Proposals) -> None:
    """A row of a video: our own examination, with what is seen and heard apart."""
    entered = [label for label, _place in proposals.entered]
    kind, sure = StatementKind.EVIDENCE_ITEM.value, Hedge.FACT.value
    if perceived in Perceived.values and perceived:
        hedge = Hedge.SUGGESTED.value if perceived == Perceived.INFERRED else sure
        typed.new_statement(entered, examined="on", perceived=perceived, kind=kind, hedge=hedge)


def goes_to_new_incident(typed: Typed, number: str, proposals: Proposals) -> None:
    """Of a statement, by its number; or one without any."""
    place = _place(typed.statements, number)
    first, row = typed.incidents[0], {} if place is None else typed.statements[place]
    others = [one for one in proposals.of_incident(first["key"]) if one is not row]
    is_free = all(one.get("kind") == StatementKind.AGGREGATE for one in others)
    # The first one stands there from the beginning: it is taken while nothing is said of it.
    made = first if is_free and typed.is_untouched(first) else typed.new_incident()
    made["which"] = "new"
    if place is not None:
        row["goes_to"] = made["key"]


def take_existing(typed: Typed, about: str, proposals: Proposals) -> None:
    """One that was looked for: `0:7K3M9QX`."""
    number, _colon, reference = about.partition(":")
    place = _place(typed.incidents, number)
    if place is not None and len(reference) < LONGEST_REFERENCE:
        typed.incidents[place] |= {"which": "existing", "existing": reference}


def add_count(typed: Typed, label: str, proposals: Proposals) -> None:
    """A row of a tally; what the row before says of its kind is said of it too."""
    before = next((row for row in reversed(typed.counts) if row.get("statement") == label), {})
    same = ("counted", "as_of", "level", "cumulative")
    known = {row.get("label") for row in typed.statements} | {one[0] for one in proposals.entered}
    if not label or label in known:
        typed.counts.append(
            {"statement": label} | {name: before[name] for name in same if name in before}
        )


def add_link(typed: Typed, about: str, proposals: Proposals) -> None:
    """Of a statement, by its label; or how it goes on with a series: `T1:continues:7K3M9QX T4`."""
    label, _colon, rest = about.partition(":")
    kind, _colon, to = rest.partition(":")
    row = {"statement": label}
    if kind in SERIES and len(to) < LONGEST_REFERENCE:
        row |= {"kind": kind, "to": to} | _why_a_series()
    typed.links.append(row)


def _why_a_series() -> dict[str, str]:
    """In both languages, since it is public; to be changed by whoever knows more."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            said[f"why_{code}"] = gettext("Counts of one body, one after the other.")
    return said


def add_actor(typed: Typed, about: str, proposals: Proposals) -> None:
    """A body that no line names, e.g. one that is accused."""
    typed.actors.append({"by_hand": "on"})


def is_known(typed: Typed, about: str, proposals: Proposals) -> None:
    """A body that seemed new is one that is here already: `actors-0:7K3M9QX`."""
    control, _colon, reference = about.partition(":")
    place = _place(typed.actors, control.removeprefix("actors-"))
    found = named(f"{REFERENCE}{reference}") if 0 < len(reference) < LONGEST_REFERENCE else []
    if place is None or not found:
        return
    name, other = typed.actors[place].get("name", ""), as_typed(found[0])
    accused = [(row, "value") for row in typed.facts if row.get("fact") == Fact.INVOLVEMENT]
    places = [(typed.source, "publisher"), *_lines_that_name(typed), *accused]
    _change(places, partial(lines.with_name, name=name, other=other))
    typed.actors.pop(place)


def _lines_that_name(typed: Typed) -> Iterator[tuple[Row, str]]:
    yield from ((row, "chain") for row in typed.statements)
    yield from ((row, "body") for row in typed.facts)


def _change(places: Iterable[tuple[Row, str]], change: Callable[[str], str]) -> None:
    """What is longer no form takes; a name put in again and again would have no end."""
    for row, field in places:
        if 0 < len(row.get(field, "")) <= lines.LONGEST_LINE:
            row[field] = change(row[field])


def skip(typed: Typed, number: str, proposals: Proposals) -> None:
    _pass_over(typed, number, over=number not in typed.skipped.split())


def _pass_over(typed: Typed, number: str, *, over: bool) -> None:
    others = [one for one in typed.skipped.split() if one != number]
    typed.skipped = " ".join([*others, number] if over and number.isdigit() else others)


def take(typed: Typed, control: str, proposals: Proposals) -> None:
    """One proposal by the name of its control, or all of a row or part."""
    for name, one in proposals.under(control).items():
        part, *place, field = name.split("-")
        row = getattr(typed, part)[int(place[0])] if place else getattr(typed, part)
        row[field] = one.value


def chain_as_before(typed: Typed, number: str, proposals: Proposals) -> None:
    place = _place(typed.statements, number)
    earlier = [row.get("chain", "") for row in typed.statements[:place]] if place else []
    if place is not None and any(earlier):
        typed.statements[place]["chain"] = next(line for line in reversed(earlier) if line)


def remove(typed: Typed, control: str, proposals: Proposals) -> None:
    part, _dash, number = control.partition("-")
    rows: list[Row] = getattr(typed, part, []) if part in ROWS else []
    place = _place(rows, number)
    if place is None:
        return
    gone = rows.pop(place)
    if part == "incidents":
        _goes_nowhere(typed, gone["key"])
    typed.complete()


def _goes_nowhere(typed: Typed, key: str) -> None:
    """The incident was taken out, and its facts with it."""
    for row in typed.statements:
        if row.get("goes_to") == key:
            row["goes_to"] = ""
    typed.facts = [row for row in typed.facts if row["of"] != key]


def add_fact(typed: Typed, about: str, proposals: Proposals) -> None:
    """Of an incident, one more of a kind: `A:victim`."""
    of, _colon, fact = about.partition(":")
    mine = [place for place, row in enumerate(typed.facts) if row["of"] == of]
    same = [place for place in mine if typed.facts[place]["fact"] == fact]
    if mine and fact in [*FACTS, *ADDED]:
        typed.facts.insert((same or mine)[-1] + 1, {"of": of, "fact": fact})


def _place(rows: list[Row], number: str) -> int | None:
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else None
    return place if place is not None and place < len(rows) else None


def go_on(typed: Typed, section: str, proposals: Proposals) -> None:
    """Nothing but to save what is typed and to come back at the next section."""


WORK: dict[str, Work] = {
    "go": go_on,
    "statement": make_statement,
    "row": make_row,
    "incident": goes_to_new_incident,
    "existing": take_existing,
    "count": add_count,
    "link": add_link,
    "actor": add_actor,
    "known": is_known,
    "skip": skip,
    "take": take,
    "before": chain_as_before,
    "remove": remove,
    "more": add_fact,
}


def work(report: DeskReport, typed: Typed, button: str, *, person: User) -> None:
    """What the button says, and then what follows from the lines as they stand."""
    name, _colon, about = button.partition(":")
    if name in WORK:
        WORK[name](typed, about, Proposals(report, typed, person))
    _put_roles(typed)
    _ask_about_new_bodies(typed)


def _put_roles(typed: Typed) -> None:
    """Of a person no name is kept, neither in the lines nor in the row that asked about it."""
    for row in [one for one in typed.actors if _is_role(one)]:
        put = partial(lines.with_role, name=row.get("name", ""), role=row["role"])
        _change(_lines_that_name(typed), put)
        typed.actors.remove(row)


def _is_role(row: Row) -> bool:
    """Answered so, and short enough for its field: what is too long is said there."""
    return row.get("what") == ROLE and 0 < len(row.get("role", "")) <= LONGEST_ROLE


def _ask_about_new_bodies(typed: Typed) -> None:
    written = [typed.source.get("publisher", "")]
    written += [name for row in typed.statements for name in lines.bodies(row.get("chain", ""))]
    written += [row.get("body", "") for row in typed.facts]
    wanted = {compared(name): name for name in written if name}
    typed.actors = [row for row in typed.actors if _is_wanted(row, wanted)]
    asked = {compared(row.get("name", "")) for row in typed.actors}
    typed.actors += [
        {"name": name} for key, name in wanted.items() if key not in asked and not named(name)
    ]


def _is_wanted(row: Row, wanted: dict[str, str]) -> bool:
    """What was answered stays, though its line was changed: it may come back."""
    answered = any(text for name, text in row.items() if name != "name")
    return answered or compared(row.get("name", "")) in wanted
