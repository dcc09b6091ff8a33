"""Nobody is given to decide what they changed or submitted; whoever leaves is asked for nothing."""

from django.db import migrations

# As in `two_hands`, whoever could be one of those who did it counts as them.
OWN = """
CREATE FUNCTION review_refuse_own_claim() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    cleared bigint;
    behind integer[];
    given integer[];
BEGIN
    -- What is as it was is not given anew.
    IF TG_OP = 'UPDATE' THEN
        given := ARRAY[
            CASE WHEN NEW.reviewing_by_id IS DISTINCT FROM OLD.reviewing_by_id
                THEN NEW.reviewing_by_id END,
            CASE WHEN NEW.assigned_to_id IS DISTINCT FROM OLD.assigned_to_id
                THEN NEW.assigned_to_id END
        ];
    ELSE
        given := ARRAY[NEW.reviewing_by_id, NEW.assigned_to_id];
    END IF;
    given := array_remove(given, NULL);
    IF cardinality(given) = 0 THEN
        RETURN NEW;
    END IF;
    SELECT coalesce(max(id), 0) INTO cleared FROM review_event
        WHERE review_id = NEW.id AND (kind = 'approved' OR kind = 'discarded' AND id > (
            SELECT min(id) FROM review_event WHERE review_id = NEW.id AND kind = 'approved'
        ));
    SELECT array_agg(by_id) INTO behind FROM review_event
        WHERE review_id = NEW.id AND id > cleared
            AND kind IN ('saved', 'put_back', 'restored', 'submitted');
    IF given && behind OR EXISTS (
        SELECT 1 FROM accounts_one_hand(behind) AS alike WHERE alike = ANY (given)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_by_others',
            MESSAGE = 'Whoever changed or submitted this cannot be the one who decides about it.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER claim_by_others BEFORE INSERT OR UPDATE ON review_review FOR EACH ROW
    WHEN (NEW.reviewing_by_id IS NOT NULL OR NEW.assigned_to_id IS NOT NULL)
    EXECUTE FUNCTION review_refuse_own_claim();
"""
OWN_BACK = """
DROP FUNCTION review_refuse_own_claim() CASCADE;
"""

LEFT = """
CREATE OR REPLACE FUNCTION review_reviewer_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE review_review SET reviewing_by_id = NULL WHERE reviewing_by_id = NEW.id;
    UPDATE review_review SET assigned_to_id = NULL WHERE assigned_to_id = NEW.id;
    RETURN NULL;
END $$;
"""
# What `claims_end` had.
LEFT_BACK = """
CREATE OR REPLACE FUNCTION review_reviewer_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE review_review SET reviewing_by_id = NULL WHERE reviewing_by_id = NEW.id;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0027_claims"),
    ]

    operations = [
        migrations.RunSQL(OWN, OWN_BACK),
        migrations.RunSQL(LEFT, LEFT_BACK),
    ]
