from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0028_desk_rules"),
        ("sources", "0024_statements_by_link"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="evidence",
            name="evidence_inference_says_how",
        ),
        migrations.RemoveConstraint(
            model_name="involvement",
            name="involvement_is_somebody",
        ),
        migrations.AlterField(
            model_name="finding",
            name="what_en",
            field=models.TextField(blank=True, verbose_name="what exactly (English)"),
        ),
        migrations.AlterField(
            model_name="incident",
            name="title_en",
            field=models.CharField(
                blank=True,
                help_text="E.g. Reported killing of two captured soldiers near Udachne, 22 May 2025. No method of killing, no name.",
                max_length=300,
                verbose_name="title (English)",
            ),
        ),
        migrations.AlterField(
            model_name="involvement",
            name="by_whom_en",
            field=models.CharField(
                blank=True,
                help_text="Who alleges it.",
                max_length=200,
                verbose_name="according to whom (English)",
            ),
        ),
        migrations.AlterField(
            model_name="publishedincident",
            name="title_en",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name="victim",
            name="label_en",
            field=models.CharField(
                blank=True,
                help_text="E.g. two captured soldiers. Never a name.",
                max_length=200,
                verbose_name="public label (English)",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stated", "stated"),
                    models.Q(("how_en", ""), _negated=True),
                    models.Q(("how_uk", ""), _negated=True),
                    _connector="OR",
                ),
                name="evidence_inference_says_how",
                violation_error_message="Say how this was inferred.",
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("actor__isnull", False),
                    models.Q(("label_en", ""), _negated=True),
                    models.Q(("label_uk", ""), _negated=True),
                    _connector="OR",
                ),
                name="involvement_is_somebody",
                violation_error_message="Choose the actor or say in words who is accused.",
            ),
        ),
    ]
