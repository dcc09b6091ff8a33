"""Places are found by whole names, however many a text has: an index of the list of names."""

import django.contrib.postgres.indexes
from django.db import migrations

import incidents.models.places


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0024_interviews_need_consent"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="place",
            index=django.contrib.postgres.indexes.GinIndex(
                incidents.models.places.NamesOf("search_names"),
                fastupdate=False,
                name="place_names",
            ),
        ),
    ]
