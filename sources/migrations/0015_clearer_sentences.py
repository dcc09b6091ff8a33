"""Say what a rule refuses, and what a field takes, in plainer words; nothing is stored otherwise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0014_no_source_foretells"),
    ]

    operations = [
        migrations.AlterField(
            model_name="statement",
            name="quotation",
            field=models.CharField(
                blank=True,
                help_text="A few words at most, exactly as written.",
                max_length=300,
                verbose_name="quotation",
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="subject_as_written",
            field=models.CharField(
                blank=True,
                help_text="Staff only. Who gave an order, fired or received evidence; never a link of the chain.",
                max_length=300,
                verbose_name="who acted, as written",
            ),
        ),
    ]
