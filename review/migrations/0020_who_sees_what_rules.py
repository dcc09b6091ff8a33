"""Only a member limits a record to a group; readings and files for staff are never taken back."""

from django.db import migrations

MEMBERS = """
CREATE FUNCTION review_limit_by_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM accounts_member WHERE group_id = NEW.group_id AND person_id = NEW.by_id
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'limit_by_member',
            MESSAGE = 'Only a member of the group limits a record to it: you would lose sight of it.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER limit_by_member BEFORE INSERT OR UPDATE ON review_limit
    FOR EACH ROW EXECUTE FUNCTION review_limit_by_member();
"""
MEMBERS_BACK = """
DROP FUNCTION review_limit_by_member() CASCADE;
"""

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON review_read
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON review_read
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only BEFORE DELETE ON review_staffexport
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON review_staffexport
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_update BEFORE UPDATE ON review_staffexport
    FOR EACH ROW WHEN (
        OLD.id <> NEW.id OR OLD.of <> NEW.of OR OLD.keys <> NEW.keys
        OR OLD.question <> NEW.question OR OLD.why <> NEW.why OR OLD.by_id <> NEW.by_id
        OR OLD.at <> NEW.at OR OLD.needs_second <> NEW.needs_second
        OR OLD.agreed_by_id IS NOT NULL AND OLD.agreed_by_id IS DISTINCT FROM NEW.agreed_by_id
        OR OLD.agreed_at IS NOT NULL AND OLD.agreed_at IS DISTINCT FROM NEW.agreed_at
        OR OLD.taken_at IS NOT NULL AND OLD.taken_at IS DISTINCT FROM NEW.taken_at
    )
    EXECUTE FUNCTION review_append_only();
"""
APPEND_ONLY_BACK = """
DROP TRIGGER append_only ON review_read;
DROP TRIGGER append_only_truncate ON review_read;
DROP TRIGGER append_only ON review_staffexport;
DROP TRIGGER append_only_truncate ON review_staffexport;
DROP TRIGGER append_only_update ON review_staffexport;
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0019_who_sees_what"), ("accounts", "0009_who_sees_what_rules")]

    operations = [
        migrations.RunSQL(MEMBERS, MEMBERS_BACK),
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
    ]
