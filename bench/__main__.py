"""`python -m bench`: load invented incidents, serve the site, ask each page in turn, print a table.

The pages are asked in turn, so that a machine whose speed drifts slows all of them alike; read the
ratios, not the milliseconds. All but the kept pages are asked with another question each time, so
that none of them is answered from what the process keeps. A second table is of pages after another
record has changed, as by an approval.
"""

import argparse
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from http.client import HTTPConnection, IncompleteRead
from io import StringIO
from pathlib import Path
from statistics import median
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
os.environ.setdefault(
    "ATTEST_POSTGRES_DIR", str(Path(__file__).resolve().parent.parent / ".local" / "postgres-bench")
)

import django
from django.conf import settings

WARM_UP = 20
IN_PROCESS = 40
TRIVIAL = "trivial view"
TRIVIAL_ADDRESS = "/trivial/"
DOWNLOADS = [
    *("/incidents.csv", "/incidents.json", "/incidents.geojson", "/incidents.xlsx"),
    *("/sources.csv", "/statements.csv", "/statements.json", "/actors.csv", "/actors.json"),
]
MILLION = 1_000_000
MOST_PAGES = 400
AS_BROWSERS = {"Accept-Encoding": "gzip, deflate, br"}


@dataclass
class Page:
    """An address; each time with another `{n}`, `{day}`, late page `{deep}` or `{incident}`."""

    name: str
    address: str
    # What this is to reach of the trivial view's rate.
    wanted: float | None = None
    seconds: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0
    # Whether another record changes before it is asked for.
    after_a_change: bool = False
    # What `{incident}` stands for, in turn.
    references: list[str] = field(default_factory=list)

    def asked(self, number: int) -> str:
        day = date(2022, 2, 24) + timedelta(days=number)
        incident = self.references[number % len(self.references)] if self.references else ""
        deep = MOST_PAGES - number
        return self.address.format(n=number, day=day, deep=deep, incident=incident)


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--incidents", type=int, default=20_000)
    parser.add_argument("--rows", type=int, default=0, help="copy rows of the index up to so many")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--no-files", dest="files", action="store_false", help="no whole files")
    options = parser.parse_args()
    django.setup()
    from localdb import postgres

    if settings.LOCAL_POSTGRES_DIR is None:
        sys.exit("make bench fills its own database with invented records: unset DATABASE_URL.")
    with postgres.running(settings.LOCAL_POSTGRES_DIR):
        prepare(options.incidents, options.rows)
        pages = [page for page in pages_to_ask() if is_there(page)]
        changing = [page for page in pages_after_a_change() if is_there(page)]
        measure_in_process([*pages, *changing])
        with served() as (port, worker):
            ask(pages, port, options.rounds)
            print_table(pages)
            ask(changing, port, options.rounds)
            print_table(changing)
            for address in DOWNLOADS if options.files else ():
                print_download(address, port, worker)
        print_ready()
        print_days()
        print_facets()
        print_reading()
        if options.files:
            print_origins()


