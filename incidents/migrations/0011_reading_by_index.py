"""What lists ask of days and places is answered from indexes: rows are wide, and take long to read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0010_reindexed")]

    operations = [
        migrations.RemoveIndex(model_name="publishedincident", name="publishedincident_dates"),
        migrations.AddIndex(
            model_name="publishedincident",
            index=models.Index(
                fields=["occurred_earliest", "occurred_latest"],
                include=["position"],
                name="publishedincident_days",
            ),
        ),
        migrations.AddIndex(
            model_name="publishedincident",
            index=models.Index(fields=["place_code"], name="publishedincident_place"),
        ),
        migrations.AddIndex(
            model_name="publishedincident",
            index=models.Index(
                fields=["reference"],
                condition=models.Q(occurred=""),
                name="publishedincident_undated",
            ),
        ),
    ]
