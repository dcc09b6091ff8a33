"""Whether there are two administrators, without whom nothing becomes public."""

from collections.abc import Sequence

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004
from django.db import DatabaseError, transaction

from accounts.rights import has_two_administrators


@register(Tags.database, deploy=True)
def check_administrators(
    *, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    if not databases:
        return []
    try:
        with transaction.atomic():
            if has_two_administrators():
                return []
    except DatabaseError:  # before the first migration
        return []
    return [
        Warning(
            "There are fewer than two active administrators: nothing can be published.",
            hint="manage.py make_administrator USERNAME, for two people who know each other.",
            id="config.W003",
        )
    ]
