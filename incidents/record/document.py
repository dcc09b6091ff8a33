"""What the public may see of an incident: the allow-list, and which facts need which evidence.

One mapping, `known_facts`, serves the approval rule, the review page and the footnotes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from accounts.prepared import prepared
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from review.document_types import Bilingual
from review.languages import bilingual
from review.models.owned import skip_empty
from review.record_types import NOTHING_AHEAD, Ahead
from sources.document_types import CitedStatement, SourceDocument
from sources.models import Actor, Source, Statement
from sources.models.published import PublishedStatement
from sources.record.documents import (
    TOLD_OF_STATEMENTS,
    actor_brief,
    consent_problems,
    not_in_editions,
    read_actors,
    source_document,
    uncertain_date,
)
from sources.record.index import statements_of
from sources.words.statements import says_who_knew

from incidents.corroboration.assessment import assessment_problems, proposed_assessment
from incidents.corroboration.corroboration import incident_origins
from incidents.corroboration.disagreement import disagreement_problems, disputed_facts
from incidents.document_types import (
    CharacterisationDocument,
    EvidenceDocument,
    FindingDocument,
    IncidentDocument,
    IncidentLinkDocument,
    InvolvementDocument,
    PlaceDocument,
    StandingDocument,
    VictimDocument,
)
from incidents.models import (
    Evidence,
    Finding,
    Incident,
    IncidentLink,
    Involvement,
    LegalCharacterisation,
    Place,
    Victim,
)
from incidents.models.published import PublishedIncident
from incidents.vocabulary import (
    HAPPENED,
    ORDERS,
    RESPONSES_WITHOUT_STATEMENT,
    Certainty,
    Fact,
    PublicPrecision,
    Stance,
)
from incidents.words.entries import count_of


@dataclass(frozen=True)
class KnownFact:
    """A fact whose value the incident states, and which therefore can have evidence."""

    fact: str
    row_id: str | None
    name: str
    # All but a response of which no statement can tell: a question that nobody answered.
    needs_evidence: bool = True

    @property
    def key(self) -> str:
        """`date`, or `victim/12` for a fact that is a row."""
        return f"{self.fact}/{self.row_id}" if self.row_id else self.fact


def known_facts(incident: Incident) -> list[KnownFact]:
    """Title, summary and assessment are no facts: the reviewer answers for those."""
    needing = set(incident.responses) - RESPONSES_WITHOUT_STATEMENT
    values: dict[Fact, Any] = {
        Fact.DATE: incident.occurred,
        Fact.PLACE: incident.place_id,
        Fact.ACT: set(incident.kinds) - ORDERS,
        Fact.ORDER: set(incident.kinds) & ORDERS,
        Fact.KILLED: _is_counted(incident, "killed"),
        Fact.INJURED: _is_counted(incident, "injured"),
        Fact.FATE_UNKNOWN: _is_counted(incident, "fate_unknown"),
        Fact.RESPONSE: incident.responses,
    }
    facts = [
        KnownFact(fact, None, str(fact.label), fact != Fact.RESPONSE or bool(needing))
        for fact, value in values.items()
        if value
    ]
    rows = {
        Fact.VICTIM: incident.victims.all(),
        Fact.INVOLVEMENT: incident.involvements.all(),
        Fact.CHARACTERISATION: incident.characterisations.all(),
    }
    for fact, owned in rows.items():
        facts += [KnownFact(fact, str(row.pk), f"{fact.label}: {row}") for row in owned]
    return facts


def _is_counted(incident: Incident, name: str) -> bool:
    ends = ("low", "best", "high")
    return any(getattr(incident, f"{name}_{end}") is not None for end in ends)


def fact_key(evidence: Evidence) -> str:
    row_id = evidence.victim_id or evidence.involvement_id or evidence.characterisation_id
    return f"{evidence.fact}/{row_id}" if row_id else evidence.fact


def uncovered(incident: Incident) -> list[KnownFact]:
    """Facts that need evidence and that no statement supports."""
    return without_evidence(known_facts(incident), incident.evidence.all())


def without_evidence(known: list[KnownFact], evidence: Iterable[Evidence]) -> list[KnownFact]:
    covered = {fact_key(row) for row in evidence if row.stance == Stance.SUPPORTS}
    return [fact for fact in known if fact.needs_evidence and fact.key not in covered]


def incident_problems(incident: Incident, upcoming: IncidentDocument | None = None) -> list[str]:
    prefetch_related_objects([incident], *OWNED, *CITED)
    known = known_facts(incident)
    supporting = [row for row in incident.evidence.all() if row.stance == Stance.SUPPORTS]
    public = _published_of(incident)
    return [
        *(
            _("No evidence supports: %s.") % fact.name
            for fact in without_evidence(known, supporting)
        ),
        *_without_value(known, supporting),
        *_unpublished(incident, public),
        *_place_too_early(incident),
        *_beyond_the_evidence(incident, upcoming, public),
    ]


def _without_value(known: list[KnownFact], supporting: list[Evidence]) -> list[str]:
    """Evidence for a value that the record does not state would be shown beside nothing."""
    keys = {fact.key for fact in known}
    labels: dict[str, dict[str, None]] = {}
    for evidence in supporting:
        if fact_key(evidence) not in keys:
            labels.setdefault(str(evidence.get_fact_display()), {})[evidence.statement.label] = None
    return [
        ngettext(
            "“%(labels)s” is evidence of the %(fact)s, but no value is recorded there.",
            "“%(labels)s” are evidence of the %(fact)s, but no value is recorded there.",
            len(found),
        )
        % {"labels": "”, “".join(found), "fact": fact}
        for fact, found in labels.items()
    ]


def needed_by_incident(incident: Incident) -> set[UUID]:
    """Keys of what `_unpublished` misses: sources, actors and incidents that it is linked to."""
    prefetch_related_objects([incident], *OWNED, *CITED)
    actors = {one.that_stays.pk for one in _actors(incident) if not one.is_public}
    linked = {link.to_id for link in incident.links.all() if not link.to.review.is_public}
    return not_in_editions(cited_statements(incident)) | actors | linked


def cited_statements(incident: Incident) -> set[Statement]:
    rows: list[Evidence | Finding] = [*incident.evidence.all(), *incident.findings.all()]
    return {row.statement for row in rows}


def _actors(incident: Incident) -> list[Actor]:
    """As each row names one: the same may be among them again."""
    found = [row.actor for row in incident.involvements.all()]
    found += [row.by for row in incident.characterisations.all()]
    return [actor for actor in (*found, *(f.body for f in incident.findings.all())) if actor]


def _unpublished(incident: Incident, public: Mapping[Any, CitedStatement]) -> list[str]:
    statements = cited_statements(incident)
    cited = {statement.source for statement in statements}
    problems = consent_problems(sorted(cited, key=lambda source: source.review_id))
    waiting = [statement for statement in statements if statement.pk not in public]
    problems += _in_no_edition(waiting)
    problems += [
        _("The actor “%s” is not public yet.") % actor
        for actor in sorted(set(_actors(incident)), key=str)
        if not actor.is_public
    ]
    return problems + [
        _("The incident “%s” that it is linked to is not public yet.") % link.to
        for link in incident.links.all()
        if not link.to.review.is_public
    ]


def _in_no_edition(statements: Iterable[Statement]) -> list[str]:
    """One sentence for each source, however many of its statements it is about."""
    labels: dict[Source, list[str]] = {}
    for statement in sorted(statements, key=lambda s: (s.source.review_id, s.label)):
        labels.setdefault(statement.source, []).append(statement.label)
    return [
        ngettext(
            "The statement “%(labels)s” is not in the current edition of its source “%(source)s”.",
            "The statements “%(labels)s” are not in the current edition of their source "
            "“%(source)s”.",
            len(found),
        )
        % {"labels": "”, “".join(found), "source": source}
        for source, found in labels.items()
    ]


def _place_too_early(incident: Incident) -> list[str]:
    until = incident.place_not_before
    if incident.place is None or until is None or until <= timezone.localdate():
        return []
    if incident.place_public_precision:
        return []
    return [
        _("The place is not public before %s: choose a coarser public precision until then.")
        % until.isoformat()
    ]


def _beyond_the_evidence(
    incident: Incident,
    upcoming: IncidentDocument | None,
    public: Mapping[Any, CitedStatement],
) -> list[str]:
    if upcoming is None or not _tells_all_cited(incident, upcoming):
        upcoming = document_if_approved(incident, public)
    return [*disagreement_problems(upcoming), *assessment_problems(upcoming)]


# Everything that the document of an incident reads, so that many can be made with few queries.
OWNED = (
    "place__parent__parent__parent__parent",
    "victims__withheld_name",
    "involvements__actor__review",
    "characterisations__by__review",
    "findings__body__review",
    "links__to__review",
    "evidence__statement",
    "evidence__victim",
    "evidence__involvement",
    "evidence__characterisation",
)
# Tables of it, and of statements, that have no row of most.
OWN_TABLES = ("victims", "involvements", "characterisations", "findings", "links")
OF_STATEMENTS = ("hops", "quantities", "links")
# And what says whether all that it cites is public.
CITED = ("evidence__statement__source", "findings__statement__source")
# And what the documents of sources read, where several are made.
TOLD_OF_SOURCES = tuple(f"statements__{name}" for name in TOLD_OF_STATEMENTS)


def read_whole(incident: Incident, read: Iterable[Source] = ()) -> None:
    """For a page about it: all that its document reads, and each source that it cites, once.

    With all statements of the source, since the page names those that are not used. Of sources that
    were `read` with theirs nothing is asked again.
    """
    said = {one.pk: one for source in read for one in source.statements.all()}
    skip_empty(([incident], OWN_TABLES), (list(said.values()), OF_STATEMENTS))
    prefetch_related_objects([incident], "evidence", "findings")
    if others := _cited(incident) - said.keys():
        sources = _sources_of(list(others))
        read_now = {one.pk: one for source in sources for one in source.statements.all()}
        skip_empty((list(read_now.values()), OF_STATEMENTS))
        said |= read_now
    rows: list[Evidence | Finding] = [*incident.evidence.all(), *incident.findings.all()]
    for row in rows:
        if row.statement_id in said:
            row.statement = said[row.statement_id]
    prefetch_related_objects([incident], *OWNED, *CITED)


@prepared
def _sources_of(statements: Any) -> QuerySet[Source]:
    cited = Statement.objects.filter(pk__in=statements).values("source")
    sources = Source.objects.filter(pk__in=cited).select_related("review", "publisher__review")
    return sources.prefetch_related("statements")


def incident_document(
    incident: Incident,
    published: Mapping[Any, CitedStatement] | None = None,
    ahead: Ahead = NOTHING_AHEAD,
) -> IncidentDocument:
    """The document; `published` gives statements by id where many incidents share one query."""
    prefetch_related_objects([incident], *OWNED)
    read_actors(_actors(incident), ahead)
    evidence = sorted(incident.evidence.all(), key=_evidence_order)
    if published is None:
        published = with_statements_ahead(_published_of(incident), ahead)
    statements = _statements(incident, published)
    rows = [_evidence(row) for row in evidence]
    told: IncidentDocument = {
        "title": bilingual(incident.title_en, incident.title_uk),
        "summary": bilingual(incident.summary_en, incident.summary_uk),
        "kinds": list(incident.kinds),
        "occurred": uncertain_date(incident.occurred),
        "place": place_told(incident),
        "place_as_written": place_words_told(incident),
        "killed": count_of(incident, "killed"),
        "injured": count_of(incident, "injured"),
        "fate_unknown": count_of(incident, "fate_unknown"),
        "circumstances": bilingual(incident.circumstances_en, incident.circumstances_uk),
        "not_known": bilingual(incident.not_known_en, incident.not_known_uk),
        "response": {
            "kinds": list(incident.responses),
            "text": bilingual(incident.response_en, incident.response_uk),
        },
        "assessment": {
            "value": incident.assessment,
            "reason": bilingual(incident.assessment_reason_en, incident.assessment_reason_uk),
        },
        "graphic": bilingual(incident.graphic_en, incident.graphic_uk),
        "victims": [_victim(victim) for victim in incident.victims.all()],
        "involvements": [_involvement(row, ahead) for row in incident.involvements.all()],
        "characterisations": [
            _characterisation(row, ahead) for row in incident.characterisations.all()
        ],
        "findings": [_finding(row, ahead) for row in incident.findings.all()],
        "links": _links(incident, ahead),
        "evidence": rows,
        "standing": _standing(incident, evidence, statements, disputed_facts(rows, statements)),
        "statements": list(statements.values()),
    }
    # What the evidence gives by our rules, as on the day of the approval: codes and references.
    return {**told, "origins": incident_origins(told), "proposal": proposed_assessment(told)}


# With the incident of a page; what is published is decided without it.
IF_APPROVED, PUBLIC = "_if_approved", "_public_statements"


def _tells_all_cited(incident: Incident, document: IncidentDocument) -> bool:
    """Whether nothing is cited that is not public yet, and so stands in no document."""
    return {UUID(statement["id"]) for statement in document["statements"]} == _cited(incident)


def document_if_approved(
    incident: Incident, public: Mapping[Any, CitedStatement] | None = None
) -> IncidentDocument:
    """The document as it would be if the sources that it cites were approved as they stand.

    Statements that are public already are taken as they are public.
    """
    if IF_APPROVED in incident.__dict__:
        return cast(IncidentDocument, incident.__dict__[IF_APPROVED])
    prefetch_related_objects([incident], *OWNED, *CITED)
    if public is None:
        public = _published_of(incident)
    return incident_document(incident, {**_statements_if_approved(incident, public), **public})


def keep_if_approved(incident: Incident) -> None:
    """For a page that only shows it: made once, for its problems and for its next steps."""
    incident.__dict__[PUBLIC] = published_statements([incident])
    incident.__dict__[IF_APPROVED] = document_if_approved(incident)


def _statements_if_approved(
    incident: Incident, public: Mapping[Any, CitedStatement]
) -> dict[Any, CitedStatement]:
    rows: list[Evidence | Finding] = [*incident.evidence.all(), *incident.findings.all()]
    waiting = {row.statement.source for row in rows if row.statement_id not in public}
    prefetch_related_objects(list(waiting), "review", *TOLD_OF_SOURCES)
    return {
        UUID(statement["id"]): statement
        for source in waiting
        for statement in statements_of(source.reference, 0, source_document(source))
    }


def _evidence_order(row: Evidence) -> tuple[str, str, str]:
    return row.fact, row.statement.label, str(row.pk)


def _cited(incident: Incident) -> set[Any]:
    ids = {row.statement_id for row in incident.evidence.all()}
    return ids | {row.statement_id for row in incident.findings.all()}


def published_statements(incidents: Iterable[Incident]) -> dict[Any, CitedStatement]:
    """Cited statements as their sources' current editions have them, in the order of the source."""
    ids = {key for incident in incidents for key in _cited(incident)}
    return {row.pk: row.document for row in _published(list(ids))} if ids else {}


