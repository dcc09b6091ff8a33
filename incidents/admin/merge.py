"""Staff pages for records of one event: the warning, the merge, its undoing, and the split."""

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from accounts.deeds import do, page, person
from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.admin import merge_pages
from review.admin.fields import OneLine, Prose
from review.admin.merge_pages import WhyForm
from review.admin.review_pages import heads_of, heads_posted
from review.models import Review
from review.revisions import compare
from sources.admin.forms import Another, KeptForm
from sources.models import Statement
from sources.text.dates import bounds_typed

from incidents.merge import merging
from incidents.merge.content import COLUMNS, Load, load_of, value_in_words
from incidents.merge.warning import EventFacts, candidates
from incidents.models import Evidence, Incident, IncidentLink, Merge, Place
from incidents.models.incidents import LONGEST_TITLE
from incidents.vocabulary import Fact

if TYPE_CHECKING:
    from incidents.admin.incidents import IncidentAdmin

OPTS = {"opts": Incident._meta}
# A change of one of these may make it the event of another record.
TELLING = {"title_en", "title_uk", "occurred", "place"}


class IncidentForm(KeptForm):
    """Before a record of an event that may have one already is saved, the person says that not."""

    # References of the records that were shown and are of other events.
    not_same = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)

    found: Any = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        is_told = self.cleaned_data.keys() >= TELLING
        if is_told and (self.instance._state.adding or TELLING & set(self.changed_data)):
            self._ask_for_other_records(self.cleaned_data)
        return cleaned

    @property
    def is_looked_at(self) -> bool:
        """Whether the person said so of all that are shown: said once, it stays said."""
        return not self._not_looked_at(self.data.get("not_same", ""))

    def _not_looked_at(self, said: str) -> set[str]:
        return {one.reference for one in self.found} - set(said.split())

    def _ask_for_other_records(self, typed: dict[str, Any]) -> None:
        try:
            earliest, latest = bounds_typed(typed["occurred"])
        except ValidationError:
            return  # the field says what is wrong with it
        pk = None if self.instance._state.adding else self.instance.pk
        title = typed["title_en"] or typed["title_uk"]
        event = EventFacts(title, earliest, latest, typed["place"], pk)
        self.found = candidates(event, person=self.person)
        if self._not_looked_at(typed.get("not_same", "")):
            self.add_error(
                None, _("The same event may have a record already. Look at it before you save.")
            )


class EventForm(forms.Form):
    """What was typed so far, as the page's script sends it."""

    title = forms.CharField(required=False, max_length=LONGEST_TITLE)
    occurred = forms.CharField(required=False, max_length=64)
    place = forms.ModelChoiceField(Place.objects.all(), required=False)
    record = forms.ModelChoiceField(Incident.objects.none(), required=False)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record"].queryset = Incident.visible_to(person(request))  # type: ignore[attr-defined]

    def clean_occurred(self) -> Any:
        """A date that is not finished yet is no date."""
        try:
            return bounds_typed(self.cleaned_data["occurred"])
        except ValidationError:
            return None, None

    def event(self) -> EventFacts:
        asked = self.cleaned_data
        earliest, latest = asked["occurred"]
        pk = asked["record"].pk if asked["record"] else None
        return EventFacts(asked["title"], earliest, latest, asked["place"], pk)


def warning(model_admin: "IncidentAdmin", request: HttpRequest) -> HttpResponse:
    """A piece of a page: records that may be of the event that is being typed."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    form = EventForm(request.GET, request=request)
    valid = form.is_valid()
    found = candidates(form.event(), person=person(request)) if valid else []
    context = {"found": found, "form": form}
    template = "admin/incidents/_candidates.html"
    return TemplateResponse(request, template, context, status=200 if valid else 400)


# Merging


class OtherForm(forms.Form):
    """The record that stays."""

    into = forms.ModelChoiceField(
        Incident.objects.none(),
        label=gettext_lazy("The record that stays"),
        widget=Another(IncidentLink._meta.get_field("to"), admin.site),
        error_messages={
            "required": gettext_lazy("Choose the record that stays."),
            "invalid_choice": gettext_lazy("Choose another incident, one that is public."),
        },
    )

    def __init__(self, *args: Any, request: HttpRequest, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into: Any = self.fields["into"]
        into.queryset = public_ones(request).exclude(pk=incident.pk)
        into.widget.but = incident.pk


def public_ones(request: HttpRequest) -> "QuerySet[Incident]":
    return Incident.visible_to(person(request)).filter(review__public=Review.Public.CURRENT)


def incident_of(model_admin: "IncidentAdmin", request: HttpRequest, pk: UUID) -> Incident:
    incident: Incident | None = model_admin.get_object(request, str(pk))
    if incident is None:
        raise Http404
    if not model_admin.has_change_permission(request, incident):
        raise PermissionDenied
    return incident


def merge_page(model_admin: "IncidentAdmin", request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose that this record be merged into another one; or decide about what is proposed."""
    incident = incident_of(model_admin, request, pk)
    if decided := merge_pages.page_of(request, incident, PAGES):
        return decided
    other = OtherForm(request.GET or None, request=request, incident=incident)
    into = other.cleaned_data["into"] if other.is_bound and other.is_valid() else None
    form = WhyForm(request.POST or None)
    form.fields["comment"].label = _("Why it is the same event")
    if request.method == "POST" and into is not None and form.is_valid():
        who, seen, said = person(request), heads_posted(request), form.cleaned_data
        deed = partial(merging.propose, incident, into, by=who, seen=seen, **said)
        if do(request, form, deed, _("Proposed; a second person decides.")):
            return redirect("admin:incidents_incident_merge", incident.pk)
    context = {
        "title": _("Merge into another record"),
        "incident": incident,
        "into": into,
        "other_form": other,
        "form": form,
        "heads": heads_of([incident.review, into.review]) if into else [],
        "load": _said(load_of(incident, into), incident) if into else None,
        "rows": _side_by_side(incident, into) if into else [],
        "found": candidates(EventFacts.of(incident), person=person(request)),
        "media": model_admin.media + other.media,
    }
    bad = form.errors or (other.is_bound and not other.is_valid())
    return page(request, "admin/incidents/merge.html", OPTS | context, status=400 if bad else 200)


