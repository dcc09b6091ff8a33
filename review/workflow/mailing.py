"""Letters that say that something waits, and nothing of what: sent by a timer, not by a request."""

import logging
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from review.models import NoticeMail
from review.public.site import site_name
from review.workflow.notices import unread_of

logger = logging.getLogger(__name__)


def looked(person: User) -> None:
    """They have seen what waits: the next letter is about what comes from now on."""
    NoticeMail.objects.filter(person=person).update(looked_at=timezone.now())


def send_all(at: datetime) -> int:
    """How many were sent."""
    wanted = NoticeMail.objects.exclude(how=NoticeMail.How.NEVER).select_related("person")
    here = wanted.filter(person__is_active=True, person__is_staff=True).exclude(person__email="")
    return sum(_sent(one, at) for one in here.order_by("person") if _is_due(one, at))


def _is_due(mail: NoticeMail, at: datetime) -> bool:
    if not mail.may_be_sent(at) or not mail.person.has_perm("review.view_review"):
        return False
    told = [moment for moment in (mail.sent_at, mail.looked_at) if moment]
    since = max(told, default=None)
    return any(since is None or one.event.at > since for one in unread_of(mail.person))


def _sent(mail: NoticeMail, at: datetime) -> bool:
    """Noted first: of two timers one sends it, and nobody waits for the mail server."""
    before = mail.sent_at
    mine = NoticeMail.objects.filter(pk=mail.pk, sent_at=before, how=mail.how)
    if not mine.update(sent_at=at):
        return False
    try:
        send_mail(_subject(), _text(), None, [mail.person.email])
    except (OSError, SMTPException):
        # The error itself would say to whom.
        logger.error("A letter about notices could not be sent.")  # noqa: TRY400
        NoticeMail.objects.filter(pk=mail.pk).update(sent_at=before)
        return False
    return True


def _subject() -> str:
    """Without the name of the site: it may stand on a locked screen."""
    return _("Something waits for you")


def _text() -> str:
    """In each language: nobody has told which one they read."""
    return "\n\n".join(map(_in_language, dict(settings.LANGUAGES))) + "\n"


def _in_language(code: str) -> str:
    with translation.override(code):
        sentence = _("Something waits for you on %s.") % site_name()
        return f"{sentence}\n{settings.SITE_URL}{reverse('admin:review_review_notices')}"
