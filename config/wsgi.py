"""Entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from config import serving

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
serving.prepare(connections.settings["default"])
