"""What a program asks wrongly is refused with 400 and a sentence, at every address for programs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from incidents.files.feeds import ChangesForm
from incidents.lists.filters import IncidentFilters
from incidents.models import Incident
from incidents.tallies.tally_pages import TallyFilters
from sources.files.formats import PageForm
from sources.lists.filters import ActorFilters, SourceFilters, StatementFilters
from sources.lists.several import SeveralField
from sources.pages.completion import BegunForm
from tests.test_access import OPEN

pytestmark = pytest.mark.django_db

Fields = dict[str, forms.Field]


def of(filters: Any) -> Callable[[], Fields]:
    return lambda: filters({}).form.fields


def of_changes() -> Fields:
    return dict(ChangesForm.base_fields)


def of_begun() -> Fields:
    return dict(BegunForm.base_fields)


def of_pages(filters: Any) -> Callable[[], Fields]:
    return lambda: filters({}).form.fields | PageForm.base_fields


LISTS = {
    "incident": (IncidentFilters, ["csv", "json", "geojson", "xlsx", "atom", "numbers"]),
    "source": (SourceFilters, ["csv", "json"]),
    "statement": (StatementFilters, ["csv", "json"]),
    "actor": (ActorFilters, ["csv", "json"]),
}
ADDRESSES: dict[str, Callable[[], Fields]] = {
    "tallies_csv": of(TallyFilters),
    "tallies_svg": of(TallyFilters),
    "changes_json": of_changes,
    "changes_atom": of_changes,
    "complete_actors_json": of_begun,
    "complete_places_json": of_begun,
    "complete_sources_json": of_begun,
    "editions_jsonl": dict,
    "data_columns": dict,
    "data_terms": dict,
}
for name in sorted(OPEN):
    if name == "map_marks" or name.startswith("picture_"):
        ADDRESSES[name] = of(IncidentFilters)
for kind, (filters, formats) in LISTS.items():
    for form in formats:
        ADDRESSES[f"{kind}_{form}"] = (of_pages if form == "json" else of)(filters)
    for form in ("bibtex", "csl", "cite"):
        ADDRESSES[f"{kind}_list_{form}"] = of(filters)

NUL, NOT_UTF_8, LONG = "a%00b", "%FF%FE", "x" * 10_000
ANY = [NUL, NOT_UTF_8, LONG]
NO_NUMBER = ["-1", "0", "1.5", "1e9", "1000000000000000000", "9" * 5000]
NO_DAY = ["2025-02-30", "99999-01-01", "0000-01-01", "22/05/2025", "31.02.2025", "2025-13", "0000"]
NO_CODE = ["-1", "%27%3B--", "KILLED_CAPTURED"]
# Words are free text: whatever has a letter or a digit is a question, and finds nothing.
NO_WORDS = ["%25", "...", "%ED%A0%80", *ANY]


def bad_values(name: str, field: forms.Field) -> list[str]:
    match field:
        case forms.IntegerField():
            # To ask for what came after the beginning is to ask for all.
            return [*ANY, *(value for value in NO_NUMBER if (name, value) != ("after", "0"))]
        case forms.DateField():
            return [*ANY, *NO_DAY]
        case _ if name == "q":
            return NO_WORDS
        case _:
            return [*ANY, *NO_CODE]


def bad_questions(fields: Fields) -> Iterator[str]:
    for name, field in fields.items():
        yield from (f"{name}={value}" for value in bad_values(name, field))
        yield f"{name}=1&{name}=2"
        if not isinstance(field, SeveralField):
            yield f"{name}=&{name}="
        yield f"{name.upper()}=1"
    yield from ("nothing=1", "nothing=", "=1", "a%00b=1", "%FF=1", f"{LONG}=1", "from[]=1")
    if "page" not in fields:
        yield from ("page=2", "page=x", "page=")
    if {"page", "limit"} <= fields.keys():
        yield from ("page=10&limit=1001", "page=11&limit=1000", f"page={2**53}&limit=1")
    if {"from", "to"} <= fields.keys():
        yield "from=2025-06-01&to=2025-05-01"


@pytest.mark.parametrize("name", ADDRESSES)
def test_what_is_not_understood_is_refused_in_a_sentence(
    public_incident: Incident, client: Client, name: str
) -> None:
    questions = list(bad_questions(ADDRESSES[name]()))
    answers = {one: answer(client, f"{reverse(name)}?{one}") for one in questions}

    wrong = [one[:60] for one, told in answers.items() if not is_refusal(*told)]
    assert wrong == []
    assert len(answers) >= 10


def answer(client: Client, address: str) -> tuple[int, str, str]:
    response: Any = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, response["Content-Type"], body.decode(errors="replace")


def is_refusal(status: int, content_type: str, body: str) -> bool:
    """In words, as text or as JSON."""
    kinds = {"text/plain; charset=utf-8", "application/json"}
    return status == 400 and content_type in kinds and "." in body


def test_every_address_for_programs_is_tried() -> None:
    """Those of one record have nothing to ask."""
    ends = ["csv", "json", "geojson", "xlsx", "atom", "jsonl", "svg", "numbers", "columns", "terms"]
    ends += ["list_cite", "list_bibtex", "list_csl"]
    formats = tuple(f"_{end}" for end in ends)
    named = {name for name in OPEN if name.endswith(formats)} | {"map_marks"}
    assert named == set(ADDRESSES)


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_value_that_is_left_blank_asks_for_nothing(
    public_incident: Incident, client: Client, name: str
) -> None:
    """As a browser sends a form of which little is filled in."""
    query = "&".join(f"{one}=" for one in ADDRESSES[name]())
    assert answer(client, f"{reverse(name)}?{query}")[0] == 200


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "in place"])
@pytest.mark.parametrize("kind", LISTS)
def test_a_list_says_that_it_does_not_know_a_filter_of_another(
    client: Client, kind: str, headers: dict[str, str]
) -> None:
    own = of(LISTS[kind][0])()
    every = {
        name: field for filters, _formats in LISTS.values() for name, field in of(filters)().items()
    }
    foreign = {name: field for name, field in every.items() if name not in own}

    for name, field in foreign.items():
        for value in [*(str(choice) for choice, _label in getattr(field, "choices", ())), "x"][:2]:
            response = client.get(reverse(f"{kind}_list"), {name: value or "x"}, headers=headers)
            assert "There is no filter" in response.text, name

    assert foreign != {}
