"""Accounts of colleagues: an administrator adds and shuts them, and can give nobody all rights."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ColleagueAdmin(UserAdmin[User]):
    """Groups are made by migrations; single rights and superusers only on the command line."""

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (
            _("Work"),
            {
                "fields": ("is_active", "is_staff", "groups"),
                "description": _("Nobody can change these for themselves."),
            },
        ),
    )
    add_fieldsets = ((None, {"fields": ("username", "usable_password", "password1", "password2")}),)
    filter_horizontal = ()
    list_display = ("username", "first_name", "last_name", "is_active", "group_names")
    list_filter = ("is_active", "groups")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people = super().get_queryset(request).prefetch_related("groups")
        return people if request.user.is_superuser else people.filter(is_superuser=False)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is not None and obj.pk == request.user.pk:
            return ("is_active", "is_staff", "groups")
        return ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What somebody did stays theirs: an account is made inactive, never deleted."""
        return False

    @admin.display(description=_("groups"))
    def group_names(self, obj: User) -> str:
        return ", ".join(group.name for group in obj.groups.all())
