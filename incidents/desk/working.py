"""What the buttons of the desk do to what is typed: a statement of a sentence, a proposal taken."""

from collections.abc import Callable

from django.contrib.auth.models import User
from review.text.compared import compared

from incidents.desk import lines
from incidents.desk.entering import named
from incidents.desk.forms import LONGEST_ROLE, ROLE
from incidents.desk.proposing import Proposals
from incidents.desk.shape import ROWS, Row, Typed
from incidents.models import DeskReport

type Work = Callable[[Typed, str, Proposals], None]


def make_statement(typed: Typed, number: str, proposals: Proposals) -> None:
    """Of a sentence, by its number; or one that is written by hand."""
    if not number:
        typed.new_statement()
    elif proposals.has_sentence(number):
        typed.new_statement(sentence=number, locator=f"sentence {number}")
        _pass_over(typed, number, over=False)


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
    if place is not None:
        del rows[place]


def add_fact(typed: Typed, fact: str, proposals: Proposals) -> None:
    places = [place for place, row in enumerate(typed.facts) if row.get("fact") == fact]
    if places:
        typed.facts.insert(places[-1] + 1, {"fact": fact})


def _place(rows: list[Row], number: str) -> int | None:
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else None
    return place if place is not None and place < len(rows) else None


def go_on(typed: Typed, section: str, proposals: Proposals) -> None:
    """Nothing but to save what is typed and to come back at the next section."""


WORK: dict[str, Work] = {
    "go": go_on,
    "statement": make_statement,
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
        for statement in typed.statements:
            chain = statement.get("chain", "")
            # What is longer no form takes; put in again and again, it would have no end.
            if len(chain) <= lines.LONGEST_LINE:
                statement["chain"] = lines.with_role(chain, row.get("name", ""), row["role"])
        typed.actors.remove(row)


def _is_role(row: Row) -> bool:
    """Answered so, and short enough for its field: what is too long is said there."""
    return row.get("what") == ROLE and 0 < len(row.get("role", "")) <= LONGEST_ROLE


def _ask_about_new_bodies(typed: Typed) -> None:
    written = [typed.source.get("publisher", "")]
    written += [name for row in typed.statements for name in lines.bodies(row.get("chain", ""))]
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
