"""The port that the demo serves on: free, about to be, or whose it is."""

import errno
import os
import socket
import sys
import time
from pathlib import Path

# Workers of a demo that was killed, or is ending, let go of the port within seconds.
WAIT_SECONDS = 10
LISTENS = "0A"


def free_port() -> int:
    port = named_port()
    until = time.monotonic() + WAIT_SECONDS
    told = False
    while problem := why_not(port):
        if problem != errno.EADDRINUSE or time.monotonic() > until:
            sys.exit(refusal(port, problem))
        if not told:
            print(f"Port {port} is in use{by(port)}: waiting for it to be free …", flush=True)
            told = True
        time.sleep(0.2)
    return port


def named_port() -> int:
    named = os.environ.get("PORT", "8000")
    if not (named.isdecimal() and 0 < int(named) < 65536):
        sys.exit(f"PORT is {named!r}: it must be a number from 1 to 65535.")
    return int(named)


def why_not(port: int) -> int:
    """The number of the error that the port gives; 0 when it is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return error.errno or errno.EADDRINUSE
    return 0


def refusal(port: int, problem: int) -> str:
    return (
        f"Port {port} cannot be used ({os.strerror(problem)}{by(port)}):"
        f" stop what runs there, or choose another: make demo PORT={port + 1}"
    )


def by(port: int) -> str:
    """Which process has the port, as far as we may know."""
    found = holder(port)
    return f" by process {found}, {_command(found)}" if found else ""


def holder(port: int) -> int | None:
    """A process that listens on the port, if we may look at its files; Linux only."""
    sockets = {f"socket:[{inode}]" for inode in _listening(port)}
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda found: int(found.name)):
        try:
            if sockets & {os.readlink(file) for file in (folder / "fd").iterdir()}:
                return int(folder.name)
        except OSError:
            continue  # it ended meanwhile, or is somebody else's
    return None


def _listening(port: int) -> list[str]:
    """The inodes of the sockets that listen on this port."""
    tables = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]
    lines = [line.split() for table in tables if table.exists() for line in _rows(table)]
    return [at[9] for at in lines if at[3] == LISTENS and int(at[1].rpartition(":")[2], 16) == port]


def _rows(table: Path) -> list[str]:
    return table.read_text().splitlines()[1:]


def _command(process: int) -> str:
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return "which has just ended"
    return " ".join(words).strip()
