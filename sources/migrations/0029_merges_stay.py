"""What was said of records that may be one is not emptied at a stroke either."""

from django.db import migrations

STAYS = """
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON sources_draftmerge
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON sources_toldapart
    EXECUTE FUNCTION review_append_only();
"""
STAYS_BACK = """
DROP TRIGGER append_only_truncate ON sources_toldapart;
DROP TRIGGER append_only_truncate ON sources_draftmerge;
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0028_draft_merge_rules")]

    operations = [migrations.RunSQL(STAYS, STAYS_BACK)]
