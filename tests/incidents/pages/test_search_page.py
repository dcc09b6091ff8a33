"""One box for everything: the first of each list, and the way to the rest."""

import pytest
from django.test import Client

from incidents.pages import search
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(db: None) -> None:
    """Two incidents, their sources and statements, and an actor, all with one word."""
    for number in (1, 2):
        make.published_incident(title_en=f"At the weir {number}", summary_en="At the weir.")
    make.published(make.actor(name_en="Weir Guard"))


def numbers(client: Client, text: str) -> dict[str, int]:
    found = client.get("/search/", {"q": text}).context["found"]
    return {one.of.table.name: one.total for one in found}


def test_each_list_is_asked(client: Client, published: None) -> None:
    found = numbers(client, "weir")

    assert found == {"incidents": 2, "statements": 0, "sources": 0, "actors": 1}
    assert numbers(client, "weir -guard") == found | {"actors": 0}


def test_the_first_are_shown_and_the_list_has_the_rest(
    client: Client, published: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FIRST", 1)
    body = client.get("/search/?q=weir").text

    assert body.count('<article class="entry">') == 2
    assert '<a href="/incidents/?q=weir">See all: 2 incidents</a>' in body
    assert "/actors/?q=weir" not in body


def test_the_words_are_marked_in_the_passage_that_has_them(client: Client, published: None) -> None:
    body = client.get("/search/?q=weirs").text

    assert body.count('<p class="passage">At the <mark>weir</mark>.</p>') == 2
    assert body.count("<mark>") == client.get("/incidents/?q=weirs").text.count("<mark>") == 2


def test_a_question_without_a_word_is_refused_and_nothing_is_asked(
    client: Client, published: None
) -> None:
    wrong, nothing = client.get("/search/?q=-weir"), client.get("/search/?q=")

    assert (wrong.status_code, "found" in wrong.context) == (400, False)
    assert "Write at least one word" in wrong.text
    assert (nothing.status_code, "found" in nothing.context) == (200, False)


def test_nothing_at_all_is_said_once(client: Client, published: None) -> None:
    body = client.get("/search/?q=zebra").text

    assert body.count("Nothing published has these words.") == 1
    assert "0 incidents" not in body
    assert "Did you mean:" not in body


def test_a_name_that_is_spelled_nearly_so_is_offered_where_something_is_told_of_it(
    client: Client, published: None
) -> None:
    udachne = make.place().code
    make.place(code="UA01120730040081045", search_names="|udachne|")
    assert client.get("/search/?q=Udachno").context["meant"] == {}
    make.indexed("0000000", place_code=udachne, place_codes=["UA", udachne])

    place = client.get("/search/?q=Udachno")
    actor = client.get("/search/?q=Wier+Guard")

    assert list(place.context["meant"]) == [f"/incidents/?place={udachne}"]
    assert list(actor.context["meant"].values()) == ["Weir Guard"]
    assert f'<a href="/incidents/?place={udachne}">Udachne (village), ' in place.text


def test_the_words_are_marked_in_the_header_of_a_source(client: Client) -> None:
    source = make.published_incident().evidence.all()[0].statement.source
    make.save(source, title="A report on the dam", public_note_en="Read on the shore.")
    make.published(source, note="more is known")

    assert "A report on the <mark>dam</mark>" in client.get("/sources/?q=dam").text
    assert "Read on the <mark>shore</mark>." in client.get("/search/?q=shore").text


def test_a_list_never_says_not_known_of_what_was_hidden_in_a_source(client: Client) -> None:
    source = make.published_incident().evidence.all()[0].statement.source
    make.save(source, title="A letter", published="2025-05-24")
    make.published(source, note="more is known")
    for path in ("title", "published"):
        make.hidden(source, path)

    for address in ("/sources/", "/statements/", f"/sources/{source.review.reference}/"):
        body = client.get(address).text
        assert "title not given here" in body
        assert "title not known" not in body
        assert "published: not stated" not in " ".join(body.split())


def test_what_a_statement_says_is_not_said_twice_to_mark_it(client: Client) -> None:
    source = make.source()
    make.statement(source=source, paraphrase_en="They crossed the ford & fled.")
    make.published(source)
    said = "They crossed the <mark>ford</mark> &amp; fled."

    for address in ("/statements/?q=ford", "/search/?q=ford"):
        body = client.get(address).text
        assert (body.count(said), body.count("crossed the")) == (1, 1)


def test_every_page_has_the_box(client: Client) -> None:
    for address in ("/", "/about/", "/sources/", "/nothing/"):
        assert 'action="/search/"' in client.get(address).text
