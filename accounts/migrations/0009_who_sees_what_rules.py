"""Who was here before sees all records as before; what was decided about it is never changed."""

from django.db import migrations

WERE_HERE = """
INSERT INTO accounts_sight (person_id, of_all, reason)
SELECT id, true, 'Was here before new colleagues saw assigned records only.' FROM auth_user;
"""

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_sight
    FOR EACH ROW EXECUTE FUNCTION accounts_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON accounts_sight
    EXECUTE FUNCTION accounts_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_memberchange
    FOR EACH ROW EXECUTE FUNCTION accounts_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON accounts_memberchange
    EXECUTE FUNCTION accounts_append_only();
"""
APPEND_ONLY_BACK = """
DROP TRIGGER append_only ON accounts_sight;
DROP TRIGGER append_only_truncate ON accounts_sight;
DROP TRIGGER append_only ON accounts_memberchange;
DROP TRIGGER append_only_truncate ON accounts_memberchange;
"""

# Who runs the server names nobody; whoever is named must be an administrator at that moment.
BY_ADMINISTRATOR = """
CREATE FUNCTION accounts_decided_by_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.by_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM auth_user WHERE id = NEW.by_id
            AND is_active AND is_staff AND accounts_administers(id, is_superuser)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'sight_by_administrator',
            MESSAGE = 'Only an active administrator decides who sees all records and who belongs to a group.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER by_administrator BEFORE INSERT ON accounts_sight
    FOR EACH ROW EXECUTE FUNCTION accounts_decided_by_administrator();
CREATE TRIGGER by_administrator BEFORE INSERT ON accounts_memberchange
    FOR EACH ROW EXECUTE FUNCTION accounts_decided_by_administrator();
"""
BY_ADMINISTRATOR_BACK = """
DROP FUNCTION accounts_decided_by_administrator() CASCADE;
"""

# The table of members is what the changes say, by whatever door somebody comes.
MEMBERS = """
CREATE FUNCTION accounts_member_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM accounts_needtoknowgroup WHERE id = NEW.group_id FOR UPDATE;
    IF NEW.joins = EXISTS (
        SELECT 1 FROM accounts_member WHERE group_id = NEW.group_id AND person_id = NEW.person_id
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'memberchange_follows',
            MESSAGE = 'Somebody else has just done this: open the group again to see who belongs to it.';
    END IF;
    IF NEW.joins THEN
        INSERT INTO accounts_member (group_id, person_id) VALUES (NEW.group_id, NEW.person_id);
    ELSE
        DELETE FROM accounts_member
            WHERE group_id = NEW.group_id AND person_id = NEW.person_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER memberchange_follows AFTER INSERT ON accounts_memberchange
    FOR EACH ROW EXECUTE FUNCTION accounts_member_change();

CREATE FUNCTION accounts_member_by_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'member_by_change',
        TABLE = TG_TABLE_NAME,
        MESSAGE = 'Who belongs to a group is changed by an entry that says who did it and why.';
END $$;
CREATE TRIGGER member_by_change BEFORE INSERT OR UPDATE OR DELETE ON accounts_member
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION accounts_member_by_change();
CREATE TRIGGER member_by_change_truncate BEFORE TRUNCATE ON accounts_member
    EXECUTE FUNCTION accounts_member_by_change();
"""
MEMBERS_BACK = """
DROP FUNCTION accounts_member_by_change() CASCADE;
DROP FUNCTION accounts_member_change() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_who_sees_what")]

    operations = [
        migrations.RunSQL(WERE_HERE, migrations.RunSQL.noop),
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
        migrations.RunSQL(BY_ADMINISTRATOR, BY_ADMINISTRATOR_BACK),
        migrations.RunSQL(MEMBERS, MEMBERS_BACK),
    ]
