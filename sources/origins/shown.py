"""Origins as pages show them: named, with how they knew, grouped by state and side."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.languages import reader_language

from sources.document_types import CitedStatement, OriginDocument, OriginsDocument
from sources.origins.find import NOT_GIVEN, OriginKind, OriginStanding, may_be_asked
from sources.origins.words import who_in_words
from sources.vocabulary import Side
from sources.words.statements import source_plainly
from sources.words.terms import terms

# In the order in which a page shows them.
GROUPS: dict[str, str | Promise] = {
    "UA": gettext_lazy("Bodies of the Ukrainian state, a party to the conflict"),
    "RU": gettext_lazy("Bodies of the Russian state, a party to the conflict"),
    Side.UKRAINE: gettext_lazy("On the Ukrainian side, a party to the conflict"),
    Side.RUSSIA: gettext_lazy("On the Russian side, a party to the conflict"),
    OriginStanding.VICTIM: gettext_lazy("Victims or families"),
    OriginStanding.THIRD: gettext_lazy("Third parties"),
    OriginStanding.OURS: gettext_lazy("Our own examination"),
    OriginStanding.NOT_STATED: gettext_lazy("On whose side is not stated"),
    OriginKind.UNATTRIBUTED: gettext_lazy("Assertions that name nobody"),
    "withheld": gettext_lazy("Withheld"),
}


@dataclass(frozen=True)
class Said:
    """One of the statements by which an origin is heard."""

    statement: CitedStatement
    is_inferred: bool


@dataclass(frozen=True)
class ShownOrigin:
    key: str  # empty where readers may not ask for it
    name: str
    group: str
    known_by: str
    is_expert: bool
    is_several: bool
    not_held: str
    said: list[Said]

    def carries(self, statement: CitedStatement) -> bool:
        return any(one.statement is statement for one in self.said)

    def is_inferred(self, statement: CitedStatement) -> bool:
        """That this statement has the same origin is our inference."""
        return any(one.is_inferred for one in self.said if one.statement is statement)


def shown_origins(found: OriginsDocument, known: Mapping[str, CitedStatement]) -> list[ShownOrigin]:
    """Of what `find_origins` answers; `known` are the statements served, by their ids."""
    order = list(GROUPS)
    shown = [_shown(origin, known) for origin in found["origins"]]
    return sorted(shown, key=lambda one: (_place(one.group, order), one.name))


def _shown(origin: OriginDocument, known: Mapping[str, CitedStatement]) -> ShownOrigin:
    if not any(key in known for key in origin["told_by"]):
        return ShownOrigin("", _("withheld"), "withheld", "", False, False, "", [])
    bases = [basis for basis in origin["bases"] if basis not in NOT_GIVEN]
    return ShownOrigin(
        key=origin["key"] if may_be_asked(origin, known) else "",
        name=_name(origin, known),
        group=_group(origin),
        known_by=terms(bases, "Basis") if bases else "",
        is_expert=origin["is_expert"],
        is_several=origin["is_several"],
        not_held=", ".join(terms([one], "Basis") for one in origin["recordings_not_held"]),
        said=[
            Said(statement, key in origin["inferred"])
            for key, statement in known.items()
            if key in origin["statements"]
        ],
    )


def _name(origin: OriginDocument, known: Mapping[str, CitedStatement]) -> str:
    if origin["kind"] == OriginKind.UNATTRIBUTED and not origin["relay"]:
        told = next(known[key] for key in origin["told_by"] if key in known)
        return _("%s, which names nobody") % source_plainly(told["source"])
    return who_in_words(origin, known.values(), reader_language())


def _group(origin: OriginDocument) -> str:
    if origin["kind"] == OriginKind.UNATTRIBUTED:
        return OriginKind.UNATTRIBUTED.value
    return str(origin["state"] or origin["party"] or origin["standing"])


def _place(group: str, order: list[str]) -> tuple[int, str]:
    """States other than the parties stand where third parties do."""
    known = group if group in GROUPS else OriginStanding.THIRD.value
    return order.index(known), group


@dataclass(frozen=True)
class Group:
    """Bodies of one state stand apart and together."""

    heading: str
    state: str
    origins: list[ShownOrigin]


def grouped(shown: list[ShownOrigin]) -> list[Group]:
    return [
        Group(
            heading=str(GROUPS.get(key) or _("Bodies of one state (%s)") % key),
            state=key if len(key) == len("UA") else "",
            origins=list(origins),
        )
        for key, origins in groupby(shown, key=lambda one: one.group)
    ]
