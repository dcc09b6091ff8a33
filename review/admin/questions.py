"""Comments on lines of a review page: sent together, answered and resolved in place."""

from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID

from accounts.deeds import do, person
from accounts.large_forms import large_form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from review.admin.forms import AnswerForm, AskForm
from review.admin.review_pages import (
    detail,
    keep_typed,
    lines_of,
    press,
    reviews_of,
    say_who_is_not_told,
)
from review.models import Event, Refused, Review
from review.revisions import compare
from review.workflow import asking, keeping, mentioning, threads, viewing


@large_form
@require_POST
def ask(request: HttpRequest, review_id: UUID) -> HttpResponse:
    review = get_object_or_404(reviews_of(request), pk=review_id)
    form = AskForm(request.POST, keys=[one.key for one in lines_of(review, person(request))])
    if form.is_valid():
        texts = form.texts()
        said = ngettext("%(number)s comment sent.", "%(number)s comments sent.", len(texts))
        deed = partial(asking.ask, review, texts, by=person(request))
        if do(request, form, deed, said % {"number": len(texts)}):
            say_who_is_not_told(request, review, *texts.values())
            return redirect("admin:review_review_detail", review.pk)
    return detail(request, review.pk, {"ask_form": form})


@large_form
@require_POST
def keep(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """What was typed on lines, for oneself; also on one that is gone, so that nothing is lost."""
    review = get_object_or_404(reviews_of(request), pk=review_id)
    lines = lines_of(review, person(request))
    return _keep(request, review, lines, lambda form: form.sent_texts())


@require_POST
def autosave(request: HttpRequest, review_id: UUID) -> JsonResponse:
    """What the page's script sends while somebody types: kept for them, or why not."""
    review = get_object_or_404(reviews_of(request), pk=review_id)
    form = AskForm.typed_in(request)
    if not form.is_valid():
        return JsonResponse({"refused": " ".join(_sentences(form))}, status=400)
    try:
        keeping.keep(review, form.sent_texts(), by=person(request))
    except Refused as refused:
        return JsonResponse({"refused": refused.said_to(person(request))}, status=400)
    return JsonResponse({"said": _("Kept for you alone. Nothing was sent.")})


def _sentences(form: AskForm) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]


@require_safe
def colleagues(request: HttpRequest, review_id: UUID) -> JsonResponse:
    """What those are called who can be mentioned: whom one knows, and who may read the record."""
    review = get_object_or_404(reviews_of(request), pk=review_id)
    return JsonResponse({"names": mentioning.names(review, by=person(request))})


@large_form
@require_POST
def keep_viewed(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """A line that changed since the page was read is another one, and not marked.

    What was typed on the lines meanwhile is kept, too. What another window kept stays: one that
    was opened before has nothing there.
    """
    review = get_object_or_404(reviews_of(request), pk=review_id)
    lines = lines_of(review, person(request))
    shown = {viewing.digest_of(line) for line in compare.gathered(lines)}
    viewing.mark(review, shown=shown, viewed=request.POST.getlist("viewed"), by=person(request))
    return _keep(request, review, lines, lambda form: form.texts())


def _keep(
    request: HttpRequest,
    review: Review,
    lines: Iterable[compare.Line],
    texts_of: Callable[[AskForm], dict[str, str]],
) -> HttpResponse:
    form = AskForm(request.POST, keys=[one.key for one in lines])
    if form.is_valid():
        deed = partial(keeping.keep, review, texts_of(form), by=person(request))
        if do(request, form, deed, _("Kept for you alone. Nothing was sent.")):
            return redirect("admin:review_review_detail", review.pk)
    return detail(request, review.pk, {"ask_form": form})


@large_form
@require_POST
def forget(request: HttpRequest, review_id: UUID) -> HttpResponse:
    review = get_object_or_404(reviews_of(request), pk=review_id)
    lines = request.POST.getlist("line")
    deed = partial(keeping.forget, review, lines, by=person(request))
    return press(request, review, deed, _("Deleted."))


def _question(request: HttpRequest, review_id: UUID, event_id: int) -> Event:
    """A question of just this record."""
    review = get_object_or_404(reviews_of(request), pk=review_id)
    asked = review.events.filter(kind=Event.Kind.COMMENTED).exclude(line="")
    question = get_object_or_404(asked.select_related("by"), pk=event_id)
    if not threads.readable([question], person(request)):
        raise Http404
    return question


@large_form
@require_POST
def answer(request: HttpRequest, review_id: UUID, event_id: int) -> HttpResponse:
    question = _question(request, review_id, event_id)
    form = AnswerForm(request.POST, prefix=f"answer-{event_id}")
    if typed := keep_typed(request, question.review):
        return detail(request, review_id, {f"answer_{event_id}": form, "ask_form": typed})
    if form.is_valid():
        deed = partial(asking.answer, question, by=person(request), **form.cleaned_data)
        if do(request, form, deed, _("Answered.")):
            say_who_is_not_told(request, question.review, form.cleaned_data["comment"])
            return redirect("admin:review_review_detail", review_id)
    return detail(request, review_id, {f"answer_{event_id}": form})


@large_form
@require_POST
def resolve(request: HttpRequest, review_id: UUID, event_id: int) -> HttpResponse:
    question = _question(request, review_id, event_id)
    deed = partial(asking.resolve, question, by=person(request))
    return press(request, question.review, deed, _("Resolved."))
