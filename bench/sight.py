"""`python -m bench.sight`: what it costs to ask who may read which record, at many records.

One record is entered and copied in the database, past all triggers: nothing but the plans of staff
lists reads these rows. Read the ratios to a colleague from whom nothing has to be kept.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
os.environ.setdefault(
    "ATTEST_POSTGRES_DIR", str(Path(__file__).resolve().parent.parent / ".local" / "postgres-sight")
)

import django
from django.conf import settings

ROUNDS = 7
# One in so many is restricted, and of these one in so many limited to a group.
RESTRICTED, LIMITED = 20, 5
COPIED = [
    ("review_review", ["id"]),
    ("review_event", ["review_id"]),
    ("sources_source", ["review_id"]),
    ("sources_statement", ["id", "source_id"]),
    ("incidents_incident", ["review_id"]),
    ("incidents_evidence", ["id", "incident_id", "statement_id"]),
]
FILLED = [table for table, _keys in COPIED]
FILLED += ["review_limit", "review_assignment", "accounts_member"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.sight", description=__doc__)
    parser.add_argument("--incidents", type=int, default=100_000)
    options = parser.parse_args()
    django.setup()
    from localdb import postgres

    if settings.LOCAL_POSTGRES_DIR is None:
        sys.exit("This fills its own database with invented records: unset DATABASE_URL.")
    with postgres.running(settings.LOCAL_POSTGRES_DIR):
        prepare(options.incidents)
        print_table()


def prepare(wanted: int) -> None:
    from django.core.management import call_command

    from incidents.models import Incident

    call_command("make_public_role")
    call_command("migrate", verbosity=0)
    if not Incident.objects.exists():
        enter_people()
        enter_one()
    copy(wanted - Incident.objects.count())


def enter_people() -> None:
    from django.contrib.auth.models import Group, User

    from accounts.models import NeedToKnowGroup
    from accounts.sight import show_all

    groups = {"owner": "Administrators", "all": "Reviewers", "unseeing": "Researchers"}
    for name, group in (groups | {"member": "Reviewers", "new": "Researchers"}).items():
        person = User.objects.create(username=name, is_staff=True)
        person.groups.add(Group.objects.get(name=group))
        if name != "new":
            show_all(person, by=None, reason="measured")
    owner = User.objects.get(username="owner")
    NeedToKnowGroup.objects.create(name="G", purpose="measured", made_by=owner)


def enter_one() -> None:
    from django.contrib.auth.models import User

    from incidents.models import Evidence, Incident
    from review.workflow import decisions
    from sources.models import Source, Statement

    by = User.objects.get(username="all")
    source = Source(kind="article", title="A report")
    said = Statement(source=source, label="S1", kind="incident", paraphrase_en="It was so.")
    incident = Incident(title_en="An incident", occurred="2025-05-22")
    facts = [Evidence(incident=incident, statement=said, fact=fact) for fact in ("date", "act")]
    for record, rows in ((source, [said]), (incident, facts)):
        with decisions.saving(record, by=by, seen=None, comment="entered", beyond_rows=False):
            record.save(force_insert=True)
            for row in rows:
                row.save()  # type: ignore[attr-defined]


def copy(wanted: int) -> None:
    """Keys are made from those of the first record, so that the rows of a copy find each other."""
    from django.db import connection, transaction

    if wanted <= 0:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        switch(cursor, "DISABLE", FILLED)
        for table, keys in COPIED:
            cursor.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
                " AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"
                " AND NOT (attname = 'id' AND atttypid = 'bigint'::regtype)",
                [table],
            )
            names = [name for (name,) in cursor.fetchall()]
            own = {key: f"md5(o.{key}::text || n)::uuid" for key in keys}
            if table == "review_review":
                own["reference"] = "lpad((n * 2 + (o.kind = 'incident')::int)::text, 7, '0')"
            own |= {
                "access": f"CASE WHEN n %% {RESTRICTED} = 0 THEN 'restricted' ELSE 'public' END"
            }
            values = ", ".join(own.get(name, f"o.{name}") for name in names)
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {values}"  # noqa: S608
                f" FROM {table} o, generate_series(1, %s) n",
                [wanted],
            )
        for table in ("sources_source", "incidents_incident"):
            cursor.execute(
                "INSERT INTO review_limit (review_id, group_id, by_id) SELECT review_id, ("  # noqa: S608
                " SELECT id FROM accounts_needtoknowgroup), (SELECT min(id) FROM auth_user) FROM ("
                f" SELECT review_id, row_number() OVER (ORDER BY review_id) AS n FROM {table}"
                f" WHERE access <> 'public') kept WHERE n % {LIMITED} = 0"
            )
        cursor.execute(
            "INSERT INTO review_assignment (id, review_id, person_id, by_id) SELECT"
            " gen_random_uuid(), review_id, (SELECT id FROM auth_user WHERE username = 'new'),"
            " (SELECT min(id) FROM auth_user) FROM incidents_incident"
            " WHERE access = 'public' LIMIT 200"
        )
        cursor.execute(
            "INSERT INTO accounts_member (group_id, person_id)"
            " SELECT g.id, u.id FROM accounts_needtoknowgroup g, auth_user u"
            " WHERE username = 'member'"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        switch(cursor, "ENABLE", FILLED)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def switch(cursor: Any, how: str, tables: Iterable[str]) -> None:
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} {how} TRIGGER USER")


def print_table() -> None:
    from django.contrib.auth.models import User

    from incidents.models import Incident
    from sources.models import Source, Statement

    print(f"{Incident.objects.count()} incidents; milliseconds, and the ratio to who sees all open")
    roles = ["all", "member", "unseeing", "new"]
    for name, asked in questions(Incident, Source, Statement).items():
        seconds = {role: measured(asked, User.objects.get(username=role)) for role in roles}
        told = (f"{role} {1000 * s:.1f} ({s / seconds['all']:.2f})" for role, s in seconds.items())
        print(f"{name:<22}", "  ".join(told))


def questions(*models: Any) -> dict[str, Callable[[Any], Any]]:
    found: dict[str, Callable[[Any], Any]] = {}
    for model in models:
        name = model._meta.model_name
        found[f"{name}: page"] = lambda person, model=model: list(
            model.visible_to(person).order_by("pk")[:50].values_list("pk")
        )
        found[f"{name}: count"] = lambda person, model=model: model.visible_to(person).count()
        found[f"{name}: search"] = lambda person, model=model: list(
            model.visible_to(person).mentioning("none such")[:50]
        )
    return found


def measured(asked: Callable[[Any], Any], person: Any) -> float:
    taken = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        asked(person)
        taken.append(time.perf_counter() - start)
    return median(taken)


if __name__ == "__main__":
    main()
