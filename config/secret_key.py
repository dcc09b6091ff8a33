"""The key that signs sessions, for whoever runs the site without having set one."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def generated_once(base_dir: Path, *, allowed: bool) -> str:
    """The key in .local/secret_key, made at the first start; in production it has to be set."""
    if not allowed:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set: with DATABASE_URL set, put a long random SECRET_KEY into the"
            " environment too, the same one for every process."
        )
    path = base_dir / ".local" / "secret_key"
    path.parent.mkdir(exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with open(descriptor, "w") as file:
        file.write(get_random_secret_key())
    return path.read_text()
