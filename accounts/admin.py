"""Accounts of colleagues: an administrator adds and shuts them, and can give nobody all rights."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts import credential_link_pages, rights, rights_pages, sight_pages, suspension_pages
from accounts.known_browsers import link_for
from accounts.models import Colleague, CredentialLink, NeedToKnowGroup, RightsEntry, Suspension
from accounts.rules import sentence_of
from accounts.signing_in_again import signed_in_recently

# Migrations make them; here they are found for translation.
GROUPS = (
    gettext_noop("Researchers"),
    gettext_noop("Reviewers"),
    gettext_noop("Administrators"),
    gettext_noop("Safeguarding"),
    gettext_noop("Lawyers"),
)


class GroupFilter(admin.RelatedFieldListFilter):
    def field_choices(self, *args: Any, **named: Any) -> list[tuple[str, Any]]:
        return [(pk, _(str(name))) for pk, name in super().field_choices(*args, **named)]


class InvitationForm(ModelForm[User]):
    """Nobody types a password for somebody else."""

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name")

    def save(self, commit: bool = True) -> User:
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


class AccountForm(UserChangeForm[User]):
    """With how colleagues see the person called; nobody types a password for somebody else."""

    password = None  # type: ignore[assignment]

    working_name = forms.CharField(
        label=gettext_lazy("Working name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "What colleagues see everywhere in place of the username. Only administrators see "
            "both, here; for signing in the username stays. Public pages show neither."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleague = getattr(self.instance, "colleague", None) or Colleague(
            person=self.instance
        )
        self.initial["working_name"] = self.colleague.working_name

    def clean_working_name(self) -> str:
        if "working_name" not in self.data:
            return self.colleague.working_name
        self.colleague.working_name = self.cleaned_data["working_name"]
        self.colleague.clean()
        return str(self.colleague.working_name)


class ColleagueAdmin(UserAdmin[User]):
    """Groups are made by migrations; single rights and superusers only on the command line."""

    add_form = InvitationForm
    fieldsets = (
        (None, {"fields": ("username",)}),
        (
            gettext_lazy("Person"),
            {"fields": ("working_name", "first_name", "last_name", "email")},
        ),
        (
            gettext_lazy("Work"),
            {
                "fields": ("is_active", "is_staff", "group_names"),
                "description": gettext_lazy(
                    "A suspension shuts an account; rights are given on their own page."
                ),
            },
        ),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("username", "first_name", "last_name"),
                "description": gettext_lazy(
                    "You then get a link for this person, with which they set their own password."
                ),
            },
        ),
    )
    actions = ("give_link",)
    form = AccountForm
    list_select_related = ("colleague",)
    filter_horizontal = ()
    list_display = (
        "username",
        "working_name",
        "first_name",
        "last_name",
        "is_active",
        "group_names",
    )
    list_filter = ("is_active", ("groups", GroupFilter))
    readonly_fields = ("is_active", "is_staff", "group_names")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people = super().get_queryset(request).prefetch_related("groups")
        return people if request.user.is_superuser else people.filter(is_superuser=False)

    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("suspend", suspension_pages.suspend),
            ("lift", suspension_pages.lift),
            ("link", credential_link_pages.give),
            ("rights", rights_pages.overview),
            ("give", rights_pages.give),
            ("take", rights_pages.take),
            ("vouch", rights_pages.vouch),
            ("reset", rights_pages.reset),
            ("sight", sight_pages.account_sight),
        )
        ours = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(partial(self.decide, page)),
                name=f"auth_user_{name}",
            )
            for name, page in pages
        ]
        # Django's page on which one sets a password for somebody else is not among them.
        others = (one for one in super().get_urls() if one.name != "auth_user_password_change")
        return [*ours, *others]

    def response_add(
        self, request: HttpRequest, obj: User, post_url_continue: str | None = None
    ) -> HttpResponse:
        return credential_link_pages.given(request, obj, CredentialLink.Kind.INVITATION)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        shown = signed_in_recently(super().changeform_view)
        try:
            return shown(request, object_id, form_url, extra_context)
        except IntegrityError as broken:
            messages.error(request, sentence_of(broken))
            return redirect(request.path)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Whoever adds an account, or has its mail sent elsewhere, could be behind it."""
        super().save_model(request, obj, form, change)
        if not change:
            rights.account_added(obj, by=cast(User, request.user))
        elif "email" in form.changed_data:
            rights.way_in_given(obj, by=cast(User, request.user))
        if "working_name" in form.changed_data and "working_name" in form.cleaned_data:
            form.colleague.save()

    def decide(
        self, page: Callable[[HttpRequest, User], HttpResponse], request: HttpRequest, pk: int
    ) -> HttpResponse:
        """Of an account that this administrator may see."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        person = self.get_queryset(request).filter(pk=pk).first()
        if person is None:
            raise Http404
        return page(request, person)

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

    @admin.display(description=gettext_lazy("working name"))
    def working_name(self, obj: User) -> str:
        return obj.colleague.working_name if hasattr(obj, "colleague") else ""

    @admin.display(description=gettext_lazy("groups"))
    def group_names(self, obj: User) -> str:
        return ", ".join(_(group.name) for group in obj.groups.all())


class ReadByAdministrators[M: Model](admin.ModelAdmin[M]):
    """What all administrators read, and nobody changes."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("auth.change_user")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LedgerAdmin[M: Model](ReadByAdministrators[M]):
    """What happened to accounts."""

    list_display_links = None
    list_select_related = ("person__colleague", "by__colleague")

    @admin.display(description=gettext_lazy("what was done"))
    def deed(self, obj: Any) -> str:
        return str(obj.deed)


