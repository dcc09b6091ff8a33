"""The page on which a researcher says which statement bears on which fact."""

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from accounts.deeds import do, page, person
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.models import Revision
from review.admin import submission
from review.admin.base import SavingForm
from review.admin.review_pages import head_in, keys_in
from review.models import Refused
from review.revisions import compare
from review.workflow import decisions
from sources.admin.forms import StatementChoiceField
from sources.models import Source, Statement

from incidents.admin.grid import EvidenceForm, Grid, Rows, seen_evidence
from incidents.models import Evidence, Incident
from incidents.vocabulary import Stance

if TYPE_CHECKING:
    from incidents.admin.incidents import IncidentAdmin


# Buttons that save nothing: the page comes again with what was typed, and more.
SHOWN_AGAIN = {"_add", "_details"}


class StatementsChoiceField(forms.ModelMultipleChoiceField[Statement]):
    label_from_instance = StatementChoiceField.label_from_instance


class PickForm(forms.Form):
    """Which statements to set against the facts."""

    statements = StatementsChoiceField(
        Statement.objects.none(),
        label=gettext_lazy("Statements"),
        required=False,
        widget=AutocompleteSelectMultiple(Evidence._meta.get_field("statement"), admin.site),
    )
    source = forms.ModelChoiceField(
        Source.objects.none(),
        label=gettext_lazy("All statements of a source"),
        required=False,
        widget=AutocompleteSelect(Statement._meta.get_field("source"), admin.site),
    )
    find = forms.CharField(
        label=gettext_lazy("Label or words"), required=False, max_length=100, strip=True
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = person(request)
        readable = Statement.objects.visible_to(who).select_related("source__publisher")
        self.fields["statements"].queryset = readable  # type: ignore[attr-defined]
        self.fields["source"].queryset = Source.visible_to(who)  # type: ignore[attr-defined]

    def picked(self) -> Q:
        if not self.is_valid():
            return Q(pk__in=[])
        chosen = self.cleaned_data
        picked = Q(pk__in=chosen["statements"])
        if chosen["source"]:
            picked |= Q(source=chosen["source"])
        if chosen["find"]:
            picked |= Q(pk__in=Statement.objects.mentioning(chosen["find"]).values("pk"))
        return picked


def evidence_page(model_admin: "IncidentAdmin", request: HttpRequest, pk: UUID) -> HttpResponse:
    incident = model_admin.get_object(request, str(pk))
    if incident is None:
        raise Http404
    if not model_admin.has_change_permission(request, incident):
        raise PermissionDenied
    posted = request.method == "POST"
    context: dict[str, Any] = {}
    saving = SavingForm(request.POST if posted else None, initial={"seen": incident.review.head_id})
    if posted and not SHOWN_AGAIN & request.POST.keys():
        saving.is_valid()  # before anything else is said about it
        try:
            with transaction.atomic():
                response = _save(model_admin, request, incident, saving)
        except decisions.Unchanged as unchanged:
            response = _unchanged(model_admin, request, incident, saving, unchanged)
            if response:
                return response
        except decisions.Stale as stale:
            context |= model_admin.stale_context(request, stale)
            saving.add_error(None, str(stale))
        except Refused as refused:
            saving.add_error(None, str(refused))
        else:
            if response:
                return response
    return _show(model_admin, request, incident, saving, context)


def _save(
    model_admin: "IncidentAdmin",
    request: HttpRequest,
    incident: Incident,
    saving: SavingForm,
) -> HttpResponse | None:
    """Save the cells that were changed since the page was opened; None shows the page again."""
    head = model_admin.lock_seen(request, incident.pk)
    grid, _rows = _grid(request, incident)
    if not (saving.is_valid() and grid.is_valid()):
        return None
    by, comment = person(request), saving.cleaned_data["comment"]
    was_waiting = incident.review.is_waiting
    with decisions.saving(incident, by=by, seen=head, comment=comment):
        grid.save()
    model_admin.say_draft_again(request, was_waiting)
    if "_submit" in request.POST:
        submission.submit(request, incident.review, seen=incident.review.head_id, comment=comment)
        return redirect("admin:review_review_detail", incident.pk)
    messages.success(request, _("The evidence is saved."))
    return _after(request)


def _unchanged(
    model_admin: "IncidentAdmin",
    request: HttpRequest,
    incident: Incident,
    saving: SavingForm,
    unchanged: decisions.Unchanged,
) -> HttpResponse | None:
    """No cell is another: what is saved may still be submitted."""
    if "_submit" in request.POST:
        deed = partial(model_admin.submit_as_it_is, request, incident.review)
        if not do(request, saving, deed):
            return None
    messages.info(request, str(unchanged))
    if "_submit" in request.POST:
        return redirect("admin:review_review_detail", incident.pk)
    return _after(request)


def _after(request: HttpRequest) -> HttpResponse:
    if "_save" in request.POST:
        return redirect("admin:incidents_incident_changelist")
    return redirect(request.get_full_path() if "page" in request.GET else request.path)


def _grid(request: HttpRequest, incident: Incident) -> tuple[Grid, Rows]:
    asked = request.POST or request.GET
    picked = PickForm(asked, request=request).picked() | Q(pk__in=keys_in(asked.getlist("row")))
    readable = Statement.objects.visible_to(person(request))
    page = head_in(request.GET.get("page")) or 1
    rows = Rows(incident, readable, picked, page)
    if request.method != "POST":
        return Grid(incident, rows.statements), rows
    base = compare.snapshot_by_key(_seen(request, incident))
    seen = seen_evidence(base)
    return Grid(incident, rows.statements, data=request.POST, seen=seen), rows


def _seen(request: HttpRequest, incident: Incident) -> Revision | None:
    """What the page was opened at; another record's revision was refused before anything else."""
    try:
        return decisions.seen_revision(incident.review, head_in(request.POST.get("seen")))
    except decisions.OfAnotherRecord:
        return None


def _show(
    model_admin: "IncidentAdmin",
    request: HttpRequest,
    incident: Incident,
    saving: SavingForm,
    context: dict[str, Any],
) -> HttpResponse:
    grid, rows = _grid(request, incident)
    shown = {
        **model_admin.state_context(incident.pk, person(request)),
        "title": _("Evidence"),
        "subtitle": str(incident),
        "incident": incident,
        "grid": grid,
        "rows": rows,
        "stances": Stance.choices,
        "form": saving,
        "pick_form": PickForm(request=request),
        "blank": EvidenceForm(prefix="cell"),
        "media": model_admin.media + PickForm(request=request).media,
        "opts": Incident._meta,
        "is_nav_sidebar_enabled": False,  # the grid needs the width
        **context,
    }
    again = request.method != "POST" or SHOWN_AGAIN & request.POST.keys()
    status = 200 if again else 400
    return page(request, "admin/incidents/evidence.html", shown, status=status)
