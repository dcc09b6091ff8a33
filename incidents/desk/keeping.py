"""What an author does with a report that is not entered yet: begin, save, throw away, take back."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from accounts.models import NeedToKnowGroup
from accounts.sight import seen_by
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from review.models import Refused, Review
from review.models.seeing import OPEN
from review.redaction import guard
from review.workflow import decisions, limiting
from sources.models import Source
from sources.models.sources import CONSENT_FIRST, READ_RESTRICTED
from sources.vocabulary import INTERVIEWS, Purpose

from incidents.desk.shape import ASKED, Typed
from incidents.models import DeskReport

# What working at the desk takes: it writes all of these.
RIGHTS = (
    "review.submit_review",
    "sources.add_source",
    "sources.change_source",
    "sources.add_actor",
    "incidents.add_incident",
    "incidents.change_incident",
)


# "2025-05-22", "00:01:32", "sentence 20": what many records have in common, and what tells of
# nobody. Elsewhere than in a locator a word with a number may be a name with an age.
NUMBERS = re.compile(r"[\d\s:,./–-]+")
PLACE_IN_TEXT = re.compile(r"(?P<word>[^\W\d_]{1,12})\.?\s*\d[\d\s:,.–-]*")


class SavedElsewhere(Refused):
    """Another window saved the report meanwhile."""

    def __init__(self, report: DeskReport) -> None:
        super().__init__(
            _(
                "This report was saved in another window meanwhile. What you typed here stands "
                "below; what differs there stands beside it. Save again to keep yours."
            )
        )
        self.report = report


def decided(report: DeskReport, **values: Any) -> DeskReport:
    for name, value in values.items():
        setattr(report, name, value)
    return decisions.keep(report)


@transaction.atomic
def begin(
    *,
    by: User,
    at: datetime,
    kind: str,
    access: str,
    group: NeedToKnowGroup | None = None,
    source: Source | None = None,
) -> DeskReport:
    """An interview becomes a source at once, on whose page consent is recorded first."""
    decisions.require(by, *RIGHTS)
    if source is None and kind in INTERVIEWS:
        source = _interview(kind, access, group, by=by)
    return decisions.keep(
        DeskReport(
            author=by,
            kind=kind,
            access=access,
            group=group,
            source=source,
            created_at=at,
            saved_at=at,
        )
    )


def _interview(kind: str, access: str, group: NeedToKnowGroup | None, *, by: User) -> Source:
    source = Source(kind=kind, access=access)
    with decisions.saving(source, by=by):
        source.full_clean()
    if group:
        limiting.limit(source.review, group, by=by, comment=_("Limited when it was entered."))
    return source


def go_on_with(source: Source, *, by: User, at: datetime) -> DeskReport:
    """A further portion of a source that is here: it only adds statements."""
    return begin(by=by, at=at, kind=source.kind, access=source.access, source=source)


def is_readable(report: DeskReport, person: User) -> bool:
    """Rights may have gone since it was begun: then the author reads what they typed no more."""
    if report.source and not Source.visible_to(person).filter(pk=report.source_id).exists():
        return False
    return report.source is not None or may_read(report, person)


def may_read(report: DeskReport, person: User) -> bool:
    if report.group_id:
        return report.group_id in seen_by(person).groups
    return report.access == OPEN or person.has_perm(READ_RESTRICTED)


def awaits_consent(report: DeskReport) -> bool:
    source = report.source
    return bool(source and source.is_interview and not source.is_consented(Purpose.KEEP))


@transaction.atomic
def save(
    report: DeskReport, typed: Typed, *, seen: int | None, by: User, at: datetime
) -> DeskReport:
    """All that was typed, unless another window saved something since it was opened."""
    report = locked(report, by=by)
    if awaits_consent(report) and typed:
        raise Refused(str(CONSENT_FIRST))
    if report.version != seen:
        raise SavedElsewhere(report)
    typed.refuse_too_much()
    refuse_redacted(report, typed)
    if typed.to_json() == report.typed:
        return report
    return decided(report, typed=typed.to_json(), version=report.version + 1, saved_at=at)


def locked(report: DeskReport, *, by: User) -> DeskReport:
    """Once more of the database: it may have become records, or been passed on."""
    mine = (
        DeskReport.objects.of(by).select_for_update(of=("self",)).select_related("source__review")
    )
    found = mine.filter(pk=report.pk).first()
    if found is None:
        raise Refused(_("This report is not yours any more."))
    if found.entered_at:
        raise Refused(_("It has become records: enter the rest in those."))
    return found


def refuse_redacted(report: DeskReport, typed: Typed) -> None:
    """What was redacted from the source, or from the incident, is not typed anew beside it."""
    into = {row.get("existing", "").strip().upper() for row in typed.incidents}
    readable = Review.objects.visible_to(report.author)
    reviews = readable.filter(Q(pk=report.source_id) | Q(kind="incident", reference__in=into))
    refused = [one.refused for review in reviews for one in review.hidings.redacted()]
    if not refused:
        return
    for name, text in typed.texts():
        if text and any(guard.is_refused(text, one) for one in refused):
            raise Refused(
                _("“%s” holds what was redacted from this record: it cannot be entered again.")
                % name
            )


@transaction.atomic
def throw_away(report: DeskReport, *, by: User, at: datetime) -> DeskReport:
    """It can be taken back until the next one is thrown away."""
    report = locked(report, by=by)
    for earlier in DeskReport.objects.of(by).thrown_away().exclude(pk=report.pk):
        decided(earlier, typed={})
    return decided(report, thrown_away_at=at)


@transaction.atomic
def take_back(report: DeskReport, *, by: User) -> DeskReport:
    return decided(locked(report, by=by), thrown_away_at=None)


# What others do to it, without reading it


class TypedAtTheDesk:
    """Registered with `review`, which asks it when something is erased or somebody leaves."""

    def forget(self, review: Review, tells: Callable[[str], bool]) -> None:
        """All that is typed for an erased record, and whatever tells its words elsewhere."""
        for report in _unfinished():
            if report.source_id == review.pk:
                decided(report, typed={}, version=report.version + 1)
            else:
                _take_out(report, tells)

    def forget_words(self, tells: Callable[[str], bool]) -> None:
        for report in _unfinished():
            _take_out(report, tells)

    def pass_on(self, person: User, to: User | None) -> None:
        """To a colleague who may read it; otherwise it is emptied."""
        for report in DeskReport.objects.of(person).unfinished().select_related("source"):
            if to is not None and is_readable(report, to) and not awaits_consent(report):
                decided(report, author=to)
            else:
                decided(report, typed={}, version=report.version + 1)


def _unfinished() -> list[DeskReport]:
    rows = DeskReport.objects.unfinished().select_for_update(of=("self",))
    return list(rows.select_related("source"))


def _tells_of_nobody(name: str, text: str, tells: Callable[[str], bool]) -> bool:
    place = PLACE_IN_TEXT.fullmatch(text) if name == "locator" else None
    return bool(place and not tells(place["word"])) or bool(NUMBERS.fullmatch(text))


def _take_out(report: DeskReport, tells: Callable[[str], bool]) -> None:
    if awaits_consent(report):
        decided(report, typed={}, version=report.version + 1)
        return
    typed = Typed.from_json(report.typed)
    told = [
        (row, name)
        for row in typed.rows()
        for name, text in row.items()
        if text and name not in ASKED and not _tells_of_nobody(name, text, tells) and tells(text)
    ]
    for row, name in told:
        row[name] = ""
    if tells(typed.reason):
        typed.reason, told = "", [*told, (typed.source, "reason")]
    if told:
        typed.words_taken_out = True
        decided(report, typed=typed.to_json(), version=report.version + 1)