class SuspensionAdmin(LedgerAdmin[Suspension]):
    """Who was suspended, by whom, when and why."""

    list_display = ("at", "person", "deed", "by", "reason")


class RightsEntryAdmin(LedgerAdmin[RightsEntry]):
    """Who gave what to whom, with what they had before and after."""

    list_display = ("at", "person", "deed", "right_name", "groups", "by_whom", "reason")
    search_fields = ("person__username", "by__username")

    def get_urls(self) -> list[URLPattern]:
        """Agreeing and refusing are of a request."""
        pages = (
            ("request", rights_pages.request_page),
            ("agree", rights_pages.agree),
            ("refuse", rights_pages.refuse),
        )
        ours = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(page), name=f"rights_{name}")
            for name, page in pages
        ]
        return [*ours, *super().get_urls()]

    @admin.display(description=gettext_lazy("right"))
    def right_name(self, obj: RightsEntry) -> str:
        return obj.right_name

    @admin.display(description=gettext_lazy("groups before and after"))
    def groups(self, obj: RightsEntry) -> str:
        if obj.before is None or obj.after is None:
            return ""
        return " → ".join(", ".join(map(_, names)) or "–" for names in (obj.before, obj.after))

    @admin.display(description=gettext_lazy("by"))
    def by_whom(self, obj: RightsEntry) -> str:
        return obj.by_whom


class NeedToKnowGroupAdmin(ReadByAdministrators[NeedToKnowGroup]):
    """Which groups there are, which shows no record of a group to anybody.

    What one is for stays as it was when records were limited to it.
    """

    list_display = ("name", "purpose", "made_at", "made_by")
    list_select_related = ("made_by__colleague",)
    fields = ("name", "purpose")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.made_by = request.user
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: NeedToKnowGroup, post_url_continue: str | None = None
    ) -> HttpResponse:
        messages.success(request, _("The group is made: take its members in."))
        return redirect("admin:accounts_needtoknowgroup_change", obj.pk)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        group = self.get_object(request, object_id)
        if group is None:
            raise Http404
        return sight_pages.group_page(request, group)


admin.site.unregister([User, Group, EmailAddress, Authenticator])
admin.site.register(User, ColleagueAdmin)
admin.site.register(Suspension, SuspensionAdmin)
admin.site.register(RightsEntry, RightsEntryAdmin)
admin.site.register(NeedToKnowGroup, NeedToKnowGroupAdmin)
