"""Filters of lists that colleagues save."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0040_codebook_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("list", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("choices", models.TextField(blank=True)),
                ("typed", models.TextField(blank=True)),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="for all colleagues"),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("owner"),
                        models.F("list"),
                        models.Func(
                            models.F("name"),
                            function="review_compared",
                            output_field=models.TextField(),
                        ),
                        name="savedfilter_name_once",
                        violation_error_message="You have a filter of this name for this list already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__regex", "\\S")),
                        name="savedfilter_has_name",
                        violation_error_message="Give the filter a name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("choices", ""), ("typed", ""), _negated=True),
                        name="savedfilter_asks_something",
                        violation_error_message="This list is not filtered: choose something first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_shared", False), ("typed", ""), _connector="OR"),
                        name="savedfilter_shared_has_no_words",
                        violation_error_message="A shared filter holds only what is chosen from a list: words that were typed, and colleagues, are for yourself alone.",
                    ),
                ],
            },
        ),
    ]
