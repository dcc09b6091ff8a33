"""Sources know their address in one form, and the public ones with which they are one item."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0014_hidings_of_editions"),
        ("sources", "0009_last_entry_of_old_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="publishedsource",
            name="address",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="publishedsource",
            name="item",
            field=models.CharField(blank=True, default="", max_length=7),
        ),
        migrations.AddField(
            model_name="source",
            name="address_rules",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="source",
            name="canonical_address",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.AddField(
            model_name="source",
            name="holds_several",
            field=models.BooleanField(
                default=False,
                help_text="A channel, a page that changes, a set of data. Other sources of the same address are then other items: say when you read it, and for each statement where in it.",
                verbose_name="holds several items",
            ),
        ),
        migrations.AddIndex(
            model_name="publishedsource",
            index=django.contrib.postgres.indexes.HashIndex(
                fields=["address"], name="publishedsource_address"
            ),
        ),
        migrations.AddIndex(
            model_name="publishedsource",
            index=models.Index(fields=["item"], name="publishedsource_item"),
        ),
        migrations.AddIndex(
            model_name="source",
            index=django.contrib.postgres.indexes.HashIndex(
                fields=["canonical_address"], name="source_canonical_address"
            ),
        ),
    ]
