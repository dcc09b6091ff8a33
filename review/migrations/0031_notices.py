"""Who is told of which event, and whether they have read it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0030_question_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="review.event",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["-event"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["person"],
                        name="notice_unread",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "event"),
                        name="notice_once",
                        violation_error_message="They are told of this already.",
                    )
                ],
            },
        ),
    ]
