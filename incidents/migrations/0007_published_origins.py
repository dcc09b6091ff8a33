"""What the index of incidents says of their origins; `rebuild_published` fills it for old rows."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0006_safeguarding_group")]

    operations = [
        migrations.AddField(
            model_name="publishedincident",
            name="hedges",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=10), default=list, size=None
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publishedincident",
            name="origins_independent",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publishedincident",
            name="origins_unattributed",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publishedincident",
            name="origin",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list, size=None
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="publishedincident",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["hedges"], name="publishedincident_hedges"
            ),
        ),
        migrations.AddIndex(
            model_name="publishedincident",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["origin"], name="publishedincident_origin"
            ),
        ),
    ]
