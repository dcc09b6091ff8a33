"""Nothing of an interview leaves in a file for a purpose to which the witness did not agree."""

from django.db import migrations

# The codes of the recipients are those of the purposes that consent is asked for.
MAY_BE_PASSED = """
CREATE FUNCTION sources_may_be_passed(source uuid, recipient text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT $2 = 'ourselves' OR NOT EXISTS (
        SELECT 1 FROM sources_source s
        WHERE s.review_id = $1 AND sources_is_interview(s.kind)
            AND NOT (
                $2 IN ('national_prosecutors', 'icc', 'un')
                AND sources_consented($1, 'keep') AND sources_consented($1, $2)
            )
    )
$$;
"""
MAY_BE_PASSED_BACK = """
DROP FUNCTION sources_may_be_passed(uuid, text);
"""

# Asked when somebody asks for the file, agrees to it and takes it.
FILES = """
CREATE FUNCTION sources_refuse_passing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM unnest(NEW.keys) AS row_id
        LEFT JOIN sources_statement said ON NEW.of = 'sources.statement' AND said.id = row_id
        WHERE NEW.of IN ('sources.source', 'sources.statement')
            AND NOT sources_may_be_passed(coalesce(said.source_id, row_id), NEW.recipient)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'passed_with_consent',
            TABLE = 'sources_source',
            MESSAGE = 'A witness did not agree to pass this on to them.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER passed_with_consent BEFORE INSERT OR UPDATE ON review_staffexport
    FOR EACH ROW WHEN (NEW.recipient <> 'ourselves') EXECUTE FUNCTION sources_refuse_passing();
"""
FILES_BACK = """
DROP FUNCTION sources_refuse_passing() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0022_erasure_two_hands"),
        ("review", "0025_recipients_of_files"),
    ]

    operations = [
        migrations.RunSQL(MAY_BE_PASSED, MAY_BE_PASSED_BACK),
        migrations.RunSQL(FILES, FILES_BACK),
    ]
