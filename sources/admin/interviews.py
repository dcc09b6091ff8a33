"""The form of an interview: what it is, who may read it, consent, and only then what was said."""

from collections.abc import Iterator
from typing import Any, ClassVar, cast

from accounts.deeds import page, person
from accounts.large_forms import large_form
from accounts.sight import seen_by
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sources.admin.forms import OrderedForm, Rows, StackedRows
from sources.models import Consent, ConsentWithdrawal, Erasure, Interview, LegalHold, Source
from sources.models.sources import READ_RESTRICTED
from sources.vocabulary import INTERVIEWS, Access, ConsentState, Purpose, SourceKind


class AnswersForm(OrderedForm):
    """A withdrawal is a deed of its own, which hides at once: here none can be chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in Purpose.values:
            field = cast("forms.ChoiceField | None", self.fields.get(name))
            if field is not None:
                field.choices = [
                    (value, label)
                    for value, label in ConsentState.choices
                    if value != ConsentState.WITHDRAWN or value == self.initial.get(name)
                ]


class InterviewRows(StackedRows):
    model = Interview
    comes_first = True
    extra = 1
    max_num = 1
    can_delete = False
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["witness_code"]}),
        (
            gettext_lazy("To be asked before the interview"),
            {"fields": [("interviewed_before", "interviewed_by"), "referrals_offered"]},
        ),
        (
            gettext_lazy("How it took place"),
            {"fields": [("interviewers", "interpreter"), "place_kind", ("alone", "present")]},
        ),
        (gettext_lazy("Risk"), {"fields": ["risk", "risk_measures"]}),
    ]


class ConsentRows(StackedRows):
    model = Consent
    form = AnswersForm
    comes_first = True
    max_num = 3
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["given_by", "conditions"]}),
        (
            gettext_lazy("What they agree to, each by itself"),
            {
                "fields": [
                    ("keep", "use"),
                    ("publish_content", "publish_identity"),
                    ("national_prosecutors", "icc", "un"),
                ]
            },
        ),
        (
            gettext_lazy("How it was explained and given"),
            {"fields": [("asked_on", "language"), ("explained_by", "how")]},
        ),
    ]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """One is open, so that a browser without scripts can add it."""
        return 1


BEFORE_CONSENT: Any = [
    (
        gettext_lazy("What it is, and who may read it"),
        {
            "fields": [("kind", "access")],
            "description": gettext_lazy(
                "Consent comes first. Record below what the witness agreed to, and save: once "
                "consent to keep what was said is recorded, the rest of this form opens."
            ),
        },
    )
]


def kind_of(request: HttpRequest, source: Source | None) -> str:
    """Of a new source as its first page asked, or as it is sent."""
    if source is not None:
        return source.kind
    return str(request.GET.get("kind") or request.POST.get("kind") or "")


def is_open(source: Source | None) -> bool:
    """Whether what was said can be entered, or was entered before these rules."""
    return source is not None and (source.is_consented(Purpose.KEEP) or source.holds_content)


class ConsentFirst:
    """Mixed into the admin of sources."""

    rows_of_content: ClassVar[list[type[Rows]]]

    @large_form
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "GET" and request.GET.get("kind") not in SourceKind.values:
            return self.what_is_it(request)
        return super().add_view(request, form_url, extra_context)  # type: ignore[misc,no-any-return]

    def what_is_it(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        asked = request.GET.copy()
        asked.pop("kind", None)
        kinds = [kind for kind in SourceKind if _is_offered(request, kind)]
        context = {
            "title": _("What is it?"),
            "kinds": [(kind.value, kind.label, kind in INTERVIEWS) for kind in kinds],
            "asked": f"&{asked.urlencode()}" if asked else "",
            "opts": Source._meta,
        }
        return page(request, "admin/sources/what_is_it.html", context)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        if kind_of(request, obj) not in INTERVIEWS:
            return self.rows_of_content
        if obj is not None and obj.is_erased:
            return []
        first: list[type[Rows]] = [ConsentRows, InterviewRows]
        return [*first, *self.rows_of_content] if is_open(obj) else first

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        usual = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if kind_of(request, obj) not in INTERVIEWS:
            return usual
        if not is_open(obj):
            return BEFORE_CONSENT
        first = (None, {"fields": [("kind", "access")]})
        return [first, *(_without(usual, {"kind", "access"}))]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        source = self.get_object(request, object_id) if object_id else None  # type: ignore[attr-defined]
        is_interview = kind_of(request, source) in INTERVIEWS
        layout = {
            "consent_first": is_interview,
            "may_add_statements": not is_interview or is_open(source),
        }
        context = (extra_context or {}) | layout
        return super().changeform_view(request, object_id, form_url, context)  # type: ignore[misc,no-any-return]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        interview = kind_of(request, obj) in INTERVIEWS
        if "kind" in form.base_fields:
            form.base_fields["kind"].choices = _kinds(request, obj, interview)
        if interview and "access" in form.base_fields:
            _protect(form.base_fields["access"], obj)
        return form

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        usual = super().response_add(request, obj, post_url_continue)  # type: ignore[misc]
        if not obj.is_interview or "_submit" in request.POST:
            return cast(HttpResponse, usual)
        said = (
            _("Consent to keep what was said is recorded: now it can be entered.")
            if obj.is_consented(Purpose.KEEP)
            else _("Nothing that was said can be entered before consent to keep it is recorded.")
        )
        messages.info(request, said)
        return redirect("admin:sources_source_change", obj.pk)


def _without(fieldsets: Any, names: set[str]) -> Iterator[Any]:
    """The same fieldsets without fields that stand elsewhere."""
    for title, options in fieldsets:
        left = []
        for one in options["fields"]:
            row = [one] if isinstance(one, str) else one
            if kept := tuple(name for name in row if name not in names):
                left.append(kept)
        yield title, options | {"fields": left}


def _is_offered(request: HttpRequest, kind: str) -> bool:
    """Whoever may not read it would lose sight of an interview with its saving."""
    who = person(request)
    return kind not in INTERVIEWS or who.has_perm(READ_RESTRICTED) or bool(seen_by(who).groups)


def _kinds(request: HttpRequest, source: Source | None, interview: bool) -> list[Any]:
    """An interview is begun as one; what was begun so by mistake may become something else."""
    is_mistake = source is not None and not (
        source.consents.exists() or source.withdrawals.exists()
    )
    chosen = [
        (kind.value, kind.label)
        for kind in SourceKind
        if (kind in INTERVIEWS) == interview and _is_offered(request, kind)
    ]
    others = [(kind.value, kind.label) for kind in SourceKind if kind not in INTERVIEWS]
    return [*chosen, *others] if interview and is_mistake else [("", "---------"), *chosen]


def _protect(field: Any, source: Source | None) -> None:
    """Never public; one that was so before these rules may stay what it is."""
    was_public = source is not None and source.access == Access.PUBLIC
    field.choices = [
        (value, label) for value, label in field.choices if value != Access.PUBLIC or was_public
    ]
    if source is None:
        field.initial = Access.CONFIDENTIAL


class ConsentFilter(admin.SimpleListFilter):
    title = gettext_lazy("consent")
    parameter_name = "consent"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("keep", gettext_lazy("interviews without consent to keep")),
            ("publish", gettext_lazy("interviews without consent to publish")),
            ("withdrawn", gettext_lazy("something was withdrawn")),
            ("erasure", gettext_lazy("to be erased, not decided")),
            ("held", gettext_lazy("legal hold")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        interviews = queryset.filter(kind__in=INTERVIEWS)
        every = Source.objects
        match self.value():
            case "keep":
                return interviews.exclude(pk__in=every.consented("keep").values("pk"))
            case "publish":
                return interviews.exclude(pk__in=every.consented("publish_content").values("pk"))
            case "withdrawn":
                standing = ConsentWithdrawal.objects.standing()
                return queryset.filter(pk__in=standing.values("source"))
            case "erasure":
                return queryset.filter(pk__in=Erasure.objects.waiting().values("source"))
            case "held":
                return queryset.filter(pk__in=LegalHold.objects.standing().values("source"))
        return queryset
