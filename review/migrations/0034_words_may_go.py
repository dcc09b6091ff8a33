"""The words of a comment go together with a redaction or an erasure; that it was made stays."""

from django.db import migrations

# Whatever else stands in the row stays as it was. A revision keeps the comment of its save, too.
# Deferred: a redaction takes the words out before its entry is chained.
RULE = """
CREATE FUNCTION review_words_removed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    words text[] := ARRAY['comment', 'comment_removed'];
BEGIN
    IF OLD.comment <> '' AND NEW.comment = ''
        AND coalesce((to_jsonb(NEW) ->> 'comment_removed')::boolean, true)
        AND to_jsonb(NEW) - words = to_jsonb(OLD) - words THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only',
        TABLE = TG_TABLE_NAME,
        MESSAGE = 'What was recorded here is never changed or deleted: add something new instead.';
END $$;
DROP TRIGGER append_only ON review_event;
DROP TRIGGER append_only ON reversion_revision;
CREATE TRIGGER append_only BEFORE DELETE ON review_event
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only BEFORE DELETE ON reversion_revision
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_words BEFORE UPDATE ON review_event
    FOR EACH ROW EXECUTE FUNCTION review_words_removed();
CREATE TRIGGER append_only_words BEFORE UPDATE ON reversion_revision
    FOR EACH ROW EXECUTE FUNCTION review_words_removed();
CREATE CONSTRAINT TRIGGER save_needs_redaction AFTER UPDATE ON review_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION review_save_changed();
CREATE CONSTRAINT TRIGGER save_needs_redaction AFTER UPDATE ON reversion_revision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION review_save_changed();
"""
BACK = """
DROP FUNCTION review_words_removed() CASCADE;
DROP TRIGGER save_needs_redaction ON review_event;
DROP TRIGGER save_needs_redaction ON reversion_revision;
DROP TRIGGER append_only ON review_event;
DROP TRIGGER append_only ON reversion_revision;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON review_event
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reversion_revision
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0033_removed_comments"),
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
    ]

    operations = [migrations.RunSQL(RULE, BACK)]
