"""Say what a rule refuses, and what a field takes, in plainer words; nothing is stored otherwise."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
        ("review", "0014_hidings_of_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="event",
            name="event_deed_has_revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("revision__isnull", False),
                    ("kind__in", ["commented", "withdrawn", "hidden", "redacted", "merged"]),
                    _connector="OR",
                ),
                name="event_deed_has_revision",
                violation_error_message="This action must name the revision it applies to.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="hiding",
            name="hiding_decision_is_whole",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("state", "hidden")),
                    models.Q(
                        models.Q(("state", "hidden"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="hiding_decision_is_whole",
                violation_error_message="A decision about a hidden part must say who decided, and when.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="hiding",
            name="hiding_has_comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("comment", ""), _negated=True),
                name="hiding_has_comment",
                violation_error_message="Tell your colleagues why it is hidden.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="review",
            name="review_withdrawn_has_day",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("public", "withdrawn"),
                        ("withdrawn_on__isnull", False),
                        models.Q(("withdrawn_reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("public", "withdrawn"), _negated=True),
                        ("withdrawn_on", None),
                        ("withdrawn_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="review_withdrawn_has_day",
                violation_error_message="A withdrawal needs a day and a reason.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="review",
            name="review_merged_is_withdrawn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into", None),
                    models.Q(
                        ("public", "withdrawn"),
                        ("withdrawn_reason", "duplicate"),
                        models.Q(("merged_into", models.F("id")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="review_merged_is_withdrawn",
                violation_error_message="A record merged into another must be withdrawn as a duplicate.",
            ),
        ),
    ]
