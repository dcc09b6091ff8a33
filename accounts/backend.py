"""Whoever is signed in, read with all that nearly every page of the staff asks about them."""

from typing import Any, cast

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission, User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from accounts.prepared import prepared
from accounts.sight import keep_sight, with_sight

# Where Django keeps them with the person.
KEPT = "_perm_cache"
# As Django writes them: `app.codename`.
RIGHT = Concat(F("content_type__app_label"), Value("."), F("codename"))


class ColleagueBackend(ModelBackend):
    """Django's own, which would read the account, the name, and the rights twice, one by one."""

    def get_user(self, user_id: int) -> User | None:
        found: Any = _account.first(user_id)
        if found is None or not self.user_can_authenticate(found):
            return None
        keep_sight(found, found)
        if not found.is_superuser:
            setattr(found, KEPT, set(found.rights))
        return cast(User, found)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Their own and those of their groups."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        kept = vars(user_obj).get(KEPT)
        if kept is None:
            of_all = user_obj.is_superuser
            rights = Permission.objects.order_by() if of_all else _given_to(user_obj.pk)
            kept = set(rights.values_list(RIGHT, flat=True))
            setattr(user_obj, KEPT, kept)
        return set(kept)


@prepared
def _account(key: Any) -> QuerySet[User]:
    names = _given_to(OuterRef(OuterRef("pk"))).values(right=RIGHT)
    one = with_sight(User.objects.filter(pk=key)).select_related("colleague")
    return one.annotate(rights=ArraySubquery(names))


def _given_to(person: Any) -> Any:
    """By key, or by what stands for one in a question that this is a part of."""
    own = User.user_permissions.through.objects.filter(user=person)
    of_groups = Group.permissions.through.objects.filter(group__user=person)
    given = Q(pk__in=own.values("permission")) | Q(pk__in=of_groups.values("permission"))
    return Permission.objects.filter(given).order_by()
