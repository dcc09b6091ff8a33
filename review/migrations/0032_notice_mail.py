"""Whether one of us wants to hear by mail that something waits, and when they last did."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("review", "0031_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeMail",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="notice_mail",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("how", models.CharField(default="never", max_length=10, verbose_name="by mail")),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
                ("looked_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["never", "at_once", "daily"])),
                        name="noticemail_how",
                        violation_error_message="Choose one of these.",
                    )
                ],
            },
        ),
    ]
