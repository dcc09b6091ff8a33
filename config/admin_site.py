"""The admin in the field's words."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class AttestAdminSite(admin.AdminSite):
    site_header = _("Attest")
    site_title = _("Attest")
    index_title = _("My work")
