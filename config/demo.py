"""The whole site on one machine by one command: `make demo`."""

import os
import secrets
import signal
import sys
from contextlib import nullcontext
from pathlib import Path

from config.port import free_port
from localdb.postgres import Server

BASE_DIR = Path(__file__).resolve().parent.parent
PASSWORDS = BASE_DIR / ".local" / "demo_users.txt"
# The administrators last: once there are two, the command line gives no such rights any more.
GROUPS = {
    "researcher": "Researchers",
    "reviewer": "Reviewers",
    "administrator": "Administrators",
    "second-administrator": "Administrators",
}


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    os.chdir(BASE_DIR)
    port = free_port()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "false",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        # Every staff page says so: nobody sets up a phone for each of three people to look around.
        "SECOND_FACTOR_REQUIRED": "false",
    }
    from django.conf import settings

    from localdb import postgres

    local = settings.LOCAL_POSTGRES_DIR
    try:
        with postgres.running(local) if local else nullcontext() as server:
            set_up()
            passwords = make_users()
            load_first_case()
            print_addresses(f"http://127.0.0.1:{port}", passwords)
            serve(server)
    except postgres.LocalPostgresError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def set_up() -> None:
    import django
    from django.core.management import call_command, get_commands

    django.setup()
    for step, command in [
        ("Public database role", ["make_public_role"]),
        ("Tables", ["migrate", "--verbosity=0"]),
        ("Styles and pictures", ["collectstatic", "--no-input", "--verbosity=0"]),
        ("Gazetteer", ["load_gazetteer"]),
    ]:
        if command[0] in get_commands():
            print(f"{step} …", flush=True)
            call_command(*command)


def load_first_case() -> None:
    """Not before there are administrators: nothing becomes public without two."""
    from django.core.management import call_command

    print("First case …", flush=True)
    call_command("load_first_case")


def make_users() -> dict[str, str]:
    """Somebody of each kind, with the passwords of the first run."""
    from django.contrib.auth.models import Group, User

    from accounts.sight import show_all

    passwords = kept_passwords()
    for name, group in GROUPS.items():
        user, _ = User.objects.get_or_create(username=name, defaults={"is_staff": True})
        if not user.check_password(passwords[name]):
            user.set_password(passwords[name])
            user.save()
        user.groups.set(Group.objects.filter(name=group))
        if not user.sights.exists():
            show_all(user, by=None, reason="The demonstration.")
    return passwords


def kept_passwords() -> dict[str, str]:
    kept = {}
    if PASSWORDS.exists():
        kept = dict(line.split(": ", 1) for line in PASSWORDS.read_text().splitlines() if line)
    if not kept.keys() >= GROUPS.keys():
        kept = {name: kept.get(name) or secrets.token_urlsafe(12) for name in GROUPS}
        PASSWORDS.parent.mkdir(exist_ok=True)
        PASSWORDS.touch(mode=0o600)
        PASSWORDS.write_text("".join(f"{name}: {word}\n" for name, word in kept.items()))
    return kept


def print_addresses(url: str, passwords: dict[str, str]) -> None:
    print(f"\nThe site:  {url}/\nSign in:   {url}/admin/\n")
    for name, password in passwords.items():
        print(f"  {name:<21} {password}")
    print("\nCtrl-C stops everything.\n", flush=True)


def serve(server: Server | None) -> None:
    """Serve from this process, so that the workers end when it is killed."""
    from django.db import connections
    from gunicorn.app.wsgiapp import WSGIApplication

    from config.keeping import KeepingArbiter

    connections.close_all()
    sys.argv = ["gunicorn", "--config", str(BASE_DIR / "gunicorn.conf.py")]
    KeepingArbiter(WSGIApplication(), server).run()


if __name__ == "__main__":
    main()