@prepared
def _published(keys: Any) -> QuerySet[PublishedStatement]:
    return PublishedStatement.objects.filter(pk__in=keys).order_by("reference", "order")


def _published_of(incident: Incident) -> Mapping[Any, CitedStatement]:
    if PUBLIC in incident.__dict__:
        return cast(Mapping[Any, CitedStatement], incident.__dict__[PUBLIC])
    return published_statements([incident])


def with_statements_ahead(
    published: Mapping[Any, CitedStatement], ahead: Ahead
) -> Mapping[Any, CitedStatement]:
    """The same as it will be once the sources that go ahead are published."""
    sources = {
        reference: upcoming for reference, upcoming in ahead.items() if upcoming.kind == "source"
    }
    if not sources:
        return published
    others = {
        pk: told for pk, told in published.items() if told["source"]["reference"] not in sources
    }
    return others | {
        UUID(statement["id"]): statement
        for reference, upcoming in sources.items()
        for statement in statements_of(
            reference, upcoming.number, cast(SourceDocument, upcoming.document)
        )
    }


def _statements(
    incident: Incident, published: Mapping[Any, CitedStatement]
) -> dict[str, CitedStatement]:
    """Those of one incident; a mapping of many is walked by what is cited, not as a whole."""
    cited = [published[key] for key in _cited(incident) if key in published]
    in_order = sorted(cited, key=lambda s: (s["source"]["reference"], s["order"]))
    return {statement["id"]: statement for statement in in_order}


