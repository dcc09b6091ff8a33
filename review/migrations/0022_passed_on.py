"""A draft of somebody who leaves is passed on to a colleague, by an event that names them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
        ("review", "0021_copies_outside"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="to",
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
                    models.Q(("kind", "handed"), ("to__isnull", False)),
                    models.Q(models.Q(("kind", "handed"), _negated=True), ("to", None)),
                    _connector="OR",
                ),
                name="event_handed_to_somebody",
                violation_error_message="Choose to whom it is passed on.",
            ),
        ),
    ]
