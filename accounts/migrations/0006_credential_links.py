"""Links to set a password: a table to which rows are added, and of which the use is noted once."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE DELETE ON accounts_credentiallink
    FOR EACH ROW EXECUTE FUNCTION accounts_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON accounts_credentiallink
    EXECUTE FUNCTION accounts_append_only();
CREATE TRIGGER used_once BEFORE UPDATE ON accounts_credentiallink FOR EACH ROW
    WHEN (OLD.used_at IS NOT NULL OR NEW.used_at IS NULL
        OR (to_jsonb(OLD) - 'used_at') IS DISTINCT FROM (to_jsonb(NEW) - 'used_at'))
    EXECUTE FUNCTION accounts_append_only();
"""
APPEND_ONLY_BACK = """
DROP TRIGGER append_only ON accounts_credentiallink;
DROP TRIGGER append_only_truncate ON accounts_credentiallink;
DROP TRIGGER used_once ON accounts_credentiallink;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_second_factors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CredentialLink",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "issued_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "kind",
                    models.CharField(max_length=20),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("after", models.BigIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credential_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "link to set a password",
                "verbose_name_plural": "links to set a password",
                "ordering": ["-id"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("issued_by", models.F("person")), _negated=True),
                        name="credentiallink_for_somebody_else",
                        violation_error_message="Nobody gives themselves a link: change your own password instead.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("issued_by", None), ("kind", "mailed")),
                            models.Q(
                                models.Q(("kind", "mailed"), _negated=True),
                                ("issued_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="credentiallink_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
    ]
