"""Titles are as long as real ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0015_last_entry_of_old_rows"),
    ]

    operations = [
        migrations.AlterField(
            model_name="incident",
            name="title_en",
            field=models.CharField(
                help_text="E.g. Reported killing of two captured soldiers near Udachne, 22 May 2025. No method of killing, no name.",
                max_length=300,
                verbose_name="title (English)",
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="title_uk",
            field=models.CharField(blank=True, max_length=300, verbose_name="title (Ukrainian)"),
        ),
        migrations.AlterField(
            model_name="publishedincident",
            name="title_en",
            field=models.CharField(max_length=300),
        ),
        migrations.AlterField(
            model_name="publishedincident",
            name="title_uk",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