def takes_back(before: IncidentDocument, after: IncidentDocument) -> bool:
    """Whether a name is not told any more, or the place less exactly."""
    named, still = (
        {row["id"] for row in one.get("victims", []) if row["name"]} for one in (before, after)
    )
    words = before.get("place_as_written") and not _place_words(after)
    return bool(named - still or words) or is_coarser(before.get("place"), after["place"])


def _place_words(document: IncidentDocument) -> str:
    place = document.get("place")
    return place["as_written"] if place else document.get("place_as_written") or ""


def is_coarser(before: PlaceDocument | None, after: PlaceDocument | None) -> bool:
    """Whether a place as it was told says more than it does now: a point, words, a smaller area."""
    if before is None or after is None:
        return before is not None
    if before["code"] != after["code"]:
        return after["code"] in before["codes"]
    gone = any(before[key] and not after[key] for key in ("latitude", "as_written"))
    return gone or before["precision"] < after["precision"]


COARSER = {
    PublicPrecision.RAION: ("raion", "3"),
    PublicPrecision.OBLAST: ("oblast", "4"),
    PublicPrecision.COUNTRY: ("country", "6"),
}


def place_told(incident: Incident) -> PlaceDocument | None:
    """The place as precisely as the public may know it; coordinates only for a point."""
    if incident.place is None:
        return None
    place, precision, written = incident.place, incident.place_precision, incident.place_as_written
    if incident.place_public_precision:
        level, coarse = COARSER[PublicPrecision(incident.place_public_precision)]
        place, precision, written = _ancestor(place, level), max(precision, coarse), ""
    is_point = precision in {"1", "2"} and place.level == "settlement"
    return {
        "code": place.code,
        "codes": list(place.codes),
        "name": bilingual(place.name("en"), place.name("uk")),
        "path": bilingual(place.path("en"), place.path("uk")),
        "precision": precision,
        "latitude": str(place.latitude) if is_point and place.latitude is not None else None,
        "longitude": str(place.longitude) if is_point and place.longitude is not None else None,
        "as_written": written,
    }


