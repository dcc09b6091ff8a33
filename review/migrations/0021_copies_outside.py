"""Who has seen to copies outside of what was taken from the public; never changed afterwards."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON review_outsidecheck
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON review_outsidecheck
    EXECUTE FUNCTION review_append_only();
"""
APPEND_ONLY_BACK = """
DROP TRIGGER append_only ON review_outsidecheck;
DROP TRIGGER append_only_truncate ON review_outsidecheck;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0020_who_sees_what_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideCheck",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("copy", models.CharField(max_length=12)),
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
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_checks",
                        to="review.event",
                    ),
                ),
            ],
            options={"ordering": ["id"], "default_permissions": ()},
        ),
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
    ]
