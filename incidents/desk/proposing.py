"""What could stand in fields that are empty: shown beside them with why, and never saved unseen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from review.text.compared import compared
from sources.models import Statement
from sources.proposals.dates import FoundDate
from sources.proposals.numbers import FoundNumber
from sources.proposals.reports import ReadSentence, ReportProposal, read_report
from sources.text import dates
from sources.vocabulary import (
    INTERVIEWS,
    ActorKind,
    Basis,
    Counted,
    Hedge,
    Qualifier,
    Side,
    StatementKind,
)

from incidents.desk import lines
from incidents.desk.incident_forms import READERS, TERMS
from incidents.desk.shape import Row, Typed
from incidents.desk.source_forms import ROLE
from incidents.models import DeskReport, PlaceCategory
from incidents.proposals.people import (
    accused_in,
    are_civilians,
    control_in,
    orders_no_prisoners,
)
from incidents.proposals.places import places_in
from incidents.proposals.roles import may_be_an_office, role_in
from incidents.proposals.titles import titles, victims
from incidents.vocabulary import (
    RESPONSES_WITHOUT_STATEMENT,
    Act,
    Control,
    Fact,
    Outcome,
    PlacePrecision,
    Response,
)

COUNTED_FACTS = {
    Counted.KILLED: Fact.KILLED,
    Counted.INJURED: Fact.INJURED,
    Counted.FATE_UNKNOWN: Fact.FATE_UNKNOWN,
}


@dataclass(frozen=True)
class Proposal:
    value: str
    # As it is shown where the value is a code.
    shown: str
    why: str


@dataclass(frozen=True)
class Sentence:
    number: int
    text: str
    is_statement: bool
    is_skipped: bool
    # Labels of statements that an earlier portion made of it.
    entered: list[str]


class Proposals:
    """By the name of the control that each is for; nothing for what is typed already."""

    def __init__(self, report: DeskReport, typed: Typed, person: User) -> None:
        self.report = report
        self.typed = typed
        self.person = person

    @cached_property
    def text(self) -> str:
        held = self.report.source.text_as_received if self.report.source else ""
        return held or self.typed.source.get("text", "")

    @cached_property
    def read(self) -> ReportProposal:
        url = "" if self.report.source else self.typed.source.get("url", "")
        return read_report(url=url, text=self.text, person=self.person)

    @cached_property
    def sentences(self) -> list[Sentence]:
        made = {row.get("sentence") for row in self.typed.statements}
        skipped = self.typed.skipped.split()
        return [
            Sentence(
                one.number,
                one.text,
                str(one.number) in made,
                str(one.number) in skipped,
                [label for label, at in self.entered if at == f"sentence {one.number}"],
            )
            for one in (read.sentence for read in self.read.sentences)
        ]

    @cached_property
    def entered(self) -> list[tuple[str, str]]:
        """Label and place of what earlier portions made of the source."""
        source = self.report.source
        rows = source.statements.order_by("position") if source else Statement.objects.none()
        return list(rows.values_list("label", "locator"))

    def has_sentence(self, number: str) -> bool:
        return self._sentence(number) is not None

    def _sentence(self, number: str) -> ReadSentence | None:
        return next(
            (one for one in self.read.sentences if str(one.sentence.number) == number), None
        )

    def under(self, control: str) -> dict[str, Proposal]:
        """Of these controls, or of all whose names begin with one of them."""
        asked = control.split(",")
        return {
            name: one
            for name, one in self.every.items()
            if any(name == begun or name.startswith(f"{begun}-") for begun in asked)
        }

    @cached_property
    def every(self) -> dict[str, Proposal]:
        typed = dict(self.typed.named())
        return {name: one for name, one in self._made() if one.value and not typed.get(name)}

    def _made(self) -> Iterator[tuple[str, Proposal]]:
        if not self.report.source:
            yield from self._of_source()
        for number, row in enumerate(self.typed.statements):
            if read := self._sentence(row.get("sentence", "")):
                for name, one in of_sentence(read):
                    yield f"statements-{number}-{name}", one
        for number, row in enumerate(self.typed.actors):
            yield from ((f"actors-{number}-{name}", one) for name, one in of_name(row))
        # What a witness tells is no incident before a person says so.
        if self.report.kind not in INTERVIEWS:
            for place, part in enumerate(self.typed.incidents):
                yield from self._of_facts(part["key"], f"incidents-{place}-which")
                yield from self._of_title(place, part)

    def _of_source(self) -> Iterator[tuple[str, Proposal]]:
        if publisher := self.read.publisher:
            name = str(publisher.actor)
            yield "source-publisher", Proposal(name, name, _("as of others at this address"))
        if language := self.read.language:
            yield "source-language", Proposal(language, language, _("by its letters and words"))
        if title := self.read.headline:
            yield "source-title", Proposal(title, title, _("first line of the text"))
        if (published := self.read.published) and published.edtf:
            why = _("“%s” in the text") % published.as_written
            yield "source-published", Proposal(published.edtf, published.edtf, why)

    # The incidents, from the statements

    def of_incident(self, key: str) -> list[Row]:
        """Statements that go to it; what is said to go nowhere else goes to the first."""
        first = self.typed.incidents[0]["key"]
        return [row for row in self.typed.statements if (row.get("goes_to") or first) == key]

    def _of_facts(self, key: str, which: str) -> Iterator[tuple[str, Proposal]]:
        """Each from the first statement that tells it; of what is typed, only from which."""
        found = self._told(key)
        if self._first(key):
            new = _("a new one")
            yield which, Proposal("new", new, _("a statement tells of an incident"))
        for number, row in enumerate(self.typed.facts):
            if row["of"] != key:
                continue
            fact = row.get("fact", "")
            label, fields = found.pop(fact, ("", {}))
            if row.get("value"):
                label, fields = self._of_typed(row)
            for name, value in (fields | {"rests_on": label}).items() if label else ():
                yield f"facts-{number}-{name}", _fact_proposal(fact, name, value, label)

    def tells_of(self, key: str) -> bool:
        """Whether a statement tells what happened; where none was made yet nothing is missing."""
        return self._first(key) is not None or not self.of_incident(key)

    def _first(self, key: str) -> Row | None:
        """The first statement of an incident or an order."""
        return next((row for row in self.of_incident(key) if _tells_what_happened(row)), None)

    def _of_typed(self, row: Row) -> tuple[str, Row]:
        """Of a fact whose value somebody typed: the statement, and who says so."""
        fact = row.get("fact", "")
        first = self._response(row) if fact == Fact.RESPONSE else self._first(row["of"])
        if first is None or row.get("rests_on"):
            return "", {}
        label = first.get("label", "")
        if fact != Fact.INVOLVEMENT:
            return label, {}
        return label, {"by_whom": self._by_whom(first)}

    def _response(self, row: Row) -> Row | None:
        """The statement of the answer; that nobody asked, or answered, needs none."""
        if lines.term(Response, row.get("value", "")) in RESPONSES_WITHOUT_STATEMENT:
            return None
        rows = self.of_incident(row["of"])
        return next((one for one in rows if one.get("kind") == StatementKind.RESPONSE), None)

    def _by_whom(self, row: Row) -> str:
        publisher = self.typed.source.get("publisher", "") or _("the source")
        said = lines.bodies(row.get("chain", ""))
        if not said:
            return publisher
        return _("%(who)s, according to %(source)s") % {"who": said[0], "source": publisher}

    def _of_title(self, place: int, part: Row) -> Iterator[tuple[str, Proposal]]:
        """By template, of the facts as they are typed."""
        if part.get("which") not in {"", None, "new"}:
            return
        known = _known([row for row in self.typed.facts if row["of"] == part["key"]])
        if not known.get("kinds"):
            return
        made, why = titles(**known), _("by template, of the facts above")
        yield f"incidents-{place}-title_en", Proposal(made.en, made.en, why)
        yield f"incidents-{place}-title_uk", Proposal(made.uk, made.uk, why)

    def _told(self, key: str) -> dict[str, tuple[str, Row]]:
        """By fact, the label of the statement and what it gives."""
        found: dict[str, tuple[str, Row]] = {}
        for row in self.of_incident(key):
            if not _tells_what_happened(row):
                continue
            label, read = row.get("label", ""), self._sentence(row.get("sentence", ""))
            if row.get("period"):
                found.setdefault(Fact.DATE, (label, {"value": _as_kept(row["period"])}))
            # Each asks with the whole text, so only until one of them names a place.
            if Fact.PLACE not in found and (place := self._place(read)):
                found[Fact.PLACE] = (label, place)
            for fact, fields in [*_counted(row, read), *self._of_words(row, read)]:
                found.setdefault(fact, (label, fields))
        return found

    def _of_words(self, row: Row, read: ReadSentence | None) -> Iterator[tuple[str, Row]]:
        """What is no number: by whose soldiers, and an order that says what is ordered."""
        if read is None:
            return
        if accused := accused_in(read.sentence.text):
            said = {"value": accused.en, "value_uk": accused.uk, "by_whom": self._by_whom(row)}
            yield Fact.INVOLVEMENT, said
        if row.get("kind") == StatementKind.ORDER and orders_no_prisoners(read.sentence.text):
            yield Fact.ACT, {"value": Act.ORDER_NO_PRISONERS.value}

    def _place(self, read: ReadSentence | None) -> Row:
        """The likeliest place that the sentence names; the more cautious precision."""
        if not read:
            return {}
        start = read.sentence.start + read.begins
        found = places_in(self.text, start=start, end=read.sentence.end)
        if not found:
            return {}
        one = found[0].place
        precision = PRECISION.get(PlaceCategory(one.category), PlacePrecision.NEAR)
        return {"value": lines.in_line(one), "precision": precision.value}


PRECISION = {
    PlaceCategory.COUNTRY: PlacePrecision.COUNTRY,
    PlaceCategory.OBLAST: PlacePrecision.OBLAST,
    PlaceCategory.REGION: PlacePrecision.OBLAST,
    PlaceCategory.RAION: PlacePrecision.RAION,
}
# Words in the name of a body that tell what it is; the first that stands there counts.
KINDS = (
    (
        ("prosecutor", "ministry", "service", "police", "прокур", "міністерств", "служб"),
        "state_body",
    ),
    (("brigade", "battalion", "regiment", "division", "бригад", "батальйон", "полк"), "armed_unit"),
    (("commission", "mission", "united nations", "комісі", "оон"), "intergovernmental"),
    (("court", "суд"), "court"),
    (("news", "agency", "times", "channel", "новини", "агентств"), "news_outlet"),
    (("human rights", "group", "правозах"), "ngo"),
    (("institute", "centre", "center", "інститут"), "research_body"),
)


def of_name(row: Row) -> Iterator[tuple[str, Proposal]]:
    """What a body is, by words of its name; its side only where the name says it.

    Of a person only a role is kept: the brigade of a commander is no body here.
    """
    if role := role_in(row.get("name", "")):
        yield "what", Proposal(ROLE, _("a person or a voice: only a role is kept"), f"“{role}”")
        yield "role", Proposal(role, role, _("as it is typed"))
        return
    if may_be_an_office(row.get("name", "")):
        return
    name = compared(row.get("name", ""))
    for words, kind in KINDS:
        if word := next((one for one in words if one in name), None):
            yield "what", _term(ActorKind, kind, _("“%s” in its name") % word)
            break
    for words, side in ((("ukrain", "україн"), "ukraine"), (("russia", "росі"), "russia")):
        if word := next((one for one in words if one in name), None):
            yield "side", _term(Side, side, _("“%s” in its name") % word)


def of_sentence(read: ReadSentence) -> Iterator[tuple[str, Proposal]]:
    """What the words of a sentence tell of the statement that is made of it."""
    wording = read.wording
    if wording.kind:
        yield "kind", _term(StatementKind, wording.kind, wording.why)
    yield "hedge", _term(Hedge, wording.hedge, wording.why)
    yield "verb", Proposal(wording.verb, wording.verb, "")
    if chain := _chain(read):
        yield "chain", Proposal(chain, chain, _("named in the sentence"))
    if numbers := "; ".join(filter(None, map(_number, read.numbers))):
        yield "counted", Proposal(numbers, numbers, _("given in the sentence"))
    text = read.sentence.text
    if date := next((one for one in read.dates if one.edtf and not _is_of_item(one, text)), None):
        yield "period", Proposal(date.edtf, date.edtf, f"“{date.as_written}”")


# A day of what was published is none of what happened: "video posted on 14 March 2024".
OF_ITEM = re.compile(
    r"\b(?:published|posted|released|aired|dated|оприлюднен\w+|опублікован\w+|опубликован\w+)"
    r"(?: on)?\s*$",
    re.IGNORECASE,
)


def _is_of_item(date: FoundDate, text: str) -> bool:
    return bool(OF_ITEM.search(text[: date.start]))


def _term(vocabulary: Any, code: str, why: str) -> Proposal:
    return Proposal(str(code), str(vocabulary(code).label), why)


def _chain(read: ReadSentence) -> str:
    """Whoever speaks there, and how they knew: a known body, else one by its words."""
    known = next((str(one.actor) for one in read.speakers if one.says), "")
    speaker = known or read.body_not_known
    if not speaker:
        return ""
    bases = ", ".join(dict.fromkeys(str(Basis(one.basis).label) for one in read.bases))
    return f"{speaker} ‹ {bases or Basis.NONE_GIVEN.label}"


def _number(found: FoundNumber) -> str:
    """As `lines.quantities` reads it; nothing where the words leave open what is counted."""
    if not found.counted:
        return ""
    ends = {"low": found.low, "best": found.best, "high": found.high}
    return f"{_in_line(ends | {'qualifier': found.qualifier})} {Counted(found.counted).label}"


def _known(facts: list[Row]) -> dict[str, Any]:
    """What a title is made of, as far as the lines can be read."""
    known: dict[str, Any] = {"kinds": []}
    for row in facts:
        fact = row.get("fact", "")
        read: Any = lines.meant(READERS.get(fact, str), row.get("value", ""))
        if read is None:
            continue
        if fact == Fact.ACT:
            known["kinds"].append(read)
        elif fact == Fact.KILLED:
            known |= {"low": read.low, "best": read.best, "high": read.high}
        elif fact == Fact.DATE:
            known["occurred"] = read.text
        elif fact == Fact.PLACE:
            known |= {"place": read, "precision": row.get("precision", "")}
        elif fact == Fact.VICTIM:
            control = row.get("control", "")
            known["control"] = control if control in Control.values else ""
    return known


def _tells_what_happened(row: Row) -> bool:
    """What the source denies is told by it, but not as something that happened."""
    return row.get("kind") in {StatementKind.INCIDENT, StatementKind.ORDER} and not row.get(
        "denied"
    )


def _as_kept(date: str) -> str:
    """As EDTF; a date that is not finished yet stays as it is typed."""
    when = lines.meant(dates.parse, date)
    return when.text if when else date


def _fact_proposal(fact: str, name: str, value: str, label: str) -> Proposal:
    terms: dict[str, Any] = {
        "precision": PlacePrecision,
        "outcome": Outcome,
        "control": Control,
    }
    vocabulary = TERMS.get(fact) if name == "value" else terms.get(name)
    shown = str(vocabulary(value).label) if vocabulary else value
    return Proposal(value, shown, _("from %s") % label)


def _counted(row: Row, read: ReadSentence | None) -> Iterator[tuple[str, Row]]:
    try:
        quantities = lines.quantities(row.get("counted", ""))
    except ValidationError:
        return
    for one in quantities:
        if fact := COUNTED_FACTS.get(one["counted"]):
            yield fact, {"value": _in_line(one)}
    for one in sorted(quantities, key=lambda one: one["counted"] != Counted.KILLED):
        if one["counted"] in HARMED:
            yield from _harmed(one, read)


# Who is shot may be alive: of them no outcome is proposed, and no number killed.
HARMED = {Counted.KILLED: Outcome.KILLED.value, Counted.SHOT_AT: ""}


def _harmed(one: dict[str, Any], read: ReadSentence | None) -> Iterator[tuple[str, Row]]:
    phrase = _phrase(one, read)
    if are_civilians(phrase):
        return
    control = control_in(phrase, read.sentence.text) if read else ""
    ends = {end: one[end] for end in ("low", "best", "high")}
    label = victims(**ends, control=control).label_en
    outcome = HARMED[one["counted"]]
    given = {"value": label, "number": _in_line(one), "outcome": outcome, "control": control}
    yield Fact.VICTIM, {name: value for name, value in given.items() if value}
    if control == Control.SURRENDERING and one["counted"] == Counted.KILLED:
        yield Fact.ACT, {"value": Act.KILLED_SURRENDERING.value}


def _phrase(one: dict[str, Any], read: ReadSentence | None) -> str:
    """The words that give this number, and those close behind; "" where several may."""
    if read is None:
        return ""
    ends = [one[end] for end in ("low", "best", "high")]
    found = [number for number in read.numbers if [number.low, number.best, number.high] == ends]
    if len(found) != 1:
        return ""
    behind = CLAUSE.match(read.sentence.text, found[0].end)
    return found[0].as_written + (behind[0] if behind else "")


# Behind a number as far as it may still tell of the same people: "who were surrendering".
CLAUSE = re.compile(r"(?: ,?(?:who|that|while|as|які|що|которые))?(?: [\w’'ʼ-]+){0,4}")


def _in_line(counts: dict[str, Any]) -> str:
    """As `lines.counts` reads it."""
    low, best, high = counts["low"], counts["best"], counts["high"]
    number = (
        str(best) if best is not None else "–".join(str(n) for n in (low, high) if n is not None)
    )
    said = dict(Qualifier.choices).get(counts["qualifier"], "")
    return " ".join(filter(None, [str(said), number]))
