"""The database says whether it is that of the real site or one for practising, and for good."""

from typing import Any

from django.conf import settings
from django.db import migrations, models

FOR_GOOD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_purpose
    FOR EACH ROW EXECUTE FUNCTION accounts_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON accounts_purpose
    EXECUTE FUNCTION accounts_append_only();
"""
FOR_GOOD_BACK = """
DROP TRIGGER append_only ON accounts_purpose;
DROP TRIGGER append_only_truncate ON accounts_purpose;
"""


def say(apps: Any, schema_editor: Any) -> None:
    if settings.PRACTICE and apps.get_model("auth", "User").objects.exists():
        raise RuntimeError(
            "This database has accounts already, and PRACTICE is set: "
            "a practice site begins with an empty database of its own."
        )
    apps.get_model("accounts", "Purpose").objects.create(is_practice=settings.PRACTICE)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_left")]

    operations = [
        migrations.CreateModel(
            name="Purpose",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("is_practice", models.BooleanField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="purpose_is_one")
                ],
            },
        ),
        migrations.RunPython(say, migrations.RunPython.noop),
        migrations.RunSQL(FOR_GOOD, FOR_GOOD_BACK),
    ]
