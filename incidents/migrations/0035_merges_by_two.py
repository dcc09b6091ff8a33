"""A merge of incidents is decided once and stays, and no incident leads elsewhere without one."""

from django.db import migrations

RULES = """
CREATE TRIGGER decided_once
    BEFORE UPDATE OF id, kind, merged_id, into_id, carried, filled, terms, state, by_id, at,
        decided_by_id, decided_at
    ON incidents_merge FOR EACH ROW WHEN (OLD.state <> 'proposed')
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only BEFORE DELETE ON incidents_merge
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON incidents_merge
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER words_go_only BEFORE UPDATE OF comment ON incidents_merge FOR EACH ROW
    WHEN (NEW.comment IS DISTINCT FROM OLD.comment AND NEW.comment <> '…')
    EXECUTE FUNCTION review_append_only();
CREATE CONSTRAINT TRIGGER save_needs_redaction AFTER UPDATE ON incidents_merge
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.comment IS DISTINCT FROM OLD.comment)
    EXECUTE FUNCTION review_save_changed();

-- An incident leads to another one, or no longer does, only as the last decision of two says.
CREATE FUNCTION incidents_refuse_leading() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.merged_into_id IS DISTINCT FROM (
        SELECT CASE kind WHEN 'merge' THEN into_id END FROM incidents_merge
        WHERE merged_id = NEW.id AND state = 'done' ORDER BY id DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_by_two',
            TABLE = 'incidents_merge', MESSAGE = 'An incident is merged by two people.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incident_merged_by_two BEFORE UPDATE OF merged_into_id ON review_review
    FOR EACH ROW
    WHEN (NEW.kind = 'incident' AND NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id)
    EXECUTE FUNCTION incidents_refuse_leading();
"""
RULES_BACK = """
DROP TRIGGER incident_merged_by_two ON review_review;
DROP FUNCTION incidents_refuse_leading();
DROP TRIGGER save_needs_redaction ON incidents_merge;
DROP TRIGGER words_go_only ON incidents_merge;
DROP TRIGGER append_only_truncate ON incidents_merge;
DROP TRIGGER append_only ON incidents_merge;
DROP TRIGGER decided_once ON incidents_merge;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0034_why_merged_may_go"), ("review", "0034_words_may_go")]

    operations = [migrations.RunSQL(RULES, RULES_BACK)]
