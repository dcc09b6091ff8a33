"""Django's command line brings the server up for a command that needs it, and takes it down."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent


@pytest.fixture
def data() -> Iterator[Path]:
    """A folder for the server; under /tmp because the server's user must get there."""
    parent = Path(mkdtemp())
    parent.chmod(0o711)
    yield parent / "postgres"
    rmtree(parent)


def start(data: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {"PATH": os.environ["PATH"], "ATTEST_POSTGRES_DIR": str(data)}
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_help_starts_no_server(data: Path) -> None:
    said, _ = start(data, "help").communicate()

    assert "Available subcommands" in said
    assert not data.exists()


def test_command_told_to_end_stops_the_server(data: Path) -> None:
    script = "import time; print('working', flush=True); time.sleep(60)"
    command = start(data, "shell", "--no-imports", "-c", script)
    assert command.stdout
    assert command.stdout.readline() == "working\n"
    assert (data / "cluster" / "postmaster.pid").exists()

    command.send_signal(signal.SIGTERM)
    command.communicate()

    assert command.returncode == 128 + signal.SIGTERM
    assert not (data / "cluster" / "postmaster.pid").exists()


def test_folder_that_cannot_be_used_is_said_in_one_sentence() -> None:
    _, said = start(Path("/proc/attest"), "migrate").communicate()

    assert said == (
        "The database folder /proc/attest cannot be made (No such file or directory):"
        " set ATTEST_POSTGRES_DIR to a folder that you may write to.\n"
    )
