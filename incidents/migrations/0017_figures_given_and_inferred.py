"""What statements say where no value is recorded, and what is inferred.

`rebuild_published` fills it for old rows.
"""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0016_longer_titles")]

    operations = [
        *(
            migrations.AddField(
                model_name="publishedincident",
                name=f"{count}_given",
                field=models.JSONField(default=list),
            )
            for count in ("killed", "injured", "fate_unknown")
        ),
        *(
            migrations.AddField(
                model_name="publishedincident",
                name=name,
                field=django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=length), default=list, size=None
                ),
                preserve_default=False,
            )
            for name, length in (("inferred", 12), ("actors_inferred", 7))
        ),
        migrations.AddField(
            model_name="publishedincident",
            name="place_words",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), default=list, size=None
            ),
            preserve_default=False,
        ),
    ]
