"""Why two incidents are one goes with a redaction or an erasure, whoever decided about them."""

from django.db import migrations

# The words alone ask nothing of those two.
HANDS = """
DROP TRIGGER two_hands ON incidents_merge;
CREATE TRIGGER two_hands BEFORE INSERT OR UPDATE{of} ON incidents_merge FOR EACH ROW
    WHEN (NEW.state = 'done')
    EXECUTE FUNCTION accounts_refuse_one_hand('by_id', 'decided_by_id');
"""
OF = " OF state, by_id, decided_by_id"


class Migration(migrations.Migration):
    dependencies = [("incidents", "0033_intake_rules")]

    operations = [migrations.RunSQL(HANDS.format(of=OF), HANDS.format(of=""))]
