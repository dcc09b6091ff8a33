"""Labels, titles and tags of languages are as long as real ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0014_hidings_of_editions"),
        ("sources", "0010_items_by_address"),
    ]

    operations = [
        migrations.AlterField(
            model_name="actorname",
            name="language",
            field=models.CharField(blank=True, max_length=35, verbose_name="language"),
        ),
        migrations.AlterField(
            model_name="publishedsource",
            name="language",
            field=models.CharField(blank=True, max_length=35),
        ),
        migrations.AlterField(
            model_name="publishedsource",
            name="title",
            field=models.CharField(blank=True, max_length=1000),
        ),
        migrations.AlterField(
            model_name="publishedstatement",
            name="label",
            field=models.CharField(max_length=40),
        ),
        migrations.AlterField(
            model_name="source",
            name="language",
            field=models.CharField(blank=True, max_length=35, verbose_name="language"),
        ),
        migrations.AlterField(
            model_name="source",
            name="title",
            field=models.CharField(
                blank=True,
                help_text="As published. Empty: not known.",
                max_length=1000,
                verbose_name="title",
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="label",
            field=models.CharField(
                help_text="Short and unique in its source, e.g. S20a.",
                max_length=40,
                verbose_name="our label",
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="quotation_language",
            field=models.CharField(blank=True, max_length=35, verbose_name="its language"),
        ),
    ]
