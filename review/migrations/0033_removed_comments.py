"""That the words of a comment were removed stays with the comment."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
        ("review", "0032_notice_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="event",
            name="event_deed_has_comment",
        ),
        migrations.AddField(
            model_name="event",
            name="comment_removed",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("comment", ""), _negated=True),
                    ("comment_removed", True),
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
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("comment_removed", False), ("comment", ""), _connector="OR"),
                name="event_removed_is_empty",
                violation_error_message="What was removed is not written again.",
            ),
        ),
    ]
