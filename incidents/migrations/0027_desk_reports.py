"""Reports that are being entered at the desk."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_purpose"),
        ("incidents", "0026_whole_names_of_places"),
        ("sources", "0022_erasure_two_hands"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskReport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                (
                    "access",
                    models.CharField(default="public", max_length=12, verbose_name="access"),
                ),
                ("typed", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("thrown_away_at", models.DateTimeField(null=True)),
                ("entered_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.needtoknowgroup",
                        verbose_name="need-to-know group",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.incident",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "report at the desk",
                "verbose_name_plural": "reports at the desk",
                "ordering": ["-saved_at", "id"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["author", "-saved_at"], name="deskreport_of_author")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entered_at", None),
                            models.Q(("source__isnull", False), ("typed", {})),
                            _connector="OR",
                        ),
                        name="deskreport_empty_once_entered",
                        violation_error_message="It has become records: enter the rest in those.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["interview", "testimony"]), _negated=True),
                            ("source__isnull", False),
                            _connector="OR",
                        ),
                        name="deskreport_interview_has_source",
                        violation_error_message="Record first that consent to keep what was said was given: until then nothing of an interview or a testimony is stored.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("group", None),
                            models.Q(("access", "public"), _negated=True),
                            _connector="OR",
                        ),
                        name="deskreport_limited_is_kept",
                        violation_error_message="It is limited to a need-to-know group: it must be restricted or confidential.",
                    ),
                ],
            },
        ),
    ]
