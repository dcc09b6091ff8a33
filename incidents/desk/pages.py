"""The pages of the desk: one's open reports, one report, and what its script asks for."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from uuid import UUID

from accounts.deeds import do, page, person
from accounts.large_forms import large_form
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from review.admin import reads
from review.admin.review_pages import head_in
from review.models import Refused
from review.text.compared import compared
from sources.models import Source
from sources.text import dates
from sources.vocabulary import Basis, Perceived, SourceKind, StatementKind

from incidents.desk import entering, finding, keeping, lines, working
from incidents.desk.decided import say_what_was_decided
from incidents.desk.forms import DeskForms
from incidents.desk.incident_forms import IncidentPart, called
from incidents.desk.naming import bodies, known_by_more
from incidents.desk.proposing import Proposals
from incidents.desk.shape import ADDED, Row, Typed
from incidents.desk.source_forms import BeginForm
from incidents.merge.warning import EventFacts, candidates
from incidents.models import DeskReport, Incident, Place

# Buttons that add a row, and to which part.
MAKES = {
    "statement": "statements",
    "row": "statements",
    "incident": "incidents",
    "count": "counts",
    "link": "links",
    "actor": "actors",
}
OPTS = {"is_nav_sidebar_enabled": False}
# Of bodies that may be meant.
MOST_KNOWN = 3
MOST_NAMES = 12
# Recordings, of which one says what is seen and heard in them.
RECORDINGS = frozenset({SourceKind.VIDEO, SourceKind.AUDIO, SourceKind.PHOTOGRAPH})
RECORDINGS |= {SourceKind.SOCIAL_POST, SourceKind.INTERCEPT, SourceKind.SATELLITE_IMAGE}
# Where the page comes back to after each section was saved.
NEXT = {"source": "statements", "statements": "actors", "actors": "incident", "incident": "end"}


def at_the_desk[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """For whoever may enter all that is written there; no cache keeps a page of it."""

    @wraps(view)
    def allowed(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request: Any = args[0]
        if not person(request).has_perms(keeping.RIGHTS):
            raise PermissionDenied
        return view(*args, **kwargs)

    return never_cache(allowed)


def mine(request: HttpRequest, pk: UUID) -> DeskReport:
    """Somebody else's report is none, and so is one that its author may not read any more."""
    rows = DeskReport.objects.of(person(request)).select_related("source__review", "incident")
    report = get_object_or_404(rows, pk=pk)
    if not keeping.is_readable(report, person(request)):
        raise Http404
    return report


@at_the_desk
def desk(request: HttpRequest) -> HttpResponse:
    by = person(request)
    source = _source_asked_for(request, by)
    form = BeginForm(request.POST if request.method == "POST" else None, person=by)
    begun = None
    if request.method == "POST" and source:
        begun = do(request, None, partial(keeping.go_on_with, source, by=by, at=timezone.now()))
    elif request.method == "POST" and form.is_valid():
        begin = partial(keeping.begin, by=by, at=timezone.now(), **form.cleaned_data)
        begun = do(request, form, begin)
    if begun:
        return _to(begun.result)
    rows = DeskReport.objects.of(by).select_related("source__review", "source__publisher")
    context = OPTS | {
        "title": _("The desk"),
        "form": form,
        "source": source,
        "open": rows.open(),
        "thrown_away": rows.thrown_away().unfinished(),
    }
    return page(request, "admin/desk/desk.html", context, status=400 if form.errors else 200)


def _source_asked_for(request: HttpRequest, by: User) -> Source | None:
    """A source that is here, to which a portion adds; one that this person may not read is none."""
    asked = request.POST.get("source") or request.GET.get("source")
    try:
        pk = UUID(asked) if asked else None
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Source.visible_to(by), pk=pk) if pk else None


def _to(report: DeskReport) -> HttpResponse:
    """Of an interview first to consent, on the page of its source."""
    if keeping.awaits_consent(report):
        return redirect("admin:sources_source_change", report.source_id)
    return redirect("admin:desk_report", report.pk)


