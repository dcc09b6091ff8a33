"""Whoever is signed in, read with all that nearly every page of the staff asks about them."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q

from accounts.sight import read_with_sight

# Where Django keeps them with the person.
KEPT = "_perm_cache"


class ColleagueBackend(ModelBackend):
    """Django's own, which would read the account, the name, and the rights twice, one by one."""

    def get_user(self, user_id: int) -> User | None:
        found = read_with_sight(User.objects.filter(pk=user_id).select_related("colleague"))
        return found if found and self.user_can_authenticate(found) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Their own and those of their groups."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        kept = vars(user_obj).get(KEPT)
        if kept is None:
            names = _permissions_of(user_obj).values_list("content_type__app_label", "codename")
            kept = {f"{app}.{name}" for app, name in names.order_by()}
            setattr(user_obj, KEPT, kept)
        return set(kept)


def _permissions_of(person: User) -> Any:
    if person.is_superuser:
        return Permission.objects.all()
    own = User.user_permissions.through.objects.filter(user=person)
    of_groups = Group.permissions.through.objects.filter(group__user=person)
    return Permission.objects.filter(
        Q(pk__in=own.values("permission")) | Q(pk__in=of_groups.values("permission"))
    )
