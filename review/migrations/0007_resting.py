import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0006_public_without_hidden"),
    ]

    operations = [
        migrations.CreateModel(
            name="Resting",
            fields=[
                ("id", models.CharField(max_length=15, primary_key=True, serialize=False)),
                ("reference", models.CharField(db_index=True, max_length=7)),
                ("number", models.PositiveIntegerField()),
                (
                    "on",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="carrying",
                        to="review.publicrecord",
                    ),
                ),
            ],
        ),
    ]