@large_form
@at_the_desk
def desk_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole form; each of its buttons saves all of it first."""
    report = mine(request, pk)
    if report.entered_at or keeping.awaits_consent(report):
        return _left(report)
    if request.method != "POST":
        return _show(request, report, Typed.from_json(report.typed))
    typed = Typed.from_post(request.POST)
    button = request.POST.get("do", "go:")
    try:
        working.work(report, typed, button, person=person(request))
        keeping.save(report, typed, **_saving(request))
    except keeping.SavedElsewhere as elsewhere:
        return _show(request, elsewhere.report, typed, refused=str(elsewhere), beside=elsewhere)
    except Refused as refused:
        return _show(request, report, typed, refused=str(refused))
    return redirect(f"{request.path}#{_where(button, typed)}")


def _saving(request: HttpRequest) -> dict[str, Any]:
    seen = head_in(request.POST.get("version"))
    return {"seen": seen, "by": person(request), "at": timezone.now()}


def _left(report: DeskReport) -> HttpResponse:
    """What it has become, or where consent is recorded."""
    if report.incident_id:
        return redirect("admin:review_review_detail", report.incident_id)
    if report.entered_at:
        return redirect("admin:review_review_detail", report.source_id)
    return redirect("admin:sources_source_change", report.source_id)


def _where(button: str, typed: Typed) -> str:
    """The place on the page at which one goes on."""
    name, _colon, about = button.partition(":")
    if name == "go":
        return NEXT.get(about, "source")
    if name in MAKES:
        part = MAKES[name]
        return f"{part}-{len(getattr(typed, part)) - 1}"
    if name == "skip":
        return f"sentence-{about}"
    if name == "known":
        return "actors"
    if name == "existing":
        return f"incidents-{about.partition(':')[0]}"
    return about if name in {"take", "before"} else "statements"


@large_form
@at_the_desk
@require_POST
def desk_save(request: HttpRequest, pk: UUID) -> JsonResponse:
    """What the script sends while somebody types: kept, or why it is not."""
    report = mine(request, pk)
    try:
        saved = keeping.save(report, Typed.from_post(request.POST), **_saving(request))
    except Refused as refused:
        return JsonResponse({"refused": str(refused)}, status=409)
    at = time_format(timezone.localtime(saved.saved_at), "H:i")
    return JsonResponse({"version": saved.version, "said": _("Saved %s") % at})


@large_form
@at_the_desk
@require_POST
def desk_enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All of it becomes records, submitted or as drafts; or it stays as it was typed."""
    report = mine(request, pk)
    if report.entered_at or keeping.awaits_consent(report):
        return _left(report)
    typed = Typed.from_post(request.POST)
    try:
        working.work(report, typed, "", person=person(request))
        report = keeping.save(report, typed, **_saving(request))
    except keeping.SavedElsewhere as elsewhere:
        return _show(request, elsewhere.report, typed, refused=str(elsewhere), beside=elsewhere)
    except Refused as refused:
        return _show(request, report, typed, refused=str(refused))
    forms = DeskForms(report, typed, person(request), checked=True)
    submitting = request.POST.get("do") != "drafts"
    said = _said(forms, submitting=submitting)
    trouble = Form({})
    done = do(
        request,
        trouble,
        partial(
            entering.enter,
            report,
            forms,
            by=person(request),
            at=timezone.now(),
            submitting=submitting,
        ),
        said,
    )
    if done:
        return redirect("admin:index") if forms.tells_of_several else _left(done.result)
    # What is said at the fields need not be said once more.
    said = "" if forms.wrong else " ".join(map(str, trouble.non_field_errors()))
    return _show(request, report, typed, forms=forms, refused=said)


def _said(forms: DeskForms, *, submitting: bool) -> str:
    if not submitting:
        return _("Kept as drafts.")
    if forms.tells_of_several:
        return _("Submitted for review: each incident with what it rests on.")
    return _("Submitted for review, as one decision.")


@at_the_desk
@require_POST
def desk_throw_away(request: HttpRequest, pk: UUID) -> HttpResponse:
    deed = partial(keeping.throw_away, mine(request, pk), by=person(request), at=timezone.now())
    do(request, None, deed, _("Thrown away. It can be taken back below."))
    return redirect("admin:desk")


@at_the_desk
@require_POST
def desk_take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    do(request, None, partial(keeping.take_back, mine(request, pk), by=person(request)))
    return redirect("admin:desk_report", pk)


# Names, as they are typed


@at_the_desk
@require_safe
def desk_actors(request: HttpRequest) -> JsonResponse:
    """Bodies one of whose names holds what is typed in the last link of a line; how they knew."""
    asked = request.GET.get("q", "")[:200].strip()
    is_chain = asked and "how" in request.GET
    known = [one for one in map(str, Basis.labels) if is_chain and compared(asked) in compared(one)]
    found = bodies().named(asked)[:MOST_NAMES] if asked else []
    return JsonResponse({"names": [*known, *map(str, found)][:MOST_NAMES]})


