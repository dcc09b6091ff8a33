"""A file for staff says for whom it is, and goes on saying so."""

from django.db import migrations, models

KEPT = """
CREATE TRIGGER append_only_recipient BEFORE UPDATE ON review_staffexport
    FOR EACH ROW WHEN (OLD.recipient <> NEW.recipient) EXECUTE FUNCTION review_append_only();
"""
KEPT_BACK = """
DROP TRIGGER append_only_recipient ON review_staffexport;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0024_files_for_staff_two_hands"),
    ]

    operations = [
        migrations.AddField(
            model_name="staffexport",
            name="recipient",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="for whom"),
        ),
        migrations.RunSQL(KEPT, KEPT_BACK),
    ]
