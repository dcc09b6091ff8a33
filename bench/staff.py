"""`python -m bench.staff`: what each page of the staff costs among thousands of drafts.

One report is entered and copied in the database (`bench.sight`): half of the drafts are sources,
half are incidents that rest on them. Read the ratios to the page that asks for nothing.
"""

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault(
    "ATTEST_POSTGRES_DIR", str(Path(__file__).resolve().parent.parent / ".local" / "postgres-staff")
)

os.environ["SECOND_FACTOR_REQUIRED"] = "false"

import django
from django.conf import settings

from bench import sight

DRAFTS, WAITING, LINKS = 7_000, 500, 3_000
ROUNDS = 3
# Wanted of every page: server time in milliseconds, statements.
MOST_MS, MOST_STATEMENTS = 300, 25
CHANGED = ("incidents_incident", "review_review", "review_event")
# The records that were entered and not copied.
FIRST = "SELECT object_id::uuid FROM reversion_version"
NOTHING = "a page that asks for nothing"
# A new colleague, who sees what is assigned to them.
NEW = "new"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.staff", description=__doc__)
    parser.add_argument("--drafts", type=int, default=DRAFTS)
    options = parser.parse_args()
    django.setup()
    from localdb import postgres

    if settings.LOCAL_POSTGRES_DIR is None:
        sys.exit("This fills its own database with invented records: unset DATABASE_URL.")
    with postgres.running(settings.LOCAL_POSTGRES_DIR):
        prepare(options.drafts)
        print_table()


