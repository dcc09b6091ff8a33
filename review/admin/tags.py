"""The tags of the team: their page, and the page on which a record is tagged."""

from functools import partial
from typing import Any
from uuid import UUID

from accounts.deeds import do, page, person
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from review.admin.fields import OneLine
from review.admin.review_pages import record_url, reviews_of
from review.models import Review, Tag
from review.workflow import tagging

NAME_HELP = gettext_lazy("All colleagues read it, whatever bears it: name no person here.")


class TagNameForm(forms.Form):
    name = OneLine(label=gettext_lazy("Name of the tag"), max_length=60, help_text=NAME_HELP)


class MergeTagForm(forms.Form):
    into = forms.ModelChoiceField(Tag.objects.none(), label=gettext_lazy("Merge it into"))

    def __init__(self, *args: Any, tag: Tag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Tag.objects.standing().exclude(pk=tag.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class RecordTagsForm(forms.Form):
    """The tags that the page offered, ticked or not, and one that is made by it."""

    tags = forms.ModelMultipleChoiceField(
        Tag.objects.none(),
        label=gettext_lazy("Tags"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    # Those that it bore when the page was shown: what a colleague put there since stays.
    shown = forms.ModelMultipleChoiceField(
        Tag.objects.all(), required=False, widget=forms.MultipleHiddenInput
    )
    new = OneLine(
        label=gettext_lazy("A new tag"), max_length=60, required=False, help_text=NAME_HELP
    )

    def __init__(self, data: Any, *, review: Review) -> None:
        borne = list(review.tagged.values_list("tag", flat=True))
        super().__init__(data, initial={"tags": borne, "shown": borne})
        offered = Tag.objects.standing() | Tag.objects.filter(pk__in=borne)
        self.fields["tags"].queryset = offered  # type: ignore[attr-defined]


def tags(request: HttpRequest, form: TagNameForm | None = None) -> HttpResponse:
    """All of them, with how many records and other rows that this person may see bear each."""
    counted = Tag.objects.counted_in(reviews_of(request)).order_by("is_retired", "name")
    beside = tagging.borne_beside(person(request))
    rows = [
        (one, [(kind, numbers.get(one.pk, 0), kind.address(one.pk)) for kind, numbers in beside])
        for one in counted
    ]
    context = {
        "title": _("Tags of the team"),
        "rows": rows,
        "beside": [kind for kind, _numbers in beside],
        "form": form or TagNameForm(),
    }
    return page(request, "admin/review/tags.html", context, status=400 if form else 200)


@require_POST
def make_tag(request: HttpRequest) -> HttpResponse:
    reviews_of(request)
    form = TagNameForm(request.POST)
    if form.is_valid():
        deed = partial(tagging.make, form.cleaned_data["name"], by=person(request))
        if do(request, form, deed, _("The tag is made.")):
            return redirect("admin:review_review_tags")
    return tags(request, form)


def tag(request: HttpRequest, tag_id: UUID, **bad: forms.Form) -> HttpResponse:
    reviews_of(request)
    one = get_object_or_404(Tag, pk=tag_id)
    context = {
        "title": str(one),
        "tag": one,
        "name_form": TagNameForm(initial={"name": one.name}),
        "merge_form": MergeTagForm(tag=one),
        **bad,
    }
    return page(request, "admin/review/tag.html", context, status=400 if bad else 200)


@require_POST
def rename_tag(request: HttpRequest, tag_id: UUID) -> HttpResponse:
    reviews_of(request)
    form = TagNameForm(request.POST)
    if form.is_valid():
        deed = partial(tagging.rename, tag_id, **form.cleaned_data, by=person(request))
        if do(request, form, deed, _("The tag is renamed.")):
            return redirect("admin:review_review_tags")
    return tag(request, tag_id, name_form=form)


@require_POST
def merge_tag(request: HttpRequest, tag_id: UUID) -> HttpResponse:
    reviews_of(request)
    form = MergeTagForm(request.POST, tag=get_object_or_404(Tag, pk=tag_id))
    if form.is_valid():
        into = form.cleaned_data["into"].pk
        deed = partial(tagging.merge, tag_id, into=into, by=person(request))
        if do(request, form, deed, _("The tags are merged.")):
            return redirect("admin:review_review_tags")
    return tag(request, tag_id, merge_form=form)


@require_POST
def retire_tag(request: HttpRequest, tag_id: UUID) -> HttpResponse:
    """Or bring it back, as the button says."""
    reviews_of(request)
    is_retired = "back" not in request.POST
    deed = partial(tagging.retire, tag_id, is_retired=is_retired, by=person(request))
    said = _("The tag is retired.") if is_retired else _("The tag may be used again.")
    do(request, None, deed, said)
    return redirect("admin:review_review_tags")


@require_POST
def delete_tag(request: HttpRequest, tag_id: UUID) -> HttpResponse:
    reviews_of(request)
    deed = partial(tagging.delete, tag_id, by=person(request))
    do(request, None, deed, _("The tag is deleted."))
    return redirect("admin:review_review_tags")


def record_tags(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Put tags on a record and take them off: no change of the record, and in its history."""
    review = get_object_or_404(reviews_of(request), pk=review_id)
    form = RecordTagsForm(request.POST or None, review=review)
    if form.is_valid() and do(
        request, form, partial(_put, request, review, form), _("The tags are saved.")
    ):
        return redirect(record_url(review, "change"))
    context = {"title": _("Tags of “%s”") % review.title, "review": review, "form": form}
    status = 400 if form.errors else 200
    return page(request, "admin/review/record_tags.html", context, status=status)


def _put(request: HttpRequest, review: Review, form: RecordTagsForm) -> None:
    by, asked = person(request), form.cleaned_data
    chosen = {one.pk for one in asked["tags"]}
    shown = {one.pk for one in asked["shown"]}
    new = {tagging.make(asked["new"], by=by).pk} if asked["new"] else set()
    tagging.put(review, add=chosen - shown | new, remove=shown - chosen, by=by)
