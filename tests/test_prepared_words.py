"""Every question whose words are kept would be put together in the same words again.

Its words may depend on nothing that changes between two who ask: no time, language or row.
"""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from accounts import prepared
from accounts.models import NeedToKnowGroup
from accounts.prepared import Prepared, Question
from accounts.sight import take_in
from incidents.models import Incident
from review.admin import queues
from tests import factories as make
from tests.databases import EnteredOnce
from tests.pages import signed_in
from tests.test_queries_of_staff import ADDRESSES, OF_RECORD, enter_first, enter_one

ROOMS = {"accounts", "config", "incidents", "review", "sources"}
ROLES = ("member", "unseeing", "newcomer", "root")


def first_incident() -> Incident:
    return Incident.objects.get(title_en="A report 1", access="public")


def enter() -> None:
    User.objects.create_superuser("root")
    enter_first()
    incident = first_incident()
    for record in (incident.evidence.all()[0].statement.source, incident):
        make.submitted(record)


@pytest.fixture
def records_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter):
        yield


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the questions that were asked; each time its words are made anew as well."""
    names: set[str] = set()

    def checked(asks: Callable[..., Any], *, only_keys: bool) -> Callable[..., Any]:
        def ask(self: Prepared[Any], *values: Any, **shape: Any) -> Any:
            rooms = prepared._rooms(values)
            words, anew = (
                made(rooms, only_keys, **shape) for made in (self.question, self.put_together)
            )
            assert (words.sql, words.params) == (anew.sql, anew.params), name_of(self)
            assert isinstance(words, Question)
            names.add(name_of(self))
            return asks(self, *values, **shape)

        return ask

    monkeypatch.setattr(Prepared, "__call__", checked(Prepared.__call__, only_keys=False))
    monkeypatch.setattr(Prepared, "count", checked(Prepared.count, only_keys=True))
    return names


def name_of(question: Prepared[Any]) -> str:
    return f"{question.build.__module__}.{question.build.__qualname__}"


def every_question() -> set[str]:
    modules = [one for name, one in sys.modules.items() if name.partition(".")[0] in ROOMS]
    values = (value for module in modules for value in vars(module).values())
    return {name_of(value) for value in values if type(value) is Prepared}


def addresses() -> list[str]:
    """In English; in Ukrainian each begins with `/uk`."""
    incident = first_incident()
    return [
        *ADDRESSES,
        reverse("admin:index"),
        reverse("admin:review_review_changelist"),
        *(reverse(f"admin:review_review_{name}") for name in queues.LISTS),
        *(reverse(f"admin:{page}", args=[incident.pk]) for page in OF_RECORD),
    ]


def ask_as_everybody(pages: list[str], prefix: str) -> None:
    for role in ROLES:
        client = signed_in(User.objects.get(username=role))
        for page in pages:
            assert client.get(f"{prefix}{page}").status_code in {200, 403, 404}, page


@pytest.mark.usefixtures("records_in_place", "db")
def test_words_that_are_kept_are_those_that_would_be_made_now(compared: set[str]) -> None:
    pages = addresses()
    ask_as_everybody(pages, "")

    # Something is entered, and somebody sees more, before they ask again in another language.
    enter_one(2)
    unseeing, by = User.objects.get(username="unseeing"), make.administrator()
    make.give_group(unseeing, make.group_of("read_restricted"))
    take_in(unseeing, NeedToKnowGroup.objects.get(), by=by, reason="works on it")
    ask_as_everybody(pages, "/uk")

    assert compared == every_question()
