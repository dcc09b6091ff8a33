"""The name of a victim: kept apart, opened by few, and every opening is recorded."""

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from accounts.deeds import do, page, person
from accounts.hands import why_one_hand
from django import forms
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from review.admin import reads
from review.admin.base import SavingForm
from review.models import Refused
from review.workflow import decisions

from incidents.models import Incident, Victim, WithheldName

if TYPE_CHECKING:
    from incidents.admin.incidents import IncidentAdmin


class NameForm(SavingForm, forms.ModelForm[WithheldName]):
    class Meta:
        model = WithheldName
        fields = ["name", "basis", "decided_on", "review_on"]
        widgets = {"decided_on": AdminDateWidget, "review_on": AdminDateWidget}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("basis"):
            for day in ("decided_on", "review_on"):
                if not cleaned.get(day) and day not in self.errors:
                    self.add_error(day, _("To publish the name, give this day."))
        return cleaned

    @property
    def is_another(self) -> bool:
        """Whether it holds something else than what is kept."""
        kept = {name: self.initial[name] for name in self.Meta.fields}
        return any(getattr(self.instance, name) != value for name, value in kept.items())

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.instance.name != self.initial["name"]:  # what was agreed to was another name
            self.instance.safeguarded_by = self.instance.safeguarded_on = None
        if objection := self.instance.objection():
            self.add_error("basis", objection)


def name_page(
    model_admin: "IncidentAdmin", request: HttpRequest, pk: UUID, victim_id: UUID
) -> HttpResponse:
    incident = model_admin.get_object(request, str(pk))
    if incident is None:
        raise Http404
    may_agree = person(request).has_perm("incidents.safeguard_children")
    if not person(request).has_perm("incidents.read_withheld_names"):
        raise PermissionDenied
    if "_agree" in request.POST and not may_agree:
        raise PermissionDenied
    victim = get_object_or_404(Victim, pk=victim_id, incident=incident)
    reads.always(request)
    stored = WithheldName.objects.visible_to(person(request)).filter(victim=victim).first()
    initial = {"seen": incident.review.head_id}
    form = NameForm(
        request.POST or None,
        instance=stored or WithheldName(victim=victim),
        initial=initial,
    )
    _record(request, incident, "Saved a withheld name" if request.POST else "Opened one")
    if request.method == "POST" and form.is_valid():
        deed = partial(_save, model_admin, request, incident, form)
        if do(request, form, deed, _("The name is kept. Its basis waits for approval.")):
            return redirect("admin:incidents_incident_change", incident.pk)
    context = {
        **model_admin.state_context(incident.pk, person(request)),
        "title": _("Withheld name"),
        "incident": incident,
        "victim": victim,
        "name": stored,
        "access": WithheldName.access.label,
        "may_agree": may_agree and stored and not stored.safeguarded_by_id,
        "form": form,
        "media": model_admin.media + form.media,
    }
    return page(request, "admin/incidents/name.html", context)


def _save(
    model_admin: "IncidentAdmin", request: HttpRequest, incident: Incident, form: NameForm
) -> None:
    """A save of the incident too: whoever decides on a name cannot approve its publication."""
    by = person(request)
    head = model_admin.lock_seen(request, incident.pk)
    was_waiting = incident.review.is_waiting
    decided = {"_agree", "_delete"} & request.POST.keys() and form.instance.pk
    with decisions.saving(
        incident,
        by=by,
        seen=head,
        comment=form.cleaned_data["comment"],
        beyond_rows=bool(decided) or form.is_another,
    ):
        if "_agree" in request.POST:
            _agree(form.instance.victim, by)
        elif "_delete" in request.POST:
            WithheldName.objects.filter(victim=form.instance.victim).delete()
        else:
            _keep(form.save(commit=False), by)
    model_admin.say_draft_again(request, was_waiting)


def _agree(victim: Victim, by: User) -> None:
    """To the name that is kept, not to what was typed beside the button."""
    if name := WithheldName.objects.filter(victim=victim).first():
        _refuse_one_hand(by, name.decided_by_id)
        name.safeguarded_by, name.safeguarded_on = by, timezone.localdate()
        decisions.keep(name)


def _keep(name: WithheldName, by: User) -> None:
    name.decided_by = by if name.basis else None
    if name.basis:
        _refuse_one_hand(by, name.safeguarded_by_id)
    if not name.basis:
        name.decided_on = name.review_on = None
    decisions.keep(name)


def _refuse_one_hand(by: User, other: int | None) -> None:
    if other is not None and (sentence := why_one_hand(by, [other])):
        raise Refused(sentence)


def _record(request: HttpRequest, incident: Incident, message: str) -> None:
    """Who opened a name, and when; never the name."""
    LogEntry.objects.create(
        user=person(request),
        content_type=ContentType.objects.get_for_model(Incident),
        object_id=str(incident.pk),
        object_repr=incident.reference,
        action_flag=CHANGE,
        change_message=message,
    )
