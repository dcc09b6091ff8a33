"""What the codebook says stands beside the fields of the desk that become those of a record."""

from collections import Counter

import pytest
from django.urls import reverse
from django.utils import timezone

from review.models import CodebookEntry
from review.workflow import codebook, disagreeing
from tests import factories as make
from tests.incidents.desk.reports import begun, typed
from tests.pages import signed_in
from tests.review.workflow.test_disagreeing import both

pytestmark = pytest.mark.django_db

ABOUT = {
    "sources.statement:hedge": "Which hedge has a headline?",
    "incidents.victim:method": "Which method is it when several are told?",
    "incidents.incident:occurred": "Which day is a night?",
    "sources.actor:side": "Which side is a broadcaster?",
    "incidents.victim:sex": "A question that the desk does not ask.",
}


def decided(about: str, question: str) -> CodebookEntry:
    actor, taras, ivan = make.published(make.actor()), make.reviewer(), make.reviewer(name="ivan")
    make.save(actor, side="third")
    make.submitted(actor)
    one = both(actor, taras, ivan)
    ruling = disagreeing.rule(one, by=ivan, chosen=one, put="", why="So it is.")
    entry = codebook.propose(ruling, question=question, answer="As said.", about=about, by=ivan)
    return codebook.agree(entry, by=taras, at=timezone.now())


def test_an_answer_stands_beside_its_field_of_the_desk() -> None:
    make.place()
    report = begun()
    report.typed = typed().to_json()
    report.save()
    for about, question in ABOUT.items():
        decided(about, question)

    page = signed_in(report.author).get(reverse("admin:desk_report", args=[report.pk]))

    forms = page.context["forms"]
    beside = Counter(
        entry.about
        for form in forms.every
        for name in form.fields
        for entry in getattr(form[name], "decided", [])
    )
    victims = sum(one["fact"].value() == "victim" for one in forms.facts)
    dates = sum(one["fact"].value() == "date" for one in forms.facts)
    assert beside == Counter(
        {
            "sources.statement:hedge": len(forms.statements),
            "sources.actor:side": len(forms.actors),
            "incidents.victim:method": victims,
            "incidents.incident:occurred": dates,
        }
    )
    assert "Which hedge has a headline?" in page.content.decode()
