"""The scheme of an address is written in small letters or in capitals."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0011_longer_texts")]

    operations = [
        migrations.RemoveConstraint(
            model_name="source",
            name="source_url_is_web",
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("url", ""), ("url__iregex", "^https?://"), _connector="OR"),
                name="source_url_is_web",
                violation_error_message="An address starts with http:// or https://.",
            ),
        ),
    ]
