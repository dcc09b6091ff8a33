"""Stored bitmaps go with incidents that are taken from the index by anything but a later edition."""

from django.db import migrations

GONE = """
CREATE TRIGGER bitmaps_forgotten_gone AFTER DELETE ON incidents_publishedincident
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION sources_forget_bitmaps_of_gone();
CREATE TRIGGER bitmaps_forgotten_before AFTER UPDATE ON incidents_publishedincident
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION sources_forget_bitmaps_of_gone();
"""
GONE_BACK = """
DROP TRIGGER bitmaps_forgotten_gone ON incidents_publishedincident;
DROP TRIGGER bitmaps_forgotten_before ON incidents_publishedincident;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0012_names_approved_by_others"),
        ("sources", "0007_stored_bitmaps"),
    ]

    operations = [migrations.RunSQL(GONE, GONE_BACK)]
