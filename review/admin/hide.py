"""Pages on which a part is taken from the public at once, and a second person decides about it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from accounts.deeds import do, page, person
from accounts.signing_in_again import signed_in_recently
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from review.admin.forms import CopiesForm, HideForm, RedactForm, RemoveForm, ShowForm
from review.admin.part_names import name_of, row_name, row_names
from review.admin.review_pages import admin_of, reviews_of
from review.editions import chain
from review.models import EditionPart, Hiding, Review
from review.redaction.guard import is_telling, texts_in
from review.workflow import hiding

LONGEST_EXCERPT = 300
LANGUAGES = {"en", "uk"}
ROW_ID = re.compile(r"[0-9a-f-]{36}")
# What refers to a row or a record by its key, such as body:VBZXKK8, tells nobody anything.
REFERS = re.compile(r"[a-z_]+(/[0-9a-f-]{36}|(:[a-z_]+)*:[0-9A-Z]{7})")


@dataclass
class Part:
    """One part of what is published of a record, as the latest edition that has it tells it."""

    path: str
    name: str
    excerpt: str
    form: HideForm
    hiding: Hiding | None


@dataclass
class Copy:
    """A part of another record that tells the same words; no title where one may not read it."""

    review: Review
    title: str
    path: str
    name: str


def reviews_to_hide_in(request: HttpRequest) -> Any:
    if not person(request).has_perm("review.withdraw_review"):
        raise PermissionDenied
    return reviews_of(request)


def parts(request: HttpRequest, review_id: UUID, refused: Any = None) -> TemplateResponse:
    """Everything that any edition of the record says, each part with the form that hides it."""
    review = get_object_or_404(reviews_to_hide_in(request), pk=review_id)
    hidings = list(review.hidings.undecided().select_related("by__colleague"))
    called, latest = row_names(review), latest_parts(review)
    found = [
        Part(
            path=part.path,
            name=name_of(review, part.path, part, called),
            excerpt=excerpt_of(review, part, called),
            form=HideForm(initial={"path": part.path}, auto_id=f"id_{part.pk}_%s"),
            hiding=covering(part, hidings),
        )
        for part in latest
    ]
    for part in found:
        if refused is not None and refused.data.get("path") == part.path:
            part.form = refused
    context = {
        "title": _("Take a part from the public: %s") % review.title,
        "review": review,
        "parts": found,
        "hidings": [described(one, request, hidden_part(one), called) for one in hidings],
        # On top too: what was refused may have no form on this page any more.
        "refused": _errors_of(refused) if refused is not None else [],
    }
    return page(request, "admin/review/parts.html", context, status=400 if refused else 200)


def covering(part: EditionPart, hidings: list[Hiding]) -> Hiding | None:
    """The one that hides it: of earlier editions another one may be hidden by itself."""
    number = part.edition.number
    return next((h for h in hidings if h.path == part.path and number in h.numbers), None)


def _errors_of(form: Form) -> list[str]:
    """Sentences that stand at no field that a person sees."""
    hidden = [error for field in form.hidden_fields() for error in field.errors]
    return [*form.non_field_errors(), *hidden]


def latest_parts(review: Review) -> list[EditionPart]:
    """Of each path that can be hidden, the part of the latest edition, in the page's order."""
    every = EditionPart.objects.filter(edition__review=review).exclude(path=EditionPart.STAFF)
    latest: dict[str, EditionPart] = {}
    for part in every.order_by("-edition__number", "position"):
        if hiding.removable(review, part.path):
            latest.setdefault(part.path, part)
    return list(latest.values())


def excerpt_of(review: Review, part: EditionPart, called: dict[str, str]) -> str:
    """The words of a text or a row; of anything else, and of a row without them, what it says."""
    value, is_row = part.content, "/" in part.path
    found: list[str] = []
    if is_row or isinstance(value, str) or (value and set(value) == LANGUAGES):
        texts = texts_in(value)
        found = [text for text in texts if is_telling(text) and not REFERS.fullmatch(text)]
    if not found and not (is_row and row_name(part, called)):
        found = list(_said(review, part)) or [_("not stated")]
    text = " · ".join(found)
    return text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT]}…"


