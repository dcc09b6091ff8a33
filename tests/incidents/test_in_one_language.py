"""A record written in Ukrainian alone: entered, approved, and read in either language."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from incidents.models import Finding, Incident, Involvement, Victim
from incidents.models.published import PublishedIncident
from review.models import Written
from sources.models import Actor, Statement
from sources.models.published import PublishedActor
from tests import factories as make
from tests.files import csv_rows
from tests.pages import form_of

pytestmark = pytest.mark.django_db

TITLE = "Повідомлено про вбивство двох полонених біля Удачного"
SAID = "Двох полонених застрелили."
NAME = "Генеральний штаб"
LABEL = "двоє полонених"
ACCUSED = "російські військові, підрозділ не названо"


def told_in_ukrainian() -> tuple[Actor, Statement, Incident]:
    """An actor, a statement with an unnamed voice, and an incident: no word of English."""
    actor = make.published(make.actor(name_en="", name_uk=NAME, kind="military"))
    source = make.source(publisher=actor)
    said = make.statement(source=source, paraphrase_en="", paraphrase_uk=SAID)
    make.save(source, rows=[said.hops.model(statement=said, label_uk="очевидець", bases=["saw"])])
    make.published(source)
    incident = make.incident(
        statement=said,
        title_en="",
        title_uk=TITLE,
        summary_en="",
        summary_uk="За статтею, двох полонених застрелили.",
        rows=[
            Victim(label_uk=LABEL, is_group=True, best=2, outcome="killed"),
            Involvement(label_uk=ACCUSED, by_whom_uk="стаття"),
            Finding(body=actor, what_uk="Загинули двоє.", statement=said),
        ],
        evidence=[
            {"statement": said, "fact": "date", "stated": "inferred", "how_uk": "за датою статті"}
        ],
    )
    return actor, said, make.published(incident)


# Every text of which one language is enough
TEXTS = [
    (model, name)
    for model in (Actor, Finding, Incident, Involvement, Statement, Victim)
    for name in model.IN_EITHER_LANGUAGE
]


@pytest.mark.parametrize(("model", "name"), TEXTS)
@pytest.mark.parametrize("language", ["en", "uk"])
def test_one_language_is_enough(model: type[Written], name: str, language: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        model(**{f"{name}_{language}": " "}).clean_fields()
    assert refusal.value.message_dict[f"{name}_en"] == ["Write this in English or Ukrainian."]

    others = {field.name for field in model._meta.fields} - {f"{name}_en", f"{name}_uk"}
    model(**{f"{name}_{language}": "Слово"}).clean_fields(exclude=others)


def test_every_text_in_two_languages_that_was_required_is_among_them() -> None:
    required = {
        (model, field.name.removesuffix("_en"))
        for model in (Actor, Finding, Incident, Involvement, Statement, Victim)
        for field in model._meta.concrete_fields
        if field.name.endswith("_en") and not field.blank
    }
    assert required == set()
    assert {name for _model, name in TEXTS} == {
        "name",
        "what",
        "title",
        "by_whom",
        "paraphrase",
        "label",
    }


def test_pages_say_in_which_language_it_is(client: Client) -> None:
    actor, _said, incident = told_in_ukrainian()

    english = client.get(f"/incidents/{incident.reference}/").content.decode()
    ukrainian = client.get(f"/uk/incidents/{incident.reference}/").content.decode()

    for words in (TITLE, LABEL, ACCUSED, SAID, "Загинули двоє."):
        assert words in english
        assert words in ukrainian
    assert f"<title>{TITLE}" in english
    assert "in Ukrainian, not translated yet" in english
    assert "ще не перекладено" not in ukrainian
    for address in ("/incidents/", f"/actors/{actor.reference}/", "/changes/"):
        assert client.get(address).status_code == 200
    listed = client.get("/incidents/").content.decode()
    assert f'lang="uk">{TITLE}</a>' in listed


def test_a_file_names_whoever_published(client: Client) -> None:
    told_in_ukrainian()

    assert [row["publisher_name"] for row in csv_rows(client, "/sources.csv")] == [NAME]


def test_the_numbers_of_a_body_have_its_name(client: Client) -> None:
    actor = make.published(make.actor(name_en="", name_uk=NAME, kind="military"))
    source = make.source()
    said = make.statement(source=source)
    make.published(source)
    accused = Involvement(actor=actor, label_uk=ACCUSED, by_whom_uk="стаття")
    make.published(make.incident(statement=said, rows=[accused]))

    rows = csv_rows(client, "/incidents/numbers.csv")

    assert [row["name"] for row in rows if row["by"] == "actor"] == [NAME]


def test_bodies_without_an_english_name_stand_in_the_order_of_the_alphabet() -> None:
    for names in (("Zulu", ""), ("", "Акт"), ("Alpha", "Яма")):
        make.published(make.actor(name_en=names[0], name_uk=names[1]))

    with override("en"):
        english = [str(one) for one in PublishedActor.objects.alphabetical()]
    with override("uk"):
        ukrainian = [str(one) for one in PublishedActor.objects.alphabetical()]

    assert english == ["Alpha", "Zulu", "Акт"]
    assert ukrainian == ["Акт", "Яма", "Zulu"]


def test_staff_read_a_record_by_its_name_in_their_language() -> None:
    actor, said, incident = told_in_ukrainian()

    assert [str(actor), str(incident)] == [NAME, TITLE]
    assert str(said) == f"S1 {SAID}"
    assert str(PublishedIncident.objects.get()) == TITLE
    incident.title_en = "Reported killing"
    assert str(incident) == "Reported killing"
    with override("uk"):
        assert str(incident) == TITLE


def test_the_form_takes_a_title_in_ukrainian_alone(researcher: Client) -> None:
    incident = make.incident(statement=make.statement(source=make.source()))
    address = reverse("admin:incidents_incident_change", args=[incident.pk])
    form: dict[str, Any] = form_of(researcher.get(address))

    refused = researcher.post(address, form | {"title_en": "", "comment": "мова"})
    assert refused.context["errors"] == [["Write this in English or Ukrainian."]]

    changed = form | {"title_en": "", "title_uk": TITLE, "comment": "мова"}
    assert researcher.post(address, changed).status_code == 302
    incident.refresh_from_db()
    assert [incident.title_en, incident.title_uk] == ["", TITLE]
