"""What is said of origins in public: the line under a fact, and who an origin is."""

from collections import Counter
from collections.abc import Iterable
from typing import Literal, TypedDict

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from review.amounts import grouped
from review.document_types import Bilingual, Language
from review.editions.translations import OTHER_LANGUAGE
from review.languages import bilingual, in_both

from sources.document_types import CitedStatement, OriginDocument, OriginsDocument, OriginsLine
from sources.origins.find import OriginKind, OriginStanding, account_of
from sources.vocabulary import Basis

# Of one origin, of two, of more.
BODIES: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    "UA": (
        gettext_lazy("a Ukrainian state body"),
        gettext_lazy("both Ukrainian state bodies"),
        gettext_lazy("all Ukrainian state bodies"),
    ),
    "RU": (
        gettext_lazy("a Russian state body"),
        gettext_lazy("both Russian state bodies"),
        gettext_lazy("all Russian state bodies"),
    ),
    "state": (
        gettext_lazy("a state body"),
        gettext_lazy("both bodies of one state"),
        gettext_lazy("all bodies of one state"),
    ),
    "ukraine": (
        gettext_lazy("on the Ukrainian side"),
        gettext_lazy("both on the Ukrainian side"),
        gettext_lazy("all on the Ukrainian side"),
    ),
    "russia": (
        gettext_lazy("on the Russian side"),
        gettext_lazy("both on the Russian side"),
        gettext_lazy("all on the Russian side"),
    ),
    "third": (
        gettext_lazy("a third party"),
        gettext_lazy("both third parties"),
        gettext_lazy("all third parties"),
    ),
    "victim": (
        gettext_lazy("a victim or family"),
        gettext_lazy("both victims or families"),
        gettext_lazy("all victims or families"),
    ),
    "ours": (
        gettext_lazy("our own examination"),
        gettext_lazy("both our own examination"),
        gettext_lazy("all our own examination"),
    ),
}


def line(found: OriginsDocument) -> OriginsLine:
    """The codes of the public line; `found` is what `find_origins` answers."""
    counted = _counted(found)
    return {
        "origins": found["distinct"],
        "unattributed": found["unattributed"],
        "expert": found["expert"],
        "who": _who_together(counted),
        "independence": _independence(counted),
        "independent": sum(_is_independent_of_parties(origin) for origin in counted),
        "by_standing": dict(sorted(Counter(origin["standing"] for origin in counted).items())),
        "recordings_not_held": sorted({r for o in counted for r in o["recordings_not_held"]}),
        "is_inferred": any(origin["inferred"] for origin in found["origins"]),
    }


def _counted(found: OriginsDocument) -> list[OriginDocument]:
    return [
        origin
        for origin in found["origins"]
        if origin["kind"] != OriginKind.UNATTRIBUTED and not origin["is_expert"]
    ]


def _is_independent_of_parties(origin: OriginDocument) -> bool:
    """A body of the accused party can corroborate and is still a party.

    Editions of the first two schemas say only who is independent of the accusing party.
    """
    of_accusing = origin["is_independent"] and origin["standing"] != OriginStanding.PARTY
    return bool(origin.get("is_independent_of_parties", of_accusing))


def _who_together(counted: list[OriginDocument]) -> str:
    """A key of `BODIES` that fits all of them, or nothing."""
    state, side, standing = (_in_common(counted, key) for key in ("state", "party", "standing"))
    if state:
        return state if state in BODIES else "state"
    return side or (standing if standing in BODIES else "")


def _in_common(counted: list[OriginDocument], key: Literal["state", "party", "standing"]) -> str:
    values = {origin[key] or "" for origin in counted}
    return values.pop() if len(values) == 1 else ""


def _independence(counted: list[OriginDocument]) -> str:
    independent = sum(_is_independent_of_parties(origin) for origin in counted)
    if independent:
        return "all" if independent == len(counted) else "some"
    are_parties = all(origin["standing"] == OriginStanding.PARTY for origin in counted)
    return "none" if are_parties else "not_shown"


def sentence(found: OriginsDocument) -> str:
    """The line in words, of what `find_origins` answers."""
    return line_in_words(line(found))


def line_in_words(said: OriginsLine) -> str:
    """E.g. 2 origins, both Ukrainian state bodies; none independent of the parties."""
    return _joined(said) or _("No origin.")


def line_beside_names(said: OriginsLine) -> str:
    """The same where each origin stands by its name: that it is one, names nobody, or that what it
    rests on is not held here, is seen there.
    """
    others = _joined(said | {"origins": 0, "unattributed": 0, "recordings_not_held": []})
    alone = said["origins"] == 1
    counted = _one_origin(said) if alone else _origins(said) if said["origins"] else ""
    return " ".join(filter(None, [counted, others]))