def _said(review: Review, part: EditionPart) -> Iterator[str]:
    """As the page of what an edition changed says it: nothing that is not stated."""
    key, is_row, _row = part.path.partition("/")
    value = [part.content] if is_row else part.content
    for change in admin_of(review).changes_for_readers({}, {key: value}):
        for label, text in change.contents or [(change.label, change.after)]:
            if not ROW_ID.fullmatch(text):
                yield f"{label}: {text}"


def latest_part(review: Review, path: str) -> EditionPart | None:
    parts = EditionPart.objects.filter(edition__review=review, path=path)
    return parts.order_by("-edition__number").first()


def hidden_part(one: Hiding) -> EditionPart | None:
    """As the latest edition that it is hidden in tells it."""
    return one.parts().order_by("-edition__number").first()


def described(
    one: Hiding, request: HttpRequest, part: EditionPart | None, called: dict[str, str]
) -> dict[str, Any]:
    """A hidden part as the start page, the page of parts and its own page show it."""
    return {
        "hiding": one,
        "name": name_of(one.review, one.path, part, called),
        "is_overdue": one.is_overdue(timezone.now()),
        "is_own": one.by_id == person(request).pk,
    }


def hidden_parts(request: HttpRequest) -> list[dict[str, Any]]:
    """What is hidden and waits for a second person, the longest hidden first."""
    if not person(request).has_perm("review.withdraw_review"):
        return []
    return [
        described(one, request, hidden_part(one), row_names(one.review))
        for one in undecided_for(person(request)).select_related("review", "by__colleague")
    ]


def undecided_for(reader: User) -> QuerySet[Hiding]:
    """Hidden parts of records that this person may read."""
    return Hiding.objects.undecided().filter(review__in=Review.objects.visible_to(reader))


@require_POST
def hide(request: HttpRequest, review_id: UUID) -> HttpResponse:
    review = get_object_or_404(reviews_to_hide_in(request), pk=review_id)
    form = HideForm(request.POST)
    if form.is_valid():
        by, today = person(request), chain.today()
        deed = partial(hiding.hide, review, by=by, day=today, **form.cleaned_data)
        if hidden := do(request, form, deed, _said_of):
            here = next(one for one in hidden.result if one.review_id == review.pk)
            return redirect("admin:review_review_hidden_part", here.pk)
    return parts(request, review_id, form)


def _said_of(held: list[Hiding]) -> str:
    records = ", ".join(dict.fromkeys(one.review.reference for one in held))
    return _("Hidden at once in: %s. A second person decides within 72 hours.") % records


def decision(
    request: HttpRequest, hiding_id: int, forms: dict[str, Any] | None = None
) -> TemplateResponse:
    """What is hidden, where, why; and for a second person the two ways to decide."""
    hidden = _hiding_of(request, hiding_id)
    together = Hiding.objects.decided_together(hidden).select_related("review")
    latest, called = hidden_part(hidden), row_names(hidden.review)
    with_it = Hiding.objects.hidden_with(hidden).count()
    elsewhere = _elsewhere(request, hidden) if hidden.state == Hiding.State.HIDDEN else []
    context = {
        "title": _("Hidden part of %s") % hidden.review.title,
        "part": described(hidden, request, latest, called),
        "objection": hiding.objection(hidden, person(request)),
        "excerpt": excerpt_of(hidden.review, latest, called) if latest else "",
        "records": _named_for(request, [one.review for one in together]),
        "elsewhere": elsewhere,
        "copies_form": CopiesForm(
            offered=_offered(elsewhere), initial={"comment": hidden.comment}, prefix="copies"
        ),
        "with_it": with_it,
        "show_form": ShowForm(prefix="show", with_it=with_it),
        "remove_form": RemoveForm(prefix="remove", with_it=with_it),
        "redact_form": RedactForm(prefix="redact"),
        **(forms or {}),
        "refused": [error for form in (forms or {}).values() for error in _errors_of(form)],
    }
    return page(request, "admin/review/hidden_part.html", context, status=400 if forms else 200)


