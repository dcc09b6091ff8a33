"""Names of what staff filter by, as people read them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0009_public_merged_into"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="review",
            options={
                "permissions": [
                    ("submit_review", "Can submit records for review"),
                    ("decide_review", "Can approve, return, put back and discard"),
                    ("withdraw_review", "Can withdraw a published record at once"),
                ],
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
            },
        ),
        migrations.AlterField(
            model_name="review",
            name="public",
            field=models.CharField(
                default="never",
                max_length=10,
                verbose_name="public",
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="work",
            field=models.CharField(
                default="draft",
                max_length=10,
                verbose_name="work",
            ),
        ),
    ]
