import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0008_merge"),
    ]

    operations = [
        migrations.AddField(
            model_name="publishedincident",
            name="links",
            field=models.JSONField(default=list),
        ),
        migrations.AddIndex(
            model_name="publishedincident",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["links"], name="publishedincident_links"
            ),
        ),
    ]