def place_words_told(incident: Incident) -> str | None:
    """Our own words, where there is no place to tell them with; None where no words may be told.

    What a protected source says may have been copied into them.
    """
    if incident.place is not None:
        return ""
    until = incident.place_not_before
    if incident.place_public_precision or (until and until > timezone.localdate()):
        return None
    if not incident.place_as_written:
        return ""
    cited = Source.objects.filter(statements__evidence__incident=incident)
    return "" if cited.protected().exists() else incident.place_as_written


def _ancestor(place: Place, level: str) -> Place:
    """The place itself or the first one around it that is as wide as `level`."""
    widths = ["settlement", "hromada", "raion", "oblast", "country"]
    while widths.index(_width(place)) < widths.index(level) and place.parent is not None:
        place = place.parent
    return place


def _width(place: Place) -> str:
    """A hromada is a part of a raion, though as a place it is known no better than one."""
    return "hromada" if place.category == "hromada" else place.level


def _victim(victim: Victim) -> VictimDocument:
    name = getattr(victim, "withheld_name", None)
    return {
        "id": str(victim.pk),
        "label": bilingual(victim.label_en, victim.label_uk),
        "name": name.name if name and name.basis else None,
        "name_basis": name.basis if name and name.basis else None,
        "is_group": victim.is_group,
        "number": {"low": victim.low, "best": victim.best, "high": victim.high},
        "side": victim.side,
        "control": victim.control,
        "conditions": list(victim.conditions),
        "age_group": victim.age_group,
        "sex": victim.sex,
        "outcome": victim.outcome,
        "method": victim.method,
    }


