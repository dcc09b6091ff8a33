"""Links that are pasted in the tests of intake."""

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from incidents.desk.shape import Typed
from incidents.intake import adding, keeping
from incidents.models import IntakeItem
from tests import factories as make
from tests.incidents.desk.reports import entered as enter

POST = "https://t.me/somechannel/1"


def pasted(text: str = POST, *, by: User | None = None, **more: Any) -> adding.Pasted:
    return adding.add(text, by=by or make.researcher(), at=timezone.now(), **more)


def link(url: str = POST, *, by: User | None = None, **more: Any) -> IntakeItem:
    """A new one."""
    (answer,) = pasted(url, by=by, **more).answers
    assert answer.what is adding.Is.NEW
    assert answer.item
    return answer.item


def told(text: str, *, by: User) -> list[str]:
    return [one.what.value for one in pasted(text, by=by).answers]


def done(deed: str, item: IntakeItem, *, by: User | None = None, **more: Any) -> IntakeItem:
    """One of `keeping`, by whoever pasted it."""
    result: IntakeItem = getattr(keeping, deed)(
        item, by=by or item.added_by, at=timezone.now(), **more
    )
    return result


def out_of_scope(item: IntakeItem, *, reason: str = "subject", words: str = "") -> IntakeItem:
    return done("put_out_of_scope", item, reason=reason, words=words)


def begun(item: IntakeItem, *, by: User, access: str = "public") -> IntakeItem:
    done("take", item, by=by)
    done("begin_report", item, by=by, kind="social_post", access=access)
    return IntakeItem.objects.get(pk=item.pk)


def entered(item: IntakeItem) -> IntakeItem:
    """What was begun of it at the desk is kept as drafts."""
    report = IntakeItem.objects.get(pk=item.pk).report
    assert report
    typed = Typed.from_json(report.typed)
    typed.source["title"] = "A post"
    typed.incidents[0]["which"] = "none"
    enter(report, typed, submitting=False)
    return IntakeItem.objects.get(pk=item.pk)
