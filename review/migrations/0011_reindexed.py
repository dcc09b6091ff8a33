"""Every change of the published index is numbered, for those who keep something of it."""

from django.db import migrations, models

from review.following import FUNCTIONS, FUNCTIONS_BACK
from review.public import grant_public_reading


class Migration(migrations.Migration):
    dependencies = [("review", "0010_names_people_see")]

    operations = [
        migrations.CreateModel(
            name="Reindexed",
            fields=[
                ("position", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("reference", models.CharField(blank=True, max_length=7)),
                ("number", models.PositiveBigIntegerField(db_index=True)),
            ],
            options={"ordering": ["number", "position"]},
        ),
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_BACK),
        grant_public_reading("review_reindexed"),
    ]
