"""The admin site, shut to everybody who is not staff."""

from django.contrib.admin.apps import AdminConfig


class AttestAdminConfig(AdminConfig):
    default_site = "config.admin_site.AttestAdminSite"

    def ready(self) -> None:
        super().ready()
        # The checks register themselves when their modules are imported.
        from config import administrators, credit, practice, server_log  # noqa: F401
