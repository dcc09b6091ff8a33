"""The codebook: what the team decided once, to be found, written of a ruling and agreed to."""

from functools import partial
from typing import Any
from uuid import UUID

from accounts.deeds import do, page, person
from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from review.admin.forms import CodebookForm
from review.admin.review_pages import reviews_of
from review.models import CodebookEntry, Event, Review
from review.models.codebook import CodebookQuerySet, name_of_field
from review.workflow import codebook, threads

ON_A_PAGE = 50


class FindEntryForm(forms.Form):
    """What is asked of the codebook; a field of which nothing was decided is not offered."""

    q = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    about = forms.ChoiceField(label=gettext_lazy("Field"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = CodebookEntry.objects.current().order_by().values_list("about", flat=True)
        fields = sorted((name_of_field(one), one) for one in set(found))
        choices = [("", _("all of them")), *((one, name) for name, one in fields)]
        self.fields["about"].choices = choices  # type: ignore[attr-defined]


def entries(request: HttpRequest) -> TemplateResponse:
    """What holds now, and what still waits for a second person."""
    reviews_of(request)  # refuses whoever reads no records
    form = FindEntryForm(request.GET)
    found = _asked_for(form) if form.is_valid() else CodebookEntry.objects.none()
    proposed = CodebookEntry.objects.proposed().readable_by(person(request))
    shown = Paginator(_with_people(found), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Codebook"),
        "form": form,
        "shown": shown,
        "proposed": _with_people(proposed),
        "asked": any(form.data.get(name) for name in form.fields),
    }
    return page(request, "admin/review/codebook.html", context)


def _asked_for(form: FindEntryForm) -> CodebookQuerySet:
    found = CodebookEntry.objects.current()
    for word in form.cleaned_data["q"].split():
        found = found.filter(Q(question__icontains=word) | Q(answer__icontains=word))
    about = form.cleaned_data["about"]
    return found.about_field(about) if about else found


def _with_people(found: CodebookQuerySet) -> CodebookQuerySet:
    return found.select_related("by__colleague", "agreed_by__colleague")


def _readable(request: HttpRequest) -> CodebookQuerySet:
    reviews_of(request)  # refuses whoever reads no records
    return _with_people(CodebookEntry.objects.readable_by(person(request)))


def entry(request: HttpRequest, entry_id: int) -> TemplateResponse:
    """With what it replaced and what replaced it; the record only for those who may read it."""
    found = get_object_or_404(_readable(request).select_related("ruling"), pk=entry_id)
    reader = person(request)
    context = {
        "title": _("Codebook: %s") % found.field_name,
        "entry": found,
        "earlier": list(_earlier(found)),
        "later": _with_people(found.replaced_by.agreed()).first(),
        "record": _record_of(found, reader),
        "may_agree": found.by != reader and reader.has_perm("review.decide_review"),
    }
    return page(request, "admin/review/codebook_entry.html", context)


def _earlier(found: CodebookEntry) -> list[CodebookEntry]:
    earlier = []
    while found.replaces_id:
        found = CodebookEntry.objects.select_related("by__colleague", "agreed_by__colleague").get(
            pk=found.replaces_id
        )
        earlier.append(found)
    return earlier


def _record_of(found: CodebookEntry, reader: User) -> Review | None:
    """Also the line of the ruling may name what not everybody reads any more."""
    if not reader.has_perm("review.view_review"):
        return None
    ruling = Event.objects.select_related("answers").filter(pk=found.ruling_id)
    if not threads.readable(ruling, reader):
        return None
    return Review.objects.visible_to(reader).filter(pk=found.ruling.review_id).first()


def write(request: HttpRequest, review_id: UUID, event_id: int) -> HttpResponse:
    """Apart from the record, of one of its rulings."""
    review = get_object_or_404(reviews_of(request), pk=review_id)
    rulings = review.events.filter(kind=Event.Kind.RULED).select_related("answers", "chosen")
    ruling = get_object_or_404(rulings, pk=event_id)
    if ruling.answers is None or not threads.readable([ruling], person(request)):
        raise Http404
    form = CodebookForm(request.POST or None, line=ruling.answers.line)
    if form.is_valid():
        deed = partial(codebook.propose, ruling, by=person(request), **form.entry())
        if made := do(request, form, deed, _("Written. It holds once a second person agrees.")):
            return redirect("admin:review_review_codebook_entry", made.result.pk)
    context = {
        "title": _("Put it into the codebook"),
        "review": review,
        "ruling": ruling,
        "form": form,
    }
    status = 400 if form.is_bound else 200
    return page(request, "admin/review/codebook_write.html", context, status=status)


@require_POST
def agree(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = get_object_or_404(_readable(request), pk=entry_id)
    if request.POST.get("sure") != "on":
        messages.error(request, _("Confirm that it names no person and no record."))
    else:
        deed = partial(codebook.agree, found, by=person(request), at=timezone.now())
        do(request, None, deed, _("It is in the codebook now."))
    return redirect("admin:review_review_codebook_entry", found.pk)


@require_POST
def take_back(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = get_object_or_404(_readable(request), pk=entry_id)
    deed = partial(codebook.take_back, found, by=person(request))
    if do(request, None, deed, _("Taken back: nothing of it stays.")):
        return redirect("admin:review_review_codebook")
    return redirect("admin:review_review_codebook_entry", found.pk)