def _named_for(request: HttpRequest, reviews: list[Review]) -> list[tuple[Review, str]]:
    """With their titles, but of records that this person may not read only the public reference."""
    visible = set(reviews_of(request).filter(pk__in=[one.pk for one in reviews]))
    return [(one, one.title if one in visible else "") for one in reviews]


def _elsewhere(request: HttpRequest, hidden: Hiding) -> list[Copy]:
    """Other parts that still tell the public the same."""
    found = hiding.told_elsewhere(hidden)
    references = {reference for reference, _path in found}
    reviews = list(Review.objects.filter(reference__in=references))
    named = {one.reference: (one, title) for one, title in _named_for(request, reviews)}
    called = {one.reference: row_names(one) for one, title in named.values() if title}
    copies = []
    for reference, path in found:
        review, title = named[reference]
        part = latest_part(review, path) if title else None
        copies.append(Copy(review, title, path, name_of(review, path, part, called.get(reference))))
    return copies


def _offered(elsewhere: list[Copy]) -> dict[str, str]:
    """What may be hidden here together: not what belongs to a record that one may not read."""
    return {
        f"{one.review.reference}:{one.path}": f"{one.title} ({one.review.reference}): {one.name}"
        for one in elsewhere
        if one.title
    }


@require_POST
def hide_copies(request: HttpRequest, hiding_id: int) -> HttpResponse:
    hidden = _hiding_of(request, hiding_id)
    offered = _offered(_elsewhere(request, hidden)) if hidden.state == Hiding.State.HIDDEN else {}
    form = CopiesForm(request.POST, offered=offered, prefix="copies")
    if form.is_valid():
        by, today = person(request), chain.today()
        deed = partial(hiding.hide_copies, hidden, by=by, day=today, **form.cleaned_data)
        if do(request, form, deed, _said_of):
            return redirect("admin:review_review_hidden_part", hidden.pk)
    return decision(request, hiding_id, {"copies_form": form})


def _hiding_of(request: HttpRequest, hiding_id: int) -> Hiding:
    visible = Hiding.objects.filter(review__in=reviews_to_hide_in(request))
    return get_object_or_404(visible.select_related("review", "by__colleague"), pk=hiding_id)


def _deciding(
    name: str, verb: Callable[..., Any], form_class: type[Form], said: Any
) -> Callable[[HttpRequest, int], HttpResponse]:
    """A view for a decision whose form holds exactly the verb's own arguments."""

    @require_POST
    def view(request: HttpRequest, hiding_id: int) -> HttpResponse:
        hidden = _hiding_of(request, hiding_id)
        form = form_class(request.POST, prefix=name)
        if form.is_valid():
            by, today = person(request), chain.today()
            deed = partial(verb, hidden, by=by, day=today, **form.cleaned_data)
            if do(request, form, deed, str(said)):
                return redirect("admin:review_review_parts", hidden.review_id)
        return decision(request, hiding_id, {f"{name}_form": form})

    return view


show = _deciding("show", hiding.show, ShowForm, gettext_lazy("Public again."))
remove = signed_in_recently(
    _deciding(
        "remove",
        hiding.remove,
        RemoveForm,
        gettext_lazy("Deleted from these editions; the record itself stays as it is."),
    )
)
redact = signed_in_recently(
    _deciding(
        "redact",
        hiding.redact,
        RedactForm,
        gettext_lazy("Redacted: deleted in every edition and revision."),
    )
)
