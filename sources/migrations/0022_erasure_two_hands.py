"""Two people decide about an erasure only if they are surely two."""

from django.db import migrations

HANDS = """
CREATE TRIGGER two_hands BEFORE INSERT OR UPDATE ON sources_erasure FOR EACH ROW
    WHEN (NEW.decided_by_id IS NOT NULL)
    EXECUTE FUNCTION accounts_refuse_one_hand('by_id', 'decided_by_id');
"""
HANDS_BACK = """
DROP TRIGGER two_hands ON sources_erasure;
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0021_consent_rules"), ("accounts", "0007_rights")]

    operations = [migrations.RunSQL(HANDS, HANDS_BACK)]
