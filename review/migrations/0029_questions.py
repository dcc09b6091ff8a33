"""A comment may be a question about a line of the comparison, answered and resolved in place."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
        ("review", "0028_claim_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="event",
            name="event_deed_has_comment",
        ),
        migrations.AddField(
            model_name="event",
            name="answers",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers_to_it",
                to="review.event",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="line",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("line", ""),
                    models.Q(("answers", None), ("kind", "commented")),
                    _connector="OR",
                ),
                name="event_line_of_question",
                violation_error_message="Only a question is about a line.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answers", None), models.Q(("kind", "resolved"), _negated=True)),
                    models.Q(("answers__isnull", False), ("kind__in", ["commented", "resolved"])),
                    _connector="OR",
                ),
                name="event_answers_question",
                violation_error_message="Say which question is answered.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "resolved")),
                fields=("answers",),
                name="event_resolved_once",
                violation_error_message="This question is resolved already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("comment", ""), _negated=True),
                    (
                        "kind__in",
                        [
                            "saved",
                            "approved",
                            "put_back",
                            "restored",
                            "assigned",
                            "claimed",
                            "released",
                            "not_urgent",
                            "resolved",
                        ],
                    ),
                    _connector="OR",
                ),
                name="event_deed_has_comment",
                violation_error_message="Say why: this needs a comment.",
            ),
        ),
    ]
