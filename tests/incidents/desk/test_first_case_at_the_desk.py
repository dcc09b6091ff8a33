"""The whole first case is entered at the desk: the same records, column by column."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from incidents.desk.shape import Row, Typed
from incidents.first_case import actors
from incidents.first_case.article import ARTICLE
from incidents.first_case.incidents import (
    GLUSHKOVO,
    UDACHNE,
    UDACHNE_SECOND,
    ZAPORIZHZHIA,
    ZAPORIZHZHIA_SECOND,
)
from incidents.first_case.loading import PLACES, enter_first_case
from incidents.first_case.other_sources import (
    CNN_REPORT,
    CORRECTS_S01,
    HRMMU_REPORT,
    HUR_POST,
    HUR_POST_NOTE,
    PROSECUTOR_STATEMENT,
)
from incidents.models import (
    DeskReport,
    Evidence,
    Incident,
    Involvement,
    LegalCharacterisation,
    Victim,
)
from incidents.places.gazetteer import load_places
from review.models import Review
from sources.models import (
    Actor,
    ActorName,
    Hop,
    Quantity,
    Source,
    Statement,
    StatementLink,
)
from tests import factories as make
from tests.incidents.desk import typing_first_case as typing
from tests.incidents.desk.reports import posted
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

RECORDS: list[type[models.Model]] = [
    *(Actor, ActorName, Source, Statement, Hop, Quantity, StatementLink),
    *(Incident, Victim, Involvement, LegalCharacterisation, Evidence),
]
# What is not typed: keys, and what follows from the other columns.
MADE = {"id", "review", "compared", "compared_en", "compared_uk", "canonical_address"}
# What the desk enters otherwise, and why.
OTHERWISE = {
    # Evidence stands in the order in which the reports were entered.
    (Evidence, "position"),
}


def test_the_first_case_is_entered_at_the_desk() -> None:
    load_places(*PLACES)
    researcher, reviewer = make.researcher(), make.reviewer()
    day = date(2025, 6, 1)
    with transaction.atomic():
        enter_first_case(researcher=researcher, reviewer=reviewer, day=day, progress=str)
        expected = all_that_is_entered()
        transaction.set_rollback(True)
    assert not Incident.objects.exists()

    enter_at_the_desk(signed_in(researcher), reviewer)

    found = all_that_is_entered()
    for model in expected:
        assert found[model] == expected[model], model


def all_that_is_entered() -> dict[str, list[Any]]:
    """Rows by model, each as its columns; what it points at by what that is called."""
    return {
        model.__name__: sorted(map(columns, model._default_manager.all()), key=str)
        for model in RECORDS
    }


def columns(row: models.Model) -> dict[str, Any]:
    fields = [one for one in row._meta.concrete_fields if one.name not in MADE]
    return {
        one.name: called(getattr(row, one.name))
        for one in fields
        if (type(row), one.name) not in OTHERWISE
    }


def called(value: Any) -> Any:
    if isinstance(value, Source):
        return value.statements.order_by("position").values_list("label", flat=True)[0]
    if isinstance(value, Statement):
        return value.label
    return str(value) if isinstance(value, models.Model) else value


# What a person does


def enter_at_the_desk(client: Client, reviewer: User) -> None:
    """The reports one after the other; what is submitted is approved before the next."""
    references: dict[str, str] = {}

    def enter(kind: str, typed: Typed, *, source: Source | None = None) -> Source:
        made = entered(client, typed, kind=kind, source=source)
        make.approved(*[one.record() for one in Review.objects.waiting()], by=reviewer, note="So.")
        labels = made.statements.values_list("label", flat=True)
        references.update(dict.fromkeys(labels, made.reference))
        return made

    post = enter("social_post", typing.report(HUR_POST, new=[actors.HUR], references={}))
    new = "SBU CNN COMMISSION RAPPORTEUR ISW RUSSIAN_FORCES SHTORM".split()
    parts = [
        typing.incident(key, one)
        for key, one in zip("ABC", (UDACHNE, ZAPORIZHZHIA, GLUSHKOVO), strict=True)
    ]
    bodies = [getattr(actors, name) for name in new]
    article = typing.report(ARTICLE, new=bodies, references=references, **several(parts))
    enter("article", article)
    udachne, zaporizhzhia = (
        Incident.objects.get(title_en=one.fields["title_en"]).reference
        for one in (UDACHNE, ZAPORIZHZHIA)
    )

    part = typing.further("A", zaporizhzhia, ZAPORIZHZHIA_SECOND, ["C1", "C2", "C3"], called={})
    enter("article", typing.report(CNN_REPORT, references=references, **several([part])))
    rows = {"two soldiers": "two captured soldiers"}
    parts = [
        typing.further("A", udachne, UDACHNE_SECOND, ["P1", "P2"], called=rows),
        typing.further("B", zaporizhzhia, ZAPORIZHZHIA_SECOND, ["P4"], called={}),
    ]
    official = typing.report(
        PROSECUTOR_STATEMENT, new=[actors.PROSECUTOR], references=references, **several(parts)
    )
    enter("official_statement", official)
    enter("report", typing.report(HRMMU_REPORT, new=[actors.HRMMU], references=references))
    link = typing.link("H1", CORRECTS_S01, references)
    enter("", Typed.from_json({"links": [link], "reason": HUR_POST_NOTE}), source=post)


def several(parts: Iterable[tuple[Row, list[Row]]]) -> dict[str, Any]:
    known = list(parts)
    return {
        "incidents": [part for part, _facts in known],
        "facts": [fact for _part, facts in known for fact in facts],
    }


def entered(client: Client, typed: Typed, *, kind: str, source: Source | None) -> Source:
    """Begun, and submitted by the form of the desk; what is refused is shown by the test."""
    begin = {"source": str(source.pk)} if source else {"kind": kind, "access": "public"}
    client.post(reverse("admin:desk"), begin)
    report = DeskReport.objects.open().get()
    form = posted(typed) | {"version": "0", "do": "submit"}
    response = client.post(reverse("admin:desk_enter", args=[report.pk]), form)
    wrong = response.context and response.context.get("wrong")
    assert (response.status_code, wrong) == (302, None)
    report.refresh_from_db()
    assert report.source is not None
    return report.source
