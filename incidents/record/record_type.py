"""An incident as a kind of record."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _
from review.models import Record, Review
from review.record_types import NOTHING_AHEAD, Ahead, PublishedFrom, RecordType, register
from review.workflow import merging
from sources.models import Source
from sources.record.documents import named_in, read_actors
from sources.text.graphic_wording import closed_as_now
from sources.vocabulary import Access

from incidents.document_types import IncidentDocument
from incidents.models import Incident, IncidentByDay, Merge, PublishedIncident
from incidents.record import document, index, victim_names
from incidents.record.redactable import INCIDENT, INCIDENT_PART_NAMES
from incidents.vocabulary import KILLINGS, Act, Outcome


@register(Incident)
class IncidentType(RecordType[Incident, IncidentDocument]):
    # 2: origins, proposal; disputed by specific evidence alone; of which edition each actor is.
    # 3: independence of both parties; its statements say whether their wording stands behind a
    # warning; what a body says of what it knows itself names a source; words for a place that is
    # not in the gazetteer.
    schema = 3
    index_tables = (PublishedIncident,)
    tables_by_day = {PublishedIncident: IncidentByDay}
    redactable = INCIDENT
    part_names = INCIDENT_PART_NAMES
    below = (
        *("evidence__statement__source", "findings__statement__source"),
        *("involvements__actor", "findings__body", "characterisations__by"),
    )
    # What another incident tells is a decision of its own.
    goes_along = False

    def document(self, record: Incident, ahead: Ahead = NOTHING_AHEAD) -> IncidentDocument:
        return document.incident_document(record, ahead=ahead)

    def problems(
        self, record: Incident, reader: User | None = None, upcoming: IncidentDocument | None = None
    ) -> list[str]:
        # Whoever may read the incident may read all that it cites.
        return [
            *_kept_problems(record),
            *document.incident_problems(record, upcoming),
            *merging.problems(Merge, record),
        ]

    def warnings(self, record: Incident, reader: User) -> list[str]:
        found = [
            f"{record._meta.get_field(name).verbose_name}: {sentence}"  # type: ignore[union-attr]
            for name, sentences in record.wording().items()
            for sentence in sentences
        ]
        if found and record.wording_reason.strip():
            found.append(_("Why the wording stays: %s") % record.wording_reason)
        return [*found, *_deaths_not_stated(record), *_names_to_be_published(record)]

    def takes_back(self, before: IncidentDocument, after: IncidentDocument) -> bool:
        return document.takes_back(before, after)

    def decided_alone(self, record: Incident) -> str:
        kept = Source.objects.exclude(access=Access.PUBLIC)
        if record.access != Access.PUBLIC or record.review.limits.exists():
            return _("Not every colleague may read it.")
        if record.involvements.exists() or record.findings.exists():
            return _("It says who is held responsible, or what a body found.")
        if _names_to_be_published(record):
            return _("It publishes the name of a person.")
        # With findings it is decided alone anyway.
        if record.evidence.filter(statement__source__in=kept).exists():
            return _("It rests on a source that not every colleague may read.")
        return ""

    def people_behind(self, record: Incident, *, is_shown: bool = False) -> set[int]:
        if is_shown and not _names_to_be_published(record):
            return set()
        return victim_names.people_behind_names(record)

    def forget_decisions(self, record: Incident) -> None:
        victim_names.forget_decisions(record)

    def rests_on(self, record: Incident) -> models.QuerySet[Review]:
        linked = Review.objects.filter(pk__in=record.links.values("to"))
        return super().rests_on(record) | linked

    def take_rows(self, record: Incident, below: Iterable[Record]) -> None:
        sources = [one for one in below if isinstance(one, Source)]
        prefetch_related_objects(sources, "statements")
        document.read_whole(record, sources)
        prefetch_related_objects(sources, *document.TOLD_OF_SOURCES, "publisher__review")
        statements = (one for source in sources for one in source.statements.all())
        read_actors([*(source.publisher for source in sources), *named_in(statements)])
        document.keep_if_approved(record)

    def written_in(self, language: str) -> models.QuerySet[Incident]:
        titled = {"en": ~Q(title_en=""), "uk": ~Q(title_uk="")}
        return Incident.objects.filter(titled.get(language, Q(pk__in=[])))

    def needs(self, record: Incident) -> set[UUID]:
        return document.needed_by_incident(record)

    def read_with(self, record: Incident) -> models.QuerySet[Review]:
        cited = Q(pk__in=record.evidence.values("statement__source"))
        found = Q(pk__in=record.findings.values("statement__source"))
        return Review.objects.filter(cited | found | Q(pk__in=record.links.values("to")))

    def index_rows(self, edition: PublishedFrom, document: IncidentDocument) -> list[models.Model]:
        return index.incident_rows(edition, document)

    def listed_earlier(
        self, earlier: IncidentDocument, current: IncidentDocument
    ) -> IncidentDocument:
        return closed_as_now(earlier, current)


def _kept_problems(incident: Incident) -> list[str]:
    """The database refuses an edition of it, too (migration `who_sees_what_rules`)."""
    problems = []
    if incident.access != Access.PUBLIC:
        problems.append(
            _("Its access is “%s”: it is not published while it is so.")
            % incident.get_access_display()
        )
    if incident.review.limits.all():
        problems.append(
            _("It is limited to a need-to-know group: it is not published while it is so.")
        )
    return problems


def _deaths_not_stated(record: Incident) -> list[str]:
    """A kind of act that means a death, while nothing recorded says that anybody died."""
    kinds = [kind for kind in record.kinds if kind in KILLINGS]
    numbers = (record.killed_low, record.killed_best, record.killed_high)
    # That nobody was killed is said by 0, and then the kind of act is questioned, too.
    if not kinds or any(numbers):
        return []
    prefetch_related_objects([record], "victims")
    if any(victim.outcome == Outcome.KILLED for victim in record.victims.all()):
        return []
    said = _(
        "“%(kinds)s” means that somebody died, but no number of killed and no person’s outcome "
        "says so. Does a statement say it? If not, is it another kind of act, such as "
        "“%(attempted)s”?"
    )
    told = "”, “".join(str(Act(kind).label) for kind in kinds)
    return [said % {"kinds": told, "attempted": Act.ATTEMPTED.label}]


def _names_to_be_published(record: Incident) -> list[str]:
    """Names are in no comparison: that one goes into the edition must be said."""
    prefetch_related_objects([record], "victims__withheld_name__decided_by__colleague")
    kept = [(one, getattr(one, "withheld_name", None)) for one in record.victims.all()]
    return [
        _("The name of “%(victim)s” is in this edition: %(basis)s, as %(who)s decided.")
        % {"victim": victim, "basis": name.get_basis_display(), "who": name.decided_by}
        for victim, name in kept
        if name and name.basis
    ]
