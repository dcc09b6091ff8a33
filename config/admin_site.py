"""The admin in the field's words; its first page is what waits for the person."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts import (
    credential_link_pages,
    forgotten_password,
    rights_pages,
    second_factor_pages,
    session_pages,
    signing_in,
    suspension_pages,
)
from accounts.models import Suspension
from accounts.prepared import prepared
from accounts.sight import Person, ReaderAlike, alike
from accounts.signing_in import SignInView
from incidents.desk import pages as desk_pages
from incidents.desk.keeping import RIGHTS
from incidents.intake import pages as intake_pages
from incidents.models import DeskReport, Incident, Merge
from review.admin import (
    copies_outside,
    hide_at_once,
    leaving,
    notices,
    queues,
    reads,
    saved_filters,
)
from review.admin.autocomplete import Choices
from review.admin.exports import waiting_for
from review.admin.hide import hidden_parts
from review.db.queries import together
from review.models import Review, ReviewQuerySet
from review.models.merging import MergeOfTwo, MergeQuerySet
from review.workflow import mailing
from review.workflow.outdated import tasks
from sources.consent import erasing
from sources.models import Actor, ActorMerge, Source, SourceMerge

# The rest stand on the page of all of them.
TASKS_SHOWN = 20
# Each with the record of which two become one.
MERGES: list[tuple[type[MergeOfTwo], Any]] = [
    (Merge, Incident),
    (ActorMerge, Actor),
    (SourceMerge, Source),
]
# Short: every public page of a record leads there.
HIDE = "hide/<reference:reference>"


class AttestAdminSite(admin.AdminSite):
    site_header = _("Attest")
    site_title = _("Attest")
    index_title = _("My work")
    password_change_form = signing_in.OwnPasswordForm

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        person = cast(User, request.user)
        mailing.looked(person)
        work = my_work(person) | {
            "notices": queues.notices_beside(notices.unread(request)),
            "hidden_parts": hidden_parts(request),
            "erasures": erasing.to_decide(person),
            "suspensions": recent_suspensions(person),
            **rights_pages.for_administrators(person),
            "exports_waiting": waiting_for(person),
            "desk_count": DeskReport.objects.of(person).open().count(),
            "saved_filters": saved_filters.all_of(request),
            "practice_url": "" if settings.PRACTICE else settings.PRACTICE_URL,
        }
        return super().index(request, (extra_context or {}) | work)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """For every colleague; what is only for some stands with its model."""
        pages: list[tuple[str, str, Callable[..., HttpResponse]]] = [
            ("own_sessions", "sessions/", session_pages.own_sessions),
            ("end_other_sessions", "sessions/end-others/", session_pages.end_other_sessions),
            ("end_session", "sessions/<uuid:shown_as>/end/", session_pages.end_session),
            ("emergency", "emergency/", suspension_pages.emergency),
            ("leaving", "auth/user/<int:pk>/leaves/", self.leaves),
            ("check_leaving", "auth/user/<int:pk>/leaves/check/", self.check_leaving),
            ("hide_at_once", f"{HIDE}/", hide_at_once.hide_at_once),
            ("copies_outside", f"{HIDE}/<int:event_id>/", copies_outside.copies_outside),
            ("check_copy", f"{HIDE}/<int:event_id>/check/", copies_outside.check_copy),
            ("second_factor", "second-factor/", second_factor_pages.own_factors),
            ("second_factor_app", "second-factor/app/", second_factor_pages.add_app),
            ("second_factor_passkey", "second-factor/passkey/", second_factor_pages.add_passkey),
            ("recovery_codes", "second-factor/codes/", second_factor_pages.new_codes),
            (
                "remove_second_factor",
                "second-factor/<int:pk>/remove/",
                second_factor_pages.remove,
            ),
            *desk_pages.urls(),
            *intake_pages.urls(),
        ]
        # For whoever is not signed in yet.
        before: list[tuple[str, str, Callable[..., HttpResponse]]] = [
            ("second_step", "second-step/", second_factor_pages.second_step),
            ("credential_link", "link/<str:secret>/", credential_link_pages.opened),
            ("forgotten_password", "forgotten/", forgotten_password.forgotten),
        ]
        return [
            *(path(at, self.admin_view(view), name=name) for name, at, view in pages),
            *(path(at, view, name=name) for name, at, view in before),
            *super().get_urls(),
        ]

    @method_decorator(never_cache)
    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's own, with our view: a password alone may not be enough."""
        if link := request.GET.get("known"):
            return signing_in.opened(link, reverse("admin:login"))
        then = SignInView().get_redirect_url(request) or reverse("admin:index")
        if request.method == "GET" and self.has_permission(request):
            return redirect(then)
        context = self.each_context(request) | {
            "title": _("Sign in"),
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            "next": then,
        }
        view = SignInView.as_view(extra_context=context | (extra_context or {}))
        return cast(HttpResponse, view(request))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """On every page stands what is new to the person, and how much waits in intake."""
        needs: dict[str, Any] = {
            "second_factor_required": settings.SECOND_FACTOR_REQUIRED,
            "unread_notices": notices.how_many(request),
        }
        person = request.user
        if isinstance(person, User) and person.is_active and person.has_perms(RIGHTS):
            needs |= {"is_at_desk": True, "intake_count": intake_pages.number_waiting(person)}
        return super().each_context(request) | needs

    def admin_view[V: Callable[..., Any]](self, view: V, cacheable: bool = False) -> V:
        """No address of ours holds a NUL: the admin's own filters would hand it to the database.

        And who opens what is kept from others is noted, whichever page it is.
        """

        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if any("\0" in value for _name, values in request.GET.lists() for value in values):
                raise BadRequest("NUL in the address")
            response = cast(HttpResponse, view(request, *args, **kwargs))
            reads.note(request, response)
            return response

        return cast(V, super().admin_view(checked, cacheable))

    def leaves(self, request: HttpRequest, pk: int) -> HttpResponse:
        accounts: Any = self.get_model_admin(User)
        return cast(HttpResponse, accounts.decide(leaving.leaves, request, pk))

    def check_leaving(self, request: HttpRequest, pk: int) -> HttpResponse:
        accounts: Any = self.get_model_admin(User)
        return cast(HttpResponse, accounts.decide(leaving.check_step, request, pk))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, Choices.as_view(admin_site=self)(request))