@at_the_desk
@require_safe
def desk_places(request: HttpRequest) -> JsonResponse:
    asked = request.GET.get("q", "")[:200].strip()
    found = Place.objects.named(asked)[:MOST_NAMES] if asked else []
    return JsonResponse({"names": [lines.in_line(one) for one in found]})


@at_the_desk
@require_safe
def desk_incidents(request: HttpRequest) -> JsonResponse:
    found = finding.incidents(request.GET.get("q", ""), person=person(request))
    return JsonResponse({"names": {one.reference: str(one) for one in found}})


@at_the_desk
@require_safe
def desk_statements(request: HttpRequest) -> JsonResponse:
    found = finding.statements(request.GET.get("q", ""), person=person(request))
    return JsonResponse({"names": {finding.in_line(one): str(one) for one in found}})


# The page


def _show(
    request: HttpRequest,
    report: DeskReport,
    typed: Typed,
    *,
    forms: DeskForms | None = None,
    refused: str = "",
    beside: keeping.SavedElsewhere | None = None,
) -> HttpResponse:
    who = person(request)
    forms = forms or DeskForms(report, typed, who)
    proposals = Proposals(report, typed, who)
    if report.source_id:
        reads.note_also(request, report.source_id)
    _propose(forms, proposals)
    _say_what_cannot_be_read(forms)
    _say_who_may_be_meant(forms)
    say_what_was_decided(forms)
    context = OPTS | {
        "title": _("Enter a report"),
        "report": report,
        # All of it is saved before it is tried; where saving was refused it stands nowhere else.
        "kept_at": reverse("admin:desk_report", args=[report.pk]) if forms.checked else "",
        "forms": forms,
        "version": report.version,
        "refused": refused,
        "wrong": forms.wrong if forms.checked else [],
        "differing": typed.differing(Typed.from_json(beside.report.typed)) if beside else [],
        "parts": [_part(request, forms, proposals, form) for form in forms.incidents],
        "is_tally": _is_tally(typed),
        "is_recording": report.kind in RECORDINGS,
        "perceived": [(one.value, one.label) for one in Perceived],
        "added": [(fact, called(fact)) for fact in ADDED],
        "rows": _beside_sentences(proposals, forms),
        "entered": [label for label, _place in proposals.entered],
        "other_counts": _other_counts(forms),
        "by_hand": _by_hand(forms, proposals),
        "here_already": _here_already(report, typed, proposals),
        "saved_at": report.saved_at,
    }
    status = 400 if refused or forms.checked else 200
    return page(request, "admin/desk/report.html", context, status=status)


def _propose(forms: DeskForms, proposals: Proposals) -> None:
    """Beside each field what could stand in it, and of each row whether anything could."""
    for number, statement in enumerate(forms.statements):
        _beside_statement(statement, number, forms, proposals)
    for form in forms.every:
        found: Any = {name: proposals.every.get(form[name].html_name) for name in form.fields}
        for name, one in found.items():
            form[name].proposal = one  # type: ignore[attr-defined]
        form.proposes = list(filter(None, found.values()))  # type: ignore[attr-defined]


def _say_what_cannot_be_read(forms: DeskForms) -> None:
    """Before anything is submitted; what was checked has its errors."""
    for form in [] if forms.checked else forms.every:
        for name, sentences in form.unread():
            form[name].unread = sentences  # type: ignore[attr-defined]


def _say_who_may_be_meant(forms: DeskForms) -> None:
    """Beside each body that seems new, those of a longer name that are here already."""
    found = known_by_more(row.get("name", "") for row in forms.typed.actors)
    for form in forms.actors:
        name = compared(form["name"].value() or "")
        form.known = found.get(name, [])[:MOST_KNOWN]  # type: ignore[attr-defined]


def _beside_statement(statement: Any, number: int, forms: DeskForms, proposals: Proposals) -> None:
    """The rows of its tally, and counts of the same body that it may go on with."""
    row = forms.typed.statements[number]
    statement.number = number
    earlier = {one.get("label") for one in forms.typed.statements[:number]}
    label = row.get("label") if row.get("label") not in earlier else None
    statement.counts = [one for one in forms.counts if one["statement"].value() == label]
    is_tally = row.get("kind") == StatementKind.AGGREGATE
    asked = (proposals.report, forms.typed, row)
    statement.series = finding.series(*asked, person=proposals.person) if is_tally else []


