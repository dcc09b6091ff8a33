"""What does not wait is in nobody's hands: a record that was saved meanwhile kept its reviewer."""

from django.db import migrations

FREED = "UPDATE review_review SET reviewing_by_id = NULL WHERE work <> 'submitted'"


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0025_recipients_of_files"),
    ]

    operations = [migrations.RunSQL(FREED, migrations.RunSQL.noop)]
