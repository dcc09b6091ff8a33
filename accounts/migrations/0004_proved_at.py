"""When somebody last proved who they are: a session that was open before did so by signing in."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_suspensions"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="proved_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
