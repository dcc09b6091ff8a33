"""`python -m bench`: load invented incidents, serve the site, ask each page in turn, print a table.

The pages are asked in turn, so that a machine whose speed drifts slows all of them alike; read the
ratios, not the milliseconds.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
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
TRIVIAL = "trivial view"
DOWNLOADS = [
    *("/incidents.csv", "/incidents.json", "/incidents.geojson", "/incidents.xlsx"),
    *("/sources.csv", "/statements.csv", "/statements.json", "/actors.json"),
]


@dataclass
class Page:
    name: str
    address: str
    seconds: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0

    def p95(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--incidents", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    django.setup()
    from config import local_postgres

    if settings.LOCAL_POSTGRES_DIR is None:
        sys.exit("make bench fills its own database with invented records: unset DATABASE_URL.")
    with local_postgres.running(settings.LOCAL_POSTGRES_DIR):
        prepare(options.incidents)
        pages = pages_to_ask()
        count_queries(pages)
        with served() as (port, worker):
            ask(pages, port, options.rounds)
            print_table(pages)
            for address in DOWNLOADS:
                print_download(address, port, worker)
        print_origins()


def prepare(wanted: int) -> None:
    from django.core.management import call_command

    from incidents.models import PublishedIncident

    call_command("make_public_role")
    call_command("migrate", verbosity=0)
    call_command("load_gazetteer", verbosity=0)
    there = PublishedIncident.objects.count()
    if there < wanted:
        call_command("make_sample_incidents", wanted - there, seed=there + 1)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def pages_to_ask() -> list[Page]:
    from incidents.models import PublishedIncident

    one = PublishedIncident.objects.order_by("reference")[0]
    return [
        Page(TRIVIAL, "/trivial/"),
        Page("list", "/incidents/"),
        Page("filtered list", "/incidents/?place=UA14&from=2023-01-01&to=2023-12-31"),
        Page("search", "/incidents/?q=surrendering"),
        Page("detail", one.get_absolute_url()),
        Page("home", "/"),
        Page("statements", "/statements/"),
        Page("sources", "/sources/"),
        Page("JSON, 50 rows", "/incidents.json?limit=50"),
        Page("feed", "/incidents.atom"),
        Page("changes", "/changes.json"),
        Page("data", "/data/"),
    ]


def count_queries(pages: list[Page]) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    for page in pages:
        with CaptureQueriesContext(connection) as captured:
            response = Client(HTTP_HOST="127.0.0.1").get(page.address)
        if response.status_code != 200:
            sys.exit(f"{page.address} answers {response.status_code}.")
        sql = [query["sql"] for query in captured.captured_queries]
        page.queries = sum(query.startswith(("SELECT", "DECLARE")) for query in sql)
        page.size = len(response.content)


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """Port and worker's pid of one gunicorn worker with production settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--workers=1", "--threads=1"]
    command += ["--worker-class=gthread", "--keep-alive=60", f"--bind=127.0.0.1:{port}"]
    server = subprocess.Popen([*command, "--log-level=error"])
    try:
        wait_for(port)
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
        yield port, int(children.split()[0])
    finally:
        server.terminate()
        server.wait()


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
            start = time.perf_counter()
            connection.request("GET", page.address)
            connection.getresponse().read()
            if number >= WARM_UP:
                page.seconds.append(time.perf_counter() - start)
    connection.close()


def print_table(pages: list[Page]) -> None:
    limit = median(pages[0].seconds)
    print(f"{'page':<16}{'median ms':>10}{'p95 ms':>9}{'rate/trivial':>14}{'queries':>9}{'kB':>7}")
    for page in pages:
        middle = median(page.seconds)
        print(
            f"{page.name:<16}{middle * 1000:>10.2f}{page.p95() * 1000:>9.2f}"
            f"{limit / middle:>14.2f}{page.queries:>9}{page.size / 1000:>7.1f}"
        )


def print_download(address: str, port: int, worker: int) -> None:
    """A whole file: time to the first byte, size, and memory added to the worker."""
    Path(f"/proc/{worker}/clear_refs").write_text("5")  # forget the peak so far
    before = memory(worker)
    connection = HTTPConnection("127.0.0.1", port)
    start = time.perf_counter()
    connection.request("GET", address)
    response = connection.getresponse()
    response.read(1)
    first = time.perf_counter() - start
    size = 1 + sum(len(chunk) for chunk in iter(lambda: response.read(65536), b""))
    rows = re.search(r"rows-(\d+)", response.headers["Content-Disposition"])
    print(
        f"{address:<20}{rows[1] if rows else '':>8} rows, first byte after {first:.2f} s, "
        f"{size / 1e6:.1f} MB in {time.perf_counter() - start:.1f} s, "
        f"{memory(worker) - before:.0f} MB more memory"
    )


def print_origins() -> None:
    """The origins of every incident computed anew from its current edition."""
    from incidents.corroboration import incident_origins

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
    from review.models import PublicEdition
    from review.served import paths_of, put_together

    current = PublicEdition.objects.filter(kind="incident", is_current=True)
    for edition in current.prefetch_related("parts", "removals").iterator(chunk_size=500):
        values = {part.path: part.value for part in edition.parts.all()}
        blanks = {removal.path: removal.blank for removal in edition.removals.all()}
        yield put_together(paths_of(edition.payload), values, blanks)


def memory(pid: int) -> float:
    """The peak resident memory of a process in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1000
    raise LookupError("VmHWM")


if __name__ == "__main__":
    main()