def recent_suspensions(person: User) -> list[Suspension]:
    if not person.has_perm("auth.change_user"):
        return []
    return list(
        Suspension.objects.recent(timezone.now()).select_related(
            "person__colleague", "by__colleague"
        )
    )


def my_work(person: User) -> dict[str, Any]:
    """The beginning of each list of what waits for the person."""
    return {
        "lists": queues.first_of(person),
        "merges": merges_to_decide(person),
        **my_tasks(person),
    }


def merges_to_decide(person: User) -> list[tuple[MergeOfTwo, str]]:
    """With their pages. Whose records the person may read; their own wait for somebody else."""
    if not person.has_perm("review.decide_review"):
        return []
    # Of most days there is none of any kind: one question for all of them.
    there = {number for _id, number in _merges_of_others(reader=alike(person))}
    return [
        (merge, reverse(_merge_page(record), args=[merge.merged_id]))
        for number, (kind, record) in enumerate(MERGES)
        if number in there
        for merge in _of_others(kind, record, person).select_related(
            "merged", "into", "by__colleague"
        )
    ]


@prepared
def _merges_of_others(*, reader: ReaderAlike) -> QuerySet[Any, tuple[Any, int]]:
    shown = (_of_others(kind, record, reader) for kind, record in MERGES)
    return together(rows.values_list("id", Value(n)) for n, rows in enumerate(shown))


def _of_others(kind: type[MergeOfTwo], record: Any, person: Person) -> MergeQuerySet[Any]:
    visible = record.keys_visible_to(person)
    others: MergeQuerySet[Any] = kind.objects.proposed().exclude(by=person.pk)
    return others.filter(merged__in=visible, into__in=visible)


def _merge_page(record: Any) -> str:
    return f"admin:{record._meta.label_lower.replace('.', '_')}_merge"


@prepared
def _outdated(*, reader: ReaderAlike, most: int | None) -> ReviewQuerySet:
    mine = Review.objects.visible_to(reader).outdated().of(reader)
    return mine.order_by("kind", "title", "pk")[:most]


def my_tasks(person: User) -> dict[str, Any]:
    shown, number = queues.beginning(_outdated, TASKS_SHOWN, reader=alike(person))
    return {"tasks": tasks(shown), "task_count": number}
