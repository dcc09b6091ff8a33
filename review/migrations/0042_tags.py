"""Tags of the team, and the records that bear them."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0041_saved_filters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("is_retired", models.BooleanField(default=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "ordering": ["name"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Tagged",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tagged",
                        to="review.review",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tagged",
                        to="review.tag",
                    ),
                ),
            ],
            options={
                "ordering": ["tag__name"],
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(
                models.Func(
                    models.F("name"), function="review_compared", output_field=models.TextField()
                ),
                name="tag_name_once",
                violation_error_message="There is a tag of this name already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.CheckConstraint(
                condition=models.Q(("name__regex", "\\S")),
                name="tag_has_name",
                violation_error_message="Write the name of the tag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tagged",
            constraint=models.UniqueConstraint(
                fields=("review", "tag"),
                name="tagged_once",
                violation_error_message="It bears this tag already.",
            ),
        ),
    ]
