"""What waits for whoever is signed in: the page of their notices, and that they have read them."""

from typing import Any

from accounts.deeds import page, person
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import ModelForm, RadioSelect
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from review.admin.review_pages import head_in
from review.models import Notice, NoticeMail
from review.workflow import mailing
from review.workflow.notices import MANY, notices_of, unread_of

ON_A_PAGE = 50


class MailForm(ModelForm[NoticeMail]):
    class Meta:
        model = NoticeMail
        fields = ("how",)
        widgets = {"how": RadioSelect}


def notices(request: HttpRequest, form: MailForm | None = None) -> TemplateResponse:
    """Those that were not read first; and whether one wants to hear of them by mail."""
    reader = _reader(request)
    mailing.looked(reader)
    mine = notices_of(reader)
    shown = Paginator(mine, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Notices"),
        "notices": list(shown),
        "shown": shown,
        # The newest of those that are not read.
        "up_to": next((one.event_id for one in mine[:1] if one.read_at is None), None),
        "sends_mail": bool(settings.EMAIL_URL),
        "mail_form": form or MailForm(instance=_mail_of(reader)),
    }
    return page(request, "admin/review/notices.html", context, status=400 if form else 200)


@require_POST
def by_mail(request: HttpRequest) -> HttpResponse:
    reader = _reader(request)
    form = MailForm(request.POST, instance=_mail_of(reader))
    if not form.is_valid():
        return notices(request, form)
    # That alone: when a letter was sent is noted by the timer meanwhile.
    how = form.cleaned_data["how"]
    NoticeMail.objects.update_or_create(person=reader, defaults={"how": how})
    messages.success(request, _("Kept."))
    return redirect("admin:review_review_notices")


def _mail_of(reader: User) -> NoticeMail:
    return NoticeMail.objects.filter(person=reader).first() or NoticeMail(person=reader)


@require_POST
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """One of one's own; that of somebody else is none."""
    mine = Notice.objects.of(_reader(request)).filter(pk=notice_id)
    get_object_or_404(mine)
    mine.mark_read()
    return redirect("admin:review_review_notices")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """What came since the page was opened stays unread: nobody has seen it."""
    reader = _reader(request)
    if up_to := head_in(request.POST.get("up_to")):
        Notice.objects.of(reader).filter(event__id__lte=up_to).mark_read()
    return redirect("admin:review_review_notices")


def _reader(request: HttpRequest) -> User:
    if not person(request).has_perm("review.view_review"):
        raise PermissionDenied
    return person(request)


def unread(request: HttpRequest) -> list[Notice]:
    """Asked once for each request, as the rights of a person are."""
    if not hasattr(request, "unread"):
        request.unread = unread_of(person(request))  # type: ignore[attr-defined]
    return request.unread  # type: ignore[attr-defined, no-any-return]


def how_many(request: HttpRequest) -> Any:
    """For the head of every page; asked of the database where a page says it."""
    return SimpleLazyObject(lambda: _in_words(len(unread(request))))


def _in_words(number: int) -> str:
    if not number:
        return ""
    return f"{MANY - 1}+" if number >= MANY else str(number)
