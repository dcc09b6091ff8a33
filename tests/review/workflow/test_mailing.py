"""Letters that something waits: nothing of what, and no other before its reader has looked."""

import logging
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import suspending
from review.admin.notices import MailForm
from review.models import NoticeMail
from review.workflow import decisions, mailing
from sources.models import Source
from tests import factories as make
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/review/review/notices/"
CHOOSE = "/admin/review/review/notices/mail/"


@pytest.fixture(autouse=True)
def _mails(settings: Any) -> None:
    settings.EMAIL_URL = "smtp://mail.example"
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


@pytest.fixture
def olena() -> User:
    olena = make.researcher()
    olena.email = "olena@mail.example"
    olena.save()
    NoticeMail.objects.create(person=olena, how="at_once")
    return olena


@pytest.fixture
def source(olena: User) -> Source:
    return make.source(by=olena, title="Interview in Bohdanenko")


def say(source: Source, words: str = "Ask Kovalchuk.") -> None:
    decisions.comment(source.review, by=make.reviewer(), comment=words)


def sent(at: datetime | None = None) -> int:
    return mailing.send_all(at or timezone.now())


def test_a_letter_says_that_something_waits_and_nothing_of_what(
    source: Source, settings: Any
) -> None:
    settings.SITE_NAME, settings.SITE_URL = "The Register", "https://register.example"
    say(source)

    call_command("send_notices")

    [letter] = mail.outbox
    said = f"Something waits for you on The Register.\nhttps://register.example{PAGE}\n"
    assert (letter.to, letter.subject) == (["olena@mail.example"], "Something waits for you")
    assert str(letter.body).startswith(said)
    whole = letter.message().as_string()
    told = ("Kovalchuk", "Bohdanenko", "taras", source.review.reference, str(source.pk))
    assert [word in whole for word in told] == [False] * len(told)
    # But for the addresses, nothing is a number either.
    assert re.findall(r"\d", str(letter.body)) == []


def test_no_other_letter_comes_before_its_reader_has_looked(source: Source, olena: User) -> None:
    say(source)
    numbers = [sent(), sent()]
    say(source)
    numbers.append(sent())
    signed_in(olena).get(PAGE)
    numbers.append(sent())
    say(source)
    numbers += [sent(), sent()]

    assert numbers == [1, 0, 0, 0, 1, 0]


@pytest.mark.parametrize("address", ["/admin/", "{review}"])
def test_who_reads_elsewhere_what_waits_has_looked(
    source: Source, olena: User, address: str
) -> None:
    say(source)
    sent()

    signed_in(olena).get(address.format(review=f"/admin/review/review/{source.pk}/"))
    say(source)

    assert sent() == 1


def test_whoever_wants_one_a_day_gets_no_second_one_that_day(source: Source, olena: User) -> None:
    NoticeMail.objects.update(how="daily")
    noon = timezone.localtime().replace(hour=12)
    say(source)
    numbers = [sent(noon)]
    NoticeMail.objects.update(looked_at=noon + timedelta(minutes=1), sent_at=noon)
    say(source)
    mine = NoticeMail.objects.get()
    numbers += [mine.may_be_sent(noon + timedelta(hours=2)), mine.may_be_sent(noon + DAY)]

    assert numbers == [1, False, True]


DAY = timedelta(days=1)


@pytest.mark.parametrize("change", ["never", "no address", "suspended", "no right", "no row"])
def test_nobody_else_gets_one(source: Source, olena: User, change: str) -> None:
    say(source)
    if change == "never":
        NoticeMail.objects.update(how="never")
    elif change == "no address":
        User.objects.filter(pk=olena.pk).update(email="")
    elif change == "suspended":
        make.two_administrators()
        suspending.suspend(olena, by=make.administrator(), reason="arrested")
    elif change == "no right":
        olena.groups.clear()
    else:
        NoticeMail.objects.all().delete()

    assert (sent(), mail.outbox) == (0, [])


def test_of_what_one_may_not_read_any_more_no_letter_is_sent(source: Source) -> None:
    say(source)
    source.review.refresh_from_db()
    make.save(source, access="restricted", by=make.reviewer())

    assert sent() == 0


def test_a_letter_that_fails_is_said_without_the_address_and_tried_again(
    source: Source, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    say(source)
    works = settings.MAILERS
    # Nothing listens there.
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 2},
        }
    }
    with caplog.at_level(logging.WARNING):
        failed = sent()
    settings.MAILERS = works

    assert (failed, sent()) == (0, 1)
    assert [one.getMessage() for one in caplog.records] == [
        "A letter about notices could not be sent."
    ]
    assert "olena" not in caplog.text


def test_each_chooses_for_themselves(olena: User) -> None:
    client = signed_in(olena)
    form = form_of(client.get(PAGE), CHOOSE)

    client.post(CHOOSE, form | {"how": "daily"})
    wrong = client.post(CHOOSE, form | {"how": "hourly"})

    assert form["how"] == "at_once"
    assert NoticeMail.objects.get().how == "daily"
    assert wrong.status_code == 400


def test_the_page_says_when_no_letter_can_be_sent(olena: User, settings: Any) -> None:
    taras = signed_in(make.reviewer())
    without_address = taras.get(PAGE).content.decode()
    settings.EMAIL_URL = ""

    assert "No mail address of yours is known here" in without_address
    assert "This site sends no mail." in taras.get(PAGE).content.decode()
    with pytest.raises(CommandError, match="EMAIL_URL is not set"):
        call_command("send_notices")


def test_to_choose_takes_nothing_back_that_the_timer_noted_meanwhile(
    olena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, valid = timezone.now(), MailForm.is_valid

    def while_a_letter_is_sent(form: MailForm) -> bool:
        NoticeMail.objects.update(sent_at=at)
        return valid(form)

    monkeypatch.setattr(MailForm, "is_valid", while_a_letter_is_sent)
    signed_in(olena).post(CHOOSE, {"how": "daily"})

    assert list(NoticeMail.objects.values_list("how", "sent_at")) == [("daily", at)]