def _involvement(row: Involvement, ahead: Ahead) -> InvolvementDocument:
    return {
        "id": str(row.pk),
        "actor": actor_brief(row.actor, ahead) if row.actor else None,
        "label": bilingual(row.label_en, row.label_uk),
        "role": bilingual(row.role_en, row.role_uk),
        "degree": row.degree,
        "certainty": row.certainty,
        "by_whom": bilingual(row.by_whom_en, row.by_whom_uk),
    }


def _characterisation(row: LegalCharacterisation, ahead: Ahead) -> CharacterisationDocument:
    return {
        "id": str(row.pk),
        "law": row.law,
        "by": actor_brief(row.by, ahead) if row.by else None,
        "note": bilingual(row.note_en, row.note_uk),
    }


def _finding(row: Finding, ahead: Ahead) -> FindingDocument:
    return {
        "id": str(row.pk),
        "body": actor_brief(row.body, ahead),
        "what": bilingual(row.what_en, row.what_uk),
        "standard": row.standard,
        "date": uncertain_date(row.date),
        "statement": str(row.statement_id),
    }


def _links(incident: Incident, ahead: Ahead) -> list[IncidentLinkDocument]:
    links = list(incident.links.all())
    to = {link.to.reference for link in links}
    public = PublishedIncident.objects.filter(reference__in=to)  # asks nothing if there is none
    titles = {
        reference: bilingual(english, ukrainian)
        for reference, english, ukrainian in public.values_list("reference", "title_en", "title_uk")
    }
    titles |= {one: ahead[one].document["title"] for one in to & ahead.keys()}
    return [_link(link, titles) for link in links]


