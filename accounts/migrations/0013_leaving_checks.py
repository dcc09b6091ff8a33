"""Who has seen to what outside of this site once a colleague has left; never changed afterwards."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_leavingcheck
    FOR EACH ROW EXECUTE FUNCTION accounts_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON accounts_leavingcheck
    EXECUTE FUNCTION accounts_append_only();
"""
APPEND_ONLY_BACK = """
DROP TRIGGER append_only ON accounts_leavingcheck;
DROP TRIGGER append_only_truncate ON accounts_leavingcheck;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_purpose"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LeavingCheck",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("step", models.CharField(max_length=10)),
                ("is_done", models.BooleanField()),
                (
                    "at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaving_checks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("person")), _negated=True),
                        name="leavingcheck_by_somebody_else",
                        violation_error_message="Another administrator goes through this list.",
                    )
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
    ]
