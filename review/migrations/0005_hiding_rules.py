"""A hiding is decided once, by a second person, and never forgotten."""

from django.db import migrations

DECIDED_ONCE = """
CREATE FUNCTION review_hiding_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'hidden' AND NEW.state <> 'hidden'
        AND (OLD.id, OLD.review_id, OLD.path, OLD.blanks, OLD.reason, OLD.hidden_on, OLD.by_id,
            OLD.at, OLD.comment)
        IS NOT DISTINCT FROM (NEW.id, NEW.review_id, NEW.path, NEW.blanks, NEW.reason,
            NEW.hidden_on, NEW.by_id, NEW.at, NEW.comment) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'hiding_decided_once',
        TABLE = TG_TABLE_NAME,
        MESSAGE = 'A hidden part is decided about once, and what was decided stays.';
END $$;
CREATE TRIGGER hiding_decided_once BEFORE UPDATE OR DELETE ON review_hiding
    FOR EACH ROW EXECUTE FUNCTION review_hiding_decided_once();
CREATE TRIGGER hiding_decided_once_truncate BEFORE TRUNCATE ON review_hiding
    EXECUTE FUNCTION review_hiding_decided_once();
"""
DECIDED_ONCE_BACK = """
DROP FUNCTION review_hiding_decided_once() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0004_hiding")]

    operations = [migrations.RunSQL(DECIDED_ONCE, DECIDED_ONCE_BACK)]
