"""Changes that somebody makes to several records."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0043_tag_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("keys", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField())),
                ("change", models.CharField(blank=True, default="", max_length=60)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="BulkChanged",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("before", models.PositiveIntegerField()),
                ("revision", models.PositiveIntegerField()),
                ("was_clean", models.BooleanField()),
                (
                    "bulk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changed",
                        to="review.bulkchange",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="review.review",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="bulkchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("change", ""), ("done_at", None)),
                    models.Q(("done_at__isnull", False), models.Q(("change", ""), _negated=True)),
                    _connector="OR",
                ),
                name="bulkchange_done_says_what",
                violation_error_message="Choose what is changed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkchanged",
            constraint=models.UniqueConstraint(
                fields=("bulk", "review"),
                name="bulkchanged_once",
                violation_error_message="This record is changed already.",
            ),
        ),
    ]
