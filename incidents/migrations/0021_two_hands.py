"""Who decides on a name or a merge could not be the one who agreed to it or proposed it."""

from django.db import migrations

RULE = """
CREATE OR REPLACE FUNCTION incidents_refuse_own_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before bigint;
    behind integer[];
BEGIN
    SELECT id INTO before FROM review_edition
        WHERE review_id = NEW.review_id ORDER BY number DESC LIMIT 1;
    SELECT array_agg(named.decided_by_id) || array_agg(named.safeguarded_by_id) INTO behind
        FROM incidents_withheldname named
        JOIN incidents_victim victim ON victim.id = named.victim_id
        WHERE victim.incident_id = NEW.review_id AND named.basis <> ''
            AND NOT EXISTS (
                SELECT 1 FROM review_editionpart told
                WHERE told.edition_id = before AND told.path = 'victims/' || victim.id
                    AND told.value::jsonb ->> 'name' = named.name
                    AND told.value::jsonb ->> 'name_basis' = named.basis
            );
    IF NEW.approved_by_id IN (SELECT accounts_one_hand(behind)) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'withheldname_approved_by_others', TABLE = 'incidents_withheldname',
            MESSAGE = 'Who decided on a name or agreed to it does not approve what tells it first.';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER two_hands BEFORE INSERT OR UPDATE ON incidents_withheldname FOR EACH ROW
    WHEN (NEW.safeguarded_by_id IS NOT NULL AND NEW.decided_by_id IS NOT NULL)
    EXECUTE FUNCTION accounts_refuse_one_hand('decided_by_id', 'safeguarded_by_id');
CREATE TRIGGER two_hands BEFORE INSERT OR UPDATE ON incidents_merge FOR EACH ROW
    WHEN (NEW.state = 'done')
    EXECUTE FUNCTION accounts_refuse_one_hand('by_id', 'decided_by_id');
"""
# What `names_approved_by_others` had.
RULE_BACK = """
DROP TRIGGER two_hands ON incidents_withheldname;
DROP TRIGGER two_hands ON incidents_merge;
CREATE OR REPLACE FUNCTION incidents_refuse_own_name() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0020_compared"),
        ("accounts", "0007_rights"),
        ("review", "0018_two_hands"),
    ]

    operations = [migrations.RunSQL(RULE, RULE_BACK)]
