"""Wording that stands behind a warning: on pages closed, elsewhere not at all."""

import json
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import strip_tags

from incidents.models import Incident, Victim
from sources.models import PublishedStatement, Source
from tests import factories as make
from tests.databases import EnteredOnce
from tests.review.searching import body_of

pytestmark = pytest.mark.django_db

# Each stands in one of the fields that the warning covers, and nowhere else.
WORDS = ["Paraphraseword", "Quotationword", "Translationword", "Subjectword", "Noteword"]
WORDS += ["Verbword", "Placeword"]
WARNING = "Warning: injuries, suffering, the course of a killing, mutilation"
LISTED = "Its wording stands behind a warning on its page:"


@pytest.fixture
def source_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_source):
        yield


@pytest.fixture
def source(source_in_place: None, db: None) -> Source:
    return Source.objects.get()


def enter_source() -> None:
    source = make.source()
    make.statement(
        source=source,
        paraphrase_en=f"{WORDS[0]} one.",
        paraphrase_uk=f"{WORDS[0]} два.",
        quotation=WORDS[1],
        quotation_language="ru",
        quotation_translation=WORDS[2],
        subject_en=WORDS[3],
        note_en=WORDS[4],
        verb_as_written=WORDS[5],
        place_as_written=WORDS[6],
        wording_is_graphic=True,
    )
    make.published(source)


@pytest.fixture
def incident(source: Source) -> Incident:
    return make.published(make.incident(statement=source.statements.get()))


def standing_open(page: str) -> list[str]:
    """Words of the wording that are read without opening the warning."""
    outside = re.sub(r'<details class="graphic">.*?</details>', "", page, flags=re.DOTALL)
    return [word for word in WORDS if word in outside]


def said(page: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(page))


@pytest.mark.parametrize("under", ["", "/uk"])
def test_the_page_of_the_source_has_it_behind_a_warning_that_says_what_it_holds(
    client: Client, source: Source, under: str
) -> None:
    page = body_of(client.get(f"{under}/sources/{source.reference}/"))

    assert [word for word in WORDS if word in page] == WORDS
    assert standing_open(page) == []
    if not under:
        assert WARNING in said(page)


def test_the_notes_of_an_incident_have_it_behind_the_warning(
    client: Client, incident: Incident
) -> None:
    page = body_of(client.get(f"/incidents/{incident.reference}/"))

    assert [word for word in WORDS if word in page] == WORDS
    assert standing_open(page) == []


def test_a_list_says_where_it_stands(client: Client, source: Source) -> None:
    page = body_of(client.get("/statements/"))

    assert [word for word in WORDS if word in page] == []
    assert f"{LISTED} S1" in said(page)
    assert f'href="/sources/{source.reference}/#S1"' in page


def test_files_say_where_it_stands_and_keep_the_codes(client: Client, source: Source) -> None:
    (row,) = json.loads(body_of(client.get("/statements.json")))["results"]
    address = f"{settings.SITE_URL}/sources/{source.reference}/#S1"

    assert row["wording_is_graphic"] is True
    assert row["paraphrase"] == {
        "en": f"The wording stands behind a warning on its page: {address}",
        "uk": f"Формулювання наведено за попередженням на сторінці: {address}",
    }
    assert (row["quotation"], row["subject"]) == (None, {"en": None, "uk": None})
    assert (row["kind"], row["period"]["edtf"]) == ("incident", "2025-05-22")
    assert [w for w in WORDS if w in body_of(client.get("/statements.csv"))] == []


@pytest.mark.parametrize("word", WORDS)
def test_no_search_finds_it(client: Client, incident: Incident, word: str) -> None:
    for path in ("/statements/", "/incidents/"):
        assert list(client.get(path, {"q": word}).context["page_obj"] or []) == []
    assert list(client.get("/statements/", {"q": "S1"}).context["page_obj"]) == [
        PublishedStatement.objects.get()
    ]


def test_a_comparison_has_it_behind_the_warning(client: Client, source: Source) -> None:
    statement = source.statements.get()
    statement.paraphrase_en = f"{WORDS[0]} another."
    make.save(source, rows=[statement], comment="reworded")
    make.published(source, note="Reworded.")
    page = body_of(client.get(f"/sources/{source.reference}/editions/2/changes/"))

    assert WORDS[0] in page
    assert standing_open(page) == []


def test_a_statement_that_comes_says_that_it_is_behind_a_warning(
    client: Client, source: Source
) -> None:
    make.statement(
        source=source, label="S2", paraphrase_en=f"{WORDS[0]} two.", wording_is_graphic=True
    )
    make.published(source, note="One more.")
    page = body_of(client.get(f"/sources/{source.reference}/editions/2/changes/"))

    assert [word for word in WORDS if word in page] == []
    assert "What it says (English): behind a warning on its page" in said(page)


def test_a_statement_that_is_opened_or_closed_is_compared_behind_the_warning(
    client: Client, source: Source
) -> None:
    statement = source.statements.get()
    statement.wording_is_graphic = False
    statement.paraphrase_en = "Two captured soldiers were shot."
    make.save(source, rows=[statement], comment="opened")
    make.published(source, note="Opened.")
    page = body_of(client.get(f"/sources/{source.reference}/editions/2/changes/"))

    assert WORDS[0] in page
    assert standing_open(page) == []
    assert "Its wording stands behind a warning yes" in said(
        page.replace("<del>", " ").replace("</dt>", " ")
    ).replace("removed:", "").replace("  ", " ")


def test_a_hidden_statement_is_gone_from_behind_the_warning_too(
    client: Client, incident: Incident, source: Source
) -> None:
    make.hidden(source, f"statements/{source.statements.get().pk}")
    for path in (f"/sources/{source.reference}/", f"/incidents/{incident.reference}/"):
        page = body_of(client.get(path))
        assert [word for word in WORDS if word in page] == []


def test_an_edition_without_the_key_is_open(client: Client, source: Source) -> None:
    row = PublishedStatement.objects.get()
    del row.document["wording_is_graphic"]
    row.save()
    assert f"{WORDS[0]} one." in said(body_of(client.get("/statements/")))


def test_a_beheading_is_a_blade_in_the_open(client: Client) -> None:
    incident = make.published_incident(
        rows=[Victim(label_en="a soldier", method="beheaded", outcome="killed")]
    )
    page = body_of(client.get(f"/incidents/{incident.reference}/"))
    opened, _summary, behind = page.partition('<details class="graphic">')

    assert "Means blade" in said(opened.replace("</dt>", " "))
    assert "behead" not in opened
    assert "beheaded" in behind.partition("</details>")[0]
    (row,) = json.loads(body_of(client.get("/incidents.json")))["results"]
    assert row["means"] == ["blade"]
    for path in ("/incidents/", "/", "/incidents.atom"):
        assert "blade" not in body_of(client.get(path))


def test_a_plain_means_needs_no_warning(client: Client) -> None:
    incident = make.published_incident(rows=[Victim(label_en="a soldier", method="shot")])
    page = body_of(client.get(f"/incidents/{incident.reference}/"))

    assert "Means shot" in said(page.replace("</dt>", " "))
    assert '<details class="graphic">' not in page
