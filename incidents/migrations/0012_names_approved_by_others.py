"""Who decided on a name or agreed to it does not approve the edition that tells it first."""

from django.db import migrations

# Fires after `four_eyes` (triggers fire by name), which has locked the review: whoever saves a
# name holds that lock too.
RULE = """
CREATE FUNCTION incidents_refuse_own_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before bigint;
BEGIN
    SELECT id INTO before FROM review_edition
        WHERE review_id = NEW.review_id ORDER BY number DESC LIMIT 1;
    IF EXISTS (
        SELECT 1 FROM incidents_withheldname named
        JOIN incidents_victim victim ON victim.id = named.victim_id
        WHERE victim.incident_id = NEW.review_id AND named.basis <> ''
            AND NEW.approved_by_id IN (named.decided_by_id, named.safeguarded_by_id)
            AND NOT EXISTS (
                SELECT 1 FROM review_editionpart told
                WHERE told.edition_id = before AND told.path = 'victims/' || victim.id
                    AND told.value::jsonb ->> 'name' = named.name
                    AND told.value::jsonb ->> 'name_basis' = named.basis
            )
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'withheldname_approved_by_others', TABLE = 'incidents_withheldname',
            MESSAGE = 'Who decided on a name or agreed to it does not approve what tells it first.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER names_approved_by_others BEFORE INSERT ON review_edition
    FOR EACH ROW EXECUTE FUNCTION incidents_refuse_own_name();
"""
RULE_BACK = """
DROP FUNCTION incidents_refuse_own_name() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0011_reading_by_index"),
        ("review", "0002_rules"),
    ]

    operations = [migrations.RunSQL(RULE, RULE_BACK)]
