"""`make demo`: the whole site by one command, and nothing of it left afterwards."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from urllib.request import urlopen

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent

# A demo that sets itself up beside four workers on a slow machine takes minutes.
PATIENCE = 400


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """A database folder and a port of its own; under /tmp for the server's user to get there."""
    parent = Path(mkdtemp())
    parent.chmod(0o711)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    yield {
        "PATH": os.environ["PATH"],
        "ATTEST_POSTGRES_DIR": str(parent / "postgres"),
        "STATIC_ROOT": str(parent / "static"),
        "PORT": str(port),
    }
    rmtree(parent)


def start(environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "config.demo"],
        cwd=BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def fetch(environment: dict[str, str], path: str) -> str | None:
    try:
        with urlopen(f"http://127.0.0.1:{environment['PORT']}{path}", timeout=30) as response:
            return str(response.read().decode())
    except OSError:  # refused, cut off, answered with an error, or not within half a minute
        return None


def wait_until_up(environment: dict[str, str], demo: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while fetch(environment, "/health/") is None:
        assert demo.poll() is None, demo.communicate()[0]
        assert time.monotonic() < until
        time.sleep(0.2)


def end(demo: subprocess.Popen[str], how: signal.Signals) -> str:
    demo.send_signal(how)
    return demo.communicate(timeout=PATIENCE)[0]


def workers(demo: subprocess.Popen[str]) -> set[int]:
    found = subprocess.run(
        ["pgrep", "-P", str(demo.pid)], capture_output=True, check=False, text=True
    )
    return {int(line) for line in found.stdout.split()}


def wait_until(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.1)


def postmaster(environment: dict[str, str]) -> int:
    pid_file = Path(environment["ATTEST_POSTGRES_DIR"]) / "cluster" / "postmaster.pid"
    return int(pid_file.read_text().partition("\n")[0])


@pytest.mark.slow
def test_demo_serves_survives_being_killed_and_leaves_nothing_running(
    environment: dict[str, str],
) -> None:
    pid_file = Path(environment["ATTEST_POSTGRES_DIR"]) / "cluster" / "postmaster.pid"

    killed = start(environment)
    wait_until_up(environment, killed)
    end(killed, signal.SIGKILL)
    again = start(environment)
    wait_until_up(environment, again)
    second = start(environment)
    refused = second.communicate(timeout=PATIENCE)[0]
    login = fetch(environment, "/admin/login/")
    assert login
    stylesheet = re.findall(r'href="(/static/[^"]+\.css)"', login)[0]
    assert fetch(environment, stylesheet)
    server, first = postmaster(environment), workers(again)
    os.kill(min(first), signal.SIGTERM)
    wait_until(lambda: min(first) not in workers(again))
    again.send_signal(signal.SIGHUP)
    wait_until(lambda: len(workers(again)) == 2 and not first & workers(again))
    assert fetch(environment, "/health/")
    assert postmaster(environment) == server
    os.kill(server, signal.SIGKILL)
    wait_until(lambda: fetch(environment, "/health/") is not None)
    assert postmaster(environment) != server
    said = end(again, signal.SIGTERM)

    port, holder = int(environment["PORT"]), f"by process {again.pid}, {sys.executable} -m"
    assert refused == (
        f"Port {port} is in use {holder} config.demo: waiting for it to be free …\n"
        f"Port {port} cannot be used (Address already in use {holder} config.demo):"
        f" stop what runs there, or choose another: make demo PORT={port + 1}\n"
    )
    assert second.returncode == 1
    assert re.findall(r"^  (\w+) +[\w-]{16}$", said, re.MULTILINE) == [
        "researcher",
        "reviewer",
        "administrator",
    ]
    assert (BASE_DIR / ".local" / "demo_users.txt").stat().st_mode & 0o777 == 0o600
    assert fetch(environment, "/health/") is None
    assert not pid_file.exists()


def test_demo_waits_for_a_port_that_is_about_to_be_free(environment: dict[str, str]) -> None:
    port = int(environment["PORT"])
    with socket.create_server(("127.0.0.1", port)):
        demo = start(environment)
        assert demo.stdout
        said = demo.stdout.readline()

    assert said.startswith(f"Port {port} is in use by process {os.getpid()}, ")
    assert demo.stdout.readline() == "Public database role …\n"
    end(demo, signal.SIGTERM)


def test_demo_says_what_a_port_is(environment: dict[str, str]) -> None:
    said = start(environment | {"PORT": "eighty"}).communicate()[0]

    assert said == "PORT is 'eighty': it must be a number from 1 to 65535.\n"
