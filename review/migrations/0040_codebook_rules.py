"""An entry of the codebook stands as two people agreed on it; it comes from a ruling."""

from django.db import migrations

# What one person proposes may be deleted; what two agreed on is replaced by a later entry, and its
# words go only with a redaction or an erasure, as those of comments do.
RULES = """
CREATE FUNCTION review_keep_codebook() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    agreed text[] := ARRAY['agreed_by_id', 'agreed_at'];
    words text[] := ARRAY['question', 'answer', 'words_removed'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.agreed_by_id IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM review_event WHERE id = NEW.ruling_id AND kind = 'ruled'
        ) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'codebook_by_two',
                MESSAGE = 'An entry of the codebook is written of a ruling, and a second person agrees.';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.agreed_by_id IS NULL THEN
            RETURN OLD;
        END IF;
    ELSIF OLD.agreed_by_id IS NULL AND NEW.agreed_by_id IS NOT NULL
        AND to_jsonb(NEW) - agreed = to_jsonb(OLD) - agreed THEN
        RETURN NEW;
    ELSIF NEW.words_removed AND NOT OLD.words_removed
        AND to_jsonb(NEW) - words = to_jsonb(OLD) - words THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only',
        TABLE = TG_TABLE_NAME,
        MESSAGE = 'What was recorded here is never changed or deleted: add something new instead.';
END $$;
CREATE TRIGGER append_only BEFORE INSERT OR UPDATE OR DELETE ON review_codebookentry
    FOR EACH ROW EXECUTE FUNCTION review_keep_codebook();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON review_codebookentry
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER two_hands BEFORE INSERT OR UPDATE ON review_codebookentry FOR EACH ROW
    WHEN (NEW.agreed_by_id IS NOT NULL)
    EXECUTE FUNCTION accounts_refuse_one_hand('by_id', 'agreed_by_id');
CREATE CONSTRAINT TRIGGER save_needs_redaction AFTER UPDATE ON review_codebookentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.words_removed AND NOT OLD.words_removed)
    EXECUTE FUNCTION review_save_changed();
"""
RULES_BACK = """
DROP TRIGGER save_needs_redaction ON review_codebookentry;
DROP TRIGGER append_only_truncate ON review_codebookentry;
DROP TRIGGER two_hands ON review_codebookentry;
DROP FUNCTION review_keep_codebook() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0039_codebook")]

    operations = [migrations.RunSQL(RULES, RULES_BACK)]
