"""What was saved is emptied also where a record is erased of which nothing was ever published."""

from django.db import migrations

# Looked for whenever a save is changed.
INDEX = "CREATE INDEX review_event_erased ON review_event (id) WHERE kind = 'erased';"
INDEX_BACK = "DROP INDEX review_event_erased;"

RULE = """
CREATE OR REPLACE FUNCTION review_save_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM review_entry
        WHERE kind = 'redaction' AND review_made_just_now(xmin)
    ){erased} THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'save_needs_redaction',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'What was saved is changed or deleted only together with a redaction.';
    END IF;
    RETURN NULL;
END $$;
"""
ERASED = """ AND NOT EXISTS (
        SELECT 1 FROM review_event
        WHERE kind = 'erased' AND review_made_just_now(xmin)
    )"""


class Migration(migrations.Migration):
    dependencies = [("review", "0022_passed_on")]

    operations = [
        migrations.RunSQL(INDEX, INDEX_BACK),
        migrations.RunSQL(RULE.format(erased=ERASED), RULE.format(erased="")),
    ]
