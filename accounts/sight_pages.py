"""An administrator's pages on who sees all records, and who belongs to a need-to-know group."""

from collections.abc import Callable
from functools import partial

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import deeds, sight
from accounts.forms import PersonForm, ReasonForm
from accounts.models import Member, NeedToKnowGroup, Sight
from accounts.signing_in_again import signed_in_recently


@signed_in_recently
def account_sight(request: HttpRequest, person: User) -> HttpResponse:
    """Lift what holds for a new colleague, or bring it back; with a reason."""
    sees_all = sight.seen_by(person).all_records
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        deed = sight.show_assigned if sees_all else sight.show_all
        decided = partial(deed, person, by=deeds.person(request), **form.cleaned_data)
        if deeds.do(request, form, decided, _("Done; it holds from the next page on.")):
            return redirect("admin:auth_user_change", person.pk)
    context = {
        "title": _("Which records somebody sees"),
        "accounts_title": User._meta.verbose_name_plural,
        "person": person,
        "sees_all": sees_all,
        "form": form,
        "events": Sight.objects.filter(person=person).select_related("by__colleague"),
        "groups": NeedToKnowGroup.objects.filter(members=person),
    }
    return deeds.page(
        request, "admin/accounts/sight.html", context, status=400 if form.errors else 200
    )


@signed_in_recently
def group_page(request: HttpRequest, group: NeedToKnowGroup) -> HttpResponse:
    """Who belongs to it, since when and why, and the two forms that change it."""
    members = User.objects.filter(pk__in=Member.objects.filter(group=group).values("person"))
    others = User.objects.filter(is_active=True, is_staff=True).exclude(pk__in=members)
    forms: dict[str, PersonForm] = {}
    for name, people in (("take_in", others), ("take_out", members)):
        data = request.POST if f"_{name}" in request.POST else None
        forms[name] = PersonForm(data, people=people.order_by("username"), prefix=name)
    verbs: dict[str, Callable[..., None]] = {
        "take_in": sight.take_in,
        "take_out": sight.take_out,
    }
    for name, form in forms.items():
        if form.is_bound and form.is_valid():
            decided = partial(
                verbs[name], group=group, by=deeds.person(request), **form.cleaned_data
            )
            if deeds.do(request, form, decided, _("Done; it holds from the next page on.")):
                return redirect(request.path)
    context = {
        "title": group.name,
        "groups_title": NeedToKnowGroup._meta.verbose_name_plural,
        "group": group,
        "members": members.order_by("username"),
        "changes": group.changes.select_related("person__colleague", "by__colleague"),
        **{f"{name}_form": form for name, form in forms.items()},
    }
    status = 400 if any(form.errors for form in forms.values()) else 200
    return deeds.page(request, "admin/accounts/group.html", context, status=status)
