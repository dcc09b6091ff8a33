"""Where an administrator gets a link for a colleague, and where the colleague opens it."""

from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import credential_links
from accounts.credential_links import Kind
from accounts.models import CredentialLink
from accounts.rules import Refused
from accounts.second_factor_pages import page
from accounts.signing_in import password_given
from accounts.signing_in_again import signed_in_recently


@signed_in_recently
def give(request: HttpRequest, person: User) -> HttpResponse:
    """For an account that this administrator may see."""
    kind = Kind.NEW_PASSWORD if person.last_login else Kind.INVITATION
    refused = ""
    if request.method == "POST":
        try:
            return given(request, person, kind)
        except Refused as error:
            refused = str(error)
    return _page(request, person, "give_link", refused=refused, status=400 if refused else 200)


def given(request: HttpRequest, person: User, kind: str) -> HttpResponse:
    """The page that shows it once: it stands in no message, which a browser would keep."""
    address = credential_links.issue(person, by=cast(User, request.user), kind=kind)
    return _page(
        request, person, "link_given", address=address, days=credential_links.lives(kind).days
    )


def _page(request: HttpRequest, person: User, template: str, **context: Any) -> HttpResponse:
    return page(
        request,
        template,
        title=_("Link to set a password"),
        accounts_title=User._meta.verbose_name_plural,
        person=person,
        links=CredentialLink.objects.filter(person=person).select_related("issued_by__colleague"),
        **context,
    )


@never_cache
@login_not_required
def opened(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening uses nothing up: messengers look at links by themselves."""
    link = credential_links.valid(secret, at=timezone.now())
    if link is None:
        return page(request, "link_ended", title=_("This link does not work any more"), status=410)
    form: Any = SetPasswordForm(link.person, request.POST or None)
    if form.is_valid():
        person = credential_links.use(secret, form.cleaned_data["new_password1"])
        if person is None:
            return opened(request, secret)
        return password_given(request, person, reverse("admin:index"))
    return page(
        request,
        "set_password",
        title=_("Set your password"),
        person=link.person,
        form=form,
        status=400 if form.errors else 200,
    )
