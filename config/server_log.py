"""Whether the database's own log would keep words of records, which nobody may read there."""

from collections.abc import Sequence

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004
from django.db import NotSupportedError, connection

from localdb.postgres import UNLOGGED


@register(Tags.database)
def check_server_log(
    *, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    if not databases:
        return []
    try:
        found = _other_settings()
    except NotSupportedError:  # the check of the public role says so
        return []
    if not found:
        return []
    told = ", ".join(f"{name} is {setting}" for name, setting in found.items())
    return [
        Warning(
            f"The database server would write statements and rows into its log: {told}.",
            hint="As its superuser: " + " ".join(_statement(name) for name in found),
            id="config.W001",
        )
    ]


def _other_settings() -> dict[str, str]:
    """Those that are not as they should be, as they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name",
            [list(UNLOGGED)],
        )
        return {name: value for name, value in cursor.fetchall() if value != UNLOGGED[name]}


def _statement(name: str) -> str:
    database = connection.ops.quote_name(connection.settings_dict["NAME"])
    return f"ALTER DATABASE {database} SET {name} = {UNLOGGED[name]};"
