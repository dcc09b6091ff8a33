"""Entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from config import serving
from config.plain_requests import forms_as_browsers_send_them

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()

from config.page_door import cached_pages_first  # noqa: E402 (it needs the models)

application = forms_as_browsers_send_them(cached_pages_first(django_application))
serving.prepare(connections.settings["default"])