def _by_hand(forms: DeskForms, proposals: Proposals) -> list[Any]:
    """Statements without a sentence, or of one that the text does not have any more."""
    there = {str(one.number) for one in proposals.sentences}
    return [form for form in forms.statements if form["sentence"].value() not in there]


def _other_counts(forms: DeskForms) -> list[Any]:
    """Rows of a statement of an earlier portion, or of one that is called otherwise now."""
    labels = {row.get("label") for row in forms.typed.statements}
    return [one for one in forms.counts if one["statement"].value() not in labels]


def _beside_sentences(proposals: Proposals, forms: DeskForms) -> list[dict[str, Any]]:
    """Each sentence with the statements that are made of it."""
    made: dict[str, list[Any]] = {}
    for form in forms.statements:
        made.setdefault(str(form["sentence"].value() or ""), []).append(form)
    return [
        {"sentence": one, "statements": made.get(str(one.number), [])}
        for one in proposals.sentences
    ]


def _here_already(report: DeskReport, typed: Typed, proposals: Proposals) -> list[Source]:
    several = report.source_id or typed.source.get("holds_several")
    return [] if several else proposals.read.here_already


def _is_tally(typed: Typed) -> bool:
    """A report that only counts: no incident is offered before somebody asks for one."""
    kinds = {row.get("kind") for row in typed.statements}
    untouched = all(map(typed.is_untouched, typed.incidents))
    return kinds == {StatementKind.AGGREGATE.value} and untouched


def _part(
    request: HttpRequest, forms: DeskForms, proposals: Proposals, form: IncidentPart
) -> dict[str, Any]:
    """An incident of the report, what is proposed for it, and records that it may be."""
    key, who = form["key"].value(), person(request)
    facts = forms.facts_of(key)
    row = forms.typed.incidents[forms.incidents.index(form)]
    controls = ",".join([*(str(one.prefix) for one in facts), f"{form.prefix}-which"])
    titles = ",".join(f"{form.prefix}-{name}" for name in form.TITLES)
    is_looked_for = row.get("which") == "existing" and row.get("existing")
    return {
        "form": form,
        "number": forms.incidents.index(form),
        "key": key,
        "facts": facts,
        "controls": controls,
        "proposed": list(proposals.under(controls).values()),
        "titles": titles,
        "titles_proposed": list(proposals.under(titles).values()),
        "found": _likely_same(forms, row, who),
        "looked_for": finding.incidents(row["existing"], person=who) if is_looked_for else [],
        "reference": row.get("existing", "").strip().upper(),
        "is_silent": not proposals.tells_of(key),
        "goes": [one.get("label", "") for one in proposals.of_incident(key)],
    }


def _likely_same(forms: DeskForms, typed: Row, who: User) -> list[Any]:
    """Records that may be of the event that is being typed."""
    if typed.get("which", "") not in {"", "new"}:
        return []
    rows = [row for row in forms.typed.facts if row["of"] == typed["key"]]
    facts = {row.get("fact"): row.get("value", "") for row in rows[::-1]}
    incident = Incident(
        title_en=typed.get("title_en", "")[:300], title_uk=typed.get("title_uk", "")[:300]
    )
    for name, field, read in (
        ("date", "occurred", lambda said: dates.parse(said).text),
        ("place", "place", lines.place),
    ):
        said = facts.get(name, "")
        if (value := lines.meant(read, said)) is not None:
            setattr(incident, field, value)
    if not (str(incident) or incident.occurred):
        return []
    return candidates(EventFacts.of(incident), person=who)


def urls() -> list[tuple[str, str, Callable[..., HttpResponse]]]:
    """Names, addresses and views, as the admin site registers them."""
    return [
        ("desk", "desk/", desk),
        ("desk_actors", "desk/actors/", desk_actors),
        ("desk_places", "desk/places/", desk_places),
        ("desk_incidents", "desk/incidents/", desk_incidents),
        ("desk_statements", "desk/statements/", desk_statements),
        ("desk_report", "desk/<uuid:pk>/", desk_report),
        ("desk_save", "desk/<uuid:pk>/save/", desk_save),
        ("desk_enter", "desk/<uuid:pk>/enter/", desk_enter),
        ("desk_throw_away", "desk/<uuid:pk>/throw-away/", desk_throw_away),
        ("desk_take_back", "desk/<uuid:pk>/take-back/", desk_take_back),
    ]
