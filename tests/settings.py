"""The settings of the test suite: those of the site, with a server of its own and nothing slow."""

import os
from pathlib import Path
from secrets import token_urlsafe

from localdb import postgres

BESIDE = postgres.folder(Path(__file__).resolve().parent.parent)
os.environ.setdefault("ATTEST_POSTGRES_DIR", f"{BESIDE}-test")
os.environ["ATTEST_POSTGRES_UNSAFE_FAST"] = "1"
# From the first browser test on Playwright's event loop runs in the main thread, where Django would
# refuse the ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
os.environ["SECRET_KEY"] = token_urlsafe(48)  # A "$" at its start would name another variable.
# Its own tests ask for it: all others would set one up before they begin.
os.environ["SECOND_FACTOR_REQUIRED"] = "false"

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
