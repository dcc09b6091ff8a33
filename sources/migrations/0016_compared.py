"""What staff search in actors, sources and statements, as it is compared."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("review", "0016_compared"), ("sources", "0015_clearer_sentences")]

    operations = [
        migrations.AddField(
            model_name="actor",
            name="compared",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    django.db.models.functions.text.Concat(
                        models.F("name_en"),
                        models.Value(" | "),
                        models.F("name_uk"),
                        output_field=models.TextField(),
                    ),
                    function="review_compared",
                    output_field=models.TextField(),
                ),
                output_field=models.TextField(),
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="actorname",
            name="compared",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("text"), function="review_compared", output_field=models.TextField()
                ),
                output_field=models.TextField(),
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="hop",
            name="compared",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("as_written"),
                    function="review_compared",
                    output_field=models.TextField(),
                ),
                output_field=models.TextField(),
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="compared",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    django.db.models.functions.text.Concat(
                        models.F("title"),
                        models.Value(" | "),
                        models.F("author"),
                        models.Value(" | "),
                        models.F("url"),
                        output_field=models.TextField(),
                    ),
                    function="review_compared",
                    output_field=models.TextField(),
                ),
                output_field=models.TextField(),
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="compared",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    django.db.models.functions.text.Concat(
                        models.F("label"),
                        models.Value(" | "),
                        models.F("paraphrase_en"),
                        models.Value(" | "),
                        models.F("paraphrase_uk"),
                        models.Value(" | "),
                        models.F("subject_as_written"),
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
