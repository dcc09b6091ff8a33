"""What a save recorded is never changed or taken out, but by a redaction in the same transaction."""

from django.db import migrations

# Deferred: a redaction rewrites saves, those of other records too, before its entry is chained.
SAVES = """
CREATE FUNCTION review_save_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM review_entry
        WHERE kind = 'redaction' AND review_made_just_now(xmin)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'save_needs_redaction',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'What was saved is changed or deleted only together with a redaction.';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER save_needs_redaction AFTER UPDATE OR DELETE ON reversion_version
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION review_save_changed();

CREATE FUNCTION review_save_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM reversion_revision
        WHERE id = NEW.revision_id AND review_made_just_now(xmin)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'save_is_whole',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'Nothing is added to a save once it is made.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER save_is_whole BEFORE INSERT ON reversion_version
    FOR EACH ROW EXECUTE FUNCTION review_save_insert();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON reversion_version
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON reversion_revision
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reversion_revision
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
"""
SAVES_BACK = """
DROP TRIGGER append_only ON reversion_revision;
DROP TRIGGER append_only_truncate ON reversion_revision;
DROP TRIGGER append_only_truncate ON reversion_version;
DROP FUNCTION review_save_insert() CASCADE;
DROP FUNCTION review_save_changed() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0012_public_role_does_less"),
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
    ]

    operations = [migrations.RunSQL(SAVES, SAVES_BACK)]
