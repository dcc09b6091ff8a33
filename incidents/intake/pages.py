"""The pages of intake: paste links, the list of them, one link with its history, into the desk."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from accounts.deeds import do, page, person
from accounts.prepared import prepared
from accounts.sight import ReaderAlike, alike
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from review.admin import saved_filters
from review.admin.review_pages import LONGEST_ID, keys_in
from review.models import Refused
from sources.vocabulary import Access, SourceKind

from incidents.desk.keeping import RIGHTS
from incidents.desk.pages import at_the_desk
from incidents.desk.source_forms import BeginForm
from incidents.intake import adding, keeping
from incidents.intake.filters import IntakeFilters
from incidents.intake.forms import PasteForm, ScopeForm, TagForm, ToForm
from incidents.models import IntakeItem, TaggedLink
from incidents.models.intake import ENTERED, IntakeItemQuerySet

ON_A_PAGE = 60
# As many as a page has.
MOST_CHOSEN = ON_A_PAGE
OPTS = {"is_nav_sidebar_enabled": False}
PEOPLE = ("added_by__colleague", "held_by__colleague", "decision__by__colleague")
OF_SOURCE = ("report__source__review", "report__source__publisher")
POSTS = frozenset("t.me x.com facebook.com vk.com instagram.com reddit.com ok.ru".split())
VIDEOS = frozenset("youtube.com youtu.be tiktok.com rutube.ru vimeo.com".split())

type Deed = Callable[[IntakeItem], Any]


def items_of(request: HttpRequest) -> IntakeItemQuerySet:
    rows = IntakeItem.objects.visible_to(person(request))
    tags = Prefetch("tagged", TaggedLink.objects.select_related("tag"))
    return rows.select_related(*PEOPLE, *OF_SOURCE, "group").prefetch_related(tags)


# The list


@at_the_desk
@require_safe
def intake(request: HttpRequest) -> HttpResponse:
    return _show(request, request.GET)


@at_the_desk
@require_POST
def intake_add(request: HttpRequest) -> HttpResponse:
    """What each link is, at once; what was not taken stays in the box."""
    by = person(request)
    form = PasteForm(request.POST, person=by)
    done = None
    if form.is_valid():
        deed = partial(adding.add, by=by, at=timezone.now(), **form.cleaned_data)
        done = do(request, form, deed)
    if not done:
        return _show(request, QueryDict(), paste=form)
    pasted = done.result
    left = {"text": pasted.left}
    if pasted.bad or not pasted.new:
        typed = form.cleaned_data
        left |= {"note": typed["note"], "came_from": typed["came_from"]}
    context = {"pasted": pasted, "groups": list(_in_groups(pasted))}
    return _show(request, QueryDict(), paste=PasteForm(initial=left, person=by), **context)


def _in_groups(pasted: adding.Pasted) -> Iterator[tuple[str, list[adding.Answer]]]:
    """What needs an eye first."""
    for what, said in _said().items():
        if answers := [one for one in pasted.answers if one.what is what]:
            yield said, answers


def _said() -> dict[adding.Is, str]:
    return {
        adding.Is.HERE: _("Here already, as a source"),
        adding.Is.OUT_OF_SCOPE: _("Out of scope before"),
        adding.Is.HELD: _("In intake: a colleague has it"),
        adding.Is.MINE: _("In intake: you have it"),
        adding.Is.VERIFICATION: _("In intake: waiting for verification"),
        adding.Is.FREE: _("In intake: nobody has it"),
        adding.Is.NEW: _("New"),
    }


def _show(
    request: HttpRequest, asked: QueryDict, paste: PasteForm | None = None, **more: Any
) -> HttpResponse:
    """The list as it is asked for, with what was typed into its forms and refused."""
    who = person(request)
    filters = IntakeFilters(asked, items_of(request), person=who)
    rows = filters.qs if filters.form.is_valid() else IntakeItem.objects.none()
    # Which links stand on the page, before what is shown of each is joined to them.
    shown = Paginator(rows.values_list("pk", flat=True), ON_A_PAGE).get_page(asked.get("page"))
    found = items_of(request).in_bulk(list(shown))
    items = [found[key] for key in shown if key in found]
    _attach_sources(items, who)
    context: dict[str, Any] = OPTS | {
        "title": _("Intake"),
        "items": items,
        "shown": shown,
        "asked": filters.form,
        "asked_for": asked,
        "question": asked.urlencode(),
        "paste": paste or PasteForm(person=who),
        "scope": ScopeForm(),
        "tag": TagForm(),
        "to": ToForm(person=who),
        "chosen": [],
        **saved_filters.beside(request, "intake"),
        **more,
    }
    bad = [context[name] for name in ("paste", "scope", "tag", "to") if context[name].errors]
    wrong = bad or not filters.form.is_valid()
    return page(request, "admin/intake/intake.html", context, status=400 if wrong else 200)


def _attach_sources(items: list[IntakeItem], who: User) -> None:
    """To each what is at its address meanwhile, as far as this person may read."""
    here = adding.here_already({item.address for item in items}, who) if items else {}
    for item in items:
        item.sources = here.get(item.address, [])  # type: ignore[attr-defined]


def _asked_of_list(request: HttpRequest, query: QueryDict) -> saved_filters.Asked:
    filters = IntakeFilters(query, items_of(request), person=person(request))
    return saved_filters.asked_of_form(filters.form, query)


saved_filters.register(
    "intake",
    saved_filters.FilteredList(
        gettext_lazy("Intake"), lambda request: person(request).has_perms(RIGHTS), _asked_of_list
    ),
)


# One or several


def _several(
    request: HttpRequest, deed: Deed, said: Callable[[int], str], at: str = "only"
) -> HttpResponse:
    """Each by itself: what a rule refuses stops none of the others, and is said once."""
    items = _chosen(request)
    refused: Counter[str] = Counter()
    done = 0
    for item in items:
        try:
            deed(item)
            done += 1
        except Refused as error:
            refused[error.said_to(person(request))] += 1
    if not items:
        messages.error(request, _("Tick at least one link."))
    if done:
        messages.success(request, said(done))
    for why, number in refused.items():
        messages.error(request, f"{why} ({number})" if len(items) > 1 else why)
    return redirect(_back(request, at))


def _chosen(request: HttpRequest) -> list[IntakeItem]:
    """Those that are ticked, or the one whose button was pressed."""
    only = request.POST.get("only")
    sent = [only] if only else request.POST.getlist("chosen")
    return list(items_of(request).filter(pk__in=keys_in(sent[:MOST_CHOSEN])))


def _asked(request: HttpRequest) -> QueryDict:
    return QueryDict(request.POST.get("question", "")[:2000])


def _back(request: HttpRequest, at: str = "only") -> str:
    """To the row of the list as it was asked for, or to the page of the one link."""
    if (item := _page_of(request)) is not None:
        return reverse("admin:intake_item", args=[item.pk])
    asked = _asked(request).urlencode()
    question = f"?{asked}" if asked else ""
    place = "".join(f"#link-{row}" for row in keys_in([request.POST.get(at, "")]))
    return reverse("admin:intake") + question + place


def _page_of(request: HttpRequest) -> IntakeItem | None:
    """The link on whose page the button stands, as long as this person may read it."""
    return items_of(request).filter(pk__in=keys_in([request.POST.get("page_of", "")])).first()


def _again(request: HttpRequest, **wrong: Any) -> HttpResponse:
    """What has to be mended, with what was ticked and typed."""
    if (item := _page_of(request)) is not None:
        return _show_item(request, item, **wrong)
    ticked = [request.POST["only"]] if "only" in request.POST else request.POST.getlist("chosen")
    return _show(request, _asked(request), chosen=ticked, **wrong)


def _who_and_when(request: HttpRequest) -> dict[str, Any]:
    return {"by": person(request), "at": timezone.now()}


@at_the_desk
@require_POST
def intake_take(request: HttpRequest) -> HttpResponse:
    return _several(
        request,
        partial(keeping.take, **_who_and_when(request)),
        _in_hands,
    )


def _in_hands(number: int) -> str:
    return ngettext("%d link is in your hands.", "%d links are in your hands.", number) % number


@at_the_desk
@require_POST
def intake_take_over(request: HttpRequest) -> HttpResponse:
    """From the colleague whom the page named."""

    def take_over(item: IntakeItem) -> Any:
        held = request.POST.get(f"held-{item.pk}", "")
        over = int(held) if held.isascii() and held.isdigit() and len(held) < LONGEST_ID else None
        return keeping.take(item, over=over, **_who_and_when(request))

    return _several(request, take_over, _in_hands)


@at_the_desk
@require_POST
def intake_free(request: HttpRequest) -> HttpResponse:
    return _several(
        request,
        partial(keeping.free, **_who_and_when(request)),
        lambda n: ngettext("%d link is free.", "%d links are free.", n) % n,
    )


@at_the_desk
@require_POST
def intake_assign(request: HttpRequest) -> HttpResponse:
    form = ToForm(request.POST, person=person(request))
    if not form.is_valid():
        return _again(request, to=form)
    to = form.cleaned_data["to"]
    return _several(
        request,
        partial(keeping.assign, to=to, **_who_and_when(request)),
        lambda n: _("Given to %(who)s: %(number)d.") % {"who": to, "number": n},
    )


@at_the_desk
@require_POST
def intake_out_of_scope(request: HttpRequest) -> HttpResponse:
    form = ScopeForm(request.POST)
    if not form.is_valid():
        return _again(request, scope=form)
    return _several(
        request,
        partial(keeping.put_out_of_scope, **form.cleaned_data, **_who_and_when(request)),
        lambda n: ngettext("%d link is out of scope.", "%d links are out of scope.", n) % n,
        at="next",
    )


@at_the_desk
@require_POST
def intake_verification(request: HttpRequest) -> HttpResponse:
    return _several(
        request,
        partial(keeping.save_for_verification, **_who_and_when(request)),
        lambda n: (
            ngettext("%d link waits for verification.", "%d links wait for verification.", n) % n
        ),
    )


@at_the_desk
@require_POST
def intake_put_back(request: HttpRequest) -> HttpResponse:
    return _several(
        request,
        partial(keeping.put_back, **_who_and_when(request)),
        lambda n: ngettext("%d link was put back.", "%d links were put back.", n) % n,
    )


@at_the_desk
@require_POST
def intake_tag(request: HttpRequest) -> HttpResponse:
    """Put the tag on, or take it off, as the button says."""
    form = TagForm(request.POST)
    if not form.is_valid():
        return _again(request, tag=form)
    key = form.cleaned_data["tag"].pk
    add, remove = ((), {key}) if "off" in request.POST else ({key}, ())
    return _several(
        request,
        partial(keeping.tag, add=add, remove=remove, **_who_and_when(request)),
        lambda n: (
            ngettext("The tags of %d link are saved.", "The tags of %d links are saved.", n) % n
        ),
        at="chosen",
    )


# One link


@at_the_desk
@require_safe
def intake_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show_item(request, get_object_or_404(items_of(request), pk=pk))


def _show_item(request: HttpRequest, item: IntakeItem, **wrong: Any) -> HttpResponse:
    _attach_sources([item], person(request))
    context = OPTS | {
        "title": _("A link in intake"),
        "item": item,
        "events": item.events.select_related("by__colleague", "to__colleague"),
        "scope": ScopeForm(),
        "tag": TagForm(),
        "to": ToForm(person=person(request)),
        **wrong,
    }
    return page(request, "admin/intake/item.html", context, status=400 if wrong else 200)


@at_the_desk
@require_POST
def intake_take_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One key: the link is in one's hands, and the desk opens with its address."""
    item = get_object_or_404(items_of(request), pk=pk)
    done = do(request, None, partial(keeping.take, item, **_who_and_when(request)))
    return redirect("admin:intake_begin", pk) if done else redirect(_back(request))