def prepare(drafts: int) -> None:
    from django.core.management import call_command

    from review.models import Review

    sight.prepare(drafts // 2)
    call_command("load_gazetteer", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Review.objects.filter(work="submitted").exists():
        tell_apart()
        submit_some(WAITING)
    paste(LINKS)


def paste(wanted: int) -> None:
    """Links that are looked at every morning."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from incidents.intake import adding

    by = User.objects.get(username="all")
    for first in range(0, wanted, adding.MOST_LINKS):
        numbers = range(first, min(first + adding.MOST_LINKS, wanted))
        links = "\n".join(f"https://t.me/somechannel/{number}" for number in numbers)
        adding.add(links, by=by, at=timezone.now())


def tell_apart() -> None:
    """Other titles, days and saves: else each incident would look like the event of all others.

    The first report keeps its own saves, which are what the pages of one record show.
    """
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        sight.switch(cursor, "DISABLE", CHANGED)
        cursor.execute(
            "CREATE TEMP TABLE own ON COMMIT DROP AS SELECT id AS review, row_number() OVER ()"  # noqa: S608
            " + (SELECT max(id) FROM reversion_revision) AS revision FROM review_review"
            f" WHERE id NOT IN ({FIRST})"
        )
        cursor.execute(
            "INSERT INTO reversion_revision (id, date_created, comment)"
            " SELECT revision, now(), 'copied' FROM own"
        )
        for table, key, column in (
            ("review_review", "id", "head_id"),
            ("review_event", "review_id", "revision_id"),
        ):
            cursor.execute(
                f"UPDATE {table} SET {column} = revision FROM own WHERE {key} = review"  # noqa: S608
            )
        cursor.execute(
            "UPDATE incidents_incident SET title_en = md5(review_id::text), occurred = day::text,"
            " occurred_earliest = day, occurred_latest = day FROM (SELECT review_id AS pk,"
            " date '2022-02-24' + (row_number() OVER (ORDER BY review_id) % 1500)::int AS day"
            " FROM incidents_incident) each WHERE pk = review_id"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        sight.switch(cursor, "ENABLE", CHANGED)


def submit_some(wanted: int) -> None:
    """As their author would have: half sources, half the incidents that rest on them."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        sight.switch(cursor, "DISABLE", CHANGED)
        cursor.execute(
            "UPDATE review_review SET work = 'submitted' WHERE id IN ("  # noqa: S608
            " SELECT review_id FROM incidents_incident WHERE access = 'public'"
            " ORDER BY review_id LIMIT %s) OR id IN ("
            " SELECT s.review_id FROM sources_source s JOIN sources_statement t ON t.source_id ="
            " s.review_id JOIN incidents_evidence e ON e.statement_id = t.id"
            " WHERE e.incident_id IN (SELECT review_id FROM incidents_incident"
            " WHERE access = 'public' ORDER BY review_id LIMIT %s))"
            f" OR id IN ({FIRST})",
            [wanted // 2, wanted // 2],
        )
        cursor.execute(
            "INSERT INTO review_event (review_id, kind, by_id, comment, revision_id, line)"
            " SELECT id, 'submitted', (SELECT id FROM auth_user WHERE username = 'all'), 'done',"
            " head_id, '' FROM review_review WHERE work = 'submitted'"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        sight.switch(cursor, "ENABLE", CHANGED)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def pages() -> Iterator[tuple[str, str]]:
    """Each page's name and address: lists of work, of records, and the pages of one record."""
    from django.urls import reverse

    from incidents.models import Incident
    from review.admin import queues
    from review.models import Review

    yield NOTHING, reverse("admin:password_change_done")
    yield "my work", reverse("admin:index")
    yield "the desk", reverse("admin:desk")
    yield "intake", reverse("admin:intake")
    yield "intake, whatever its state", f"{reverse('admin:intake')}?state=all&words=channel"
    queue = reverse("admin:review_review_changelist")
    yield "what waits", queue
    yield "what waits, oldest", f"{queue}?o=1"
    for name in queues.LISTS:
        yield name, reverse(f"admin:review_review_{name}")
    yield "saved filters", reverse("admin:review_review_filters")
    yield "tags of the team", reverse("admin:review_review_tags")
    yield "find in all", f"{reverse('admin:review_review_find')}?q=report"
    for kind in ("incidents_incident", "sources_source", "sources_statement", "sources_actor"):
        listed = reverse(f"admin:{kind}_changelist")
        yield kind, listed
        yield f"{kind}, searched", f"{listed}?q=report"
    yield "places", f"{reverse('admin:incidents_place_changelist')}?q=ivan"
    choice = "?app_label=incidents&model_name=incident&field_name=place&term=ivan"
    yield "choosing a place", reverse("admin:autocomplete") + choice
    waiting = Review.objects.filter(work="submitted", kind="incident").order_by("head_id")[0]
    incident = Incident.objects.get(pk=waiting.pk)
    yield "review page", reverse("admin:review_review_detail", args=[waiting.pk])
    yield "its history", reverse("admin:review_review_history", args=[waiting.pk])
    yield "its form", reverse("admin:incidents_incident_change", args=[incident.pk])
    yield "its evidence", reverse("admin:incidents_incident_evidence", args=[incident.pk])
    yield "a new incident", reverse("admin:incidents_incident_add")
    yield "a new source", reverse("admin:sources_source_add")


def print_table() -> None:
    from django.contrib.auth.models import User
    from django.test import Client

    from incidents.models import Place
    from review.models import Review

    # Of a record that a new colleague may not read each asking would be a line.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    work = {name: Review.objects.filter(work=name).count() for name in ("draft", "submitted")}
    print(f"{work['draft']} drafts, {work['submitted']} waiting, {Place.objects.count()} places")
    print(f"{'page':<32}{'role':<8}{'ms':>8}{'ratio':>8}{'statements':>12}")
    for role in ("member", "all", NEW):
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(User.objects.get(username=role))
        nothing = 0.0
        for name, address in pages():
            ask = partial(client.get, address)
            if role == NEW and ask().status_code == 404:
                continue  # a record that is not theirs
            seconds, statements = measured(ask)
            nothing = nothing or seconds
            is_much = 1000 * seconds > MOST_MS or statements > MOST_STATEMENTS
            print(
                f"{name:<32}{role:<8}{1000 * seconds:>8.0f}{seconds / nothing:>8.1f}"
                f"{statements:>12}{'  above what is wanted' if is_much else ''}"
            )


def measured(ask: Callable[[], Any]) -> tuple[float, int]:
    """Median seconds, and statements, of a page that answers."""
    from django.db import connection

    statements = 0
    ask()  # what a process finds out once, and that somebody opened it

    def counted(execute: Any, *asked: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*asked)

    with connection.execute_wrapper(counted):
        response = ask()
    if response.status_code != 200:
        sys.exit(f"{response.request['PATH_INFO']} answers {response.status_code}.")
    seconds = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - start)
    return median(seconds), statements


if __name__ == "__main__":
    main()
