"""Whether an account was shut because the person left in peace."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_colleagues"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="suspension",
            name="left",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(("left", True), ("lifts", True), _negated=True),
                name="suspension_left_shuts",
                violation_error_message="Who left does not come back by leaving.",
            ),
        ),
    ]
