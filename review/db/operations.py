"""What migrations do again and again.

Applied migrations use these functions: what one does is never changed. A new need is a new one.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import migrations

_EXISTS = "SELECT 1 FROM pg_roles WHERE rolname = %s"


def grant_public_reading(*tables: str) -> migrations.RunPython:
    """Let the public role read these tables or views; reversible.

    Whatever is granted here also stands in the `publicly_readable` of its app.
    """

    def run(verb: str) -> Callable[[Any, Any], None]:
        def step(apps: Any, schema_editor: Any) -> None:
            role = schema_editor.connection.ops.quote_name(settings.PUBLIC_DATABASE_ROLE)
            with schema_editor.connection.cursor() as cursor:
                cursor.execute(_EXISTS, [settings.PUBLIC_DATABASE_ROLE])
                if cursor.fetchone() is None:
                    raise RuntimeError(
                        f"The database role {role} is missing: "
                        "run `manage.py make_public_role` first."
                    )
            for table in tables:
                schema_editor.execute(verb.format(table=table, role=role))

        return step

    return migrations.RunPython(
        run("GRANT SELECT ON {table} TO {role}"), run("REVOKE SELECT ON {table} FROM {role}")
    )