@at_the_desk
def intake_begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it is and who may read it is said first, as at the desk; the address is filled in."""
    by = person(request)
    item = get_object_or_404(items_of(request), pk=pk)
    if item.held_by == by and item.is_at_desk and item.report and not item.report.entered_at:
        return redirect("admin:desk_report", item.report.pk)
    if item.held_by != by or item.told == ENTERED:  # type: ignore[attr-defined]  # annotated
        return redirect("admin:intake_item", pk)
    posted = request.POST if request.method == "POST" else None
    form = BeginForm(posted, person=by, initial=_proposed(item))
    if form.is_valid():
        begin = partial(keeping.begin_report, item, **_who_and_when(request), **form.cleaned_data)
        if begun := do(request, form, begin):
            return redirect("admin:desk_report", begun.result.pk)
    _attach_sources([item], by)
    context = OPTS | {"title": _("Enter a report"), "item": item, "form": form}
    status = 400 if form.errors else 200
    return page(request, "admin/intake/begin.html", context, status=status)


def _proposed(item: IntakeItem) -> dict[str, Any]:
    """By the site; what is limited to a group is not proposed as open."""
    kind = SourceKind.ARTICLE
    if item.site in POSTS:
        kind = SourceKind.SOCIAL_POST
    elif item.site in VIDEOS:
        kind = SourceKind.VIDEO
    access = Access.RESTRICTED if item.group_id else Access.PUBLIC
    return {"kind": kind, "access": access, "group": item.group_id}


def number_waiting(by: User) -> int:
    return _waiting.count(reader=alike(by))


@prepared
def _waiting(*, reader: ReaderAlike) -> QuerySet[IntakeItem]:
    return IntakeItem.objects.visible_to(reader).waiting_for(reader)


def urls() -> list[tuple[str, str, Callable[..., HttpResponse]]]:
    """Names, addresses and views, as the admin site registers them."""
    return [
        ("intake", "intake/", intake),
        ("intake_add", "intake/add/", intake_add),
        ("intake_take", "intake/take/", intake_take),
        ("intake_take_over", "intake/take-over/", intake_take_over),
        ("intake_free", "intake/free/", intake_free),
        ("intake_assign", "intake/assign/", intake_assign),
        ("intake_out_of_scope", "intake/out-of-scope/", intake_out_of_scope),
        ("intake_verification", "intake/verification/", intake_verification),
        ("intake_put_back", "intake/put-back/", intake_put_back),
        ("intake_tag", "intake/tag/", intake_tag),
        ("intake_item", "intake/<uuid:pk>/", intake_item),
        ("intake_take_up", "intake/<uuid:pk>/take-up/", intake_take_up),
        ("intake_begin", "intake/<uuid:pk>/desk/", intake_begin),
    ]
