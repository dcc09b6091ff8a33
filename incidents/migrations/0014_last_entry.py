"""What the chain says last of a record stands in the index, also that something was hidden."""

from datetime import date

from django.db import migrations, models

# Until `last_entry_of_old_rows` says better.
NO_DAY = date(1970, 1, 1)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0013_stored_bitmaps")]

    operations = [
        migrations.AddField(
            model_name="publishedincident",
            name="last_entry",
            field=models.PositiveBigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publishedincident",
            name="last_entry_on",
            field=models.DateField(default=NO_DAY),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="publishedincident",
            index=models.Index(
                fields=["last_entry_on"], include=["position"], name="publishedincident_touched"
            ),
        ),
    ]
