"""Every address of the site; English has no prefix, Ukrainian has /uk/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import path

from config.health import health

urlpatterns = [
    path("health/", health, name="health"),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]
