"""No incident leaves in a file for a purpose to which a witness whom it rests on did not agree."""

from django.db import migrations

FILES = """
CREATE FUNCTION incidents_refuse_passing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM sources_statement said
        WHERE (
            said.id IN (
                SELECT statement_id FROM incidents_evidence WHERE incident_id = ANY (NEW.keys)
            ) OR said.id IN (
                SELECT statement_id FROM incidents_finding WHERE incident_id = ANY (NEW.keys)
            )
        ) AND NOT sources_may_be_passed(said.source_id, NEW.recipient)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'passed_with_consent',
            TABLE = 'sources_source',
            MESSAGE = 'A witness did not agree to pass this on to them.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incident_passed_with_consent BEFORE INSERT OR UPDATE ON review_staffexport
    FOR EACH ROW WHEN (NEW.of = 'incidents.incident' AND NEW.recipient <> 'ourselves')
    EXECUTE FUNCTION incidents_refuse_passing();
"""
FILES_BACK = """
DROP FUNCTION incidents_refuse_passing() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0024_interviews_need_consent"),
        ("sources", "0023_passed_with_consent"),
    ]

    operations = [migrations.RunSQL(FILES, FILES_BACK)]
