"""Places are found by whole names, however many a text has: an index of the list of names."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0025_passed_with_consent"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="place",
            index=GinIndex(
                models.Func("search_names", models.Value("|"), function="string_to_array"),
                fastupdate=False,
                name="place_names",
            ),
        ),
    ]