def _joined(said: OriginsLine) -> str:
    sentences = [_origins(said)] if said["origins"] else []
    sentences += [_unattributed(said)] if said["unattributed"] else []
    sentences += [_expert(said)] if said["expert"] else []
    if said["recordings_not_held"]:
        names = [str(Basis(basis).label) for basis in said["recordings_not_held"]]
        sentences.append(_("Not held here: %s.") % ", ".join(names))
    if said["is_inferred"]:
        sentences.append(_("That some statements have the same origin is our inference."))
    return " ".join(sentences)


def _origins(said: OriginsLine) -> str:
    number = said["origins"]
    text = ngettext("%(number)s origin", "%(number)s origins", number) % {"number": grouped(number)}
    if said["who"]:
        text += f", {BODIES[said['who']][min(number, 3) - 1]}"
    return f"{text}; {_independence_in_words(said)}."


def _one_origin(said: OriginsLine) -> str:
    who = [BODIES[said["who"]][0]] if said["who"] else []
    return capfirst("; ".join([*map(str, who), _independence_in_words(said)])) + "."


def _independence_in_words(said: OriginsLine) -> str:
    if said["independence"] == "some":
        number = said["independent"]
        text = ngettext(
            "%(number)s independent of the parties",
            "%(number)s independent of the parties",
            number,
        )
        return text % {"number": grouped(number)}
    one, many = {
        "all": (_("independent of the parties"), _("all independent of the parties")),
        "none": (_("not independent of the parties"), _("none independent of the parties")),
        "not_shown": (
            _("not shown to be independent of the parties"),
            _("none shown to be independent of the parties"),
        ),
    }[said["independence"]]
    return one if said["origins"] == 1 else many


def _unattributed(said: OriginsLine) -> str:
    text = ngettext(
        "%(number)s assertion that names nobody.",
        "%(number)s assertions that name nobody.",
        said["unattributed"],
    )
    return text % {"number": grouped(said["unattributed"])}


def _expert(said: OriginsLine) -> str:
    text = ngettext(
        "%(number)s expert inference, which is not observation.",
        "%(number)s expert inferences, which are not observations.",
        said["expert"],
    )
    return text % {"number": grouped(said["expert"])}


class OriginNames(TypedDict):
    name: Bilingual | None
    relay: Bilingual | None


def who(origin: OriginDocument, statements: Iterable[CitedStatement]) -> OriginNames:
    """Names of an origin, and of the body through which it is heard, from the statements served.

    Both are None where nobody is named, or where the statement is no longer served.
    """
    known = {statement["id"]: statement for statement in statements}
    told = [account_of(one) for key, one in known.items() if key in origin["told_by"]]
    actors = [account.actor for account in told] + [r for a in told for r in a.relays]
    names = {actor["reference"]: actor["name"] for actor in actors if actor}
    labels = [a.statement["chain"][-1]["label"] for a in told if a.kind == OriginKind.VOICE]
    return {
        "name": names.get(origin["actor"]) if origin["actor"] else _every(filter(None, labels)),
        "relay": names.get(origin["relay"]) if origin["relay"] else None,
    }


def _every(labels: Iterable[Bilingual]) -> Bilingual | None:
    """Voices that count as one may have been called differently."""
    said = [in_both(label) for label in labels]
    if not said:
        return None
    every = (dict.fromkeys(texts) for texts in zip(*said, strict=True))
    return bilingual(*("; ".join(filter(None, texts)) for texts in every))


def who_in_words(
    origin: OriginDocument, statements: Iterable[CitedStatement], lang: Language
) -> str:
    """E.g. CNN · a survivor, through CNN · CNN, which names nobody · our own examination."""
    names = who(origin, statements)
    name, relay = _in(names["name"], lang), _in(names["relay"], lang)
    if origin["kind"] == OriginKind.EXAMINATION:
        return str(OriginKind.EXAMINATION.label)
    if origin["kind"] == OriginKind.UNATTRIBUTED:
        named = _("%s, which names nobody") % relay
        return named if relay else _("a source that names nobody")
    if not name:
        return _("withheld")
    if origin["kind"] == OriginKind.VOICE and relay:
        return _("%(who)s, through %(relay)s") % {"who": name, "relay": relay}
    return name


def _in(name: Bilingual | None, lang: Language) -> str:
    return (name[lang] or name[OTHER_LANGUAGE[lang]]) if name else ""