def prepare(wanted: int, rows: int) -> None:
    from django.core.management import call_command

    from accounts.rights import has_two_administrators
    from incidents.models import PublishedIncident

    call_command("make_public_role")
    call_command("migrate", verbosity=0)
    call_command("load_gazetteer", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for name in ("bench-administrator", "bench-second-administrator"):
        if not has_two_administrators():
            call_command("make_administrator", name)
    there = PublishedIncident.objects.count()
    if there < wanted:
        call_command("make_sample_incidents", wanted - there, seed=there + 1)
    copy_rows(rows - max(there, wanted))
    from django.db import connection

    with connection.cursor() as cursor:
        # What a database in use does by itself: until then it looks at each row of an index.
        cursor.execute("VACUUM ANALYZE")


def copy_rows(wanted: int) -> None:
    """More rows of the index alone: lists read nothing else, and editions take long to make."""
    from django.db import connection

    from incidents.models import PublishedIncident
    from review.models import PublicRecord

    if wanted <= 0:
        return
    originals = PublicRecord.objects.filter(kind="incident").count()
    names = [field.column for field in PublishedIncident._meta.concrete_fields]
    own = {"reference": "lpad((rows + number)::text, 7, '0')", "position": "last + number"}
    values = ", ".join(own.get(name, name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO incidents_publishedincident ({', '.join(names)}) SELECT {values} FROM ("  # noqa: S608
            # In no order: alike rows in a line would make smaller bitmaps than there are.
            " SELECT i.*, row_number() OVER (ORDER BY random()) AS number"
            " FROM incidents_publishedincident i"
            " JOIN review_public_record USING (reference), generate_series(0, %s) LIMIT %s"
            ") AS copies, ("
            " SELECT count(*) AS rows, max(position) AS last FROM incidents_publishedincident"
            ") AS there ON CONFLICT DO NOTHING",  # a record's reference may be all digits, too
            [wanted // originals, wanted],
        )


def pages_to_ask() -> list[Page]:
    from review.models import PublicRecord

    # Copied rows have no record and so no page.
    real = PublicRecord.objects.filter(kind="incident").order_by("reference")
    references = list(real.values_list("reference", flat=True))
    filtered = "/incidents/?kind=killed_captured&assessment=reported&from={day}&to=2025-12-31"
    return [
        Page(TRIVIAL, TRIVIAL_ADDRESS),
        Page("kept page", f"/incidents/{references[-1]}/", 2.0),
        Page("kept list", "/incidents/", 2.0),
        Page("list, facets", "/incidents/?page={n}", 0.10),
        Page("filtered list", filtered),
        Page(
            "several values",
            "/incidents/?kind=killed_captured&kind=killed_surrendering&assessment=!refuted&from={day}",
        ),
        Page("days", "/incidents/?from={day}&to=2025-12-31"),
        Page("place", "/incidents/?place=UA14&from={day}"),
        Page("search", "/incidents/?q=surrendering&page={n}"),
        Page("deep page", "/incidents/?page={deep}"),
        Page("map", "/incidents/?view=map&from={day}"),
        Page("timeline", "/incidents/?view=timeline&from={day}"),
        Page("charts", "/incidents/?view=charts&from={day}"),
        Page("first draw", "/incidents/{incident}/", 0.04, references=references[:-1]),
        Page("complete place", "/complete/places.json?q=ud{n}"),
        Page("complete actor", "/complete/actors.json?q=brigade%20{n}"),
        Page("statements", "/statements/?page={n}"),
        # They have fewer pages than there are rounds.
        Page("sources", "/sources/?updated_since={day}"),
        Page("JSON of 50", "/incidents.json?limit=50&page={n}", 0.10),
        Page("feed", "/incidents.atom?from={day}"),
        Page("changes", "/changes.json?after={n}"),
    ]


def pages_after_a_change() -> list[Page]:
    from incidents.models import PublishedIncident

    last = PublishedIncident.objects.order_by("-reference")[0]
    return [
        Page(TRIVIAL, "/trivial/"),
        # Whichever is asked for first has to find out what has changed.
        Page("asked first", "/method/", after_a_change=True),
        Page("detail", last.get_absolute_url(), 0.9),
        Page("list", "/incidents/", after_a_change=True),
        Page("home", "/", after_a_change=True),
        Page("data", "/data/", after_a_change=True),
    ]


def change_elsewhere() -> None:
    """What an approval does to kept pages: the index of one other record is written anew."""
    from django.db import connection
    from django.db.models import F

    from incidents.models import PublishedIncident

    first = PublishedIncident.objects.order_by("reference")[:1]
    PublishedIncident.objects.filter(pk__in=first.values("pk")).update(edition=F("edition"))
    connection.close()


def is_there(page: Page) -> bool:
    from django.test import Client

    status = Client(HTTP_HOST="127.0.0.1").get(page.asked(1)).status_code
    if status != 200:
        print(f"{page.name}: {page.asked(1)} answers {status} and is left out.")
    return status == 200


def measure_in_process(pages: list[Page]) -> None:
    """Statements, size, and the time that the database takes for each page."""
    from django.db import connection
    from django.test import Client

    for page in pages:
        statements: list[float] = []

        def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            start = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                statements.append(time.perf_counter() - start)  # noqa: B023

        for number in range(1, IN_PROCESS + 1):
            statements.clear()
            with connection.execute_wrapper(timed):
                response = Client(HTTP_HOST="127.0.0.1").get(page.asked(number))
                body = b"".join(response) if response.streaming else response.content
            page.database.append(sum(statements))
            page.queries, page.size = len(statements), len(body)


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """Port and worker's pid of one gunicorn worker with production settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--workers=1", "--threads=1"]
    command += ["--keep-alive=60", f"--bind=127.0.0.1:{port}"]
    server = subprocess.Popen([*command, "--log-level=error"])
    try:
        wait_for(port)
        get(port, TRIVIAL_ADDRESS)  # when it is answered, there is a worker
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
        yield port, int(children.split()[0])
    finally:
        server.terminate()
        server.wait()


def get(port: int, address: str) -> bytes:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", address)
    body = connection.getresponse().read()
    connection.close()
    return body


def wait_for(port: int) -> None:
    for _attempt in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("The server did not start within ten seconds.")


def ask(pages: list[Page], port: int, rounds: int) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    for number in range(WARM_UP + rounds):
        for page in pages:
            if page.after_a_change:
                change_elsewhere()
            start = time.perf_counter()
            asked = page.asked(number + 1)
            connection.request("GET", asked, headers=AS_BROWSERS)
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                sys.exit(f"{page.name}: {asked} answers {response.status}: nothing is measured.")
            if number >= WARM_UP:
                page.seconds.append(time.perf_counter() - start)
    connection.close()


def print_table(pages: list[Page]) -> None:
    limit = median(pages[0].seconds)
    print(
        f"{'page':<16}{'median ms':>10}{'p95 ms':>9}{'rate/trivial':>14}{'wanted':>8}"
        f"{'statements':>12}{'database p95 ms':>17}{'kB':>7}"
    )
    for page in pages:
        middle = median(page.seconds)
        wanted = f"{page.wanted:.2f}" if page.wanted else ""
        print(
            f"{page.name:<16}{middle * 1000:>10.2f}{p95(page.seconds) * 1000:>9.2f}"
            f"{limit / middle:>14.2f}{wanted:>8}{page.queries:>12}"
            f"{p95(page.database) * 1000:>17.2f}{page.size / 1000:>7.1f}"
        )


def print_ready() -> None:
    """From the start of a worker to the numbers of its first list, and what they take of memory."""
    from django.core.management import call_command

    from sources.models import StoredBitmaps

    StoredBitmaps.objects.all().delete()
    print_first_list("read from the index")
    start = time.perf_counter()
    call_command("store_bitmaps", stdout=StringIO())
    seconds, size = time.perf_counter() - start, len(stored_content())
    print_first_list(f"{size / 1e6:.1f} MB stored, which took {seconds:.1f} s")


def stored_content() -> bytes:
    from sources.models import StoredBitmaps

    return bytes(StoredBitmaps.objects.get(name="IncidentFilters").content)


def print_first_list(how: str) -> None:
    seconds = {}
    with served() as (port, worker):
        before = memory(worker)
        # The second is what a list costs without what is done once.
        for address in ("/sources/", "/incidents/?page=1", "/incidents/?page=2"):
            start = time.perf_counter()
            get(port, address)
            seconds[address] = time.perf_counter() - start
        first, second = seconds["/incidents/?page=1"], seconds["/incidents/?page=2"]
        print(
            f"ready: first list of incidents after {first:.2f} s, the second {second:.2f} s,"
            f" {memory(worker):.0f} MB of memory, {memory(worker) - before:.0f} since the start"
            f" ({how})"
        )


def print_days() -> None:
    """From and to by bitmaps, and by SQL, which they replaced."""
    from django.http import QueryDict

    from incidents.lists.filters import IncidentFilters
    from incidents.models import PublishedIncident
    from review.public.reading import public_reading
    from sources.lists.facets import FoundRows, bitmaps

    for when in ("possible", "certain"):
        by_bitmaps, by_sql = [], []
        for number in range(20):
            first = date(2022, 2, 24) + timedelta(days=number)
            question = QueryDict(f"from={first}&to=2024-06-30&when={when}")
            filters = IncidentFilters(question, PublishedIncident.objects.defer("search"))
            filters.is_valid()
            with public_reading() as state:
                kept = bitmaps(filters, state)
                start = time.perf_counter()
                found = len(FoundRows(filters, kept).without())
                by_bitmaps.append(time.perf_counter() - start)
                start = time.perf_counter()
                by_index = filters.found_without().count()
                by_sql.append(time.perf_counter() - start)
            if found != by_index:
                sys.exit(f"{question}: {found} by bitmaps, {by_index} by SQL")
        size = sum(
            len(rows.serialize()) for name in filters.DAYS for rows in kept.having[name].values()
        )
        print(
            f"days: {len(kept.rows)} rows, {when}: {median(by_bitmaps) * 1000:.2f} ms by"
            f" {size / 1e6:.1f} MB of bitmaps, {median(by_sql) * 1000:.1f} ms to count by SQL"
        )


def print_facets() -> None:
    """All numbers of all facets: of the index as it is, and of a million invented rows."""
    from django.http import QueryDict

    from incidents.lists.filters import IncidentFilters
    from incidents.models import PublishedIncident
    from review.public.public_state import public_reading
    from sources.lists import facets

    for question in ("", "kind=killed_captured&disputed=no"):
        filters = IncidentFilters(QueryDict(question), PublishedIncident.objects.defer("search"))
        filters.is_valid()
        with public_reading() as state:
            facets.forget()
            kept = facets.bitmaps(filters, state)
            for rows in (kept, invented(kept, MILLION)):
                facets.KEPT[IncidentFilters] = rows
                seconds = []
                for _time in range(50):
                    start = time.perf_counter()
                    counts = facets.count(filters, state)
                    seconds.append(time.perf_counter() - start)
                values = sum(map(len, counts.of.values()))
                print(
                    f"facets: {values} numbers of {len(counts.of)} facets over {len(rows.rows)}"
                    f" rows, asked “{question}”: {median(seconds) * 1000:.2f} ms,"
                    f" {bytes_of(rows) / 1e6:.1f} MB of bitmaps"
                )


def invented(kept: Any, rows: int) -> Any:
    """Bitmaps of so many rows, each value as frequent as in those that are there."""
    from pyroaring import BitMap64

    dice = random.Random(1)  # noqa: S311 (nothing secret is drawn)
    found = {
        name: {
            value: BitMap64(dice.sample(range(rows), len(some) * rows // len(kept.rows)))
            for value, some in having.items()
        }
        for name, having in kept.found.items()
    }
    return replace(kept, rows=BitMap64(range(rows)), found=found)


def bytes_of(kept: Any) -> int:
    every = [kept.rows, *(rows for having in kept.found.values() for rows in having.values())]
    return sum(len(rows.serialize()) for rows in every)


def print_download(address: str, port: int, worker: int) -> None:
    """A whole file: time to the first byte, size, and memory added to the worker.

    On a slow machine it may be broken off, as for a reader: then it says so, and the next is asked.
    """
    Path(f"/proc/{worker}/clear_refs").write_text("5")  # forget the peak so far
    before = memory(worker)
    connection = HTTPConnection("127.0.0.1", port)
    start = time.perf_counter()
    connection.request("GET", address)
    response = connection.getresponse()
    first, size, end = 0.0, 0, ""
    try:
        while chunk := response.read1(65536):
            first = first or time.perf_counter() - start
            size += len(chunk)
    except (IncompleteRead, ConnectionError):
        end = f", BROKEN OFF: more than the {settings.PUBLIC_FILE_SECONDS:.0f} s that it may take"
    connection.close()
    rows = re.search(r"rows-(\d+)", response.headers["Content-Disposition"])
    print(
        f"{address:<20}{rows[1] if rows else '':>8} rows, first byte after {first:.2f} s, "
        f"{size / 1e6:.1f} MB in {time.perf_counter() - start:.1f} s, "
        f"{memory(worker) - before:.0f} MB more memory{end}"
    )


def print_reading() -> None:
    """What the desk proposes from a report, beside the trivial view in the same process."""
    from django.test import Client

    from bench.reports import print_report

    print_report(lambda: Client(HTTP_HOST="127.0.0.1").get(TRIVIAL_ADDRESS))


def print_origins() -> None:
    """The origins of every incident computed anew from its current edition."""
    from incidents.corroboration.corroboration import incident_origins

    start = time.perf_counter()
    computing, incidents, statements = 0.0, 0, 0
    for document in current_documents():
        begun = time.perf_counter()
        incident_origins(document)
        computing += time.perf_counter() - begun
        incidents, statements = incidents + 1, statements + len(document["statements"])
    print(
        f"Origins: {incidents} incidents with {statements} statements in "
        f"{time.perf_counter() - start:.1f} s, {computing:.1f} s of it without reading them"
    )


def current_documents() -> Iterator[dict[str, Any]]:
    """What origins are computed from, of every incident that is public."""
    from django.db.models import Prefetch

    from review.editions.documents import paths_of, put_together
    from review.models import PublicEdition, PublicPart

    needed = PublicPart.objects.filter(path__regex="^(kinds$|involvements/|evidence/|statements/)")
    current = PublicEdition.objects.filter(kind="incident", is_current=True)
    with_parts = current.prefetch_related(Prefetch("parts", needed))
    for edition in with_parts.iterator(chunk_size=500):
        values = {part.path: part.value for part in edition.parts.all()}
        yield put_together(paths_of(edition.payload), values, {})


def memory(pid: int) -> float:
    """The peak resident memory of a process in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1000
    raise LookupError("VmHWM")


if __name__ == "__main__":
    main()
