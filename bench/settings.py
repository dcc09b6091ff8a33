"""The site's settings, as served, with the trivial view added."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
