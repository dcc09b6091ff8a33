"""Who really knew: the distinct origins behind statements (docs/decisions/origins.md).

Everything here reads public documents alone. Results hold codes, references and ids but no words,
so that a name that is taken out of an edition is not left behind in a copy.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from sources.document_types import ActorBrief, CitedStatement, OriginDocument, OriginsDocument
from sources.vocabulary import (
    REPORTERS,
    Basis,
    Circumstance,
    LinkKind,
    Side,
    SourceKind,
    SourceStanding,
    StatedOrInferred,
)
from sources.words.statements import speaks_for_itself


class OriginKind(models.TextChoices):
    """In this order, where accounts of one origin differ in how well they know who it is."""

    BODY = "body", _("named body")
    EXAMINATION = "examination", _("our own examination")
    VOICE = "voice", _("people who are not named")
    UNATTRIBUTED = "unattributed", _("names nobody")


class OriginStanding(models.TextChoices):
    """Every Casualty: independence."""

    PARTY = "party", _("party to the conflict")
    THIRD = "third", _("third party")
    VICTIM = "victim", _("victim or family")
    OURS = "ours", _("our own examination")
    NOT_STATED = "not_stated", _("not stated")


BEST_KNOWN = list(OriginKind)
PARTIES = frozenset({Side.UKRAINE.value, Side.RUSSIA.value})
PARTY_OF_STATE = {"UA": Side.UKRAINE.value, "RU": Side.RUSSIA.value}
SAME_ORIGIN = frozenset({LinkKind.REPEATS, LinkKind.SAME_RECORDING})
HEARD = frozenset({OriginKind.BODY, OriginKind.VOICE})
NOT_GIVEN = frozenset({Basis.NONE_GIVEN.value})
EXAMINED = frozenset({Basis.OUR_EXAMINATION.value})
NO_OBSERVATION = frozenset({Basis.EXPERT, Basis.NONE_GIVEN})
# May be nothing but what the voices told that the same body passes on.
UNEXPLAINED = NO_OBSERVATION | {Basis.DOCUMENTED}
# Made or published by somebody else, in a war mostly by a party.
OBTAINED = frozenset(
    {
        Basis.INTERCEPT,
        Basis.DRONE_FOOTAGE,
        Basis.PHOTO_VIDEO,
        Basis.DOCUMENT,
        Basis.MONITORING,
    }
)
RECORDINGS = frozenset({Basis.INTERCEPT, Basis.DRONE_FOOTAGE, Basis.PHOTO_VIDEO, Basis.SATELLITE})
WERE_THERE = frozenset({Basis.VICTIM, Basis.PARTICIPANT})
RECORDED = frozenset(
    {
        SourceKind.VIDEO,
        SourceKind.PHOTOGRAPH,
        SourceKind.AUDIO,
        SourceKind.INTERCEPT,
        SourceKind.SATELLITE_IMAGE,
    }
)


# One statement


class Account(NamedTuple):
    """Who knew according to one statement alone, and through whom we hear of it.

    `relays` runs from the publisher to the last one before the origin; None is one not named.
    `relay` is the nearest that is named.
    """

    id: str
    statement: CitedStatement
    kind: OriginKind
    key: str
    actor: ActorBrief | None
    relays: tuple[ActorBrief | None, ...]
    relay: str | None
    bases: frozenset[str]
    circumstances: frozenset[str]


def account_of(statement: CitedStatement) -> Account:
    chain = statement["chain"]
    links: list[ActorBrief | None] = [
        statement["source"]["publisher"],
        *(hop["actor"] for hop in chain),
    ]
    bases = frozenset(chain[-1]["bases"] if chain else ()) - NOT_GIVEN
    kind = _kind(statement, links[-1], bases)
    actor = links.pop() if kind in HEARD else None
    relays = [link for link in links if link is None or not _is_same(link, actor)]
    relay = next((link["reference"] for link in reversed(relays) if link), None)
    return Account(
        id=statement["id"],
        statement=statement,
        kind=kind,
        key=_key(statement, kind, actor["reference"] if actor else relay),
        actor=actor,
        relays=tuple(relays),
        relay=relay,
        bases=EXAMINED if kind == OriginKind.EXAMINATION else bases or NOT_GIVEN,
        circumstances=frozenset(chain[-1]["circumstances"] if chain else ()),
    )


def _kind(statement: CitedStatement, last: ActorBrief | None, bases: Collection[str]) -> OriginKind:
    if statement["our_examination"]:
        return OriginKind.EXAMINATION
    if last is None:
        return OriginKind.VOICE if statement["chain"] else OriginKind.UNATTRIBUTED
    if not statement["chain"]:
        return OriginKind.BODY if speaks_for_itself(statement) else OriginKind.UNATTRIBUTED
    passes_on = last["kind"] in REPORTERS and not bases
    return OriginKind.UNATTRIBUTED if passes_on else OriginKind.BODY


def _is_same(link: ActorBrief, actor: ActorBrief | None) -> bool:
    """A body that passes on what it knows itself is no relay."""
    return actor is not None and bool(link["reference"] == actor["reference"])


def _key(statement: CitedStatement, kind: OriginKind, body: str | None) -> str:
    """Named by the body that knew or, for lack of one, by the item in which we found it."""
    if body is None or kind == OriginKind.EXAMINATION:
        return f"{kind.value}:source:{item_of(statement)}"
    return f"{kind.value}:{body}"


def item_of(statement: CitedStatement) -> str:
    """What was entered twice is one item, by the reference of the source that was public first."""
    source = statement["source"]
    return source.get("item") or source["reference"]


def party(actor: ActorBrief | None) -> str | None:
    """The party to the conflict whose body an actor is."""
    if actor is None:
        return None
    return actor["side"] if actor["side"] in PARTIES else PARTY_OF_STATE.get(actor["state"])


def origin_standing(account: Account) -> OriginStanding:
    if account.kind == OriginKind.EXAMINATION:
        return OriginStanding.OURS
    if account.kind == OriginKind.VOICE and Basis.VICTIM in account.bases:
        return OriginStanding.VICTIM
    if party(account.actor):
        return OriginStanding.PARTY
    is_third = account.actor is not None and account.actor["side"] == Side.THIRD
    return OriginStanding.THIRD if is_third else OriginStanding.NOT_STATED


def is_independent(account: Account, accusing: Collection[str] = PARTIES) -> bool:
    """Known to be neither a body of the accusing party nor dependent on it, or on our examination.

    What is not known counts as not independent.
    """
    if account.kind == OriginKind.EXAMINATION:
        return is_examined_recording(account.statement)
    if any(party(relay) in accusing for relay in account.relays):
        return False
    if account.kind == OriginKind.VOICE:
        return _voice_is_independent(account)
    return account.kind == OriginKind.BODY and _body_is_independent(account, accusing)


def _body_is_independent(account: Account, accusing: Collection[str]) -> bool:
    observed = account.bases - NO_OBSERVATION
    if not observed:
        return False
    if origin_standing(account) == OriginStanding.PARTY:
        return party(account.actor) not in accusing
    return origin_standing(account) == OriginStanding.THIRD and not observed <= OBTAINED


def _voice_is_independent(account: Account) -> bool:
    """Somebody who was there, is free to speak, and is heard only through bodies that are named."""
    is_captive = Circumstance.IN_CAPTIVITY in account.circumstances
    return all(account.relays) and not is_captive and not WERE_THERE.isdisjoint(account.bases)


def is_examined_recording(statement: CitedStatement) -> bool:
    if not statement["our_examination"]:
        return False
    is_copy = any(link["kind"] == LinkKind.SAME_RECORDING for link in statement["links"])
    return is_copy or statement["source"]["kind"] in RECORDED


def is_retracted(statement: CitedStatement) -> bool:
    return bool(statement["source"]["standing"]["value"] == SourceStanding.RETRACTED)


# Which statements have the same origin


class Repeats:
    """Where the links "repeats" and "same recording" lead, from each bearing statement.

    A link is followed to what is in sight: to another bearing statement, or to one that is
    retracted. Only where there is none do two statements meet in one that is not in sight.
    """

    def __init__(self, accounts: Mapping[str, Account], bearing: Collection[str]) -> None:
        self.retracted = {key for key, one in accounts.items() if is_retracted(one.statement)}
        self.in_sight = self.retracted | set(bearing)
        self.graph: dict[str, list[str]] = {}
        self.stated: dict[str, list[str]] = {}
        self.reached: dict[str, set[str]] = {}
        for key in self.in_sight:
            if targets := _repeated(accounts[key].statement, self.in_sight):
                self.graph[key] = list(targets)
                self.stated[key] = [target for target, stated in targets.items() if stated]

    def ends(self, key: str) -> set[str]:
        """What repeats nothing further; statements in a ring end in the first of them."""
        if key not in self.graph:
            return {key}
        reach = {node: self.reach(node) for node in self.reach(key) | {key}}
        return {
            min(further | {node})
            for node, further in reach.items()
            if all(node in reach[other] for other in further)
        }

    def tellers(self, end: str) -> set[str]:
        """The statements whose chains tell who the origin at an end is; none if it is retracted."""
        if end not in self.in_sight:
            return {key for key, targets in self.graph.items() if end in targets} - self.retracted
        ring = self.reach(end) | {end}
        return set() if ring & self.retracted else ring

    def reach(self, key: str) -> set[str]:
        if key not in self.reached:
            self.reached[key] = _reach(key, self.graph)
        return self.reached[key]

    def is_inferred(self, key: str, end: str) -> bool:
        """Only an inference of ours leads there."""
        return key != end and end not in _reach(key, self.stated)


def _repeated(statement: CitedStatement, in_sight: Collection[str]) -> dict[str, bool]:
    """The ids that a statement repeats, and whether that is stated."""
    targets: dict[str, bool] = {}
    for link in statement["links"]:
        if link["kind"] in SAME_ORIGIN:
            target = link["to"]["id"]
            is_stated = link["stated"] == StatedOrInferred.STATED
            targets[target] = is_stated or targets.get(target, False)
    return {key: stated for key, stated in targets.items() if key in in_sight} or targets


def _reach(start: str, graph: Mapping[str, Collection[str]]) -> set[str]:
    """What can be reached from there in one step or more."""
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        new = set(graph.get(ahead.pop(), ())) - reached
        reached |= new
        ahead += new
    return reached


# The origins of many statements


def find_origins(
    statements: Iterable[CitedStatement],
    bearing: Collection[str] | None = None,
    accusing: Collection[str] = PARTIES,
) -> OriginsDocument:
    """The distinct origins of the statements whose ids are `bearing`, by default of all.

    `statements` are documents as `PublishedStatement` has them, with the header of their source;
    those that do not bear are looked at only for retractions. `accusing`: the parties to the
    conflict that accuse; both, while it is not known.
    """
    accounts = accounts_of(statements)
    return origins_among(accounts, accounts if bearing is None else bearing, accusing)


def accounts_of(statements: Iterable[CitedStatement]) -> dict[str, Account]:
    """By the id of the statement; read once where several facts rest on the same statements."""
    return {statement["id"]: account_of(statement) for statement in statements}


def origins_among(
    accounts: Mapping[str, Account],
    bearing: Collection[str],
    accusing: Collection[str] = PARTIES,
) -> OriginsDocument:
    """As `find_origins`."""
    repeats = Repeats(accounts, accounts.keys() & bearing)
    ends = {key: repeats.ends(key) for key in sorted(accounts.keys() & bearing)}
    leading = _leading(accounts, repeats, {end for its_ends in ends.values() for end in its_ends})
    keys = _origin_keys(leading.values())
    found: defaultdict[str, GatheredOrigin] = defaultdict(GatheredOrigin)
    for key, its_ends in ends.items():
        for end in its_ends & leading.keys():
            origin = found[keys[leading[end].id]]
            origin.told_by[leading[end].id] = leading[end]
            origin.carry(accounts[key], is_inferred=repeats.is_inferred(key, end))
    return _summary(
        [_origin(key, found[key], accusing) for key in sorted(found)],
        fallen=[key for key, its_ends in ends.items() if not its_ends & leading.keys()],
    )


def _leading(
    accounts: Mapping[str, Account], repeats: Repeats, ends: Collection[str]
) -> dict[str, Account]:
    """The account that tells best who the origin at each end is."""
    told = {end: [accounts[key] for key in repeats.tellers(end)] for end in ends}
    return {end: min(tellers, key=_rank) for end, tellers in told.items() if tellers}


def _rank(account: Account) -> tuple[int, str, str]:
    """The best known comes first."""
    return BEST_KNOWN.index(account.kind), account.key, account.id


def _origin_keys(accounts: Iterable[Account]) -> dict[str, str]:
    """The key of the origin of each account, by the id of its statement."""
    keys: dict[str, str] = {}
    bases: defaultdict[str, set[str]] = defaultdict(set)
    voices: defaultdict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        keys[account.id] = account.key
        if account.kind == OriginKind.BODY:
            bases[account.key] |= account.bases
        elif account.kind == OriginKind.VOICE:
            voices[account.key].append(account)
    for key, heard in voices.items():
        relay = f"{OriginKind.BODY}:{heard[0].relay}"
        first = relay if relay in bases and bases[relay] <= UNEXPLAINED else key
        second = _second_voices(heard)
        keys |= {one.id: f"{key}:second" if one.id in second else first for one in heard}
    return keys


def _second_voices(heard: Collection[Account]) -> set[str]:
    """Ids of statements that the relay itself says support another one that it heard."""
    ids = {account.id for account in heard}
    second = {account.id for account in heard if not ids.isdisjoint(_supported(account.statement))}
    return second - {min(ids)} if second == ids else second


def _supported(statement: CitedStatement) -> list[str]:
    return [
        link["to"]["id"]
        for link in statement["links"]
        if link["kind"] == LinkKind.SUPPORTS and link["stated"] == StatedOrInferred.STATED
    ]


@dataclass(slots=True)
class GatheredOrigin:
    """An origin while its statements are gathered; `told_by` are those that say who it is."""

    told_by: dict[str, Account] = field(default_factory=dict)
    carrying: dict[str, Account] = field(default_factory=dict)
    sure: set[str] = field(default_factory=set)

    def carry(self, account: Account, *, is_inferred: bool) -> None:
        self.carrying[account.id] = account
        if not is_inferred:
            self.sure.add(account.id)

    @property
    def is_examined(self) -> bool:
        return any(is_examined_recording(account.statement) for account in self.carrying.values())

    @property
    def inferred(self) -> list[str]:
        """Statements that are here by an inference of ours and not by their own chain."""
        own = {account.key for account in self.told_by.values()}
        unsure = self.carrying.keys() - self.sure - self.told_by.keys()
        return sorted(key for key in unsure if self.carrying[key].key not in own)


def _origin(key: str, found: GatheredOrigin, accusing: Collection[str]) -> OriginDocument:
    accounts = list(found.told_by.values())
    lead = min(accounts, key=_rank)
    is_examined = found.is_examined
    known_by = EXAMINED if is_examined else frozenset[str]()
    bases = known_by.union(*(account.bases for account in accounts))
    is_ours = is_examined and lead.kind == OriginKind.UNATTRIBUTED
    return {
        "key": key,
        "kind": OriginKind.EXAMINATION.value if is_ours else lead.kind.value,
        "actor": lead.actor["reference"] if lead.actor else None,
        "relay": lead.relay,
        "source": lead.statement["source"]["reference"],
        "standing": OriginStanding.OURS.value if is_ours else _standing_of(lead, accounts).value,
        "party": party(lead.actor),
        "state": (lead.actor["state"] or None) if lead.actor else None,
        "bases": sorted(bases),
        "is_observation": not bases <= NO_OBSERVATION,
        "is_expert": bases == {Basis.EXPERT},
        "is_several": any(Circumstance.SEVERAL in account.circumstances for account in accounts),
        "is_independent": is_examined or any(is_independent(one, accusing) for one in accounts),
        "is_independent_of_parties": is_examined or any(map(is_independent, accounts)),
        "is_examined": is_examined,
        "recordings_not_held": [] if is_examined else sorted(bases & RECORDINGS),
        "told_by": sorted(found.told_by),
        "statements": sorted(found.carrying),
        "inferred": found.inferred,
    }


def _standing_of(lead: Account, accounts: Iterable[Account]) -> OriginStanding:
    """Voices that count as one may be of a victim and of somebody else: then it is not stated."""
    found = {origin_standing(account) for account in accounts if account.kind == lead.kind}
    return found.pop() if len(found) == 1 else OriginStanding.NOT_STATED


def _summary(origins: list[OriginDocument], fallen: list[str]) -> OriginsDocument:
    named = [origin for origin in origins if origin["kind"] != OriginKind.UNATTRIBUTED]
    distinct = [origin for origin in named if not origin["is_expert"]]
    independent = sum(origin["is_independent"] for origin in distinct)
    return {
        "distinct": len(distinct),
        "unattributed": len(origins) - len(named),
        "expert": len(named) - len(distinct),
        "independent": independent,
        "is_corroborated": len(distinct) > 1 and independent > 0,
        "states": [
            {"state": state, "origins": [one["key"] for one in named if one["state"] == state]}
            for state in sorted({one["state"] for one in named if one["state"]})
        ],
        "origins": origins,
        "retracted": fallen,
    }


def may_be_asked(origin: OriginDocument, known: Mapping[str, CitedStatement]) -> bool:
    """Whether readers may ask what else rests on an origin; `known` are the statements served.

    Not once none that names it is served any more, nor where only a confidential source does,
    which would lead from one incident to the next.
    """
    told = [known[key] for key in origin["told_by"] if key in known]
    return any(not statement["source"]["confidential"] for statement in told)
