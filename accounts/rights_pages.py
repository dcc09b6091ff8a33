"""An administrator's pages of rights: what somebody may do, asking, agreeing, taking, vouching."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts import deeds, rights, second_factor
from accounts.forms import READ_BY_ADMINISTRATORS, ReasonForm
from accounts.models import RightsEntry
from accounts.signing_in_again import signed_in_recently

ADMINISTERS = "auth.change_user"
SHOWN = 20


class KnowForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("How you know the person, and when you spoke with them"),
        widget=forms.Textarea({"rows": 3}),
        help_text=READ_BY_ADMINISTRATORS,
        error_messages={"required": gettext_lazy("Say how you know.")},
    )


def called(group: Group) -> str:
    """In the reader's language, and how many administrators it takes."""
    name = _(group.name)
    return _("%s (two administrators)") % name if rights.takes_two(group) else name


class GroupField(forms.ModelChoiceField[Group]):
    def label_from_instance(self, obj: Group) -> str:
        return called(obj)


class GroupForm(ReasonForm):
    """Of the groups that somebody is not in, or of those that they are in."""

    group = GroupField(
        Group.objects.none(),
        label=gettext_lazy("Right"),
        error_messages={"required": gettext_lazy("Choose the right.")},
    )
    field_order = ("group", "reason")

    def __init__(self, groups: QuerySet[Group], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(GroupField, self.fields["group"]).queryset = groups


def overview(request: HttpRequest, person: User) -> HttpResponse:
    """What somebody may do and by whom, what waits, and what can be done."""
    return _shown(request, person, {})


@require_POST
@signed_in_recently
def give(request: HttpRequest, person: User) -> HttpResponse:
    """At once, or a request, as the right is."""
    form = GroupForm(_not_of(person), request.POST, auto_id="give_%s")
    return _decided(request, person, "give_form", form, partial(_give, person, form))


def _give(person: User, form: forms.Form, *, by: User, reason: str) -> str:
    group = form.cleaned_data["group"]
    if rights.takes_two(group):
        rights.ask(person, group, at=timezone.now(), by=by, reason=reason)
        return _("Asked for: another administrator must agree within 14 days.")
    rights.give(person, group, by=by, reason=reason)
    return _(
        "Given. Until another administrator vouches for them, you do not count as a second "
        "person for their work, nor they for yours."
    )


@require_POST
def take(request: HttpRequest, person: User) -> HttpResponse:
    form = GroupForm(person.groups.order_by("name"), request.POST, auto_id="take_%s")
    return _decided(request, person, "take_form", form, partial(_take, person, form))


def _take(person: User, form: forms.Form, *, by: User, reason: str) -> str:
    rights.take(person, form.cleaned_data["group"], by=by, reason=reason)
    return _("Taken away: all sessions of this account have ended.")


@require_POST
@signed_in_recently
def vouch(request: HttpRequest, person: User) -> HttpResponse:
    form = KnowForm(request.POST, auto_id="vouch_%s")
    return _decided(request, person, "vouch_form", form, partial(_vouch, person))


def _vouch(person: User, *, by: User, reason: str) -> str:
    rights.vouch(person, by=by, reason=reason)
    return _("Recorded: you vouch for this person.")


@require_POST
@signed_in_recently
def reset(request: HttpRequest, person: User) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id="reset_%s")
    return _decided(request, person, "reset_form", form, partial(_reset, person))


def _reset(person: User, *, by: User, reason: str) -> str:
    rights.ask_reset(person, at=timezone.now(), by=by, reason=reason)
    return _("Asked for: another administrator must agree within 14 days.")


def _decided(
    request: HttpRequest, person: User, name: str, form: forms.Form, deed: Callable[..., str]
) -> HttpResponse:
    if form.is_valid():
        decided = partial(deed, by=deeds.person(request), reason=form.cleaned_data["reason"])
        if deeds.do(request, form, decided, str):
            return redirect("admin:auth_user_rights", person.pk)
    return _shown(request, person, {name: form})


