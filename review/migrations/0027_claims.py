"""Who was asked to decide, beside who took it; both only of what waits; urgent and why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
        ("review", "0026_claims_of_what_waits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="event",
            name="event_deed_has_comment",
        ),
        migrations.RemoveConstraint(
            model_name="event",
            name="event_handed_to_somebody",
        ),
        migrations.AddField(
            model_name="review",
            name="assigned_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["handed", "assigned"]), ("to__isnull", False)),
                    models.Q(
                        models.Q(("kind__in", ["handed", "assigned"]), _negated=True), ("to", None)
                    ),
                    ("kind", "claimed"),
                    _connector="OR",
                ),
                name="event_handed_to_somebody",
                violation_error_message="Choose a colleague.",
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
                        ],
                    ),
                    _connector="OR",
                ),
                name="event_deed_has_comment",
                violation_error_message="Say why: this needs a comment.",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("work", "submitted"),
                    models.Q(("assigned_to", None), ("reviewing_by", None)),
                    _connector="OR",
                ),
                name="review_claimed_while_waiting",
                violation_error_message="Only what waits for review can be taken or assigned.",
            ),
        ),
    ]
