from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0025_recipients_of_files"),
        ("sources", "0024_statements_by_link"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="actor",
            name="actor_grade_has_reason",
        ),
        migrations.RemoveConstraint(
            model_name="hop",
            name="hop_is_somebody",
        ),
        migrations.RemoveConstraint(
            model_name="statementlink",
            name="statementlink_inference_has_reason",
        ),
        migrations.AlterField(
            model_name="actor",
            name="name_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="name in English"),
        ),
        migrations.AlterField(
            model_name="publishedactor",
            name="name_en",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="statement",
            name="paraphrase_en",
            field=models.TextField(
                blank=True,
                help_text="Who did what to whom, in one sentence of our own words that can be read alone. Name the side, force, unit or office that the source names; name no private person.",
                verbose_name="what it says (English)",
            ),
        ),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reliability", ""),
                    models.Q(
                        ("reliability_graded_on__isnull", False),
                        models.Q(
                            models.Q(("reliability_reason_en", ""), _negated=True),
                            models.Q(("reliability_reason_uk", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="actor_grade_has_reason",
                violation_error_message="A reliability grade needs its date and its reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="hop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("actor__isnull", False), ("label_en", ""), ("label_uk", "")),
                    models.Q(
                        ("actor", None),
                        models.Q(
                            models.Q(("label_en", ""), _negated=True),
                            models.Q(("label_uk", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="hop_is_somebody",
                violation_error_message="A link is either a named body or a public label.",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stated", "inferred"), _negated=True),
                    models.Q(("why_en", ""), _negated=True),
                    models.Q(("why_uk", ""), _negated=True),
                    _connector="OR",
                ),
                name="statementlink_inference_has_reason",
                violation_error_message="Say why you infer this link.",
            ),
        ),
    ]
