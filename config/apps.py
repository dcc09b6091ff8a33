"""The admin site, shut to everybody who is not staff."""

from django.contrib.admin.apps import AdminConfig


class AttestAdminConfig(AdminConfig):
    default_site = "config.admin_site.AttestAdminSite"
