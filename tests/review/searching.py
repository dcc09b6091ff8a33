"""Where a word still stands: in what the public is served, and in the whole database."""

import json
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from review.models import Review
from review.public.public_state import public_reading
from review.public.role import role

# A word that stands nowhere but where a test puts it.
SECRET = "Quixelby"
LISTS = [
    "home",
    "search",
    "incident_list",
    "source_list",
    "statement_list",
    "actor_list",
    "incident_csv",
]
RECORD_PAGES = ["detail", "editions", "edition", "changes"]


def body_of(response: Any) -> str:
    return bytes(response.getvalue()).decode()


def addresses() -> Iterator[str]:
    """Every address of the public site that tells something of records, in both languages."""
    for language in ("en", "uk"):
        with translation.override(language):
            for name in [*LISTS, "transparency", "editions_jsonl"]:
                yield reverse(name)
            for review in Review.objects.exclude(edition=None):
                numbers = range(1, review.editions.count() + 1)
                of = {"edition": numbers, "changes": numbers[1:]}
                for page in RECORD_PAGES:
                    for number in of.get(page, [None]):
                        kwargs = {"number": number} if number else {}
                        yield reverse(
                            f"{review.kind}_{page}", kwargs=kwargs | {"reference": review.reference}
                        )


def pages_with(client: Client, word: str) -> set[str]:
    """Addresses at which the word can be read."""
    return set(words_on_pages(client, [word]))


def words_on_pages(client: Client, words: Iterable[str]) -> dict[str, set[str]]:
    """Which of the words can be read at which address: one walk, for any number of them."""
    found = {}
    for address in addresses():
        body = body_of(client.get(address)).casefold()
        if told := {word for word in words if word.casefold() in body}:
            found[address] = told
    return found


def found_by_search(client: Client, word: str) -> set[str]:
    """Lists in which a search for the word finds something."""
    found = set()
    for name in LISTS[1:]:
        address = f"{reverse(name)}?q={word}"
        everything, asked = (
            body_of(client.get(f"{reverse(name)}?q=nowhereatall")),
            body_of(client.get(address)),
        )
        if asked.replace(word, "nowhereatall") != everything:
            found.add(name)
    return found


def tables_with(word: str, *, as_public: bool = False) -> set[str]:
    """Tables and views with a row that holds the word, in any column and any spelling of JSON."""
    spellings = {word.casefold(), json.dumps(word)[1:-1].casefold()}
    return {
        table
        for table in readable_by(role().strip('"') if as_public else None)
        if _holds(table, spellings, as_public=as_public)
    }


def readable_by(name: str | None) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname = 'public'"
            " AND has_table_privilege(coalesce(%s, current_user), c.oid, 'SELECT')",
            [name],
        )
        return [table for (table,) in cursor.fetchall()]


def _holds(table: str, spellings: Iterable[str], *, as_public: bool) -> bool:
    with public_reading() if as_public else nullcontext(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {table} t WHERE lower(t::text) LIKE ANY (%s)",
            [[f"%{spelling.replace('\\', '\\\\\\\\')}%" for spelling in spellings]],
        )
        return bool(cursor.fetchone()[0])