def _note(merge: Merge) -> str:
    """References alone: the note is public for ever."""
    said = {"merged": merge.merged.reference, "into": merge.into.reference}
    if merge.kind == Merge.Kind.UNDO:
        return _("%(merged)s and %(into)s are two events; their merge is undone.") % said
    return _("%(merged)s, a record of the same event, was merged into %(into)s.") % said


def _side_by_side(one: Incident, other: Incident) -> list[tuple[str, str, str]]:
    """(fact, as one states it, as the other does)."""
    rows = [(_("Title"), str(one), str(other))]
    for fact in COLUMNS:
        said = [value_in_words(incident, fact, "en") for incident in (one, other)]
        rows.append((str(Fact(fact).label).capitalize(), said[0], said[1]))
    for name in ("victims", "involvements", "characterisations", "findings", "evidence"):
        counts = [str(getattr(incident, name).count()) for incident in (one, other)]
        label = Incident._meta.get_field(name).related_model._meta.verbose_name_plural  # type: ignore[union-attr]
        rows.append((str(label).capitalize(), counts[0], counts[1]))
    return rows


def _said(load: Load, merged: Incident) -> list[tuple[str, str]]:
    """(what, how it reads) of everything that a merge would add."""
    columns = {name: Incident._meta.get_field(name) for name in [*load.filled, *load.terms]}
    values = {name: getattr(merged, name) for name in load.filled} | load.terms
    fields = [
        (str(column.verbose_name), compare.in_words(column, values[name]))  # type: ignore[union-attr, arg-type]
        for name, column in columns.items()
    ]
    return fields + [(str(row._meta.verbose_name), str(row)) for row in load.rows]


PAGES = merge_pages.MergePages(
    kind=Merge,
    propose_undo=merging.propose_undo,
    why_two=gettext_lazy("Why these are two events"),
    note=_note,
    side_by_side=_side_by_side,
)


# Splitting


class EvidenceChoiceField(forms.ModelMultipleChoiceField[Evidence]):
    def label_from_instance(self, obj: Evidence) -> str:
        row = f" ({obj.row})" if obj.row else ""
        return f"{obj.statement} — {obj.get_stance_display()} {obj.get_fact_display()}{row}"


class SplitForm(forms.Form):
    title = OneLine(label=gettext_lazy("Title of the other event"), max_length=LONGEST_TITLE)
    evidence = EvidenceChoiceField(
        Evidence.objects.none(),
        label=gettext_lazy("Evidence for the other event"),
        widget=forms.CheckboxSelectMultiple,
    )
    comment = Prose(
        label=gettext_lazy("Why these are two events"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, incident: Incident, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readable = Statement.objects.visible_to(person(request)).values("pk")
        rows = incident.evidence.filter(statement__in=readable).select_related(
            "statement", "victim", "involvement__actor", "characterisation"
        )
        self.fields["evidence"].queryset = rows.order_by("statement__label", "fact")  # type: ignore[attr-defined]


def split_page(model_admin: "IncidentAdmin", request: HttpRequest, pk: UUID) -> HttpResponse:
    incident = incident_of(model_admin, request, pk)
    form = SplitForm(
        request.POST or None,
        incident=incident,
        request=request,
        initial={"seen": incident.review.head_id},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        deed = partial(
            merging.split,
            incident,
            [row.pk for row in chosen["evidence"]],
            title=chosen["title"],
            by=person(request),
            seen=chosen["seen"],
            comment=chosen["comment"],
        )
        if new := do(request, form, deed, _("Two drafts now: complete both, and submit them.")):
            return redirect("admin:incidents_incident_change", new.result.pk)
    context = {"title": _("Split into two records"), "incident": incident, "form": form}
    template = "admin/incidents/split.html"
    return page(request, template, OPTS | context, status=400 if form.errors else 200)
