"""Entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from config import serving
from config.plain_requests import forms_as_browsers_send_them

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = forms_as_browsers_send_them(get_wsgi_application())
serving.prepare(connections.settings["default"])
