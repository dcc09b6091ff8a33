"""The sample configurations of docs/deploy, in a real Caddy and a real nginx on this machine."""

import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests import factories as make
from tests.serving import BASE_DIR, PATIENCE, Site, free_port, served, started, wait_for
from tests.test_headers import HEADERS
from tests.test_patient_worker import HALF_A_FORM, HALF_A_HEAD, MANY, answer, asking

FILES_AT_ONCE = 2
FILE = b"GET /editions.jsonl HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"
SAMPLES = BASE_DIR / "docs" / "deploy"
# Of the names that a client sends, those that say nothing of where it comes from.
PASSED_ON = re.compile(r"(?!X-Forwarded|Forwarded|X-Real-IP)[A-Za-z-]+")


def caddy(folder: Path, port: int, upstream: int) -> list[str]:
    text = (SAMPLES / "Caddyfile").read_text()
    text = text.replace("attest.example {", f"http://127.0.0.1:{port} {{")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    text = text.replace("{\n", "{\n\tadmin off\n", 1)
    version = subprocess.run(["caddy", "version"], capture_output=True, check=True, text=True)
    if re.match(r"v?2\.6\.", version.stdout):
        text = text.replace("request_buffers 4MiB", "buffer_requests\n\t\tbuffer_responses")
        text = text.replace("response_buffers", "max_buffer_size")
    (folder / "Caddyfile").write_text(text)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


def nginx(folder: Path, port: int, upstream: int) -> list[str]:
    _, _, text = (SAMPLES / "nginx.conf").read_text().partition("\n}\n")
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = re.sub(r"\n *ssl_certificate.*", "", text)
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/log;\n"
        f"events {{}}\nhttp {{\n{own}{text}\n}}\n"
    )
    return ["nginx", "-e", str(folder / "log"), "-c", str(folder / "nginx.conf")]


Proxy = Callable[[Path, int, int], list[str]]


def connects(site: Site) -> bool:
    site.connect().close()
    return True


@contextmanager
def in_front(proxy: Proxy, folder: Path, upstream: int) -> Iterator[Site]:
    port = free_port()
    command = proxy(folder, port, upstream)
    with started(command, port, folder / "proxy.log", HOME=str(folder)) as site:
        wait_for(site, lambda: connects(site))
        yield site


@pytest.fixture(params=[caddy, nginx])
def proxy(request: pytest.FixtureRequest) -> Proxy:
    if shutil.which(request.param.__name__) is None:
        pytest.skip(f"{request.param.__name__} is missing: apt-get install it")
    found: Proxy = request.param
    return found


# What is passed on


@pytest.fixture
def upstream() -> Iterator[tuple[int, list[dict[str, str]]]]:
    """A server that keeps the headers which it gets."""
    got: list[dict[str, str]] = []

    class Keeping(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            got.append(dict(self.headers.items()))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_what: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keeping)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, got
    server.shutdown()
    server.server_close()
    thread.join()


def test_what_a_client_says_of_where_it_comes_from_is_not_passed_on(
    proxy: Proxy, upstream: tuple[int, list[dict[str, str]]], tmp_path: Path
) -> None:
    port, got = upstream
    sent = {name: value for name, value in HEADERS.items() if name != "Range"}
    with in_front(proxy, tmp_path, port) as site:
        told = site.ask("/", *sent.items())

    assert told.status == 204, site.log.read_text()
    passed = {name.title(): value for name, value in got[0].items()}
    theirs = {name.title() for name in sent if PASSED_ON.fullmatch(name)} - {"Te", "Proxy"}
    ours = {
        "X-Forwarded-Proto": "http",
        "X-Forwarded-For": "127.0.0.1",
        "Host": f"127.0.0.1:{site.port}",
    }
    assert {name: passed[name] for name in ours} == ours
    assert [name for name in passed if "_" in name or "." in name] == []
    assert theirs - passed.keys() == set()
    assert "evil" not in passed.get("X-Forwarded-Host", "")
    assert passed.keys() - theirs - ours.keys() <= {
        "Accept-Encoding",
        "X-Forwarded-Host",
        "Connection",
        "Proxy",
        "Te",
    }


def test_no_log_holds_what_a_reader_asks_while_the_site_is_away(
    proxy: Proxy, tmp_path: Path
) -> None:
    with in_front(proxy, tmp_path, free_port()) as site:
        told = site.ask("/incidents/?q=Zherebets")

    logged = [path.read_text() for path in tmp_path.glob("*log*")]
    assert told.status == 502
    assert logged
    assert [text for text in logged if "Zherebets" in text] == []


# Slow clients


@pytest.fixture
def site(proxy: Proxy, committing_db: None, tmp_path: Path) -> Iterator[Site]:
    # No words: nothing of it goes into the index of words.
    make.published_incident(not_known_en="… " * 2_000_000)
    (tmp_path / "proxy").mkdir()
    with served(tmp_path) as behind, in_front(proxy, tmp_path / "proxy", behind.port) as site:
        yield site


def test_slow_clients_of_a_proxy_keep_nobody_waiting(site: Site) -> None:
    halves = [asking(site, half) for half in (HALF_A_HEAD, HALF_A_FORM) for _client in range(MANY)]
    readers = [asking(site, FILE) for _client in range(FILES_AT_ONCE)]
    first = [client.recv(1) for client in readers]
    whole = _when_there_is_a_place(site)

    # The proxy has taken theirs from us at once, and holds it for them.
    files = [one + answer(client) for one, client in zip(first, readers, strict=True)]
    assert [file.partition(b"\r\n\r\n")[2] for file in files] == [whole] * FILES_AT_ONCE
    assert site.ask("/").status == 200
    for client in halves:
        client.close()


def _when_there_is_a_place(site: Site) -> bytes:
    until = time.monotonic() + PATIENCE
    while (file := site.ask("/editions.jsonl")).status != 200:
        assert (file.status, time.monotonic() < until) == (503, True)
        time.sleep(0.1)
    return file.body
