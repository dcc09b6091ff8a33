"""The longest that a form takes is published, indexed and shown; addresses stand as they are."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from sources.models import Source
from tests import factories as make
from tests.pages import form_of
from tests.test_hostile_text import hostile_world, public_pages, text_of

pytestmark = pytest.mark.django_db

# Case-folded it is twice as long, and NFKC makes it longer yet.
WIDE = "ẞ" * 2_000
LANGUAGE = "sl-Latn-IT-rozaj-nedis-1994-x-abcde"
ADDRESS = f"https://my_host.example/{'p' * 1000}"[:1000]


def test_the_longest_that_a_form_takes_is_published_and_shown(client: Client) -> None:
    actor, source, incident = hostile_world(WIDE)
    make.save(source, language=LANGUAGE, url=ADDRESS, comment="longer")
    statement = source.statements.exclude(label="other").get()
    statement.quotation_language = LANGUAGE
    name = actor.names.get()
    name.language = LANGUAGE
    make.save(source, rows=[statement], comment="longer")
    make.save(actor, rows=[name], comment="longer")
    make.published(source, note="longer")
    make.published(actor, note="longer")

    pages = {address: client.get(address) for address in public_pages(actor, source, incident)}

    assert {address: page.status_code for address, page in pages.items()} == dict.fromkeys(
        pages, 200
    )
    shown = text_of(pages[f"/sources/{source.reference}/"])
    for row, names in ((source, "title author url language"), (statement, "label quotation")):
        for field in names.split():
            column = type(row)._meta.get_field(field)
            value = getattr(row, field)
            assert (field, len(value)) == (field, getattr(column, "max_length", 0))
            assert (field, value in shown or value == LANGUAGE) == (field, True)
    assert len(incident.title_en) == incident._meta.get_field("title_en").max_length
    assert incident.title_en in text_of(pages[f"/incidents/{incident.reference}/"])
    assert actor.name_en in text_of(pages[f"/actors/{actor.reference}/"])


@pytest.mark.parametrize(
    ("model", "name", "at_least"),
    [
        ("sources.Statement", "label", 40),
        ("sources.Source", "title", 500),
        ("sources.Source", "language", 35),
        ("sources.Statement", "quotation_language", 35),
        ("sources.ActorName", "language", 35),
        ("incidents.Incident", "title_en", 300),
    ],
)
def test_a_field_is_as_long_as_real_ones(model: str, name: str, at_least: int) -> None:
    assert apps.get_model(model)._meta.get_field(name).max_length >= at_least


ADDRESSES = [
    "HTTP://news.example/1",
    "Https://News.Example/A_b",
    "https://my_host.example/a?b=c_d",
    "https://_a.b_.example/",
    "https://user_1@my_host.example:8443/#part_2",
    "https://новини.укр/стаття",
    "http://[2001:db8::1]/x",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_taken_and_stored_as_typed(
    researcher: Client, client: Client, address: str
) -> None:
    add = f"{reverse('admin:sources_source_add')}?kind=article"
    form = form_of(researcher.get(add)) | {"kind": "article", "url": address}

    researcher.post(add, form)

    source = Source.objects.get()
    assert source.url == address
    make.published(source)
    assert f'<a href="{address}"' in text_of(client.get(f"/sources/{source.reference}/"))


@pytest.mark.parametrize(
    "address",
    [
        "ftp://files.example/1",
        "javascript:alert(1)",
        "news.example/1",
        "https://",
        "https://a b.example/",
        "https://news.example/a\tb",
        "https://-a_.example",
        "//my_host.example/",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    field = Source._meta.get_field("url")

    with pytest.raises(ValidationError, match="Write the whole address"):
        field.clean(address, None)
