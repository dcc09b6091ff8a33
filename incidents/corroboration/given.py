"""Figures that cited statements give for a number of which the incident takes none.

Pure functions of an incident's document. “Not stated” is left for what no cited source says.
"""

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import override
from review.document_types import Bilingual
from review.languages import bilingual
from sources.document_types import CitedStatement, Figure
from sources.origins.find import is_retracted
from sources.vocabulary import Qualifier, StatementKind
from sources.words.quantities import is_known
from sources.words.statements import is_denied, source_plainly

from incidents.corroboration.disagreement import COUNTS, CountKey, quantities
from incidents.document_types import GivenFigure, IncidentDocument, VictimDocument
from incidents.vocabulary import Fact, Outcome

# By fact: a count, or `victim/<id>` of a group.
Given = Mapping[str, list[GivenFigure]]
NOTHING: frozenset[str] = frozenset()
# What a group with this outcome is a number of.
COUNT_OF_OUTCOME: dict[str, CountKey] = {
    Outcome.KILLED: "killed",
    Outcome.INJURED: "injured",
    Outcome.FATE_UNKNOWN: "fate_unknown",
}


def figures_given(document: IncidentDocument, taken: Collection[str] = NOTHING) -> Given:
    """Figures of statements that bear on the act, on a victim or on the count itself.

    `taken` are the paths of the document that were taken from the public: what stands in place of
    a number says that it is unknown, and its figures must not come back from another side.
    """
    rows = document.get("victims", [])
    of_event = facts_of_event(document)
    found: dict[str, list[GivenFigure]] = {
        count: _figures(statements_on(document, [*of_event, count]), count)
        for count in COUNTS
        if count not in taken and not is_known(document[count])
    }
    found |= {
        group_fact(row): _figures(statements_on(document, _facts_of_group(row, rows, taken)), count)
        for row in rows
        if (count := COUNT_OF_OUTCOME.get(row["outcome"])) and count not in taken
        if row["is_group"] and not is_known(row["number"])
    }
    return {fact: figures for fact, figures in found.items() if figures}


def _facts_of_group(
    row: VictimDocument, rows: Iterable[VictimDocument], taken: Collection[str]
) -> list[str]:
    """A number of all who were killed is that of a group only where no other was killed.

    Of rows that were taken from the public nobody can say that, nor whether there are any.
    """
    alike = [other for other in rows if other["outcome"] == row["outcome"]]
    is_all = len(alike) == 1 and not any(path.startswith("victims/") for path in taken)
    return [group_fact(row), *([Fact.ACT, COUNT_OF_OUTCOME[row["outcome"]]] if is_all else [])]


def group_fact(row: VictimDocument) -> str:
    return f"{Fact.VICTIM}/{row['id']}"


def facts_of_event(document: IncidentDocument) -> list[str]:
    """What tells of a statement that it is about this event: the act and who suffered it."""
    return [Fact.ACT, *(group_fact(row) for row in document.get("victims", []))]


def statements_on(document: IncidentDocument, facts: Collection[str]) -> list[CitedStatement]:
    """Statements that can tell of these facts, for them, against them or beside them."""
    bearing = {row["statement"] for row in document.get("evidence", []) if row["fact"] in facts}
    return [
        one for one in document.get("statements", []) if one["id"] in bearing and is_telling(one)
    ]


def is_telling(statement: CitedStatement) -> bool:
    """Whether it says something of its own of one event.

    A tally is of many, what is denied is not said to be so, and what was retracted does not stand.
    """
    return (
        statement["kind"] != StatementKind.AGGREGATE
        and not is_denied(statement)
        and not is_retracted(statement)
    )


def _figures(statements: Iterable[CitedStatement], count: CountKey) -> list[GivenFigure]:
    """Each figure once, with everybody who gives it, in the order of the statements."""
    by: dict[tuple[int | None, int | None, int | None, str], list[Bilingual]] = {}
    for statement in statements:
        for quantity in quantities(statement, count):
            if is_figure(quantity):
                names = by.setdefault(_key(quantity), [])
                if (who := who_gives(statement)) not in names:
                    names.append(who)
    return [
        {"low": low, "best": best, "high": high, "qualifier": qualifier, "by": names}
        for (low, best, high, qualifier), names in by.items()
    ]


def is_figure(quantity: Figure) -> bool:
    return is_known(quantity) or quantity["qualifier"] in {Qualifier.MANY, Qualifier.SEVERAL}


def _key(quantity: Figure) -> tuple[int | None, int | None, int | None, str]:
    """The same for what reads the same: five, exactly five and five to five are one figure."""
    low, best, high, qualifier = (
        quantity["low"],
        quantity["best"],
        quantity["high"],
        quantity["qualifier"],
    )
    ends = {low, best, high} - {None}
    if len(ends) == 1:
        (number,) = ends
        match qualifier:
            case Qualifier.AT_LEAST:
                return number, None, None, ""
            case Qualifier.EXACTLY:
                return number, number, number, ""
            case "" if best is not None or low == high:
                return number, number, number, ""
            case "":
                return low, best, high, ""
            case _:
                return None, number, None, qualifier
    return low, best, high, "" if qualifier == Qualifier.EXACTLY else qualifier


def who_gives(statement: CitedStatement) -> Bilingual:
    """The last body that its chain names, or the publisher, or what the source is called in public.

    People who are not named stand behind a body: their label would say of whom it is only there.
    """
    named = [hop["actor"]["name"] for hop in statement["chain"] if hop["actor"]]
    publisher = statement["source"]["publisher"]
    if named or publisher:
        name = named[-1] if named else publisher["name"]  # type: ignore[index]
        return bilingual(name["en"], name["uk"])
    said = []
    for language in ("en", "uk"):
        with override(language):
            said.append(source_plainly(statement["source"]))
    return bilingual(*said)
