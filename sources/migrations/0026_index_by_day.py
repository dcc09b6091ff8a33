"""Lists of an earlier day: the index also of editions that were current at the end of some day."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models
from review.db.operations import grant_public_reading
from review.db.triggers import follow


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0025_recipients_of_files"),
        ("sources", "0025_one_language_is_enough"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActorByDay",
            fields=[
                ("edition", models.PositiveIntegerField()),
                ("position", models.PositiveBigIntegerField()),
                ("published_on", models.DateField()),
                ("changed_on", models.DateField()),
                ("last_entry", models.PositiveBigIntegerField()),
                ("last_entry_on", models.DateField()),
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("reference", models.CharField(db_index=True, max_length=7)),
                ("until", models.DateField(null=True)),
                ("kind", models.CharField(max_length=20)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("name_uk", models.CharField(blank=True, max_length=200)),
                ("ukrainian_order", models.TextField(db_collation="C", default="")),
                ("side", models.CharField(blank=True, max_length=10)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("names", django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                (
                    "superiors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=7)
                    ),
                ),
                ("search", django.contrib.postgres.search.SearchVectorField(editable=False)),
                ("document", models.JSONField()),
            ],
            options={
                "ordering": ["name_en", "reference"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="actorbyday_search"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceByDay",
            fields=[
                ("edition", models.PositiveIntegerField()),
                ("position", models.PositiveBigIntegerField()),
                ("published_on", models.DateField()),
                ("changed_on", models.DateField()),
                ("last_entry", models.PositiveBigIntegerField()),
                ("last_entry_on", models.DateField()),
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("reference", models.CharField(db_index=True, max_length=7)),
                ("until", models.DateField(null=True)),
                ("kind", models.CharField(max_length=20)),
                ("title", models.CharField(blank=True, max_length=1000)),
                ("publisher", models.CharField(blank=True, max_length=7)),
                ("publisher_name", models.CharField(blank=True, max_length=200)),
                ("publisher_name_uk", models.CharField(blank=True, max_length=200)),
                ("published", models.CharField(blank=True, max_length=64)),
                ("published_earliest", models.DateField(null=True)),
                ("published_latest", models.DateField(null=True)),
                ("language", models.CharField(blank=True, max_length=35)),
                ("standing", models.CharField(max_length=12)),
                ("is_listed", models.BooleanField()),
                ("address", models.TextField(blank=True, default="")),
                ("item", models.CharField(blank=True, default="", max_length=7)),
                ("statement_count", models.PositiveIntegerField()),
                ("search", django.contrib.postgres.search.SearchVectorField(editable=False)),
            ],
            options={
                "ordering": ["-published_latest", "reference"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="sourcebyday_search"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementByDay",
            fields=[
                ("edition", models.PositiveIntegerField()),
                ("position", models.PositiveBigIntegerField()),
                ("published_on", models.DateField()),
                ("changed_on", models.DateField()),
                ("last_entry", models.PositiveBigIntegerField()),
                ("last_entry_on", models.DateField()),
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("reference", models.CharField(db_index=True, max_length=7)),
                ("until", models.DateField(null=True)),
                ("label", models.CharField(max_length=40)),
                ("order", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("hedge", models.CharField(max_length=10)),
                ("is_listed", models.BooleanField()),
                (
                    "documenters",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=7)
                    ),
                ),
                (
                    "bases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20)
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=40)),
                ("period_earliest", models.DateField(null=True)),
                ("period_latest", models.DateField(null=True)),
                ("search", django.contrib.postgres.search.SearchVectorField(editable=False)),
                ("document", models.JSONField()),
                ("id", models.UUIDField()),
            ],
            options={
                "ordering": ["reference", "order", "label"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="statementbyday_search"
                    ),
                    models.Index(fields=["id"], name="statementbyday_id"),
                ],
            },
        ),
        follow("sources_actorbyday", "sources_sourcebyday", "sources_statementbyday"),
        grant_public_reading("sources_actorbyday", "sources_sourcebyday", "sources_statementbyday"),
    ]
