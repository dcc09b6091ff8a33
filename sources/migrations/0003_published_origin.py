"""Who knew, of each statement in the index; `rebuild_published` fills it for old rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0002_public_reading")]

    operations = [
        migrations.AddField(
            model_name="publishedstatement",
            name="origin",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="publishedstatement",
            index=models.Index(
                fields=["origin", "reference", "order"], name="publishedstatement_origin"
            ),
        ),
    ]
