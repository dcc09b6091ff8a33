"""What staff search in incidents, as it is compared."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0016_compared"),
        ("incidents", "0019_clearer_sentences"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="compared",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    django.db.models.functions.text.Concat(
                        models.F("title_en"),
                        models.Value(" | "),
                        models.F("title_uk"),
                        models.Value(" | "),
                        models.F("summary_en"),
                        models.Value(" | "),
                        models.F("summary_uk"),
                        models.Value(" | "),
                        models.F("place_as_written"),
                        models.Value(" | "),
                        models.F("internal_note"),
                        output_field=models.TextField(),
                    ),
                    function="review_compared",
                    output_field=models.TextField(),
                ),
                output_field=models.TextField(),
                serialize=False,
            ),
        ),
    ]
