"""Entry point for gunicorn."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import reverse
from django.utils.translation import override

from config import serving
from config.plain_requests import forms_as_browsers_send_them

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()

# These need the models.
from config.page_door import cached_pages_first  # noqa: E402
from config.practice import only_its_own  # noqa: E402

# Half a second, which the first reader of each process would wait for.
for language, _name in settings.LANGUAGES:
    with override(language):
        reverse("admin:index")

serving.prepare(connections.settings["default"])
application = only_its_own(forms_as_browsers_send_them(cached_pages_first(django_application)))
