"""The admin site, shut to everybody who is not staff."""

from django.contrib.admin.apps import AdminConfig


class AttestAdminConfig(AdminConfig):
    default_site = "config.admin_site.AttestAdminSite"

    def ready(self) -> None:
        super().ready()
        # The check registers itself when its module is imported.
        from config import server_log  # noqa: F401
