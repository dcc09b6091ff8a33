"""Two people agree on a file of restricted records only if they are surely two."""

from django.db import migrations

HANDS = """
CREATE TRIGGER two_hands BEFORE INSERT OR UPDATE ON review_staffexport FOR EACH ROW
    WHEN (NEW.agreed_by_id IS NOT NULL)
    EXECUTE FUNCTION accounts_refuse_one_hand('by_id', 'agreed_by_id');
"""
HANDS_BACK = """
DROP TRIGGER two_hands ON review_staffexport;
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0023_erased_records"), ("accounts", "0007_rights")]

    operations = [migrations.RunSQL(HANDS, HANDS_BACK)]