def _shown(request: HttpRequest, person: User, forms: dict[str, forms.Form]) -> TemplateResponse:
    entries = RightsEntry.objects.select_related("by__colleague", "person__colleague")
    unvouched = entries.unvouched().filter(person=person)
    by = deeds.person(request)
    context = {
        "title": _("Rights"),
        "accounts_title": User._meta.verbose_name_plural,
        "person": person,
        "is_self": person == by,
        "groups": [_(group.name) for group in person.groups.order_by("name")],
        "pending": entries.pending(timezone.now()).filter(person=person),
        "unvouched": unvouched,
        "may_vouch": person != by and rights.by_others(unvouched, by),
        "entries": entries.filter(person=person),
        "give_form": GroupForm(_not_of(person), auto_id="give_%s"),
        "take_form": GroupForm(person.groups.order_by("name"), auto_id="take_%s"),
        "vouch_form": KnowForm(auto_id="vouch_%s"),
        "has_factor": second_factor.has_one(person),
        "reset_form": ReasonForm(auto_id="reset_%s"),
        **forms,
    }
    return deeds.page(request, "admin/accounts/rights.html", context, status=400 if forms else 200)


def _not_of(person: User) -> QuerySet[Group]:
    return Group.objects.exclude(pk__in=person.groups.values("pk")).order_by("name")


def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who asks what for whom, and why; what to check; then agree or refuse."""
    return _asked(request, _request(request, pk), {})


@require_POST
@signed_in_recently
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Agreed: the right is given, and the sessions of that account have ended.")
    return _answered(request, pk, KnowForm(request.POST), "agree_form", rights.agree, said)


@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Refused: nothing was given.")
    return _answered(
        request,
        pk,
        ReasonForm(request.POST, auto_id="refuse_%s"),
        "refuse_form",
        rights.refuse,
        said,
    )


def _answered(
    request: HttpRequest, pk: int, form: forms.Form, name: str, deed: Callable[..., None], said: str
) -> HttpResponse:
    asked = _request(request, pk)
    if form.is_valid():
        decided = partial(deed, asked, by=deeds.person(request), reason=form.cleaned_data["reason"])
        if deeds.do(request, form, decided, said):
            return redirect("admin:auth_user_rights", asked.person_id)
    return _asked(request, asked, {name: form})


def _request(request: HttpRequest, pk: int) -> RightsEntry:
    if not request.user.has_perm(ADMINISTERS):
        raise PermissionDenied
    asked = RightsEntry.objects.filter(kind=RightsEntry.Kind.ASKED)
    return get_object_or_404(
        asked.select_related("person__colleague", "by__colleague", "group"), pk=pk
    )


def _asked(
    request: HttpRequest, asked: RightsEntry, forms: dict[str, forms.Form]
) -> TemplateResponse:
    by = deeds.person(request)
    stands = RightsEntry.objects.pending(timezone.now()).filter(pk=asked.pk).exists()
    context = {
        "title": _("A right that takes two"),
        "accounts_title": User._meta.verbose_name_plural,
        "asked": asked,
        "person": asked.person,
        "stands": stands,
        "objection": rights.objection(asked, by),
        "is_asker": asked.by == by,
        "entries": RightsEntry.objects.filter(Q(answers=asked) | Q(pk=asked.pk)).select_related(
            "person", "by"
        ),
        "agree_form": KnowForm(),
        "refuse_form": ReasonForm(auto_id="refuse_%s"),
        **forms,
    }
    return deeds.page(
        request, "admin/accounts/right_request.html", context, status=400 if forms else 200
    )


def for_administrators(person: User) -> dict[str, Any]:
    """What the first page tells all of them: what waits, what changed, and if they are too few."""
    if not person.has_perm(ADMINISTERS):
        return {}
    entries = RightsEntry.objects.select_related("person__colleague", "by__colleague")
    now = timezone.now()
    return {
        "few_administrators": rights.few_administrators(),
        "rights_pending": list(entries.pending(now)),
        "rights_recent": list(entries.recent(now)[:SHOWN]),
    }
