"""A link goes from state to state as its history says, and what was pasted stays as it was."""

from django.db import migrations

MOVES = """
CREATE FUNCTION incidents_intake_item_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'open' OR NEW.decision_id IS NOT NULL OR NEW.held_by_id IS NOT NULL
        OR NEW.report_id IS NOT NULL OR NEW.emptied_at IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_told',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'What happened to a link must be recorded with who did it and when.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER intake_told BEFORE INSERT ON incidents_intakeitem
    FOR EACH ROW EXECUTE FUNCTION incidents_intake_item_insert();

CREATE FUNCTION incidents_intake_item_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest incidents_intakeevent;
    made_by text[];
BEGIN
    IF OLD.emptied_at IS NOT NULL
        -- Its canonical form follows from it: other rules write that anew.
        OR NEW.emptied_at IS NULL AND NEW.url <> OLD.url
        -- Of these an erasure takes words out.
        OR NEW.note <> OLD.note AND NEW.note <> ''
        OR NEW.came_from <> OLD.came_from AND NEW.came_from <> ''
        OR (NEW.added_by_id, NEW.added_at, NEW.group_id)
            IS DISTINCT FROM (OLD.added_by_id, OLD.added_at, OLD.group_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_stays',
            TABLE = TG_TABLE_NAME, MESSAGE = 'What was pasted is not changed: paste it again.';
    END IF;
    IF (NEW.state, NEW.decision_id, NEW.held_by_id, NEW.held_at, NEW.report_id)
        IS NOT DISTINCT FROM
        (OLD.state, OLD.decision_id, OLD.held_by_id, OLD.held_at, OLD.report_id) THEN
        RETURN NEW;
    END IF;
    IF EXISTS (
        SELECT 1 FROM incidents_deskreport WHERE id = OLD.report_id AND entered_at IS NOT NULL
    ) OR NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('open', 'verification'), ('open', 'out_of_scope'), ('verification', 'open'),
        ('verification', 'out_of_scope'), ('out_of_scope', 'open')
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_moves',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'This cannot be done with a link in this state: open the page again.';
    END IF;
    SELECT * INTO latest FROM incidents_intakeevent WHERE item_id = NEW.id ORDER BY id DESC LIMIT 1;
    made_by := CASE NEW.state WHEN 'open' THEN ARRAY['put_back']
        ELSE ARRAY[NEW.state::text] END;
    IF latest.id IS NULL
        OR (NEW.state, NEW.decision_id) IS DISTINCT FROM (OLD.state, OLD.decision_id)
            AND (NEW.decision_id IS DISTINCT FROM latest.id OR latest.kind <> ALL (made_by))
        OR (NEW.held_by_id, NEW.held_at) IS DISTINCT FROM (OLD.held_by_id, OLD.held_at)
            AND (CASE WHEN NEW.held_by_id IS NULL
                THEN latest.kind NOT IN ('freed', 'out_of_scope')
                ELSE latest.kind NOT IN ('taken', 'assigned', 'handed')
                    OR (latest.to_id, latest.at) IS DISTINCT FROM (NEW.held_by_id, NEW.held_at)
                END)
        OR NEW.report_id IS DISTINCT FROM OLD.report_id
            AND (CASE WHEN NEW.report_id IS NULL
                THEN latest.kind NOT IN ('taken', 'assigned', 'handed', 'freed', 'out_of_scope')
                ELSE latest.kind <> 'taken_up' END) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_told',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'What happened to a link must be recorded with who did it and when.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER intake_moves BEFORE UPDATE ON incidents_intakeitem
    FOR EACH ROW EXECUTE FUNCTION incidents_intake_item_update();

CREATE FUNCTION incidents_intake_item_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_stays',
        TABLE = TG_TABLE_NAME, MESSAGE = 'What was pasted is not changed: paste it again.';
END $$;
CREATE TRIGGER intake_stays BEFORE DELETE ON incidents_intakeitem
    FOR EACH ROW EXECUTE FUNCTION incidents_intake_item_delete();
CREATE TRIGGER intake_stays_truncate BEFORE TRUNCATE ON incidents_intakeitem
    EXECUTE FUNCTION incidents_intake_item_delete();
"""
MOVES_BACK = """
DROP FUNCTION incidents_intake_item_insert() CASCADE;
DROP FUNCTION incidents_intake_item_update() CASCADE;
DROP FUNCTION incidents_intake_item_delete() CASCADE;
"""

# Its words may go, and nothing else of it.
HISTORY = """
CREATE FUNCTION incidents_intake_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.words = '' AND NEW.is_emptied
            AND (NEW.id, NEW.item_id, NEW.kind, NEW.by_id, NEW.to_id, NEW.at, NEW.reason)
            IS NOT DISTINCT FROM
            (OLD.id, OLD.item_id, OLD.kind, OLD.by_id, OLD.to_id, OLD.at, OLD.reason) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only',
        TABLE = TG_TABLE_NAME,
        MESSAGE = 'What was recorded here is never changed or deleted: add something new instead.';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON incidents_intakeevent
    FOR EACH ROW EXECUTE FUNCTION incidents_intake_event_stays();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON incidents_intakeevent
    EXECUTE FUNCTION incidents_intake_event_stays();
"""
HISTORY_BACK = """
DROP FUNCTION incidents_intake_event_stays() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0032_intake")]

    operations = [
        migrations.RunSQL(MOVES, MOVES_BACK),
        migrations.RunSQL(HISTORY, HISTORY_BACK),
    ]
