"""By what two records may be one, what was said of them, and drafts that were merged."""

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0030_question_rules"),
        ("sources", "0026_index_by_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Twin",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("sign", models.CharField(max_length=10)),
            ],
            options={
                "db_table": "sources_twin",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="DraftMerge",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "carried",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.contrib.postgres.functions.TransactionNow()
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ToldApart",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="actor",
            name="compared_en",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("name_en"), function="review_compared", output_field=models.TextField()
                ),
                output_field=models.TextField(),
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="actor",
            name="compared_uk",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("name_uk"), function="review_compared", output_field=models.TextField()
                ),
                output_field=models.TextField(),
                serialize=False,
            ),
        ),
        migrations.AddIndex(
            model_name="actor",
            index=models.Index(fields=["compared_en"], name="actor_compared_en"),
        ),
        migrations.AddIndex(
            model_name="actor",
            index=models.Index(fields=["compared_uk"], name="actor_compared_uk"),
        ),
        migrations.AddIndex(
            model_name="actorname",
            index=models.Index(fields=["compared"], name="actorname_compared"),
        ),
        migrations.AddIndex(
            model_name="source",
            index=django.contrib.postgres.indexes.HashIndex(
                condition=models.Q(("text_as_received", ""), _negated=True),
                fields=["text_as_received"],
                name="source_text",
            ),
        ),
        migrations.AddIndex(
            model_name="source",
            index=django.contrib.postgres.indexes.HashIndex(
                models.Func(
                    models.F("title"), function="review_compared", output_field=models.TextField()
                ),
                condition=models.Q(("title", ""), _negated=True),
                name="source_compared_title",
            ),
        ),
        migrations.AddField(
            model_name="draftmerge",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="draftmerge",
            name="into",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="review.review"
            ),
        ),
        migrations.AddField(
            model_name="draftmerge",
            name="merged",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="review.review"
            ),
        ),
        migrations.AddField(
            model_name="toldapart",
            name="one",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="review.review"
            ),
        ),
        migrations.AddField(
            model_name="toldapart",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="review.review"
            ),
        ),
        migrations.AddField(
            model_name="toldapart",
            name="said",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="review.event"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged", models.F("into")), _negated=True),
                name="draftmerge_not_into_itself",
                violation_error_message="A record cannot be merged into itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="toldapart",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))),
                name="toldapart_in_order",
                violation_error_message="A record is always the same as itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="toldapart",
            constraint=models.UniqueConstraint(
                fields=("one", "other"),
                name="toldapart_once",
                violation_error_message="Somebody said already that these are not the same.",
            ),
        ),
    ]
