"""Links with which somebody sets their own password: nobody else ever knows it."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import CredentialLink, Suspension
from accounts.rules import Refused, record

MAILED_LIVES = timedelta(hours=1)
Kind = CredentialLink.Kind


@transaction.atomic
def issue(person: User, *, by: User | None, kind: str) -> str:
    """The address, which is told once: what is kept of it opens nothing."""
    if not (person.is_active and person.is_staff):
        raise Refused(_("This account cannot sign in: a link would open nothing."))
    secret = secrets.token_urlsafe(32)
    link = CredentialLink(
        person=person,
        issued_by=by,
        kind=kind,
        digest=_digest(secret),
        after=Suspension.objects.last_of(person.get_username()),
    )
    record(link)
    if by is not None:
        rights.way_in_given(person, by=by)
    return f"{settings.SITE_URL}{reverse('admin:credential_link', args=[secret])}"


def _digest(secret: str) -> str:
    """Keyed: who can write into the database alone makes no link."""
    return salted_hmac("accounts.credential-link", secret, algorithm="sha256").hexdigest()


def lives(kind: str) -> timedelta:
    return MAILED_LIVES if kind == Kind.MAILED else timedelta(days=settings.LINK_DAYS)


def valid(secret: str, *, at: datetime) -> CredentialLink | None:
    """None once it was used, is too old, or was followed by a newer one or a suspension."""
    link = CredentialLink.objects.filter(digest=_digest(secret)).select_related("person").first()
    if link is None or link.used_at is not None or at - link.issued_at >= lives(link.kind):
        return None
    person = link.person
    may = person.is_active and person.is_staff
    is_same = link.after == Suspension.objects.last_of(person.get_username())
    return None if not (may and is_same) or link.newer().exists() else link


@transaction.atomic
def use(secret: str, password: str) -> User | None:
    """Whose password it is now; None when the link has ended meanwhile."""
    CredentialLink.objects.select_for_update().filter(digest=_digest(secret)).first()
    link = valid(secret, at=timezone.now())
    if link is None:
        return None
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    link.person.set_password(password)
    link.person.save(update_fields=["password"])
    return link.person
