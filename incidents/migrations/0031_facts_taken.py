"""The index says which facts were taken from the public: no list may call them “not stated”."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0030_index_by_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="incidentbyday",
            name="taken",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12), default=list
            ),
        ),
        migrations.AddField(
            model_name="publishedincident",
            name="taken",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12), default=list
            ),
        ),
    ]
