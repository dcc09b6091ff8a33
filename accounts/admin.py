"""Accounts of colleagues: an administrator adds and shuts them, and can give nobody all rights."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import ManyToManyField, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.known_browsers import link_for

# Migrations make them; here they are found for translation.
GROUPS = (
    gettext_noop("Researchers"),
    gettext_noop("Reviewers"),
    gettext_noop("Administrators"),
    gettext_noop("Safeguarding"),
)


class GroupsField(ModelMultipleChoiceField[Group]):
    def label_from_instance(self, obj: Group) -> str:
        return _(obj.name)


class GroupFilter(admin.RelatedFieldListFilter):
    def field_choices(self, *args: Any, **named: Any) -> list[tuple[str, Any]]:
        return [(pk, _(str(name))) for pk, name in super().field_choices(*args, **named)]


class ColleagueAdmin(UserAdmin[User]):
    """Groups are made by migrations; single rights and superusers only on the command line."""

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Person"), {"fields": ("first_name", "last_name", "email")}),
        (
            gettext_lazy("Work"),
            {
                "fields": ("is_active", "is_staff", "groups"),
                "description": gettext_lazy("Nobody can change these for themselves."),
            },
        ),
    )
    add_fieldsets = ((None, {"fields": ("username", "usable_password", "password1", "password2")}),)
    actions = ("give_link",)
    filter_horizontal = ()
    list_display = ("username", "first_name", "last_name", "is_active", "group_names")
    list_filter = ("is_active", ("groups", GroupFilter))

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

    @admin.action(
        description=gettext_lazy("Give a link to sign in after too many attempts"),
        permissions=["change"],
    )
    def give_link(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for person in queryset.filter(is_active=True, is_staff=True):
            username = person.get_username()
            said = _("Link for one hour (%(person)s); the password is needed as ever:")
            messages.success(request, f"{said % {'person': username}} {link_for(username)}")

    @admin.display(description=gettext_lazy("groups"))
    def group_names(self, obj: User) -> str:
        return ", ".join(_(group.name) for group in obj.groups.all())

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.related_model is Group:
            kwargs["form_class"] = GroupsField
        return super().formfield_for_manytomany(db_field, request, **kwargs)


admin.site.unregister([User, Group])
admin.site.register(User, ColleagueAdmin)
