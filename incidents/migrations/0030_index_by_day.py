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
        ("incidents", "0029_one_language_is_enough"),
    ]

    operations = [
        migrations.CreateModel(
            name="IncidentByDay",
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
                ("title_en", models.CharField(blank=True, max_length=300)),
                ("title_uk", models.CharField(blank=True, max_length=300)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24)
                    ),
                ),
                ("is_killing", models.BooleanField()),
                ("is_order", models.BooleanField()),
                ("occurred", models.CharField(blank=True, max_length=64)),
                ("occurred_precision", models.CharField(blank=True, max_length=10)),
                ("occurred_earliest", models.DateField(null=True)),
                ("occurred_latest", models.DateField(null=True)),
                ("place_code", models.CharField(blank=True, max_length=24)),
                (
                    "place_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24)
                    ),
                ),
                ("place_en", models.TextField(blank=True)),
                ("place_uk", models.TextField(blank=True)),
                (
                    "place_words",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField()),
                ),
                ("place_precision", models.CharField(blank=True, max_length=1)),
                ("latitude", models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                ("longitude", models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                ("killed_low", models.PositiveIntegerField(null=True)),
                ("killed_best", models.PositiveIntegerField(null=True)),
                ("killed_high", models.PositiveIntegerField(null=True)),
                ("injured_low", models.PositiveIntegerField(null=True)),
                ("injured_best", models.PositiveIntegerField(null=True)),
                ("injured_high", models.PositiveIntegerField(null=True)),
                ("fate_unknown_low", models.PositiveIntegerField(null=True)),
                ("fate_unknown_best", models.PositiveIntegerField(null=True)),
                ("fate_unknown_high", models.PositiveIntegerField(null=True)),
                ("killed_given", models.JSONField(default=list)),
                ("injured_given", models.JSONField(default=list)),
                ("fate_unknown_given", models.JSONField(default=list)),
                (
                    "inferred",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12)
                    ),
                ),
                (
                    "actors_inferred",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=7)
                    ),
                ),
                (
                    "means",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), default=list
                    ),
                ),
                ("assessment", models.CharField(max_length=15)),
                ("is_disputed", models.BooleanField()),
                (
                    "actors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=7)
                    ),
                ),
                (
                    "documenters",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=7)
                    ),
                ),
                (
                    "sources",
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
                (
                    "hedges",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10)
                    ),
                ),
                (
                    "laws",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=15)
                    ),
                ),
                ("origins_independent", models.PositiveIntegerField()),
                ("origins_unattributed", models.PositiveIntegerField()),
                (
                    "origin",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40)
                    ),
                ),
                ("links", models.JSONField(default=list)),
                ("standing", models.JSONField()),
                ("search", django.contrib.postgres.search.SearchVectorField(editable=False)),
            ],
            options={
                "ordering": [
                    models.OrderBy(models.F("occurred_latest"), descending=True, nulls_last=True),
                    "reference",
                ],
                "indexes": [
                    models.Index(
                        models.OrderBy(
                            models.F("occurred_latest"), descending=True, nulls_last=True
                        ),
                        models.F("reference"),
                        name="incidentbyday_latest",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["place_codes"], name="incidentbyday_place_codes"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["sources"], name="incidentbyday_sources"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="incidentbyday_search"
                    ),
                ],
            },
        ),
        follow("incidents_incidentbyday"),
        grant_public_reading("incidents_incidentbyday"),
    ]