def _link(link: IncidentLink, titles: Mapping[str, Bilingual]) -> IncidentLinkDocument:
    """With the title that is published: nobody has approved a later one, and it may be hidden.

    A preview may name an incident that is not public yet; what links to it cannot be approved.
    """
    return {
        "id": str(link.pk),
        "kind": link.kind,
        "to": {
            "reference": link.to.reference,
            "title": titles.get(link.to.reference) or bilingual(link.to.title_en, link.to.title_uk),
        },
        "note": bilingual(link.note_en, link.note_uk),
    }


def _evidence(row: Evidence) -> EvidenceDocument:
    return {
        "id": str(row.pk),
        "statement": str(row.statement_id),
        "fact": fact_key(row),
        "stance": row.stance,
        "stated": row.stated,
        "how": bilingual(row.how_en, row.how_uk),
        "value": bilingual(row.value_en, row.value_uk),
        "credibility": row.credibility,
    }


def _standing(
    incident: Incident,
    evidence: list[Evidence],
    statements: dict[str, CitedStatement],
    disputed: list[str],
) -> StandingDocument:
    """What the sentence of standing says, computed from the evidence for what happened.

    Who is accused, how the law is read and what was answered make no further report of the event.
    """
    supporting = {
        str(row.statement_id)
        for row in evidence
        if row.stance == Stance.SUPPORTS and row.fact in HAPPENED
    }
    cited = [statements[key] for key in sorted(supporting) if key in statements]
    established = Certainty.ESTABLISHED
    return {
        "reports": len({statement["source"]["reference"] for statement in cited}),
        "names_a_source": any(map(says_who_knew, cited)),
        "our_examination": any(statement["our_examination"] for statement in cited),
        "findings": len(incident.findings.all()),
        "established": any(row.certainty == established for row in incident.involvements.all()),
        "disputed": disputed,
    }
